/**
 * Entry of the process that reads legacy formats: a file by standard input, its cells as lines of JSON (see
 * `legacy-message.ts`) by standard output. Nothing but `legacy.ts` starts it.
 */
import { readFileSync } from 'node:fs';
import { read, set_cptable, type WorkSheet } from '@e965/xlsx';
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
import type { LegacyMessage, PackedRow, SheetFacts } from './message.js';

interface Cell {
  readonly t: string;
  readonly v?: unknown;
  readonly w?: string;
  readonly z?: string | number;
  readonly f?: string;
}

const BATCH = 256;
const STANDARD_INPUT = 0;
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

try {
  sendWorkbook(readFileSync(STANDARD_INPUT));
} catch (error) {
  const encrypted = error instanceof Error && /password|encrypt/i.test(error.message);
  send({ is: 'refused', rule: encrypted ? 'file.encrypted' : 'file.damaged_document' });
}

function sendWorkbook(bytes: Buffer): void {
  set_cptable(codepages);
  const book = read(bytes, {
    type: 'buffer',
    dense: true,
    cellNF: true,
    // Without it hidden rows and columns are not read.
    cellStyles: true,
    cellText: false,
    cellHTML: false,
    codepage: CHINESE,
  });
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  const sheets = book.SheetNames.map((name) => book.Sheets[name] ?? {});
  send({
    is: 'sheets',
    sheets: sheets.map((sheet, index) => {
      const hidden = book.Workbook?.Sheets?.[index]?.Hidden;
      const state = hidden === 2 ? 'veryHidden' : hidden === 1 ? 'hidden' : 'visible';
      // The hidden name under which a filter keeps its range.
      const filtered =
        sheet['!autofilter'] !== undefined ||
        book.Workbook?.Names?.some(
          ({ Name, Sheet }) => Name === '_xlnm._FilterDatabase' && Sheet === index,
        ) === true;
      return {
        ...frameOf(sheet),
        name: book.SheetNames[index] ?? '',
        index,
        state,
        filtered,
        date1904,
        recalculates: false,
        separated: false,
      };
    }),
  });
  for (const [index, sheet] of sheets.entries()) sendRows(sheet, index, date1904);
  send({ is: 'end' });
}

function frameOf(sheet: WorkSheet): Pick<SheetFacts, 'merges' | 'hiddenColumns'> {
  const merges = (sheet['!merges'] ?? [])
    .map(({ s, e }): Merge => ({ firstRow: s.r + 1, lastRow: e.r + 1, firstColumn: s.c, lastColumn: e.c }))
    .sort((a, b) => a.firstRow - b.firstRow || a.firstColumn - b.firstColumn);
  const hiddenColumns = (sheet['!cols'] ?? []).flatMap((column, at) => (column?.hidden ? [at] : []));
  return { merges, hiddenColumns };
}

function sendRows(sheet: WorkSheet, index: number, date1904: boolean): void {
  const data = (sheet['!data'] ?? []) as readonly (readonly (Cell | null | undefined)[] | undefined)[];
  let rows: PackedRow[] = [];
  data.forEach((cells, at) => {
    const row = packedRow(cells ?? [], at + 1, sheet['!rows']?.[at]?.hidden === true, date1904);
    if (row === null) return;
    rows.push(row);
    if (rows.length === BATCH) {
      send({ is: 'rows', sheet: index, rows });
      rows = [];
    }
  });
  if (rows.length > 0) send({ is: 'rows', sheet: index, rows });
}

/** null: every cell is blank. */
function packedRow(
  cells: readonly (Cell | null | undefined)[],
  number: number,
  hidden: boolean,
  date1904: boolean,
): PackedRow | null {
  const texts: string[] = [];
  const kinds: Kind[] = [];
  const details: [number, CellDetail][] = [];
  cells.forEach((cell, column) => {
    const shown = cell ? shownBy(cell, date1904) : null;
    if (shown === null || shown.text === '') return;
    while (texts.length < column) {
      texts.push('');
      kinds.push(Kind.text);
    }
    texts[column] = shown.text;
    kinds[column] = shown.kind;
    const { before, after } = shown;
    if (before !== '' || after !== '') details.push([column, { before, after, mark: null, formula: null }]);
  });
  if (texts.length === 0) return null;
  const packed = [number, hidden ? 1 : 0, texts, kinds] as const;
  return details.length > 0 ? [...packed, details] : packed;
}

function shownBy({ t, v, w, z, f }: Cell, date1904: boolean): ShownNumber {
  const shown = (text: string, kind: Kind): ShownNumber => ({ text, kind, before: '', after: '' });
  if (v === undefined || v === null) return shown(f ? `=${f}` : '', Kind.unevaluated);
  if (t === 'b') return shown(v ? 'TRUE' : 'FALSE', Kind.boolean);
  if (t === 'e') return shown(w ?? errors[Number(v)] ?? '#N/A', Kind.error);
  const format = typeof z === 'string' ? formatByCode(z) : builtInFormat(0);
  if (t !== 'n' || typeof v !== 'number')
    return shown(showText(format, String(v).replaceAll('\0', '')), Kind.text);
  return showNumber(format, numberText(v), date1904);
}

function send(message: LegacyMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
