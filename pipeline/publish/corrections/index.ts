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
import type { Sheet, Workbook } from '../../intake/workbook.js';
import { correctionMark, findingsSheet, markSheet } from '../../recognise/correction-mark.js';
import type { Store } from '../../store/database.js';
import { compareText } from '../../text/fold.js';
import { canonicalPackage, type Package } from '../package.js';
import type { Publication, PublishedFinding } from '../publication.js';
import type { PublishedFile } from '../tables.js';
import { BadXml } from '../templates/xml.js';
import { CannotMark } from './cannot-mark.js';
import { type Marking, markPackage } from './marked.js';
import { isOurNote, type Placed, place } from './marks.js';
import { correctionNames } from './names.js';
import { originalPackage, withoutMacros } from './original.js';
import { type HeaderRows, plainPackage, sheetNames } from './plain.js';

/**
 * A file that is larger gets the list of its findings alone: nobody fixes a million rows by hand, and the run that
 * reads them quickly should not wait for their copy. In bytes of all its parts, and in cells.
 */
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
    const headers = headerRows(store, file.submission_id);
    const bytes = await correctionOf(file, own, headers, publication, join(archive, file.sha256));
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

/** Header rows of a file's tables by the position of their sheet. */
function headerRows(store: Pick<Store, 'sqlite'>, submissionId: number): ReadonlyMap<number, HeaderRows[]> {
  const rows = store.sqlite
    .prepare<[number], HeaderRows & { sheet_index: number }>(
      `SELECT sheet_index, header_first AS first, header_last AS last FROM source_table
        WHERE submission_id = ? AND header_first IS NOT NULL ORDER BY sheet_index, header_first`,
    )
    .all(submissionId);
  const headers = new Map<number, HeaderRows[]>();
  for (const { sheet_index, ...own } of rows) headers.set(sheet_index, [...(headers.get(sheet_index) ?? []), own]);
  return headers;
}

/** The correction of a file; null where no finding is about its sheets. */
async function correctionOf(
  file: Submitted,
  findings: readonly PublishedFinding[],
  headers: ReadonlyMap<number, readonly HeaderRows[]>,
  publication: Publication,
  path: string,
): Promise<Uint8Array | null> {
  if (findings.length === 0) return null;
  const opened = await openWorkbook(path);
  if ('unreadable' in opened) throw new Unreadable(opened.unreadable.rule, opened.unreadable.params);
  try {
    const { workbook } = opened;
    const sheets = workbook.sheets.filter((sheet) => !isOwnSheet(sheet, file));
    if (!findings.some((found) => sheets.some(({ name }) => name === found.sheet))) return null;
    const names = sheetNames(sheets.map(({ name }) => name));
    const parts =
      (await patched(file, findings, workbook, sheets, publication, path)) ??
      (await rewritten(file, findings, sheets, names, headers, publication)) ??
      (await listAlone(file, findings, sheets, publication));
    return canonicalPackage(parts, { date: publication.asOf });
  } finally {
    await opened.close();
  }
}
