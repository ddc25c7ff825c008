import { describe, expect, it } from 'vitest';
import { readPackage } from '../../pipeline/office/package.js';
import { fillWorkbook, listMarks } from '../../pipeline/templates/fill.js';
import { book, cells, changedParts, figures, text, texts } from '../helpers/template-book.js';

const known = figures({
  'enterprises.total.count': '37',
  'enterprises.total.count.previous': '35',
  'enterprises.total.count.status': 'P',
  'enterprises.total.count@2020': '35',
  'rural_funds.breeding.amount': '1234.5',
  'petitions.resolved.count': null,
  'projects.investment.total[益客（一期）]': '12.5',
});

const sheetOf = (bytes: Uint8Array | null, n = 1) => texts(bytes).get(`xl/worksheets/sheet${n}.xml`) ?? '';
const one = (cell: string) => book({ sheets: { 表: `<sheetData><row r="1">${cell}</row></sheetData>` } });
const filled = (cell: string) => cells(sheetOf(fillWorkbook(one(cell), known).bytes));

describe('marks in cells', () => {
  it('a cell that is only a mark becomes a number with its style', () => {
    const sheet = sheetOf(
      fillWorkbook(one(`<c s="3" r="A1" ${text(' {{ rural_funds.breeding.amount }}')}</c>`), known).bytes,
    );
    expect(sheet).toContain('<c s="3" r="A1"><v>1234.5</v></c>');
  });

  it.each([
    ['{{enterprises.total.count.previous}}', 'A1=35'],
    ['{{enterprises.total.count@2020}}', 'A1=35'],
    ['{{enterprises.total.count.status}}', 'A1="P"'],
    ['{{projects.investment.total[益客（一期）]}}', 'A1=12.5'],
    ['｛｛ｅｎｔｅｒｐｒｉｓｅｓ．ｔｏｔａｌ．ｃｏｕｎｔ｝｝', 'A1=37'],
    ['{{unit}}', 'A1="示例镇"'],
    ['{{year}}', 'A1=2021'],
    ['{{year}}年{{unit}}规上企业{{enterprises.total.count}}家', 'A1="2021年示例镇规上企业37家"'],
    ['化解{{petitions.resolved.count}}起', 'A1="化解【缺：项目办，petitions.resolved.count】起"'],
    ['{{province}}省', 'A1="【缺：unit.csv，省】省"'],
  ])('%s', (mark, cell) => {
    expect(filled(`<c r="A1" ${text(mark)}</c>`)).toEqual([cell]);
  });

  it('a missing figure leaves the cell empty, with its style, and is told', () => {
    const { bytes, findings } = fillWorkbook(
      one(`<c r="A1" s="2" ${text('{{petitions.resolved.count}}')}</c>`),
      known,
    );
    expect(sheetOf(bytes)).toContain('<c r="A1" s="2"/>');
    expect(findings.map((f) => [f.rule, f.severity, f.params.where])).toEqual([
      ['template.missing', 'warning', '表 · A1'],
    ]);
  });

  it('keeps the runs of a rich text, the mark in the looks of the run in which it begins', () => {
    const bytes = book({
      sheets: { 表: '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>' },
      strings: [
        '<r><rPr><b/></rPr><t>企业{{enterprises</t></r><r><t>.total.cou</t></r><r><rPr><i/></rPr><t>nt}}家 </t></r><rPh sb="0" eb="1"><t>qiye</t></rPh>',
      ],
    });
    const result = fillWorkbook(bytes, known).bytes;
    expect(sheetOf(result)).toContain(
      '<is><r><rPr><b/></rPr><t>企业37</t></r><r><t></t></r><r><rPr><i/></rPr><t xml:space="preserve">家 </t></r></is>',
    );
  });

  it('leaves no mark in shared strings, and those that hold none as they are', () => {
    const bytes = book({
      sheets: {
        表: '<sheetData><row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row></sheetData>',
      },
      strings: ['<t>指标</t>', '<t>{{unit}}</t>', '<r><t>{{no.such</t></r><r><t>.id}}</t></r>'],
    });
    const result = fillWorkbook(bytes, known).bytes;
    expect(texts(result).get('xl/sharedStrings.xml')).toContain(
      '<si><t>指标</t></si><si><t/></si><si><t/></si></sst>',
    );
    expect(sheetOf(result)).toContain('<c r="B1" t="s"><v>0</v></c>');
  });

  it('reads cells without addresses, prefixed names, and text as a formula leaves it', () => {
    const bytes = book({
      sheets: { 表: '' },
      parts: {
        'xl/worksheets/sheet1.xml':
          '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row><x:c t=\'str\'><x:v>{{unit}} &amp; {{enterprises.total.count}}</x:v></x:c><x:c t="inlineStr" s="1"><x:is><x:t>{{year}}</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>',
      },
    });
    expect(sheetOf(fillWorkbook(bytes, known).bytes)).toContain(
      '<x:row><x:c t="inlineStr"><x:is><x:t xml:space="preserve">示例镇 &amp; 37</x:t></x:is></x:c><x:c s="1"><x:v>2021</x:v></x:c></x:row>',
    );
  });

  it('reads parts in UTF-16', () => {
    const source = texts(one(`<c r="A1" ${text('{{unit}}')}</c>`)).get('xl/worksheets/sheet1.xml') ?? '';
    const utf16 = Buffer.from(`\ufeff${source.replace('UTF-8', 'UTF-16')}`, 'utf16le');
    const bytes = book({ sheets: { 表: '' }, parts: { 'xl/worksheets/sheet1.xml': new Uint8Array(utf16) } });
    const part = readPackage(fillWorkbook(bytes, known).bytes ?? bytes).get('xl/worksheets/sheet1.xml');
    expect(cells(Buffer.from(part ?? []).toString('utf16le'))).toEqual(['A1="示例镇"']);
  });
});

describe('nothing is written', () => {
  const refused = (cell: string) => {
    const { bytes, findings } = fillWorkbook(one(cell), known);
    expect(bytes).toBeNull();
    return findings.map((f) =>
      `${f.rule} ${f.params.where} ${f.params.mark ?? ''} ${f.params.nearest ?? ''}`.trim(),
    );
  };

  it('where a mark is not known: sheet, cell, mark and the nearest are named', () => {
    expect(refused(`<c r="C1" ${text('{{enterprises.totl.count}}家，{{unit}}')}</c>`)).toEqual([
      'template.unknown_mark 表 · C1 {{enterprises.totl.count}} {{enterprises.total.count}}',
    ]);
  });

  it.each([
    ['{{enterprises.total.count', 'template.malformed_mark'],
    ['{{企业.数}}', 'template.malformed_mark'],
    ['{{}}', 'template.malformed_mark'],
    ['{{enterprises.total.count[]}}', 'template.malformed_mark'],
    ['{{group}}', 'template.row_mark_outside'],
    ['{{enterprises.total.count[*]}}', 'template.unknown_mark'],
  ])('%s', (mark, rule) => {
    expect(refused(`<c r="A1" ${text(mark)}</c>`)[0]).toMatch(rule);
  });

  it('where a formula holds a mark', () => {
    expect(refused('<c r="A1" t="str"><f>"共"&amp;"{{unit}}"</f><v>共{{unit}}</v></c>')).toEqual([
      'template.mark_in_formula 表 · A1 {{unit}}',
    ]);
  });

  it('but the kept result of a formula that reads a mark goes', () => {
    const sheet = sheetOf(
      fillWorkbook(
        one(`<c r="A1" ${text('{{unit}}')}</c><c r="B1" t="str"><f>A1&amp;"镇"</f><v>{{unit}}镇</v></c>`),
        known,
      ).bytes,
    );
    expect(sheet).toContain('<c r="B1"><f>A1&amp;"镇"</f></c>');
  });
});

it('a template without a mark is the same bytes', () => {
  const bytes = one('<c r="A1"><v>1</v></c>');
  expect(fillWorkbook(bytes, known).bytes).toBe(bytes);
});

it('changes the part of the marked cell and the flag to recalculate, and nothing else', () => {
  const bytes = book({
    sheets: {
      一: `<sheetData><row r="1"><c r="A1" ${text('{{enterprises.total.count}}')}</c><c r="B1"><f>A1*2</f><v>0</v></c></row></sheetData>`,
      二: '<sheetData><row r="1"><c r="A1"><f>一!C1+1</f><v>1</v></c></row></sheetData>',
      三: '<sheetData><row r="1"><c r="A1"><f>一!B1+1</f><v>1</v></c></row></sheetData>',
    },
    workbook: '<calcPr calcId="191029"/><extLst/>',
  });
  const result = fillWorkbook(bytes, known).bytes;
  expect(changedParts(bytes, result)).toEqual([
    'xl/workbook.xml',
    'xl/worksheets/sheet1.xml',
    'xl/worksheets/sheet3.xml',
  ]);
  expect(texts(result).get('xl/workbook.xml')).toContain(
    '</sheets><calcPr fullCalcOnLoad="1" calcId="191029"/><extLst/>',
  );
  expect(cells(sheetOf(result))).toEqual(['A1=37', 'B1==A1*2']);
  expect(cells(sheetOf(result, 3))).toEqual(['A1==一!B1+1']);
});

it('lists all marks with the values that they would get, the unknown ones too', () => {
  const marks = listMarks(
    one(`<c r="A1" ${text('{{unit}}：{{enterprises.total.count}}')}</c><c r="B1" ${text('{{no.such}}')}</c>`),
    known,
  );
  expect(marks.map((m) => [m.sheet, m.cell, m.mark, m.value])).toEqual([
    ['表', 'A1', '{{unit}}', '示例镇'],
    ['表', 'A1', '{{enterprises.total.count}}', '37'],
    ['表', 'B1', '{{no.such}}', null],
  ]);
});

it.each([
  ['no zip', new Uint8Array([1, 2, 3])],
  ['an encrypted workbook', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
])('%s is a finding', (_, bytes) => {
  expect(fillWorkbook(bytes, known)).toMatchObject({
    bytes: null,
    findings: [{ rule: 'template.no_workbook' }],
  });
});

it('a part that is not well formed is a finding', () => {
  const bytes = book({ sheets: { 表: '<sheetData><row></sheetData>' } });
  expect(fillWorkbook(bytes, known)).toMatchObject({
    bytes: null,
    findings: [
      { rule: 'template.damaged', params: { reason: 'xl/worksheets/sheet1.xml (end tag sheetData)' } },
    ],
  });
});
