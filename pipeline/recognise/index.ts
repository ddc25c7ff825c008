/**
 * A sheet comes apart into tables, rows of data, rows that are not data and why, and the facts around them
 * (DESIGN ideas 2 and 6, DOMAIN B and I). The folder's one way in.
 */
import { type Finding, finding } from '../findings/finding.js';
import type { Form } from '../forms/define.js';
import type { Row, SourceSheet } from '../intake/workbook.js';
import { columnName } from '../text/address.js';
import { add, type Decimal, zero } from '../text/decimal.js';
import { noAnswers } from './answers.js';
import type { Expectation } from './contradictions.js';
import { findingsSheet, markSheet } from './correction-mark.js';
import { noFacts } from './facts.js';
import { findHeader, type Header, type HeaderContext, headerAt, namesAgain } from './header/header.js';
import { headless } from './header/headless.js';
import { partsBeside } from './header/side-by-side.js';
import { tableFrom } from './header/table.js';
import { words } from './header/text.js';
import type { NotDataKind } from './kinds.js';
import { joinedText, type Line, lineOf, type MergeCursor, mergeCursor } from './lines.js';
import { preambleOf } from './preamble.js';
import { type RowBuffer, rowBuffer } from './row-buffer.js';
import { type Body, readBody } from './rows/body.js';
import type { Facts, NotData, TablePiece } from './table.js';
import { namesExample } from './vocabulary.js';

export { contradictions, type Expectation } from './contradictions.js';

/** Rows that are looked at before the first table, and before another one below it, is decided on. */
const WINDOW = 200;
const AHEAD = 40;
/** Rows at a time: small enough to die in the young generation. */
const BATCH = 250;

/** Text in the first cell of the instruction and finding sheets of our own blank forms and corrections: they are notes. */
export const notesSheetMarker = '本工作表由统计流水线生成，仅供阅读，不作为数据读取';
/** Names of those sheets. */
export const notesSheets: ReadonlySet<string> = new Set(['填写说明', findingsSheet, markSheet]);

/**
 * Takes a sheet apart, in reading order; of a sheet with tables side by side the left one first.
 * Memory stays bounded however many rows the sheet has.
 * @param expectation what the folder says of the sheet; null where it is read on its own
 * @param allSums whether the sums of all columns are asked for, or only those that stated totals are compared with
 */
export async function* recognise(
  sheet: SourceSheet,
  forms: readonly Form[],
  expectation: Expectation | null,
  allSums = true,
): AsyncGenerator<TablePiece, void, undefined> {
  const ahead = rowBuffer(sheet.rows());
  await ahead.fill(WINDOW);
  if (ahead.left() === 0) return;
  if (isNotesSheet(sheet, ahead.peek(0))) {
    yield* withoutData(sheet, 'note');
    return;
  }
  if (namesExample(words(sheet.name)) || isTitledExample(ahead)) {
    yield { is: 'finding', table: null, finding: finding('sheet.example', 'warning', { sheet: sheet.name }) };
    yield* withoutData(sheet, 'example');
    return;
  }
  const parts = partsBeside(sheet, linesAt(ahead, mergeCursor(sheet.merges), WINDOW), {
    forms,
    year: yearOf(expectation),
    answers: expectation?.answers ?? noAnswers,
  });
  let ordinal = 0;
  for (const part of parts) {
    const stream = part === sheet ? ahead : rowBuffer(part.rows());
    const asked = { forms, expectation, allSums };
    ordinal = yield* tablesOf(part, sheet, stream, asked, ordinal, parts.length === 1);
  }
}

const yearOf = (expectation: Expectation | null): number | null =>
  expectation ? Number(expectation.asOf.slice(0, 4)) : null;

function isNotesSheet(sheet: SourceSheet, first: Row | undefined): boolean {
  return notesSheets.has(sheet.name) && first?.texts.includes(notesSheetMarker) === true;
}

/** Rows at the top of a sheet among which its title stands. */
const TITLES = 5;

/** Whether a title, alone in one of the first rows, says that the sheet is an example. */
function isTitledExample(ahead: RowBuffer): boolean {
  for (let i = 0; i < TITLES; i++) {
    const filled = ahead.peek(i)?.texts.filter((text) => text.trim() !== '') ?? [];
    const [title] = filled;
    if (filled.length === 1 && title !== undefined && namesExample(words(title))) return true;
    if (filled.length > 2) return false;
  }
  return false;
}

async function* withoutData(sheet: SourceSheet, kind: NotDataKind): AsyncGenerator<TablePiece> {
  for await (const rows of sheet.rows()) {
    yield {
      is: 'not_data',
      table: null,
      rows: rows.map((row) => ({ row: row.number, kind, text: joinedText(row) })),
    };
  }
}

/** The next rows with their merges, without moving on; `back` rows behind the place of reading come first. */
function linesAt(stream: RowBuffer, cursor: MergeCursor, count: number, back = 0): Line[] {
  const lines: Line[] = [];
  for (let i = -back; i < count; i++) {
    const row = stream.peek(i);
    if (!row) break;
    lines.push(lineOf(row, cursor.at(row.number)));
  }
  return lines;
}

interface Asked {
  readonly forms: readonly Form[];
  readonly expectation: Expectation | null;
  readonly allSums: boolean;
}

/** The tables of a sheet, or of the columns of it that one of several tables side by side takes. */
async function* tablesOf(
  part: SourceSheet,
  sheet: SourceSheet,
  stream: RowBuffer,
  { forms, expectation, allSums }: Asked,
  from: number,
  alone: boolean,
): AsyncGenerator<TablePiece, number, undefined> {
  const year = yearOf(expectation);
  const answers = expectation?.answers ?? noAnswers;
  const hidden = new Set(sheet.hiddenColumns);
  let ordinal = from;
  let facts: Facts = noFacts;
  const cursor = mergeCursor(part.merges);
  await stream.fill(WINDOW);
  let starts = FIRST_STARTS;
  const sums = new Map<Form, Map<string, Decimal>>();
  for (;;) {
    await stream.fill(WINDOW);
    const lines = linesAt(stream, cursor.fork(), WINDOW);
    if (lines.length === 0) return ordinal;
    const context = { forms, surroundings: surroundingsOf(sheet, facts, lines), year, answers, hidden };
    const found = findHeader(lines, context, starts);
    const bare = ordinal === from && !isSure(found) ? headless(lines) : null;
    const header = bare && !(found && found.first < bare.first) ? bare : found;
    if (!header) {
      if (alone) yield* withoutTable(sheet, stream, forms);
      return ordinal;
    }
    const front = preambleOf(lines.slice(0, header.first), facts, sheet.name, year);
    const { table, findings } = tableFrom(sheet, ordinal, lines, header, front.facts, forms);
    yield { is: 'table', table };
    const headerLines = lines.slice(header.first, header.last + 1);
    yield { is: 'not_data', table, rows: [...front.rows, ...headerLines.map(headerRow)] };
    for (const found of [...findings, ...(ordinal === 0 ? hiddenParts(sheet) : [])]) {
      yield { is: 'finding', table, finding: found };
    }
    ordinal++;
    stream.skip(header.last + 1);
    for (const line of lines.slice(0, header.last + 1)) cursor.at(line.row.number);
    const body = readBody({
      table,
      header,
      headerLines,
      front: front.lines,
      facts: front.facts,
      year,
      unitNames: expectation?.unitNames ?? [],
      merges: cursor,
      earlier: (table.form && sums.get(table.form)) ?? new Map(),
      allSums,
      anotherBegins: (back) => anotherBegins(stream, cursor, context, header, back),
    });
    const givenBack = yield* readRows(stream, body);
    if (givenBack === null) return ordinal;
    if (table.form) sums.set(table.form, addedUp(sums.get(table.form), body.fieldSums()));
    starts = givenBack + 1;
    facts = { ...front.facts, titles: [], titleYears: [] };
  }
}

/** Whether a header is one by its words, and needs no look at what else its first row may be. */
const isSure = (header: Header | null): boolean =>
  header !== null &&
  (header.match.form !== null || header.match.ambiguous.length > 0 || header.vocabulary >= 0.3);

function addedUp(
  earlier: ReadonlyMap<string, Decimal> | undefined,
  own: ReadonlyMap<string, Decimal>,
): Map<string, Decimal> {
  const all = new Map(earlier);
  for (const [field, sum] of own) all.set(field, add(all.get(field) ?? zero, sum));
  return all;
}

/** Where a header may begin below the first row of a sheet. */
const FIRST_STARTS = 60;

function surroundingsOf(sheet: SourceSheet, facts: Facts, lines: readonly Line[]): string {
  const above = lines.slice(0, 12).filter((line) => line.cells.length <= 3);
  return [sheet.name, ...facts.titles, ...above.map((line) => joinedText(line.row))].join(' ');
}

const headerRow = (line: Line): NotData => ({
  row: line.row.number,
  kind: 'header',
  text: joinedText(line.row),
});

/** Reads rows until the stream ends (null) or another table begins: the rows before it that are its title. */
async function* readRows(
  stream: RowBuffer,
  body: Body,
): AsyncGenerator<TablePiece, number | null, undefined> {
  for (;;) {
    await stream.fill(BATCH);
    const settled = stream.ended() ? stream.left() : stream.left() - AHEAD;
    for (let i = 0; i < settled; i++) {
      const row = stream.peek(0);
      if (!row) break;
      const taken = body.take(row);
      if (taken !== 'taken') {
        yield* body.finish();
        stream.skip(-taken.givenBack);
        return taken.givenBack;
      }
      stream.skip(1);
    }
    if (stream.ended() && stream.left() === 0) {
      yield* body.finish();
      return null;
    }
    yield* body.drain();
  }
}

/** Whether the row at hand opens a table of its own, surer the less stands between it and the table above. */
function anotherBegins(
  stream: RowBuffer,
  cursor: MergeCursor,
  context: HeaderContext,
  current: Header,
  titles: number,
): boolean {
  const lines = linesAt(stream, cursor.fork(), AHEAD);
  const header = headerAt(lines, 0, context);
  if (!header) return false;
  if (lines[0] && namesAgain(lines[0], current.names)) return true;
  const { form, ambiguous, missing } = header.match;
  if (ambiguous.length > 0 || form) return missing.length === 0 || header.match.assignments.length >= 3;
  if (header.body.rows === 0 && current.body.rows > 0) return false;
  // Below a title, words where the table above holds numbers are names, whatever they say.
  if (titles > 0 && !current.match.form && lines[0] && isInPlaceOfNumbers(lines[0], current))
    return header.score >= 2;
  return header.score >= (titles > 0 ? 2.6 : 3) && header.vocabulary >= 0.3;
}

/** Whether a row holds nothing but words, also in the columns of a table that hold numbers. */
function isInPlaceOfNumbers({ cells }: Line, { body }: Header): boolean {
  return cells.every((c) => c.holds === 'text') && cells.some((c) => body.numericColumns.includes(c.column));
}

/** The rest of a sheet in which there is no table. */
async function* withoutTable(
  sheet: SourceSheet,
  stream: RowBuffer,
  forms: readonly Form[],
): AsyncGenerator<TablePiece> {
  if (forms.length > 0) {
    yield { is: 'finding', table: null, finding: finding('form.unknown', 'error', { sheet: sheet.name }) };
  }
  while (stream.left() > 0) {
    const rows: Row[] = [];
    for (let row = stream.peek(0); row; row = stream.peek(0)) {
      rows.push(row);
      stream.skip(1);
    }
    yield { is: 'unknown', rows };
    await stream.fill(BATCH);
  }
}

/** What is hidden is read all the same, and said so. Hidden rows are counted once read. */
function hiddenParts(sheet: SourceSheet): readonly Finding[] {
  const found: Finding[] = [];
  if (sheet.state !== 'visible') found.push(finding('hidden.sheet', 'warning', { sheet: sheet.name }));
  if (sheet.hiddenColumns.length > 0) {
    const columns = sheet.hiddenColumns.slice(0, 10).map(columnName).join('、');
    found.push(finding('hidden.columns', 'warning', { sheet: sheet.name }, { columns }));
  }
  return found;
}
