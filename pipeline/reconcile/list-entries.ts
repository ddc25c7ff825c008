/** The lists of a period and what they name, as they are matched with the rows of a registry. */
import type { Finding } from '../findings/finding.js';
import type { Form, FormList } from '../forms/define.js';
import type { Store } from '../store/database.js';
import { rowRange } from '../store/row-id.js';
import { compareText, fold } from '../text/fold.js';
import type { Scope } from './findings.js';

/** A table of the registry or of a list, in reading order. */
export interface NamingTable {
  readonly table_id: number;
  readonly submission_id: number;
  readonly file: string;
  readonly sheet: string;
  readonly sheet_index: number;
  readonly header_last: number | null;
  readonly held: 0 | 1;
  readonly lacks: string | null;
}

/** An entry of a list that counts. */
export interface Entry {
  readonly row_id: number;
  readonly row: number;
  readonly table: NamingTable;
  readonly names: readonly string[];
  readonly shown: string;
  readonly carried: Readonly<Record<string, string | null>>;
  /** Columns whose cells were not understood, with blanks around each. */
  readonly unread: string;
  /** What it says holds from a date after the period's. */
  readonly isLater: boolean;
  /** The cell of its name. */
  readonly place: Partial<Finding> & { readonly row: number };
  /** Rows of the registry that it names. */
  readonly found: Set<number>;
  /** Rows of several things that have its name: nothing says which is meant. */
  readonly possible: Set<number>;
}

/** A list with its entries in a period; null where none of its tables counts. */
export interface Listed {
  readonly list: FormList;
  readonly form: Form;
  readonly entries: readonly Entry[] | null;
  /** Its title says that it is of one branch alone: what is not on it may be on another. */
  readonly isOfBranch: boolean;
}

/** A row of the registry. */
export interface Named {
  readonly row_id: number;
  readonly row: number;
  readonly texts: string;
  readonly unread: string | null;
  readonly [column: string]: string | number | null;
}

export function tablesOf({ engine }: Store, scope: Scope, form: Form): readonly NamingTable[] {
  return engine
    .prepare<[object], NamingTable>(
      `SELECT t.table_id, t.submission_id, s.file, t.sheet, t.sheet_index, t.header_last, t.held, t.lacks
        FROM source_table t JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = :unit AND s.period = :period AND t.form = :form AND t.typed = 1
          AND s.superseded_by IS NULL AND t.superseded_by IS NULL`,
    )
    .all({ ...scope, form: form.id })
    .sort((a, b) => compareText(a.file, b.file) || a.sheet_index - b.sheet_index || a.table_id - b.table_id);
}

export function saysBranch({ engine }: Store, { table_id }: NamingTable): boolean {
  const said = engine.prepare<[number], { found: number }>(
    "SELECT 1 AS found FROM finding WHERE table_id = ? AND rule = 'list.one_branch'",
  );
  return said.get(table_id) !== undefined;
}

/** The entries of a list's tables that count; null: there is none. */
export function entriesOf(
  store: Store,
  form: Form,
  tables: readonly NamingTable[],
  asOf: string,
): readonly Entry[] | null {
  const columns = Object.keys(form.columns);
  const rows = store.engine.prepare<[object], Named>(
    `SELECT row_id, row, texts, unread, ${columns.join(', ')} FROM ${form.id}_row
      WHERE row_id >= :first AND row_id < :beyond AND held = 0 ORDER BY row_id`,
  );
  const entries = tables.flatMap((table) => {
    const places = form.namedBy.map((name) => columnOf(store, table, name));
    return rows.all(rowRange(table.table_id)).map((row): Entry => {
      const names = form.namedBy.map((name) => String(row[name] ?? ''));
      const at = names.findIndex((name) => name !== '');
      const texts = JSON.parse(row.texts) as (string | null)[];
      const dates = Object.keys(form.columns).filter((name) => form.columns[name]?.spec.kind === 'date');
      return {
        row_id: row.row_id,
        row: row.row,
        table,
        names: names.map(fold),
        shown: names.filter((name) => name !== '').join(' '),
        carried: Object.fromEntries(
          (form.listOf?.list.carries ?? []).map((name) => [
            name,
            row[name] === null ? null : String(row[name]),
          ]),
        ),
        unread: row.unread ?? '',
        isLater: dates.some((name) => String(row[name] ?? '') > asOf),
        place: {
          sheet: table.sheet,
          row: row.row,
          column: places[at]?.index ?? null,
          header: places[at]?.header ?? null,
          value: texts[columns.indexOf(form.namedBy[at] ?? '')] ?? null,
        },
        found: new Set(),
        possible: new Set(),
      };
    });
  });
  return entries.length > 0 ? entries : null;
}

export function columnOf({ engine }: Store, { table_id }: NamingTable, field: string) {
  return engine
    .prepare<[number, string], { index: number; header: string }>(
      'SELECT column_index AS "index", header FROM source_column WHERE table_id = ? AND field = ?',
    )
    .get(table_id, field);
}
