import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fillWorkbook } from '../../pipeline/templates/fill.js';
import { type BookSpec, book, changedParts, figures, text, texts } from '../helpers/template-book.js';

const id = 'projects.investment.total';
const known = figures(
  {
    [`${id}[甲]`]: '1.5',
    [`${id}[乙]`]: '2.5',
    'enterprises.total.count': '37',
    'enterprises.total.count.previous': '35',
  },
  { [id]: ['甲', '乙'] },
);

const c =
  'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
const points = (...values: string[]) =>
  `<c:ptCount val="${values.length}"/>${values.map((v, i) => `<c:pt idx="${i}"><c:v>${v}</c:v></c:pt>`).join('')}`;
const series = (categories: string, names: string[], values: string, numbers: string[]) =>
  `<c:ser><c:cat><c:strRef><c:f>${categories}</c:f><c:strCache>${points(...names)}</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>${values}</c:f><c:numCache><c:formatCode>General</c:formatCode>${points(...numbers)}</c:numCache></c:numRef></c:val></c:ser>`;
const chart = (inner: string) => `<c:chartSpace ${c}><c:chart>${inner}</c:chart></c:chartSpace>`;

const xdr =
  'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
const anchor = (tie: string, from: number, to: number, inner = '') =>
  `<xdr:twoCellAnchor${tie}><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${from}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${to}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>${inner}<xdr:clientData/></xdr:twoCellAnchor>`;

/** Row 3 is repeated twice; a figure stands in row 5. */
const rows = `<sheetData><row r="3"><c r="A3" ${text('{{group}}')}</c><c r="B3" ${text(`{{${id}[*]}}`)}</c></row><row r="4"><c r="A4" ${text('合计')}</c><c r="B4"><f>SUM(B3:B3)</f><v>0</v></c></row><row r="5"><c r="B5" ${text('{{enterprises.total.count}}')}</c></row></sheetData>`;

const everything: BookSpec = {
  sheets: {
    表: `${rows}<drawing r:id="rId1"/><legacyDrawing r:id="rId3"/><tableParts count="1"><tablePart r:id="rId4"/></tableParts>`,
    别: '<sheetData><row r="1"><c r="A1"><f>表!B9</f><v>7</v></c></row></sheetData><drawing r:id="rId1"/>',
  },
  workbook:
    '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">表!$A$1:$B$4</definedName><definedName name="_xlnm.Print_Area" localSheetId="1">表!$A1:$B4</definedName><definedName name="投资">表!$B$3:$B$3</definedName><definedName name="无关">别!$A$3</definedName></definedNames><calcPr calcId="1"/><pivotCaches><pivotCache cacheId="1" r:id="rId4"/></pivotCaches>',
  relationships: {
    'xl/workbook.xml': [
      ['pivotCacheDefinition', 'pivotCache/pivotCacheDefinition1.xml'],
      ['calcChain', 'calcChain.xml'],
      ['vbaProject', 'vbaProject.bin'],
      ['slicerCache', 'slicerCaches/slicerCache1.xml'],
    ],
    'xl/worksheets/sheet1.xml': [
      ['drawing', '../drawings/drawing1.xml'],
      ['comments', '../comments1.xml'],
      ['vmlDrawing', '../drawings/vmlDrawing1.vml'],
      ['table', '../tables/table1.xml'],
    ],
    'xl/worksheets/sheet2.xml': [['drawing', '../drawings/drawing2.xml']],
    'xl/drawings/drawing1.xml': [
      ['chart', '../charts/chart1.xml'],
      ['image', '../media/image1.png'],
    ],
    'xl/drawings/drawing2.xml': [['chart', '../charts/chart2.xml']],
  },
  parts: {
    'xl/charts/chart1.xml': chart(series('表!$A$3', ['{{group}}'], '表!$B$3:$B$3', ['0'])),
    'xl/charts/chart2.xml': chart(series('别!$A$1:$A$2', ['x', 'y'], '别!$B$1:$B$2', ['1', '2'])),
    'xl/drawings/drawing1.xml': `<xdr:wsDr ${xdr}>${anchor('', 1, 6)}${anchor(' editAs="oneCell"', 5, 7)}${anchor(' editAs="absolute"', 5, 7, '<xdr:sp textlink="表!$B$5"><xdr:txBody><a:p><a:r><a:t> {{unit</a:t></a:r><a:r><a:t>}}年报</a:t></a:r></a:p></xdr:txBody></xdr:sp>')}</xdr:wsDr>`,
    'xl/drawings/drawing2.xml': `<xdr:wsDr ${xdr}>${anchor('', 1, 6)}</xdr:wsDr>`,
    'xl/comments1.xml':
      '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><commentList><comment ref="B5" authorId="0"><text><t>{{year}}年</t></text></comment></commentList></comments>',
    'xl/drawings/vmlDrawing1.vml':
      '<xml><v:shape><br><x:ClientData ObjectType="Note"><x:Anchor>3, 15, 3, 10, 5, 15, 7, 4</x:Anchor><x:Row>4</x:Row><x:Column>1</x:Column></x:ClientData></v:shape></xml>',
    'xl/tables/table1.xml':
      '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="表1" displayName="表1" ref="A2:B4"><autoFilter ref="A2:B3"/><tableColumns count="1"><tableColumn id="1" name="a"><totalsRowFormula>SUM(表!B5)</totalsRowFormula></tableColumn></tableColumns></table>',
    'xl/pivotCache/pivotCacheDefinition1.xml':
      '<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cacheSource type="worksheet"><worksheetSource ref="A1:C20" sheet="别"/></cacheSource></pivotCacheDefinition>',
    'xl/slicerCaches/slicerCache1.xml': '<slicerCacheDefinition name="切片器"/>',
    'xl/calcChain.xml': '<calcChain><c r="B4" i="1"/></calcChain>',
    'xl/vbaProject.bin': new Uint8Array([0xd0, 0xcf, 0x7b, 0x7b, 0x00, 0xff]),
    'xl/media/image1.png': new Uint8Array([0x89, 0x50, 0x7b, 0x7b, 0x7d, 0x7d]),
  },
};

describe('a template with everything', () => {
  const before = book(everything);
  const { bytes, findings } = fillWorkbook(before, known);
  const parts = texts(bytes);

  it('changes only what holds a mark or follows one', () => {
    expect(findings).toEqual([]);
    expect(changedParts(before, bytes)).toEqual([
      '[Content_Types].xml',
      'xl/_rels/workbook.xml.rels',
      'xl/calcChain.xml',
      'xl/charts/chart1.xml',
      'xl/comments1.xml',
      'xl/drawings/drawing1.xml',
      'xl/drawings/vmlDrawing1.vml',
      'xl/tables/table1.xml',
      'xl/workbook.xml',
      'xl/worksheets/sheet1.xml',
      'xl/worksheets/sheet2.xml',
    ]);
  });

  it('takes the calculation chain out with all that names it', () => {
    expect([...parts].filter(([, content]) => content.includes('calcChain'))).toEqual([]);
  });

  it('moves names, and formulas of other sheets', () => {
    expect(parts.get('xl/workbook.xml')).toContain('>表!$A$1:$B$5<');
    expect(parts.get('xl/workbook.xml')).toContain('>表!$A1:$B5<');
    expect(parts.get('xl/workbook.xml')).toContain('>表!$B$3:$B$4<');
    expect(parts.get('xl/workbook.xml')).toContain('>别!$A$3<');
    expect(parts.get('xl/worksheets/sheet2.xml')).toContain('<f>表!B10</f><v>7</v>');
  });

  it('moves anchors as they are tied, notes and tables', () => {
    const drawn = [...(parts.get('xl/drawings/drawing1.xml') ?? '').matchAll(/<xdr:row>(\d+)/g)].map(
      (m) => m[1],
    );
    expect(drawn).toEqual(['1', '7', '6', '8', '5', '7']);
    expect(parts.get('xl/drawings/drawing1.xml')).toContain('textlink="表!$B$6"');
    expect(parts.get('xl/comments1.xml')).toContain('ref="B6"');
    expect(parts.get('xl/drawings/vmlDrawing1.vml')).toContain(
      '<x:Anchor>3, 15, 4, 10, 5, 15, 8, 4</x:Anchor><x:Row>5<',
    );
    expect(parts.get('xl/tables/table1.xml')).toContain('ref="A2:B5"><autoFilter ref="A2:B4"/>');
    expect(parts.get('xl/tables/table1.xml')).toContain('SUM(表!B6)');
  });

  it('charts draw all copies of the row, and keep their values', () => {
    expect(parts.get('xl/charts/chart1.xml')).toBe(
      chart(series('表!$A$3:$A$4', ['甲', '乙'], '表!$B$3:$B$4', ['1.5', '2.5'])),
    );
  });

  it('fills text boxes and notes', () => {
    expect(parts.get('xl/drawings/drawing1.xml')).toContain('<a:t> 示例镇</a:t></a:r><a:r><a:t>年报</a:t>');
    expect(parts.get('xl/comments1.xml')).toContain('<t>2021年</t>');
  });

  it('gives the same bytes every time', () => {
    expect(Buffer.compare(fillWorkbook(before, known).bytes ?? before, bytes ?? before)).toBe(0);
  });
});

describe('chart caches', () => {
  const sheet = `<sheetData><row r="1"><c r="A1" ${text('企业')}</c><c r="B1" ${text('{{enterprises.total.count.previous}}')}</c><c r="C1" ${text('{{enterprises.total.count}}')}</c><c r="D1"><f>C1-B1</f><v>0</v></c></row><row r="2"><c r="B2"><v>5</v></c></row></sheetData><drawing r:id="rId1"/>`;
  const withChart = (inner: string, workbook = '') =>
    texts(
      fillWorkbook(
        book({
          sheets: { 表: sheet },
          workbook,
          relationships: {
            'xl/worksheets/sheet1.xml': [['drawing', '../drawings/drawing1.xml']],
            'xl/drawings/drawing1.xml': [['chart', '../charts/chart1.xml']],
          },
          parts: { 'xl/drawings/drawing1.xml': `<xdr:wsDr ${xdr}/>`, 'xl/charts/chart1.xml': chart(inner) },
        }),
        known,
      ).bytes,
    ).get('xl/charts/chart1.xml');
  const num = (formula: string, inner: string) =>
    `<c:val><c:numRef><c:f>${formula}</c:f><c:numCache><c:formatCode>0</c:formatCode>${inner}</c:numCache></c:numRef></c:val>`;

  it('take the new value of a filled cell and keep the others', () => {
    expect(withChart(num('表!$B$1:$B$2', points('0', '5')))).toBe(
      chart(num('表!$B$1:$B$2', points('35', '5'))),
    );
  });

  it('hold nothing for a formula whose result is not known yet', () => {
    expect(withChart(num('表!$C$1:$D$1', points('0', '0')))).toBe(
      chart(num('表!$C$1:$D$1', '<c:ptCount val="2"/><c:pt idx="0"><c:v>37</c:v></c:pt>')),
    );
  });

  it('follow several ranges and defined names', () => {
    expect(withChart(num('(表!$B$1,表!$C$1)', points('0', '0')))).toBe(
      chart(num('(表!$B$1,表!$C$1)', points('35', '37'))),
    );
    const name = '<definedNames><definedName name="本期">表!$C$1</definedName></definedNames>';
    expect(withChart(num('[0]!本期', points('0')), name)).toBe(chart(num('[0]!本期', points('37'))));
  });

  it('of several levels have each level follow its column', () => {
    const levels = (inner: string, outer: string) =>
      `<c:cat><c:multiLvlStrRef><c:f>表!$B$1:$C$2</c:f><c:multiLvlStrCache><c:ptCount val="2"/><c:lvl><c:pt idx="0"><c:v>${inner}</c:v></c:pt><c:pt idx="1"><c:v>b</c:v></c:pt></c:lvl><c:lvl><c:pt idx="0"><c:v>${outer}</c:v></c:pt></c:lvl></c:multiLvlStrCache></c:multiLvlStrRef></c:cat>`;
    expect(withChart(levels('x', 'y'))).toBe(chart(levels('37', '35')));
  });

  it('of newer charts hold the value in the point itself', () => {
    const cx = (...values: string[]) =>
      `<cx:chartSpace xmlns:cx="cx"><cx:numDim type="val"><cx:f>表!$B$1:$B$2</cx:f><cx:lvl ptCount="2" formatCode="0">${values.map((v, i) => `<cx:pt idx="${i}">${v}</cx:pt>`).join('')}</cx:lvl></cx:numDim></cx:chartSpace>`;
    const bytes = book({ sheets: { 表: sheet }, parts: { 'xl/charts/chartEx1.xml': cx('0', '5') } });
    expect(texts(fillWorkbook(bytes, known).bytes).get('xl/charts/chartEx1.xml')).toBe(cx('35', '5'));
  });

  it('have titles filled', () => {
    const title = (words: string) =>
      `<c:title><c:tx><c:rich><a:p><a:r><a:t>${words}</a:t></a:r></a:p></c:rich></c:tx></c:title>`;
    expect(withChart(title('{{unit}}企业（{{enterprises.total.count}}家）'))).toBe(
      chart(title('示例镇企业（37家）')),
    );
  });
});

describe('marks outside cells', () => {
  const mark = `<sheetData><row r="1"><c r="A1" ${text('{{unit}}')}</c></row></sheetData>`;

  it('are filled in headers and footers, whose codes stay what they are', () => {
    const bytes = book({
      sheets: {
        表: `<sheetData/><headerFooter><oddHeader>&amp;C&amp;12{{year}}年{{unit}}</oddHeader></headerFooter>`,
      },
    });
    expect(
      texts(fillWorkbook(bytes, { ...known, names: { ...known.names, unit: 'A&B镇' } }).bytes).get(
        'xl/worksheets/sheet1.xml',
      ),
    ).toContain('<oddHeader>&amp;C&amp;12 2021年A&amp;&amp;B镇</oddHeader>');
  });

  it("are filled in a table's header, as text in the cell and in the column's name", () => {
    const bytes = book({
      sheets: {
        表: `<sheetData><row r="1"><c r="A1" ${text('{{year}}')}</c></row></sheetData><tableParts count="1"><tablePart r:id="rId1"/></tableParts>`,
      },
      relationships: { 'xl/worksheets/sheet1.xml': [['table', '../tables/table1.xml']] },
      parts: {
        'xl/tables/table1.xml':
          '<table name="T" displayName="T" ref="A1:A2"><tableColumns count="1"><tableColumn id="1" name="{{year}}"/></tableColumns></table>',
      },
    });
    const parts = texts(fillWorkbook(bytes, known).bytes);
    expect(parts.get('xl/worksheets/sheet1.xml')).toContain('t="inlineStr"><is><t>2021</t></is>');
    expect(parts.get('xl/tables/table1.xml')).toContain('name="2021"');
  });

  const embedded = zipSync({
    'word/document.xml': new TextEncoder().encode('<w><t>{{un</t><t>it}}</t></w>'),
  });
  it.each<[string, BookSpec['parts'], string]>([
    ['custom XML', { 'customXml/item1.xml': '<a><b>{{unit}}</b></a>' }, 'customXml/item1.xml'],
    [
      'a mark over several elements',
      { 'customXml/item1.xml': '<a><b>{{un</b><b>it}}</b></a>' },
      'customXml/item1.xml',
    ],
    ['an attribute', { 'customXml/item1.xml': "<a b='{{unit}}'/>" }, 'customXml/item1.xml'],
    [
      'references to characters',
      { 'customXml/item1.xml': '<a>&#123;&#x7b;unit}}</a>' },
      'customXml/item1.xml',
    ],
    ['an embedded document', { 'xl/embeddings/a.docx': embedded }, 'xl/embeddings/a.docx'],
    ['a macro', { 'xl/vbaProject.bin': Buffer.from('\0\xff{{unit}}', 'latin1') }, 'xl/vbaProject.bin'],
    ['a macro in UTF-16', { 'xl/vbaProject.bin': Buffer.from('x{{unit}}', 'utf16le') }, 'xl/vbaProject.bin'],
    [
      "a link's address",
      {
        'xl/worksheets/_rels/sheet1.xml.rels':
          '<Relationships><Relationship Id="r" Type="x/hyperlink" TargetMode="External" Target="http://a/%7B%7Bunit%7D%7D"/></Relationships>',
      },
      'xl/worksheets/_rels/sheet1.xml.rels',
    ],
    [
      'a pivot cache',
      {
        'xl/pivotCache/pivotCacheRecords1.xml':
          '<pivotCacheRecords><r><s v="{{unit}}"/></r></pivotCacheRecords>',
      },
      'xl/pivotCache/pivotCacheRecords1.xml',
    ],
  ])('%s is refused by name', (_, parts, part) => {
    const { bytes, findings } = fillWorkbook(book({ sheets: { 表: mark }, parts: parts ?? {} }), known);
    expect(bytes).toBeNull();
    expect(findings).toMatchObject([{ rule: 'template.mark_elsewhere', params: { where: part } }]);
  });

  it.each([
    ['template.mark_in_sheet_name', { sheets: { '{{unit}}': mark } }],
    [
      'template.mark_in_name',
      {
        sheets: { 表: mark },
        workbook: '<definedNames><definedName name="x">"{{unit}}"</definedName></definedNames>',
      },
    ],
  ])('%s', (rule, spec) => {
    expect(fillWorkbook(book(spec), known)).toMatchObject({ bytes: null, findings: [{ rule }] });
  });

  it('are refused where no row is repeated', () => {
    const bytes = book({
      sheets: { 表: `<sheetData/><headerFooter><oddFooter>{{${id}[*]}}</oddFooter></headerFooter>` },
    });
    expect(fillWorkbook(bytes, known).findings.map((f) => f.rule)).toEqual(['template.row_mark_outside']);
  });
});

it('a pivot that reads a filled cell stays as it is, and is told', () => {
  const bytes = book({
    sheets: { 表: `<sheetData><row r="1"><c r="A1" ${text('{{unit}}')}</c></row></sheetData>` },
    parts: {
      'xl/pivotCache/pivotCacheDefinition1.xml':
        '<pivotCacheDefinition><cacheSource type="worksheet"><worksheetSource ref="A1:A2" sheet="表"/></cacheSource></pivotCacheDefinition>',
    },
  });
  const result = fillWorkbook(bytes, known);
  expect(result.findings.map((f) => f.rule)).toEqual(['template.pivot_reads_marks']);
  expect(changedParts(bytes, result.bytes)).not.toContain('xl/pivotCache/pivotCacheDefinition1.xml');
});
