/** Cells, rows and sheets that are not as they look, from a real file through `inspect --json`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { InspectedSheet, Inspection } from '../../pipeline/read/inspection.js';
import { cli } from '../helpers/cli.js';
import { cellIn } from '../helpers/hostile.js';
import { temporary } from '../helpers/temporary.js';
import {
  MAIN,
  type Parts,
  parts,
  relationships,
  workbook,
  worksheet,
  zipped,
} from '../helpers/xlsx-package.js';

const inputs = join(temporary('inspect-cells'), 'inputs');
const folder = join(inputs, '泰平镇/2021-11-30');
mkdirSync(folder, { recursive: true });
let files = 0;

async function inspected(content: string | Uint8Array): Promise<Inspection> {
  const path = join(folder, `${files++}.dat`);
  writeFileSync(path, content);
  const { code, stdout, stderr } = await cli(['inspect', path, '--inputs', inputs, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Inspection;
}

/** Findings of a sheet as `cell rule`; of whole columns, rows or sheets as far as they name a place. */
const found = (sheet: InspectedSheet | undefined) =>
  sheet?.findings.map(({ cell, row, rule }) => `${cell ?? row ?? ''} ${rule}`.trim());

const roads = ['所属村', '道路名称', '长度（公里）', '建设性质', '完工日期'];
const enterprises = ['统一社会信用代码', '企业名称', '成立日期', '是否规上', '纳税人类型', '企业规模'];
const code = '91370000MA3AAAA153';

describe('cells of a CSV', () => {
  const registry = (cell: string) =>
    `${enterprises.join(',')}\n${cell},示例公司,2015-3-1,否,一般纳税人,小型\n`;
  it.each<[string, string, string[]]>([
    ['a code as it is', code, []],
    ['="…", which keeps a code text', `"=""${code}"""`, []],
    ['="…" without quotation marks around it', `="${code}"`, []],
    ['an apostrophe that keeps a code text', `'${code}`, []],
    ['a code that went through a number', '9.13E+17', ['A2 credit_code.damaged']],
    ['an error that was saved as text', '#REF!', ['A2 cell.error']],
    ['#####, where the column was too narrow', '#########', ['A2 cell.error']],
  ])('%s', async (_, cell, findings) => {
    const { sheets } = await inspected(registry(cell));
    expect(sheets).toMatchObject([{ form: 'enterprises', data_rows: 1 }]);
    expect(found(sheets[0])).toEqual(findings);
  });

  it('="00123" is the text 00123, and of a measure the number', async () => {
    const { sheets } = await inspected(`${roads.join(',')}\n="00123",一号路,="1.5",新建,2021-5-1\n`);
    expect(found(sheets[0])).toEqual([]);
    expect(sheets[0]?.columns[2]).toMatchObject({ unit: '公里', sum: '1.5' });
  });
});

const styles = {
  'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
};

function row(number: number, cells: readonly string[], attributes = ''): string {
  const content = cells.map((cell, i) => {
    const reference = `${String.fromCharCode(65 + i)}${number}`;
    return cell.startsWith('<') ? cell.replace('<c', `<c r="${reference}"`) : cellIn(reference, cell);
  });
  return `<row r="${number}"${attributes}>${content.join('')}</row>`;
}

const road = (length: string, date: string) => ['东庄村', '一号路', length, '新建', date];
const sheetData = (...rows: readonly (readonly string[])[]) =>
  [roads, ...rows].map((cells, i) => row(i + 1, cells)).join('');
const book = (data: string, around = {}, changed: Parts = {}) =>
  zipped(parts(data, around), { ...styles, ...changed });

describe('cells of a workbook', () => {
  const day = '2021-5-1';
  it.each<[string, string, string, string[], string | null]>([
    ['a formula counts by what it last gave', '<c><f>1+1</f><v>2</v></c>', day, [], '2'],
    ['a formula that was never computed', '<c><f>1+1</f></c>', day, ['C2 cell.unevaluated'], null],
    ['a formula whose cell is gone', '<c t="e"><f>#REF!+1</f><v>#REF!</v></c>', day, ['C2 cell.error'], null],
    ['an error value', '<c t="e"><v>#N/A</v></c>', day, ['C2 cell.error'], null],
    ['a double and its 15 digits', '<c><v>7.7999999999999998</v></c>', day, [], '7.8'],
    ['a number as text', '1.5', day, [], '1.5'],
    ['a date cell', '<c><v>2</v></c>', '<c s="1"><v>44317</v></c>', [], '2'],
    ['a serial number in a General cell', '<c><v>2</v></c>', '<c><v>44317</v></c>', [], '2'],
    [
      'a date that was never computed',
      '<c><v>2</v></c>',
      '<c s="1"><f>TODAY()</f></c>',
      ['E2 cell.unevaluated'],
      '2',
    ],
  ])('%s', async (_, length, date, findings, sum) => {
    const { sheets } = await inspected(book(sheetData(road(length, date))));
    expect(sheets).toMatchObject([{ form: 'roads', data_rows: 1 }]);
    expect(found(sheets[0])).toEqual(findings);
    expect(sheets[0]?.columns[2]?.sum).toBe(sum);
  });

  const dateSystem = (data: string) =>
    book(
      data,
      {},
      {
        'xl/workbook.xml': workbook('<sheet name="表" sheetId="1" r:id="r1"/>', '<workbookPr date1904="1"/>'),
      },
    );
  it.each([
    ['a date cell', '<c s="1"><v>42855</v></c>'],
    ['a serial number in a General cell', '<c><v>42855</v></c>'],
  ])('%s counts from 1904 where the workbook says so', async (_, date) => {
    const data = sheetData(road('<c><v>2</v></c>', date));
    expect(found((await inspected(dateSystem(data))).sheets[0])).toEqual([]);
    expect(found((await inspected(book(data))).sheets[0])).toEqual(['E2 date.other_year']);
  });
});

describe('what is hidden', () => {
  const two = [roads, road('<c><v>2</v></c>', '2021-5-1'), road('<c><v>3</v></c>', '2021-6-1')];
  const rows = (hidden: number) =>
    two
      .map((cells, i) =>
        row(
          i + 1,
          i === 2 ? ['西庄村', '二号路', ...cells.slice(2)] : cells,
          i + 1 === hidden ? ' hidden="1"' : '',
        ),
      )
      .join('');

  it.each<[string, Uint8Array, string]>([
    ['a row', book(rows(3)), 'hidden.rows'],
    [
      'a column',
      book(rows(0), { head: '<cols><col min="3" max="3" width="0" hidden="1"/></cols>' }),
      'hidden.columns',
    ],
    ['a filtered list', book(rows(3), { tail: '<autoFilter ref="A1:E3"/>' }), 'hidden.filter'],
  ])('%s is read, and said so', async (_, bytes, rule) => {
    const { sheets } = await inspected(bytes);
    expect(sheets).toMatchObject([{ form: 'roads', data_rows: 2 }]);
    expect(sheets[0]?.columns[2]?.sum).toBe('5');
    expect(sheets[0]?.findings.map((f) => f.rule)).toContain(rule);
    expect(sheets[0]?.findings.every(({ severity }) => severity === 'warning')).toBe(true);
  });

  it.each(['hidden', 'veryHidden'])('a %s sheet is read, and said so', async (state) => {
    const bytes = book(
      rows(0),
      {},
      {
        'xl/workbook.xml': workbook(
          `<sheet name="表" sheetId="1" r:id="r1"/><sheet name="旧表" sheetId="2" state="${state}" r:id="r2"/>`,
        ),
        'xl/_rels/workbook.xml.rels': relationships({
          r1: ['worksheet', 'worksheets/sheet1.xml'],
          r2: ['worksheet', 'worksheets/sheet2.xml'],
          styles: ['styles', 'styles.xml'],
        }),
        'xl/worksheets/sheet2.xml': worksheet(rows(0)),
      },
    );
    const { sheets } = await inspected(bytes);
    expect(sheets.map((sheet) => [sheet.name, sheet.state, sheet.data_rows])).toEqual([
      ['表', 'visible', 2],
      ['旧表', state, 2],
    ]);
    expect(sheets[1]?.findings.map(({ rule }) => rule)).toContain('hidden.sheet');
  });
});
