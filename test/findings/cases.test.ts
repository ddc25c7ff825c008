/**
 * Findings that no story of their room shows, each with a neighbour that just does not have it; and that every rule and
 * every status has a case somewhere in the tests.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { rules } from '../../pipeline/findings/rules/index.js';
import { type Asked, computed } from '../helpers/computed.js';
import { creditCode } from '../helpers/county.js';
import type { Cells } from '../helpers/submissions.js';

type Files = Readonly<Record<string, Cells | string>>;

const folder = '2021-11-30';
/** Sheets as an XML spreadsheet: a cell that is a number is written as one, a sheet whose name begins with ~ is hidden. */
const book = (sheets: Readonly<Record<string, Cells>>): string => {
  const spreadsheet = 'urn:schemas-microsoft-com:office:spreadsheet';
  const cell = (value: string | number) =>
    `<Cell><Data ss:Type="${typeof value === 'number' ? 'Number' : 'String'}">${value}</Data></Cell>`;
  const all = Object.entries(sheets).map(([name, table]) => {
    const lines = table.map((row) => `<Row>${row.map(cell).join('')}</Row>`).join('');
    const hidden = name.startsWith('~') ? '<Visible>SheetHidden</Visible>' : '';
    return `<Worksheet ss:Name="${name}"><Table>${lines}</Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">${hidden}</WorksheetOptions></Worksheet>`;
  });
  return `<?xml version="1.0"?><Workbook xmlns="${spreadsheet}" xmlns:ss="${spreadsheet}">${all.join('')}</Workbook>`;
};
/** A table of a form, written `cell|cell`. */
const rows = (...lines: string[]): Cells => lines.map((line) => line.split('|'));
const one = (...lines: string[]): Files => ({ [`${folder}/表.csv`]: rows(...lines) });

const road = '所属村|道路名称|长度（公里）|建设性质|完工日期';
const roads = (whole: number, ...names: string[]) =>
  names.map((name, at) => `东魏庄村|${name}路|${whole}.${at}|新建|2021-05-01|村口—桥头`);
const spending = '行政村|支出日期|支出类别|金额（万元）|用途';
const school = '学校名称|项目类型|建设性质|数量|竣工日期';
const roster = '行政村|办公场所类型|村集体收入（万元）';
const registry = '统一社会信用代码|企业名称|成立日期|纳税人类型|企业规模|经营状态';
const enterprise = `${creditCode(1)}|企业1|2015-01-01|一般纳税人|小型|存续`;
const spent = '东魏庄村|2021-05-01|公共支出|3|路灯';

type Case = [rule: string, shows: Files, doesNot: Files, asked?: Asked];

const cases: Case[] = [
  [
    'number.fraction',
    one(school, '一小|教学楼|新建|1.5|2021-05-01'),
    one(school, '一小|教学楼|新建|1.0|2021-05-01'),
  ],
  [
    'date.world_time',
    one(road, '东魏庄村|甲路|1|新建|2021-05-01T16:00:00Z'),
    one(road, '东魏庄村|甲路|1|新建|2021-05-01T16:00:00'),
  ],
  ['date.year_alone', one(road, '东魏庄村|甲路|1|新建|2020年'), one(road, '东魏庄村|甲路|1|新建|2020-12-31')],
  [
    'date.year_not_over',
    one(road, '东魏庄村|甲路|1|新建|2021年'),
    { '2021/表.csv': rows(road, '东魏庄村|甲路|1|新建|2021年') },
  ],
  [
    'alias.wider',
    one(`${registry}|是否四上`, `${enterprise}|是`),
    one(`${registry}|是否规上`, `${enterprise}|是`),
  ],
  [
    'unit.none_fits',
    one('所属村|道路名称|长度|建设性质|完工日期', '东魏庄村|甲路|900000|新建|2021-05-01'),
    one('所属村|道路名称|长度|建设性质|完工日期', '东魏庄村|甲路|1.2|新建|2021-05-01'),
  ],
  [
    'nil_return.contradicted',
    { ...one(spending, spent), [`${folder}/零.csv`]: rows(spending, '零报告||||') },
    one(spending, '零报告||||'),
  ],
  ['span.short', one('2021年1-10月村级支出', spending, spent), one('2021年1-11月村级支出', spending, spent)],
  [
    'span.older',
    one('截至2021年10月31日', roster, '东魏庄村|楼房|5'),
    one('截至2021年11月30日', roster, '东魏庄村|楼房|5'),
  ],
  [
    'column.undecided',
    one('行政村|支出日期|支出类别|金额（甲）（万元）|金额（乙）（万元）', '东魏庄村|2021-05-01|公共支出|3|4'),
    one(
      '行政村|支出日期|支出类别|金额（实际）（万元）|金额（预算）（万元）',
      '东魏庄村|2021-05-01|公共支出|3|4',
    ),
  ],
  [
    'date.ambiguous_number',
    { [`${folder}/表.xls`]: book({ 路: [...rows(road), ['东魏庄村', '甲路', '1', '新建', 10.1]] }) },
    { [`${folder}/表.xls`]: book({ 路: rows(road, '东魏庄村|甲路|1|新建|10月1日') }) },
  ],
  [
    'sheet.hidden_beside',
    {
      [`${folder}/表.xls`]: book({
        一: rows(spending, spent),
        '~二': rows(spending, spent.replace('3', '4')),
      }),
    },
    {
      [`${folder}/表.xls`]: book({ 一: rows(spending, spent), 二: rows(spending, spent.replace('3', '4')) }),
    },
  ],
  [
    'file.overlap_older',
    {
      [`${folder}/一.csv`]: rows(
        '填报日期：2021-11-25',
        `${road}|起止点`,
        ...roads(1, '甲', '乙', '丙', '丁', '戊', '己', '庚'),
      ),
      [`${folder}/二.csv`]: rows(
        '填报日期：2021-11-28',
        `${road}|起止点`,
        ...roads(2, '甲', '乙', '丙', '丁', '戊', '辛', '壬'),
      ),
    },
    {
      [`${folder}/一.csv`]: rows('填报日期：2021-11-25', `${road}|起止点`, ...roads(1, '甲', '乙', '丙')),
      [`${folder}/二.csv`]: rows('填报日期：2021-11-28', `${road}|起止点`, ...roads(2, '庚', '辛', '壬')),
    },
  ],
  [
    'text.too_many_columns',
    { [`${folder}/宽.csv`]: `甲${',乙'.repeat(20_000)}\r\n` },
    { [`${folder}/宽.csv`]: `甲${',乙'.repeat(200)}\r\n` },
  ],
  [
    'file.database',
    { [`${folder}/库.xls`]: 'SQLite format 3\0' },
    { [`${folder}/库.csv`]: 'SQLite format 3\r\n' },
  ],
  ['file.shortcut', { [`${folder}/表.xls`]: 'L\0\0\0\x01\x14\x02\0' }, { [`${folder}/表.csv`]: 'L,1\r\n' }],
  [
    'sheet.names_another_unit',
    one('南桥镇（北桥镇）村级支出', spending, spent),
    one('南桥镇村级支出', spending, spent),
    { unit: '南桥镇' },
  ],
];

const rulesOf = async (files: Files, asked?: Asked) => {
  const period = Object.keys(files)[0]?.startsWith('2021/') ? '2021' : folder;
  const publication = await computed(files, { period, checks: [], ...asked });
  return [...publication.findings()].map(({ rule }) => String(rule));
};

test.each(cases)('%s', async (rule, shows, doesNot, asked) => {
  expect(await rulesOf(shows, asked)).toContain(rule);
  expect(await rulesOf(doesNot, asked)).not.toContain(rule);
});

/** Rules known to lack a case: of what only a failing disk, short memory or a rare package shows, and of templates' formulas. */
const withoutCase = [
  'file.failed_midway',
  'file.mail',
  'file.no_file',
  'file.partial',
  'file.takes_too_much_memory',
  'file.too_much_content',
  'form.no_header',
  'template.many_sheets',
  'template.name_taken',
  'template.pivot_over_repeated',
  'waiver.row_incomplete',
];

it('every other rule has a case: a test, a table or a story names it', () => {
  const told = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|md)$|findings\.csv$/.test(name) && !import.meta.url.endsWith(name))
    .map((name) => readFileSync(join('test', name), 'utf8'))
    .join('\n');
  const own = new Set(cases.map(([rule]) => rule));
  const lacking = Object.keys(rules).filter((rule) => !own.has(rule) && !told.includes(rule));
  expect(lacking.toSorted()).toEqual(withoutCase);
});

it('every status has a case of its rule', () => {
  const said = readFileSync('test/indicators/statuses.test.ts', 'utf8');
  for (const status of 'APELOBM') expect(said, status).toMatch(new RegExp(`[\\d缺] ${status}\\b`));
});
