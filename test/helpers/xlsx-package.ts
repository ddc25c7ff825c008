/** Workbooks put together by hand, part by part, so that a test can write what no well-behaved writer does. */
import { strToU8, type Zippable, zipSync } from 'fflate';
import { defaultLimits, type Limits } from '../../pipeline/intake/limits.js';
import { bytesSource } from '../../pipeline/intake/source.js';
import { Unreadable } from '../../pipeline/intake/unreadable.js';
import { Kind, type Row, type SourceSheet, type Workbook } from '../../pipeline/intake/workbook.js';
import { openXlsx } from '../../pipeline/intake/xlsx/open.js';

export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export type Parts = Record<string, string | Uint8Array | null>;

/** Parts of a workbook of one sheet with the given content of `<sheetData>`. */
export function parts(sheetData: string, { head = '', tail = '' } = {}): Parts {
  return {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/></Types>`,
    '_rels/.rels': relationships({ r1: ['officeDocument', 'xl/workbook.xml'] }),
    'xl/workbook.xml': workbook('<sheet name="表" sheetId="1" r:id="r1"/>'),
    'xl/_rels/workbook.xml.rels': relationships({ r1: ['worksheet', 'worksheets/sheet1.xml'] }),
    'xl/worksheets/sheet1.xml': worksheet(sheetData, { head, tail }),
  };
}

export function worksheet(sheetData: string, { head = '', tail = '' } = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}">${head}<sheetData>${sheetData}</sheetData>${tail}</worksheet>`;
}

export function workbook(sheets: string, properties = ''): string {
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${properties}<sheets>${sheets}</sheets></workbook>`;
}

/** By id: the last step of the type (or a whole type), the target, and the mode where it is not inside. */
export function relationships(list: Record<string, readonly [string, string, string?]>): string {
  const lines = Object.entries(list).map(([id, [type, target, mode]]) => {
    const whole = type.includes('/') ? type : `${OFFICE}/${type}`;
    return `<Relationship Id="${id}" Type="${whole}" Target="${target}"${mode === undefined ? '' : ` TargetMode="${mode}"`}/>`;
  });
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${lines.join('')}</Relationships>`;
}

/** The parts with some replaced; null takes one out. Shared strings and styles get their relationship. */
export function zipped(base: Parts, changed: Parts = {}, level: 0 | 6 = 6): Uint8Array {
  const all: Parts = { ...base, ...changed };
  const rels = 'xl/_rels/workbook.xml.rels';
  if (changed[rels] === undefined && typeof all[rels] === 'string') {
    for (const name of ['sharedStrings', 'styles']) {
      if (all[`xl/${name}.xml`] === undefined) continue;
      all[rels] = (all[rels] as string).replace(
        '</Relationships>',
        `<Relationship Id="${name}" Type="${OFFICE}/${name}" Target="${name}.xml"/></Relationships>`,
      );
    }
  }
  const files: Zippable = {};
  for (const [name, content] of Object.entries(all)) {
    if (content !== null) files[name] = typeof content === 'string' ? strToU8(content) : content;
  }
  return zipSync(files, { level });
}

export function read(bytes: Uint8Array, limits: Limits = defaultLimits): Promise<Workbook> {
  return openXlsx(bytesSource(bytes), limits);
}

export async function rowsOf(sheet: SourceSheet | undefined): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of sheet?.rows() ?? []) rows.push(...batch);
  return rows;
}

const KIND_NAMES = Object.keys(Kind) as (keyof typeof Kind)[];

/** Filled cells of a sheet's rows as `A1 number 37.8`. */
export function cells(rows: readonly Row[]): string[] {
  return rows.flatMap((row) =>
    row.texts.flatMap((text, column) =>
      text === ''
        ? []
        : [
            `${String.fromCharCode(65 + column)}${row.number} ${KIND_NAMES[row.kinds?.[column] ?? 0]} ${text}`,
          ],
    ),
  );
}

/** Filled cells of the first sheet of a workbook of the given parts. */
export async function cellsOf(base: Parts, changed: Parts = {}): Promise<string[]> {
  const { sheets } = await read(zipped(base, changed));
  return cells(await rowsOf(sheets[0]));
}

/** Reads everything there is; the rule of the finding where that is refused, else 'read'. */
export async function outcome(bytes: Uint8Array, limits: Limits = defaultLimits): Promise<string> {
  try {
    for (const sheet of (await read(bytes, limits)).sheets) {
      for await (const _ of sheet.rows()) {
        // Reading is all that is asked.
      }
    }
    return 'read';
  } catch (error) {
    if (error instanceof Unreadable) return error.finding.rule;
    throw error;
  }
}
