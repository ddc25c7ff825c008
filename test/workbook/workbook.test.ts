import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import ExcelJS from 'exceljs';
import { strFromU8, strToU8 } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { readPackage, writePackage } from '../../pipeline/office/package.js';
import { fanOutTo } from '../../pipeline/publication/fan-out.js';
import type { Publication } from '../../pipeline/publication/publication.js';
import { publishMetricsWorkbook, workbookWriter } from '../../pipeline/workbook/index.js';
import { changes, evidenceRow, figure, figures, publication } from '../helpers/publication.js';

async function read(path: string): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  return workbook;
}

function write(content: Publication): string {
  const path = join(mkdtempSync(join(tmpdir(), 'metrics-')), 'metrics.xlsx');
  publishMetricsWorkbook(content, path);
  return path;
}

function sheetOf(workbook: ExcelJS.Workbook, name: string): ExcelJS.Worksheet {
  const sheet = workbook.getWorksheet(name);
  if (!sheet) throw new Error(`no sheet ${name}`);
  return sheet;
}

/** The publication, with the form behind the figures of projects. */
function withProjects(): Publication {
  const reading = {
    file: 'projects/figure.sql',
    sql: '',
    aggregate: 'single',
    form: 'projects',
    formTitle: '重点项目',
    field: 'investment',
    header: '计划投资',
  } as const;
  const ids = ['projects.investment.total', 'projects.capacity.full'];
  return { ...publication(), readings: new Map(ids.map((id) => [id, reading])) };
}

/** A cell as it stands: a formula by its cached value. */
function shown(cell: ExcelJS.Cell): unknown {
  return cell.formula ? (cell.result ?? '') : cell.value;
}

/** The cells of the rows below the header, left to right. */
function rowsOf(sheet: ExcelJS.Worksheet, header: number): unknown[][] {
  const rows: unknown[][] = [];
  for (let at = header + 1; at <= sheet.rowCount; at++) {
    const row = sheet.getRow(at);
    rows.push(Array.from({ length: sheet.columnCount }, (_, column) => shown(row.getCell(column + 1))));
  }
  return rows;
}

describe('metrics.xlsx', () => {
  let path: string;
  let workbook: ExcelJS.Workbook;
  beforeAll(async () => {
    path = write(withProjects());
    workbook = await read(path);
  });

  test('has its sheets in the order in which they are read', () => {
    expect(workbook.worksheets.map((sheet) => sheet.name)).toEqual([
      '指标汇总',
      '重点项目一览',
      '趋势',
      '增减原因',
      '同比变动',
      '报送情况',
      '勾稽核对',
      '问题清单',
      '说明',
      '指标口径',
      '来源·党建',
      '来源·工业',
      '来源·乡村振兴',
      '来源·民生',
      '来源·计划',
    ]);
  });

  test('the summary is grouped by section and shows value, comparison, change, status', () => {
    const sheet = sheetOf(workbook, '指标汇总');
    expect(sheet.getCell('A1').value).toBe('示例镇2021年度工作报告指标汇总');
    expect(sheet.getCell('A2').value).toBe('截至2021年11月30日 · 上年同期 截至2020年11月30日 · 单位见各行');
    const header = ['指标', '单位', '本期', '上年同期', '增减', '增减%', '状态', '来源行数', '责任部门'];
    expect(rowsOf(sheet, 4)[0]).toEqual(header);
    expect(rowsOf(sheet, 5).map((row) => row.slice(0, 8))).toEqual([
      ['一、党建', null, null, null, null, null, null, null],
      ['行政村', '个', 12, 12, 0, 0, 'A 正常', 12],
      ['实现楼房化办公的行政村', '个', 8, 6, 2, 33.333333333333, 'A 正常', 8],
      ['楼房化办公行政村占比', '%', 66.666666666667, 50, 16.666666666667, '—', 'A 正常', 20],
      ['二、工业', null, null, null, null, null, null, null],
      ['规模以上企业', '家', 4, 3, 1, 33.333333333333, 'P 待核实：暂缓3行', 4],
      ['重点项目 2 个、各 2 项：见“重点项目一览”', null, null, null, null, null, null, null],
      ['三、乡村振兴', null, null, null, null, null, null, null],
      ['投入养殖项目资金', '万元', 1234.567801, 1500.1, -265.532199, -17.700966535564, 'A 正常', 2],
      ['四、民生', null, null, null, null, null, null, null],
      ['安全生产事故', '起', 0, 0, 0, '—', 'A 正常', 0],
      ['办理养老保险、医疗保险', '万元', -0.3, 0.1, -0.4, -400, 'A 正常', 1],
      ['修建村级道路', '公里', null, 3.25, '', '', 'L 缺（未报送）', null],
      ['化解信访案件（含办结）', '起', 7, 0, 7, '—', 'A 正常；上年 E 估算', 7],
      ['六、计划', null, null, null, null, null, null, null],
      ['新型社区计划入住年份 · 幸福社区', '年', 2023, 2022, 1, 0.049455984174, 'A 正常', 1],
    ]);
  });

  test('the figures of each project stand in a row by period, a measure in each column', () => {
    const sheet = sheetOf(workbook, '重点项目一览');
    const [header, ...rows] = rowsOf(sheet, 3);
    expect(header).toEqual(['项目', '期别', '总投资\n（亿元）', '建成后年产能\n（亿只）', '状态']);
    expect(rows).toEqual([
      ['益客产业园', '本期', 37.8, 1.2, '正常'],
      ['益客产业园', '上年同期', 40, 50, '正常'],
      ['益客产业园', '增减', -2.2, null, null],
      ['=现代牧业', '本期', 5, '—', '正常'],
    ]);
    expect(sheet.getCell('C7').formula).toBe('IF(AND(ISNUMBER(C5),ISNUMBER(C6)),ROUND(C5-C6,1),"")');
    expect(sheet.getCell('C5').numFmt.split(';')[0]?.replace('_ ', '')).toBe('#,##0.00');
  });

  test('each chapter of the summary begins a printed page', () => {
    const xml = strFromU8(
      readPackage(readFileSync(path)).get('xl/worksheets/sheet1.xml') ?? new Uint8Array(),
    );
    const breaks = [...xml.matchAll(/<brk id="(\d+)"/g)].map(([, above]) => Number(above) + 1);
    const sheet = sheetOf(workbook, '指标汇总');
    expect(breaks.map((row) => sheet.getCell(row, 1).value)).toEqual([
      '二、工业',
      '三、乡村振兴',
      '四、民生',
      '六、计划',
    ]);
  });

  test('a figure whose form nobody owes is not counted as missing', async () => {
    const given = publication();
    const figures = given.figures.map((one) =>
      one.id === 'roads.built.length' ? { ...one, department: '' } : one,
    );
    const sheet = sheetOf(await read(write({ ...given, figures })), '指标汇总');
    expect(sheet.getCell('A3').value).toContain('不需报送 1');
    expect(sheet.getCell('A3').value).not.toContain('缺');
    expect(rowsOf(sheet, 5).find((row) => row[0] === '修建村级道路')?.[6]).toBe('— 不需报送');
  });

  test('number formats fit the values', () => {
    const sheet = sheetOf(workbook, '指标汇总');
    const formats = new Map<unknown, string>();
    sheet.eachRow((row) => formats.set(row.getCell(1).value, row.getCell(3).numFmt));
    const of = (label: string) => formats.get(label)?.split(';')[0]?.replace('_ ', '');
    expect(of('行政村')).toBe('#,##0');
    expect(of('楼房化办公行政村占比')).toBe('#,##0.0');
    expect(of('投入养殖项目资金')).toBe('#,##0.0000');
    expect(of('新型社区计划入住年份 · 幸福社区')).toBe('0');
  });

  test('the sources of a figure add up to it', () => {
    for (const [name, label, side, value] of [
      ['来源·工业', '规模以上企业', '本期', 4],
      ['来源·乡村振兴', '投入养殖项目资金', '本期', 1234.567801],
      ['来源·民生', '办理养老保险、医疗保险', '上年同期', 0.1],
    ] as const) {
      const rows = rowsOf(sheetOf(workbook, name), 3).filter((row) => row[0] === label && row[1] === side);
      const total = rows.at(-1);
      const sum = rows.slice(0, -1).reduce((so_far, row) => so_far + Number(row[9]), 0);
      expect(String(total?.[8])).toMatch(/^合计 \d+ 行$/);
      expect(total?.[9]).toBe(value);
      expect(sum).toBeCloseTo(value, 9);
    }
    const missing = rowsOf(sheetOf(workbook, '来源·民生'), 3).find(
      (row) => row[0] === '修建村级道路' && row[1] === '本期',
    );
    expect(missing?.[3]).toBe('缺（未报送）：村镇建设办');
  });

  test('the contributions to a change add up to it', () => {
    const rows = rowsOf(sheetOf(workbook, '同比变动'), 3);
    const moving = figures.filter(({ id, group }) =>
      changes.some((row) => row.id === id && row.group === group),
    );
    expect(moving.length).toBeGreaterThan(4);
    for (const { label, group, change } of moving) {
      const own = rows.filter((row) => row[0] === label && (row[1] ?? '') === group);
      const [head, ...parts] = own;
      expect(head?.[6]).toBe(Number(change));
      expect(parts.reduce((sum, row) => sum + Number(row[6]), 0)).toBeCloseTo(Number(change), 9);
    }
    expect(rows.find((row) => row[0] === '规模以上企业')?.[3]).toBe('进入 2 · 退出 1');
  });

  test('submissions reconcile, and what did not come has no counts', () => {
    const rows = rowsOf(sheetOf(workbook, '报送情况'), 3);
    expect(rows[0]?.slice(7, 12)).toEqual([20, 12, 5, 3, '平']);
    expect(rows[3]?.slice(0, 12)).toEqual([
      '村级道路修建',
      '村镇建设办',
      '2021-11-30',
      '逾期未报',
      ...Array.from({ length: 8 }, () => null),
    ]);
    expect(rows[4]?.slice(7, 12)).toEqual([23, 12, 8, 3, '平']);
  });

  test('a check that could not be made names the form that is missing', () => {
    const rows = rowsOf(sheetOf(workbook, '勾稽核对'), 3);
    expect(rows.map((row) => [row[1], row[2], row[3], row[6]])).toEqual([
      ['本期', '提示', '不符', null],
      ['本期', '错误', '不符', null],
      ['上年同期', '错误', '通过', null],
      ['本期', '提示', '无法核对', '村级道路修建'],
    ]);
  });

  test('text from submissions never is a formula', () => {
    const formulas = new Set<string>();
    const texts = new Set<unknown>();
    for (const sheet of workbook.worksheets) {
      sheet.eachRow((row) => {
        row.eachCell((cell) => {
          if (cell.formula) formulas.add(cell.formula.replace(/[A-Z]\d+/g, '#').replace(/\d+/g, '0'));
          else texts.add(cell.value);
        });
      });
    }
    for (const text of ['@SUM(A1:A9)', '=坏文件.xlsx', '=HYPERLINK("http://example.invalid","0")', '-3000']) {
      expect(texts).toContain(text);
    }
    expect([...formulas].sort()).toEqual([
      'IF(#=#+#+#,"平","不平")',
      'IF(AND(ISNUMBER(#),ISNUMBER(#)),IF(#<=0,"—",ROUND(#/#*0,0)),"")',
      'IF(AND(ISNUMBER(#),ISNUMBER(#)),ROUND(#-#,0),"")',
      'ROUND(SUM(#:#),0)',
      'SUM(#:#)',
    ]);
  });

  test('a value leads to its sources, and they lead back', () => {
    const parts = readPackage(readFileSync(path));
    const links = (sheet: number) => {
      const xml = strFromU8(parts.get(`xl/worksheets/sheet${sheet}.xml`) ?? new Uint8Array());
      return new Map(
        [...xml.matchAll(/<hyperlink ref="(\w+)" location="'([^']+)'!(\w+)"/g)].map((m) => [
          m[1],
          m.slice(2),
        ]),
      );
    };
    // 规模以上企业 is in row 11; its block begins right below the header of 来源·工业.
    expect(links(1).get('C11')).toEqual(['来源·工业', 'A4']);
    expect(links(12).get('A4')).toEqual(['指标汇总', 'A11']);
    expect(links(1).get('E11')?.[0]).toBe('同比变动');
    expect(links(1).get('A12')).toEqual(['重点项目一览', 'A4']);
    expect(links(2).get('C5')?.[0]).toBe('来源·工业');
    expect(links(2).get('C7')?.[0]).toBe('同比变动');
    for (const at of workbook.worksheets.keys()) {
      for (const [name, cell] of links(at + 1).values()) {
        expect(sheetOf(workbook, name ?? '').getCell(cell ?? '').value, `${name}!${cell}`).not.toBeNull();
      }
    }
  });

  test('every sheet keeps its header in view, has a filter and prints across one page', () => {
    for (const sheet of workbook.worksheets) {
      const view = sheet.views[0];
      expect(view?.state, sheet.name).toBe('frozen');
      expect(sheet.autoFilter, sheet.name).toBeTruthy();
      expect(sheet.pageSetup).toMatchObject({
        paperSize: 9,
        orientation: 'landscape',
        fitToWidth: 1,
        fitToHeight: 0,
        firstPageNumber: 1,
        printTitlesRow: view?.state === 'frozen' ? `${view.ySplit}:${view.ySplit}` : '',
      });
    }
  });
});

describe('bounds', () => {
  test('more evidence than is listed ends in totals per file that add up to the figure', async () => {
    const roads = figure({
      id: 'roads.built.length',
      label: '修建村级道路',
      unit: '公里',
      value: '0.6',
      previous: '0.1',
    });
    const rows = Array.from({ length: 6 }, (_, at) =>
      evidenceRow('current', '0.1', { row: at + 5, file: at < 4 ? '甲.xlsx' : '乙.xlsx' }),
    );
    const large = publication({
      figures: [roads],
      evidence: { [roads.id]: [...rows, evidenceRow('previous', '0.1')] },
    });
    const listedIn = (workbook: ExcelJS.Workbook) =>
      rowsOf(sheetOf(workbook, '来源·民生'), 3).map((row) => [row[1], row[4], row[8], row[9]]);
    const expected = [
      ['公里　roads.built.length　口径：修建村级道路的定义', null, null, null],
      ...Array.from({ length: 3 }, () => ['本期', '甲.xlsx', '0.1', 0.1]),
      ['本期', null, null, null],
      ['本期', '甲.xlsx', '4 行', 0.4],
      ['本期', '乙.xlsx', '2 行', 0.2],
      ['本期', null, '合计 6 行', 0.6],
      ['上年同期', '经发办/企业名录.xlsx', '0.1', 0.1],
      ['上年同期', null, '合计 1 行', 0.1],
    ];
    // The files list them all in one case, and only totals in the other.
    for (const most of [100, 5]) {
      const path = join(mkdtempSync(join(tmpdir(), 'metrics-')), 'metrics.xlsx');
      fanOutTo(large, workbookWriter(large, path, 4), most);
      expect(listedIn(await read(path))).toEqual(expected);
    }
  });

  test('text that XML or a cell cannot hold does not break the workbook', async () => {
    const key = `a\u0000b\ud800c_x0041_${'长'.repeat(40_000)}`;
    const path = write(
      publication({ evidence: { 'roads.built.length': [evidenceRow('previous', '3.25', { key })] } }),
    );
    const rows = rowsOf(sheetOf(await read(path), '来源·民生'), 3);
    const written = rows.map((row) => row[3]).find((text) => String(text).includes('长'));
    expect(String(written).slice(0, 12)).toBe('ab\ufffdc_x0041_长');
    expect(String(written).length).toBeLessThanOrEqual(32_767);
  });
});

test('the same publication gives the same bytes, whenever and wherever', async () => {
  const zone = process.env.TZ;
  process.env.TZ = 'Asia/Shanghai';
  const first = readFileSync(write(publication()));
  await new Promise((resolve) => setTimeout(resolve, 2100)); // the clock of a zip file counts two seconds
  process.env.TZ = 'America/New_York';
  const second = readFileSync(write(publication()));
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  expect(second.equals(first)).toBe(true);
});

const office = (process.env.PATH ?? '').split(delimiter).some((dir) => existsSync(join(dir, 'soffice')));
if (!office) console.log('skipped: LibreOffice (soffice) is not installed, formulas are not recalculated');

test.skipIf(!office)(
  'LibreOffice recalculates every formula to its published value',
  { timeout: 120_000 },
  async () => {
    const path = write(publication());
    const dir = mkdtempSync(join(tmpdir(), 'office-'));
    // Without their cached values, formulas must be calculated on opening.
    const parts = readPackage(readFileSync(path));
    for (const [name, bytes] of parts) {
      if (!name.startsWith('xl/worksheets/')) continue;
      parts.set(name, strToU8(strFromU8(bytes).replace(/(<\/f>)<v>[^<]*<\/v>/g, '$1')));
    }
    writeFileSync(join(dir, 'bare.xlsx'), writePackage(parts));
    execFileSync(
      'soffice',
      [
        `-env:UserInstallation=file://${join(dir, 'profile')}`,
        '--headless',
        '--convert-to',
        'xlsx:Calc MS Excel 2007 XML',
        '--outdir',
        join(dir, 'out'),
        join(dir, 'bare.xlsx'),
      ],
      { stdio: 'ignore' },
    );
    const published = await read(path);
    const recalculated = await read(join(dir, 'out', 'bare.xlsx'));
    let formulas = 0;
    for (const sheet of published.worksheets) {
      const other = sheetOf(recalculated, sheet.name);
      sheet.eachRow((row) => {
        row.eachCell((cell) => {
          if (!cell.formula) return;
          formulas++;
          const expected = shown(cell);
          const actual = shown(other.getCell(cell.address));
          if (typeof expected === 'number')
            expect(actual, `${sheet.name} ${cell.address}`).toBeCloseTo(expected, 9);
          else expect(actual, `${sheet.name} ${cell.address}`).toBe(expected);
        });
      });
    }
    expect(formulas).toBeGreaterThan(40);
  },
);
