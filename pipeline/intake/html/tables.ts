/** The tables of an HTML page as rows of cells, whatever nesting and missing end tags it has. */

import { decimalText } from '../xlsx/values.js';
import { attributeOf, type HtmlToken, type OpenTag } from './tokens.js';

export interface HtmlCell {
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
  /** Stands over several columns without being merged (Excel's `mso-ignore:colspan`). */
  readonly unmerged: boolean;
}

/** What the page holds, as it comes. Tables are numbered by where they begin, from 0. */
export interface HtmlEvents {
  /** `within`: the number of the table in whose cell this one stands. */
  table(table: number, within: number | null): void;
  row(table: number, cells: readonly HtmlCell[], hidden: boolean): void;
  column(table: number, count: number, hidden: boolean): void;
  /** A line of text outside of tables; `before`: the number of the table that follows, or of its caption's. */
  line(text: string, before: number): void;
  /** A worksheet's name, as Excel leaves it in a comment. */
  sheetName(name: string): void;
}

/** HTML lets a cell span no more (HTML Living Standard, 4.9.11). */
const MOST_COLUMNS = 1000;
const MOST_ROWS = 65_534;

const LINE_BREAKING = new Set(
  'address blockquote body center dd div dl dt fieldset form h1 h2 h3 h4 h5 h6 hr li ol p pre table ul'.split(
    ' ',
  ),
);

interface OpenTable {
  readonly number: number;
  cells: HtmlCell[] | null;
  hidden: boolean;
  cell: { open: OpenTag; text: string } | null;
}

/**
 * Takes the page's tokens and tells what it finds.
 * @param flatten the tables whose text belongs to the cell in which they stand
 */
export function htmlTables(events: HtmlEvents, flatten: ReadonlySet<number>) {
  const open: OpenTable[] = [];
  let tables = 0;
  let outside = '';
  let inCaption = false;

  function add(text: string) {
    const table = open.at(-1);
    if (table?.cell && !inCaption) table.cell.text += text;
    else outside += text;
  }

  function endLines() {
    const before = inCaption ? (open.at(-1)?.number ?? tables) : tables;
    for (const line of linesOf(outside)) events.line(line, before);
    outside = '';
  }

  function endCell(table: OpenTable) {
    if (!table.cell) return;
    const { open: tag, text } = table.cell;
    table.cell = null;
    const columns = span(attributeOf(tag, 'colspan'), MOST_COLUMNS);
    table.cells?.push({
      text: cellText(linesOf(text).join('\n'), attributeOf(tag, 'x:num')),
      columns,
      rows: span(attributeOf(tag, 'rowspan'), MOST_ROWS),
      unmerged: columns > 1 && /mso-ignore:\s*colspan/i.test(attributeOf(tag, 'style') ?? ''),
    });
  }

  function endRow(table: OpenTable) {
    endCell(table);
    const { cells } = table;
    table.cells = null;
    if (!cells) return;
    const outer = flatten.has(table.number) ? open.at(-2)?.cell : null;
    if (outer) outer.text += `\n${cells.map(({ text }) => text).join(' ')}\n`;
    else events.row(table.number, cells, table.hidden);
  }

  function endTable() {
    const table = open.at(-1);
    if (!table) return;
    endRow(table);
    open.pop();
    inCaption = false;
  }

  function opened(tag: OpenTag) {
    const table = open.at(-1);
    const { name } = tag;
    if (name === 'table') {
      endLines();
      const number = tables++;
      events.table(number, table?.cell ? table.number : null);
      open.push({ number, cells: null, hidden: false, cell: null });
    } else if (name === 'br') add('\n');
    else if (!table) {
      if (LINE_BREAKING.has(name)) add('\n');
    } else if (name === 'tr') {
      endRow(table);
      table.cells = [];
      table.hidden = isHidden(tag);
    } else if (name === 'td' || name === 'th') {
      endCell(table);
      table.cells ??= [];
      table.cell = { open: tag, text: '' };
    } else if (name === 'col' && !table.cell) {
      events.column(table.number, span(attributeOf(tag, 'span'), MOST_COLUMNS), isHidden(tag));
    } else if (name === 'caption') {
      endLines();
      inCaption = true;
    } else if (LINE_BREAKING.has(name)) add('\n');
  }

  function closed(name: string) {
    const table = open.at(-1);
    if (name === 'table') endTable();
    else if (name === 'caption') {
      endLines();
      inCaption = false;
    } else if (table && (name === 'tr' || name === 'thead' || name === 'tbody' || name === 'tfoot'))
      endRow(table);
    else if (table && (name === 'td' || name === 'th')) endCell(table);
    else if (LINE_BREAKING.has(name)) add('\n');
  }

  return {
    push(token: HtmlToken) {
      if (token.is === 'text')
        add(/[\t\n\r\f]/.test(token.text) ? token.text.replace(/[\t\n\r\f]+/g, ' ') : token.text);
      else if (token.is === 'open') opened(token);
      else if (token.is === 'close') closed(token.name);
      else
        for (const [, name] of token.text.matchAll(/<x:Name>([^<]*)<\/x:Name>/gi))
          events.sheetName(name ?? '');
    },
    end() {
      while (open.length > 0) endTable();
      endLines();
    },
  };
}

/** Lines without the blanks around them; a no-break space is a blank (exports fill empty cells with it). */
function linesOf(text: string): string[] {
  if (!text.includes('\n')) {
    const line = withoutBlanks(text);
    return line === '' ? [] : [line];
  }
  return text
    .split('\n')
    .map(withoutBlanks)
    .filter((line) => line !== '');
}

function withoutBlanks(line: string): string {
  return (/[ \u00a0]{2}|\u00a0/.test(line) ? line.replace(/[ \u00a0]+/g, ' ') : line).trim();
}

/** Excel leaves the value that it shows rounded beside the text; dates and percentages are shown as such. */
function cellText(text: string, value: string | null): string {
  if (!value || !/^[-+]?[\d,]*\.?\d+$/.test(text)) return text;
  return decimalText(value) ?? text;
}

function span(written: string | null, most: number): number {
  const count = Number.parseInt(written ?? '1', 10);
  if (count === 0) return most;
  return count > 0 ? Math.min(count, most) : 1;
}

function isHidden(tag: OpenTag): boolean {
  return /display:\s*none|visibility:\s*(?:hidden|collapse)/i.test(attributeOf(tag, 'style') ?? '');
}
