/**
 * Revisions: figures that are no longer what was published of them, with what made the difference (DOMAIN H).
 * They are found in the history of publications, on which no figure and no finding depends.
 */

import type { Figure } from '../figure.js';
import { figureName } from '../figure.js';
import { periodDate } from '../inputs/period.js';
import type { Revision } from '../publication/revision.js';
import type { ArchivedFile, RunRecord } from '../publication/run-record.js';
import type { SeriesLine } from '../publication/series-line.js';
import type { Store } from '../store/database.js';
import { lastPublicationAsOf, publicationsOf } from '../store/publications.js';
import { statement } from '../store/statement.js';
import { storedJson } from '../store/stored-json.js';
import { compareDecimal } from '../text/decimal.js';
import { compareText } from '../text/fold.js';

/** What a publication is made of now, to be held against what was recorded of one. */
export interface Makings {
  readonly unit: string;
  /** The townships whose files it rests on; of a roll-up `below` is the prefix of their paths (`甲镇/`), else ''. */
  readonly sources: readonly { readonly unit: string; readonly below: string }[];
  readonly folder: string;
  readonly period: string;
  readonly asOf: string;
  readonly previousAsOf: string;
  readonly figures: readonly Figure[];
  /** Indicators with the file of `sql/` that defines each, and the forms that it reads. */
  readonly definitionOf: (id: string) => {
    readonly files: readonly string[];
    readonly forms: readonly string[];
  };
  readonly definitions: readonly ArchivedFile[];
  readonly settings: readonly ArchivedFile[];
  readonly forms: Readonly<Record<string, string>>;
  readonly today: string;
}

/** What is revised: a period or its comparison, and which folders its files are in. */
interface Revised extends Pick<Revision, 'period' | 'side'> {
  readonly isOf: (folder: string) => boolean;
}

/** A revision that was published before: it knows since when. */
type Known = Pick<Revision, 'id' | 'group' | 'period' | 'was' | 'value' | 'since'>;

/** A figure that was published with one value and now has another. */
interface Changed {
  readonly figure: Pick<Figure, 'id' | 'group' | 'label' | 'unit'>;
  readonly was: string | null;
  readonly value: string | null;
}

/**
 * Figures of the comparison that differ from the last publication of its date; where there is none, from the first
 * publication that showed this comparison.
 * @param earlier the revisions that were published before: they know since when.
 */
export function revisedComparison(
  store: Pick<Store, 'engine'>,
  makings: Makings,
  earlier: readonly Known[],
): Revision[] {
  const published = publishedComparison(store, makings);
  if (!published) return [];
  const { record, side } = published;
  const then = new Map(record.figures.map((figure) => [figureName(figure), figure[side]]));
  const changed = makings.figures.flatMap((figure): Changed[] => {
    const was = then.get(figureName(figure)) ?? null;
    return isSame(was, figure.previous) ? [] : [{ figure, was, value: figure.previous }];
  });
  const year = makings.previousAsOf.slice(0, 4);
  const of = {
    period: makings.period,
    side: 'previous',
    isOf: (folder: string) => folder.startsWith(year),
  } as const;
  return changed.map((one) => revisionOf(store, makings, record, one, of, earlier));
}

/** What a period says of a figure now, by its date. */
type Dated = Pick<SeriesLine, 'id' | 'group' | 'label' | 'unit' | 'period' | 'basis' | 'value' | 'sealed'>;

/**
 * Figures of earlier periods that differ from the last publication of each; of a sealed period and of the comparison
 * it is said elsewhere, and of a figure that was never published there is nothing to say.
 * @param series what each period says now.
 */
export function revisedPeriods(
  store: Pick<Store, 'engine'>,
  makings: Makings,
  series: readonly Dated[],
  earlier: readonly Known[],
): Revision[] {
  const { unit, asOf, previousAsOf } = makings;
  const dates = [...new Set(series.map(({ period }) => period))].sort(compareText);
  return dates.flatMap((date) => {
    if (date === asOf || date === previousAsOf) return [];
    const last = lastPublicationAsOf.get(store.engine, { unit, asOf: date });
    if (!last) return [];
    const record = storedJson<RunRecord>(last.run_json);
    const then = new Map(record.figures.map((figure) => [figureName(figure), figure.value]));
    const published = new Set(record.figures.map(({ id }) => id));
    const of = { period: record.period, side: 'current', isOf: isFolderOf(date) } as const;
    return series
      .filter(({ period, basis, sealed }) => period === date && basis !== 'since_previous' && sealed === '')
      .flatMap((figure) => {
        const was = then.get(figureName(figure)) ?? null;
        if (!published.has(figure.id) || isSame(was, figure.value)) return [];
        return [revisionOf(store, makings, record, { figure, was, value: figure.value }, of, earlier)];
      });
  });
}

/** Whether a folder is that of a date: 2020 is that of 2020-12-31. */
const isFolderOf = (date: string) => (folder: string) => periodDate(folder) === date;

/** Figures of a sealed publication that differ from its seal. */
export function revisedSinceSeal(
  store: Pick<Store, 'engine'>,
  makings: Makings,
  sealed: RunRecord | null,
  differences: readonly (Pick<Figure, 'id' | 'group' | 'label'> & {
    readonly unit?: string;
    readonly sealed: string | null;
    readonly now: string | null;
  })[],
  earlier: readonly Known[],
): Revision[] {
  const { period } = makings;
  const of = { period, side: 'current', isOf: isFolderOf(periodDate(period)) } as const;
  return differences.map(({ sealed: was, now: value, ...figure }) => {
    const unit = makings.figures.find(({ id }) => id === figure.id)?.unit ?? '';
    const one = { figure: { unit, ...figure }, was, value };
    return revisionOf(store, makings, sealed, one, of, earlier);
  });
}

/** Figures of a publication that differ from those of the one before it. */
export function revisedSinceRun(
  store: Pick<Store, 'engine'>,
  makings: Makings,
  record: RunRecord,
): Revision[] {
  const { period } = makings;
  const of = { period, side: 'current', isOf: isFolderOf(periodDate(period)) } as const;
  const then = new Map(record.figures.map((figure) => [figureName(figure), figure.value]));
  const published = new Set(record.figures.map(({ id }) => id));
  return makings.figures.flatMap((figure) => {
    const was = then.get(figureName(figure)) ?? null;
    if (!published.has(figure.id) || isSame(was, figure.value)) return [];
    return [revisionOf(store, makings, record, { figure, was, value: figure.value }, of, [])];
  });
}

/** The record that says what the comparison was, and on which side of it. */
function publishedComparison(
  { engine }: Pick<Store, 'engine'>,
  { unit, folder, previousAsOf }: Makings,
): { readonly record: RunRecord; readonly side: 'value' | 'previous' } | null {
  const last = lastPublicationAsOf.get(engine, { unit, asOf: previousAsOf });
  if (last) return { record: storedJson(last.run_json), side: 'value' };
  for (const { run_json } of publicationsOf.all(engine, { unit, folder })) {
    const record = storedJson<RunRecord>(run_json);
    const isShown = record.figures.some(({ previous }) => previous !== null);
    if (record.previous_as_of === previousAsOf && isShown) return { record, side: 'previous' };
  }
  return null;
}

function revisionOf(
  store: Pick<Store, 'engine'>,
  makings: Makings,
  record: RunRecord | null,
  { figure, was, value }: Changed,
  { period, side, isOf }: Revised,
  earlier: readonly Known[],
): Revision {
  const { id, group, label, unit } = figure;
  const known = earlier.find(
    (one) =>
      [one.id, one.group, one.period].join('\n') === [id, group, period].join('\n') &&
      isSame(one.was, was) &&
      isSame(one.value, value),
  );
  return {
    ...{ id, group, label, unit, period, side, was, value },
    ...(record ? whatMadeIt(store, makings, record, id, isOf) : { reason: 'program', files: [] }),
    since: known?.since ?? makings.today,
  };
}

/** Of all that differs from the record, what comes first: files, then definitions, settings, the program. */
function whatMadeIt(
  store: Pick<Store, 'engine'>,
  { sources, definitionOf, definitions, settings, forms }: Makings,
  record: RunRecord,
  id: string,
  isOf: Revised['isOf'],
): Pick<Revision, 'reason' | 'files'> {
  const { files: sql, forms: read } = definitionOf(id);
  const isMeant = ({ file }: { readonly file: string }) =>
    sources.some(({ below }) => file.startsWith(below) && isOf(file.slice(below.length).split('/')[0] ?? ''));
  const then = new Map(record.inputs.filter(isMeant).map(({ file, sha256 }) => [file, sha256]));
  const now = sources.flatMap((source) => submittedFiles(store, source)).filter(isMeant);
  const touched = now.filter(
    ({ file, sha256, form }) => (form === null || read.includes(form)) && then.get(file) !== (sha256 ?? ''),
  );
  const stay = new Set(now.map(({ file }) => file));
  const gone = [...then.keys()].filter((file) => !stay.has(file));
  const named = [...new Set([...touched.map(({ file }) => file), ...gone])].sort(compareText);
  if (named.length > 0) {
    const isLate = gone.length === 0 && touched.every(({ file, corrects }) => !then.has(file) && !corrects);
    return { reason: isLate ? 'late_file' : 'correction', files: named };
  }
  const isDefined = (file: string) => sql.includes(file);
  if (hashesOf(record.definitions, isDefined) !== hashesOf(definitions, isDefined)) {
    return { reason: 'definition', files: [] };
  }
  if (read.some((form) => record.forms[form] !== forms[form])) return { reason: 'definition', files: [] };
  const isSetting = (file: string) => !file.startsWith('seals/') && !file.startsWith('templates/');
  const isSet = hashesOf(record.settings, isSetting) === hashesOf(settings, isSetting);
  return { reason: isSet ? 'program' : 'setting', files: [] };
}

interface SubmittedFile {
  readonly file: string;
  readonly sha256: string | null;
  readonly form: string | null;
  /** What it says that it corrects; null: it is no correction. */
  readonly corrects: string | null;
}

const formsOfFiles = statement((db, given: { unit: string }) =>
  db
    .selectFrom('submission')
    .leftJoin('source_table', 'source_table.submission_id', 'submission.submission_id')
    .select(['file', 'sha256', 'form', 'corrects'])
    .distinct()
    .where('unit', '=', given.unit)
    .orderBy('file'),
);

function submittedFiles(
  { engine }: Pick<Store, 'engine'>,
  { unit, below }: Makings['sources'][number],
): SubmittedFile[] {
  return formsOfFiles.all(engine, { unit }).map((found) => ({ ...found, file: `${below}${found.file}` }));
}

function hashesOf(files: readonly ArchivedFile[], of: (file: string) => boolean): string {
  const lines = files.filter(({ file }) => of(file)).map(({ file, sha256 }) => `${file} ${sha256}`);
  return lines.sort().join('\n');
}

function isSame(a: string | null, b: string | null): boolean {
  return a === null || b === null ? a === b : compareDecimal(a, b) === 0;
}
