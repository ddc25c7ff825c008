/**
 * The correction workbooks: for each file of the period with findings its own sheets as they looked, with the
 * offending cells marked and explained, and a list of the findings before them. Fixed and put back, one takes
 * the place of the file whose sha256 it carries.
 *
 * An .xlsx or .xlsm is patched inside its package, as templates are: what the sender knows of it (fonts, widths,
 * formulas, drop-downs, print set-up) stays, and a total that is a formula still follows the cells that are
 * fixed. No library parses it: its parts are inflated under a limit and looked at as text. What comes out is
 * read back, and has to hold the same cells; where it does not, and for all other formats, the sheets are
 * written from the cells that our reader found.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openWorkbook } from '../../intake/open.js';
import { Unreadable } from '../../intake/unreadable.js';
import type { Sheet } from '../../intake/workbook.js';
import { correctionMark, findingsSheet, markSheet } from '../../recognise/correction-mark.js';
import type { Store } from '../../store/database.js';
import { compareText } from '../../text/fold.js';
import { canonicalPackage, type Package } from '../package.js';
import type { Publication, PublishedFinding } from '../publication.js';
import type { PublishedFile } from '../tables.js';
import { BadXml } from '../templates/xml.js';
import { CannotMark } from './cannot-mark.js';
import { type Marking, markPackage } from './marked.js';
import { type Placed, place } from './marks.js';
import { correctionNames } from './names.js';
import { originalPackage, withoutMacros } from './original.js';
import { type HeaderRows, plainPackage, sheetNames } from './plain.js';

/**
 * A file that is larger gets the list of its findings alone: nobody fixes a million rows by hand, and the run that
 * reads them quickly should not wait for their copy. In rows, in bytes of all parts of its package, and in cells.
 */
const mostRows = 100_000;
const mostBytes = 64 * 2 ** 20;
const mostCells = 1_000_000;

interface Submitted {
  readonly submission_id: number;
  readonly file: string;
  readonly sha256: string;
  readonly corrects: string | null;
}

/**
 * Writes the corrections of the publication's own period to `corrections/` in its folder. They hold full personal
 * data: their owner alone may read them.
 * @param archive where the bytes of submitted files are kept, by sha256
 * @returns what was written, for the record of the run
 */
export async function publishCorrections(
  folder: string,
  publication: Publication,
  store: Pick<Store, 'sqlite'>,
  archive: string,
): Promise<PublishedFile[]> {
  const { township, period } = publication;
  const below = (file: string) => file.slice(period.length + 1);
  const submitted = submittedFiles(store, township.unit, period);
  const names = correctionNames(submitted.map(({ file }) => below(file)));
  const findings = openFindings(publication);
  const written: PublishedFile[] = [];
  for (const file of submitted.filter(({ counts }) => counts)) {
    const own = findings.get(file.file) ?? [];
    const bytes =
      own.length === 0
        ? null
        : await correctionOf(file, own, tablesOf(store, file), publication, join(archive, file.sha256));
    if (bytes === null) continue;
    const path = `corrections/${names.get(below(file.file))}`;
    mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, path), bytes, { mode: 0o600 });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    written.push({ path, sha256, bytes: bytes.length });
  }
  return written;
}

function submittedFiles(store: Pick<Store, 'sqlite'>, unit: string, period: string) {
  return store.sqlite
    .prepare<[string, string], Submitted & { readable: 0 | 1; superseded_by: string | null }>(
      `SELECT submission_id, file, sha256, corrects, readable, superseded_by FROM submission
        WHERE unit = ? AND period = ?`,
    )
    .all(unit, period)
    .map((row) => ({ ...row, counts: row.readable === 1 && row.superseded_by === null }))
    .sort((a, b) => compareText(a.file, b.file));
}

/** Findings that no one has accepted, by file. */
function openFindings(publication: Publication): ReadonlyMap<string, readonly PublishedFinding[]> {
  const findings = new Map<string, PublishedFinding[]>();
  for (const found of publication.findings()) {
    if (found.waivedBy !== '') continue;
    const own = findings.get(found.file);
    if (own) own.push(found);
    else findings.set(found.file, [found]);
  }
  return findings;
}

interface SubmittedTable {
  readonly sheet: string;
  /** Position of the sheet in its file. */
  readonly sheetIndex: number;
  readonly header: HeaderRows | null;
  /** Rows of data and others. */
  readonly rows: number;
}

function tablesOf(store: Pick<Store, 'sqlite'>, { submission_id }: Submitted): SubmittedTable[] {
  return store.sqlite
    .prepare<
      [number],
      { sheet: string; sheetIndex: number; first: number | null; last: number | null; rows: number }
    >(
      `SELECT sheet, sheet_index AS sheetIndex, header_first AS first, header_last AS last,
        rows_data + rows_not_data AS rows
        FROM source_table WHERE submission_id = ? ORDER BY sheet_index, header_first`,
    )
    .all(submission_id)
    .map(({ first, last, ...table }) => ({
      ...table,
      header: first === null || last === null ? null : { first, last },
    }));
}

/** The correction of a file; null where no finding is about its sheets. */
async function correctionOf(
  file: Submitted,
  findings: readonly PublishedFinding[],
  tables: readonly SubmittedTable[],
  publication: Publication,
  path: string,
): Promise<Uint8Array | null> {
  const known = new Set(tables.filter(({ sheet }) => !isOwnSheet(sheet, file)).map(({ sheet }) => sheet));
  if (!findings.some(({ sheet }) => known.has(sheet))) return null;
  const correction: Correction = { file, findings, tables, publication };
  if (tables.reduce((sum, { rows }) => sum + rows, 0) > mostRows) return listAlone(correction);
  const opened = await openWorkbook(path);
  if ('unreadable' in opened) return listAlone(correction);
  try {
    const { format } = opened.workbook;
    const sheets = opened.workbook.sheets.filter(({ name }) => !isOwnSheet(name, file));
    const original = format === 'xlsx' || format === 'xlsm';
    return (
      (original ? await patched(correction, sheets, path) : null) ??
      (await rewritten(correction, sheets)) ??
      listAlone(correction)
    );
  } finally {
    await opened.close();
  }
}

interface Correction {
  readonly file: Submitted;
  readonly findings: readonly PublishedFinding[];
  readonly tables: readonly SubmittedTable[];
  readonly publication: Publication;
}

/** Whether a sheet is the list of findings, or the mark, of a file that is a correction itself. */
function isOwnSheet(name: string, { corrects }: Submitted): boolean {
  return corrects !== null && (name === findingsSheet || name === markSheet);
}

/** The original with its cells marked; null where it cannot be changed without risk. */
async function patched(
  correction: Correction,
  sheets: readonly Sheet[],
  path: string,
): Promise<Uint8Array | null> {
  try {
    const parts = await originalPackage(path, mostBytes);
    if (parts === null) return null;
    withoutMacros(parts);
    const placed = await place(
      correction.findings,
      sheets,
      sheets.map(({ name }) => name),
    );
    markPackage(parts, markingOf(correction, placed, []));
    const bytes = packed(correction, parts);
    return (await holdsTheSame(sheets, bytes)) ? bytes : null;
  } catch (error) {
    if (error instanceof CannotMark || error instanceof BadXml || error instanceof Unreadable) return null;
    throw error;
  }
}

/** The sheets written anew, with their cells marked; null where they are too large for a workbook. */
async function rewritten(correction: Correction, sheets: readonly Sheet[]): Promise<Uint8Array | null> {
  const { findings, tables } = correction;
  const names = sheetNames(sheets.map(({ name }) => name));
  const parts = await plainPackage(
    sheets.map((sheet, at) => ({
      sheet,
      name: names[at] ?? sheet.name,
      headers: tables.flatMap(({ sheetIndex, header }) =>
        sheetIndex === sheet.index && header ? [header] : [],
      ),
    })),
    mostCells,
  );
  if (parts === null) return null;
  const placed = await place(findings, sheets, names);
  markPackage(parts, markingOf(correction, placed, sheetsWrittenAnew));
  return packed(correction, parts);
}

/** The list of findings without any sheet, which must not take the place of anything. */
async function listAlone(correction: Correction): Promise<Uint8Array> {
  const parts: Package = (await plainPackage([], 0)) ?? new Map();
  const placed = await place(correction.findings, [], []);
  markPackage(parts, { ...markingOf(correction, placed, tooLarge), mark: null });
  return packed(correction, parts);
}

const packed = ({ publication }: Correction, parts: Package) =>
  canonicalPackage(parts, { date: publication.asOf });

const sheetsWrittenAnew = [
  '本文件按原文件的内容重新制作：公式已换成当时的数值，改动单元格后请一并核对合计行。',
];
const tooLarge = ['原文件过大，这里只列出问题：请在原文件中改正后重新报送，本文件不必交回。'];

function markingOf(
  { file, publication }: Correction,
  { marks, listed, further }: Placed,
  remarks: readonly string[],
): Marking {
  const { township, period } = publication;
  const earlier: string[] = JSON.parse(file.corrects ?? '[]');
  const mark = correctionMark([file.sha256, ...earlier.filter((sha256) => sha256 !== file.sha256)]);
  const howTo = [
    `怎样改：红色单元格是错误，改好以后所在的行才计入；黄色单元格是提示，请核实，没有问题的不必改。把鼠标停在单元格上可以看到说明。`,
    `怎样交回：改好后保存，把本文件原样放回 inputs/${township.unit}/${period}/ 任意位置即可，原文件不必删除，由本文件取代。`,
  ];
  return {
    list: {
      title: `${file.file.slice(file.file.lastIndexOf('/') + 1)}：问题清单`,
      lines: [
        `原文件：${file.file}`,
        ...(remarks === tooLarge ? [] : howTo),
        ...remarks,
        ...(remarks === tooLarge ? [] : [mark]),
      ],
      findings: listed,
      remarks: further > 0 ? [`其余 ${further} 条未列出，单元格同样标了颜色。`] : [],
    },
    mark,
    marks,
    isCorrection: file.corrects !== null,
  };
}

/** Whether a correction reads back to the same cells and merges. */
async function holdsTheSame(sheets: readonly Sheet[], bytes: Uint8Array): Promise<boolean> {
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
async function contentOf(sheet: Sheet): Promise<string> {
  const hash = createHash('sha256');
  for await (const rows of sheet.rows()) {
    for (const { number, texts, kinds, hidden } of rows) {
      hash.update(JSON.stringify([number, texts, kinds, hidden]));
    }
  }
  return hash.digest('hex');
}
