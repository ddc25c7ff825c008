/** What the cell styles of a workbook make of its numbers: plain, percentage, date or time. */
import type { Limits } from '../limits.js';
import { Shown } from './values.js';
import { eachToken, Token, XmlScanner } from './xml.js';

/**
 * Reads `styles.xml` to what each cell style (index of cellXfs) shows. A style that is not listed shows a
 * plain number.
 */
export async function readStyles(
  chunks: AsyncIterable<Uint8Array>,
  part: string,
  limits: Limits,
): Promise<readonly Shown[]> {
  const xml = new XmlScanner(part, limits);
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inCellStyles = false;
  await eachToken(chunks, xml, (token) => {
    if (token === Token.close && xml.name === 'cellXfs') inCellStyles = false;
    if (token === Token.close || token === Token.text) return;
    if (xml.name === 'numFmt') {
      codes.set(Number(xml.attribute('numFmtId')), xml.attribute('formatCode') ?? '');
    } else if (xml.name === 'cellXfs') {
      inCellStyles = token === Token.open;
    } else if (xml.name === 'xf' && inCellStyles) {
      formats.push(Number(xml.attribute('numFmtId') ?? 0));
    }
  });

  const known = new Map<number, Shown>();
  return formats.map((format) => {
    const shown = known.get(format) ?? shownBy(format, codes.get(format));
    known.set(format, shown);
    return shown;
  });
}

/**
 * What a number format shows: its code where the workbook gives one, else the built-in of that number
 * (ECMA-376 part 1, 18.8.30, with the dates of the Chinese, Japanese, Korean and Thai editions).
 */
export function shownBy(format: number, code?: string): Shown {
  if (code !== undefined) return shownByCode(code);
  if (format === 9 || format === 10 || format === 67 || format === 68) return Shown.percent;
  if (format === 46) return Shown.elapsed;
  if ((format >= 18 && format <= 21) || format === 45 || format === 47) return Shown.time;
  if (format === 32 || format === 33 || (format >= 75 && format <= 80)) return Shown.time;
  const isDate =
    (format >= 14 && format <= 22) ||
    (format >= 27 && format <= 36) ||
    (format >= 50 && format <= 58) ||
    (format >= 71 && format <= 81);
  return isDate ? Shown.date : Shown.number;
}

/** Spreadsheet programs hold a code to 255 characters. */
const LONGEST_CODE = 1000;

/** What a format code shows; its first section that shows anything decides. */
export function shownByCode(code: string): Shown {
  const bare = code
    .slice(0, LONGEST_CODE)
    // Quoted and escaped text, paddings, and what brackets hold but for elapsed time: colours, conditions, locales.
    .replace(/"[^"]*"?|[\\_*!].|\[(?!(?:h+|m+|s+)\])[^\]]*\]/gisu, '')
    .replace(/general|g\/通用格式|am\/pm|a\/p|上午\/下午/gi, '')
    .toLowerCase();
  for (const section of bare.split(';')) {
    if (/\[(h+|m+|s+)\]/.test(section)) return /[yd]/.test(section) ? Shown.date : Shown.elapsed;
    const isNumber = /[#?%]/.test(section) || /0/.test(section.replace(/s[.,]0+/g, ''));
    if (isNumber) return section.includes('%') ? Shown.percent : Shown.number;
    if (/[yde]|aaa|bb/.test(section)) return Shown.date;
    if (/[hs]/.test(section)) return Shown.time;
    if (section.includes('m')) return Shown.date;
  }
  return Shown.number;
}
