/** Binary workbooks (.xls, .et) through SheetJS, in a process of its own. */
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { builtPath } from '../../workers/entry-points.js';
import type { Limits } from '../limits.js';
import type { ByteSource } from '../source.js';
import { Unreadable } from '../unreadable.js';
import type { CellDetail, Format, Row, Workbook } from '../workbook.js';
import { type IsolationLimits, runIsolated } from './isolated.js';
import type { LegacyMessage, SheetFacts } from './message.js';

/** Less than the thread that waits for it has itself, so that the process is always stopped first. */
const isolation: IsolationLimits = { seconds: 7, mebibytes: 768, outputBytes: 256 * 2 ** 20 };

/** More at a time would use up each other's seconds. */
const sideBySide = pLimit(Math.max(1, availableParallelism() - 1));

const child = builtPath('intake/legacy/child');

/**
 * The file as a workbook; its rows have been read by then. Throws Unreadable where it is damaged, has a password, or
 * was not read within 7 seconds and 768 MiB.
 */
export async function openLegacy(source: ByteSource, format: Format, limits: Limits): Promise<Workbook> {
  let sheets: readonly SheetFacts[] = [];
  /** By sheet: the lines that hold its rows, which take less memory than the rows do. */
  const lines: string[][] = [];
  let refused: string | null = null;
  let complete = false;
  await sideBySide(() =>
    runIsolated(child, [], source, isolation, (line) => {
      const message = JSON.parse(line) as LegacyMessage;
      if (message.is === 'refused') refused = message.rule;
      else if (message.is === 'sheets') sheets = message.sheets;
      else if (message.is === 'rows') {
        lines[message.sheet] ??= [];
        lines[message.sheet]?.push(line);
      } else complete = true;
    }),
  );
  if (refused !== null) throw new Unreadable(refused);
  if (!complete) throw new Unreadable('file.reader_failed');
  check(sheets, limits);
  return {
    format,
    encoding: null,
    findings: [],
    sheets: sheets.map((facts) => ({ ...facts, rows: () => rowsOf(lines[facts.index] ?? []) })),
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

async function* rowsOf(lines: readonly string[]): AsyncGenerator<readonly Row[], void, undefined> {
  for (const line of lines) {
    const message = JSON.parse(line) as LegacyMessage;
    if (message.is !== 'rows') continue;
    yield message.rows.map(([number, hidden, texts, kinds, details]) => ({
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
