/** The XML that Excel 2003 wrote (SpreadsheetML, urn:schemas-microsoft-com:office:spreadsheet), element by element. */
import { builtInFormat, formatByCode, type NumberFormat } from '../cells/number-format.js';
import type { Run } from '../cells/runs.js';
import { type CellStyle, plainFont } from '../cells/style.js';
import type { SourceSheet } from '../workbook.js';
import { isTrue, Token, type XmlScanner } from '../xml/scanner.js';

export interface XmlCell {
  /** From 0. */
  readonly column: number;
  /** Columns and rows that it covers beside its own. */
  readonly across: number;
  readonly down: number;
  /** Number of its style. */
  readonly style: number;
  /** Without `=`, in the notation R1C1; null: none. */
  readonly formula: string | null;
  /** `String`, `Number`, `DateTime`, `Boolean`, `Error`; null: it holds no value. */
  readonly type: string | null;
  readonly runs: readonly Run[];
}

/** What the workbook holds, as it comes. */
export interface XmlEvents {
  date1904(): void;
  /** A program that calculates what it saves has saved the file. */
  saved(): void;
  /** The next style, by which cells go by its number; all come before the first sheet. */
  style(style: CellStyle): void;
  sheet(name: string): void;
  /** Columns from 0. */
  hiddenColumns(first: number, last: number): void;
  /** A row, from 1, begins. */
  row(number: number, hidden: boolean): void;
  cell(cell: XmlCell): void;
  endRow(): void;
  state(state: SourceSheet['state']): void;
  filtered(): void;
}

interface OpenCell {
  column: number;
  across: number;
  down: number;
  style: number;
  formula: string | null;
  type: string | null;
  runs: Run[];
}

/** Names under which formats of every language are written. */
const named: Readonly<Record<string, string>> = {
  'General Number': 'General',
  'General Date': 'yyyy-mm-dd hh:mm',
  'Long Date': 'yyyy-mm-dd',
  'Medium Date': 'yyyy-mm-dd',
  'Short Date': 'yyyy-mm-dd',
  'Long Time': 'hh:mm:ss',
  'Medium Time': 'hh:mm',
  'Short Time': 'hh:mm',
  // Which currency is shown depends on the reader's computer.
  Currency: '#,##0.00',
  'Euro Currency': '"€"#,##0.00',
  Fixed: '0.00',
  Standard: '#,##0.00',
  Percent: '0.00%',
  Scientific: '0.00E+00',
  'Yes/No': '"Yes";"Yes";"No"',
  'True/False': '"True";"True";"False"',
  'On/Off': '"On";"On";"Off"',
};

/** Properties that office programs write and scripts do not. */
const savedBy: ReadonlySet<string> = new Set(['Version', 'LastSaved']);

/** Elements of a rich text by what they do to it. */
const effects: Readonly<Record<string, 'struck' | 'raised'>> = { S: 'struck', Sub: 'raised', Sup: 'raised' };

export class XmlWalker {
  readonly #xml: XmlScanner;
  readonly #events: XmlEvents;
  readonly #styles: CellStyle[] = [];
  readonly #styleNumbers = new Map<string, number>();
  /** Names of the elements that are open. */
  readonly #path: string[] = [];
  #style: { format: NumberFormat; font: { struck: boolean; raised: boolean } } | null = null;
  #columns = 0;
  #row = 0;
  #rowStyle = 0;
  #column = 0;
  #cell: OpenCell | null = null;
  #inData = false;
  #struck = 0;
  #raised = 0;

  constructor(xml: XmlScanner, events: XmlEvents) {
    this.#xml = xml;
    this.#events = events;
  }

  take(token: Token): void {
    if (token === Token.text) {
      this.#text();
      return;
    }
    const { name } = this.#xml;
    if (token !== Token.close) this.#open(name);
    if (token === Token.open) this.#path.push(name);
    else this.#close(name);
    if (token === Token.close && this.#path.pop() !== name) throw this.#xml.damaged();
  }

  /** Says that the file has ended. */
  finish(): void {
    if (this.#path.length > 0) throw this.#xml.damaged();
  }

  #attribute(name: string): string | null {
    return this.#xml.prefixedAttribute(name);
  }

  /** A whole number from an attribute. */
  #count(name: string, otherwise: number): number {
    const written = this.#attribute(name);
    if (written === null) return otherwise;
    const count = Number(written);
    if (!Number.isInteger(count) || count < 0) throw this.#xml.damaged();
    return count;
  }

  #open(name: string): void {
    if (this.#inData) {
      this.#effect(name, 1);
      return;
    }
    switch (name) {
      case 'Date1904':
        this.#events.date1904();
        break;
      case 'Style':
        this.#openStyle();
        break;
      case 'NumberFormat':
        this.#format();
        break;
      case 'Font':
        this.#font();
        break;
      case 'Worksheet':
        this.#columns = 0;
        this.#row = 0;
        this.#events.sheet(this.#attribute('Name') ?? '');
        break;
      case 'AutoFilter':
        this.#events.filtered();
        break;
      case 'Column':
        this.#openColumn();
        break;
      case 'Row':
        this.#openRow();
        break;
      case 'Cell':
        this.#openCell();
        break;
      case 'Data':
        if (this.#cell && this.#path.at(-1) === 'Cell') {
          this.#cell.type = this.#attribute('Type') ?? 'String';
          this.#inData = true;
        }
    }
  }

  #close(name: string): void {
    if (this.#inData) {
      if (name === 'Data') {
        this.#inData = false;
        this.#struck = 0;
        this.#raised = 0;
      } else this.#effect(name, -1);
      return;
    }
    if (name === 'Style' && this.#style) {
      this.#styles.push(this.#style);
      this.#events.style(this.#style);
      this.#style = null;
    } else if (name === 'Row') this.#events.endRow();
    else if (name === 'Cell') this.#closeCell();
  }

  #text(): void {
    const text = this.#xml.text();
    if (this.#inData) {
      this.#cell?.runs.push({ text, struck: this.#struck > 0, raised: this.#raised > 0 });
    } else if (this.#path.at(-2) === 'DocumentProperties') {
      if (savedBy.has(this.#path.at(-1) ?? '')) this.#events.saved();
    } else if (this.#path.at(-1) === 'Visible') {
      if (text === 'SheetHidden') this.#events.state('hidden');
      else if (text === 'SheetVeryHidden') this.#events.state('veryHidden');
    }
  }

  #effect(name: string, by: 1 | -1): void {
    if (effects[name] === 'struck') this.#struck += by;
    else if (effects[name] === 'raised') this.#raised += by;
  }

  #openStyle(): void {
    const parent = this.#styles[this.#styleNumbers.get(this.#attribute('Parent') ?? 'Default') ?? -1];
    this.#styleNumbers.set(this.#attribute('ID') ?? '', this.#styles.length);
    this.#style = { format: parent?.format ?? builtInFormat(0), font: { ...(parent?.font ?? plainFont) } };
  }

  #format(): void {
    const code = this.#attribute('Format');
    if (this.#style && code !== null) this.#style.format = formatByCode(named[code] ?? code);
  }

  #font(): void {
    if (!this.#style) return;
    const struck = this.#attribute('StrikeThrough');
    const position = this.#attribute('VerticalAlign');
    if (struck !== null) this.#style.font.struck = isTrue(struck);
    if (position !== null) this.#style.font.raised = position !== 'None';
  }

  #openColumn(): void {
    const first = this.#count('Index', this.#columns + 1) - 1;
    const last = first + this.#count('Span', 0);
    const width = this.#attribute('Width');
    if (isTrue(this.#attribute('Hidden')) || (width !== null && Number(width) === 0)) {
      this.#events.hiddenColumns(first, last);
    }
    this.#columns = last + 1;
  }

  #openRow(): void {
    const height = this.#attribute('Height');
    const hidden = isTrue(this.#attribute('Hidden')) || (height !== null && Number(height) === 0);
    const number = this.#count('Index', this.#row + 1);
    // What spans is a run of blank rows that look like this one.
    this.#row = number + this.#count('Span', 0);
    this.#rowStyle = this.#styleNumber(0);
    this.#column = 0;
    this.#events.row(number, hidden);
  }

  #openCell(): void {
    const column = this.#count('Index', this.#column + 1) - 1;
    const across = this.#count('MergeAcross', 0);
    const formula = this.#attribute('Formula');
    this.#cell = {
      column,
      across,
      down: this.#count('MergeDown', 0),
      style: this.#styleNumber(this.#rowStyle),
      formula: formula === null ? null : formula.replace(/^=/, ''),
      type: null,
      runs: [],
    };
    this.#column = column + across + 1;
  }

  #closeCell(): void {
    const cell = this.#cell;
    this.#cell = null;
    if (cell) this.#events.cell(cell);
  }

  #styleNumber(otherwise: number): number {
    const id = this.#attribute('StyleID');
    return (id === null ? undefined : this.#styleNumbers.get(id)) ?? otherwise;
  }
}
