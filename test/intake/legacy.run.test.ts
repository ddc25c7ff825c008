/** Formats that are read in a process of their own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BookType, set_cptable, utils, type WorkBook, write } from '@e965/xlsx';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorkbook } from '../../pipeline/intake/open.js';
import { Kind } from '../../pipeline/intake/workbook.js';
import { compoundFile } from '../helpers/hostile.js';
import { opened, rowsOf, textsOf } from '../helpers/opened.js';

let folder = '';
beforeAll(async () => {
  set_cptable(codepages);
  folder = await mkdtemp(join(tmpdir(), 'intake-legacy-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A roster of two rows, one hidden, and a hidden sheet. */
function roster(): WorkBook {
  const sheet = utils.aoa_to_sheet([
    ['泰平镇2021年企业名录'],
    ['企业名称', '注册资本', '成立日期', '占比', '是否规上', '税收'],
    ['宏达', 37.8, new Date(Date.UTC(2015, 2, 1)), 0.125, true, null],
    ['兴隆', '00123', null, null, false, 1e-7],
  ]);
  sheet.B3 = { t: 'n', v: 37.799999999999997 };
  sheet.C3.z = 'yyyy"年"m"月"d"日"';
  sheet.D3.z = '0.0%';
  sheet.F3 = { t: 'e', v: 0x17 };
  sheet['!merges'] = [
    { s: { r: 2, c: 0 }, e: { r: 3, c: 0 } },
    { s: { r: 0, c: 0 }, e: { r: 0, c: 5 } },
  ];
  sheet['!cols'] = [{}, { hidden: true }];
  sheet['!rows'] = [{}, {}, {}, { hidden: true }];
  sheet['!autofilter'] = { ref: 'A2:F4' };
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, '企业名录');
  utils.book_append_sheet(book, utils.aoa_to_sheet([['计算']]), '计算表');
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 2 }] };
  return book;
}

function bytesOf(book: WorkBook, bookType: BookType | 'biff5'): Buffer {
  return write(book, { type: 'buffer', bookType: bookType as BookType }) as Buffer;
}

const { number, percent, date, text, boolean, error } = Kind;

describe('what a workbook holds', () => {
  test.each<[BookType, string, boolean]>([
    ['biff8', 'xls', true],
    ['xlml', 'xls', true],
    ['ods', 'ods', false],
    ['fods', 'ods', false],
  ])('%s', async (bookType, format, saysHidden) => {
    const workbook = await opened(bytesOf(roster(), bookType));
    expect(workbook).toMatchObject({ format, encoding: null, findings: [] });
    const [sheet, other] = workbook.sheets;
    expect(sheet).toMatchObject({
      name: '企业名录',
      index: 0,
      state: 'visible',
      filtered: bookType !== 'biff8', // SheetJS writes none
      date1904: false,
    });
    expect(sheet?.merges).toEqual([
      { firstRow: 1, lastRow: 1, firstColumn: 0, lastColumn: 5 },
      { firstRow: 3, lastRow: 4, firstColumn: 0, lastColumn: 0 },
    ]);
    const rows = await rowsOf(workbook);
    expect(rows.map((row) => [row.number, ...row.texts])).toEqual([
      [1, '泰平镇2021年企业名录'],
      [2, '企业名称', '注册资本', '成立日期', '占比', '是否规上', '税收'],
      [3, '宏达', '37.8', '2015-03-01', '0.125', 'TRUE', ...(format === 'ods' ? [] : ['#REF!'])],
      // SheetJS writes a merged cell without its text.
      [4, expect.any(String), '00123', '', '', 'FALSE', '0.0000001'],
    ]);
    expect(rows[2]?.kinds?.slice(0, 5)).toEqual([text, number, date, percent, boolean]);
    if (format !== 'ods') expect(rows[2]?.kinds?.[5]).toBe(error);
    if (saysHidden) expect([sheet?.hiddenColumns, other?.state]).toEqual([[1], 'veryHidden']);
    if (bookType === 'xlml') expect(rows.map(({ hidden }) => hidden)).toEqual([false, false, false, true]);
    expect(await textsOf(workbook, 1)).toEqual([['计算']]);
    expect(await textsOf(workbook, 0)).toEqual(rows.map(({ texts }) => texts));
  });

  test('BIFF5', async () => {
    const book = utils.book_new();
    utils.book_append_sheet(
      book,
      utils.aoa_to_sheet([
        ['name', 'amount'],
        ['a', 12.5],
      ]),
      'roster',
    );
    const workbook = await opened(bytesOf(book, 'biff5'));
    expect(workbook.format).toBe('xls');
    expect(await textsOf(workbook)).toEqual([
      ['name', 'amount'],
      ['a', '12.5'],
    ]);
  });

  test('an OLE file of the class of WPS is .et', async () => {
    const bytes = bytesOf(roster(), 'biff8');
    const root = 512 * (1 + bytes.readUInt32LE(0x30));
    Buffer.from('03005445505700534b494e47534f4655', 'hex').copy(bytes, root + 0x50);
    expect((await opened(bytes)).format).toBe('et');
  });

  test('dates count from 1904 where the workbook says so', async () => {
    const book = utils.book_new();
    utils.book_append_sheet(book, { '!ref': 'A1', A1: { t: 'n', v: 43068, z: 'yyyy-mm-dd' } }, 'a');
    book.Workbook = { WBProps: { date1904: true } };
    const workbook = await opened(bytesOf(book, 'biff8'));
    expect(workbook.sheets[0]?.date1904).toBe(true);
    expect(await textsOf(workbook)).toEqual([['2021-11-30']]);
  });

  test('names that objects inherit are names like any other', async () => {
    const book = utils.book_new();
    utils.book_append_sheet(
      book,
      utils.aoa_to_sheet([
        ['__proto__', 'constructor'],
        ['1', '2'],
      ]),
      'constructor',
    );
    const workbook = await opened(bytesOf(book, 'biff8'));
    expect(workbook.sheets[0]?.name).toBe('constructor');
    expect(await textsOf(workbook)).toEqual([
      ['__proto__', 'constructor'],
      ['1', '2'],
    ]);
  });
});

describe('what cannot be read says what it is', () => {
  const zip = (entries: Record<string, string>) =>
    zipSync(
      Object.fromEntries(Object.entries(entries).map(([name, content]) => [name, Buffer.from(content)])),
    );
  const opendocument = 'application/vnd.oasis.opendocument';

  test.each<[string, () => Uint8Array, string]>([
    ['an encrypted .xlsx', () => compoundFile('EncryptionInfo', 'EncryptedPackage'), 'file.encrypted'],
    ['a .doc', () => compoundFile('WordDocument'), 'file.document'],
    ['a .ppt', () => compoundFile('PowerPoint Document'), 'file.presentation'],
    ['another OLE file', () => compoundFile('Contents'), 'file.document'],
    ['an .xls with a damaged stream', () => compoundFile('Workbook'), 'file.damaged_document'],
    ['a cut .xls', () => bytesOf(roster(), 'biff8').subarray(0, 700), 'file.truncated'],
    [
      'a .docx',
      () => zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<a/>' }),
      'file.document',
    ],
    [
      'a .pptx',
      () => zip({ '[Content_Types].xml': '<Types/>', 'ppt/presentation.xml': '<a/>' }),
      'file.presentation',
    ],
    [
      'an .xlsb',
      () => zip({ '[Content_Types].xml': '<Types/>', 'xl/workbook.bin': '' }),
      'file.binary_workbook',
    ],
    ['an .odt', () => zip({ mimetype: `${opendocument}.text`, 'content.xml': '<a/>' }), 'file.document'],
    [
      'an encrypted .ods',
      () =>
        zip({
          mimetype: `${opendocument}.spreadsheet`,
          'content.xml': 'x',
          'META-INF/manifest.xml': '<manifest:encryption-data/>',
        }),
      'file.encrypted',
    ],
    ['a zip of files', () => zip({ '企业名录.xlsx': 'x', 'b.csv': 'y' }), 'file.archive'],
    ['a zip that climbs out', () => zip({ '../../x': 'x' }), 'file.archive'],
  ])('%s', async (_, make, rule) => {
    expect(await openWorkbook(make())).toMatchObject({ unreadable: { rule, severity: 'error' } });
  });

  test('an .xls with a password', async () => {
    const bytes = bytesOf(roster(), 'biff8');
    // In the place of the record after BOF (four bytes and its body): FilePass, XOR.
    const bof = bytes.indexOf(Buffer.from('0908100000060500', 'hex'));
    Buffer.from('2f000600000012345678', 'hex').copy(bytes, bof + 20);
    expect(await openWorkbook(bytes)).toMatchObject({ unreadable: { rule: 'file.encrypted' } });
  });
});

test('an .ods: hidden sheets, rows and columns, errors, and a row of nothing else', async () => {
  const cell = (text: string) =>
    `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`;
  const error = (text: string) =>
    `<table:table-cell table:formula="of:=1" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>${text}</text:p></table:table-cell>`;
  const row = (cells: string, attributes = '') => `<table:table-row${attributes}>${cells}</table:table-row>`;
  const style = (name: string, display: boolean) =>
    `<style:style style:name="${name}" style:family="table"><style:table-properties table:display="${display}"/></style:style>`;
  const content = `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:automatic-styles>${style('ta1', true)}${style('ta2', false)}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="道路" table:style-name="ta1"><table:table-column/><table:table-column table:visibility="collapse"/>${row(cell('所属村') + cell('长度'))}${row(cell('东庄') + error('#DIV/0!'), ' table:visibility="filter"')}${row(`<table:table-cell/>${error('#REF!')}`)}${row('<table:table-cell/>', ' table:number-rows-repeated="3"')}${row(cell('西庄') + cell('2'), ' table:visibility="collapse"')}</table:table><table:table table:name="旧表" table:style-name="ta2">${row(cell('计算'))}</table:table></office:spreadsheet></office:body></office:document-content>`;
  const workbook = await opened(
    Buffer.from(
      zipSync({
        mimetype: Buffer.from('application/vnd.oasis.opendocument.spreadsheet'),
        'content.xml': Buffer.from(content),
        'styles.xml': Buffer.from('<office:document-styles/>'),
        'META-INF/manifest.xml': Buffer.from(
          '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        ),
      }),
    ),
  );
  expect(workbook.sheets.map(({ name, state, hiddenColumns }) => [name, state, hiddenColumns])).toEqual([
    ['道路', 'visible', [1]],
    ['旧表', 'hidden', []],
  ]);
  const rows = await rowsOf(workbook);
  expect(rows.map((r) => [r.number, r.hidden, ...r.texts])).toEqual([
    [1, false, '所属村', '长度'],
    [2, true, '东庄', '#DIV/0!'],
    [3, false, '', '#REF!'],
    [7, true, '西庄', '2'],
  ]);
  expect([rows[1]?.kinds?.[1], rows[2]?.kinds?.[1]]).toEqual([Kind.error, Kind.error]);
});
