/**
 * Entry of the process that reads legacy formats: a file by standard input, its cells as lines of JSON (see
 * `legacy-message.ts`) by standard output. Nothing but `legacy.ts` starts it.
 */
import { readFileSync } from 'node:fs';
import { read, set_cptable, type WorkSheet } from '@e965/xlsx';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { Kind, type Merge } from '../workbook.js';
import { shownByCode } from '../xlsx/styles.js';
import { numberText, Shown, serialText } from '../xlsx/values.js';
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
    const texts: string[] = [];
    const kinds: Kind[] = [];
    cells?.forEach((cell, column) => {
      const [text, kind] = cell ? cellText(cell, date1904) : ['', Kind.text];
      if (text === '') return;
      while (texts.length < column) {
        texts.push('');
        kinds.push(Kind.text);
      }
      texts[column] = text;
      kinds[column] = kind;
    });
    if (texts.length === 0) return;
    rows.push([at + 1, sheet['!rows']?.[at]?.hidden ? 1 : 0, texts, kinds]);
    if (rows.length === BATCH) {
      send({ is: 'rows', sheet: index, rows });
      rows = [];
    }
  });
  if (rows.length > 0) send({ is: 'rows', sheet: index, rows });
}

function cellText({ t, v, w, z, f }: Cell, date1904: boolean): [string, Kind] {
  if (v === undefined || v === null) return f ? [`=${f}`, Kind.unevaluated] : ['', Kind.text];
  if (t === 'b') return [v ? 'TRUE' : 'FALSE', Kind.boolean];
  if (t === 'e') return [w ?? errors[Number(v)] ?? '#N/A', Kind.error];
  if (t !== 'n' || typeof v !== 'number') return [String(v).replaceAll('\0', ''), Kind.text];
  const shown = typeof z === 'string' ? shownByCode(z) : Shown.number;
  if (shown === Shown.percent) return [numberText(v), Kind.percent];
  const date = shown === Shown.number ? null : serialText(v, shown, date1904);
  return date === null ? [numberText(v), Kind.number] : [date, Kind.date];
}

function send(message: LegacyMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
