/** The content of an OpenDocument spreadsheet (OpenDocument 1.3 part 3, 9 and 19), element by element. */
import type { Run } from '../cells/runs.js';
import { Token, type XmlScanner } from '../xml/scanner.js';
import type { OdsStyles } from './styles.js';

export interface OdsCell {
  /** From 0, and how many columns hold the same. */
  readonly column: number;
  readonly repeated: number;
  /** Columns and rows that it covers, its own included. */
  readonly columns: number;
  readonly rows: number;
  /** Name of its style; null: that of its row or column. */
  readonly style: string | null;
  readonly formula: string | null;
  /** `float`, `percentage`, `currency`, `date`, `time`, `boolean`, `string`, `error`; null: it holds no value. */
  readonly type: string | null;
  /** As the file holds it beside its text; null: only the text. */
  readonly value: string | null;
  readonly runs: readonly Run[];
}

/** What the document holds, as it comes. */
export interface OdsEvents {
  sheet(name: string, hidden: boolean): void;
  /** Columns from 0, with the style of their cells. */
  columns(first: number, count: number, hidden: boolean, style: string | null): void;
  /** A row, from 1, and how many rows hold the same. */
  row(number: number, repeated: number, hidden: boolean, style: string | null): void;
  cell(cell: OdsCell): void;
  endRow(): void;
  /** A range of cells that is filtered, `表.A1:表.D5`. */
  filtered(range: string): void;
}

type OpenCell = { -readonly [K in keyof OdsCell]: OdsCell[K] } & { runs: Run[] };

const isCell = (name: string) => name === 'table-cell' || name === 'covered-table-cell';
const isHidden = (visibility: string | null) => visibility === 'collapse' || visibility === 'filter';
/** What is inside of a paragraph and is no text of it. */
const aside: ReadonlySet<string> = new Set(['annotation', 'note', 'ruby-text']);
/** Names of the attributes that hold a value. */
const values: Readonly<Record<string, string>> = {
  float: 'office:value',
  percentage: 'office:value',
  currency: 'office:value',
  date: 'office:date-value',
  time: 'office:time-value',
  boolean: 'office:boolean-value',
  string: 'office:string-value',
};

export class OdsWalker {
  readonly #xml: XmlScanner;
  readonly #events: OdsEvents;
  readonly #styles: OdsStyles;
  /** Whether the styles are still to be taken in; they come before the sheets. */
  readonly #readsStyles: boolean;
  /** Names of the elements that are open. */
  readonly #path: string[] = [];
  #inStyles = 0;
  #columns = 0;
  #row = 0;
  #rows = 1;
  #column = 0;
  #cell: OpenCell | null = null;
  /** How many elements are open where the cell begins, and where its paragraph does. */
  #cellDepth = 0;
  #paragraphDepth = 0;
  #paragraphs = 0;
  #aside = 0;
  readonly #looks: { readonly struck: boolean; readonly raised: boolean }[] = [];

  constructor(xml: XmlScanner, events: OdsEvents, styles: OdsStyles, readsStyles: boolean) {
    this.#xml = xml;
    this.#events = events;
    this.#styles = styles;
    this.#readsStyles = readsStyles;
  }

  take(token: Token): void {
    if (this.#inStyles > 0 && this.#readsStyles) this.#styles.take(token, this.#xml);
    if (token === Token.text) {
      if (this.#paragraphDepth > 0) this.#write(this.#xml.text().replace(/[\t\r\n ]+/g, ' '));
      return;
    }
    const { name } = this.#xml;
    if (token !== Token.close) this.#open(name);
    if (token !== Token.close) this.#path.push(name);
    if (token !== Token.open) {
      this.#close(name);
      if (this.#path.pop() !== name) throw this.#xml.damaged();
    }
  }

  /** Says that the part has ended. */
  finish(): void {
    if (this.#path.length > 0) throw this.#xml.damaged();
  }

  #open(name: string): void {
    if (this.#cell) this.#openInCell(name);
    else if (name === 'styles' || name === 'automatic-styles') this.#inStyles++;
    else if (name === 'table' && this.#path.at(-1) === 'spreadsheet') this.#openSheet();
    else if (name === 'table-column') this.#openColumns();
    else if (name === 'table-row') this.#openRow();
    else if (isCell(name)) this.#openCell();
    else if (name === 'database-range' || name === 'named-range') this.#openRange(name);
  }

  /** A range with filter buttons, or the name that a filter has in files that were converted. */
  #openRange(name: string): void {
    const range = (attribute: string) => this.#events.filtered(this.#xml.attribute(attribute) ?? '');
    if (name === 'named-range') {
      if (this.#xml.attribute('table:name') === '_xlnm._FilterDatabase') range('table:cell-range-address');
    } else if (this.#xml.attribute('table:display-filter-buttons') === 'true') {
      range('table:target-range-address');
    }
  }

  #close(name: string): void {
    if (name === 'styles' || name === 'automatic-styles') this.#inStyles--;
    if (this.#cell === null) {
      if (name === 'table-row') this.#closeRow();
    } else if (this.#path.length - 1 === this.#cellDepth) {
      this.#closeCell(this.#cell);
    } else if (this.#paragraphDepth > 0) {
      if (aside.has(name)) this.#aside--;
      if (name === 'span') this.#looks.pop();
      if (this.#path.length - 1 === this.#paragraphDepth) this.#paragraphDepth = 0;
    }
  }

  #openSheet(): void {
    const style = this.#xml.attribute('table:style-name');
    this.#columns = 0;
    this.#row = 1;
    this.#events.sheet(
      this.#xml.attribute('table:name') ?? '',
      style !== null && this.#styles.hidesTable(style),
    );
  }

  #openColumns(): void {
    const count = this.#count('table:number-columns-repeated');
    const hidden = isHidden(this.#xml.attribute('table:visibility'));
    this.#events.columns(this.#columns, count, hidden, this.#xml.attribute('table:default-cell-style-name'));
    this.#columns += count;
  }

  #openRow(): void {
    const xml = this.#xml;
    this.#rows = this.#count('table:number-rows-repeated');
    this.#column = 0;
    const hidden = isHidden(xml.attribute('table:visibility'));
    this.#events.row(this.#row, this.#rows, hidden, xml.attribute('table:default-cell-style-name'));
  }

  #closeRow(): void {
    this.#events.endRow();
    this.#row += this.#rows;
  }

  #openCell(): void {
    const xml = this.#xml;
    const isError = xml.attribute('calcext:value-type') === 'error';
    const type = isError ? 'error' : xml.attribute('office:value-type');
    const attribute = values[type ?? ''];
    this.#cellDepth = this.#path.length;
    this.#paragraphs = 0;
    this.#cell = {
      column: this.#column,
      repeated: this.#count('table:number-columns-repeated'),
      columns: this.#count('table:number-columns-spanned'),
      rows: this.#count('table:number-rows-spanned'),
      style: xml.attribute('table:style-name'),
      formula: xml.attribute('table:formula'),
      type: type === 'void' ? null : type,
      value: attribute === undefined ? null : xml.attribute(attribute),
      runs: [],
    };
  }

  #openInCell(name: string): void {
    if (this.#paragraphDepth === 0) {
      // Paragraphs of notes and of drawings are deeper.
      if (name !== 'p' || this.#path.length !== this.#cellDepth + 1) return;
      this.#paragraphDepth = this.#path.length;
      if (this.#paragraphs++ > 0) this.#cell?.runs.push({ text: '\n', struck: false, raised: false });
    } else if (aside.has(name)) this.#aside++;
    else if (name === 'span') this.#openSpan();
    else if (name === 's') this.#write(' '.repeat(Math.min(1000, this.#count('text:c'))));
    else if (name === 'tab') this.#write(' ');
    else if (name === 'line-break') this.#write('\n');
  }

  #openSpan(): void {
    const around = this.#looks.at(-1) ?? { struck: false, raised: false };
    const look = this.#styles.textLook(this.#xml.attribute('text:style-name') ?? '');
    this.#looks.push({ struck: look.struck ?? around.struck, raised: look.raised ?? around.raised });
  }

  #closeCell(cell: OpenCell): void {
    this.#cell = null;
    this.#events.cell(cell);
    this.#column += cell.repeated;
  }

  #write(text: string): void {
    if (this.#aside > 0) return;
    const { struck, raised } = this.#looks.at(-1) ?? { struck: false, raised: false };
    this.#cell?.runs.push({ text, struck, raised });
  }

  #count(name: string): number {
    return Math.max(1, Math.floor(Number(this.#xml.attribute(name) ?? 1)) || 1);
  }
}
