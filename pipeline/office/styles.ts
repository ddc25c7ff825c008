/**
 * The styles part of a workbook (ECMA-376 part 1, 18.8): the looks that cells ask for, by number. One that a
 * workbook had is added to, and keeps everything that it holds.
 */
import type { Border, Font, Style } from 'exceljs';
import { openTag, prefixed, withAttributes } from './tags.js';
import {
  attribute,
  BadXml,
  child,
  descendants,
  type Element,
  encodeXml,
  escapeXml,
  type Patch,
  parseXml,
  patched,
  spreadsheetNamespace,
  type Xml,
  xmlStart,
} from './xml.js';

/** A style as exceljs describes it; what is left out is as in a new workbook. */
export type CellStyle = Partial<Style>;

/** What is changed of a cell's own style. */
export interface StyleChange {
  /** Colour of the fill, as ARGB. */
  readonly fill: string;
  /** Whether what is typed into the cell stays text. */
  readonly asText: boolean;
}

export interface Styles {
  /** The number of a style, which is new or known. */
  number(style: CellStyle): number;
  /** The number of a cell's own style with some of it changed, and unlocked on a protected sheet. */
  changed(own: number, change: StyleChange): number;
  /** Takes fills of these colours, as ARGB, off all cells that have them. */
  removeFills(colours: readonly string[]): void;
  /** The part with all that was asked for. */
  xml(): string;
}

/** The styles of a new workbook. @param font of cells without a style, by which columns are measured. */
export function newStyles(font: Partial<Font>): Styles {
  const plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"';
  const xml = [
    `${xmlStart}<styleSheet xmlns="${spreadsheetNamespace}">`,
    `<fonts count="1">${fontXml(font)}</fonts>`,
    // The standard reserves the first two.
    `<fills count="2">${patternXml('none')}${patternXml('gray125')}</fills>`,
    `<borders count="1">${borderXml({})}</borders>`,
    `<cellStyleXfs count="1">${plain}/></cellStyleXfs>`,
    `<cellXfs count="1">${plain} xfId="0"/></cellXfs>`,
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
    '</styleSheet>',
  ];
  return openStyles(parseXml(encodeXml(xml.join(''), 'utf-8')));
}

/** A list of the part: what it holds already, and what is added to it, each once. */
interface StyleList {
  readonly items: readonly Element[];
  number(xml: string): number;
  patches(): Patch[];
}

/** Formats that have a number without being listed (18.8.30), as far as they are used here. */
const builtInFormats: Readonly<Record<string, number>> = { General: 0, '0': 1, '0.00%': 10, '@': 49 };
/** Of the formats that are listed. */
const firstFormat = 164;

/** The lists of a part that a cell's format names. */
interface Lists {
  readonly formats: Pick<StyleList, 'number' | 'patches'>;
  readonly fonts: StyleList;
  readonly fills: StyleList;
  readonly borders: StyleList;
  readonly cells: StyleList;
}

/** @throws BadXml where the part lacks a list that styles are kept in. */
export function openStyles(part: Xml): Styles {
  const lists: Lists = {
    formats: openFormats(part),
    fonts: openList(part, 'fonts', 'font'),
    fills: openList(part, 'fills', 'fill'),
    borders: openList(part, 'borders', 'border'),
    cells: openList(part, 'cellXfs', 'xf'),
  };
  const removed: Patch[] = [];
  // A number is worked out once: thousands of cells ask for the same.
  const known = new Map<string, number>();
  const once = (key: string, make: () => string): number => {
    const number = known.get(key) ?? lists.cells.number(make());
    known.set(key, number);
    return number;
  };
  return {
    number: (style) => once(JSON.stringify(style), () => styleXml(part, lists, style)),
    changed: (own, change) =>
      once(`${own} ${change.fill} ${change.asText}`, () => changedXml(part, lists, own, change)),
    removeFills(colours) {
      const none = prefixed(part.root.prefix, patternXml('none'));
      const gone = lists.fills.items.filter((item) => hasColour(part, item, colours));
      removed.push(...gone.map(({ start, end }) => ({ start, end, text: none })));
    },
    xml() {
      const { formats, fonts, fills, borders, cells } = lists;
      const added = [formats, fonts, fills, borders, cells].flatMap((list) => list.patches());
      return patched(part.text, [...removed, ...added]);
    },
  };
}

/** The format of a cell in a style. */
function styleXml({ root }: Xml, lists: Lists, style: CellStyle): string {
  const { numFmt, font = {}, fill, border, alignment } = style;
  const p = root.prefix;
  const ids = [
    `numFmtId="${lists.formats.number(numFmt ?? 'General')}"`,
    `fontId="${lists.fonts.number(prefixed(p, fontXml(font)))}"`,
    `fillId="${fill === undefined ? 0 : lists.fills.number(prefixed(p, patternXml('solid', solidColour(fill))))}"`,
    `borderId="${border === undefined ? 0 : lists.borders.number(prefixed(p, borderXml(border)))}"`,
  ];
  const applied = ['NumberFormat', 'Font', 'Fill', 'Border', 'Alignment'].map((what) => `apply${what}="1"`);
  return prefixed(p, `<xf ${ids.join(' ')} xfId="0" ${applied.join(' ')}>${alignmentXml(alignment)}</xf>`);
}

/** The format of a cell that has the number `own`, changed. */
function changedXml({ text, root }: Xml, lists: Lists, own: number, { fill, asText }: StyleChange): string {
  const format = lists.cells.items[own] ?? lists.cells.items[0];
  if (!format) throw new BadXml('styles without a cell format');
  const p = root.prefix;
  const set = {
    fillId: String(lists.fills.number(prefixed(p, patternXml('solid', fill)))),
    applyFill: '1',
    applyProtection: '1',
    ...(asText ? { numFmtId: String(builtInFormats['@']), applyNumberFormat: '1' } : {}),
  };
  const tag = openTag(withAttributes(text.slice(format.start, format.open), set));
  const kept = (name: string) =>
    format.children
      .filter((c) => c.name === name)
      .map((c) => text.slice(c.start, c.end))
      .join('');
  const inside = `${kept('alignment')}${prefixed(p, '<protection locked="0"/>')}${kept('extLst')}`;
  return `${tag}${inside}</${p}xf>`;
}

function hasColour(part: Xml, fill: Element, colours: readonly string[]): boolean {
  return [...descendants(fill)].some(
    (e) => e.name === 'fgColor' && colours.includes(attribute(part, e, 'rgb')?.value.toUpperCase() ?? ''),
  );
}

function openList(part: Xml, name: string, item: string): StyleList {
  const list = child(part.root, name);
  const items = list?.children.filter((c) => c.name === item) ?? [];
  if (!list || items.length === 0) throw new BadXml(`styles without ${name}`);
  const added = new Map<string, number>();
  return {
    items,
    number(xml) {
      const number = added.get(xml) ?? items.length + added.size;
      added.set(xml, number);
      return number;
    },
    patches: () => additions(part, list, items.length, [...added.keys()]),
  };
}

/** Number formats have numbers of their own, and a workbook without any has no list of them. */
function openFormats(part: Xml): Pick<StyleList, 'number' | 'patches'> {
  const { root } = part;
  const list = child(root, 'numFmts');
  const items = list?.children ?? [];
  const taken = items.map((item) => Number(attribute(part, item, 'numFmtId')?.value));
  const first = Math.max(firstFormat - 1, ...taken.filter(Number.isInteger)) + 1;
  const added = new Map<string, number>();
  return {
    number(code) {
      const number = builtInFormats[code] ?? added.get(code) ?? first + added.size;
      if (builtInFormats[code] === undefined) added.set(code, number);
      return number;
    },
    patches() {
      const made = [...added].map(([code, number]) =>
        prefixed(root.prefix, `<numFmt numFmtId="${number}" formatCode="${escapeXml(code)}"/>`),
      );
      if (made.length === 0 || (list && list.close < list.end)) {
        return list ? additions(part, list, items.length, made) : [];
      }
      const whole = `<${root.prefix}numFmts count="${made.length}">${made.join('')}</${root.prefix}numFmts>`;
      const place = list ?? { start: root.open, end: root.open };
      return [{ start: place.start, end: place.end, text: whole }];
    },
  };
}

function additions(part: Xml, list: Element, count: number, added: readonly string[]): Patch[] {
  if (added.length === 0) return [];
  const counted = attribute(part, list, 'count');
  return [
    { start: list.close, end: list.close, text: added.join('') },
    ...(counted ? [{ start: counted.start, end: counted.end, text: String(count + added.length) }] : []),
  ];
}

function fontXml({ bold, strike, underline, size, color, name, charset, family }: Partial<Font>): string {
  return [
    '<font>',
    bold ? '<b/>' : '',
    strike ? '<strike/>' : '',
    underline ? '<u/>' : '',
    `<sz val="${size}"/>`,
    color?.argb === undefined ? '' : `<color rgb="${color.argb}"/>`,
    `<name val="${name}"/>`,
    charset === undefined ? '' : `<charset val="${charset}"/>`,
    family === undefined ? '' : `<family val="${family}"/>`,
    '</font>',
  ].join('');
}

function patternXml(pattern: string, argb?: string): string {
  const colour = argb === undefined ? '' : `<fgColor rgb="${argb}"/>`;
  return `<fill><patternFill patternType="${pattern}">${colour}</patternFill></fill>`;
}

function solidColour(fill: Style['fill']): string {
  if (fill.type !== 'pattern' || fill.pattern !== 'solid' || fill.fgColor?.argb === undefined) {
    throw new Error('a fill that is not solid has no XML here');
  }
  return fill.fgColor.argb;
}

function borderXml({ left, right, top, bottom }: Partial<Style['border']>): string {
  const edge = (side: string, border: Partial<Border> | undefined) => {
    if (!border) return `<${side}/>`;
    const colour = border.color?.argb === undefined ? '' : `<color rgb="${border.color.argb}"/>`;
    return `<${side} style="${border.style}">${colour}</${side}>`;
  };
  return `<border>${edge('left', left)}${edge('right', right)}${edge('top', top)}${edge('bottom', bottom)}<diagonal/></border>`;
}

function alignmentXml({ horizontal, wrapText, indent }: Partial<Style['alignment']> = {}): string {
  return [
    '<alignment',
    horizontal === undefined ? '' : ` horizontal="${horizontal}"`,
    ' vertical="center"',
    wrapText ? ' wrapText="1"' : '',
    indent ? ` indent="${indent}"` : '',
    '/>',
  ].join('');
}
