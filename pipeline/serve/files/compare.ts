/** What a period holds already that is like a file that is to be put, and what can be done then. */
import { basename } from 'node:path';
import type { FindingsData } from '../../audit-page/data.js';
import { maskText } from '../../findings/mask.js';
import type { Submission } from '../../inputs/discover.js';
import type { Inspection } from '../../read/inspection.js';
import type { Choice, Comparison } from '../api/files.js';
import { type FileReading, sharedKeys } from './reading.js';

/** A file that lies in the period. */
export interface PresentFile {
  readonly own: Submission;
  readonly sha256: string;
  /** null: of other forms, and not read. */
  readonly reading: FileReading | null;
}

export interface ComparedFile {
  readonly name: string;
  readonly sha256: string;
  readonly reading: FileReading;
  readonly inspection: Inspection;
}

const order: readonly Comparison['kind'][] = ['same_bytes', 'correction', 'same_rows', 'same_name'];
/** Of the rows of the smaller of two files, so large a share makes one a newer state of the other. */
const mostly = 0.5;

/** @param findings that are published of the period: of a correction those of its original are what was to be mended. */
export function compare(
  file: ComparedFile,
  present: readonly PresentFile[],
  findings: FindingsData,
): Comparison[] {
  return present
    .flatMap((other) => comparison(file, other, findings) ?? [])
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.shared - a.shared);
}

function comparison(file: ComparedFile, other: PresentFile, findings: FindingsData): Comparison | null {
  const { own, sha256, reading } = other;
  const shown = maskText(own.file);
  const name = basename(shown);
  const counts = {
    file: shown,
    rows: reading?.rows ?? 0,
    newRows: file.reading.rows,
    shared: reading ? sharedKeys(file.reading, reading) : 0,
    marked: 0,
    mended: 0,
  };
  if (sha256 === file.sha256)
    return { ...counts, kind: 'same_bytes', words: `和已放入的“${name}”一模一样，不用再放。` };
  if (file.reading.corrects.includes(sha256)) {
    const { marked, mended } = mendedIn(file.inspection, shown, findings);
    const words = `“${name}”的更正表，退回的 ${marked} 处，已改 ${mended} 处。`;
    return { ...counts, kind: 'correction', marked, mended, words };
  }
  if (counts.shared > 0 && counts.shared >= mostly * Math.min(counts.rows, counts.newRows)) {
    const words = `这一期已有“${name}”（${counts.rows} 行），其中 ${counts.shared} 行这份（${counts.newRows} 行）里也有。`;
    return { ...counts, kind: 'same_rows', words };
  }
  if (basename(own.file) === file.name)
    return { ...counts, kind: 'same_name', words: '这里已有同名文件，内容不同。' };
  return null;
}

/** Cells of the original that were marked, and how many of them are no longer found fault with. */
function mendedIn({ sheets }: Inspection, original: string, findings: FindingsData) {
  const sent = findings.filter(
    ({ file, severity, cell, waivedBy }) => file === original && severity === 'error' && cell && !waivedBy,
  );
  const marked = new Set(sent.map(({ cell, rule }) => `${rule} ${cell}`));
  const open = new Set(sheets.flatMap((sheet) => sheet.findings.map(({ rule, cell }) => `${rule} ${cell}`)));
  return { marked: marked.size, mended: [...marked].filter((place) => !open.has(place)).length };
}

/** What can be done with a file, the proposed first. @param isElsewhere it says that it belongs elsewhere. */
export function choicesFor(compared: readonly Comparison[], isElsewhere: boolean): Choice[] {
  const leave: Choice = { deed: 'leave', replaces: [], words: '先不放入' };
  const put: Choice = { deed: 'put', replaces: [], words: '放入' };
  const [first] = compared;
  if (!first) return isElsewhere ? [leave, put] : [put, leave];
  const replaces = compared.filter(({ kind }) => kind === first.kind).map(({ file }) => file);
  const replace: Choice = { deed: 'replace', replaces, words: '替换它（旧的移到“已撤下”，随时可以恢复）' };
  const both = (words: string): Choice => ({ deed: 'both', replaces: [], words });
  const choices: Readonly<Record<Comparison['kind'], readonly Choice[]>> = {
    same_bytes: [leave, both('仍然放入，改名为“…（2）”')],
    correction: [{ ...put, words: '放入（原来的那份由更正表替换）' }, leave],
    same_rows: [replace, both('两份都要，行数相加'), leave],
    same_name: [replace, both('两份都留，改名为“…（2）”'), leave],
  };
  const own = choices[first.kind];
  return isElsewhere ? [leave, ...own.filter(({ deed }) => deed !== 'leave')] : [...own];
}
