/** OpenDocument spreadsheets (.ods), and the same as one XML without a package (.fods). */
import { isoText } from '../cells/date.js';
import { decimalText } from '../cells/number.js';
import { type CellContext, RowBuilder } from '../cells/row-builder.js';
import { joinRuns, type Run } from '../cells/runs.js';
import type { Limits } from '../limits.js';
import type { ByteSource } from '../source.js';
import { Unreadable } from '../unreadable.js';
import { Kind, type Merge, type Row, type SourceSheet, type Workbook } from '../workbook.js';
import { asUtf8 } from '../xml/encoding.js';
import { eachToken, Token, XmlScanner } from '../xml/scanner.js';
import { inflate, readDirectory, type ZipEntry } from '../zip.js';
import { OdsStyles } from './styles.js';
import { type OdsCell, type OdsEvents, OdsWalker } from './walk.js';

/** A sheet as the first reading finds it. */
interface Outline {
  readonly name: string;
  readonly hidden: boolean;
  readonly merges: Merge[];
  readonly hiddenColumns: number[];
  filtered: boolean;
}

/** The document's parts; each call reads one anew. */
interface OdsDocument {
  /** null: there is none. */
  readonly styles: (() => AsyncGenerator<Uint8Array, void, undefined>) | null;
  readonly content: () => AsyncGenerator<Uint8Array, void, undefined>;
  /** Bytes of the content, unpacked. */
  readonly size: number;
  /** Whether the results of its formulas may be none. */
  readonly recalculates: boolean;
}

const CONTENT = 'content.xml';
const STYLES = 'styles.xml';
const CHUNK = 256 * 1024;
/** Columns that are hidden as one run; more are the blank rest of the sheet. */
const MOST_HIDDEN = 1000;
/** Cells that repetitions may make of those that are written. */
const MOST_REPEATED = 1_000_000;
const nothing = () => {};
const silent: OdsEvents = {
  sheet: nothing,
  columns: nothing,
  row: nothing,
  cell: nothing,
  endRow: nothing,
  filtered: nothing,
};

/** The file as a workbook. Throws Unreadable where it breaks off or is over a limit; `rows()` may throw it too. */
export async function openOds(source: ByteSource, limits: Limits): Promise<Workbook> {
  const document = await documentOf(source, limits);
  const styles = new OdsStyles();
  if (document.styles) await readStyles(document.styles(), styles, limits);
  const sheets = await outline(document, styles, limits);
  if (sheets.length === 0) throw new Unreadable('file.no_worksheet');
  if (sheets.length * document.size > limits.inflatedBytes) {
    throw new Unreadable('file.too_much_content', { limit: limits.inflatedBytes / 2 ** 20 });
  }
  return {
    format: 'ods',
    encoding: null,
    findings: [],
    sheets: sheets.map(({ name, hidden, merges, hiddenColumns, filtered }, index): SourceSheet => {
      const context: CellContext = {
        part: CONTENT,
        sheet: name,
        styles: styles.cells,
        date1904: false,
        recalculates: document.recalculates,
      };
      return {
        name,
        index,
        state: hidden ? 'hidden' : 'visible',
        merges: merges.sort((a, b) => a.firstRow - b.firstRow || a.firstColumn - b.firstColumn),
        hiddenColumns,
        filtered,
        date1904: false,
        recalculates: document.recalculates,
        separated: false,
        rows: () => rowsOf(document, index, context, styles, limits),
      };
    }),
  };
}

async function documentOf(source: ByteSource, limits: Limits): Promise<OdsDocument> {
  if (Buffer.from(await source.read(0, 2)).toString('latin1') !== 'PK') {
    return {
      styles: null,
      content: () => asUtf8(whole(source), CONTENT),
      size: source.size,
      recalculates: false,
    };
  }
  const entries = await readDirectory(source, limits);
  const [content, another] = entries.filter(({ name }) => name.toLowerCase() === CONTENT);
  const styles = entries.find(({ name }) => name === STYLES);
  if (another) throw new Unreadable('file.part_twice', { part: CONTENT });
  if (!content) throw new Unreadable('file.damaged', { part: CONTENT });
  return {
    styles: styles ? () => asUtf8(inflate(source, styles, limits), STYLES) : null,
    content: () => asUtf8(inflate(source, content, limits), CONTENT),
    size: content.size,
    recalculates: !(await isCalculated(source, entries, limits)),
  };
}

/** Programs that calculate what they write; a script leaves a 0 where a result belongs. */
const calculates = /LibreOffice|OpenOffice|Collabora|Microsoft|WPS|Yozo|Gnumeric|Calligra/i;
const mostOfMeta = 1 << 16;

/** Whether the file says that such a program wrote it: the format has no mark of its own that asks for calculation. */
async function isCalculated(
  source: ByteSource,
  entries: readonly ZipEntry[],
  limits: Limits,
): Promise<boolean> {
  const meta = entries.find(({ name }) => name === 'meta.xml');
  if (!meta || meta.size > mostOfMeta) return false;
  let text = '';
  for await (const chunk of asUtf8(inflate(source, meta, limits), 'meta.xml'))
    text += Buffer.from(chunk).toString('utf8');
  return calculates.test(/<meta:generator>([^<]*)/.exec(text)?.[1] ?? '');
}

async function* whole(source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < source.size; ) {
    const bytes = await source.read(at, CHUNK);
    if (bytes.length === 0) return;
    at += bytes.length;
    yield bytes;
  }
}

async function readStyles(
  chunks: AsyncIterable<Uint8Array>,
  styles: OdsStyles,
  limits: Limits,
): Promise<void> {
  const xml = new XmlScanner(STYLES, limits);
  const walker = new OdsWalker(xml, silent, styles, true);
  await eachToken(chunks, xml, (token) => walker.take(token));
  walker.finish();
}

/** Gives the whole content to `events`; comes back after every chunk. */
async function* walked(
  document: OdsDocument,
  events: OdsEvents,
  styles: OdsStyles,
  readsStyles: boolean,
  limits: Limits,
) {
  const xml = new XmlScanner(CONTENT, limits);
  const walker = new OdsWalker(xml, events, styles, readsStyles);
  for await (const chunk of document.content()) {
    xml.append(chunk);
    for (let token = xml.next(); token !== Token.more; token = xml.next()) walker.take(token);
    yield;
  }
  xml.finish();
  walker.finish();
}

async function outline(document: OdsDocument, styles: OdsStyles, limits: Limits): Promise<Outline[]> {
  const sheets: Outline[] = [];
  const styleNames = styleLookup();
  let row = 0;
  const events: OdsEvents = {
    sheet(name, hidden) {
      sheets.push({ name, hidden, merges: [], hiddenColumns: [], filtered: false });
      if (sheets.length > limits.sheets)
        throw new Unreadable('file.too_many_sheets', { limit: limits.sheets });
      styleNames.startSheet();
    },
    columns(first, count, hidden, style) {
      styleNames.columns(first, count, style);
      if (!hidden || count > MOST_HIDDEN) return;
      for (let i = 0; i < count; i++) sheets.at(-1)?.hiddenColumns.push(first + i);
    },
    row(number, _, __, style) {
      row = number;
      styleNames.row(style);
    },
    cell(cell) {
      // A number is given to each style before the rows are read.
      styles.cellNumber(styleNames.of(cell));
      const sheet = sheets.at(-1);
      if (!sheet || (cell.columns === 1 && cell.rows === 1)) return;
      sheet.merges.push({
        firstRow: row,
        lastRow: Math.min(row + cell.rows - 1, limits.rows),
        firstColumn: cell.column,
        lastColumn: Math.min(cell.column + cell.columns, limits.columns) - 1,
      });
      if (sheet.merges.length > limits.merges) {
        throw new Unreadable('file.too_many_merges', { limit: limits.merges }, sheet.name);
      }
    },
    endRow: nothing,
    filtered(range) {
      const name = /^\$?(?:'((?:[^']|'')*)'|([^.]*))\./.exec(range);
      const of = name?.[1]?.replaceAll("''", "'") ?? name?.[2];
      for (const sheet of sheets) if (sheet.name === of) sheet.filtered = true;
    },
  };
  for await (const _ of walked(document, events, styles, true, limits));
  return sheets;
}

/** The style of a cell: its own, else its row's, else its column's. */
function styleLookup() {
  let ofColumns: { readonly last: number; readonly style: string | null }[] = [];
  let ofRow: string | null = null;
  return {
    startSheet() {
      ofColumns = [];
    },
    columns(first: number, count: number, style: string | null) {
      ofColumns.push({ last: first + count - 1, style });
    },
    row(style: string | null) {
      ofRow = style;
    },
    of({ column, style }: OdsCell): string {
      return style ?? ofRow ?? ofColumns.find(({ last }) => column <= last)?.style ?? 'Default';
    },
  };
}

async function* rowsOf(
  document: OdsDocument,
  index: number,
  context: CellContext,
  styles: OdsStyles,
  limits: Limits,
): AsyncGenerator<readonly Row[], void, undefined> {
  const rows = new RowWriter(new RowBuilder(context, limits, true), styles, limits, context);
  let sheet = -1;
  const here = () => sheet === index;
  const events: OdsEvents = {
    ...silent,
    sheet() {
      sheet++;
    },
    columns(first, count, _, style) {
      if (here()) rows.styleNames.columns(first, count, style);
    },
    row(number, repeated, hidden, style) {
      if (here()) rows.open(number, repeated, hidden, style);
    },
    cell(cell) {
      if (here()) rows.add(cell);
    },
    endRow() {
      if (here()) rows.close();
    },
  };
  for await (const _ of walked(document, events, styles, false, limits)) {
    const batch = rows.builder.take();
    if (batch.length > 0) yield batch;
    if (sheet > index) return;
  }
}

/** Collects the cells of a row, which may stand for several rows. */
class RowWriter {
  readonly builder: RowBuilder;
  readonly styleNames = styleLookup();
  readonly #styles: OdsStyles;
  readonly #limits: Limits;
  readonly #context: CellContext;
  #cells: { readonly cell: OdsCell; readonly style: number }[] = [];
  #number = 0;
  #repeated = 1;
  #hidden = false;
  #made = 0;

  constructor(builder: RowBuilder, styles: OdsStyles, limits: Limits, context: CellContext) {
    this.builder = builder;
    this.#styles = styles;
    this.#limits = limits;
    this.#context = context;
  }

  open(number: number, repeated: number, hidden: boolean, style: string | null): void {
    this.#number = number;
    this.#repeated = repeated;
    this.#hidden = hidden;
    this.#cells = [];
    this.styleNames.row(style);
  }

  add(cell: OdsCell): void {
    if (cell.type === null && cell.formula === null && cell.runs.length === 0) return;
    this.#cells.push({ cell, style: this.#styles.cellNumber(this.styleNames.of(cell)) });
  }

  close(): void {
    if (this.#cells.length === 0) return;
    const width = this.#cells.reduce((sum, { cell }) => sum + cell.repeated, 0);
    this.#made += width * this.#repeated - this.#cells.length;
    if (this.#made > MOST_REPEATED) {
      throw new Unreadable('file.too_many_cells', { limit: this.#limits.cells }, this.#context.sheet);
    }
    for (let i = 0; i < this.#repeated; i++) {
      this.builder.openRow(this.#number + i, this.#hidden);
      for (const { cell, style } of this.#cells) {
        for (let c = 0; c < cell.repeated; c++) {
          put(this.builder, cell, cell.column + c, style);
          if (cell.formula !== null) {
            this.builder.putFormula(formulaText(cell.formula).slice(1).replaceAll(';', ','));
          }
        }
      }
      this.builder.closeRow();
    }
  }
}

function put(rows: RowBuilder, { type, value, formula, runs }: OdsCell, column: number, style: number): void {
  rows.openCell(column);
  const { text } = joinRuns(runs);
  const decimal = value === null ? null : decimalText(value);
  if (type === null && text === '' && formula !== null) rows.put(formulaText(formula), Kind.unevaluated);
  else if (type === 'error') rows.putAsIs(text, Kind.error, style);
  else if (type === 'boolean') rows.putAsIs(value === 'true' ? 'TRUE' : 'FALSE', Kind.boolean, style);
  else if (type === 'percentage' && decimal !== null) rows.putAsIs(decimal, Kind.percent, style);
  else if ((type === 'float' || type === 'currency') && decimal !== null) rows.putNumber(decimal, style);
  else if ((type === 'date' || type === 'time') && value !== null) {
    const date = type === 'date' ? isoText(value) : clockOf(value);
    rows.putAsIs(date ?? text, date === null ? Kind.text : Kind.date, style);
  } else rows.putText(runs.length === 0 ? (value ?? '') : text, style, markIn(runs));
}

function markIn(runs: readonly Run[]) {
  return (font: { readonly struck: boolean; readonly raised: boolean }) =>
    joinRuns(
      runs.map((run) => ({ ...run, struck: run.struck || font.struck, raised: run.raised || font.raised })),
    ).mark;
}

/** PT12H09M38S → 12:09:38; more hours than a day has have passed. */
function clockOf(duration: string): string | null {
  const [, hours, minutes, seconds] = /^PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S$/.exec(duration) ?? [];
  if (hours === undefined || minutes === undefined || seconds === undefined) return null;
  return [hours, minutes, seconds].map((part) => part.padStart(2, '0')).join(':');
}

/** `of:=SUM([.A1:.A3])` → `=SUM(A1:A3)`. */
function formulaText(formula: string): string {
  return formula
    .replace(/^[a-z]+:(?==)/, '')
    .replace(/\[([^\]]*)\]/g, (_, reference: string) => reference.replace(/(^|:)\./g, '$1'));
}
