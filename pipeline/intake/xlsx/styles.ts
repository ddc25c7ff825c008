/** What the cell styles of a workbook make of their cells: the number format, and what the font does to the text. */
import { builtInFormat, formatByCode, type NumberFormat } from '../cells/number-format.js';
import { type CellStyle, plainFont } from '../cells/style.js';
import type { Limits } from '../limits.js';
import { eachToken, Token, XmlScanner } from '../xml/scanner.js';
import { isRaised, isStruck } from './runs.js';

/** Reads `styles.xml` to what each cell style (index of cellXfs) says. */
export async function readStyles(
  chunks: AsyncIterable<Uint8Array>,
  part: string,
  limits: Limits,
): Promise<readonly CellStyle[]> {
  const xml = new XmlScanner(part, limits);
  const codes = new Map<number, string>();
  const fonts: { struck: boolean; raised: boolean }[] = [];
  const styles: { readonly format: number; readonly font: number }[] = [];
  /** `font` and `xf` are in other lists, too, where they mean something else. */
  let list = '';
  await eachToken(chunks, xml, (token) => {
    if (token === Token.text) return;
    if (xml.name === 'fonts' || xml.name === 'cellXfs') list = token === Token.open ? xml.name : '';
    if (token === Token.close) return;
    if (xml.name === 'numFmt') {
      codes.set(Number(xml.attribute('numFmtId')), xml.attribute('formatCode') ?? '');
    } else if (list === 'fonts') {
      const font = fonts.at(-1);
      if (xml.name === 'font') fonts.push({ ...plainFont });
      else if (xml.name === 'strike' && font) font.struck = isStruck(xml);
      else if (xml.name === 'vertAlign' && font) font.raised = isRaised(xml);
    } else if (list === 'cellXfs' && xml.name === 'xf') {
      styles.push({
        format: Number(xml.attribute('numFmtId') ?? 0),
        font: Number(xml.attribute('fontId') ?? 0),
      });
    }
  });

  const formats = new Map<number, NumberFormat>();
  return styles.map(({ format: id, font }) => {
    const code = codes.get(id);
    const format = formats.get(id) ?? (code === undefined ? builtInFormat(id) : formatByCode(code));
    formats.set(id, format);
    return { format, font: fonts[font] ?? plainFont };
  });
}
