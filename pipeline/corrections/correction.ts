/**
 * The correction of one file, made of its archived bytes: its own sheets as they looked, with the offending
 * cells marked and explained, and a list of the findings before them. Plain data in, bytes out; see `threads.ts`.
 *
 * An .xlsx or .xlsm is patched inside its package, as templates are: what the sender knows of it (fonts, widths,
 * formulas, drop-downs, print set-up) stays, and a total that is a formula still follows the cells that are
 * fixed. No library parses it: its parts are inflated under a limit and looked at as text. What comes out is
 * read back, and has to hold the same cells; where it does not, and for all other formats, the sheets are
 * written from the cells that our reader found.
 */
import { createHash } from 'node:crypto';
import { openWorkbook } from '../intake/open.js';
import { Unreadable } from '../intake/unreadable.js';
import type { Row, SourceSheet } from '../intake/workbook.js';
import { canonicalPackage, type Package } from '../office/package.js';
import { BadXml } from '../office/xml.js';
import type { PublishedFinding } from '../publication/publication.js';
import { correctionMark, findingsSheet, markSheet } from '../recognise/correction-mark.js';
import { type Marks, markPackage } from './mark-package.js';
import { originalPackage, withoutMacros } from './original.js';
import { type Placed, place } from './place-findings.js';
import { type HeaderRows, rewrittenPackage, sheetNames } from './rewritten.js';
import { CannotMark } from './workbook-package.js';

/** A package that inflates to more, in bytes, and sheets of more cells get a list of their findings alone. */
const mostBytes = 32 * 2 ** 20;
const mostCells = 600_000;

/** A file to be corrected. */
export interface Correction {
  /** Where its bytes are. */
  readonly path: string;
  /** Path below inputs/<unit>/. */
  readonly file: string;
  readonly sha256: string;
  /** Where it is a correction itself: what it corrects, by sha256. */
  readonly corrects: readonly string[];
  readonly findings: readonly PublishedFinding[];
  /** How many more there are, of which only the number is shown. */
  readonly further: number;
  readonly headers: readonly SheetHeader[];
  readonly unit: string;
  readonly period: string;
  /** ISO date of the publication, which becomes the document's. */
  readonly asOf: string;
}

/** The rows of a table's header. */
export interface SheetHeader extends HeaderRows {
  /** Position of its sheet in the file. */
  readonly sheetIndex: number;
}

/** Whether a sheet is the list of findings, or the mark, of a file that is a correction itself. */
export function isOwnSheet(name: string, { corrects }: Pick<Correction, 'corrects'>): boolean {
  return corrects.length > 0 && (name === findingsSheet || name === markSheet);
}

/** The file itself with its cells marked; null where it is no package of sheets, or cannot be changed without risk. */
export async function patchedCorrection(correction: Correction): Promise<Uint8Array | null> {
  return withSheets(correction, async (sheets, isPackage) => {
    if (!isPackage) return null;
    try {
      const parts = await originalPackage(correction.path, mostBytes);
      if (parts === null) return null;
      withoutMacros(parts);
      const names = sheets.map(({ name }) => name);
      markPackage(parts, marksOf(correction, await place(correction.findings, sheets, names), []));
      const bytes = packed(correction, parts);
      return (await holdsTheSame(sheets, bytes)) ? bytes : null;
    } catch (error) {
      if (error instanceof CannotMark || error instanceof BadXml) return null;
      throw error;
    }
  });
}

/** The file's cells written anew, and marked; null where they are too many. */
export async function rewrittenCorrection(correction: Correction): Promise<Uint8Array | null> {
  return withSheets(correction, async (sheets) => {
    const names = sheetNames(sheets.map(({ name }) => name));
    const anew = sheets.map((sheet, at) => ({
      sheet,
      name: names[at] ?? sheet.name,
      headers: correction.headers.filter(({ sheetIndex }) => sheetIndex === sheet.index),
    }));
    const parts = await rewrittenPackage(anew, mostCells, factsOf(correction));
    if (parts === null) return null;
    const placed = await place(correction.findings, sheets, names);
    markPackage(parts, marksOf(correction, placed, [sheetsWrittenAnew]));
    return packed(correction, parts);
  });
}

/** The list of the findings without any sheet, which must not take the place of anything. */
export async function listedCorrection(correction: Correction): Promise<Uint8Array> {
  const parts = (await rewrittenPackage([], 0, factsOf(correction))) ?? new Map();
  const { list, ...marks } = marksOf(correction, await place(correction.findings, [], []), []);
  const lines = [originalFile(correction), tooLarge];
  markPackage(parts, { ...marks, list: { ...list, lines }, corrects: null });
  return packed(correction, parts);
}

async function withSheets(
  correction: Correction,
  make: (sheets: readonly SourceSheet[], isPackage: boolean) => Promise<Uint8Array | null>,
): Promise<Uint8Array | null> {
  const opened = await openWorkbook(correction.path);
  if ('unreadable' in opened) return null;
  const { sheets, format } = opened.workbook;
  try {
    const own = sheets.filter(({ name }) => !isOwnSheet(name, correction));
    return await make(own, format === 'xlsx' || format === 'xlsm');
  } catch (error) {
    // It was read when it was taken in; what keeps it from being read again, a limit of time, is no mistake here.
    if (error instanceof Unreadable) return null;
    throw error;
  } finally {
    await opened.close();
  }
}

const packed = ({ asOf }: Correction, parts: Package) => canonicalPackage(parts, { date: asOf });

const factsOf = ({ file, asOf }: Correction) => ({ title: fileName(file), date: asOf });
const fileName = (file: string) => file.slice(file.lastIndexOf('/') + 1);

const originalFile = ({ file }: Correction) => `原文件：${file}`;
const sheetsWrittenAnew =
  '本文件按原文件的内容重新制作：公式已换成当时的数值，改动单元格后请一并核对合计行。';
const tooLarge = '原文件过大，这里只列出问题：请在原文件中改正后重新报送，本文件不必交回。';

function marksOf(
  correction: Correction,
  { cells, listed, further }: Placed,
  remarks: readonly string[],
): Marks {
  const { file, sha256, corrects, unit, period } = correction;
  const line = correctionMark([...new Set([sha256, ...corrects])]);
  return {
    list: {
      title: `${fileName(file)}：问题清单`,
      lines: [
        originalFile(correction),
        '怎样改：红色单元格是错误，改好以后所在的行才计入；黄色单元格是提示，请核实，没有问题的不必改。把鼠标停在单元格上可以看到说明。',
        `怎样交回：改好后保存，把本文件原样放回 inputs/${unit}/${period}/ 任意位置即可；原文件不必删除，由本文件取代。`,
        ...remarks,
        line,
      ],
      findings: listed,
      remarks: remarksOn(further, correction.further),
    },
    corrects: line,
    cells,
    isCorrection: corrects.length > 0,
  };
}

function remarksOn(coloured: number, further: number): string[] {
  if (further > 0) return [`其余 ${coloured + further} 条未列出。`];
  return coloured > 0 ? [`其余 ${coloured} 条未列出，单元格同样标了颜色。`] : [];
}

/** Whether a correction reads back to the same cells and merges. */
async function holdsTheSame(sheets: readonly SourceSheet[], bytes: Uint8Array): Promise<boolean> {
  const opened = await openWorkbook(bytes);
  if ('unreadable' in opened) return false;
  const own = opened.workbook.sheets.filter(({ name }) => name !== findingsSheet && name !== markSheet);
  if (own.length !== sheets.length) return false;
  for (const [at, sheet] of sheets.entries()) {
    const other = own[at];
    if (!other || other.name !== sheet.name || other.state !== sheet.state) return false;
    if (JSON.stringify(other.merges) !== JSON.stringify(sheet.merges)) return false;
    if ((await contentOf(sheet)) !== (await contentOf(other))) return false;
  }
  return true;
}

/** Hash of a sheet's rows. */
async function contentOf(sheet: SourceSheet): Promise<string> {
  const hash = createHash('sha256');
  for await (const rows of sheet.rows()) {
    for (const { number, texts, kinds, hidden, details } of rows) {
      hash.update(JSON.stringify([number, texts, kinds, hidden, shownBeside(details)]));
    }
  }
  return hash.digest('hex');
}

/** What cells show beside their text, as far as a rewritten workbook has to show it, too. */
function shownBeside(details: Row['details']): unknown[] {
  return (details ?? []).flatMap((detail, column) => {
    const { before, after, mark } = detail ?? { before: '', after: '', mark: null };
    return before === '' && after === '' && mark === null ? [] : [[column, before, after, mark !== null]];
  });
}
