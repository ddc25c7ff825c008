/** What became of one unit in a run. */
import type { Publication, PublishedFinding, Township } from './publish/publication.js';
import type { Counts } from './publish/record.js';
import type { Recovery } from './publish/swap.js';
import type { SealDifference } from './seals/compare.js';
import type { Deferred } from './take-in.js';

export type UnitReport =
  | (Standing & {
      readonly outcome: 'published';
      readonly publication: Told;
      /** Files in motion, left for the next run: published without them, since nothing stood published yet. */
      readonly deferred: readonly Deferred[];
    })
  | (Standing & { readonly outcome: 'unchanged' })
  /** The period is sealed: nothing is published into it, what would be otherwise is told. */
  | {
      readonly unit: string;
      readonly outcome: 'sealed';
      readonly period: string;
      readonly folder: string;
      readonly by: string;
      readonly sealed_at: string;
      readonly differences: readonly SealDifference[];
    }
  /** Some files are in motion: they are left for the next run, and the last publication stays. */
  | { readonly unit: string; readonly outcome: 'deferred'; readonly files: readonly Deferred[] }
  | { readonly unit: string; readonly outcome: 'failed'; readonly error: string };

/** What is told of a publication once it stands; a run of many units holds on to nothing more. */
export interface Told extends Pick<Publication, 'figures' | 'submissions' | 'checks' | 'rollUp'> {
  /** The first of its findings; all stand in findings.csv. */
  readonly findings: readonly PublishedFinding[];
  /** Errors in files of the period that no one has accepted. */
  readonly problems: readonly Problem[];
}

/** The same error in one column of a sheet. */
export interface Problem extends Pick<PublishedFinding, 'file' | 'sheet'> {
  readonly count: number;
  /** The first of them, each with its place among all findings. */
  readonly first: readonly (PublishedFinding & { readonly at: number })[];
}

/** Findings that a program is told; those of a problem that a person is told. */
const mostTold = 10_000;
export const mostOfProblem = 12;

export function toldOf(publication: Publication): Told {
  const { figures, submissions, checks, rollUp, period } = publication;
  const findings: PublishedFinding[] = [];
  const problems = new Map<string, Problem & { count: number; first: Problem['first'][number][] }>();
  let at = 0;
  for (const found of publication.findings()) {
    if (at++ < mostTold) findings.push(found);
    const { severity, waivedBy, file, sheet, column, rule } = found;
    if (severity !== 'error' || waivedBy !== '' || !file.startsWith(`${period}/`)) continue;
    const same = JSON.stringify([file, sheet, column, rule]);
    const problem = problems.get(same) ?? { file, sheet, count: 0, first: [] };
    problems.set(same, problem);
    problem.count++;
    if (problem.first.length < mostOfProblem) problem.first.push({ ...found, at });
  }
  return {
    figures,
    submissions,
    checks,
    ...(rollUp ? { rollUp } : {}),
    findings,
    problems: [...problems.values()],
  };
}

/** A publication that stands in `outputs/`. */
interface Standing {
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
  /** What an interrupted run had left behind. */
  readonly recovered: Recovery;
}
