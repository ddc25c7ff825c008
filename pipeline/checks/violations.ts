/**
 * Violations in the database: a million of them are never held in memory, and a check whose rows nothing has changed
 * is not run again.
 */

import type { Side } from '../figure.js';
import type { CheckId, Personal, Severity } from '../findings/finding.js';
import type { Store } from '../store/database.js';
import { rowWriter } from '../store/engine.js';
import { columnsFrom, statement } from '../store/statement.js';

/** A row that violates a check. */
export interface Violation {
  /** '' where no file is meant. */
  readonly file: string;
  readonly sheet: string | null;
  readonly row: number | null;
  /** Column from 0, and its header. */
  readonly column: number | null;
  readonly header: string | null;
  readonly value: string | null;
  readonly message: string;
  /** That of its check, unless the query says that this one is worse. */
  readonly severity: Severity;
  /** The form whose figures it makes provisional; null: those of all forms of its check. */
  readonly form: string | null;
  /** How the value is masked where it is published. */
  readonly personal: Personal | null;
}

/** One check of a unit's publication, on one of its sides. */
export interface CheckPlace {
  readonly unit: string;
  readonly asOf: string;
  readonly check: CheckId;
  readonly side: Side;
}

type Engine = Pick<Store, 'engine'>;

const keptRun = statement((db, given: CheckPlace) =>
  db
    .selectFrom('check_run')
    .select(['check_run_id as id', 'fingerprint'])
    .where('unit', '=', given.unit)
    .where('as_of', '=', given.asOf)
    .where('check_id', '=', given.check)
    .where('side', '=', given.side),
);

const forgetRun = statement((db, given: CheckPlace) =>
  db
    .deleteFrom('check_run')
    .where('unit', '=', given.unit)
    .where('as_of', '=', given.asOf)
    .where('check_id', '=', given.check)
    .where('side', '=', given.side),
);

const addRun = statement((db, given: CheckPlace & { readonly basis: string }) =>
  db.insertInto('check_run').values({
    ...columnsFrom(given, 'unit', 'side'),
    as_of: given.asOf,
    check_id: given.check,
    fingerprint: given.basis,
  }),
);

const violationCounts = statement((db, given: { run: number }) =>
  db
    .selectFrom('violation')
    .select(['form', 'severity', (of) => of.fn.countAll<number>().as('count')])
    .where('check_run_id', '=', given.run)
    .groupBy(['form', 'severity'])
    .orderBy((of) => of.fn.min('place')),
);

const violationsOfRun = statement((db, given: { run: number }) =>
  db
    .selectFrom('violation')
    .select(['file', 'sheet', 'row', 'column_index as column', 'header', 'value', 'message', 'severity'])
    .select(['form', 'personal'])
    .where('check_run_id', '=', given.run)
    .orderBy('place'),
);

/** The kept run of a check whose inputs have this hash, with all that it found; null: there is none. */
export function currentCheckRun({ engine }: Engine, place: CheckPlace, basis: string): number | null {
  const kept = keptRun.get(engine, place);
  return kept?.fingerprint === basis ? kept.id : null;
}

/** Violations that are looked up before they are written: a server is asked for either, not for both in turn. */
const atOnce = 1000;

/**
 * Keeps what a check finds, in the place of what it found before.
 * @param found each row that violates it, in the order in which they are selected.
 * @returns the run.
 */
export function keepViolations<Row>(
  { engine }: Engine,
  place: CheckPlace,
  basis: string,
  found: readonly Row[],
  violationOf: (row: Row) => Violation,
): number {
  forgetRun.run(engine, place);
  const run = Number(addRun.run(engine, { ...place, basis }).lastInsertRowid);
  const writer = rowWriter(engine, 'violation', [...columns]);
  for (let from = 0; from < found.length; from += atOnce) {
    const some = found.slice(from, from + atOnce).map(violationOf);
    for (const [i, one] of some.entries()) {
      const { file, sheet, row, column, header, value, message, severity, form, personal } = one;
      writer.write([
        run,
        from + i,
        file,
        sheet,
        row,
        column,
        header,
        value,
        message,
        severity,
        form,
        personal,
      ]);
    }
  }
  writer.flush();
  return run;
}

const columns = [
  'check_run_id',
  'place',
  'file',
  'sheet',
  'row',
  'column_index',
  'header',
  'value',
  'message',
  'severity',
  'form',
  'personal',
] as const;

const selected = `v.file, v.sheet, v.row, v.column_index AS "column", v.header, v.value, v.message, v.severity, v.form, v.personal`;

/** How many a run found, by severity and by the form that they name; null: all forms of the check. */
export function countViolations({ engine }: Engine, run: number) {
  return violationCounts.all(engine, { run });
}

/** What a run found, in the order in which it was selected. */
export function violationsOf({ engine }: Engine, run: number): Iterable<Violation> {
  return violationsOfRun.iterate(engine, { run });
}

/** A violation among those of several checks. */
export interface PlacedViolation extends Violation {
  readonly run: number;
  /** Of the file; -1 where no sheet is meant. */
  readonly sheetIndex: number;
}

/** What several runs found, file by file. */
export interface ViolationsByFile {
  readonly files: ReadonlySet<string>;
  /**
   * Reads one file after the other: by sheet, row and column; of a cell in the order of the checks' ids.
   * Every reading that goes on at the same time is opened for itself.
   */
  open(): (file: string) => Iterable<PlacedViolation>;
}

export function violationsByFile(
  { engine }: Engine,
  unit: string,
  runs: readonly number[],
): ViolationsByFile {
  const within = `v.check_run_id IN (${runs.length > 0 ? runs.join(', ') : 'NULL'})`;
  const files = new Set(
    engine
      .prepare<[], { file: string }>(`SELECT DISTINCT v.file FROM violation v WHERE ${within}`)
      .all()
      .map(({ file }) => file),
  );
  const open = () => {
    const statement = engine.prepare<[object], PlacedViolation>(
      `SELECT ${selected}, v.check_run_id AS run, coalesce(t.sheet_index, -1) AS "sheetIndex"
        FROM violation v JOIN check_run r ON r.check_run_id = v.check_run_id
          LEFT JOIN (
            SELECT t.sheet, min(t.sheet_index) AS sheet_index
            FROM source_table t JOIN submission s ON s.submission_id = t.submission_id
            WHERE s.unit = :unit AND s.file = :file GROUP BY t.sheet
          ) t ON t.sheet = v.sheet
        WHERE ${within} AND v.file = :file
        ORDER BY coalesce(t.sheet_index, -1), coalesce(v.row, 0), coalesce(v.column_index, -1), r.check_id, v.place`,
    );
    return (file: string) => (files.has(file) ? statement.iterate({ unit, file }) : []);
  };
  return { files, open };
}
