/** The XML that Excel 2003 wrote, and that many systems still export under names that end in .xls. */

import { isoText } from '../cells/date.js';
import { decimalText } from '../cells/number.js';
import { type CellContext, RowBuilder } from '../cells/row-builder.js';
import { joinRuns } from '../cells/runs.js';
import type { CellStyle } from '../cells/style.js';
import type { Limits } from '../limits.js';
import type { ByteSource } from '../source.js';
import { Unreadable } from '../unreadable.js';
import { Kind, type Merge, type Row, type SourceSheet, type Workbook } from '../workbook.js';
import { asUtf8 } from '../xml/encoding.js';
import { isTrue, Token, XmlScanner } from '../xml/scanner.js';
import { inA1 } from './r1c1.js';
import { type XmlCell, type XmlEvents, XmlWalker } from './walk.js';

/** A sheet as the first reading finds it. */
interface Outline {
  readonly name: string;
  state: SourceSheet['state'];
  filtered: boolean;
  readonly merges: Merge[];
  readonly hiddenColumns: Set<number>;
}

const PART = 'XML';
const CHUNK = 256 * 1024;
const nothing = () => {};
const silent: XmlEvents = {
  date1904: nothing,
  saved: nothing,
  style: nothing,
  sheet: nothing,
  hiddenColumns: nothing,
  row: nothing,
  cell: nothing,
  endRow: nothing,
  state: nothing,
  filtered: nothing,
};

/** The file as a workbook. Throws Unreadable where it breaks off or is over a limit; `rows()` may throw it too. */
export async function openXml2003(source: ByteSource, limits: Limits): Promise<Workbook> {
  const { sheets, styles, date1904, recalculates } = await outline(source, limits);
  if (sheets.length === 0) throw new Unreadable('file.no_worksheet');
  if (sheets.length * source.size > limits.inflatedBytes) {
    throw new Unreadable('file.too_much_content', { limit: limits.inflatedBytes / 2 ** 20 });
  }
  return {
    format: 'xls',
    encoding: null,
    findings: [],
    sheets: sheets.map(({ name, state, filtered, merges, hiddenColumns }, index): SourceSheet => {
      const context: CellContext = { part: PART, sheet: name, styles, date1904, recalculates };
      return {
        name,
        index,
        state,
        merges: merges.sort((a, b) => a.firstRow - b.firstRow || a.firstColumn - b.firstColumn),
        hiddenColumns: [...hiddenColumns].sort((a, b) => a - b),
        filtered,
        date1904,
        recalculates,
        separated: false,
        rows: () => rowsOf(source, index, context, limits),
      };
    }),
  };
}

async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < source.size; ) {
    const bytes = await source.read(at, CHUNK);
    if (bytes.length === 0) return;
    at += bytes.length;
    yield bytes;
  }
}

/** Gives the whole file to `events`; comes back after every chunk. */
async function* walked(source: ByteSource, events: XmlEvents, limits: Limits) {
  const xml = new XmlScanner(PART, limits);
  const walker = new XmlWalker(xml, events);
  for await (const chunk of asUtf8(chunksOf(source), PART)) {
    xml.append(chunk);
    for (let token = xml.next(); token !== Token.more; token = xml.next()) walker.take(token);
    yield;
  }
  xml.finish();
  walker.finish();
}

async function outline(source: ByteSource, limits: Limits) {
  const sheets: Outline[] = [];
  const styles: CellStyle[] = [];
  let date1904 = false;
  // The format has no mark of its own that asks for calculation.
  let recalculates = true;
  let row = 0;
  const current = () => sheets.at(-1);
  const events: XmlEvents = {
    ...silent,
    date1904() {
      date1904 = true;
    },
    saved() {
      recalculates = false;
    },
    style: (style) => styles.push(style),
    sheet(name) {
      sheets.push({ name, state: 'visible', filtered: false, merges: [], hiddenColumns: new Set() });
      if (sheets.length > limits.sheets)
        throw new Unreadable('file.too_many_sheets', { limit: limits.sheets });
    },
    hiddenColumns(first, last) {
      for (let column = first; column <= Math.min(last, limits.columns - 1); column++) {
        current()?.hiddenColumns.add(column);
      }
    },
    row(number) {
      row = number;
    },
    cell({ column, across, down }) {
      const sheet = current();
      if (!sheet || (across === 0 && down === 0)) return;
      const lastColumn = Math.min(column + across, limits.columns - 1);
      sheet.merges.push({
        firstRow: row,
        lastRow: Math.min(row + down, limits.rows),
        firstColumn: column,
        lastColumn,
      });
      if (sheet.merges.length > limits.merges) {
        throw new Unreadable('file.too_many_merges', { limit: limits.merges }, sheet.name);
      }
    },
    state(state) {
      const sheet = current();
      if (sheet) sheet.state = state;
    },
    filtered() {
      const sheet = current();
      if (sheet) sheet.filtered = true;
    },
  };
  for await (const _ of walked(source, events, limits));
  return { sheets, styles, date1904, recalculates };
}

async function* rowsOf(
  source: ByteSource,
  index: number,
  context: CellContext,
  limits: Limits,
): AsyncGenerator<readonly Row[], void, undefined> {
  const builder = new RowBuilder(context, limits, true);
  let sheet = -1;
  const here = () => sheet === index;
  const events: XmlEvents = {
    ...silent,
    sheet() {
      sheet++;
    },
    row(number, hidden) {
      if (here()) builder.openRow(number, hidden);
    },
    cell(cell) {
      if (!here()) return;
      put(builder, cell, context.date1904);
      if (cell.formula !== null) builder.putFormula(inA1(cell.formula, builder.row, cell.column));
    },
    endRow() {
      if (here()) builder.closeRow();
    },
  };
  for await (const _ of walked(source, events, limits)) {
    const batch = builder.take();
    if (batch.length > 0) yield batch;
    if (sheet > index) return;
  }
}

function put(rows: RowBuilder, { column, style, formula, type, runs }: XmlCell, date1904: boolean): void {
  rows.openCell(column);
  const written = runs.map(({ text }) => text).join('');
  if (type === null) {
    if (formula !== null) rows.put(`=${formula}`, Kind.unevaluated);
  } else if (type === 'Number') {
    const decimal = decimalText(written);
    if (decimal === null) rows.putAsIs(written, Kind.text, style);
    else rows.putNumber(decimal, style);
  } else if (type === 'DateTime') {
    const date = isoText(dayless(written, date1904));
    rows.putAsIs(date ?? written, date === null ? Kind.text : Kind.date, style);
  } else if (type === 'Boolean') {
    rows.putAsIs(isTrue(written.trim().toLowerCase()) ? 'TRUE' : 'FALSE', Kind.boolean, style);
  } else if (type === 'Error') {
    rows.putAsIs(written, Kind.error, style);
  } else {
    const { text } = joinRuns(runs);
    rows.putText(
      text,
      style,
      (font) =>
        joinRuns(
          runs.map((run) => ({
            ...run,
            struck: run.struck || font.struck,
            raised: run.raised || font.raised,
          })),
        ).mark,
    );
  }
}

/** A time of day is written on the day before the first of its date system. */
function dayless(written: string, date1904: boolean): string {
  const day = date1904 ? '1904-01-01T' : '1899-12-31T';
  return written.startsWith(day) && !/T00:00:00/.test(written) ? written.slice(day.length) : written;
}
