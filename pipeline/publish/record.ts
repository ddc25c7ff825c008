/** The record of a publication: what it is a function of, what it counts, what was published before it. */

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNotOwed, isUnknown } from '../figure.js';
import { maskText, maskValue } from '../findings/mask.js';
import type { Waiver } from '../findings/waivers.js';
import { formById } from '../forms/index.js';
import type { Unit } from '../inputs/discover.js';
import { periodDate } from '../inputs/period.js';
import type { Settings } from '../inputs/settings.js';
import type { Options } from '../options.js';
import { version } from '../program/program.js';
import type { Publication, SubmissionLine } from '../publication/publication.js';
import type { PublishedFile } from '../publication/published-file.js';
import type { ArchivedFile, Counts, RunRecord, Unread } from '../publication/run-record.js';
import { isLate } from '../publication/submissions.js';
import { keepSegments } from '../reuse/segments.js';
import type { Store } from '../store/database.js';
import {
  keepPublication,
  lastPublicationOf,
  publicationCount,
  publishedFoldersOf,
} from '../store/publications.js';
import { statement } from '../store/statement.js';
import { storedJson } from '../store/stored-json.js';
import { columnName } from '../text/address.js';
import { compareText } from '../text/fold.js';
import { hashOf, sha256 } from '../text/hash.js';

const submittedHashes = statement((db, given: { unit: string }) =>
  db
    .selectFrom('submission')
    .select(['period', 'file', 'sha256'])
    .where('unit', '=', given.unit)
    .orderBy('file'),
);

const whyUnread = statement((db, given: { unit: string }) =>
  db
    .selectFrom('submission')
    .innerJoin('finding', 'finding.submission_id', 'submission.submission_id')
    .select(['file', 'rule', 'params'])
    .where('unit', '=', given.unit)
    .where('sha256', 'is', null)
    .orderBy('file'),
);

const columnsOfSheet = statement((db, given: { unit: string; file: string; sheet: string }) =>
  db
    .selectFrom('submission')
    .innerJoin('source_table', 'source_table.submission_id', 'submission.submission_id')
    .innerJoin('source_column', 'source_column.table_id', 'source_table.table_id')
    .select(['form', 'field', 'column_index as index'])
    .where('submission.unit', '=', given.unit)
    .where('file', '=', given.file)
    .where('source_table.sheet', '=', given.sheet),
);

function countsOf({ figures, submissions, checks, period, findingCount }: Publication): Counts {
  const lines = submissions.filter(
    (line) => line.file !== '' && line.period === period && line.status !== 'superseded',
  );
  const files = (of: readonly SubmissionLine[]) => new Set(of.map(({ file }) => file)).size;
  return {
    figures: figures.length,
    files: files(lines),
    rows_accepted: sum(lines.map((line) => line.rowsAccepted)),
    rows_not_data: sum(lines.map((line) => line.rowsNotData)),
    rows_held_back: sum(lines.map((line) => line.rowsHeldBack)),
    files_held_back: files(
      lines.filter(({ status }) => ['held_back', 'unreadable', 'unknown_form', 'deferred'].includes(status)),
    ),
    findings: findingCount(),
    checks_failed: checks.filter(
      ({ side, severity, outcome }) => side === 'current' && severity === 'error' && outcome === 'fail',
    ).length,
    values_missing: figures.filter((figure) => isUnknown(figure.status) && !isNotOwed(figure)).length,
    forms_owed: submissions.filter(({ status }) => status === 'owed' || status === 'late').length,
  };
}

/**
 * Hash of everything that a publication is a function of: the files, the settings, the program with its
 * definitions, the names that other townships go by, the dates, and which deadlines and waivers have run out today.
 */
export function fingerprintHash(
  store: Store,
  { unit, townships }: Pick<Unit, 'unit' | 'townships'>,
  period: string,
  asOf: string,
  settings: Settings,
  kept: readonly ArchivedFile[],
  program: string,
  { today, finalCopy }: Pick<Options, 'today' | 'finalCopy'>,
): string {
  const files = submittedHashes.all(store.engine, { unit }).map(({ file, sha256 }) => ({ file, sha256 }));
  const unread = [...unreadFiles(store, unit)];
  const late = (settings.owed ?? []).map((owed) => isLate(owed, period, today));
  const lapsed = settings.waivers.map(({ until }) => until < today);
  return hashOf([
    program,
    period,
    asOf,
    files,
    unread,
    townships,
    settings.township,
    kept,
    late,
    lapsed,
    finalCopy === true,
  ]);
}

/** The files whose bytes could not be had, and why. */
function unreadFiles({ engine }: Store, unit: string): Map<string, Unread> {
  const found = whyUnread.all(engine, { unit });
  return new Map(found.map(({ file, rule, params }) => [file, { rule, params: storedJson(params) }]));
}

/** The last publication of a folder below outputs/<unit>/. */
export function lastPublication(store: Pick<Store, 'engine'>, unit: string, folder: string) {
  return lastPublicationOf.get(store.engine, { unit, folder });
}

/** What was recorded of the files of the last publication of a folder. */
export function lastFiles(
  store: Pick<Store, 'engine'>,
  unit: string,
  folder: string,
): readonly PublishedFile[] {
  const last = lastPublication(store, unit, folder);
  return last ? storedJson<RunRecord>(last.run_json).files : [];
}

/** Whether the outputs hold any publication of the unit. */
export function isPublished(store: Store, unit: string, outputs: string): boolean {
  return publishedFoldersOf
    .all(store.engine, { unit })
    .some(({ folder }) => existsSync(join(outputs, unit, folder, 'run.json')));
}

/** Published periods, but for the one of this run, whose files are no longer those that were published. */
export function stalePeriods(store: Store, { unit, periods }: Unit, folder: string): string[] {
  const now = submittedHashes.all(store.engine, { unit });
  return periods
    .map(({ period }) => period)
    .filter((period) => {
      const last = period === folder ? undefined : lastPublication(store, unit, period);
      if (!last) return false;
      const { inputs } = storedJson<Pick<RunRecord, 'inputs'>>(last.run_json);
      const then = inputs.filter(({ file }) => file.startsWith(`${period}/`));
      const key = (files: readonly { file: string; sha256: string | null }[]) =>
        JSON.stringify(files.map(({ file, sha256 }) => [file, sha256 ?? '']).sort());
      return key(then) !== key(now.filter((file) => file.period === period));
    });
}

/** The number of a folder's next publication: one that was pruned has had its number too. */
function nextNumber(
  { engine }: Store,
  unit: string,
  folder: string,
  last: { readonly run_json: string } | undefined,
): number {
  const { number = null } = last ? storedJson<RunRecord>(last.run_json) : {};
  if (number !== null) return number + 1;
  return Number(publicationCount.get(engine, { unit, folder })?.count ?? 0) + 1;
}

/** Writes run.json and takes the publication into the history. */
export function record(
  store: Store,
  publication: Publication,
  folder: string,
  facts: Pick<
    RunRecord,
    | 'basis'
    | 'final_copy'
    | 'settings'
    | 'townships'
    | 'definitions'
    | 'forms'
    | 'computes'
    | 'waivers'
    | 'units'
    | 'files'
  >,
  aside: string,
): Counts {
  const { township, period, asOf, previousAsOf, today } = publication;
  const last = lastPublication(store, township.unit, folder);
  const counts = countsOf(publication);
  const run: RunRecord = {
    version,
    basis: facts.basis,
    published_at: new Date().toISOString(),
    number: nextNumber(store, township.unit, folder, last),
    unit: township.unit,
    period,
    as_of: asOf,
    previous_as_of: previousAsOf,
    today,
    final_copy: facts.final_copy,
    previous_run: last ? sha256(last.run_json) : null,
    inputs: inputsOf(store, publication, facts.units),
    settings: facts.settings,
    ...(facts.townships ? { townships: facts.townships } : {}),
    definitions: facts.definitions,
    forms: facts.forms,
    ...(facts.computes ? { computes: facts.computes } : {}),
    waivers: facts.waivers.map((waiver) => ({ ...waiver, text: shownText(store, township.unit, waiver) })),
    ...(facts.units ? { units: facts.units } : {}),
    files: facts.files.map(({ segments: _, ...file }) => file).sort((a, b) => compareText(a.path, b.path)),
    counts,
    figures: publication.figures.map(({ id, group, value, previous, status }) => ({
      id,
      group,
      value,
      previous,
      status,
    })),
  };
  const text = `${JSON.stringify(run, null, 2)}\n`;
  writeFileSync(join(aside, 'run.json'), text);
  const { unit, as_of, published_at, basis } = run;
  keepPublication.run(store.engine, { unit, folder, period, as_of, published_at, basis, run_json: text });
  keepSegments(store, township.unit, folder, facts.files);
  return counts;
}

/** The text of a waived cell as its column says that it is shown: `run.json` is shared. */
function shownText({ engine }: Store, unit: string, { file, sheet, cell, text }: Waiver): string {
  const columns = columnsOfSheet.all(engine, { unit, file, sheet });
  const letters = cell.replace(/\d+$/, '');
  const personal = columns
    .filter(({ index }) => columnName(index) === letters)
    .map(({ form, field }) => formById(form ?? '')?.columns[field]?.spec.personal)
    .find(Boolean);
  return personal ? maskValue(text, personal) : maskText(text);
}

/** The files that a publication rests on, those of series included; and of those that could not be read why. */
function inputsOf(store: Store, publication: Publication, units: RunRecord['units']): RunRecord['inputs'] {
  const { township, submissions, asOf } = publication;
  const sources = units?.map(({ unit }) => ({ unit, below: `${unit}/` })) ?? [
    { unit: township.unit, below: '' },
  ];
  const ofSeries = sources.flatMap(({ unit, below }) =>
    submittedHashes
      .all(store.engine, { unit })
      .filter(({ period }) => periodDate(period) <= asOf)
      .map(({ file, sha256 }) => [`${below}${file}`, sha256 ?? ''] as const),
  );
  const behind = submissions.filter(({ file }) => file).map((line) => [line.file, line.sha256] as const);
  const unread = new Map(
    sources.flatMap(({ unit, below }) =>
      [...unreadFiles(store, unit)].map(([file, why]) => [`${below}${file}`, why] as const),
    ),
  );
  const files = [...new Map([...behind, ...ofSeries])].sort(([a], [b]) => compareText(a, b));
  return files.map(([file, sha256]) => {
    const why = unread.get(file);
    return { file, sha256, ...(why ? { unread: why } : {}) };
  });
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
