/** CSV files as they are published: RFC 4180, UTF-8 with BOM, lines ending in CR LF. */
import { createHash } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';

export interface CsvColumn<Row> {
  readonly name: string;
  /** A number is a plain decimal or null. */
  readonly type: 'text' | 'number';
  readonly of: (row: Row) => string | number | null;
}

/** A part of a published file, in bytes from its beginning. */
export interface Stretch {
  /** Hash of all that it was made from. */
  readonly from: string;
  readonly at: number;
  readonly bytes: number;
}

export interface WrittenCsv {
  /** Rows that were written one by one, without the header. */
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly stretches: readonly Stretch[];
}

/** A file under way: it is written, and its hash made, as rows come. */
export interface CsvWriter<Row> {
  /** @throws Error where a number column holds what is no plain decimal. */
  write(row: Row): void;
  /**
   * Begins a stretch of rows.
   * @param from hash of all that it is made from; null: nobody knows.
   * @param lines the whole of it, where it stands already; else the rows that are written next.
   */
  stretch(from: string | null, lines: Uint8Array | null): void;
  close(): WrittenCsv;
}

const chunk = 128 * 1024;

export function openCsv<Row>(path: string, columns: readonly CsvColumn<Row>[]): CsvWriter<Row> {
  const hash = createHash('sha256');
  const fields = columns.map(fieldOf);
  let rows = 0;
  let bytes = 0;
  let pending = `\ufeff${csvLine(columns.map((column) => column.name))}`;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  const flush = () => {
    const buffer = Buffer.concat(held);
    appendFileSync(path, buffer);
    hash.update(buffer);
    held = [];
    heldBytes = 0;
  };
  const put = (piece: Uint8Array) => {
    held.push(piece);
    heldBytes += piece.length;
    bytes += piece.length;
    if (heldBytes >= chunk) flush();
  };
  const putPending = () => {
    put(Buffer.from(pending, 'utf8'));
    pending = '';
  };
  const stretches: Stretch[] = [];
  let open: { readonly from: string; readonly at: number } | null = null;
  const endStretch = () => {
    putPending();
    if (open) stretches.push({ ...open, bytes: bytes - open.at });
    open = null;
  };
  writeFileSync(path, '');
  return {
    write(row) {
      let line = '';
      for (let at = 0; at < fields.length; at++) line += (at > 0 ? ',' : '') + fields[at]?.(row);
      pending += `${line}\r\n`;
      rows++;
      if (pending.length >= chunk) putPending();
    },
    stretch(from, lines) {
      endStretch();
      if (from !== null) open = { from, at: bytes };
      if (lines) put(lines);
    },
    close() {
      endStretch();
      flush();
      return { rows, bytes, sha256: hash.digest('hex'), stretches };
    },
  };
}

/** Writes the rows as they come. Throws where a number column holds what is no plain decimal. */
export function writeCsv<Row>(
  path: string,
  columns: readonly CsvColumn<Row>[],
  rows: Iterable<Row>,
): WrittenCsv {
  const file = openCsv(path, columns);
  for (const row of rows) file.write(row);
  return file.close();
}

const plainNumber = /^[+-]?\d+(\.\d+)?$/;

/** The field of a row as text; a value that is the last one again, as most of a file's name are, is not made anew. */
function fieldOf<Row>({ name, type, of }: CsvColumn<Row>): (row: Row) => string {
  let last: string | number | null = null;
  let field = '';
  return (row) => {
    const value = of(row);
    if (value === last) return field;
    if (type === 'number' && value !== null && !plainNumber.test(String(value))) {
      throw new Error(`column ${name} holds no number: ${value}`);
    }
    last = value;
    field = fieldText(value);
    return field;
  };
}

/** One line with its end; null is empty. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map(fieldText).join(',')}\r\n`;
}

/** What a field has to be looked at for: it begins as a formula may, or holds what ends a field. */
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
