/** From a published figure to the cells behind it, and from its change to the rows that made it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sqlFolder } from './definitions.js';
import { findFigures } from './find-figure.js';
import { maskKey } from './findings/mask.js';
import { forms } from './forms/index.js';
import { type Indicator, loadIndicators } from './indicators/catalogue.js';
import type { Figure, Side } from './indicators/figure.js';
import { changeRows, type Evidenced, evidenceRow } from './publish/from-store.js';
import type { ChangeRow, EvidenceRow } from './publish/publication.js';
import { databasePath } from './run.js';
import { openStoreReadOnly, type Store } from './store/database.js';
import { rowsLeftOut, sourceRows } from './store/lineage.js';
import { type Options, UsageError } from './usage.js';

/** A piece of evidence, with what it was submitted in and where it comes from. */
export interface TracedRow extends EvidenceRow {
  /** Unit of the cell's column as written; null where the text or the form alone says it. */
  readonly submittedUnit: string | null;
  /** Unit of the value. */
  readonly unit: string;
  readonly department: string;
  /** When the file's bytes were first read, ISO. */
  readonly firstReadAt: string;
}

/** A figure with everything behind it; rows are read as they are asked for. */
export interface Trace {
  readonly unit: string;
  readonly asOf: string;
  readonly figures: readonly Figure[];
  /** The figure's own indicator, or the two parts of a ratio. */
  readonly indicators: readonly Indicator[];
  readonly sql: ReadonlyMap<string, string>;
  evidence(indicator: Indicator, side: Side): Iterable<TracedRow>;
  changes(indicator: Indicator): Iterable<ChangeRow>;
  leftOut(indicator: Indicator): Iterable<{ file: string; sheet: string; row: number; key: string }>;
}

/**
 * Opens the trace of the figure that `name` means in the last publication.
 * @param unmasked shows personal data in full.
 * @throws UsageError where nothing is published yet, or no figure is meant.
 */
export async function openTrace(
  name: string,
  options: Options,
  unmasked = false,
): Promise<{ trace: Trace; close: () => void }> {
  const path = databasePath(options.outputs);
  if (!existsSync(path)) throw nothingPublished(options);
  const store = openStoreReadOnly(path);
  try {
    const { unit, asOf } = publicationAskedFor(store, options);
    const all = publishedFigures(store, unit, asOf);
    const figures = findFigures(all, name);
    const catalogue = loadIndicators(join(sqlFolder, 'indicators'));
    const first = figures[0];
    const ids = first && first.parts.length > 0 ? first.parts : [first?.id];
    const indicators = ids.flatMap((id) => catalogue.filter((indicator) => indicator.id === id));
    return { trace: traceOf(store, unit, asOf, figures, indicators, unmasked), close: () => store.close() };
  } catch (error) {
    store.close();
    throw error;
  }
}

function traceOf(
  store: Pick<Store, 'sqlite'>,
  unit: string,
  asOf: string,
  figures: readonly Figure[],
  indicators: readonly Indicator[],
  unmasked: boolean,
): Trace {
  const groups = new Set(figures.map(({ group }) => group));
  const evidenced = (indicator: Indicator): Evidenced => {
    const form = forms.find(({ id }) => id === indicator.form);
    if (!form) throw new Error(`there is no form ${indicator.form}`);
    return { indicator, form, evaluations: evaluationsOf(store, unit, asOf, indicator.id) };
  };
  const grouped = figures.some(({ group }) => group !== '');
  return {
    unit,
    asOf,
    figures,
    indicators,
    sql: new Map(indicators.map(({ id, sql }) => [id, sql])),
    *evidence(indicator, side) {
      const { form, evaluations } = evidenced(indicator);
      for (const row of sourceRows(store, form, evaluations[side], indicator.column)) {
        if (grouped && !groups.has(row.group)) continue;
        yield {
          ...evidenceRow(row, indicator, form, side, unmasked),
          submittedUnit: row.columnUnit,
          unit: row.valueUnit ?? indicator.unit,
          department: figures[0]?.department ?? '',
          firstReadAt: row.firstReadAt,
        };
      }
    },
    *changes(indicator) {
      const own = evidenced(indicator);
      yield* changeRows(store, own, grouped ? groups : new Set(['']));
    },
    *leftOut(indicator) {
      const { form, evaluations } = evidenced(indicator);
      const period = periodOf(store, evaluations.current);
      if (period === null) return;
      for (const row of rowsLeftOut(store, form, unit, period, evaluations.current)) {
        yield { ...row, key: row.key === null ? '' : maskKey(row.key, form) };
      }
    },
  };
}

function evaluationsOf(
  { sqlite }: Pick<Store, 'sqlite'>,
  unit: string,
  asOf: string,
  indicator: string,
): Record<Side, number> {
  const of = sqlite.prepare<[string, string, string, string], { evaluation_id: number }>(
    'SELECT evaluation_id FROM evaluation WHERE unit = ? AND as_of = ? AND indicator = ? AND side = ?',
  );
  const side = (which: Side) => of.get(unit, asOf, indicator, which)?.evaluation_id ?? -1;
  return { current: side('current'), previous: side('previous') };
}

function periodOf({ sqlite }: Pick<Store, 'sqlite'>, evaluationId: number): string | null {
  const found = sqlite
    .prepare<[number], { period: string | null }>('SELECT period FROM evaluation WHERE evaluation_id = ?')
    .get(evaluationId);
  return found?.period ?? null;
}

function publishedFigures({ sqlite }: Pick<Store, 'sqlite'>, unit: string, asOf: string): Figure[] {
  return sqlite
    .prepare<[string, string], { published: string }>(
      'SELECT published FROM figure WHERE unit = ? AND as_of = ? AND published IS NOT NULL ORDER BY rowid',
    )
    .all(unit, asOf)
    .map(({ published }): Figure => JSON.parse(published));
}

function publicationAskedFor(
  { sqlite }: Pick<Store, 'sqlite'>,
  options: Options,
): { unit: string; asOf: string } {
  const published = sqlite
    .prepare<[], { unit: string; folder: string; as_of: string }>(
      'SELECT DISTINCT unit, folder, as_of FROM publication ORDER BY unit, as_of',
    )
    .all();
  const wanted = published.filter(
    ({ unit, folder, as_of }) =>
      (options.unit === null || unit === options.unit) &&
      (options.asOf === null || as_of === options.asOf) &&
      (options.period === null || folder === options.period || options.asOf !== null),
  );
  const units = new Set(wanted.map(({ unit }) => unit));
  const last = wanted.at(-1);
  if (!last) throw nothingPublished(options);
  if (units.size > 1) {
    throw new UsageError(
      `已发布的乡镇有 ${[...units].join('、')}，请用 --unit 指明一个。`,
      `Published units: ${[...units].join(', ')}. Name one with --unit.`,
    );
  }
  return { unit: last.unit, asOf: last.as_of };
}

function nothingPublished({ outputs }: Options): UsageError {
  return new UsageError(
    `${outputs} 里还没有相应的成果，请先运行 npm start。`,
    `Nothing of this is published in ${outputs} yet; run npm start first.`,
  );
}
