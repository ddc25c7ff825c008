/**
 * Settings changed line by line: every byte of the other lines stays as it is, in its encoding and with its line ends.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { replaceWhole } from '../files/write-file.js';
import { detectDialect } from '../intake/csv/dialect.js';
import { recordReader } from '../intake/csv/records.js';
import { detectEncoding, type TextEncoding } from '../intake/encoding.js';
import { bytesSource } from '../intake/source.js';
import { UsageError } from '../options.js';
import { csvLine } from '../text/csv-line.js';
import { fold } from '../text/fold.js';
import { gb18030Bytes } from '../text/gb18030.js';

/** What a line says, by the names of the file's columns. */
export type NewLine = Readonly<Record<string, string>>;

/**
 * Puts lines behind the last one; a file that is not there is made, in UTF-8 with a byte order mark.
 * @param columns of a new file; one that is there may have them in another order.
 * @throws UsageError where the file is a workbook, or cannot hold the text in its encoding.
 */
export async function appendLines(
  path: string,
  columns: readonly string[],
  lines: readonly NewLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const file = existsSync(path) ? await openSettings(path) : newFile(columns);
  const added = lines.map((line) =>
    csvLine(
      file.header.map((column) => line[column] ?? ''),
      file.delimiter,
    ),
  );
  const before = file.endsInLine ? '' : file.lineEnd;
  const text = before + added.map((line) => line + file.lineEnd).join('');
  replace(path, Buffer.concat([file.bytes, encoded(text, file.encoding, path)]));
}

/** Takes lines out, by their numbers as a spreadsheet numbers them. @throws UsageError where the file is a workbook. */
export async function removeLines(path: string, numbers: ReadonlySet<number>): Promise<void> {
  if (numbers.size === 0) return;
  const { bytes, records } = await openSettings(path);
  const kept = records.filter((_, at) => !numbers.has(at + 1));
  const [first] = records;
  const mark = bytes.subarray(0, first?.from ?? bytes.length);
  replace(path, Buffer.concat([mark, ...kept.map(({ from, to }) => bytes.subarray(from, to))]));
}

/** The lines below the header as they are written, by their numbers as a spreadsheet numbers them. @throws UsageError where the file is a workbook. */
export async function readLines(path: string): Promise<{
  readonly header: readonly string[];
  readonly lines: readonly { readonly number: number; readonly cells: readonly string[] }[];
}> {
  const { records, header } = await openSettings(path);
  const filled = records
    .map(({ cells }, at) => ({ number: at + 1, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  return { header, lines: filled.slice(1) };
}

function replace(path: string, bytes: Buffer): void {
  replaceWhole(path, (aside) => writeFileSync(aside, bytes));
}

interface SettingsBytes {
  readonly bytes: Buffer;
  readonly encoding: TextEncoding;
  readonly delimiter: string;
  readonly lineEnd: string;
  readonly endsInLine: boolean;
  /** Names of its columns, as they are compared. */
  readonly header: readonly string[];
  /** Where each record begins and ends, its line end included. */
  readonly records: readonly {
    readonly from: number;
    readonly to: number;
    readonly cells: readonly string[];
  }[];
}

function newFile(columns: readonly string[]): SettingsBytes {
  const bytes = Buffer.from(`\ufeff${columns.join(',')}\r\n`);
  const encoding = { encoding: 'utf-8', bom: 3 } as const;
  return { bytes, encoding, delimiter: ',', lineEnd: '\r\n', endsInLine: true, header: columns, records: [] };
}

/** Of .xlsx and of .xls. */
const workbookStarts = ['504b0304', 'd0cf11e0'];

async function openSettings(path: string): Promise<SettingsBytes> {
  const bytes = readFileSync(path);
  if (workbookStarts.includes(bytes.toString('hex', 0, 4))) {
    throw new UsageError(
      `${path} 是工作簿，不能逐行修改：请另存为 CSV。`,
      `${path} is a workbook and cannot be changed line by line: save it as CSV.`,
    );
  }
  const encoding = await detectEncoding(bytesSource(bytes));
  const decoder = new TextDecoder(encoding.encoding, { ignoreBOM: true });
  const text = (from: number, to: number) => decoder.decode(bytes.subarray(from, to));
  const whole = text(encoding.bom, bytes.length);
  const delimiter = detectDialect(whole, true).delimiter ?? ',';
  const lines = physicalLines(bytes, encoding);
  const reader = recordReader(delimiter);
  const records: { from: number; to: number; cells: readonly string[] }[] = [];
  let header: readonly string[] | null = null;
  let from = encoding.bom;
  for (const [at, to] of lines.entries()) {
    const line = text(lines[at - 1] ?? encoding.bom, to).replace(/\r\n?$/, '\n');
    for (const cells of reader.push(line, at === lines.length - 1)) {
      if (header === null && cells.some((cell) => cell.trim() !== '')) header = cells.map(columnName);
      records.push({ from, to, cells });
      from = to;
    }
  }
  return {
    bytes,
    encoding,
    delimiter,
    lineEnd: /\r\n|\n|\r/.exec(whole)?.[0] ?? '\r\n',
    endsInLine: whole === '' || /[\r\n]$/.test(whole),
    header: header ?? [],
    records,
  };
}

const columnName = (cell: string): string => fold(cell).toLowerCase().replaceAll('-', '_');

/** Where each line ends, its line end included. No byte of a longer character is one of a line end in these encodings. */
function physicalLines(bytes: Buffer, { encoding, bom }: TextEncoding): number[] {
  const width = encoding.startsWith('utf-16') ? 2 : 1;
  const unit = (at: number): number => {
    if (width === 1) return bytes[at] ?? 0;
    return at + 1 < bytes.length
      ? encoding === 'utf-16le'
        ? bytes.readUInt16LE(at)
        : bytes.readUInt16BE(at)
      : 0;
  };
  const ends: number[] = [];
  for (let at = bom; at < bytes.length; at += width) {
    const isEnd = unit(at) === 10 || (unit(at) === 13 && unit(at + width) !== 10);
    if (isEnd) ends.push(at + width);
  }
  if ((ends.at(-1) ?? bom) < bytes.length) ends.push(bytes.length);
  return ends;
}

function encoded(text: string, { encoding }: TextEncoding, path: string): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  const bytes = gb18030Bytes(text);
  if (bytes) return bytes;
  throw new UsageError(
    `${path} 的编码是 GB18030，写不进“${text.trim()}”：请另存为 UTF-8。`,
    `${path} is in GB18030, which cannot hold "${text.trim()}" here: save it as UTF-8.`,
  );
}
