import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fileSource } from '../../pipeline/intake/source.js';
import { openXlsx } from '../../pipeline/intake/xlsx/open.js';
import {
  cells,
  cellsOf,
  MAIN,
  parts,
  read,
  relationships,
  rowsOf,
  workbook,
  worksheet,
  zipped,
} from '../helpers/xlsx-package.js';

const styles = (formats: readonly (number | string)[]) => {
  const custom = formats.flatMap((format, i) =>
    typeof format === 'string'
      ? [`<numFmt numFmtId="${200 + i}" formatCode="${format.replaceAll('"', '&quot;')}"/>`]
      : [],
  );
  const xfs = formats.map((format, i) => `<xf numFmtId="${typeof format === 'string' ? 200 + i : format}"/>`);
  return `<styleSheet xmlns="${MAIN}"><numFmts>${custom.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${xfs.join('')}</cellXfs></styleSheet>`;
};
const strings = (items: string) => `<sst xmlns="${MAIN}">${items}</sst>`;

describe('cells', () => {
  it('reads every type of cell', async () => {
    const row =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>12.5</v></c><c r="C1" t="b"><v>1</v></c>' +
      '<c r="D1" t="e"><v>#REF!</v></c><c r="E1" t="str"><f>A1</f><v>文 &amp; 字</v></c>' +
      '<c r="F1" t="inlineStr"><is><t>内联</t></is></c><c r="G1" t="d"><v>2021-11-30T00:00:00Z</v></c>' +
      '<c r="H1"><f>SUM(B1)</f></c><c r="I1" t="n"><v>-3</v></c><c r="J1" t="b"><v>0</v></c>' +
      '<c r="K1" t="d"><v>2021-11-30T12:09:38.2</v></c></row>';
    expect(await cellsOf(parts(row), { 'xl/sharedStrings.xml': strings('<si><t>共享</t></si>') })).toEqual([
      'A1 text 共享',
      'B1 number 12.5',
      'C1 boolean TRUE',
      'D1 error #REF!',
      'E1 text 文 & 字',
      'F1 text 内联',
      'G1 date 2021-11-30',
      'H1 unevaluated =SUM(B1)',
      'I1 number -3',
      'J1 boolean FALSE',
      'K1 date 2021-11-30 12:09:38',
    ]);
  });

  it('joins the runs of rich text and drops phonetic runs, in shared and inline strings', async () => {
    const rich =
      '<r><rPr><b/></rPr><t>东</t></r><r><t xml:space="preserve"> 京</t></r><rPh sb="0" eb="1"><t>ヒガシ</t></rPh><phoneticPr fontId="1"/>';
    const row = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is>${rich}</is></c></row>`;
    expect(await cellsOf(parts(row), { 'xl/sharedStrings.xml': strings(`<si>${rich}</si>`) })).toEqual([
      'A1 text 东 京',
      'B1 text 东 京',
    ]);
  });

  it('tells a formula that gave empty text from one that was never calculated', async () => {
    const row =
      '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f><v/></c><c r="C1" t="str"><f>X()</f></c>' +
      '<c r="D1"><f t="shared" ref="D1:D2" si="0">B1*2</f><v>4</v></c><c r="E1"><f t="shared" si="0"/></c></row>';
    expect(await cellsOf(parts(row))).toEqual([
      'B1 unevaluated =1+1',
      'C1 unevaluated =X()',
      'D1 number 4',
      'E1 unevaluated =C1*2',
    ]);
  });

  it.each([
    ['37.799999999999997', '37.8'],
    ['0.30000000000000004', '0.3'],
    ['1E+20', '100000000000000000000'],
    ['1e21', '1e+21'],
    ['1.5E-10', '0.00000000015'],
    ['1.2345678901234567E-30', '1.23456789012346e-30'],
    ['370000198001010017', '370000198001010000'],
    ['9.13E+17', '913000000000000000'],
    ['100.00', '100'],
    ['0.50', '0.5'],
    ['007', '7'],
    ['-0', '0'],
    ['-0.0', '0'],
    ['-0.25', '-0.25'],
    ['0', '0'],
    ['5.', '5'],
    ['.5', '0.5'],
    ['+5', '5'],
    ['999999999999999', '999999999999999'],
    ['9999999999999999', '10000000000000000'],
    ['123456789', '123456789'],
    ['1234567890', '1234567890'],
    [' 12 ', '12'],
  ])('reads the number %s as %s', async (written, text) => {
    const row = `<row r="1"><c r="A1"><v>${written}</v></c><c r="B1" ><v>${written}</v></c></row>`;
    expect(await cellsOf(parts(row))).toEqual([`A1 number ${text}`, `B1 number ${text}`]);
  });

  it('keeps what is no number as the text that it is', async () => {
    expect(
      await cellsOf(parts('<row r="1"><c r="A1"><v>12万</v></c><c r="B1"><v>NaN</v></c></row>')),
    ).toEqual(['A1 text 12万', 'B1 text NaN']);
  });

  it.each([
    [14, '44530', 'date 2021-11-30'],
    [22, '44530.506689814813', 'date 2021-11-30 12:09:38'],
    [31, '44530', 'date 2021-11-30'],
    [57, '44530', 'date 2021-11-30'],
    [32, '0.5', 'date 12:00:00'],
    [14, '44530.9999999', 'date 2021-12-01'],
    [14, '1', 'date 1900-01-01'],
    [14, '59', 'date 1900-02-28'],
    [14, '60', 'date 1900-02-29'],
    [14, '61', 'date 1900-03-01'],
    [14, '2958465', 'date 9999-12-31'],
    [14, '2958466', 'number 2958466'],
    [14, '-1', 'number -1'],
    [46, '1.25', 'date 30:00:00'],
    [9, '0.125', 'percent 0.125'],
    ['0.00%', '0.5', 'percent 0.5'],
    ['yyyy"年"m"月"d"日";@', '44530', 'date 2021-11-30'],
    ['[$-804]e"年"m"月"', '44530', 'date 2021-11-30'],
    ['[DBNum1][$-804]yyyy"年"m"月"', '44530', 'date 2021-11-30'],
    ['[=0]"";yyyy/m/d', '44530', 'date 2021-11-30'],
    ['aaaa', '44530', 'date 2021-11-30'],
    ['上午/下午h"时"mm"分"', '0.5', 'date 12:00:00'],
    ['mm:ss.0', '0.5', 'date 12:00:00'],
    ['[h]:mm', '1.5', 'date 36:00:00'],
    ['[Red]0.00', '5', 'number 5'],
    ['0.00_);[Red]\\(0.00\\)', '5', 'number 5'],
    ['0"days"', '5', 'number 5'],
    ['#,##0"元/月"', '5', 'number 5'],
    ['0.00E+00', '5', 'number 5'],
    ['G/通用格式', '5', 'number 5'],
    ['General', '5', 'number 5'],
    ['[$-F800]dddd, mmmm dd, yyyy', '44530', 'date 2021-11-30'],
    ['[$€-407] #,##0', '5', 'number 5'],
    ['\\d0', '5', 'number 5'],
    ['@', '5', 'number 5'],
  ])('shows by format %s the number %s as %s', async (format, written, expected) => {
    const row = `<row r="1"><c r="A1" s="1"><v>${written}</v></c></row>`;
    const changed = { 'xl/styles.xml': styles([0, format]) };
    expect(await cellsOf(parts(row), changed)).toEqual([`A1 ${expected}`]);
  });

  it('counts dates from 1904 where the workbook says so', async () => {
    const row =
      '<row r="1"><c r="A1" s="0"><v>43068</v></c><c r="B1" s="0"><v>0</v></c><c r="C1" s="1"><v>0.5</v></c></row>';
    const changed = {
      'xl/workbook.xml': workbook('<sheet name="表" sheetId="1" r:id="r1"/>', '<workbookPr date1904="1"/>'),
      'xl/styles.xml': styles([14, 20]),
    };
    const { sheets } = await read(zipped(parts(row), changed));
    expect(sheets[0]?.date1904).toBe(true);
    expect(cells(await rowsOf(sheets[0]))).toEqual([
      'A1 date 2021-11-30',
      'B1 date 1904-01-01',
      'C1 date 12:00:00',
    ]);
  });
});

describe('notations of XML', () => {
  const expected = ['A1 text 甲', 'B1 number 1.5', 'C1 text a<b'];
  const rest = '<c r="B1"><v>1.5</v></c><c r="C1" t="inlineStr"><is><t>a&lt;b</t></is></c></row>';
  it.each([
    ['as everyone writes it', `<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c>${rest}`],
    [
      'attributes in another order, in single quotes',
      `<row  spans='1:3' r='1'><c t='inlineStr' s='0' r='A1' ><is><t >甲</t ></is ></c >${rest}`,
    ],
    [
      'blanks around the equals sign',
      `<row r = "1"><c r\n=\n"A1" t = "inlineStr"><is><t>甲</t></is></c>${rest}`,
    ],
    ['numeric entities', `<row r="1"><c r="A1" t="inlineStr"><is><t>&#30002;</t></is></c>${rest}`],
    ['hexadecimal entities', `<row r="1"><c r="A1" t="inlineStr"><is><t>&#x7532;</t></is></c>${rest}`],
    ['CDATA', `<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[甲]]></t></is></c>${rest}`],
    [
      'comments and instructions',
      `<!-- <row r="9"> --><row r="1"><?x <c> ?><c r="A1" t="inlineStr"><is><!-- > --><t><!-- x -->甲</t></is></c>${rest}`,
    ],
    [
      'line breaks between the tags',
      `\n<row r="1">\r\n\t<c r="A1" t="inlineStr">\n<is>\n<t>甲</t>\n</is>\n</c>\n${rest}\n`,
    ],
    ['no addresses', `<row><c t="inlineStr"><is><t>甲</t></is></c>${rest.replaceAll(/ r="\w+"/g, '')}`],
    [
      'a bracket inside an attribute',
      `<row r="1" x=">"><c x="a>b" r="A1" t="inlineStr"><is><t>甲</t></is></c>${rest}`,
    ],
    [
      'an extension inside a cell',
      `<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is><extLst><ext><v>9</v></ext></extLst></c>${rest}`,
    ],
  ])('reads %s', async (_, row) => {
    expect(await cellsOf(parts(row))).toEqual(expected);
  });

  it('reads prefixed names and the strict namespaces', async () => {
    const strict = 'http://purl.oclc.org/ooxml/spreadsheetml/main';
    const types = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
    const sheet = `<x:worksheet xmlns:x="${strict}"><x:cols><x:col min="2" max="2" hidden="true"/></x:cols><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1" t="inlineStr"><x:is><x:t>乙</x:t></x:is></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:A2"/></x:mergeCells></x:worksheet>`;
    const { sheets } = await read(
      zipped(parts(''), {
        '_rels/.rels': relationships({ a: [`${types}/officeDocument`, 'xl/workbook.xml'] }),
        'xl/workbook.xml': `<x:workbook xmlns:x="${strict}" xmlns:q="${types}"><x:sheets><x:sheet name="严格" q:id="a"/></x:sheets></x:workbook>`,
        'xl/_rels/workbook.xml.rels': relationships({
          a: [`${types}/worksheet`, 'worksheets/sheet1.xml'],
          b: [`${types}/sharedStrings`, 'sharedStrings.xml'],
        }),
        'xl/sharedStrings.xml': `<x:sst xmlns:x="${strict}"><x:si><x:t>甲</x:t></x:si></x:sst>`,
        'xl/worksheets/sheet1.xml': sheet,
      }),
    );
    expect(cells(await rowsOf(sheets[0]))).toEqual(['A1 text 甲', 'B1 text 乙']);
    expect(sheets[0]).toMatchObject({
      name: '严格',
      hiddenColumns: [1],
      merges: [{ firstRow: 1, lastRow: 2, firstColumn: 0, lastColumn: 0 }],
    });
  });

  it.each([
    ['utf-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['utf-16le with a mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be with a mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['utf-16le without a mark', (text: string) => Buffer.from(text, 'utf16le')],
  ])('reads a part in %s', async (_, encode) => {
    const sheet = worksheet('<row r="1"><c r="A1" t="inlineStr"><is><t>甲𠮷</t></is></c></row>');
    expect(await cellsOf(parts(''), { 'xl/worksheets/sheet1.xml': encode(sheet) })).toEqual(['A1 text 甲𠮷']);
  });

  it('reads a part in the encoding that it declares', async () => {
    const sheet = worksheet('<row r="1"><c r="A1" t="inlineStr"><is><t>~</t></is></c></row>').replace(
      'UTF-8',
      'GB2312',
    );
    const [before = '', after = ''] = sheet.split('~');
    const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xb1, 0xed]), Buffer.from(after)]);
    expect(await cellsOf(parts(''), { 'xl/worksheets/sheet1.xml': bytes })).toEqual(['A1 text 表']);
  });

  it('reads characters that XML cannot hold', async () => {
    const items = strings(
      '<si><t>a_x000A_b</t></si><si><t>_x005F_x000D_</t></si><si><t>_xZZZZ_ _</t></si><si><t>a\r\nb</t></si>',
    );
    const row = [0, 1, 2, 3].map((i) => `<c t="s"><v>${i}</v></c>`).join('');
    const inline = '<c t="inlineStr"><is><t>a_x000A_b</t></is></c>';
    expect(await cellsOf(parts(`<row>${row}${inline}</row>`), { 'xl/sharedStrings.xml': items })).toEqual([
      'A1 text a\nb',
      'B1 text _x000D_',
      'C1 text _xZZZZ_ _',
      'D1 text a\nb',
      'E1 text a\nb',
    ]);
  });

  it('refuses a sheet that holds NUL, which is no character of XML', async () => {
    const nul = worksheet('<row r="1"><c r="A1" t="inlineStr"><is><t>a\0b</t></is></c></row>');
    await expect(cellsOf(parts(''), { 'xl/worksheets/sheet1.xml': Buffer.from(nul) })).rejects.toThrow(
      'damaged',
    );
  });
});

describe('rows', () => {
  const value = (address: string, v: number | string) => `<c r="${address}"><v>${v}</v></c>`;

  it('leaves out blank rows and keeps the numbers of the others', async () => {
    const data = `<row r="2"><c r="A2" s="3"/></row><row r="5">${value('C5', 1)}</row><row r="9"/><row>${value('A10', 2)}</row>`;
    expect(await cellsOf(parts(data))).toEqual(['C5 number 1', 'A10 number 2']);
  });

  it.each([
    ['hidden="1"', true],
    ['hidden="true"', true],
    ['ht="0"', true],
    ["ht='0.0' customHeight='1'", true],
    ['hidden="0" ht="15.75"', false],
    ['spans="1:1" ht="15" hidden="1"', true],
    ['', false],
  ])('reads a row with %s as hidden: %s', async (attributes, hidden) => {
    const { sheets } = await read(zipped(parts(`<row r="1" ${attributes}>${value('A1', 1)}</row>`)));
    expect((await rowsOf(sheets[0])).map((row) => row.hidden)).toEqual([hidden]);
  });

  it('takes cells out of order, and the last of two at one place', async () => {
    const data = `<row r="1">${value('C1', 3)}${value('A1', 1)}${value('C1', 4)}<c r="C1" s="1"/></row>`;
    expect(await cellsOf(parts(data))).toEqual(['A1 number 1', 'C1 number 4']);
  });

  it('puts rows into order that stand in none, or twice', async () => {
    const data = `<row r="3">${value('A3', 3)}</row><row r="1">${value('A1', 1)}</row><row r="3">${value('B3', 9)}</row>`;
    expect(await cellsOf(parts(data))).toEqual(['A1 number 1', 'A3 number 3', 'B3 number 9']);
  });

  it('shares the kinds of like rows without mixing up those of others', async () => {
    const text = (address: string) => `<c r="${address}" t="inlineStr"><is><t>x</t></is></c>`;
    const data =
      `<row r="1">${value('A1', 1)}${text('B1')}</row><row r="2">${value('A2', 1)}${text('B2')}</row>` +
      `<row r="3">${text('A3')}</row><row r="4">${text('C4')}</row>`;
    expect(await cellsOf(parts(data))).toEqual([
      'A1 number 1',
      'B1 text x',
      'A2 number 1',
      'B2 text x',
      'A3 text x',
      'C4 text x',
    ]);
  });

  it('may be read again', async () => {
    const { sheets } = await read(zipped(parts(`<row r="1">${value('A1', 1)}</row>`)));
    expect(cells(await rowsOf(sheets[0]))).toEqual(cells(await rowsOf(sheets[0])));
  });

  it('reads the last cell of the grid', async () => {
    const { sheets } = await read(zipped(parts(`<row r="1048576">${value('XFD1048576', 1)}</row>`)));
    const [row] = await rowsOf(sheets[0]);
    expect([row?.number, row?.texts.length, row?.texts[16_383]]).toEqual([1_048_576, 16_384, '1']);
  });
});

describe('what stands around the rows', () => {
  it('knows merged ranges in order, hidden columns and the filter', async () => {
    const head =
      '<dimension ref="A1:A1"/><cols><col min="1" max="1" width="9"/><col min="3" max="4" hidden="1"/><col min="6" max="6" width="0" customWidth="1"/></cols>';
    const tail =
      '<autoFilter ref="A1:C9"/><mergeCells count="9"><mergeCell ref="B3:C4"/><mergeCell ref="C1:D1"/><mergeCell ref="A1:B1"/><mergeCell ref="A9:A9"/><mergeCell ref="x"/><mergeCell ref="F5:E2"/></mergeCells>';
    const { sheets } = await read(zipped(parts('<row r="1"><c r="A1"><v>1</v></c></row>', { head, tail })));
    const merge = (firstRow: number, lastRow: number, firstColumn: number, lastColumn: number) => ({
      firstRow,
      lastRow,
      firstColumn,
      lastColumn,
    });
    expect(sheets[0]).toMatchObject({
      hiddenColumns: [2, 3, 5],
      filtered: true,
      merges: [merge(1, 1, 0, 1), merge(1, 1, 2, 3), merge(2, 5, 4, 5), merge(3, 4, 1, 2)],
    });
  });

  it('finds merged ranges behind ten megabytes of rows, and behind ten megabytes of other things', async () => {
    const filler = `<!--${'x'.repeat(1_000_000)}-->`.repeat(10);
    const data = '<row r="1"><c r="A1"><v>1</v></c></row>';
    const tail = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>';
    for (const sheet of [worksheet(data + filler, { tail }), worksheet(data, { tail: filler + tail })]) {
      const { sheets } = await read(zipped(parts(''), { 'xl/worksheets/sheet1.xml': sheet }));
      expect(sheets[0]?.merges).toHaveLength(1);
      expect(cells(await rowsOf(sheets[0]))).toEqual(['A1 number 1']);
    }
  });

  it('gives sheets in their order with their state, and passes over what is no worksheet', async () => {
    const data = (n: number) => worksheet(`<row r="1"><c r="A1"><v>${n}</v></c></row>`);
    const { sheets, findings } = await read(
      zipped(parts(''), {
        'xl/workbook.xml': workbook(
          '<sheet name="乙" r:id="b" state="hidden"/><sheet name="图" r:id="c"/><sheet name="甲" r:id="a" state="veryHidden"/><sheet name="丢" r:id="d"/>',
        ),
        'xl/_rels/workbook.xml.rels': relationships({
          a: ['worksheet', 'worksheets/sheet1.xml'],
          b: ['worksheet', 'somewhere/else.xml'],
          c: ['chartsheet', 'chartsheets/sheet1.xml'],
          d: ['worksheet', 'worksheets/lost.xml'],
          e: ['externalLink', 'http://example.org/x', 'External'],
        }),
        'xl/worksheets/sheet1.xml': data(1),
        'xl/somewhere/else.xml': data(2),
        'xl/chartsheets/sheet1.xml': '<chartsheet/>',
      }),
    );
    expect(sheets.map(({ name, index, state }) => [name, index, state])).toEqual([
      ['乙', 0, 'hidden'],
      ['甲', 1, 'veryHidden'],
    ]);
    expect(cells(await rowsOf(sheets[0]))).toEqual(['A1 number 2']);
    expect(findings.map(({ rule, sheet }) => [rule, sheet])).toEqual([['file.sheet_missing', '丢']]);
  });

  it('tells a workbook with macros by its content', async () => {
    const macros = parts('');
    const types = (macros['[Content_Types].xml'] as string).replace(
      /application[^"]*/,
      'application/vnd.ms-excel.sheet.macroEnabled.main+xml',
    );
    expect((await read(zipped(macros))).format).toBe('xlsx');
    expect((await read(zipped(macros, { '[Content_Types].xml': types }))).format).toBe('xlsm');
  });
});

describe('packages of odd writers', () => {
  const data = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>';
  const base = { ...parts(data), 'xl/sharedStrings.xml': strings('<si><t>甲</t></si>') };
  const targets = (sheet: string, shared: string) =>
    relationships({ r1: ['worksheet', sheet], r2: ['sharedStrings', shared] });
  const renamed = (rename: (name: string) => string) =>
    Object.fromEntries(Object.entries(base).map(([name, content]) => [rename(name), content]));

  it.each([
    [
      'absolute targets',
      { 'xl/_rels/workbook.xml.rels': targets('/xl/worksheets/sheet1.xml', '/xl/sharedStrings.xml') },
    ],
    [
      'targets that climb',
      { 'xl/_rels/workbook.xml.rels': targets('../xl/./worksheets/sheet1.xml', '../xl/sharedStrings.xml') },
    ],
    [
      'backslashes in targets',
      { 'xl/_rels/workbook.xml.rels': targets('worksheets\\sheet1.xml', 'sharedStrings.xml') },
    ],
    ['another case', { 'xl/_rels/workbook.xml.rels': targets('worksheets/Sheet1.XML', 'SharedStrings.xml') }],
    ['no content types', { '[Content_Types].xml': null }],
    ['no root relationships', { '_rels/.rels': null }],
    ['neither', { '[Content_Types].xml': null, '_rels/.rels': null }],
    ['no ids of sheets', { 'xl/workbook.xml': workbook('<sheet name="表" sheetId="1"/>') }],
    ['a name that climbs out', { '../../x': 'x', '/abs': 'y', '..\\..\\z': 'z' }],
  ])('reads %s', async (_, changed) => {
    expect(await cellsOf(base, changed)).toEqual(['A1 text 甲']);
  });

  it('reads backslashes and leading slashes in the names of parts', async () => {
    const rels = { 'xl/_rels/workbook.xml.rels': targets('worksheets/sheet1.xml', 'sharedStrings.xml') };
    for (const rename of [(name: string) => name.replaceAll('/', '\\'), (name: string) => `/${name}`]) {
      const all = Object.fromEntries(Object.entries({ ...renamed(rename) }));
      for (const [name, content] of Object.entries(rels)) all[rename(name)] = content;
      expect(await cellsOf(all)).toEqual(['A1 text 甲']);
    }
  });

  it('reads stored parts, bytes before the package and a comment behind it', async () => {
    const bytes = zipped(base, {}, 0);
    const shifted = Buffer.concat([Buffer.alloc(100, 1), bytes]);
    expect(cells(await rowsOf((await read(bytes)).sheets[0]))).toEqual(['A1 text 甲']);
    expect(cells(await rowsOf((await read(shifted)).sheets[0]))).toEqual(['A1 text 甲']);
    const commented = Buffer.concat([bytes, strToU8('a comment')]);
    commented.writeUInt16LE(9, bytes.length - 2);
    expect(cells(await rowsOf((await read(commented)).sheets[0]))).toEqual(['A1 text 甲']);
  });

  it('reads a workbook without styles, with styles that its cells do not have, and one without strings', async () => {
    const row = '<row r="1"><c r="A1" s="7"><v>1</v></c></row>';
    expect(await cellsOf(parts(row))).toEqual(['A1 number 1']);
    expect(await cellsOf(parts(row), { 'xl/styles.xml': styles([14]) })).toEqual(['A1 number 1']);
  });
});

it('reads from a file as from bytes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'intake-xlsx-'));
  try {
    const file = join(folder, 'a.xlsx');
    await writeFile(file, zipped(parts('<row r="1"><c r="A1"><v>1</v></c></row>')));
    const handle = await open(file);
    const { sheets, encoding } = await openXlsx(await fileSource(handle));
    expect(encoding).toBeNull();
    expect(cells(await rowsOf(sheets[0]))).toEqual(['A1 number 1']);
    await handle.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});
