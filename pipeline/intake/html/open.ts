/**
 * HTML tables, as government systems export them under names that end in .xls. The page's tables are its sheets;
 * a table inside a cell is a sheet of its own where it has rows and columns, else text of its cell. Lines outside
 * of tables (titles, 单位：万元, notes) are rows of the sheet of the table that follows, else of the last one, so that
 * rows are numbered as a spreadsheet numbers them that opens the page.
 */
import { Parser } from 'htmlparser2';
import { decode, detectEncoding, type TextEncoding } from '../encoding.js';
import type { Limits } from '../limits.js';
import type { ByteSource } from '../source.js';
import { Unreadable } from '../unreadable.js';
import type { Row, SourceSheet, Workbook } from '../workbook.js';
import { TableGrid } from './grid.js';
import { type HtmlEvents, HtmlTables } from './tables.js';

/** A table as the first reading of the page finds it. */
interface Outline {
  readonly number: number;
  readonly within: number | null;
  /** Whether the page does not show it. */
  readonly hidden: boolean;
  readonly grid: TableGrid;
  readonly hiddenColumns: number[];
  columnsDeclared: number;
  filled: boolean;
}

/**
 * The page as a workbook. Throws Unreadable where it holds no table or is in no known encoding; the rows may throw it
 * where they are over a limit.
 */
export async function openHtml(source: ByteSource, limits: Limits, known?: TextEncoding): Promise<Workbook> {
  const encoding = known ?? (await detectEncoding(source));
  const page: Page = { source, encoding, limits };
  const { tables, lines, names } = await outline(page);
  const flatten = new Set(
    tables
      .filter(({ within, grid }) => within !== null && (grid.rows < 2 || grid.width < 2))
      .map(({ number }) => number),
  );
  for (const { number, within, filled } of tables.toReversed()) {
    const outer = within === null ? undefined : tables[within];
    if (outer && filled && flatten.has(number)) outer.filled = true;
  }
  const kept = tables.filter(({ filled, number }) => filled && !flatten.has(number));
  if (kept.length === 0) throw new Unreadable('file.web_page');
  if (kept.length > limits.sheets) throw new Unreadable('file.too_many_sheets', { limit: limits.sheets });
  if (kept.length * source.size > limits.inflatedBytes) {
    throw new Unreadable('file.too_much_content', { limit: limits.inflatedBytes / 2 ** 20 });
  }

  const sheets = kept.map(({ number, hidden, grid, hiddenColumns }, index): SourceSheet => {
    const from = index === 0 ? -1 : (kept[index - 1]?.number ?? -1);
    const above = lines.filter(({ before }) => before > from && before <= number);
    const below = index === kept.length - 1 ? lines.filter(({ before }) => before > number) : [];
    const shift = above.length;
    return {
      name: names.length === kept.length ? (names[index] ?? '') : `Sheet${index + 1}`,
      index,
      state: hidden ? 'hidden' : 'visible',
      merges: grid.merges().map((merge) => ({
        ...merge,
        firstRow: merge.firstRow + shift,
        lastRow: merge.lastRow + shift,
      })),
      hiddenColumns,
      filtered: false,
      date1904: false,
      recalculates: false,
      separated: false,
      rows: () => sheetRows(page, number, flatten, above, below),
    };
  });
  return { format: 'html', encoding: encoding.encoding, sheets, findings: [] };
}

interface Page {
  readonly source: ByteSource;
  readonly encoding: TextEncoding;
  readonly limits: Limits;
}

interface TextLine {
  readonly text: string;
  readonly before: number;
}

/** Reads the page once: its tables with their merges, the lines around them, and what its worksheets were called. */
async function outline(page: Page) {
  const tables: Outline[] = [];
  const lines: TextLine[] = [];
  const names: string[] = [];
  let length = 0;
  const events: HtmlEvents = {
    table(number, within, hidden) {
      const grid = new TableGrid(page.limits);
      tables.push({ number, within, hidden, grid, hiddenColumns: [], columnsDeclared: 0, filled: false });
    },
    row(number, cells) {
      const table = tables[number];
      if (!table) return;
      table.grid.place(cells);
      if (cells.some(({ text }) => text !== '')) table.filled = true;
    },
    column(number, count, hidden) {
      const table = tables[number];
      if (!table) return;
      for (let i = 0; hidden && i < count; i++) table.hiddenColumns.push(table.columnsDeclared + i);
      table.columnsDeclared += count;
    },
    line(text, before) {
      lines.push({ text, before });
      length += text.length;
      if (length > page.limits.textBytes) {
        throw new Unreadable('file.text_too_long', { limit: page.limits.textBytes / 2 ** 20 });
      }
    },
    sheetName: (name) => names.push(name),
  };
  for await (const _ of read(page, events, new Set()));
  return { tables, lines, names };
}

async function* sheetRows(
  page: Page,
  number: number,
  flatten: ReadonlySet<number>,
  above: readonly TextLine[],
  below: readonly TextLine[],
): AsyncGenerator<readonly Row[], void, undefined> {
  const lineRow = ({ text }: TextLine, i: number, before: number): Row => {
    return { number: before + i + 1, texts: [text], kinds: null, hidden: false };
  };
  if (above.length > 0) yield above.map((line, i) => lineRow(line, i, 0));

  const grid = new TableGrid(page.limits);
  let batch: Row[] = [];
  const ignore = () => {};
  const events: HtmlEvents = {
    table: ignore,
    column: ignore,
    line: ignore,
    sheetName: ignore,
    row(table, cells, hidden) {
      if (table !== number) return;
      const { texts, details } = grid.place(cells);
      if (texts.some((text) => text !== '')) {
        batch.push({ number: above.length + grid.rows, texts, kinds: null, hidden, details });
      }
    },
  };
  for await (const _ of read(page, events, flatten)) {
    if (batch.length > 0) yield batch;
    batch = [];
  }
  if (below.length > 0) yield below.map((line, i) => lineRow(line, i, above.length + grid.rows));
}

/** No page nests its elements deeper, and the parser's work grows with the depth. */
const DEEPEST = 2000;

/** Reads the page to its end; comes back after every chunk of it. */
async function* read(page: Page, events: HtmlEvents, flatten: ReadonlySet<number>) {
  const { limits } = page;
  const tables = new HtmlTables(events, flatten);
  const parser = new Parser({
    onopentag(name, attributes) {
      tables.open(name, attributes);
      if (tables.depth > DEEPEST) throw new Unreadable('file.damaged_document');
    },
    onclosetag: (name) => tables.close(name),
    ontext: (text) => tables.text(text),
    oncomment: (text) => tables.comment(text),
  });
  let length = 0;
  for await (const chunk of decode(page.source, page.encoding)) {
    parser.write(chunk);
    length += chunk.length;
    if (length - parser.endIndex > limits.textBytes) {
      throw new Unreadable('file.text_too_long', { limit: limits.textBytes / 2 ** 20 });
    }
    yield;
  }
  parser.end();
  tables.end();
  yield;
}
