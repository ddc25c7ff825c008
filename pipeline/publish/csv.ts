/** CSV files as they are published: RFC 4180, UTF-8 with BOM, lines ending in CR LF. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';

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

const chunk = 128 * 1024;

/** Writes the rows as they come. Throws where a number column holds what is no plain decimal. */
export function writeCsv<Row>(
  path: string,
  columns: readonly CsvColumn<Row>[],
  rows: Iterable<Row>,
): WrittenCsv {
  const hash = createHash('sha256');
  const file = openSync(path, 'w');
  let written = 0;
  let bytes = 0;
  let pending = `\ufeff${csvLine(columns.map((column) => column.name))}`;
  const flush = () => {
    const buffer = Buffer.from(pending, 'utf8');
    for (let at = 0; at < buffer.length; ) at += writeSync(file, buffer, at);
    hash.update(buffer);
    bytes += buffer.length;
    pending = '';
  };
  try {
    for (const row of rows) {
      pending += csvLine(columns.map((column) => checked(column, row)));
      written++;
      if (pending.length >= chunk) flush();
    }
    flush();
  } finally {
    closeSync(file);
  }
  return { rows: written, bytes, sha256: hash.digest('hex') };
}

const plainNumber = /^[+-]?\d+(\.\d+)?$/;

function checked<Row>(column: CsvColumn<Row>, row: Row): string | number | null {
  const value = column.of(row);
  if (column.type === 'number' && value !== null && !plainNumber.test(String(value))) {
    throw new Error(`column ${column.name} holds no number: ${value}`);
  }
  return value;
}

/** One line with its end; null is empty. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map((value) => (value === null ? '' : quoted(inert(String(value))))).join(',')}\r\n`;
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
