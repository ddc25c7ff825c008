/**
 * Typed rows on their way from the thread that reads to the one that writes, column by column: a column is one long
 * text or one list of numbers, which is copied as a block; an object for each cell takes many times as long. All of
 * it is plain data, as threads clone it and `v8.serialize` writes it.
 */
import { createHash } from 'node:crypto';
import type { Finding } from '../findings/finding.js';
import type { NormalisedRow } from '../normalise/row.js';

export type BatchCell = string | number | bigint | null;

export interface RowBatch {
  readonly rows: number;
  /** Rows that an error of their own holds back. */
  readonly held: number;
  /**
   * Of each row its number, its key, its texts as a JSON list, the hash of its other cells, the columns that could not
   * be read, 1 where an error holds it back (else 0), and its values by the form's columns in their order.
   */
  readonly columns: readonly PackedColumn[];
  /** Of its rows, in their order. */
  readonly findings: readonly Finding[];
}

/** The cells of one column, one for each row. */
export type PackedColumn =
  /** NaN is null. */
  | { readonly is: 'numbers'; readonly numbers: Float64Array }
  /** The texts one after the other, and how long each is; -1 is null. */
  | { readonly is: 'texts'; readonly text: string; readonly lengths: Int32Array }
  /** Few that repeat, or whatever is neither number nor text: the cells, and which of them is in each row. */
  | { readonly is: 'distinct'; readonly cells: readonly BatchCell[]; readonly at: Uint16Array };

/** Columns before the values. */
export const columnsBeforeValues = 6;

/** Rows that are worth a batch of their own: what each message between threads costs is shared by so many. */
export const fullBatch = 500;

/** A row with the hash of what is in its remark and in columns that the form does not know; null: nothing. */
export type PackedRow = NormalisedRow & { readonly others: number | null };

/** Packs the rows of one table. */
export interface RowPacker {
  /** At most 65,536 rows. */
  pack(rows: readonly PackedRow[]): RowBatch;
  /** sha256 of the texts of all rows so far: a copied file shows. null: there was none. */
  content(): string | null;
}

export function rowPacker(): RowPacker {
  const hash = createHash('sha256');
  let any = false;
  return {
    pack(rows) {
      const count = rows.length;
      const numbers = new Float64Array(count);
      const others = new Float64Array(count);
      const isHeld = new Float64Array(count);
      const keys = new Array<string | null>(count);
      const unread = new Array<string | null>(count);
      const findings: Finding[] = [];
      let held = 0;
      for (let i = 0; i < count; i++) {
        const row = rows[i] as PackedRow;
        numbers[i] = row.row;
        others[i] = row.others ?? Number.NaN;
        keys[i] = row.key;
        unread[i] = row.unread;
        findings.push(...row.findings);
        isHeld[i] = row.held ? 1 : 0;
        held += row.held ? 1 : 0;
      }
      const texts = packTexts(jsonOf(rows));
      hash.update(texts.text);
      any ||= count > 0;
      const columns: PackedColumn[] = [
        { is: 'numbers', numbers },
        packTexts(keys),
        texts,
        { is: 'numbers', numbers: others },
        packTexts(unread),
        { is: 'numbers', numbers: isHeld },
      ];
      const width = rows[0]?.values.length ?? 0;
      const cells = new Array<BatchCell>(count);
      for (let c = 0; c < width; c++) {
        for (let i = 0; i < count; i++) cells[i] = (rows[i] as NormalisedRow).values[c] as BatchCell;
        columns.push(packColumn(cells));
      }
      return { rows: count, held, columns, findings };
    },
    content: () => (any ? hash.digest('hex') : null),
  };
}

/**
 * The texts of each row as a JSON list. Written all at once, which takes half the time: an escape only makes a list
 * longer, so where all of it is as long as without any, it is known where each row begins.
 */
function jsonOf(rows: readonly NormalisedRow[]): string[] {
  const lists = rows.map(({ texts }) => texts);
  const all = JSON.stringify(lists);
  const lengths: number[] = [];
  let total = 1;
  for (const texts of lists) {
    let length = 1 + Math.max(1, texts.length);
    for (let i = 0; i < texts.length; i++) length += (texts[i]?.length ?? 2) + 2;
    lengths.push(length);
    total += length + 1;
  }
  if (all.length !== total) return lists.map((texts) => JSON.stringify(texts));
  let at = 1;
  return lengths.map((length) => {
    const text = all.slice(at, at + length);
    at += length + 1;
    return text;
  });
}

function packColumn(cells: readonly BatchCell[]): PackedColumn {
  const distinct = packDistinct(cells, cells.length / 8);
  if (distinct) return distinct;
  let texts = true;
  let numbers = true;
  for (const cell of cells) {
    if (cell === null) continue;
    if (typeof cell !== 'string') texts = false;
    if (typeof cell !== 'number') numbers = false;
  }
  if (texts) return packTexts(cells as readonly (string | null)[]);
  if (numbers) return packNumbers(cells as readonly (number | null)[]);
  return packDistinct(cells, cells.length) as PackedColumn;
}

/** null where more than so many differ. */
function packDistinct(cells: readonly BatchCell[], most: number): PackedColumn | null {
  const known = new Map<BatchCell, number>();
  const at = new Uint16Array(cells.length);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] as BatchCell;
    let number = known.get(cell);
    if (number === undefined) {
      number = known.size;
      if (number >= most) return null;
      known.set(cell, number);
    }
    at[i] = number;
  }
  return { is: 'distinct', cells: [...known.keys()], at };
}

function packTexts(cells: readonly (string | null)[]) {
  const lengths = new Int32Array(cells.length);
  for (let i = 0; i < cells.length; i++) lengths[i] = cells[i]?.length ?? -1;
  return { is: 'texts', text: cells.join(''), lengths } as const;
}

function packNumbers(cells: readonly (number | null)[]): PackedColumn {
  const numbers = new Float64Array(cells.length);
  for (let i = 0; i < cells.length; i++) numbers[i] = cells[i] ?? Number.NaN;
  return { is: 'numbers', numbers };
}

/**
 * The cells of a batch again, row by row.
 * @param most rows at a time.
 * @returns of each time a list of the cells of its rows, one row after the other.
 */
export function* cellsOf({ rows, columns }: RowBatch, most: number): Generator<BatchCell[], void, undefined> {
  const width = columns.length;
  const places = new Array<number>(width).fill(0);
  for (let from = 0; from < rows; from += most) {
    const count = Math.min(most, rows - from);
    const cells = new Array<BatchCell>(count * width);
    for (let c = 0; c < width; c++) {
      places[c] = unpack(columns[c] as PackedColumn, from, count, places[c] as number, cells, c, width);
    }
    yield cells;
  }
}

/**
 * Puts cells of a column into every `step`th place of a list.
 * @param place where the text of its first cell begins.
 * @returns where the text of its next cell will.
 */
function unpack(
  column: PackedColumn,
  from: number,
  count: number,
  place: number,
  into: BatchCell[],
  first: number,
  step: number,
): number {
  let at = place;
  for (let i = from, to = first; i < from + count; i++, to += step) {
    if (column.is === 'numbers') {
      const number = column.numbers[i] as number;
      into[to] = Number.isNaN(number) ? null : number;
    } else if (column.is === 'distinct') {
      into[to] = column.cells[column.at[i] as number] as BatchCell;
    } else {
      const length = column.lengths[i] as number;
      into[to] = length < 0 ? null : column.text.slice(at, at + length);
      at += Math.max(0, length);
    }
  }
  return at;
}
