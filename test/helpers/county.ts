/** A small county on disk: townships with a few rows each, and units.csv over them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Line, readCsv } from './cli.js';
import { call, run } from './run.js';
import { type Cells, writeFiles } from './submissions.js';
import { temporary } from './temporary.js';

export const county = '示例县';
export const period = '2021-11-30';
export const before = '2020-11-30';

/** 统一社会信用代码 that is right in its check character, and the same for the same number. */
export function creditCode(number: number): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const organisation = String(number).padStart(8, '0');
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const rest = [...organisation].reduce((sum, digit, i) => sum + Number(digit) * (weights[i] ?? 0), 0) % 11;
  const check = '0X987654321'[rest] ?? '';
  const body = `91370000${organisation}${check}`;
  const sum = [...body].reduce((total, char, i) => total + alphabet.indexOf(char) * (3 ** i % 31), 0);
  return body + (alphabet[(31 - (sum % 31)) % 31] ?? '');
}

/** [number, above scale] of each enterprise. */
export const enterprises = (...list: (readonly [number, boolean])[]): Cells => [
  ['统一社会信用代码', '企业名称', '成立日期', '是否规上', '纳税人类型', '企业规模'],
  ...list.map(([number, above]) => [
    creditCode(number),
    `企业${number}有限公司`,
    '2015-03-01',
    above ? '是' : '否',
    '一般纳税人',
    above ? '中型' : '小型',
  ]),
];

export const roads = (year: number, ...lengths: number[]): Cells => [
  ['所属村', '道路名称', '起止点', '长度（公里）', '建设性质', '完工日期'],
  ...lengths.map((length, i) => ['第1村', `${i + 1}号路`, '村口—桥头', length, '新建', `${year}-5-${i + 1}`]),
];

/** Villages, of which the first `buildings` have an office building. */
export const villages = (count: number, buildings: number): Cells => [
  ['行政村', '办公场所类型'],
  ...Array.from({ length: count }, (_, i) => [`第${i + 1}村`, i < buildings ? '楼房' : '平房']),
];

export const projects = (name: string, investment: number): Cells => [
  ['项目名称', '建设阶段', '计划投资（亿元）', '项目状态'],
  [name, '整体', investment, '在建'],
];

export type Files = Readonly<Record<string, Cells | string>>;

/** A township of both years, with numbers that follow from its own. */
export function township(number: number): Files {
  const of = (year: number) => year - 2020;
  const files = (name: string, year: number): Files => ({
    [`${name}/企业.csv`]: enterprises(
      ...Array.from({ length: 2 + (number % 3) + of(year) }, (_, i) => [number * 100 + i, i === 0] as const),
    ),
    [`${name}/道路.csv`]: roads(year, 1.5 + number / 10, ...(year === 2021 ? [number / 4] : [])),
    [`${name}/村.csv`]: villages(4 + (number % 4), 1 + (number % 3) + of(year)),
    [`${name}/项目.csv`]: projects(`${number}号项目`, number + of(year)),
  });
  return { ...files(before, 2020), ...files(period, 2021) };
}

export const nameOf = (number: number) => `第${String(number).padStart(2, '0')}镇`;

/** units.csv of one county over townships. */
export function unitsCsv(names: readonly string[]): string {
  const line = (name: string, i: number) =>
    `${name},${county},township,370111${String(i + 1).padStart(3, '0')}000`;
  return ['unit,parent,level,code', `${county},,county,370111000000`, ...names.map(line), ''].join('\n');
}

export function inputsOf(
  files: Readonly<Record<string, Files>>,
  units: string | null,
  root = temporary('county'),
) {
  const inputs = join(root, 'inputs');
  const outputs = join(root, 'outputs');
  mkdirSync(inputs, { recursive: true });
  for (const [unit, own] of Object.entries(files)) {
    mkdirSync(join(inputs, unit), { recursive: true });
    writeFiles(join(inputs, unit), own);
  }
  if (units !== null) writeFiles(inputs, { 'units.csv': units });
  const args = ['--inputs', inputs, '--outputs', outputs, '--today', '2021-12-05'];
  const folder = (unit: string, of = period) => join(outputs, unit, of);
  return {
    root,
    inputs,
    outputs,
    args,
    folder,
    run: (...more: string[]) => run(...args, ...more),
    call: (name: string, ...more: string[]) => call(name, ...more, ...args),
    figures: (unit: string, of = period): Line[] => readCsv(join(folder(unit, of), 'figures.csv')),
    figure: (unit: string, id: string, group = '', of = period): Line | undefined =>
      readCsv(join(folder(unit, of), 'figures.csv')).find((line) => line.id === id && line.group === group),
    findings: (unit: string, of = period): Line[] => readCsv(join(folder(unit, of), 'findings.csv')),
    write: (unit: string, more: Files) => writeFiles(join(inputs, unit), more),
  };
}
