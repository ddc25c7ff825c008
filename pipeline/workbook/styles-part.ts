/** The styles of a workbook: every look that its cells have, by number. */
import type { Border, Font, Style } from 'exceljs';
import { type PackedPart, packPart } from '../office/package.js';
import { type Look, styleOf } from '../office/style.js';
import { escapeXml, spreadsheetNamespace, xmlStart } from '../office/xml.js';

export interface Styles {
  /** The number of a look, which is new or stands already. */
  number(look: Look): number;
  part(): PackedPart;
}

/** A list of the part: what is the same stands once. */
function numbered(...first: readonly string[]) {
  const numbers = new Map(first.map((xml, at) => [xml, at]));
  return {
    number(xml: string): number {
      const known = numbers.get(xml);
      if (known !== undefined) return known;
      numbers.set(xml, numbers.size);
      return numbers.size - 1;
    },
    list: (tag: string) => `<${tag} count="${numbers.size}">${[...numbers.keys()].join('')}</${tag}>`,
  };
}

/** Of the formats that are no part of the standard. */
const firstFormat = 164;

export function openStyles(): Styles {
  const formats = new Map<string, number>();
  // Without a look a cell is as in any new workbook; the standard reserves the first two fills.
  const fonts = numbered('<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>');
  const fills = numbered(
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
  );
  const borders = numbered('<border><left/><right/><top/><bottom/><diagonal/></border>');
  const cells = numbered('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>');
  const formatNumber = (format: string | undefined) => {
    if (format === undefined) return 0;
    const known = formats.get(format) ?? firstFormat + formats.size;
    formats.set(format, known);
    return known;
  };
  const cellXml = (style: Partial<Style>) => {
    const { numFmt, font, fill, border, alignment = {} } = style;
    const { horizontal, wrapText, indent } = alignment;
    return [
      `<xf numFmtId="${formatNumber(numFmt)}" fontId="${fonts.number(fontXml(font ?? {}))}"`,
      ` fillId="${fill === undefined ? 0 : fills.number(fillXml(fill))}"`,
      ` borderId="${border === undefined ? 0 : borders.number(borderXml(border))}" xfId="0"`,
      numFmt === undefined ? '' : ' applyNumberFormat="1"',
      ' applyFont="1"',
      fill === undefined ? '' : ' applyFill="1"',
      border === undefined ? '' : ' applyBorder="1"',
      ` applyAlignment="1"><alignment horizontal="${horizontal}" vertical="center"`,
      wrapText ? ' wrapText="1"' : '',
      indent ? ` indent="${indent}"` : '',
      '/></xf>',
    ].join('');
  };
  return {
    number: (look) => cells.number(cellXml(styleOf(look))),
    part() {
      const part = packPart('xl/styles.xml');
      const format = ([code, id]: readonly [string, number]) =>
        `<numFmt numFmtId="${id}" formatCode="${escapeXml(code)}"/>`;
      part.write(
        [
          `${xmlStart}<styleSheet xmlns="${spreadsheetNamespace}">`,
          `<numFmts count="${formats.size}">${[...formats].map(format).join('')}</numFmts>`,
          fonts.list('fonts'),
          fills.list('fills'),
          borders.list('borders'),
          '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
          cells.list('cellXfs'),
          '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
          '</styleSheet>',
        ].join(''),
      );
      return part.end();
    },
  };
}

function fontXml({ bold, size, color, name, charset }: Partial<Font>): string {
  return `<font>${bold ? '<b/>' : ''}<sz val="${size}"/><color rgb="${color?.argb}"/><name val="${name}"/><charset val="${charset}"/></font>`;
}

function fillXml(fill: Style['fill']): string {
  if (fill.type !== 'pattern') throw new Error(`a fill of the kind ${fill.type} has no XML here`);
  return `<fill><patternFill patternType="${fill.pattern}"><fgColor rgb="${fill.fgColor?.argb}"/></patternFill></fill>`;
}

function borderXml({ left, right, top, bottom }: Partial<Style['border']>): string {
  const edge = (side: string, border: Partial<Border> | undefined) =>
    border ? `<${side} style="${border.style}"><color rgb="${border.color?.argb}"/></${side}>` : `<${side}/>`;
  return `<border>${edge('left', left)}${edge('right', right)}${edge('top', top)}${edge('bottom', bottom)}<diagonal/></border>`;
}
