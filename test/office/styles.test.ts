import { strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { newStyles, openStyles } from '../../pipeline/office/styles.js';
import { BadXml, parseXml } from '../../pipeline/office/xml.js';

const font = { name: '宋体', size: 11 };
const count = (xml: string, what: string) =>
  [...xml.matchAll(new RegExp(`<(?:x:)?${what}[\\s/>]`, 'g'))].length;

test('equal looks have one number, and every list says how much it holds', () => {
  const styles = newStyles(font);
  const date = { font, numFmt: 'yyyy-mm-dd' };
  expect(
    [date, { font, numFmt: '@' }, { ...date }, {}].map((style) => styles.number({ font, ...style })),
  ).toEqual([1, 2, 1, 3]);
  const xml = styles.xml();
  expect(xml).toContain(
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><fonts',
  );
  expect(xml).toContain('numFmtId="49"');
  for (const [list, item] of [
    ['fonts', 'font'],
    ['fills', 'fill'],
    ['cellXfs count', 'xf'],
  ] as const) {
    const own = xml.slice(xml.indexOf(`<${list}`), xml.indexOf(`</${list.split(' ')[0]}>`));
    expect(own).toContain(`count="${count(own, item)}"`);
  }
});

/** With a prefix, as some programs write it, and one number format of its own. */
const foreign = (formats: string) =>
  `<x:styleSheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${formats}<x:fonts><x:font/></x:fonts><x:fills count="2"><x:fill/><x:fill><x:patternFill patternType="solid"><x:fgColor rgb="ffAA0000"/></x:patternFill></x:fill></x:fills><x:borders><x:border/></x:borders><x:cellXfs><x:xf numFmtId="200" fillId="1"/><x:xf numFmtId="200" fillId="1"><x:alignment horizontal="right"/><x:extLst/></x:xf></x:cellXfs></x:styleSheet>`;

const opened = (xml: string) => openStyles(parseXml(strToU8(xml)));

test.each([
  ['', 'numFmtId="164"'],
  ['<x:numFmts count="0"/>', 'numFmtId="164"'],
  ['<x:numFmts count="1"><x:numFmt numFmtId="200" formatCode="0.0"/></x:numFmts>', 'numFmtId="201"'],
])('a styles part with the formats %j is added to', (formats, number) => {
  const styles = opened(foreign(formats));
  expect(styles.number({ font, numFmt: '[h]:mm' })).toBe(2);
  const xml = styles.xml();
  expect(() => parseXml(strToU8(xml))).not.toThrow();
  expect(xml).toContain(`<x:numFmt ${number} formatCode="[h]:mm"/></x:numFmts>`);
  expect(count(xml, 'numFmts')).toBe(1);
  expect(xml.indexOf('numFmts')).toBeLessThan(xml.indexOf('<x:fonts'));
});

test('a style is changed in its fill and lock, and keeps all else', () => {
  const styles = opened(foreign(''));
  const change = { fill: 'FFFF8B80', asText: false };
  expect([0, 1, 1].map((own) => styles.changed(own, change))).toEqual([2, 3, 3]);
  expect(styles.changed(1, { ...change, asText: true })).toBe(4);
  const xml = styles.xml();
  expect(xml).toContain(
    '<x:xf numFmtId="200" fillId="2" applyFill="1" applyProtection="1"><x:alignment horizontal="right"/><x:protection locked="0"/><x:extLst/></x:xf>',
  );
  expect(xml).toContain(
    '<x:xf fillId="2" applyFill="1" applyProtection="1" numFmtId="49" applyNumberFormat="1">',
  );
  expect(xml).toContain('<x:fills count="3">');
});

test('fills of a colour are taken off', () => {
  const styles = opened(foreign(''));
  styles.removeFills(['FFAA0000']);
  expect(styles.xml()).toContain(
    '<x:fill/><x:fill><x:patternFill patternType="none"></x:patternFill></x:fill>',
  );
});

test('a part without the lists that styles are kept in is refused', () => {
  expect(() => opened('<styleSheet><fonts/></styleSheet>')).toThrow(BadXml);
});
