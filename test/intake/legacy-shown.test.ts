/** What a cell shows is what it says (DOMAIN E), in binary workbooks, OpenDocument and the XML of Excel 2003, too. */
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { Kind, type Row, shownText } from '../../pipeline/intake/workbook.js';
import { type BiffBook, biffBook } from '../helpers/biff.js';
import { opened, rowsOf } from '../helpers/opened.js';

/** `text [mark]` of each cell that is not blank. */
async function said(bytes: Uint8Array): Promise<string[]> {
  const rows = await rowsOf(await opened(bytes));
  return rows.flatMap((row) =>
    row.texts.flatMap((text, i) => {
      const mark = row.details?.[i]?.mark ?? null;
      if (text === '') return [];
      return [mark === null ? shownText(row, i) : `${shownText(row, i)} [${mark}]`];
    }),
  );
}

describe('.xls', () => {
  const fonts = [{}, { struck: true }, { raised: true }, {}, { struck: true }];
  /** Fonts are numbered without 4: the last one is 5. */
  const styles = [
    {},
    { font: 1 },
    { font: 2 },
    { font: 5 },
    { format: '0!.0,"万元"' },
    { format: '[=1]"养老"' },
  ];
  const book = (row: BiffBook['rows'][number], more: Partial<BiffBook> = {}) =>
    biffBook({ fonts, styles, rows: [row], ...more });

  test('struck and raised cells', async () => {
    const row = [{ value: 5 }, { value: 6, style: 1 }, { value: 7, style: 2 }, { value: '文', style: 3 }];
    expect(await said(book(row))).toEqual(['5', '6 [struck]', '7 [partly]', '文 [struck]']);
  });

  test('parts of texts', async () => {
    const row = [
      {
        value: {
          text: '1200 1500',
          runs: [
            { at: 0, font: 1 },
            { at: 4, font: 0 },
          ],
        },
      },
      { value: { text: '12001', runs: [{ at: 4, font: 2 }] } },
      { value: { text: '作废', runs: [{ at: 0, font: 5 }] } },
      { value: { text: '红字', runs: [{ at: 1, font: 3 }] } },
      { value: '平常' },
    ];
    const expected = ['1200 1500 [partly]', '12001 [partly]', '作废 [struck]', '红字', '平常'];
    expect(await said(book(row))).toEqual(expected);
  });

  test('number formats', async () => {
    const row = [
      { value: 167_200, style: 4 },
      { value: 1, style: 5 },
      { value: 2, style: 5 },
    ];
    expect(await said(book(row))).toEqual(['16.72万元', '养老', '2']);
  });

  test('formulas without results', async () => {
    const formulas = [{ value: '', isFormula: true }, { value: '', isFormula: true }, { value: '村' }];
    const kinds = async (bytes: Uint8Array) => (await rowsOf(await opened(bytes)))[0]?.kinds;
    expect(await kinds(book(formulas))).toEqual([Kind.unevaluated, Kind.unevaluated, Kind.text]);
    // An empty text is a result where others are there.
    const some = [
      { value: '', isFormula: true },
      { value: 3, isFormula: true },
    ];
    expect(await kinds(book(some))).toEqual([Kind.text, Kind.number]);
  });

  test('asks to be calculated where nothing says that it was', async () => {
    const row = [{ value: 0, isFormula: true }];
    const asks = await opened(book(row));
    expect(asks.sheets[0]?.recalculates).toBe(true);
    expect((await rowsOf(asks))[0]?.details?.[0]?.formula).toBe('5');
    const calculated = await opened(book(row, { calculatedBy: 0x1f1b }));
    expect(calculated.sheets[0]?.recalculates).toBe(false);
    expect((await rowsOf(calculated))[0]?.details?.[0]?.formula).toBe('5');
    const three = await opened(book([{ value: 3, isFormula: true }], { calculatedBy: 0x1f1b }));
    expect((await rowsOf(three))[0]?.details).toBeUndefined();
  });

  test.each([0, 3, 8])('a text that goes on in another record after %d characters', async (cutAfter) => {
    const value = { text: '一千二百12001', runs: [{ at: 8, font: 2 }] };
    expect(await said(book([{ value }, { value: '后' }], { cutAfter }))).toEqual([
      '一千二百12001 [partly]',
      '后',
    ]);
  });
});

const namespaces = ['office', 'table', 'text', 'style', 'number', 'calcext']
  .map((name) => `xmlns:${name}="urn:${name}"`)
  .join(' ');

describe('.ods', () => {
  const styles = [
    '<number:number-style style:name="N1"><number:number number:decimal-places="0" number:min-integer-digits="2" number:display-factor="1000"><number:embedded-text number:position="1">.</number:embedded-text></number:number><number:text>万元</number:text></number:number-style>',
    '<number:number-style style:name="N2P0" style:volatile="true"><number:text>养老</number:text></number:number-style>',
    '<number:number-style style:name="N2"><number:number number:min-integer-digits="1"/><style:map style:condition="value()=1" style:apply-style-name="N2P0"/></number:number-style>',
    '<number:currency-style style:name="N3"><number:currency-symbol number:language="zh">￥</number:currency-symbol><number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/></number:currency-style>',
    '<number:number-style style:name="N6"><number:number number:decimal-places="1" number:min-integer-digits="1" number:display-factor="1000"><number:embedded-text number:position="0">!</number:embedded-text></number:number></number:number-style>',
    '<number:percentage-style style:name="N4"><number:number number:decimal-places="1"/><number:text>%</number:text></number:percentage-style>',
    '<number:text-style style:name="N5"><number:text-content/><number:text>村</number:text></number:text-style>',
    ...[1, 2, 3, 4, 5, 6].map(
      (n) => `<style:style style:name="ce${n}" style:family="table-cell" style:data-style-name="N${n}"/>`,
    ),
    '<style:style style:name="struck" style:family="table-cell" style:parent-style-name="Default"><style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>',
    '<style:style style:name="heir" style:family="table-cell" style:parent-style-name="struck"/>',
    '<style:style style:name="freed" style:family="table-cell" style:parent-style-name="struck"><style:text-properties style:text-line-through-style="none"/></style:style>',
    '<style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>',
    '<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>',
    '<style:style style:name="T3" style:family="text"><style:text-properties style:text-position="0% 100%" fo:color="#ff0000"/></style:style>',
  ].join('');
  const document = (rows: string, columns = '<table:table-column/>') =>
    `<office:document-content ${namespaces}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="表">${columns}${rows}</table:table></office:spreadsheet></office:body></office:document-content>`;
  const ods = (content: string) => {
    const files = { mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': content };
    return zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [name, new Uint8Array(Buffer.from(text))]),
      ),
    );
  };
  const row = (...cells: string[]) => `<table:table-row>${cells.join('')}</table:table-row>`;
  const number = (value: number, style = '') =>
    `<table:table-cell ${style === '' ? '' : `table:style-name="${style}"`} office:value-type="float" office:value="${value}"><text:p>?</text:p></table:table-cell>`;
  const text = (content: string, style = '') =>
    `<table:table-cell ${style === '' ? '' : `table:style-name="${style}"`} office:value-type="string"><text:p>${content}</text:p></table:table-cell>`;

  test('number formats', async () => {
    const cells = [
      number(167_200, 'ce1'),
      number(1, 'ce2'),
      number(2, 'ce2'),
      number(8.25, 'ce3'),
      number(0.125, 'ce4'),
      text('张庄', 'ce5'),
      number(125_000, 'ce6'),
    ];
    expect(await said(ods(document(row(...cells))))).toEqual([
      '16.72万元',
      '养老',
      '2',
      '￥8.25',
      '0.125',
      '张庄村',
      '125!.0',
    ]);
  });

  test('struck and raised cells and parts of texts', async () => {
    const cells = [
      number(5, 'struck'),
      number(6, 'heir'),
      number(7, 'freed'),
      text('<text:span text:style-name="T1">1200</text:span> 1500'),
      text('1200<text:span text:style-name="T2">1</text:span>'),
      text('120m<text:span text:style-name="T2">2</text:span>'),
      text('12<text:span text:style-name="T3">00</text:span>'),
    ];
    expect(await said(ods(document(row(...cells))))).toEqual([
      '5 [struck]',
      '6 [struck]',
      '7',
      '1200 1500 [partly]',
      '12001 [partly]',
      '120m²',
      '1200',
    ]);
  });

  test('the style of a column, or of a row, where a cell has none', async () => {
    const columns =
      '<table:table-column table:number-columns-repeated="2" table:default-cell-style-name="struck"/><table:table-column/>';
    const rows = [
      row(number(1), number(2, 'freed'), number(3)),
      `<table:table-row table:default-cell-style-name="struck">${number(4)}${number(5)}${number(6)}</table:table-row>`,
    ];
    expect(await said(ods(document(rows.join(''), columns)))).toEqual([
      '1 [struck]',
      '2',
      '3',
      '4 [struck]',
      '5 [struck]',
      '6 [struck]',
    ]);
  });

  test('paragraphs, blanks and breaks; notes and drawings are no text of the cell', async () => {
    const cells = [
      '<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>甲 \n 乙<text:s text:c="2"/>丙</text:p><text:p>丁<text:line-break/>戊</text:p><draw:frame><draw:text-box><text:p>图</text:p></draw:text-box></draw:frame></table:table-cell>',
    ];
    expect(await said(ods(document(row(...cells))))).toEqual(['甲 乙  丙\n丁\n戊']);
  });

  test('kinds of values', async () => {
    const cell = (attributes: string, shown: string) =>
      `<table:table-cell ${attributes}><text:p>${shown}</text:p></table:table-cell>`;
    const cells = [
      cell('office:value-type="date" office:date-value="2021-11-30"', '21-11-30'),
      cell('office:value-type="date" office:date-value="2021-11-30T12:09:38.5"', '…'),
      cell('office:value-type="time" office:time-value="PT36H00M05S"', '…'),
      cell('office:value-type="boolean" office:boolean-value="false"', '否'),
      cell('office:value-type="percentage" office:value="0.5"', '50%'),
      cell('calcext:value-type="error" office:value-type="string"', '#N/A'),
      '<table:table-cell table:formula="of:=SUM([.A1:.B2])"/>',
    ];
    const [read] = await rowsOf(await opened(ods(document(row(...cells)))));
    expect(read?.texts).toEqual([
      '2021-11-30',
      '2021-11-30 12:09:38',
      '36:00:05',
      'FALSE',
      '0.5',
      '#N/A',
      '=SUM(A1:B2)',
    ]);
    const { date, boolean, percent, error, unevaluated } = Kind;
    expect(read?.kinds).toEqual([date, date, date, boolean, percent, error, unevaluated]);
  });

  test('repeated cells and rows stand as often as they say', async () => {
    const rows = [
      `<table:table-row table:number-rows-repeated="2">${number(1).replace('table:table-cell ', 'table:table-cell table:number-columns-repeated="3" ')}</table:table-row>`,
      '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    ];
    const read = await rowsOf(await opened(ods(document(rows.join('')))));
    expect(read.map(({ number: at, texts }) => [at, ...texts])).toEqual([
      [1, '1', '1', '1'],
      [2, '1', '1', '1'],
    ]);
    const bomb = `<table:table-row table:number-rows-repeated="1000000">${number(1)}${number(2)}</table:table-row>`;
    const book = await opened(ods(document(bomb)));
    await expect(rowsOf(book)).rejects.toMatchObject({ finding: { rule: 'file.too_many_cells' } });
  });
});

describe('the XML of Excel 2003', () => {
  const spreadsheet = 'urn:schemas-microsoft-com:office:spreadsheet';
  const styles = [
    '<Style ss:ID="Default"><Font ss:FontName="宋体"/></Style>',
    '<Style ss:ID="s1"><NumberFormat ss:Format="0\\.0,&quot;万元&quot;"/></Style>',
    '<Style ss:ID="s2"><NumberFormat ss:Format="[=1]&quot;养老&quot;"/></Style>',
    '<Style ss:ID="s3"><Font ss:StrikeThrough="1"/></Style>',
    '<Style ss:ID="s4" ss:Parent="s3"><NumberFormat ss:Format="Short Date"/></Style>',
    '<Style ss:ID="s5"><Font ss:VerticalAlign="Superscript"/></Style>',
    '<Style ss:ID="s6"><NumberFormat ss:Format="Yes/No"/></Style>',
  ].join('');
  const book = (rows: string, more = '') =>
    Buffer.from(
      `<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="${spreadsheet}" xmlns:ss="${spreadsheet}" xmlns:html="http://www.w3.org/TR/REC-html40"><Styles>${styles}</Styles><Worksheet ss:Name="表"><Table>${rows}</Table>${more}</Worksheet></Workbook>`,
    );
  const cell = (type: string, content: string, attributes = '') =>
    `<Cell ${attributes}><Data ss:Type="${type}">${content}</Data></Cell>`;
  const html = (content: string) =>
    `<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">${content}</ss:Data></Cell>`;
  const texts = (rows: readonly Row[]) => rows.map(({ number, texts: of }) => [number, ...of]);

  test('a text in several tags is one, and says what is struck or raised', async () => {
    const cells = [
      html('<B>12</B><Font html:Color="#FF0000">00</Font>'),
      html('<S>1200</S> 1500'),
      html('<S><Font>1200</Font></S>'),
      html('1200<Sup>1</Sup>'),
      html('120m<Sup>2</Sup>'),
      `${html('甲').replace('</Cell>', '<Comment ss:Author="某"><ss:Data xmlns="http://www.w3.org/TR/REC-html40">批注</ss:Data></Comment></Cell>')}`,
    ];
    expect(await said(book(`<Row>${cells.join('')}</Row>`))).toEqual([
      '1200',
      '1200 1500 [partly]',
      '1200 [struck]',
      '12001 [partly]',
      '120m²',
      '甲',
    ]);
  });

  test('number formats and fonts', async () => {
    const cells = [
      cell('Number', '167200', 'ss:StyleID="s1"'),
      cell('Number', '1', 'ss:StyleID="s2"'),
      cell('Number', '5', 'ss:StyleID="s3"'),
      cell('Number', '44530', 'ss:StyleID="s4"'),
      cell('Number', '6', 'ss:StyleID="s5"'),
      cell('Number', '1', 'ss:StyleID="s6"'),
    ];
    expect(await said(book(`<Row>${cells.join('')}</Row>`))).toEqual([
      '16.72万元',
      '养老',
      '5 [struck]',
      '2021-11-30 [struck]',
      '6 [partly]',
      'Yes',
    ]);
    const struckRow = `<Row ss:StyleID="s3">${cell('String', '甲')}${cell('Number', '5')}</Row>`;
    expect(await said(book(struckRow))).toEqual(['甲 [struck]', '5 [struck]']);
  });

  test.each([
    ['', true],
    ['<DocumentProperties><Author>某</Author></DocumentProperties>', true],
    ['<DocumentProperties><Version>16.00</Version></DocumentProperties>', false],
  ])(
    'its formulas in the notation A1; what no office program saved (%s) asks to be calculated',
    async (properties, asks) => {
      const formula = (written: string) => cell('Number', '0', `ss:Formula="=${written}"`);
      const cells = [formula('RC[1]*R2C5+&quot;RC&quot;'), formula('SUM(R[-1]C:RC[2])')].join('');
      const bytes = book(`<Row ss:Index="7">${cells}</Row>`)
        .toString()
        .replace('<Styles>', `${properties}<Styles>`);
      const workbook = await opened(Buffer.from(bytes));
      expect(workbook.sheets[0]?.recalculates).toBe(asks);
      const [row] = await rowsOf(workbook);
      expect(row?.details?.map((detail) => detail?.formula)).toEqual(['B7*$E$2+"RC"', 'SUM(B6:D7)']);
    },
  );

  test('places, spans, kinds, and what is hidden', async () => {
    const rows = [
      '<Column ss:Index="2" ss:Hidden="1" ss:Span="1"/>',
      `<Row>${cell('String', '标题', 'ss:MergeAcross="2" ss:MergeDown="1"')}${cell('String', '右')}</Row>`,
      `<Row ss:Index="4" ss:Hidden="1" ss:Span="2">${cell('DateTime', '2021-11-30T00:00:00.000')}${cell('DateTime', '1899-12-31T12:09:38.000')}</Row>`,
      `<Row>${cell('Boolean', '1')}${cell('Error', '#REF!', 'ss:Index="3"')}<Cell ss:Formula="=SUM(RC[-1])"/></Row>`,
    ].join('');
    const options =
      '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>';
    const workbook = await opened(book(rows, options));
    expect(workbook.sheets[0]).toMatchObject({
      name: '表',
      state: 'hidden',
      hiddenColumns: [1, 2],
      merges: [{ firstRow: 1, lastRow: 2, firstColumn: 0, lastColumn: 2 }],
    });
    const read = await rowsOf(workbook);
    expect(texts(read)).toEqual([
      [1, '标题', '', '', '右'],
      [4, '2021-11-30', '12:09:38'],
      [7, 'TRUE', '', '#REF!', '=SUM(RC[-1])'],
    ]);
    expect(read.map(({ hidden }) => hidden)).toEqual([false, true, false]);
    expect(read[2]?.kinds).toEqual([Kind.boolean, Kind.text, Kind.error, Kind.unevaluated]);
  });

  test.each([
    ['is cut off', (xml: string) => xml.slice(0, -40), 'file.damaged'],
    ['closes what it did not open', (xml: string) => xml.replace('</Row>', '</Rov>'), 'file.damaged'],
    ['has no sheet', (xml: string) => xml.replace(/<Worksheet.*<\/Worksheet>/, ''), 'file.no_worksheet'],
  ])('one that %s is refused', async (_, change, rule) => {
    const bytes = Buffer.from(change(book(`<Row>${cell('Number', '1')}</Row>`).toString()));
    await expect(opened(bytes)).rejects.toThrow(rule);
  });
});
