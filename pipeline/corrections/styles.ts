/** The styles part of a correction: the one that the workbook had, with what the marks need appended. */
import { attribute, child, descendants, type Element, type Patch, parseXml, patched } from '../office/xml.js';
import { opened, withAttributes } from './tags.js';
import { CannotMark } from './workbook-package.js';

/** Fill of a marked cell, by severity. No office program has these among its own colours. */
const fills = { error: 'FFFF8B80', warning: 'FFFFE183' } as const;

/** Looks of the list of findings. */
const looks = {
  marker: { font: '<sz val="8"/><color rgb="FFA6A6A6"/>', fill: null, wrap: false },
  title: { font: '<b/><sz val="16"/>', fill: null, wrap: false },
  fact: { font: '<sz val="10.5"/>', fill: null, wrap: false },
  header: { font: '<b/><sz val="10.5"/>', fill: 'FFD9E2EC', wrap: true },
  cell: { font: '<sz val="10.5"/>', fill: null, wrap: true },
  link: { font: '<u/><sz val="10.5"/><color rgb="FF1F4E79"/>', fill: null, wrap: true },
  error: { font: '<sz val="10.5"/>', fill: fills.error, wrap: true },
  warning: { font: '<sz val="10.5"/>', fill: fills.warning, wrap: true },
} as const;
export type CellFormat = keyof typeof looks;

export interface SheetStyles {
  /**
   * The style of a marked cell: the cell's own with another fill, not locked on a protected sheet.
   * @param asText whether what is typed into it stays text: a long number would lose its last digits.
   */
  marked(base: number, severity: keyof typeof fills, asText: boolean): number;
  look(look: CellFormat): number;
  /** The part with all that was asked for. */
  bytes(): Uint8Array;
}

const textFormat = '49';

/**
 * Opens a styles part.
 * @param withoutOldMarks takes the fills of an earlier correction's marks off.
 * @throws CannotMark where it lacks a list that styles are kept in, BadXml where it is damaged.
 */
export function openSheetStyles(part: Uint8Array, withoutOldMarks: boolean): SheetStyles {
  const xml = parseXml(part);
  if (xml.encoding !== 'utf-8') throw new CannotMark('styles are not in UTF-8');
  const { root, text } = xml;
  const p = root.prefix;
  const list = (name: string, item: string) => {
    const element = child(root, name);
    const items = element?.children.filter((c) => c.name === item) ?? [];
    if (!element || items.length === 0) throw new CannotMark(`styles without ${name}`);
    return { element, items, added: [] as string[] };
  };
  const lists = {
    fonts: list('fonts', 'font'),
    fills: list('fills', 'fill'),
    borders: list('borders', 'border'),
    formats: list('cellXfs', 'xf'),
  };
  const known = new Map<string, number>();
  const add = (to: keyof typeof lists, made: string): number => {
    const id = `${to} ${made}`;
    const index = known.get(id) ?? lists[to].items.length + lists[to].added.length;
    if (!known.has(id)) lists[to].added.push(made);
    known.set(id, index);
    return index;
  };
  const fill = (colour: string) =>
    add(
      'fills',
      tags(p, `<fill><patternFill patternType="solid"><fgColor rgb="${colour}"/></patternFill></fill>`),
    );

  /** A number is worked out once: thousands of cells ask for the same. */
  const numbers = new Map<string, number>();
  const once = (name: string, make: () => number): number => {
    const number = numbers.get(name) ?? make();
    numbers.set(name, number);
    return number;
  };
  const makers = {
    marked(base: number, severity: keyof typeof fills, asText: boolean): number {
      const own = lists.formats.items[base] ?? lists.formats.items[0];
      if (!own) throw new CannotMark('no cell format');
      const set = {
        fillId: String(fill(fills[severity])),
        applyFill: '1',
        applyProtection: '1',
        ...(asText ? { numFmtId: textFormat, applyNumberFormat: '1' } : {}),
      };
      const tag = opened(withAttributes(text.slice(own.start, own.open), set));
      const kept = (name: string) =>
        own.children
          .filter((c) => c.name === name)
          .map((c) => text.slice(c.start, c.end))
          .join('');
      const inside = `${kept('alignment')}${tags(p, '<protection locked="0"/>')}${kept('extLst')}`;
      return add('formats', `${tag}${inside}</${p}xf>`);
    },
    look(look: CellFormat): number {
      const { font, fill: colour, wrap } = looks[look];
      const fontId = add('fonts', tags(p, `<font>${font}<name val="宋体"/><charset val="134"/></font>`));
      const fillId = colour === null ? 0 : fill(colour);
      const edge = (side: string) => `<${side} style="thin"><color rgb="FFBFBFBF"/></${side}>`;
      const border = `<border>${['left', 'right', 'top', 'bottom'].map(edge).join('')}<diagonal/></border>`;
      const borderId = wrap ? add('borders', tags(p, border)) : 0;
      const alignment = `<alignment vertical="center"${wrap ? ' wrapText="1"' : ''}/>`;
      return add(
        'formats',
        tags(
          p,
          `<xf numFmtId="${textFormat}" fontId="${fontId}" fillId="${fillId}" borderId="${borderId}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${alignment}</xf>`,
        ),
      );
    },
  };
  return {
    marked: (base, severity, asText) =>
      once(`${base} ${severity} ${asText}`, () => makers.marked(base, severity, asText)),
    look: (look) => once(look, () => makers.look(look)),
    bytes() {
      const patches: Patch[] = Object.values(lists).flatMap(({ element, items, added }) => {
        if (added.length === 0) return [];
        const count = attribute(xml, element, 'count');
        const total = String(items.length + added.length);
        return [
          { start: element.close, end: element.close, text: added.join('') },
          ...(count ? [{ start: count.start, end: count.end, text: total }] : []),
        ];
      });
      const old = withoutOldMarks ? lists.fills.items.filter(isMark) : [];
      const none = tags(p, '<fill><patternFill patternType="none"/></fill>');
      const taken = old.map(({ start, end }): Patch => ({ start, end, text: none }));
      return new TextEncoder().encode(patched(text, [...patches, ...taken]));
    },
  };

  function isMark(element: Element): boolean {
    const colours: readonly string[] = Object.values(fills);
    return [...descendants(element)].some(
      (e) => e.name === 'fgColor' && colours.includes(attribute(xml, e, 'rgb')?.value.toUpperCase() ?? ''),
    );
  }
}

/** A piece of XML with a prefix on its elements. */
function tags(prefix: string, xml: string): string {
  return prefix === '' ? xml : xml.replace(/<(\/?)(?=[A-Za-z])/g, `<$1${prefix}`);
}
