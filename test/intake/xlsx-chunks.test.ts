import fc from 'fast-check';
import { expect, it } from 'vitest';
import { builtInFormat } from '../../pipeline/intake/cells/number-format.js';
import type { CellContext } from '../../pipeline/intake/cells/row-builder.js';
import { plainStyle } from '../../pipeline/intake/cells/style.js';
import { defaultLimits } from '../../pipeline/intake/limits.js';
import { readFrame } from '../../pipeline/intake/xlsx/frame.js';
import { readRows } from '../../pipeline/intake/xlsx/rows.js';
import { noStrings, readStrings } from '../../pipeline/intake/xlsx/strings.js';
import { asUtf8 } from '../../pipeline/intake/xml/encoding.js';
import { cells, MAIN, worksheet } from '../helpers/xlsx-package.js';

const dateStyle = { ...plainStyle, format: builtInFormat(14) };

/** Every notation that the scanner knows, plain and other, close together. */
const SHEET = worksheet(
  `<row r="1" spans="1:3" ht="15"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2"><v>44530</v></c><c r="C1"/></row>
  <row r="2"><!-- <row r="7"> --><c r="A2" t="inlineStr"><is><t xml:space="preserve"> 甲&amp;乙 </t></is></c><c r="B2"><v>37.799999999999997</v></c></row><?pi <c?><row r='3' hidden='1'><c r="AA3" t='str'><f>"a&gt;b"</f><v>a&gt;b</v></c></row>` +
    '<row><c t="inlineStr"><is><r><t>东</t></r><r><t><![CDATA[<京>]]></t></r><rPh><t>x</t></rPh></is></c><c><f>SUM(A1:B2)</f></c></row>' +
    '<row r="9"><c r="A9" t="e"><v>#N/A</v></c><c r="B9" t="b"><v>1</v></c><c r="C9"><v>-12.5</v></c><c r="D9"><v>1.5E3</v></c><c r="E9" t="s"><v>1</v></c></row>',
  {
    head: '<cols><col min="2" max="3" hidden="1"/></cols>',
    tail: '<autoFilter ref="A1:B2"/><mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>',
  },
);
const STRINGS = `<?xml version="1.0"?><sst xmlns="${MAIN}"><si><t>共享</t></si><si><t xml:space="preserve">a_x000A_ &lt;</t></si><si/><si><r><t>东</t></r><rPh><t>x</t></rPh><r><t>京</t></r></si></sst>`;

async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function readAll(sizes: readonly number[], encode: (text: string) => Uint8Array) {
  const chunks = (text: string) => asUtf8(inChunks(encode(text), sizes), 'part');
  const strings = await readStrings(chunks(STRINGS), 'strings', defaultLimits);
  const context: CellContext = {
    part: 'part',
    sheet: '表',
    strings,
    styles: [plainStyle, plainStyle, dateStyle],
    date1904: false,
    recalculates: false,
  };
  const rows = [];
  for await (const batch of readRows(chunks(SHEET), context, defaultLimits)) rows.push(...batch);
  const frame = await readFrame(() => chunks(SHEET), 'part', '表', defaultLimits);
  const texts = Array.from({ length: strings.count }, (_, i) => strings.at(i));
  return { rows, frame, texts };
}

const utf8 = (text: string) => Buffer.from(text);
const whole = await readAll([1_000_000], utf8);

it('reads the sheet at all', () => {
  expect(whole.texts).toEqual(['共享', 'a\n <', '', '东京']);
  expect(cells(whole.rows)).toEqual([
    'A1 text 共享',
    'B1 date 2021-11-30',
    'A2 text  甲&乙 ',
    'B2 number 37.8',
    '[3 text a>b',
    'A4 text 东<京>',
    'B4 unevaluated =SUM(A1:B2)',
    'A9 error #N/A',
    'B9 boolean TRUE',
    'C9 number -12.5',
    'D9 number 1500',
    'E9 text a\n <',
  ]);
  expect(whole.rows.map((row) => row.hidden)).toEqual([false, false, true, false, false]);
  expect(whole.frame).toEqual({
    merges: [{ firstRow: 1, lastRow: 2, firstColumn: 0, lastColumn: 1 }],
    hiddenColumns: [1, 2],
    filtered: true,
  });
});

it('reads the same whatever the size of the chunks', async () => {
  const { length } = utf8(SHEET);
  for (let size = 1; size <= length; size += size < 300 ? 1 : 97) {
    expect(await readAll([size], utf8)).toEqual(whole);
  }
});

it('reads the same in UTF-16, whatever the size of the chunks', async () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  for (const size of [1, 2, 3, 5, 64, 1023, 100_000]) expect(await readAll([size], utf16)).toEqual(whole);
});

it('reads the same for chunks of sizes that change', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 20 }),
      async (sizes) => {
        expect(await readAll(sizes, utf8)).toEqual(whole);
      },
    ),
    { numRuns: 100 },
  );
});

/** One cell in the plain notation, and the same so written that only the tokens lead to it. */
const cell = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => ['', `<v>${value}</v>`] as const),
  fc
    .tuple(fc.integer(), fc.nat(20))
    .map(([n, k]) => ['', `<v>${n}.${'0'.repeat(k)}${Math.abs(n)}</v>`] as const),
  fc
    .tuple(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), fc.nat(12), fc.constantFrom(15, 16, 17, 18))
    .map(
      ([value, places, digits]) =>
        ['', `<v>${Number(value.toFixed(places)).toPrecision(digits)}</v>`] as const,
    ),
  fc.nat(60_000).map((value) => [' s="1"', `<v>${value}</v>`] as const),
  fc.stringMatching(/^[-+.eE0-9x ]{0,20}$/).map((text) => ['', `<v>${text}</v>`] as const),
  fc
    .string({ unit: fc.constantFrom('a', '甲', '&amp;', '_x000A_', '\r', '\n', '_', '𠮷', ' ') })
    .map((text) => [' t="inlineStr"', `<is><t>${text}</t></is>`] as const),
);

it('reads the same by the fast way as by tokens', async () => {
  const context: CellContext = {
    part: 'part',
    sheet: '表',
    strings: noStrings,
    styles: [plainStyle, dateStyle],
    date1904: false,
    recalculates: false,
  };
  const read = async (data: string) => {
    const rows = [];
    for await (const batch of readRows(inChunks(utf8(worksheet(data)), [64]), context, defaultLimits))
      rows.push(...batch);
    return rows;
  };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 5 }), async (table) => {
      const write = (blank: string) =>
        table
          .map((row, r) => {
            const written = row.map(
              ([attributes, content], c) =>
                `<c r="${'ABCDE'[c]}${r + 1}"${attributes}${blank}>${content}</c>`,
            );
            return `<row r="${r + 1}"${blank}>${written.join('')}</row>`;
          })
          .join('');
      expect(await read(write(''))).toEqual(await read(write(' ')));
    }),
    { numRuns: 300 },
  );
});
