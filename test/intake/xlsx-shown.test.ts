/** What a cell of a workbook shows is what it says (DOMAIN E): number formats, struck, raised and lowered text. */
import { describe, expect, it } from 'vitest';
import type { Row } from '../../pipeline/intake/workbook.js';
import { Kind, shownText } from '../../pipeline/intake/workbook.js';
import { MAIN, parts, read, rowsOf, zipped } from '../helpers/xlsx-package.js';

/** Cell style 1 is in the struck font, 2 in the raised one; those from 3 have the formats. */
const styles = (...formats: readonly string[]) => {
  const codes = formats.map(
    (code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${code.replaceAll('"', '&quot;')}"/>`,
  );
  const fonts =
    '<font><sz val="11"/></font><font><strike/></font><font><vertAlign val="superscript"/></font><font><strike val="0"/><b/></font>';
  const xfs = formats.map((_, i) => `<xf numFmtId="${200 + i}" fontId="3"/>`).join('');
  return `<styleSheet xmlns="${MAIN}"><numFmts>${codes.join('')}</numFmts><fonts>${fonts}</fonts><cellXfs><xf/><xf fontId="1"/><xf fontId="2"/>${xfs}</cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>`;
};

/** `text [mark]` of each cell of the sheet. */
function said(rows: readonly Row[]): string[] {
  return rows.flatMap((row) =>
    row.texts.map((_, i) => {
      const mark = row.details?.[i]?.mark ?? null;
      return mark === null ? shownText(row, i) : `${shownText(row, i)} [${mark}]`;
    }),
  );
}

async function cells(xml: string, formats: readonly string[] = [], strings = ''): Promise<string[]> {
  const book = await read(
    zipped(parts(`<row r="1">${xml}</row>`), {
      'xl/styles.xml': styles(...formats),
      ...(strings === '' ? {} : { 'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${strings}</sst>` }),
    }),
  );
  return said(await rowsOf(book.sheets[0]));
}

const run = (properties: string, text: string) =>
  `<r><rPr>${properties}<sz val="9"/></rPr><t>${text}</t></r>`;
const struckFigure = `${run('<strike/>', '1200')}${run('', ' 1500')}`;
const footnote = `<r><t>1200</t></r>${run('<vertAlign val="superscript"/>', '1')}`;

describe('struck, raised and lowered text', () => {
  it.each([
    ['a struck figure before another', struckFigure, '1200 1500 [partly]'],
    ['the number of a note', footnote, '12001 [partly]'],
    ['all runs struck', `${run('<strike/>', '12')}${run('<strike/><b/>', '00')}`, '1200 [struck]'],
    ['an exponent', `<r><t>120m</t></r>${run('<vertAlign val="superscript"/>', '2')}`, '120m²'],
    ['a lowered word', `<r><t>12</t></r>${run('<vertAlign val="subscript"/>', '亩')}`, '12亩'],
    ['colours and bold', `${run('<color rgb="FFFF0000"/><b/>', '12')}${run('<i/>', '00')}`, '1200'],
    ['no strike', `${run('<strike val="0"/>', '12')}${run('<vertAlign val="baseline"/>', '00')}`, '1200'],
  ])('%s, shared and inline', async (_, runs, expected) => {
    const xml = `<c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is>${runs}</is></c>`;
    expect(await cells(xml, [], `<si>${runs}</si>`)).toEqual([expected, expected]);
  });

  it('takes a run without properties in the font of its cell', async () => {
    const runs = `<r><t>12</t></r>${run('<strike/>', '00')}`;
    const xml = '<c r="A1" t="s" s="1"><v>0</v></c><c r="B1" t="s"><v>0</v></c>';
    expect(await cells(xml, [], `<si>${runs}</si>`)).toEqual(['1200 [struck]', '1200 [partly]']);
  });

  it('sees the font of a cell, whatever the cell holds', async () => {
    const xml =
      '<c r="A1" s="1"><v>5</v></c><c r="B1" s="1" t="s"><v>0</v></c><c r="C1" s="1" t="inlineStr"><is><t>内联</t></is></c>' +
      '<c r="D1" s="2"><v>6</v></c><c r="E1" s="1"/><c r="F1" s="0"><v>7</v></c><c r="G1" s="1" t="str"><f>1</f><v>文</v></c>';
    expect(await cells(xml, [], '<si><t>共享</t></si>')).toEqual([
      '5 [struck]',
      '共享 [struck]',
      '内联 [struck]',
      '6 [partly]',
      '',
      '7',
      '文 [struck]',
    ]);
  });

  it('shares the details of rows that show the same', async () => {
    const rows = [1, 2].map((row) => `<row r="${row}"><c r="B${row}" s="1"><v>${row}</v></c></row>`);
    const book = await read(zipped(parts(rows.join('')), { 'xl/styles.xml': styles() }));
    const [first, second] = await rowsOf(book.sheets[0]);
    expect(first?.details).toBe(second?.details);
  });
});

describe('number formats', () => {
  it('scale, carry units and write words', async () => {
    const xml =
      '<c r="A1" s="3"><v>167200</v></c><c r="B1" s="4"><v>35000</v></c><c r="C1" s="5"><v>1</v></c>' +
      '<c r="D1" s="6"><v>8.25</v></c><c r="E1" s="7" t="inlineStr"><is><t>张庄</t></is></c>';
    const formats = ['0!.0,', '0"万元"', '[=1]"养老"', '"￥"#,##0.00', '@"村"'];
    expect(await cells(xml, formats)).toEqual(['16.72', '35000万元', '养老', '￥8.25', '张庄村']);
  });

  it('leave the number a number, so that it adds up', async () => {
    const book = await read(
      zipped(parts('<row r="1"><c r="A1" s="3"><v>167200</v></c></row>'), {
        'xl/styles.xml': styles('0!.0,"万元"'),
      }),
    );
    const [row] = await rowsOf(book.sheets[0]);
    expect(row).toMatchObject({
      texts: ['16.72'],
      kinds: [Kind.number],
      details: [{ before: '', after: '万元' }],
    });
  });
});
