/** Text tables and HTML: encodings, dialects, records, and what is no table. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordReader } from '../../pipeline/intake/csv/records.js';
import { detectEncoding } from '../../pipeline/intake/encoding.js';
import { defaultLimits } from '../../pipeline/intake/limits.js';
import { openWorkbook } from '../../pipeline/intake/open.js';
import { bytesSource } from '../../pipeline/intake/source.js';
import { Unreadable } from '../../pipeline/intake/unreadable.js';
import { type Encoding, encode } from '../helpers/encode.js';
import { opened, rowsOf, textsOf } from '../helpers/opened.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intake-text-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function onDisk(bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'submission');
  await writeFile(path, bytes);
  return path;
}

async function textsFrom(text: string): Promise<string[][]> {
  return textsOf(await opened(encode(text, 'utf-8')));
}

describe('encodings', () => {
  const table = '姓名,金额\r\n张三,12.50\r\n';
  test.each<[Encoding, string]>([
    ['utf-8', 'utf-8'],
    ['utf-8 bom', 'utf-8'],
    ['gb18030', 'gb18030'],
    ['utf-16le', 'utf-16le'],
    ['utf-16le bom', 'utf-16le'],
    ['utf-16be', 'utf-16be'],
    ['utf-16be bom', 'utf-16be'],
  ])('%s', async (written, read) => {
    const workbook = await opened(await onDisk(encode(table, written)));
    expect(workbook.format).toBe('csv');
    expect(workbook.encoding).toBe(read);
    expect(await textsOf(workbook)).toEqual([
      ['姓名', '金额'],
      ['张三', '12.50'],
    ]);
  });

  test.each<[string, Encoding, string]>([
    ['村', 'gb18030', 'gb18030'],
    ['一月', 'gb18030', 'gb18030'],
    ['联通', 'gb18030', 'gb18030'],
    ['村', 'utf-8', 'utf-8'],
    ['面积 m²,José', 'utf-8', 'utf-8'],
    ['a,1\n', 'utf-8', 'utf-8'],
    ['镕㛃,𠀀\n', 'gb18030', 'gb18030'],
  ])('short text %s in %s', async (text, written, read) => {
    expect((await detectEncoding(bytesSource(encode(text, written)))).encoding).toBe(read);
  });

  test.each<Encoding>(['utf-8', 'gb18030', 'utf-16le'])(
    'the first character that is not ASCII comes after a megabyte, split between chunks: %s',
    async (encoding) => {
      for (let shift = 0; shift < 4; shift++) {
        const text = `a,b\n${'x'.repeat(shift)}${'1,2\n'.repeat(2 ** 18)}${'村庄,𠀀\n'.repeat(2 ** 16)}`;
        const workbook = await opened(encode(text, encoding));
        expect(workbook.encoding).toBe(encoding);
        const texts = await textsOf(workbook);
        expect(texts).toHaveLength(1 + 2 ** 18 + 2 ** 16);
        expect(texts.slice(-(2 ** 16)).every(([a, b]) => a === '村庄' && b === '𠀀')).toBe(true);
      }
    },
  );

  test.each<[string, Uint8Array, string, number]>([
    ['UTF-8 cut in a character', encode('姓名,村', 'utf-8').subarray(0, -1), 'text.cut_short', 7],
    ['GB18030 cut in a character', encode('姓名,村', 'gb18030').subarray(0, -1), 'text.cut_short', 5],
    ['UTF-16 cut in a unit', encode('姓名,村\n', 'utf-16le bom').subarray(0, -1), 'text.cut_short', 10],
    ['UTF-16 cut in a pair', encode('a,𠀀', 'utf-16be').subarray(0, -2), 'text.cut_short', 6],
    [
      'GB18030 within UTF-8',
      Buffer.concat([encode('姓名\n', 'utf-8'), Buffer.of(0xff), encode('村', 'gb18030')]),
      'text.encoding',
      7,
    ],
  ])('%s', async (_, bytes, rule, offset) => {
    const result = await openWorkbook(bytes);
    expect(result).toMatchObject({ unreadable: { rule, severity: 'error', params: { offset } } });
  });

  test('zero bytes that strayed into a text of one byte per character are replaced, and said', async () => {
    const workbook = await opened(Buffer.from('name,amount\nab\0c,1\nd\0e,2\n'));
    expect(workbook.encoding).toBe('utf-8');
    expect(await textsOf(workbook)).toEqual([
      ['name', 'amount'],
      ['ab\ufffdc', '1'],
      ['d\ufffde', '2'],
    ]);
    expect(workbook.findings).toMatchObject([{ rule: 'text.control_characters', params: { count: 2 } }]);
  });
});

describe('dialects', () => {
  test.each<[string, string, string[][]]>([
    [
      'comma',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'tab',
      'a\tb\n1,5\t2\n',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      'semicolon with thousands',
      '名称;金额\n宏达;1,234\n',
      [
        ['名称', '金额'],
        ['宏达', '1,234'],
      ],
    ],
    [
      'full-width comma',
      '姓名，金额\n张三，1,234\n李四，56\n',
      [
        ['姓名', '金额'],
        ['张三', '1,234'],
        ['李四', '56'],
      ],
    ],
    [
      'bar',
      'a|b|c\n1|2|3\n',
      [
        ['a', 'b', 'c'],
        ['1', '2', '3'],
      ],
    ],
    ['declared', 'sep=;\r\na;b,c\r\n', [['a', 'b,c']]],
    [
      'quoted semicolons',
      '"a,x";"b"\n"1,5";"2"\n',
      [
        ['a,x', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      'comma among full-width commas of notes',
      '数据库：年度\n指标,甲,乙\n人口,1,2\n注：一，二\n注：三，四\n注：五，六\n',
      [
        ['数据库：年度'],
        ['指标', '甲', '乙'],
        ['人口', '1', '2'],
        ['注：一，二'],
        ['注：三，四'],
        ['注：五，六'],
      ],
    ],
    [
      'a header that begins like a program',
      'MZ,b\n1,2\n',
      [
        ['MZ', 'b'],
        ['1', '2'],
      ],
    ],
    ['one record', 'a,b', [['a', 'b']]],
    ['prose', '关于报送的说明\n请各村按时报送。\n', [['关于报送的说明'], ['请各村按时报送。']]],
  ])('%s', async (_, text, expected) => {
    expect(await textsFrom(text)).toEqual(expected);
  });

  test('a title row and notes of one cell do not hide the delimiter', async () => {
    const texts = await textsFrom('泰平镇企业名录\n单位：万元\n名称\t金额\n甲\t1\n乙\t2\n填表人：王\n');
    expect(texts[2]).toEqual(['名称', '金额']);
  });
});

describe('records', () => {
  test.each<[string, string, string[][]]>([
    [
      'quotes, delimiters and line ends in cells',
      'a,"b,c"\n"d\r\ne","f""g"\n',
      [
        ['a', 'b,c'],
        ['d\ne', 'f"g'],
      ],
    ],
    ['ragged rows', 'a,b,c\n1\n1,2,3,4\n', [['a', 'b', 'c'], ['1'], ['1', '2', '3', '4']]],
    [
      'CR alone',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'kept zeros',
      'a,b\n="00123",1\n"=""0045""",2\n',
      [
        ['a', 'b'],
        ['00123', '1'],
        ['0045', '2'],
      ],
    ],
    [
      'no formula is unwrapped',
      'a,b\n=A1&"x",1\n',
      [
        ['a', 'b'],
        ['=A1&"x"', '1'],
      ],
    ],
    [
      'codes that a spreadsheet damaged stay',
      'a,b\n9.13E+17,1\n',
      [
        ['a', 'b'],
        ['9.13E+17', '1'],
      ],
    ],
    [
      'padding',
      'a,b,,\n1,2,,\n',
      [
        ['a', 'b', '', ''],
        ['1', '2', '', ''],
      ],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await textsFrom(text)).toEqual(expected);
  });

  test('rows are numbered by record; blank ones count and are left out', async () => {
    const rows = await rowsOf(await opened(encode('\n标题,\n"a\nb",1\n,,\n  ,\n\nc,2', 'utf-8')));
    expect(rows.map(({ number, texts }) => [number, texts[0]])).toEqual([
      [2, '标题'],
      [3, 'a\nb'],
      [7, 'c'],
    ]);
  });

  test.each<[string, string, string[][], number]>([
    [
      'text behind the closing mark',
      'a,b\n"宏达"有限公司,1\nx,2\n',
      [
        ['a', 'b'],
        ['宏达有限公司', '1'],
        ['x', '2'],
      ],
      1,
    ],
    [
      'an opening mark without its closing one',
      'a,b\n"宏达,1\nx,2\ny,3\n',
      [
        ['a', 'b'],
        ['"宏达', '1'],
        ['x', '2'],
        ['y', '3'],
      ],
      1,
    ],
    [
      'two opening marks swallow no row',
      'a,b\n"宏达,1\n"x,2\ny,3\n',
      [
        ['a', 'b'],
        ['"宏达', '1'],
        ['"x', '2'],
        ['y', '3'],
      ],
      2,
    ],
    [
      'a mark within a cell',
      'a,b\n5" 管,1\n',
      [
        ['a', 'b'],
        ['5" 管', '1'],
      ],
      0,
    ],
  ])('%s', async (_, text, expected, count) => {
    const workbook = await opened(encode(text, 'utf-8'));
    expect(await textsOf(workbook)).toEqual(expected);
    const found = workbook.findings.map(({ rule, row, column, params }) => ({ rule, row, column, params }));
    const stray = { rule: 'text.stray_quote', row: 2, column: 0, params: { count } };
    expect(found).toEqual(count === 0 ? [] : [stray]);
  });

  test('a sheet can be read twice, and says what it noticed once', async () => {
    const workbook = await opened(encode('a,b\n"x"y,1\n', 'utf-8'));
    expect(await textsOf(workbook)).toEqual(await textsOf(workbook));
    expect(workbook.findings).toHaveLength(1);
    expect(workbook.sheets[0]?.name).toBe('');
  });

  test('agrees with papaparse on well-formed text, wherever the chunks end', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '村', ',', '"', '\n', '1', ' ', ';'), maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        (table, seed) => {
          const text = Papa.unparse(table, { newline: '\n' });
          const reader = recordReader(',');
          const records: string[][] = [];
          for (let at = 0; at < text.length; ) {
            const length = 1 + ((seed + at) % 5);
            records.push(...reader.push(text.slice(at, at + length), false));
            at += length;
          }
          records.push(...reader.push('', true));
          expect(records).toEqual(Papa.parse<string[]>(text, { newline: '\n', delimiter: ',' }).data);
          expect(reader.stray).toBeNull();
        },
      ),
    );
  });

  test('any table in any dialect and encoding reads back equal', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '7', '村', '镕', '"', '，', ',', ';', '\t', '\n', '.'),
      maxLength: 5,
    });
    const row = fc
      .array(cell, { minLength: 3, maxLength: 3 })
      .filter((cells) => cells.every((c) => !/^="?/.test(c)));
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(',', '\t', ';', '，'),
        fc.constantFrom<Encoding>(
          'utf-8',
          'utf-8 bom',
          'gb18030',
          'utf-16le bom',
          'utf-16be bom',
          'utf-16le',
        ),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (body, delimiter, encoding, newline) => {
          const table = [['村名', '金额', '备注'], ['甲', '1', '无'], ...body];
          const quote = (text: string) => `"${text.replaceAll('"', '""').replaceAll('\n', newline)}"`;
          const text = table.map((cells) => cells.map(quote).join(delimiter)).join(newline);
          const workbook = await opened(encode(text, encoding));
          const expected = table.filter((cells) => cells.some((c) => c.trim() !== ''));
          expect(await textsOf(workbook)).toEqual(expected);
        },
      ),
    );
  });

  test('what is over a limit is refused', async () => {
    const limits = { ...defaultLimits, columns: 3, textBytes: 1000 };
    await expect(textsOf(await opened(Buffer.from('a,b\n1,2,3,4\n'), limits))).rejects.toThrow(Unreadable);
    const endless = Buffer.from(`a,b\n${'x'.repeat(300_000)}`);
    await expect(textsOf(await opened(endless, limits))).rejects.toMatchObject({
      finding: { rule: 'text.record_too_long', params: { record: 2 } },
    });
  });
});

describe('HTML under the name of a spreadsheet', () => {
  async function html(page: string, encoding: Encoding = 'utf-8') {
    return opened(encode(page, encoding));
  }

  test('spans are merges, entities text, hidden rows and columns said', async () => {
    const workbook = await html(
      `<html><head><meta charset="gbk"><style>td{mso-number-format:"\\@";}</style><title>导出</title></head><body>
      <table border=1><col><col style="display:none"><thead><tr><th rowspan="2">村名<th colspan=2>建设&nbsp;规模</tr>
      <tr><th>长度<br>（公里）</th><th>宽&gt;度</th></thead>
      <tr style='display:none;height:0'><td>甲<td x:num="37.799999999999997">37.80<td>&#20065;</tr>
      <tr><td>&nbsp;</td></tr>
      <tr><td>乙</td><td><p>1</p><p>2</p></td></table></body></html>`,
      'gb18030',
    );
    expect(workbook).toMatchObject({ format: 'html', encoding: 'gb18030' });
    const [sheet] = workbook.sheets;
    expect(sheet?.merges).toEqual([
      { firstRow: 1, lastRow: 2, firstColumn: 0, lastColumn: 0 },
      { firstRow: 1, lastRow: 1, firstColumn: 1, lastColumn: 2 },
    ]);
    expect(sheet?.hiddenColumns).toEqual([1]);
    const rows = await rowsOf(workbook);
    expect(rows.map(({ number, texts, hidden }) => [number, hidden, ...texts])).toEqual([
      [1, false, '村名', '建设 规模'],
      [2, false, '', '长度\n（公里）', '宽>度'],
      [3, true, '甲', '37.8', '乡'],
      [5, false, '乙', '1\n2'],
    ]);
    expect(rows.every(({ kinds }) => kinds === null)).toBe(true);
  });

  test('tables are sheets, lines around them rows, and a table inside a cell is either', async () => {
    const workbook = await html(
      `<h3>泰平镇企业名录</h3><p>单位：万元</p><table><tr><td>名称<td>金额<tr><td>甲<td><table><tr><td>1</table></table>
      <div>附表</div><table><tr><td><table><tr><td>a<td>b<tr><td>1<td>2</table></td></tr></table><p>数据来源：统计站`,
    );
    expect(workbook.sheets.map(({ name, index }) => [name, index])).toEqual([
      ['Sheet1', 0],
      ['Sheet2', 1],
    ]);
    expect(await textsOf(workbook, 0)).toEqual([
      ['泰平镇企业名录'],
      ['单位：万元'],
      ['名称', '金额'],
      ['甲', '1'],
    ]);
    expect(await textsOf(workbook, 1)).toEqual([['附表'], ['a', 'b'], ['1', '2'], ['数据来源：统计站']]);
  });

  test("the worksheet's name stands in a comment of Excel's", async () => {
    const workbook = await html(
      '<html><!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>企业名录</x:Name></x:ExcelWorksheet></xml><![endif]--><table><tr><td>a',
    );
    expect(workbook.sheets[0]?.name).toBe('企业名录');
  });

  test('reads the same wherever its chunks end', async () => {
    const row = `<tr><td style='mso-number-format:"\\@"' title="a>b">村庄&amp;甲<!-- x > y --><td>1&#50;</tr>`;
    const page = `<table>${row.repeat(12_000)}</table>`;
    const texts = await textsOf(await html(page, 'gb18030'));
    expect(texts).toHaveLength(12_000);
    expect(new Set(texts.map((cells) => cells.join('|')))).toEqual(new Set(['村庄&甲|12']));
  });

  test('spans that would blow up the grid are refused', async () => {
    const page = `<table>${`<tr>${'<td colspan=1000>'.repeat(15)}<td>x`.repeat(100)}</table>`;
    const limits = { ...defaultLimits, cells: 1_000_000 };
    expect(await openWorkbook(Buffer.from(page), limits)).toMatchObject({
      unreadable: { rule: 'text.too_many_cells' },
    });
  });

  test('a page without a table says so', async () => {
    const page = encode('<!DOCTYPE html><html><body>会话已超时，请重新登录</body></html>', 'utf-8');
    expect(await openWorkbook(page)).toMatchObject({ unreadable: { rule: 'file.web_page' } });
  });
});

describe('what is no spreadsheet', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'file.empty'],
    ['blanks', ' \r\n\t\r\n', 'file.empty'],
    ['PDF', '%PDF-1.7\n%\xe2\xe3', 'file.pdf'],
    ['PNG', '\x89PNG\r\n\x1a\n', 'file.image'],
    ['JPEG', '\xff\xd8\xff\xe0', 'file.image'],
    ['RAR', 'Rar!\x1a\x07\x01\0', 'file.archive'],
    ['7z', "7z\xbc\xaf'\x1c", 'file.archive'],
    ['gzip', '\x1f\x8b\x08\0', 'file.archive'],
    ['RTF', '{\\rtf1\\ansi}', 'file.document'],
    ['a program', 'MZ\x90\0\x03\0\0\0', 'file.program'],
    ['web archive', 'MIME-Version: 1.0\r\nContent-Type: multipart/related', 'file.web_archive'],
    ['a protected file', 'b\x14#e\x01\0\0\0 E-SafeNet   LOCK', 'file.encrypted_by_software'],
    ['other XML', '<?xml version="1.0"?><note>x</note>', 'file.other_xml'],
    ['zeros', '\0'.repeat(600), 'file.unknown'],
    ['noise', '\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f', 'file.unknown'],
    ['a zip that is cut', 'PK\x03\x04\x14\0\0\0\x08\0', 'file.truncated'],
    ['a compound file that is cut', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0', 'file.truncated'],
  ])('%s', async (_, content, rule) => {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
    expect(await openWorkbook(await onDisk(bytes))).toMatchObject({
      unreadable: { rule, severity: 'error' },
    });
  });

  test('a file that is not there', async () => {
    const result = await openWorkbook(join(folder, 'none.csv'));
    expect(result).toMatchObject({ unreadable: { rule: 'file.unreadable', params: { reason: 'ENOENT' } } });
  });
});
