import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { strFromU8, strToU8 } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { firstRow, headerRow, nilRow, sheetColumns } from '../../pipeline/blank-forms/blank-form.js';
import { type BlankForm, blankFormWorkbook } from '../../pipeline/blank-forms/index.js';
import {
  creditCodeFormula,
  identityNumberFormula,
  validationOf,
} from '../../pipeline/blank-forms/validation.js';
import {
  type ColumnSpec,
  choice,
  defineForm,
  type Form,
  roster,
  smallestPerUnit,
  text,
} from '../../pipeline/forms/define.js';
import { forms } from '../../pipeline/forms/index.js';
import type { Context } from '../../pipeline/normalise/row.js';
import { noAliases } from '../../pipeline/normalise/row.js';
import { readPackage, writePackage } from '../../pipeline/office/package.js';
import { readFile } from '../../pipeline/read/read-file.js';
import { cellsOf, columnsBeforeValues } from '../../pipeline/read/row-batch.js';
import { noAnswers } from '../../pipeline/recognise/answers.js';
import { creditCheck, identityCheck, organisationCheck } from '../../pipeline/text/codes.js';
import { fromSmallest } from '../../pipeline/text/decimal.js';
import { cli, readCsv } from '../helpers/cli.js';
import { run } from '../helpers/run.js';
import { temporary } from '../helpers/temporary.js';

const context: Context = {
  unitNames: ['示例镇'],
  otherUnits: [],
  asOf: '2021-11-30',
  aliases: noAliases,
  answers: noAnswers,
};

const blankOf = (form: Form, given: Partial<BlankForm> = {}): BlankForm => ({
  form,
  township: '示例镇',
  department: form.departments[0] ?? '',
  asOf: '2021-11-30',
  roster: null,
  villages: [],
  ...given,
});

type Value = string | number | Date | null;
type FilledRow = readonly Value[] | 'blank';

/** exceljs spreads a validation over every cell that it covers, so the validations are taken out first. */
async function load(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const parts = readPackage(bytes);
  const part = 'xl/worksheets/sheet1.xml';
  const xml = strFromU8(parts.get(part) ?? new Uint8Array());
  parts.set(part, strToU8(xml.replace(/<dataValidations.*<\/dataValidations>/s, '')));
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(writePackage(parts).buffer as ArrayBuffer);
  return workbook;
}

function sheetOf(workbook: ExcelJS.Workbook, at = 0): ExcelJS.Worksheet {
  const sheet = workbook.worksheets[at];
  if (!sheet) throw new Error(`no sheet ${at}`);
  return sheet;
}

/** The cell to the right of a label above the table. */
function beside(sheet: ExcelJS.Worksheet, label: string): ExcelJS.Cell {
  for (let row = 1; row < headerRow; row++) {
    for (let column = 1; column < sheet.columnCount; column++) {
      if (sheet.getCell(row, column).value !== label) continue;
      let next = column + 1;
      while (sheet.getCell(row, next).master.address === sheet.getCell(row, column).master.address) next++;
      return sheet.getCell(row, next);
    }
  }
  throw new Error(`no label ${label}`);
}

const nilLabel = '注：本期没有数据的，在右格选择，下表留空：';

interface Filled {
  readonly rows?: readonly FilledRow[];
  readonly nil?: boolean;
}

/** Fills a blank form as a department would. */
async function fill(bytes: Uint8Array, { rows = [], nil = false }: Filled): Promise<Uint8Array> {
  const workbook = await load(bytes);
  const sheet = sheetOf(workbook);
  beside(sheet, '填报日期：').value = new Date('2021-11-29T00:00:00Z');
  beside(sheet, '填表人：').value = '王五';
  beside(sheet, '审核人：').value = '赵六';
  if (nil) beside(sheet, nilLabel).value = '零报告';
  rows.forEach((row, at) => {
    if (row === 'blank') return;
    row.forEach((value, column) => {
      if (value !== null) sheet.getCell(firstRow + at, column + 2).value = value;
    });
  });
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

let scratch: string;
beforeAll(() => {
  scratch = temporary('blank-forms');
});

async function read(bytes: Uint8Array, known: readonly Form[] = forms) {
  const path = join(scratch, 'form.xlsx');
  writeFileSync(path, bytes);
  const result = {
    forms: [] as (string | null)[],
    rows: 0,
    values: [] as (readonly unknown[])[],
    findings: [] as string[],
    nil: [] as (string | null)[],
    facts: [] as (string | null)[],
  };
  for await (const piece of readFile(path, known, context)) {
    if (piece.is === 'refused') result.findings.push(piece.finding.rule);
    else if (piece.is === 'table' && piece.table.form) result.forms.push(piece.table.form);
    else if (piece.is === 'untyped') result.findings.push(`untyped ${piece.rows}`);
    else if (piece.is === 'findings') result.findings.push(...piece.findings.map(({ rule }) => rule));
    else if (piece.is === 'rows') {
      const { rows, findings } = piece.batch;
      for (const cells of cellsOf(piece.batch, 1)) result.values.push(cells.slice(columnsBeforeValues));
      result.rows += rows;
      result.findings.push(...findings.map(({ rule, header, value }) => `${rule} ${header} ${value}`));
    } else if (piece.is === 'end') {
      const { reportingUnit, reportedOn, reportedBy, reviewedBy } = piece.facts;
      result.nil.push(piece.nilReturn);
      result.facts = [reportingUnit, reportedOn, reportedBy, reviewedBy];
      if (piece.held) result.findings.push('held');
    }
  }
  return result;
}

const nouns = ['东河', '光明', '向阳', '新华', '红旗', '永丰', '长安', '和顺'];
const noun = fc
  .tuple(fc.constantFrom(...nouns), fc.integer({ min: 2, max: 9999 }))
  .map(([a, n]) => `${a}第${n}处`);

const day = (from: string, to: string) =>
  fc.date({ min: new Date(from), max: new Date(to), noInvalidDate: true }).map((date) => {
    const whole = new Date(date);
    whole.setUTCHours(0, 0, 0, 0);
    return whole;
  });

const creditCode = fc.integer({ min: 0, max: 99_999_999 }).map((n) => {
  const digits = `91370000${String(n).padStart(8, '0')}`;
  const organisation = digits + organisationCheck(digits);
  return organisation + creditCheck(organisation);
});

const identityNumber = fc
  .tuple(day('1940-01-01', '2010-12-31'), fc.integer({ min: 0, max: 999 }))
  .map(([born, n]) => {
    const digits = `370000${born.toISOString().slice(0, 10).replaceAll('-', '')}${String(n).padStart(3, '0')}`;
    return digits + identityCheck(digits);
  });

/** Whatever the validation of a column lets through, as a person would enter it. */
function entry(form: Form, field: string, spec: ColumnSpec): fc.Arbitrary<Value> {
  const always = spec.mayBeEmpty !== true;
  const isEvent = form.shape.kind === 'events' && form.shape.date === field;
  const value = (): fc.Arbitrary<Value> => {
    switch (spec.kind) {
      case 'choice':
        return fc.constantFrom(...Object.keys(spec.choices ?? {}));
      case 'yes_no':
        return fc.constantFrom('是', '否');
      case 'date':
        if (spec.precision !== 'day') return fc.constantFrom('2022', '2022年', '2023年6月', '2022-05');
        return isEvent ? day('2021-01-01', '2021-12-31') : day('1950-01-01', '2025-12-31');
      case 'year':
        return fc.integer({ min: 2020, max: 2023 });
      case 'measure':
        return fc
          .integer({ min: 0, max: 2_000_000_000 })
          .map((n) => Number(fromSmallest(n, smallestPerUnit(spec))));
      case 'credit_code':
        return creditCode;
      case 'identity_number':
        return identityNumber;
      case 'phone':
        return fc.integer({ min: 0, max: 99_999_999 }).map((n) => `138${String(n).padStart(8, '0')}`);
      case 'division_code':
        return fc.integer({ min: 0, max: 999 }).map((n) => `370000001${String(n).padStart(3, '0')}`);
      default:
        // Only resident identity cards have numbers that can be checked.
        return field === 'id_type' ? fc.constant('居民身份证') : noun;
    }
  };
  return always ? value() : fc.option(value(), { nil: null, freq: 2 });
}

function rowsOf(form: Form): fc.Arbitrary<FilledRow[]> {
  const row = fc.tuple(...Object.entries(form.columns).map(([field, { spec }]) => entry(form, field, spec)));
  return fc
    .array(fc.oneof({ weight: 9, arbitrary: row }, { weight: 1, arbitrary: fc.constant('blank' as const) }), {
      minLength: 1,
      maxLength: 40,
    })
    .filter((rows) => rows.some((each) => each !== 'blank'));
}

describe.each(forms.map((form) => [form.title, form] as const))('%s', (_, form: Form) => {
  let bytes: Uint8Array;
  beforeAll(async () => {
    bytes = await blankFormWorkbook(blankOf(form), '2021-11-30');
  });

  test('filled in with whatever it allows, is read with no finding', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(form), async (rows) => {
        const result = await read(await fill(bytes, { rows }));
        const filled = rows.filter((row) => row !== 'blank').length;
        // Random amounts may be of any size, and everything may still be under way.
        const expected = ['unit.unusual', 'date.none'];
        expect(result.findings.filter((rule) => !expected.includes(rule))).toEqual([]);
        expect([result.forms, result.rows, result.nil]).toEqual([[form.id], filled, [null]]);
        const sender = `示例镇${form.departments[0]}`;
        expect(result.facts).toEqual([sender, '2021-11-29', '王五', '赵六']);
      }),
      { numRuns: 6 },
    );
  });

  test('ticked, is a nil return', async () => {
    const result = await read(await fill(bytes, { nil: true }));
    expect(result).toMatchObject({ forms: [form.id], rows: 0, nil: [''], findings: [] });
  });

  test('left empty, is asked for a nil return or the rows', async () => {
    const result = await read(bytes);
    expect(result).toMatchObject({ forms: [form.id], rows: 0, nil: [null], findings: ['form.empty'] });
  });

  test('every formula fits a validation, and every word of one its box', () => {
    for (const column of sheetColumns(form)) {
      const validation = validationOf(blankOf(form), column, null);
      if (!validation) continue;
      for (const formula of validation.formulas) expect(formula.length).toBeLessThanOrEqual(255);
      expect(validation.title.length).toBeLessThanOrEqual(32);
      expect(validation.prompt.length).toBeLessThanOrEqual(255);
      expect(validation.error.length).toBeLessThanOrEqual(225);
    }
  });
});

const form = (id: string): Form => {
  const found = forms.find((each) => each.id === id);
  if (!found) throw new Error(`no form ${id}`);
  return found;
};

describe('a blank form', () => {
  test('is the same bytes whenever it is made', async () => {
    const blank = blankOf(form('enterprises'), { villages: ['东魏庄村'] });
    const first = await blankFormWorkbook(blank, '2021-11-30');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(Buffer.compare(first, await blankFormWorkbook(blank, '2021-11-30'))).toBe(0);
  });

  test('locks its header and leaves its cells open', async () => {
    const sheet = sheetOf(await load(await blankFormWorkbook(blankOf(form('roads')), '2021-11-30')));
    const header = sheet.getCell(headerRow, 2);
    expect(header.text).toBe('*所属村');
    expect(header.protection?.locked ?? true).toBe(true);
    expect(sheet.getCell(firstRow, 2).protection).toMatchObject({ locked: false });
    // A column's own style: rows below those that are drawn are open too.
    expect(sheet.getColumn(2).style.protection).toMatchObject({ locked: false });
    const { sheetProtection } = sheet.model as unknown as { sheetProtection: Record<string, unknown> };
    expect(sheetProtection).toMatchObject({ sheet: true, insertRows: true });
    expect(sheetProtection).not.toHaveProperty('hashValue');
  });

  test('names units in its header, says in a note what goes in, and keeps codes as text', async () => {
    const sheet = sheetOf(await load(await blankFormWorkbook(blankOf(form('enterprises')), '2021-11-30')));
    const titles = Array.from(
      { length: sheet.columnCount },
      (_, at) => sheet.getCell(headerRow, at + 1).text,
    );
    expect(titles.slice(0, 10)).toEqual([
      '序号',
      '*统一社会信用代码',
      '*企业名称',
      '所属村',
      '市场主体类型',
      '行业代码',
      '行业名称',
      '*成立日期',
      '注册资本\n（万元）',
      '从业人员\n（人）',
    ]);
    expect(sheet.getCell(firstRow, 2).numFmt).toBe('@');
    expect(sheet.getCell(firstRow, 8).numFmt).toBe('yyyy-mm-dd');
    const { note } = sheet.getCell(headerRow, 11);
    expect(typeof note === 'object' && note?.texts?.map((each) => each.text).join('')).toBe(
      '营业收入（选填）\n填数字（万元），不写单位\n本年度营业收入\n例：2650.5',
    );
  });

  test('a list that is too long for a validation stands on the instruction sheet', async () => {
    const villages = Array.from({ length: 80 }, (_, at) => `第${at + 1}生产大队村`);
    const bytes = await blankFormWorkbook(blankOf(form('roads'), { villages }), '2021-11-30');
    const xml = strFromU8(readPackage(bytes).get('xl/worksheets/sheet1.xml') ?? new Uint8Array());
    const place = /<formula1>'填写说明'!\$([A-Z]+)\$(\d+):\$\1\$(\d+)<\/formula1>/.exec(xml);
    const notes = sheetOf(await load(bytes), 1);
    const [, letter = '', from = '', to = ''] = place ?? [];
    const listed = [];
    for (let row = Number(from); row <= Number(to); row++)
      listed.push(notes.getCell(`${letter}${row}`).value);
    expect(listed).toEqual(villages);
    expect(await read(await fill(bytes, { nil: true }))).toMatchObject({ findings: [], forms: ['roads'] });
  });

  test('so do codes that are too many for a validation', async () => {
    const codes = Array.from({ length: 60 }, (_, at) => `第${at + 1}类事项`);
    const many = defineForm({
      id: 'many',
      title: '多类表',
      departments: ['办公室'],
      shape: roster,
      key: ['name'],
      columns: {
        name: text('名称').required(),
        kind: choice('类别', Object.fromEntries(codes.map((code) => [code, []]))).required(),
      },
    });
    const bytes = await blankFormWorkbook(blankOf(many), '2021-11-30');
    const xml = strFromU8(readPackage(bytes).get('xl/worksheets/sheet1.xml') ?? new Uint8Array());
    const [, last = ''] = /<formula1>'填写说明'!\$A\$\d+:\$A\$(\d+)<\/formula1>/.exec(xml) ?? [];
    expect(sheetOf(await load(bytes), 1).getCell(`A${last}`).value).toBe('第60类事项');
    expect(await read(await fill(bytes, { rows: [['东河', '第60类事项']] }), [many])).toMatchObject({
      rows: 1,
      findings: [],
    });
  });

  test('of one part, is a nil return of that part beside the rows of the other', async () => {
    const insurance = form('insurance_payments');
    const fields = [...Object.keys(insurance.columns), 'remark'];
    const row = (given: Readonly<Record<string, Value>>) => fields.map((field) => given[field] ?? null);
    const paid = row({
      person_name: '张三',
      person_id: '370000198001010017',
      insurance_type: '医疗',
      paid_date: new Date('2021-10-12'),
      amount: 320,
    });
    const none = row({ insurance_type: '养老', remark: '零报告' });
    const bytes = await blankFormWorkbook(blankOf(insurance), '2021-11-30');
    expect(await read(await fill(bytes, { rows: [paid, none] }))).toMatchObject({
      rows: 1,
      nil: ['养老'],
      findings: [],
    });
  });

  test('a form of a few columns has its front all the same', async () => {
    const small = defineForm({
      id: 'small',
      title: '小表',
      departments: ['办公室'],
      shape: roster,
      key: [],
      columns: { a: text('甲').required(), b: text('乙').required() },
    });
    const bytes = await blankFormWorkbook(blankOf(small), '2021-11-30');
    const rows = [['东河', '光明']];
    expect(await read(await fill(bytes, { rows }), [small])).toMatchObject({ rows: 1, findings: [] });
    expect(await read(await fill(bytes, { nil: true }), [small])).toMatchObject({ nil: [''], findings: [] });
  });
});

const office = spawnSync('soffice', ['--version']).status === 0;

describe('the formulas that check codes', () => {
  test.skipIf(!office)('are worked out by LibreOffice (skipped where it is absent)', async () => {
    const wrong = (code: string) => `${code.slice(0, 5)}${code[5] === '1' ? '2' : '1'}${code.slice(6)}`;
    const credit = ['91370000MA3AAAA153', '91370000MA3BBBB29P', '91370000MA3CCCC32A'];
    const identity = ['370000198001010017', '370000197512310025', '37000019900615003X'];
    const cases = [
      ...credit.map((code) => [code, creditCodeFormula, true] as const),
      ...credit.map((code) => [wrong(code), creditCodeFormula, false] as const),
      ['370000585166117', creditCodeFormula, true] as const,
      ['37000058516611', creditCodeFormula, false] as const,
      ...identity.map((code) => [code, identityNumberFormula, true] as const),
      ...identity.map((code) => [wrong(code), identityNumberFormula, false] as const),
      ['37000019900615003x', identityNumberFormula, true] as const,
      ['370000900615003', identityNumberFormula, false] as const,
      // The check digit is right, the day is not.
      [`37000019900231003${identityCheck('37000019900231003')}`, identityNumberFormula, false] as const,
    ];
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('1');
    cases.forEach(([code, formula], at) => {
      sheet.getCell(at + 1, 1).value = code;
      // A validation takes an error for a refusal.
      sheet.getCell(at + 1, 2).value = { formula: `IFERROR(${formula(`A${at + 1}`)},FALSE)`, result: 0 };
    });
    await workbook.xlsx.writeFile(join(scratch, 'codes.xlsx'));
    const home = `-env:UserInstallation=file://${join(scratch, 'office')}`;
    execFileSync('soffice', [
      home,
      '--headless',
      '--convert-to',
      'csv',
      '--outdir',
      scratch,
      join(scratch, 'codes.xlsx'),
    ]);
    const lines = readFileSync(join(scratch, 'codes.csv'), 'utf8').trim().split('\n');
    expect(lines.map((line) => line.split(','))).toEqual(
      cases.map(([code, , holds]) => [code, holds ? 'TRUE' : 'FALSE']),
    );
  });
});

describe('forms', () => {
  let folder: string;
  beforeAll(async () => {
    folder = temporary('forms-command');
    mkdirSync(join(folder, 'inputs'));
    cpSync('inputs/示例镇', join(folder, 'inputs/示例镇'), { recursive: true });
    const { code, stderr } = await run(...places());
    if (code !== 0) throw new Error(stderr);
  });
  const places = () => [
    '--inputs',
    join(folder, 'inputs'),
    '--outputs',
    join(folder, 'outputs'),
    '--today',
    '2022-01-05',
  ];
  const written = () => readdirSync(join(folder, 'outputs/示例镇/forms')).sort();

  test('writes one workbook per form for the year of today', async () => {
    const { code, stdout, stderr } = await cli(['forms', ...places()]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('■ 示例镇 2022年空白报表 16 张');
    const workbooks = written().filter((name) => name.endsWith('.xlsx'));
    expect(workbooks).toEqual(forms.map(({ title }) => `${title}.xlsx`).sort());
    const workbook = await load(readFileSync(join(folder, 'outputs/示例镇/forms/信访案件.xlsx')));
    expect(sheetOf(workbook).getCell('A1').value).toBe('示例镇2022年信访案件');
    expect(sheetOf(workbook).getCell(nilRow, 1).value).toBe(nilLabel);
  });

  test('with a period, fills rosters in with the year before, without what is personal', async () => {
    const { code, stdout } = await cli(['forms', ...places(), '--period', '2021-11-30', '--json']);
    expect(code).toBe(0);
    const lines: { form: string; filled_in_from: string | null; rows: number; file: string }[] =
      JSON.parse(stdout);
    const submissions = readCsv(join(folder, 'outputs/示例镇/2021-11-30/submissions.csv'));
    const accepted = (id: string) =>
      submissions
        .filter((line) => line.form === id && line.period === '2020-11-30')
        .reduce((sum, line) => sum + Number(line.rows_accepted), 0);
    for (const { form: id, filled_in_from, rows } of lines) {
      const isRoster = form(id).shape.kind === 'roster';
      expect([id, filled_in_from, rows]).toEqual([
        id,
        isRoster ? '2020-11-30' : null,
        isRoster ? accepted(id) : 0,
      ]);
    }
    const sheet = sheetOf(await load(readFileSync(join(folder, 'outputs/示例镇/forms/企业名录.xlsx'))));
    const at = (field: string) =>
      sheetColumns(form('enterprises')).find((column) => column.field === field)?.position ?? 0;
    const row = sheet.getRow(firstRow);
    expect(row.getCell(at('credit_code')).value).toMatch(/^[0-9A-Z]{15,18}$/);
    expect(row.getCell(at('established_date')).value).toBeInstanceOf(Date);
    expect(typeof row.getCell(at('revenue')).value).toBe('number');
    expect(row.getCell(at('village')).value).toMatch(/村$/);
    for (let each = firstRow; each <= sheet.rowCount; each++) {
      expect(sheet.getCell(each, at('contact')).value ?? null).toBeNull();
      expect(sheet.getCell(each, at('phone')).value ?? null).toBeNull();
    }
  });

  test('sent back, a roster that is filled in has the rows and values that it had', async () => {
    const { code } = await cli(['forms', ...places(), '--period', '2021-11-30', '--quiet']);
    expect(code).toBe(0);
    const again = join(folder, 'again/示例镇/2021-11-30');
    mkdirSync(again, { recursive: true });
    for (const name of ['行政村办公场所.xlsx', '重点项目.xlsx', '新型社区.xlsx']) {
      cpSync(join(folder, 'outputs/示例镇/forms', name), join(again, name));
    }
    const outputs = join(folder, 'again-outputs');
    const result = await run('--inputs', join(folder, 'again'), '--outputs', outputs);
    expect(result.code).toBe(0);
    const held = readCsv(join(outputs, '示例镇/2021-11-30/findings.csv')).filter(
      (line) => line.severity === 'error',
    );
    expect(held.filter(({ file }) => file !== '').map(({ file, rule }) => [file, rule])).toEqual([]);
    const before = readCsv(join(folder, 'outputs/示例镇/2021-11-30/figures.csv'));
    const now = readCsv(join(outputs, '示例镇/2021-11-30/figures.csv'));
    const ids = ['villages.total.count', 'villages.office_building.count', 'projects.over_100m.count'];
    for (const id of ids) {
      const previous = before.find((line) => line.id === id)?.previous;
      expect([id, now.find((line) => line.id === id)?.value]).toEqual([id, previous]);
    }
  });

  test('asks for a folder of the township, and for a period that is one', async () => {
    const unknown = await cli(['forms', ...places(), '--unit', '无名镇']);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('没有“无名镇”')]);
    const period = await cli(['forms', ...places(), '--period', '去年', '--lang', 'en']);
    expect([period.code, period.stderr]).toEqual([
      2,
      expect.stringContaining('--period is a year or a date'),
    ]);
  });

  test('filled in with random rows, the pipeline accepts every one', async () => {
    const inputs = join(folder, 'random');
    const period = join(inputs, '示例镇/2021-11-30');
    mkdirSync(period, { recursive: true });
    const counts = new Map<string, number>();
    for (const each of forms as readonly Form[]) {
      const [rows = []] = fc.sample(rowsOf(each), { numRuns: 1, seed: 7 });
      const distinct = rows.filter((row, at) => {
        if (row === 'blank') return false;
        const keyOf = (other: FilledRow) => JSON.stringify(each.key.map((name) => keyed(each, other, name)));
        return rows.findIndex((other) => keyOf(other) === keyOf(row)) === at;
      });
      counts.set(each.id, distinct.length);
      const bytes = await blankFormWorkbook(blankOf(each), '2021-11-30');
      writeFileSync(join(period, `${each.title}.xlsx`), await fill(bytes, { rows: distinct }));
    }
    const outputs = join(folder, 'random-outputs');
    const { code, stderr } = await run('--inputs', inputs, '--outputs', outputs);
    expect([code, stderr]).toEqual([0, '']);
    const submissions = readCsv(join(outputs, '示例镇/2021-11-30/submissions.csv')).filter(
      ({ file }) => file !== '',
    );
    const accepted = submissions.filter(({ form: id }) => id !== '');
    expect(Object.fromEntries(accepted.map((line) => [line.form, Number(line.rows_accepted)]))).toEqual(
      Object.fromEntries(counts),
    );
    expect(submissions.map(({ status }) => status)).not.toContain('partly_held_back');
    const checks = new Set(readCsv(join(outputs, '示例镇/2021-11-30/checks.csv')).map(({ id }) => id));
    const findings = readCsv(join(outputs, '示例镇/2021-11-30/findings.csv'));
    expect(
      findings
        .filter(({ rule }) => !checks.has(rule ?? '') && rule !== 'unit.unusual')
        .map(({ rule, file }) => [rule, file]),
    ).toEqual([]);
  }, 120_000);
});

function keyed(each: Form, row: FilledRow, name: string): Value {
  return row === 'blank' ? null : (row[Object.keys(each.columns).indexOf(name)] ?? null);
}
