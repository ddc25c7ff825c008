/** Reads the bytes of a binary workbook into its sheets and their rows. */
import { CFB, read, set_cptable, type WorkBook, type WorkSheet } from '@e965/xlsx';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { numberText } from '../cells/number.js';
import {
  builtInFormat,
  formatByCode,
  type ShownNumber,
  showNumber,
  showText,
} from '../cells/number-format.js';
import { type CellDetail, Kind, type Merge } from '../workbook.js';
import { type BiffFacts, readBiffFacts } from './biff.js';
import { decryptedStream } from './decrypt.js';
import type { LegacyEvent, PackedRow, SheetFacts } from './message.js';

interface Cell {
  readonly t: string;
  readonly v?: unknown;
  readonly w?: string;
  readonly z?: string | number;
  readonly f?: string;
}

const BATCH = 256;
/** The first bytes of a compound file. */
const COMPOUND = 0xe011cfd0;
/** GBK, for old files that do not name theirs. */
const CHINESE = 936;

const errors: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
};

/** The events of a file; one that cannot be read ends in `refused`. */
export function* legacyEvents(bytes: Uint8Array): Generator<LegacyEvent> {
  try {
    yield* eventsOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  } catch {
    yield { is: 'refused', rule: 'file.damaged_document' };
  }
}

function* eventsOf(bytes: Buffer): Generator<LegacyEvent> {
  const stream = decryptedStream(streamOf(bytes));
  if (stream === null) {
    yield { is: 'refused', rule: 'file.encrypted' };
    return;
  }
  set_cptable(codepages);
  const book = read(stream, {
    type: 'buffer',
    dense: true,
    cellNF: true,
    // Without it hidden rows and columns are not read.
    cellStyles: true,
    cellText: false,
    cellHTML: false,
    codepage: CHINESE,
  });
  yield* workbookEvents(book, readBiffFacts(stream));
}

/** The workbook's own stream; the file itself where it has no package around it. */
function streamOf(bytes: Buffer): Buffer {
  if (bytes.readUInt32LE(0) !== COMPOUND) return bytes;
  const file = CFB.read(bytes, { type: 'buffer' });
  const entry = CFB.find(file, '/Workbook') ?? CFB.find(file, '/Book');
  if (!entry) throw new Error('no workbook in the file');
  return Buffer.from(entry.content as Uint8Array);
}

function* workbookEvents(book: WorkBook, facts: BiffFacts): Generator<LegacyEvent> {
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  const sheets = book.SheetNames.map((name) => book.Sheets[name] ?? {});
  yield {
    is: 'sheets',
    sheets: sheets.map((sheet, index) => ({
      ...frameOf(sheet),
      name: book.SheetNames[index] ?? '',
      index,
      state: stateOf(book, index),
      filtered: isFiltered(book, sheet, index),
      date1904,
      recalculates: facts.recalculates,
      separated: false,
    })),
  };
  const context = { date1904, facts, neverCalculated: hasNoResults(sheets) };
  for (const [index, sheet] of sheets.entries()) yield* rowEvents(sheet, index, context);
}

function stateOf(book: WorkBook, index: number): SheetFacts['state'] {
  const hidden = book.Workbook?.Sheets?.[index]?.Hidden;
  return hidden === 2 ? 'veryHidden' : hidden === 1 ? 'hidden' : 'visible';
}

function isFiltered(book: WorkBook, sheet: WorkSheet, index: number): boolean {
  // The hidden name under which a filter keeps its range.
  const names = book.Workbook?.Names ?? [];
  return (
    sheet['!autofilter'] !== undefined ||
    names.some(({ Name, Sheet }) => Name === '_xlnm._FilterDatabase' && Sheet === index)
  );
}

/** Some programs write an empty text as the result of each formula, and leave it to the reader to calculate. */
function hasNoResults(sheets: readonly WorkSheet[]): boolean {
  let formulas = 0;
  for (const sheet of sheets) {
    for (const row of cellsOf(sheet)) {
      for (const cell of row ?? []) {
        if (!cell?.f) continue;
        if (cell.v !== undefined && cell.v !== '') return false;
        formulas++;
      }
    }
  }
  return formulas > 0;
}

type Cells = readonly (Cell | null | undefined)[];

function cellsOf(sheet: WorkSheet): readonly (Cells | undefined)[] {
  return (sheet['!data'] ?? []) as readonly (Cells | undefined)[];
}

function frameOf(sheet: WorkSheet): Pick<SheetFacts, 'merges' | 'hiddenColumns'> {
  const merges = (sheet['!merges'] ?? [])
    .map(({ s, e }): Merge => ({ firstRow: s.r + 1, lastRow: e.r + 1, firstColumn: s.c, lastColumn: e.c }))
    .sort((a, b) => a.firstRow - b.firstRow || a.firstColumn - b.firstColumn);
  const hiddenColumns = (sheet['!cols'] ?? []).flatMap((column, at) => (column?.hidden ? [at] : []));
  return { merges, hiddenColumns };
}

interface Reading {
  readonly date1904: boolean;
  readonly facts: BiffFacts;
  readonly neverCalculated: boolean;
}

function* rowEvents(sheet: WorkSheet, index: number, reading: Reading): Generator<LegacyEvent> {
  const event = (rows: readonly PackedRow[]) =>
    ({ is: 'rows', sheet: index, json: JSON.stringify(rows) }) as const;
  const data = cellsOf(sheet);
  let rows: PackedRow[] = [];
  for (let at = 0; at < data.length; at++) {
    const row = packedRow(data[at] ?? [], index, at, sheet['!rows']?.[at]?.hidden === true, reading);
    if (row === null) continue;
    rows.push(row);
    if (rows.length < BATCH) continue;
    yield event(rows);
    rows = [];
  }
  if (rows.length > 0) yield event(rows);
}

/** A row, from 0; null: every cell is blank. */
function packedRow(
  cells: Cells,
  sheet: number,
  row: number,
  hidden: boolean,
  { date1904, facts, neverCalculated }: Reading,
): PackedRow | null {
  const texts: string[] = [];
  const kinds: Kind[] = [];
  const details: [number, CellDetail][] = [];
  cells.forEach((cell, column) => {
    const shown = cell ? shownBy(cell, date1904, neverCalculated) : null;
    if (shown === null || shown.text === '') return;
    while (texts.length < column) {
      texts.push('');
      kinds.push(Kind.text);
    }
    texts[column] = shown.text;
    kinds[column] = shown.kind;
    const { before, after } = shown;
    const mark = facts.markOf(sheet, row, column);
    const formula = facts.recalculates || cell?.v === 0 ? (cell?.f ?? null) : null;
    if (before !== '' || after !== '' || mark !== null || formula !== null)
      details.push([column, { before, after, mark, formula }]);
  });
  if (texts.length === 0) return null;
  const packed = [row + 1, hidden ? 1 : 0, texts, kinds] as const;
  return details.length > 0 ? [...packed, details] : packed;
}

function shownBy({ t, v, w, z, f }: Cell, date1904: boolean, neverCalculated: boolean): ShownNumber {
  const shown = (text: string, kind: Kind): ShownNumber => ({ text, kind, before: '', after: '' });
  if (v === undefined || v === null || (f && neverCalculated))
    return shown(f ? `=${f}` : '', Kind.unevaluated);
  if (t === 'b') return shown(v ? 'TRUE' : 'FALSE', Kind.boolean);
  if (t === 'e') return shown(w ?? errors[Number(v)] ?? '#N/A', Kind.error);
  const format = typeof z === 'string' ? formatByCode(z) : builtInFormat(0);
  if (t !== 'n' || typeof v !== 'number') return shown(showText(format, String(v)), Kind.text);
  return showNumber(format, numberText(v), date1904);
}
