/** CSV files as they are published: RFC 4180, UTF-8 with BOM, lines ending in CR LF. */
import { createHash } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';

export interface CsvColumn<Row> {
  readonly name: string;
  /** A number is a plain decimal or null. */
  readonly type: 'text' | 'number';
  readonly of: (row: Row) => string | number | null;
}

export interface WrittenCsv {
  /** Rows without the header. */
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** A file under way: it is written, and its hash made, as rows come. */
export interface CsvWriter<Row> {
  /** @throws Error where a number column holds what is no plain decimal. */
  write(row: Row): void;
  close(): WrittenCsv;
}

const chunk = 128 * 1024;

export function openCsv<Row>(path: string, columns: readonly CsvColumn<Row>[]): CsvWriter<Row> {
  const hash = createHash('sha256');
  const fields = columns.map(fieldOf);
  let rows = 0;
  let bytes = 0;
  let pending = `\ufeff${csvLine(columns.map((column) => column.name))}`;
  const flush = () => {
    const buffer = Buffer.from(pending, 'utf8');
    appendFileSync(path, buffer);
    hash.update(buffer);
    bytes += buffer.length;
    pending = '';
  };
  writeFileSync(path, '');
  return {
    write(row) {
      let line = '';
      for (let at = 0; at < fields.length; at++) line += (at > 0 ? ',' : '') + fields[at]?.(row);
      pending += `${line}\r\n`;
      rows++;
      if (pending.length >= chunk) flush();
    },
    close() {
      flush();
      return { rows, bytes, sha256: hash.digest('hex') };
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
