/** The tables of an HTML page as rows of cells, whatever nesting and missing end tags it has. */
import { decimalText } from '../cells/number.js';
import { formatByCode, showNumber } from '../cells/number-format.js';
import { joinRuns, type Run } from '../cells/runs.js';
import { Kind } from '../workbook.js';
import type { HtmlCell } from './grid.js';
import { type Attributes, type Look, styleSheet } from './look.js';

/** What the page holds, as it comes. Tables are numbered by where they begin, from 0. */
export interface HtmlEvents {
  /** `within`: the number of the table in whose cell this one stands; `hidden`: the page does not show it. */
  table(table: number, within: number | null, hidden: boolean): void;
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

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));
const LINE_BREAKING = set(
  'address blockquote body center dd div dl dt fieldset form h1 h2 h3 h4 h5 h6 hr li ol p pre table ul',
);
/** Elements whose content is no text of the page. */
const NO_TEXT = set('script style title textarea noscript object xml template');
/** How these are shown is a matter of rows and cells; it ends with them, whatever was left open inside. */
const SECTIONS = set('thead tbody tfoot');
const PARTS_OF_TABLES = set('table tr td th col colgroup caption thead tbody tfoot');

interface OpenTable {
  readonly number: number;
  /** Whether all that it holds is struck through. */
  readonly struck: boolean;
  section: Look | null;
  row: Look | null;
  cells: HtmlCell[] | null;
  cell: OpenCell | null;
}

interface OpenCell {
  readonly attributes: Attributes;
  readonly look: Look;
  readonly struck: boolean;
  readonly runs: Run[];
  /** What was open around it when it began. */
  readonly around: Context;
}

/** How many elements are open that hide, strike, raise or lower what is inside of them. */
interface Context {
  hidden: number;
  struck: number;
  raised: number;
}

/** Takes the page's tags and texts and gives what it finds to `events`. */
export class HtmlTables {
  readonly #events: HtmlEvents;
  readonly #flatten: ReadonlySet<number>;
  readonly #styles = styleSheet();
  readonly #open: OpenTable[] = [];
  /** The elements that are open, with what they do to what is inside of them; null: nothing. */
  readonly #elements: (Look | null)[] = [];
  readonly #context: Context = { hidden: 0, struck: 0, raised: 0 };
  #tables = 0;
  #outside = '';
  #inCaption = false;
  /** The element without text of the page that is open, and how deep inside of it the reading is. */
  #skipped = '';
  #skippedDepth = 0;
  #css = '';

  /** @param flatten the tables whose text belongs to the cell in which they stand */
  constructor(events: HtmlEvents, flatten: ReadonlySet<number>) {
    this.#events = events;
    this.#flatten = flatten;
  }

  /** Elements that are open. */
  get depth(): number {
    return this.#elements.length + this.#skippedDepth;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#skippedDepth > 0 || NO_TEXT.has(name)) {
      if (this.#skippedDepth++ === 0) this.#skipped = name;
      return;
    }
    const look = this.#styles.look(name, attributes);
    const isInline = !PARTS_OF_TABLES.has(name);
    this.#elements.push(isInline ? look : null);
    if (isInline) this.#count(look, 1);
    this.#start(name, attributes, look);
  }

  close(name: string): void {
    if (this.#skippedDepth > 0) {
      if (--this.#skippedDepth === 0 && name === 'style') this.#addStyles();
      return;
    }
    const look = this.#elements.pop();
    this.#end(name);
    if (look) this.#count(look, -1);
  }

  text(text: string): void {
    if (this.#skippedDepth === 0)
      this.#add(/[\t\n\r\f]/.test(text) ? text.replace(/[\t\n\r\f]+/g, ' ') : text);
    else if (this.#skipped === 'style') this.#css += text;
  }

  comment(text: string): void {
    for (const [, name] of text.matchAll(/<x:Name>([^<]*)<\/x:Name>/gi)) this.#events.sheetName(name ?? '');
  }

  /** Says that the page has ended. */
  end(): void {
    while (this.#open.length > 0) this.#endTable();
    this.#endLines();
  }

  #addStyles(): void {
    this.#styles.add(this.#css);
    this.#css = '';
  }

  #count({ gone, invisible, struck, raised }: Look, by: 1 | -1): void {
    if (gone || invisible) this.#context.hidden += by;
    if (struck) this.#context.struck += by;
    if (raised) this.#context.raised += by;
  }

  #start(name: string, attributes: Attributes, look: Look): void {
    const table = this.#open.at(-1);
    if (name === 'table') this.#startTable(look);
    else if (name === 'br') this.#add('\n');
    else if (!table) {
      if (LINE_BREAKING.has(name)) this.#add('\n');
    } else if (name === 'tr') {
      this.#endRow(table);
      table.cells = [];
      table.row = look;
    } else if (name === 'td' || name === 'th') {
      this.#endCell(table);
      table.cells ??= [];
      const struck =
        table.struck || look.struck || table.row?.struck === true || table.section?.struck === true;
      table.cell = { attributes, look, struck, runs: [], around: { ...this.#context } };
    } else if (SECTIONS.has(name)) {
      table.section = look;
    } else if (name === 'col' && !table.cell) {
      const count = span(attributes.span, MOST_COLUMNS);
      this.#events.column(table.number, count, look.gone || look.invisible);
    } else if (name === 'caption') {
      this.#endLines();
      this.#inCaption = true;
    } else if (LINE_BREAKING.has(name)) this.#add('\n');
  }

  #end(name: string): void {
    const table = this.#open.at(-1);
    if (name === 'table') this.#endTable();
    else if (name === 'caption') {
      this.#endLines();
      this.#inCaption = false;
    } else if (table && (name === 'tr' || SECTIONS.has(name))) {
      this.#endRow(table);
      if (name !== 'tr') table.section = null;
    } else if (table && (name === 'td' || name === 'th')) this.#endCell(table);
    else if (LINE_BREAKING.has(name)) this.#add('\n');
  }

  #startTable(look: Look): void {
    this.#endLines();
    const outer = this.#open.at(-1);
    const number = this.#tables++;
    const { hidden, struck } = this.#inside(outer?.cell ?? null);
    this.#events.table(number, outer?.cell ? outer.number : null, hidden || look.gone || look.invisible);
    this.#open.push({
      number,
      struck: struck || look.struck,
      section: null,
      row: null,
      cells: null,
      cell: null,
    });
  }

  /** How text is shown at this place; what was left open in an earlier cell has ended with it. */
  #inside(cell: OpenCell | null): {
    readonly hidden: boolean;
    readonly struck: boolean;
    readonly raised: boolean;
  } {
    const { hidden, struck, raised } = cell?.around ?? { hidden: 0, struck: 0, raised: 0 };
    return {
      hidden: this.#context.hidden > hidden || cell?.look.invisible === true,
      struck: this.#context.struck > struck || cell?.struck === true,
      raised: this.#context.raised > raised,
    };
  }

  #add(text: string): void {
    const cell = this.#inCaption ? null : (this.#open.at(-1)?.cell ?? null);
    const { hidden, struck, raised } = this.#inside(cell);
    if (hidden) return;
    if (cell) cell.runs.push({ text, struck, raised });
    else this.#outside += text;
  }

  #endLines(): void {
    const before = this.#inCaption ? (this.#open.at(-1)?.number ?? this.#tables) : this.#tables;
    for (const line of linesOf(this.#outside)) this.#events.line(line, before);
    this.#outside = '';
  }

  #endCell(table: OpenTable): void {
    const { cell } = table;
    if (!cell) return;
    table.cell = null;
    if (cell.look.gone) return;
    const { attributes, look } = cell;
    const columns = span(attributes.colspan, MOST_COLUMNS);
    const { text, mark } = joinRuns(cell.runs);
    table.cells?.push({
      text: cellText(linesOf(text).join('\n'), attributes, look.format),
      mark,
      columns,
      rows: span(attributes.rowspan, MOST_ROWS),
      unmerged: columns > 1 && /mso-ignore:\s*colspan/i.test(attributes.style ?? ''),
    });
  }

  #endRow(table: OpenTable): void {
    this.#endCell(table);
    const { cells, row, section } = table;
    table.cells = null;
    table.row = null;
    if (!cells) return;
    const outer = this.#flatten.has(table.number) ? this.#open.at(-2)?.cell : null;
    if (outer) {
      const struck = cells.some(({ mark }) => mark !== null);
      outer.runs.push({ text: `\n${cells.map(({ text }) => text).join(' ')}\n`, struck, raised: false });
    } else {
      const hidden = [row, section].some((look) => look?.gone || look?.invisible);
      this.#events.row(table.number, cells, hidden);
    }
  }

  #endTable(): void {
    const table = this.#open.at(-1);
    if (!table) return;
    this.#endRow(table);
    this.#open.pop();
    this.#inCaption = false;
  }
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

/**
 * Excel and LibreOffice leave the number of a cell beside the text that shows it rounded: the cell says that number
 * as its format shows it. Where the two do not fit, and for dates, percentages and words, it says what is shown.
 */
function cellText(text: string, attributes: Attributes, format: string | null): string {
  const decimal = decimalText(attributes['x:num'] ?? attributes.sdval ?? '');
  if (decimal === null) return text;
  const code = format ?? /^[^;]*;[^;]*;(.+)$/s.exec(attributes.sdnum ?? '')?.[1] ?? '';
  const shown = showNumber(formatByCode(code), decimal, false);
  const [before = '', number = '', after = ''] = text.split(/([-+]?\d[\d,]*(?:\.\d+)?)/);
  return shown.kind === Kind.number && isRounded(number, shown.text) && !/\d/.test(after)
    ? `${before}${shown.text}${after}`
    : text;
}

/** Whether a text is the number, rounded. */
function isRounded(text: string, decimal: string): boolean {
  const places = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
  return Math.abs(Number(text.replaceAll(',', '')) - Number(decimal)) <= 0.500001 * 10 ** -places;
}

function span(written: string | undefined, most: number): number {
  const count = Number.parseInt(written ?? '1', 10);
  if (count === 0) return most;
  return count > 0 ? Math.min(count, most) : 1;
}
