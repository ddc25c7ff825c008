/** Binary workbooks (.xls, .et) through SheetJS. */
import type { Limits } from '../limits.js';
import type { ByteSource } from '../source.js';
import { Unreadable } from '../unreadable.js';
import type { CellDetail, Format, Row, Workbook } from '../workbook.js';
import { isolatedEvents } from './isolated.js';
import type { PackedRow, SheetFacts } from './message.js';

/** Of what it sends, in MiB. */
const mostContent = 256;

/**
 * The file as a workbook; its rows have been read by then. Throws Unreadable where it is damaged, has a password, or
 * was not read within 7 seconds of the processor and 768 MiB.
 */
export async function openLegacy(source: ByteSource, format: Format, limits: Limits): Promise<Workbook> {
  let sheets: readonly SheetFacts[] = [];
  /** By sheet: its batches of rows, as text. */
  const batches: string[][] = [];
  let content = 0;
  for await (const event of isolatedEvents(await source.read(0, source.size))) {
    if (event.is === 'refused') throw new Unreadable(event.rule);
    if (event.is === 'sheets') ({ sheets } = event);
    else {
      content += event.json.length;
      if (content > mostContent * 2 ** 20) {
        throw new Unreadable('file.too_much_content', { limit: mostContent });
      }
      batches[event.sheet] ??= [];
      batches[event.sheet]?.push(event.json);
    }
  }
  check(sheets, limits);
  return {
    format,
    encoding: null,
    findings: [],
    sheets: sheets.map((facts) => ({ ...facts, rows: () => rowsOf(batches[facts.index] ?? []) })),
  };
}

function check(sheets: readonly SheetFacts[], limits: Limits): void {
  if (sheets.length === 0) throw new Unreadable('file.no_worksheet');
  if (sheets.length > limits.sheets) throw new Unreadable('file.too_many_sheets', { limit: limits.sheets });
  for (const { name, merges } of sheets) {
    if (merges.length <= limits.merges) continue;
    throw new Unreadable('file.too_many_merges', { limit: limits.merges }, name);
  }
}

async function* rowsOf(batches: readonly string[]): AsyncGenerator<readonly Row[], void, undefined> {
  for (const json of batches) {
    yield (JSON.parse(json) as readonly PackedRow[]).map(([number, hidden, texts, kinds, details]) => ({
      number,
      texts,
      kinds,
      hidden: hidden === 1,
      details: details && byColumn(details),
    }));
  }
}

function byColumn(details: readonly (readonly [number, CellDetail])[]): (CellDetail | undefined)[] {
  const list: (CellDetail | undefined)[] = [];
  for (const [column, detail] of details) {
    while (list.length < column) list.push(undefined);
    list[column] = detail;
  }
  return list;
}
