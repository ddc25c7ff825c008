/** What became of one unit in a run. */

import type { RuleId } from '../findings/rules/index.js';
import type { Language } from '../findings/words.js';
import type { Moved } from '../publication/moved.js';
import type { Publication, PublishedFinding, Township } from '../publication/publication.js';
import type { Revision } from '../publication/revision.js';
import type { Counts } from '../publication/run-record.js';
import type { SealDifference } from '../publication/seal-comparison.js';
import type { Signatures } from '../publication/signatures.js';
import type { Recovery } from '../publish/swap.js';
import type { Deferred } from './ingest.js';

export type UnitReport =
  | (CurrentFacts & {
      readonly outcome: 'published';
      readonly publication: ReportedPublication;
      /** Files still being written, left for the next run: published without them, since nothing was published yet. */
      readonly deferred: readonly Deferred[];
      /** Figures that moved since the publication before. */
      readonly moved: readonly Moved[];
    })
  | (CurrentFacts & { readonly outcome: 'unchanged' })
  /** The period is sealed: nothing is published into it, the differences are reported. */
  | (Signatures & {
      readonly unit: string;
      readonly outcome: 'sealed';
      readonly period: string;
      readonly folder: string;
      readonly differences: readonly SealDifference[];
      readonly revisions: readonly Revision[];
    })
  /** Some files are in motion: they are left for the next run, and the last publication stays. */
  | { readonly unit: string; readonly outcome: 'deferred'; readonly files: readonly Deferred[] }
  | { readonly unit: string; readonly outcome: 'failed'; readonly error: string };

/** What is reported of a publication; a run of many units holds on to nothing more. */
export interface ReportedPublication
  extends Pick<Publication, 'figures' | 'submissions' | 'settings' | 'checks' | 'rollUp'> {
  /** For programs, the first of its findings, where they are asked for; all are in findings.csv. */
  readonly findings: readonly PublishedFinding[];
  readonly problems: Problems;
  /** Templates with a mark that cannot be filled, so that they are not published, and their last good version. */
  readonly unfilled: readonly UnfilledTemplate[];
}

export interface UnfilledTemplate {
  /** `templates/…`. */
  readonly file: string;
  /** Of its first error. */
  readonly message: string;
  /** Path of what it was filled with last; '' never. */
  readonly last: string;
}

/** Errors in files of the period that no one has accepted. */
export interface Problems {
  readonly count: number;
  /** The first of them. */
  readonly first: readonly Problem[];
  /** Files of the period of which something is not understood that a person can say (`inspect --suggest`). */
  readonly asks: readonly string[];
  /** The first kinds: the same error in one column of a sheet. */
  readonly kinds: readonly { readonly count: number; readonly first: Problem }[];
}

/** What a line of `columns.csv` or `values.csv` can answer. */
export const askable: ReadonlySet<string> = new Set<RuleId>([
  'form.unknown',
  'column.missing',
  'column.needed',
  'column.undecided',
  'choice.not_allowed',
  'yes_no.not_understood',
  'unit.assumed',
  'unit.refused',
]);

/** Where an error is, and what. */
export type Problem = Pick<PublishedFinding, 'file' | 'sheet' | 'cell' | 'row' | 'message'>;

/** Findings that are reported to a program; problems, and kinds of them, to a person. */
const mostFindings = 10_000;
export const mostProblems = 12;

const templatesFolder = 'templates/';

/**
 * @param unread files that are reported elsewhere.
 * @param withFindings whether they are asked for.
 * @param lang of their words.
 * @param lastOf path of what a template was filled with last, by its name; '' never.
 */
export function reportedFindings(
  publication: Publication,
  unread: ReadonlySet<string>,
  withFindings: boolean,
  lang: Language,
  lastOf: (template: string) => string,
): ReportedPublication {
  const { figures, submissions, settings, checks, rollUp, period } = publication;
  const findings: PublishedFinding[] = [];
  const first: Problem[] = [];
  const kinds = new Map<string, { count: number; readonly first: Problem }>();
  const asks = new Set<string>();
  const unfilled = new Map<string, UnfilledTemplate>();
  let count = 0;
  for (const found of publication.findings(lang)) {
    if (withFindings && findings.length < mostFindings) findings.push(found);
    const { severity, waivedBy, file, sheet, column, cell, row, rule, message } = found;
    if (askable.has(rule) && waivedBy === '' && file.startsWith(`${period}/`)) asks.add(file);
    const isOpen = severity === 'error' && waivedBy === '' && !unread.has(file);
    if (isOpen && file.startsWith(templatesFolder) && !unfilled.has(file)) {
      unfilled.set(file, { file, message, last: lastOf(file.slice(templatesFolder.length)) });
    }
    if (!isOpen || !file.startsWith(`${period}/`)) continue;
    count++;
    const problem = { file, sheet, cell, row, message };
    if (first.length < mostProblems) first.push(problem);
    const kind = JSON.stringify([file, sheet, column, rule]);
    const alike = kinds.get(kind);
    if (alike) alike.count++;
    else if (kinds.size < mostProblems) kinds.set(kind, { count: 1, first: problem });
  }
  return {
    figures,
    submissions,
    settings,
    checks,
    ...(rollUp ? { rollUp } : {}),
    findings,
    unfilled: [...unfilled.values()],
    problems: { count, first, kinds: [...kinds.values()], asks: [...asks] },
  };
}

/** The current publication of a unit. */
interface CurrentFacts {
  readonly unit: string;
  readonly township: Township;
  readonly period: string;
  readonly asOf: string;
  /** Folder of the publication. */
  readonly folder: string;
  readonly counts: Counts;
  /** Earlier periods whose inputs changed since they were published. */
  readonly stale: readonly string[];
  /** Of a roll-up: units that this run could not renew, whose last publication is in the sums. */
  readonly notRenewed?: readonly string[];
  /** Figures of the comparison that are no longer what was published of them. */
  readonly revisions: readonly Revision[];
  /** What an interrupted run had left behind. */
  readonly recovered: Recovery;
  /** Published files that someone had taken away or edited; made anew. */
  readonly altered: readonly string[];
}
