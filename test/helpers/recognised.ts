/** Sheets written as small tables in a test, and what recognising made of them in short. */

import type { Form } from '../../pipeline/forms/define.js';
import { Kind, type Merge, type Row, type SourceSheet } from '../../pipeline/intake/workbook.js';
import { noAnswers } from '../../pipeline/recognise/answers.js';
import { type Expectation, recognise } from '../../pipeline/recognise/index.js';
import type { Table, TableEnd, TablePiece } from '../../pipeline/recognise/table.js';

export type CellValue = string | number | boolean | null;

export interface SheetOptions {
  readonly name?: string;
  /** Ranges such as `A1:D1`. */
  readonly merges?: readonly string[];
  readonly hiddenColumns?: readonly number[];
  readonly hiddenRows?: readonly number[];
  readonly filtered?: boolean;
  readonly state?: SourceSheet['state'];
  /** Rows per batch. */
  readonly batch?: number;
}

function mergeOf(range: string): Merge {
  const match = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(range);
  if (!match) throw new Error(`no range: ${range}`);
  const column = (letters: string) => [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;
  const [, left = '', top, right = '', bottom] = match;
  return {
    firstRow: Number(top),
    lastRow: Number(bottom),
    firstColumn: column(left),
    lastColumn: column(right),
  };
}

/** A sheet of these rows; row 1 first. Text lines are cut at `|`, and what looks like a number becomes a number. */
export function sheetOf(
  rows: readonly (string | readonly CellValue[])[],
  options: SheetOptions = {},
): SourceSheet {
  const made = rows.flatMap((given, i): Row[] => {
    const cells: readonly CellValue[] =
      typeof given === 'string' ? given.split('|').map((cell) => cellOf(cell.trim())) : given;
    const texts = cells.map((cell) =>
      cell === null ? '' : typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell),
    );
    if (texts.every((text) => text === '')) return [];
    const kinds = cells.map(
      (cell): Kind =>
        typeof cell === 'number' ? Kind.number : typeof cell === 'boolean' ? Kind.boolean : Kind.text,
    );
    return [{ number: i + 1, texts, kinds, hidden: options.hiddenRows?.includes(i + 1) ?? false }];
  });
  const merges = (options.merges ?? [])
    .map(mergeOf)
    .sort((a, b) => a.firstRow - b.firstRow || a.firstColumn - b.firstColumn);
  return {
    name: options.name ?? 'Sheet1',
    index: 0,
    state: options.state ?? 'visible',
    merges,
    hiddenColumns: options.hiddenColumns ?? [],
    filtered: options.filtered ?? false,
    date1904: false,
    recalculates: false,
    separated: false,
    async *rows() {
      const size = options.batch ?? 500;
      for (let from = 0; from < made.length; from += size) yield made.slice(from, from + size);
    },
  };
}

function cellOf(text: string): CellValue {
  if (text === '') return null;
  if (/^'/.test(text)) return text.slice(1);
  return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text.replace(/\\n/g, '\n');
}

export interface Recognised {
  readonly tables: readonly {
    readonly table: Table;
    readonly end: TableEnd;
    readonly data: readonly Row[];
  }[];
  /** Kind of every row that is not data, by its number. */
  readonly kinds: Readonly<Record<number, string>>;
  readonly unknown: readonly number[];
  /** Rules of the findings. */
  readonly rules: readonly string[];
  readonly pieces: readonly TablePiece[];
}

export async function recognised(
  sheet: SourceSheet,
  forms: readonly Form[] = [],
  expectation: Expectation | null = {
    unitNames: ['泰平镇'],
    otherUnits: [],
    asOf: '2021-11-30',
    answers: noAnswers,
  },
): Promise<Recognised> {
  const tables: { table: Table; end: TableEnd; data: Row[] }[] = [];
  const kinds: Record<number, string> = {};
  const unknown: number[] = [];
  const rules: string[] = [];
  const pieces: TablePiece[] = [];
  const dataOf = new Map<Table, Row[]>();
  for await (const piece of recognise(sheet, forms, expectation)) {
    pieces.push(piece);
    if (piece.is === 'table') dataOf.set(piece.table, []);
    if (piece.is === 'data') dataOf.get(piece.table)?.push(...piece.rows);
    if (piece.is === 'not_data') for (const row of piece.rows) kinds[row.row] = row.kind;
    if (piece.is === 'unknown') unknown.push(...piece.rows.map((r) => r.number));
    if (piece.is === 'finding') rules.push(piece.finding.rule);
    if (piece.is === 'end') {
      const data = [...(dataOf.get(piece.table) ?? [])].sort((a, b) => a.number - b.number);
      tables.push({ table: piece.table, end: piece.end, data });
    }
  }
  return { tables, kinds, unknown, rules, pieces };
}

/** The recognised sheet in lines: header rows, data rows, what is not data, sums. */
export function inShort({ tables, kinds, unknown }: Recognised): string {
  const lines = tables.map(
    ({ table, end, data }) =>
      `header ${(table.headerRows ?? ['none']).join('-')} ${table.form?.id ?? '-'} [${table.columns.map((c) => c.header + (c.unit ? `(${c.unit})` : '')).join(' ')}] data ${data.map((r) => r.number).join(',')} sums ${end.sums.map((s) => s ?? '').join(' ')}${end.totals.length ? ` totals ${end.totals.map((t) => `${t.row}${t.agrees ? '=' : '≠'}${t.sum}`).join(' ')}` : ''}${end.nilReturn === null ? '' : ` nil '${end.nilReturn}'`}`,
  );
  const rest = Object.entries(kinds).map(([row, kind]) => `${row} ${kind}`);
  return [...lines, rest.join(', '), unknown.length ? `unknown ${unknown.join(',')}` : '']
    .filter(Boolean)
    .join('\n');
}
