/** Binary workbooks (.xls, .et) through SheetJS, in a process of its own. */
import { builtPath } from '../../workers/entry-points.js';
import { LimitError } from '../../workers/limits.js';
import { startProcess } from '../../workers/peer.js';
import { openPool } from '../../workers/pool.js';
import type { Limits } from '../limits.js';
import type { ByteSource } from '../source.js';
import { Unreadable } from '../unreadable.js';
import type { CellDetail, Format, Row, Workbook } from '../workbook.js';
import type { LegacyEvent, PackedRow, SheetFacts } from './message.js';

/** Less than the thread that waits for it may take, so that the process is stopped first. */
const mostMilliseconds = 7000;
/** Of the process, in MiB. */
const mostMemory = 768;
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
  for await (const event of eventsOf(await source.read(0, source.size))) {
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

/** What the process sends of a file. @throws Unreadable where it is stopped, or fails. */
async function* eventsOf(bytes: Uint8Array): AsyncGenerator<LegacyEvent, void, undefined> {
  const pool = openPool<Uint8Array, LegacyEvent>(() =>
    startProcess(builtPath('intake/legacy/worker'), mostMemory),
  );
  try {
    yield* pool.stream(bytes, mostMilliseconds);
  } catch (error) {
    throw unreadable(error);
  } finally {
    await pool.close();
  }
}

function unreadable(error: unknown): Unreadable {
  if (!(error instanceof LimitError)) return new Unreadable('file.reader_failed');
  const { limit, allowed } = error;
  return limit === 'time'
    ? new Unreadable('file.takes_too_long', { seconds: allowed })
    : new Unreadable('file.takes_too_much_memory', { mebibytes: allowed });
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
