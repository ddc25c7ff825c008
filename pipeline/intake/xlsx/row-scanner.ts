/** Rows and cells of a worksheet by the tokens of its part, in any notation that is legal. */
import { columnIndex } from '../../text/address.js';
import { isoText } from '../cells/date.js';
import { decimalText } from '../cells/number.js';
import { type CellContext, RowBuilder } from '../cells/row-builder.js';
import type { Limits } from '../limits.js';
import { Kind, type Row } from '../workbook.js';
import { isTrue, Token, unescapeXstring, XmlScanner } from '../xml/scanner.js';
import { takePlain } from './plain.js';
import { RunCollector } from './runs.js';
import { type FormulaPlace, movedFormula } from './shared-formula.js';

/** What the `t` attribute of a cell says (ECMA-376 part 1, 18.18.11). */
type CellType = 'n' | 's' | 'str' | 'inlineStr' | 'b' | 'e' | 'd';

export class RowScanner {
  /** Whether the last row has been read. */
  done = false;
  readonly #xml: XmlScanner;
  readonly #rows: RowBuilder;
  /** Formulas that cells share, by their number: as written, and where. */
  readonly #shared = new Map<string, { readonly formula: string; readonly at: FormulaPlace }>();
  #inRows = false;

  #inCell = false;
  #type: CellType = 'n';
  #style = 0;
  #value: string | null = null;
  #formula: string | null = null;
  #sharedBy: string | null = null;
  readonly #inline = new RunCollector();

  /** The element whose text is being collected, and the one that is passed over; '' for none. */
  #collected = '';
  #piece = '';
  #skipped = '';
  #skippedDepth = 0;

  /** @param ordered Whether a row that is not behind the one before it is refused. */
  constructor(context: CellContext, limits: Limits, ordered: boolean) {
    this.#rows = new RowBuilder(context, limits, ordered);
    this.#xml = new XmlScanner(context.part, limits);
  }

  append(chunk: Uint8Array): void {
    this.#xml.append(chunk);
  }

  /** Says that no chunk follows. */
  finish(): void {
    if (this.done) return;
    this.#xml.finish();
    if (this.#inRows) throw this.#xml.damaged();
  }

  /** The rows that have been read since the last time. */
  take(): Row[] {
    return this.#rows.take();
  }

  /** Reads on until a batch is full (true) or the window or the sheet is at its end (false). */
  run(): boolean {
    const xml = this.#xml;
    const rows = this.#rows;
    while (!this.done) {
      if (this.#inRows && !this.#inCell && this.#skipped === '') takePlain(xml, rows);
      if (rows.isFull) return true;
      const token = xml.next();
      if (token === Token.more) return false;
      if (token === Token.text) {
        if (this.#collected !== '') this.#piece = xml.textAfter(this.#piece);
      } else if (this.#skipped !== '') {
        this.#passOver(token);
      } else if (token === Token.close) {
        this.#close(xml.name);
      } else {
        this.#open(xml.name, token === Token.empty);
      }
    }
    return false;
  }

  #passOver(token: Token): void {
    if (this.#xml.name !== this.#skipped || token === Token.empty) return;
    this.#skippedDepth += token === Token.open ? 1 : -1;
    if (this.#skippedDepth === 0) this.#skipped = '';
  }

  #open(name: string, empty: boolean): void {
    switch (name) {
      case 'sheetData':
        this.#inRows = !empty;
        this.done = empty;
        break;
      case 'row':
        if (!this.#inRows) break;
        this.#openRow();
        if (empty) this.#rows.closeRow();
        break;
      case 'c':
        if (!this.#rows.inRow) break;
        this.#openCell();
        if (empty) this.#closeCell();
        break;
      case 'v':
      case 'f':
      case 't':
        if (!this.#inCell) break;
        if (name === 'f') this.#sharedBy = this.#xml.attribute('si');
        this.#piece = '';
        this.#collected = name;
        if (empty) this.#closeText(name);
        break;
      case 'rPh':
      case 'extLst':
        if (!this.#rows.inRow || empty) break;
        this.#skipped = name;
        this.#skippedDepth = 1;
        break;
      default:
        if (this.#inCell) this.#inline.open(name, this.#xml);
    }
  }

  #close(name: string): void {
    switch (name) {
      case 'sheetData':
        if (this.#rows.inRow) throw this.#xml.damaged();
        this.done = this.#inRows;
        break;
      case 'row':
        if (!this.#inRows) break;
        if (!this.#rows.inRow || this.#inCell) throw this.#xml.damaged();
        this.#rows.closeRow();
        break;
      case 'c':
        if (!this.#rows.inRow) break;
        if (!this.#inCell) throw this.#xml.damaged();
        this.#closeCell();
        break;
      default:
        if (name === this.#collected) this.#closeText(name);
    }
  }

  #openRow(): void {
    const xml = this.#xml;
    if (this.#rows.inRow) throw xml.damaged();
    const written = xml.attribute('r');
    const number = written === null ? this.#rows.row + 1 : Number(written);
    if (!Number.isInteger(number) || number < 1) throw xml.damaged();
    const height = xml.attribute('ht');
    const isHidden = isTrue(xml.attribute('hidden')) || (height !== null && Number(height) === 0);
    this.#rows.openRow(number, isHidden);
  }

  #openCell(): void {
    const xml = this.#xml;
    if (this.#inCell) throw xml.damaged();
    const letters = /^[A-Z]+/i.exec(xml.attribute('r') ?? '')?.[0];
    this.#rows.openCell(letters === undefined ? this.#rows.column + 1 : columnIndex(letters.toUpperCase()));
    this.#type = (xml.attribute('t') ?? 'n') as CellType;
    this.#style = Number(xml.attribute('s') ?? 0);
    this.#value = null;
    this.#formula = null;
    this.#sharedBy = null;
    this.#inline.clear();
    this.#inCell = true;
  }

  #closeText(name: string): void {
    if (name === 'v') this.#value = this.#piece;
    else if (name === 'f') this.#formula = this.#piece;
    else this.#inline.addText(this.#piece);
    this.#collected = '';
  }

  #closeCell(): void {
    this.#inCell = false;
    if (this.#sharedBy !== null) this.#share(this.#sharedBy);
    const value = this.#value;
    const inline = this.#inline.joined();
    // An empty value is what a formula gave only where it gave text; elsewhere a writer left it out.
    if (value !== null && (value !== '' || this.#type === 'str')) this.#putValue(value);
    else if (inline !== null) this.#rows.putText(inline, this.#style, this.#inline.markIn());
    else if (this.#formula !== null) this.#rows.put(`=${this.#formula}`, Kind.unevaluated);
    if (this.#formula !== null) this.#rows.putFormula(this.#formula);
  }

  /** Keeps the formula for the cells that share it, or takes it from the one that wrote it. */
  #share(number: string): void {
    const at = { row: this.#rows.row, column: this.#rows.column };
    const known = this.#shared.get(number);
    if (this.#formula !== null && this.#formula !== '') {
      this.#shared.set(number, { formula: this.#formula, at });
    } else if (known !== undefined) this.#formula = movedFormula(known.formula, known.at, at);
  }

  #putValue(value: string): void {
    const rows = this.#rows;
    switch (this.#type) {
      case 'n': {
        const text = decimalText(value);
        if (text === null) rows.putAsIs(value, Kind.text, this.#style);
        else rows.putNumber(text, this.#style);
        break;
      }
      case 's':
        rows.putShared(Number(value), this.#style);
        break;
      case 'b':
        rows.putAsIs(isTrue(value.trim().toLowerCase()) ? 'TRUE' : 'FALSE', Kind.boolean, this.#style);
        break;
      case 'e':
        rows.putAsIs(value, Kind.error, this.#style);
        break;
      case 'd': {
        const date = isoText(value);
        rows.putAsIs(date ?? value, date === null ? Kind.text : Kind.date, this.#style);
        break;
      }
      default:
        rows.putText(unescapeXstring(value), this.#style);
    }
  }
}
