/** CSV files as they are published: RFC 4180, UTF-8 with BOM, lines ending in CR LF. */

import { openHashedFile } from '../files/hashed-file.js';
import type { Segment } from '../publication/published-file.js';
import { type ByteWriter, printableBut } from '../text/bytes.js';

export interface CsvColumn<Row> {
  readonly name: string;
  /** A number is a plain decimal or null. */
  readonly type: 'text' | 'number';
  readonly of: (row: Row) => string | number | null;
}

export interface WrittenCsv {
  /** Rows that were written one by one, without the header. */
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly segments: readonly Segment[];
}

/** A file under way: it is written, and its hash made, as rows come. */
export interface CsvWriter<Row> {
  /** @throws Error where a number column holds what is no plain decimal. */
  write(row: Row): void;
  /**
   * Begins a segment of rows.
   * @param from hash of all that it is made from; null: unknown.
   * @param lines the whole of it, where it is known already; else the rows that are written next.
   */
  segment(from: string | null, lines: Uint8Array | null): void;
  close(): WrittenCsv;
}

export function openCsvWriter<Row>(path: string, columns: readonly CsvColumn<Row>[]): CsvWriter<Row> {
  const file = openHashedFile(path);
  const { out } = file;
  const fields = columns.map((column) => fieldInto(column, out));
  const segments: Segment[] = [];
  let rows = 0;
  let open: { readonly from: string; readonly at: number } | null = null;
  const endSegment = () => {
    if (open) segments.push({ ...open, bytes: out.length - open.at });
    open = null;
  };
  out.text(`\ufeff${csvLine(columns.map((column) => column.name))}`);
  return {
    write(row) {
      for (let at = 0; at < fields.length; at++) {
        if (at > 0) out.ascii(comma);
        fields[at]?.(row);
      }
      out.ascii(carriageReturn);
      out.ascii(lineFeed);
      rows++;
    },
    segment(from, lines) {
      endSegment();
      if (from !== null) open = { from, at: out.length };
      if (lines) out.bytes(lines);
    },
    close() {
      endSegment();
      return { rows, ...file.close(), segments };
    },
  };
}

/** Writes the rows as they come. Throws where a number column holds what is no plain decimal. */
export function writeCsv<Row>(
  path: string,
  columns: readonly CsvColumn<Row>[],
  rows: Iterable<Row>,
): WrittenCsv {
  const file = openCsvWriter(path, columns);
  for (const row of rows) file.write(row);
  return file.close();
}

const plainNumber = /^[+-]?\d+(\.\d+)?$/;

const [comma, carriageReturn, lineFeed] = [0x2c, 0x0d, 0x0a];
/** What a field holds unquoted, wherever in it. */
const plainInField = printableBut(' ",=+-@');

/** Writes the field of a row; a value that is the last one again, as most of a file's name are, is not made anew. */
function fieldInto<Row>({ name, type, of }: CsvColumn<Row>, out: ByteWriter): (row: Row) => void {
  let last: string | number | null = null;
  let again: Uint8Array | null = null;
  return (row) => {
    const value = of(row);
    if (value === last) {
      again ??= Buffer.from(fieldText(value), 'utf8');
      out.bytes(again);
      return;
    }
    if (type === 'number' && value !== null && !plainNumber.test(String(value))) {
      throw new Error(`column ${name} holds no number: ${value}`);
    }
    last = value;
    again = null;
    const text = value === null ? '' : String(value);
    if (!out.plain(text, plainInField)) out.text(fieldText(value));
  };
}

/** One line with its end; null is empty. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map(fieldText).join(',')}\r\n`;
}

/** A field that needs care: it begins as a formula may, or holds what ends a field. */
const special = /[",\r\n]|^[\s=+\-@＝＋－＠]/;

function fieldText(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  return special.test(text) ? quoted(inert(text)) : text;
}

/**
 * Text that a spreadsheet program would take for a formula gets an apostrophe before it, which such programs
 * show as text. A plain number with its sign is none and stays as submitted.
 */
export function inert(text: string): string {
  return /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
