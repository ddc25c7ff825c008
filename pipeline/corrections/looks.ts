/** How corrections look: marked cells, the list of findings, sheets that are written anew. */
import type { CellDetail } from '../intake/workbook.js';
import { box, colours } from '../office/look.js';
import type { CellStyle } from '../office/styles.js';

/** Fill of a marked cell, by severity. No office program has these among its own colours. */
export const markFills = { error: 'FFFF8B80', warning: 'FFFFE183' } as const;

/** Text is kept in text format, so that a code typed over it stays whole, too. */
const textFormat = '@';

const songti = { name: '宋体', charset: 134 };
const solid = (argb: string) => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } }) as const;
const opaque = (colour: string) => `FF${colour}`;

const line: CellStyle = {
  font: { ...songti, size: 10.5 },
  numFmt: textFormat,
  alignment: { vertical: 'middle' },
};
const cell: CellStyle = { ...line, alignment: { vertical: 'middle', wrapText: true }, border: box };

/** Of the list of findings. */
export const listLooks = {
  marker: { ...line, font: { ...songti, size: 8, color: { argb: opaque('A6A6A6') } } },
  title: { ...line, font: { ...songti, size: 16, bold: true } },
  fact: line,
  header: { ...cell, font: { ...songti, size: 10.5, bold: true }, fill: solid(opaque(colours.headerFill)) },
  cell,
  link: { ...cell, font: { ...songti, size: 10.5, underline: true, color: { argb: opaque(colours.link) } } },
  error: { ...cell, fill: solid(markFills.error) },
  warning: { ...cell, fill: solid(markFills.warning) },
} as const satisfies Readonly<Record<string, CellStyle>>;
export type ListLook = keyof typeof listLooks;

/** Of a cell without a style in a workbook that is written anew. */
export const rewrittenFont = { ...songti, size: 11 };

const edge = { style: 'thin' } as const;
const body: CellStyle = {
  font: rewrittenFont,
  border: { left: edge, right: edge, top: edge, bottom: edge },
  alignment: { vertical: 'middle' },
};
const outside: CellStyle = { font: rewrittenFont, numFmt: textFormat, alignment: { vertical: 'middle' } };

/** Of the sheets that are written anew: cells by what they show, titles, headers, and rows around the tables. */
export const rewrittenLooks = {
  text: { ...body, numFmt: textFormat },
  number: { ...body, numFmt: 'General' },
  /** A whole number of so many digits that it is a code rather than an amount. */
  code: { ...body, numFmt: '0' },
  percent: { ...body, numFmt: '0.00%' },
  date: { ...body, numFmt: 'yyyy-mm-dd' },
  dateTime: { ...body, numFmt: 'yyyy-mm-dd hh:mm:ss' },
  time: { ...body, numFmt: '[h]:mm:ss' },
  outside,
  title: {
    ...outside,
    font: { ...songti, size: 16, bold: true },
    alignment: { vertical: 'middle', horizontal: 'center' },
  },
  header: {
    ...body,
    numFmt: textFormat,
    font: { ...rewrittenFont, bold: true },
    fill: solid(opaque(colours.headerFill)),
    alignment: { vertical: 'middle', horizontal: 'center', wrapText: true },
  },
} as const satisfies Readonly<Record<string, CellStyle>>;
export type RewrittenLook = keyof typeof rewrittenLooks;

/** A look of a cell whose number format writes something around its number, or whose text is struck or shifted. */
export function detailedLook(look: RewrittenLook, { before, after, mark }: CellDetail): CellStyle {
  const style: CellStyle = rewrittenLooks[look];
  const format = `${quoted(before)}${style.numFmt ?? 'General'}${quoted(after)}`;
  return {
    ...style,
    numFmt: before === '' && after === '' ? (style.numFmt ?? 'General') : format,
    font: mark === null ? (style.font ?? rewrittenFont) : { ...style.font, strike: true },
  };
}

/** A text as number formats write it: what is in quotation marks holds none. */
function quoted(text: string): string {
  return text === '' ? '' : `"${text.replaceAll('"', '"\\""')}"`;
}
