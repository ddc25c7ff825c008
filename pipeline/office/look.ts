/** The look of the workbook: few fonts and colours, number formats that fit the decimals of a value. */
import type { Borders, Style } from 'exceljs';

export const colours = {
  ink: '262626',
  quiet: '7F7F7F',
  link: '1F4E79',
  decrease: '9C2A1F',
  headerFill: 'D9E2EC',
  sectionFill: 'EEF2F6',
  blockFill: 'F7F7F7',
  provisionalFill: 'FFF4D6',
  missingFill: 'FBE4E0',
  line: 'BFBFBF',
} as const;

/** What a cell looks like; what is left out is plain. */
export interface Look {
  readonly align?: 'left' | 'center' | 'right';
  readonly bold?: boolean;
  readonly size?: number;
  readonly colour?: string;
  readonly fill?: string;
  /** Of a number, and only of one aligned to the right. */
  readonly format?: string;
  readonly wrap?: boolean;
  readonly indent?: number;
  /** All around unless said otherwise; `lines` is above and below only, for text that runs on. */
  readonly border?: 'none' | 'lines';
}

const styles = new Map<string, Partial<Style>>();

/** One style object per look: the writer recognises styles by identity, which keeps large sheets fast. */
export function styleOf(look: Look): Partial<Style> {
  const key = JSON.stringify(look);
  let style = styles.get(key);
  if (!style) {
    style = makeStyle(look);
    styles.set(key, style);
  }
  return style;
}

function makeStyle(look: Look): Partial<Style> {
  const align = look.align ?? 'left';
  return {
    // On every office machine in China; the character set leads other systems to a font of the kind.
    font: {
      name: '宋体',
      charset: 134,
      size: look.size ?? 10.5,
      bold: look.bold ?? false,
      color: { argb: `FF${look.colour ?? colours.ink}` },
    },
    alignment: {
      vertical: 'middle',
      horizontal: align,
      wrapText: look.wrap ?? false,
      indent: align === 'left' ? (look.indent ?? 1) : 0,
    },
    ...(look.border === 'none' ? {} : { border: look.border === 'lines' ? lines : box }),
    ...(look.fill === undefined
      ? {}
      : { fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: `FF${look.fill}` } } }),
    ...(align === 'right' ? { numFmt: padded(look.format ?? '0') } : {}),
  };
}

/**
 * A number format that leaves a blank on the right, so that a number does not touch the text in the next
 * column; an indent to the right would do it too, but LibreOffice loses it.
 */
function padded(format: string): string {
  const [positive = format, negative = `-${positive}`, zero = positive] = format.split(';');
  return [positive, negative, zero, '@'].map((section) => `${section}_ `).join(';');
}

const edge = { style: 'thin', color: { argb: `FF${colours.line}` } } as const;
const lines: Partial<Borders> = { top: edge, bottom: edge };
/** Thin lines all around. */
export const box: Partial<Borders> = { ...lines, left: edge, right: edge };

/** How numbers of a line are shown: with how many decimals, and whether thousands are set apart. */
export interface Decimals {
  readonly places: number;
  /** Years and ranks are names rather than amounts. */
  readonly grouped: boolean;
}

/** Decimals of a plain decimal text. */
export function decimalsOf(value: string | null): number {
  const point = value?.indexOf('.') ?? -1;
  return value === null || point < 0 ? 0 : value.length - point - 1;
}

/** Decimals for values of one line, so that they align under each other: money at least 2, all at most 4. */
export function decimalsFor(unit: string, values: readonly (string | null)[]): Decimals {
  if (unit === '%') return { places: 1, grouped: true };
  const needed = Math.max(0, ...values.map(decimalsOf));
  const least = unit.endsWith('元') ? 2 : 0;
  return { places: Math.min(4, Math.max(least, needed)), grouped: unit !== '年' && unit !== '强' };
}

export function numberFormat({ places, grouped }: Decimals): string {
  return (grouped ? '#,##0' : '0') + (places > 0 ? `.${'0'.repeat(places)}` : '');
}

/** With its sign: a change. */
export function changeFormat(decimals: Decimals): string {
  const plain = numberFormat(decimals);
  return `+${plain};-${plain};${plain}`;
}

/** A decrease is also recognised by its colour. */
export function signLook(change: string | null): Look {
  return change?.startsWith('-') ? { colour: colours.decrease } : {};
}

/** Columns that a text takes in a cell: a wide character takes two. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += (char.codePointAt(0) ?? 0) >= 0x1100 || '·“”—…'.includes(char) ? 2 : 1;
  return width;
}

/** Lines that a text takes in a column of a width in half-width characters. */
export function linesIn(text: string, width: number): number {
  return text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(textWidth(line) / width)), 0);
}

/** Office programs show no more. */
const highest = 409;

/** Height in points of a row whose fullest cell has so many lines; not all office programs find it by themselves. */
export function rowHeight(lines: number): number {
  return Math.min(highest, Math.max(18, 15 * lines + 4));
}
