import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../pipeline/intake/limits.js';
import { openOds } from '../../pipeline/intake/ods/open.js';
import { bytesSource } from '../../pipeline/intake/source.js';
import type { Row } from '../../pipeline/intake/workbook.js';
import { movedFormula } from '../../pipeline/intake/xlsx/shared-formula.js';
import { parts, read, rowsOf, workbook, zipped } from '../helpers/xlsx-package.js';

const sheet = '<sheet name="表" sheetId="1" r:id="r1"/>';
const calculated = (attributes: string) => ({
  'xl/workbook.xml': workbook(sheet).replace('</workbook>', `<calcPr ${attributes}/></workbook>`),
});

/** `A1 =formula → text` of each formula cell. */
function formulas(rows: readonly Row[]): string[] {
  return rows.flatMap(({ number, texts, details }) =>
    (details ?? []).flatMap((detail, column) =>
      detail?.formula
        ? [`${String.fromCharCode(65 + column)}${number} =${detail.formula} → ${texts[column]}`]
        : [],
    ),
  );
}

const product =
  '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" ref="B2:B4" si="0">A2*$A$2+SUM(C:C)</f><v>0</v></c></row>' +
  '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>0</v></c></row>' +
  '<row r="4"><c r="A4"><v>4</v></c><c r="C4"><f>表!A4&amp;"A4"</f><v>7</v></c></row>';

describe('the formulas of a workbook that asks to be calculated', () => {
  it.each([
    ['fullCalcOnLoad="1"', true],
    ['fullCalcOnLoad="true" calcId="191029"', true],
    ['calcCompleted="0"', true],
    ['calcId="191029"', false],
    ['fullCalcOnLoad="0" calcCompleted="1"', false],
  ])('asks: %s → %s', async (attributes, asks) => {
    const book = await read(zipped(parts(product), calculated(attributes)));
    expect(book.sheets[0]?.recalculates).toBe(asks);
  });

  it('gives each formula beside its stored result, shared ones written out', async () => {
    const book = await read(zipped(parts(product), calculated('fullCalcOnLoad="1"')));
    expect(formulas(await rowsOf(book.sheets[0]))).toEqual([
      'B2 =A2*$A$2+SUM(C:C) → 0',
      'B3 =A3*$A$2+SUM(C:C) → 0',
      'C4 =表!A4&"A4" → 7',
    ]);
  });

  it('gives those of zeros alone where the results are said to be up to date', async () => {
    const book = await read(zipped(parts(product)));
    expect(formulas(await rowsOf(book.sheets[0]))).toEqual([
      'B2 =A2*$A$2+SUM(C:C) → 0',
      'B3 =A3*$A$2+SUM(C:C) → 0',
    ]);
  });
});

describe('a shared formula', () => {
  const moved = (formula: string, rows: number, columns: number) =>
    movedFormula(formula, { row: 5, column: 3 }, { row: 5 + rows, column: 3 + columns });

  it.each([
    ['A1+B2', 2, 1, 'B3+C4'],
    ['$A1+A$1+$A$1', 2, 1, '$A3+B$1+$A$1'],
    ['SUM(A:A,$B:$B)', 1, 1, 'SUM(B:B,$B:$B)'],
    ['LOG10(A1)&"A1"', 1, 0, 'LOG10(A2)&"A1"'],
    ["'表A1'!A1*表2!Z9", 0, 1, "'表A1'!B1*表2!AA9"],
    ['总额A1+A1_x+VAT2020', 1, 0, '总额A1+A1_x+VAT2021'],
  ])('moves %s by %d rows and %d columns', (formula, rows, columns, expected) => {
    expect(moved(formula, rows, columns)).toBe(expected);
  });
});

describe('the formulas of an .ods', () => {
  const content = `<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>
    <table:table table:name="表"><table:table-row>
      <table:table-cell office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>
      <table:table-cell table:formula="of:=SUM([.A1];[.$A$1])*2" office:value-type="float" office:value="0"><text:p>0</text:p></table:table-cell>
    </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`;
  const opened = (generator: string | null) => {
    const meta = `<m xmlns:meta="m"><meta:generator>${generator}</meta:generator></m>`;
    const parts = { 'content.xml': strToU8(content), ...(generator ? { 'meta.xml': strToU8(meta) } : {}) };
    return openOds(bytesSource(zipSync(parts)), defaultLimits);
  };

  it.each([
    [null, true],
    ['ODFPY/1.4.2', true],
    ['LibreOffice/7.4.7.2$Linux_X86_64', false],
    ['MicrosoftOffice/16.0 MicrosoftExcel', false],
  ])('are asked for where %s wrote it, which does not calculate: %j', async (generator, asks) => {
    const [sheet] = (await opened(generator)).sheets;
    expect(sheet?.recalculates).toBe(asks);
    expect(formulas(sheet ? await rowsOf(sheet) : [])).toEqual(['B1 =SUM(A1,$A$1)*2 → 0']);
  });
});
