import type { Form } from '../forms/define.js';
import { formsAndLists } from '../forms/index.js';
import type { Vintage } from '../history/vintages.js';
import type { Options } from '../options.js';
import { openStoreReadOnly } from '../store/database.js';
import type { Engine } from '../store/engine.js';
import { databasePath, openReadOnlyOf, schemaFolder } from '../store/open.js';
import { compareText } from '../text/fold.js';
import type { Discrepancy } from './discrepancy.js';

/** Places that are named at the most, per form. */
const mostPlaces = 1000;

type Place = Extract<Discrepancy, { what: 'database_row' }>;
/** File, number of the sheet and of the table in it, row, sheet; then what is compared. */
type Row = [string, bigint, bigint, bigint, string, ...unknown[]];

/**
 * Rows that are in one of the databases only, or differ. Periods whose files have been read anew since, as a run of
 * another period does, are left out: the database then holds what comes of the files as they are now.
 * @param fresh the outputs folder of a run on the archived files.
 */
export async function comparedRows(
  options: Options,
  fresh: string,
  unit: string,
  { run }: Pick<Vintage, 'run'>,
): Promise<Discrepancy[]> {
  const store = await openReadOnlyOf(options);
  if (!store) return [];
  const recomputed = openStoreReadOnly(databasePath(fresh), schemaFolder);
  try {
    const known = store.engine.prepare('SELECT 1 FROM form_table WHERE form = ?');
    const kept = formsAndLists.filter(({ id }) => known.get(id) !== undefined);
    return unitsOf(unit, run).flatMap(({ unit: of, periods }) => {
      store.engine.enter?.(of);
      const same = periods.filter(
        (period) => filesOf(store.engine, of, period) === filesOf(recomputed.engine, of, period),
      );
      if (same.length === 0) return [];
      return kept.flatMap((form) =>
        differences(form, rowsOf(store.engine, form, of, same), rowsOf(recomputed.engine, form, of, same)),
      );
    });
  } finally {
    store.close();
    recomputed.close();
  }
}

/** The files of a period as they were read, in one text. */
function filesOf(engine: Engine, unit: string, period: string): string {
  const files = engine
    .prepare<[string, string], { file: string; sha256: string | null; reading: string }>(
      'SELECT file, sha256, reading FROM submission WHERE unit = ? AND period = ? ORDER BY file',
    )
    .all(unit, period);
  return JSON.stringify(files.map(({ file, sha256, reading }) => [file, sha256, reading]));
}

/** The townships behind a publication, with the folders that were read. */
function unitsOf(unit: string, { inputs, units }: Vintage['run']) {
  const files = inputs.map(({ file }) => file.split('/'));
  const paths = units?.map((of) => ({
    unit: of.unit,
    paths: files.filter(([name]) => name === of.unit).map((path) => path.slice(1)),
  })) ?? [{ unit, paths: files }];
  return paths.map((of) => ({
    unit: of.unit,
    periods: [...new Set(of.paths.map(([period = '']) => period))],
  }));
}

function rowsOf(engine: Engine, form: Form, unit: string, periods: readonly string[]): IterableIterator<Row> {
  const columns = Object.keys(form.columns).map((column) => `r.${column}`);
  return engine
    .prepare<unknown[], Row>(
      `SELECT s.file, t.sheet_index, t.ordinal, r.row, t.sheet, r.key, r.texts, r.held, ${columns.join(', ')}
        FROM ${form.id}_row r JOIN source_table t ON t.table_id = r.table_id
          JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = ? AND s.period IN (${periods.map(() => '?').join(', ')})
        ORDER BY s.file, t.sheet_index, t.ordinal, r.row`,
    )
    .raw()
    .safeIntegers(true)
    .iterate(unit, ...periods);
}

/** What two lists in the same order do not have in common. */
function differences(form: Form, ours: IterableIterator<Row>, theirs: IterableIterator<Row>): Place[] {
  const places = new Map<string, Place>();
  const note = ([file, , , row, sheet]: Row) => {
    const place: Place = { what: 'database_row', form: form.id, file, sheet, row: Number(row) };
    places.set(JSON.stringify(place), place);
  };
  try {
    let [one, two] = [ours.next(), theirs.next()];
    while ((!one.done || !two.done) && places.size < mostPlaces) {
      const order = one.done ? 1 : two.done ? -1 : compareRows(one.value, two.value);
      if (order < 0) note(one.value);
      else if (order > 0) note(two.value);
      else if (!same(one.value, two.value)) note(one.value);
      if (order <= 0) one = ours.next();
      if (order >= 0) two = theirs.next();
    }
  } finally {
    // SQLite refuses to close beside an open query, which would hide what went wrong on the other side.
    ours.return?.();
    theirs.return?.();
  }
  return [...places.values()];
}

function compareRows(a: Row, b: Row): number {
  return compareText(a[0], b[0]) || Number(a[1] - b[1]) || Number(a[2] - b[2]) || Number(a[3] - b[3]);
}

function same(a: Row, b: Row): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
