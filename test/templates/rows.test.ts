import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translateFormula } from '../../pipeline/office/formula.js';
import { firstCopy, lastCopy, originOf } from '../../pipeline/templates/a1.js';
import { fillWorkbook } from '../../pipeline/templates/fill.js';
import { moveFormula } from '../../pipeline/templates/formula.js';
import { book, cells, figures, text, texts } from '../helpers/template-book.js';

const id = 'projects.investment.total';
const known = figures(
  {
    [`${id}[甲]`]: '1.5',
    [`${id}[乙]`]: '2.5',
    [`${id}[丙]`]: '4',
    [`${id}[甲].previous`]: '1',
    [`${id}[乙].previous`]: null,
    [`${id}[丙].previous`]: '3',
    'projects.jobs.full[乙]': '30',
    'projects.jobs.full[丁]': '40',
    'projects.tax.full[]': null,
  },
  { [id]: ['甲', '乙', '丙'], 'projects.jobs.full': ['乙', '丁'], 'projects.tax.full': [] },
);

const sheetOf = (bytes: Uint8Array | null, n = 1) => texts(bytes).get(`xl/worksheets/sheet${n}.xml`) ?? '';

/** Row 5 is repeated three times; what stands below it moves by two. */
const repeated = `<row r="5" ht="20" customHeight="1"><c r="A5" s="1" ${text('{{group}}')}</c><c r="B5" s="2" ${text(`{{${id}[*]}}`)}</c>`;
const fill = (rows: string, behind = '', before = '') =>
  fillWorkbook(book({ sheets: { 表: `${before}<sheetData>${rows}</sheetData>${behind}` } }), known);

describe('a row with [*]', () => {
  it('must not push rows beyond the end of the sheet', () => {
    const rulesOf = (row: number) =>
      fill(`${repeated}</row>`.replaceAll('5"', `${row}"`)).findings.map((found) => found.rule);
    expect(rulesOf(1_048_575)).toContain('template.too_many_rows');
    expect(rulesOf(1_048_574)).not.toContain('template.too_many_rows');
  });

  it('is written once per group, with its height and styles', () => {
    const sheet = sheetOf(fill(`${repeated}</row><row r="8"><c r="A8"><v>9</v></c></row>`).bytes);
    expect(cells(sheet)).toEqual(['A5="甲"', 'B5=1.5', 'A6="乙"', 'B6=2.5', 'A7="丙"', 'B7=4', 'A10=9']);
    expect(sheet.match(/<row r="\d+" ht="20" customHeight="1"><c r="A\d+" s="1"/g)).toHaveLength(3);
    expect(sheet).toContain('<row r="10">');
  });

  it('a value that a group lacks leaves its cell empty, and is told', () => {
    const { bytes, findings } = fill(`${repeated}<c r="C5" s="4" ${text(`{{${id}.previous[*]}}`)}</c></row>`);
    expect(sheetOf(bytes)).toContain('<c r="C6" s="4"/>');
    expect(findings.map((f) => f.params.mark)).toEqual([`{{${id}.previous[*]}} 乙 【缺：项目办，${id}】`]);
  });

  it('stands for all groups of its indicators', () => {
    const sheet = sheetOf(fill(`${repeated}<c r="C5" ${text('{{projects.jobs.full[*]}}')}</c></row>`).bytes);
    expect(cells(sheet)).toEqual([
      'A5="甲"',
      'B5=1.5',
      'A6="乙"',
      'B6=2.5',
      'C6=30',
      'A7="丙"',
      'B7=4',
      'A8="丁"',
      'C8=40',
    ]);
  });

  it('stands once, empty, where there is no group yet', () => {
    const row = `<row r="5"><c r="A5" ${text('{{group}}')}</c><c r="B5" ${text('{{projects.tax.full[*]}}')}</c></row>`;
    const { bytes, findings } = fill(`${row}<row r="6"><c r="B6"><f>SUM(B5:B5)</f></c></row>`);
    expect(cells(sheetOf(bytes))).toEqual(['B6==SUM(B5:B5)']);
    expect(findings.map((f) => f.rule)).toEqual(['template.missing']);
  });

  it('moves what stands around it', () => {
    const sheet = sheetOf(
      fill(
        `${repeated}</row><row r="9"><c r="A9"><v>1</v></c></row>`,
        [
          '<protectedRanges><protectedRange sqref="A9:B9" name="x"/></protectedRanges>',
          '<autoFilter ref="A4:B5"/>',
          '<mergeCells count="3"><mergeCell ref="C5:D5"/><mergeCell ref="A9:B10"/><mergeCell ref="A1:B1"/></mergeCells>',
          '<conditionalFormatting sqref="B5 B9"><cfRule type="expression" dxfId="0" priority="1"><formula>B5&gt;$B$9</formula></cfRule></conditionalFormatting>',
          '<dataValidations count="1"><dataValidation type="list" sqref="B5:B8"><formula1>$D$9:$D$12</formula1></dataValidation></dataValidations>',
          '<hyperlinks><hyperlink ref="A9" location="表!A9" display="x"/></hyperlinks>',
          '<rowBreaks count="2" manualBreakCount="2"><brk id="4" max="16383" man="1"/><brk id="8" max="16383" man="1"/></rowBreaks>',
          '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" xmlns:x14="x14"><x14:sparklineGroups xmlns:xm="xm"><x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>表!$B$5:$D$5</xm:f><xm:sqref>E5</xm:sqref></x14:sparkline><x14:sparkline><xm:f>表!B4:B9</xm:f><xm:sqref>E9</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>',
        ].join(''),
        '<dimension ref="A1:B9"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="4" topLeftCell="A5" state="frozen"/><selection activeCell="B9" sqref="B9"/></sheetView></sheetViews>',
      ).bytes,
    );
    for (const moved of [
      '<dimension ref="A1:B11"/>',
      '<pane ySplit="4" topLeftCell="A5" state="frozen"/><selection activeCell="B11" sqref="B11"/>',
      'sqref="A11:B11" name="x"',
      '<autoFilter ref="A4:B7"/>',
      '<mergeCells count="5"><mergeCell ref="C5:D5"/><mergeCell ref="C6:D6"/><mergeCell ref="C7:D7"/><mergeCell ref="A11:B12"/><mergeCell ref="A1:B1"/>',
      'sqref="B5:B7 B11"',
      '<formula>B5&gt;$B$11</formula>',
      'sqref="B5:B10"><formula1>$D$11:$D$14</formula1>',
      'ref="A11" location="表!A11"',
      '<brk id="4" max="16383" man="1"/><brk id="10" max="16383" man="1"/>',
      '<xm:f>表!$B5:$D5</xm:f><xm:sqref>E5</xm:sqref>',
      '<xm:f>表!$B6:$D6</xm:f><xm:sqref>E6</xm:sqref>',
      '<xm:f>表!$B7:$D7</xm:f><xm:sqref>E7</xm:sqref>',
      '<xm:f>表!B4:B11</xm:f><xm:sqref>E11</xm:sqref>',
    ]) {
      expect(sheet).toContain(moved);
    }
  });

  it('writes shared formulas out where they no longer are the same', () => {
    const shared = `${repeated}<c r="C5"><f t="shared" ref="C5:C7" si="0">B5*2</f><v>1</v></c></row><row r="6"><c r="C6"><f t="shared" si="0"/><v>1</v></c></row><row r="7"><c r="C7"><f t="shared" si="0"/><v>0</v></c></row>`;
    const sheet = sheetOf(fill(shared).bytes);
    expect(cells(sheet).filter((c) => c.startsWith('C'))).toEqual([
      'C5==B5*2',
      'C6==B6*2',
      'C7==B7*2',
      'C8==B8*2 (1)',
      'C9==B9*2 (0)',
    ]);
    expect(sheet).not.toContain('shared');
  });

  it('refuses an array formula over it, and tells of a single cell read from elsewhere', () => {
    const array = `<row r="4"><c r="D4"><f t="array" ref="D4:D6">B4:B6*2</f></c></row>${repeated}</row>`;
    expect(fill(array).findings.map((f) => f.rule)).toEqual(['template.array_over_repeated']);
    const { findings } = fill(`${repeated}</row><row r="9"><c r="A9"><f>B5*2</f></c></row>`);
    expect(findings.map((f) => [f.rule, f.params.where])).toEqual([
      ['template.first_of_repeated', '表 · A9'],
    ]);
  });
});

describe('formulas', () => {
  const moves = [{ row: 5, extra: 2 }];
  const movesOf = (sheet: string) => (sheet === '表' || sheet === "it's" ? moves : undefined);
  const from = (formula: string, sheet = '表') => moveFormula(formula, { sheet }, movesOf).text;

  it.each([
    ['SUM(B5:B5)', 'SUM(B5:B7)'],
    ['SUM(B4:B6)', 'SUM(B4:B8)'],
    ['SUM(B5)+SUM( B5 , C5)', 'SUM(B5:B7)+SUM( B5:B7 , C5:C7)'],
    ['B5+B6', 'B5+B8'],
    ['IF(B9>0,"B9",B$9)', 'IF(B11>0,"B9",B$11)'],
    ["'it''s'!$B$9+'别的'!B9", "'it''s'!$B$11+'别的'!B9"],
    ['表!B9+别的!B9+[1]表!B9', '表!B11+别的!B9+[1]表!B9'],
    ['SUM(B:B)+SUM(9:9)+SUM($5:$9)', 'SUM(B:B)+SUM(11:11)+SUM($5:$11)'],
    ['LOG10(B9)+表1[B9]+表1[[#This Row],[B9]]', 'LOG10(B11)+表1[B9]+表1[[#This Row],[B9]]'],
    ['TAX_2021+项目B9', 'TAX_2021+项目B9'],
    ['#REF!+B9', '#REF!+B11'],
  ])('%s becomes %s', (before, after) => {
    expect(from(before)).toBe(after);
  });

  it('of another sheet follow only what names the sheet', () => {
    expect(from('B9+表!B9', '别的')).toBe('B9+表!B11');
  });

  it.each([
    ['B5/C5', 'B6/C6'],
    ['B5/$B$9', 'B6/$B$11'],
    ['B5/B9', 'B6/B11'],
    ['B5/SUM($B$5:$B$5)', 'B6/SUM($B$5:$B$7)'],
    ['SUM(B$5:B5)', 'SUM(B$5:B6)'],
    ['D4+B5', 'D5+B6'],
    ['B5/B4', 'B6/B4'],
    ['MAX(D$4:D4)+1', 'MAX(D$4:D5)+1'],
  ])('in the second copy of the row %s becomes %s', (before, after) => {
    const cell = { row: 5, column: 3, copy: 1 };
    expect(moveFormula(before, { sheet: '表', cell }, movesOf).text).toBe(after);
  });

  it('below the row, in the column of the row, keep their range', () => {
    const cell = { row: 6, column: 1, copy: 0 };
    expect(moveFormula('SUM(B5:B5)', { sheet: '表', cell }, movesOf).text).toBe('SUM(B5:B7)');
  });

  it('that are shared are translated like a copy', () => {
    expect(translateFormula('A1+$A1+A$1+$A$1+Sheet2!C3:$D4+SUM(B:B)+SUM($2:3)', 2, 1)).toBe(
      'B3+$A3+B$1+$A$1+Sheet2!D5:$D6+SUM(C:C)+SUM($2:5)',
    );
  });
});

it('each row leads back to the row and copy that it was', () => {
  const gaps = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 4 })), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(gaps, (list) => {
      let at = 0;
      const moves = list.map(([gap, extra]) => {
        at += gap;
        return { row: at, extra };
      });
      const written = Array.from({ length: at + 3 }, (_, i) => i + 1).flatMap((row) =>
        Array.from({ length: lastCopy(moves, row) - firstCopy(moves, row) + 1 }, (_, copy) => ({
          row,
          copy,
        })),
      );
      expect(written.map((_, i) => originOf(moves, i + 1))).toEqual(written);
    }),
  );
});
