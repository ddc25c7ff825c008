/** Why a figure changed, against townships worked out by hand; the parts of every change add up to it. */
import Big from 'big.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { changeSentence } from '../../pipeline/publication/change-sentence.js';
import { namesOf } from '../../pipeline/publication/explanations.js';
import type { Publication } from '../../pipeline/publication/publication.js';
import { canonicalSql } from '../../pipeline/text/sql-scan.js';
import { computed, indicators } from '../helpers/computed.js';
import type { Cells } from '../helpers/submissions.js';

const header = [
  '统一社会信用代码',
  '企业名称',
  '成立日期',
  '是否规上',
  '纳税人类型',
  '企业规模',
  '经营状态',
  '注销日期',
  '营业收入',
];

/** A credit code of the township whose check digit is right. */
function code(number: number): string {
  const digits = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const body = `91370000MA${String(number).padStart(7, '0')}`;
  const sum = [...body].reduce((total, digit, at) => total + digits.indexOf(digit) * (3 ** at % 31), 0);
  return `${body}${digits[(31 - (sum % 31)) % 31]}`;
}

interface Facts {
  readonly established?: string;
  readonly scale?: string;
  readonly status?: string;
  readonly cancelled?: string;
}

const enterprise = (number: number, { established, scale, status, cancelled }: Facts = {}) => [
  ...[code(number), `企业${number}`, established ?? '2010-05-01', scale ?? '否', '一般纳税人', '中型'],
  ...[status ?? '存续', cancelled ?? '', String(number)],
];

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const yes = { scale: '是' };

/** 1 to 12 stay above scale, 13 to 18 rise, 19 and 20 fall, 21 is cancelled, 22 is gone, 23 is new to the list, 24 and 25 are founded, 26 to 36 stay below. */
const before: Cells = [
  header,
  ...range(1, 12).map((number) => enterprise(number, yes)),
  ...range(13, 18).map((number) => enterprise(number)),
  ...range(19, 22).map((number) => enterprise(number, yes)),
  ...range(26, 36).map((number) => enterprise(number)),
];
const now: Cells = [
  header,
  ...range(1, 18).map((number) => enterprise(number, { ...yes, ...(number === 13 && { status: '在营' }) })),
  ...range(19, 20).map((number) => enterprise(number)),
  enterprise(21, { ...yes, status: '注销', cancelled: '2021-03-01' }),
  enterprise(23, yes),
  ...range(24, 25).map((number) => enterprise(number, { ...yes, established: '2021-02-01' })),
  ...range(26, 36).map((number) => enterprise(number)),
];

const spending = (...rows: Cells): Cells => [
  ['行政村', '凭证号', '支出日期', '支出类别', '金额（万元）', '用途'],
  ...rows,
];

describe('a township of three dozen enterprises', () => {
  let publication: Publication;
  beforeAll(async () => {
    publication = await computed({
      '2020-11-30/企业.csv': [
        ...before,
        ['不是信用代码', '坏行', '2010-05-01', '是', '一般纳税人', '中型', '存续', '', ''],
      ],
      '2021-11-30/企业.csv': now,
      '2020-11-30/支出.csv': spending(
        ['东村', '记-1', '2020-03-01', '公共支出', '1.5', '路灯'],
        ['西村', '记-2', '2020-04-01', '人员报酬', '2', '误工'],
      ),
      '2021-11-30/支出.csv': spending(
        ['东村', '记-1', '2021-03-05', '公共支出', '4', '绿化'],
        ['西村', '记-2', '2021-05-01', '人员报酬', '0.5', '误工'],
      ),
    });
  });
  const partsOf = (id: string) => publication.explanations().filter((part) => part.id === id);

  it('says which rose, fell, are new, cancelled and gone', () => {
    const parts = partsOf('enterprises.above_scale.count');
    expect(parts.map(({ part, rows, contribution }) => [part, rows, contribution])).toEqual([
      ['now_counts', 6, '6'],
      ['new', 3, '3'],
      ['counts_no_longer', 3, '-3'],
      ['gone', 1, '-1'],
    ]);
    expect(parts.map(namesOf)[0]).toBe('企业18、企业17、企业16、企业15、企业14、企业13');
    const figure = publication.figures.find(({ id }) => id === 'enterprises.above_scale.count');
    expect(figure && changeSentence(figure, parts)).toBe(
      '升规 6家（企业18、企业17、企业16、企业15、企业14等），新设 2家（企业25、企业24），新列入 1家（企业23）；' +
        '退规 2家（企业20、企业19），注销 1家（企业21），不再列入 1家（企业22）（上年同期待核实）。',
    );
  });

  it('names the columns that decided, and no other that differs', () => {
    const because = new Map(
      [...publication.changes()]
        .filter(({ id }) => id === 'enterprises.above_scale.count')
        .map((row) => [row.label, row.because]),
    );
    expect(because.get('企业13')).toBe('是否规上：否 → 是');
    expect(because.get('企业21')).toBe('经营状态：存续 → 注销；注销日期：（空） → 2021-03-01');
    expect(because.get('企业24')).toBe('');
  });

  it('explains money by village, category and month, and matches no voucher of another year', () => {
    const id = 'villages.spending.amount';
    expect(partsOf(id).map(({ by, part, contribution }) => [by, part, contribution])).toEqual([
      ['village', '东', '2.5'],
      ['village', '西', '-1.5'],
      ['category', '人员报酬', '-1.5'],
      ['category', '公共支出', '2.5'],
      ['month', '03', '2.5'],
      ['month', '04', '-2'],
      ['month', '05', '0.5'],
    ]);
    const rows = [...publication.changes()].filter((row) => row.id === id);
    expect(rows.map(({ reason }) => reason)).toEqual(['new', 'new', 'gone', 'gone']);
  });

  it('takes every change apart into parts that add up to it', () => {
    for (const { id, group, change, kind } of publication.figures) {
      const own = partsOf(id).filter((part) => part.group === group);
      if (change === null || kind === 'ratio') expect(own).toEqual([]);
      for (const by of new Set(own.map((part) => part.by))) {
        const parts = own.filter((part) => part.by === by);
        const sum = parts.reduce((total, { contribution }) => total.plus(contribution), new Big(0));
        expect([id, by, sum.toFixed()]).toEqual([id, by, change]);
      }
    }
  });
});

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

it('every indicator with a query has words for each of its conditions, which together are its query', () => {
  for (const { id, conditions, parts, rowByRow, sql } of indicators) {
    if (parts) continue;
    expect([id, conditions.length > 0, conditions.map(({ leftOut }) => leftOut)]).toEqual([
      id,
      true,
      expect.not.arrayContaining(['不符合口径']),
    ]);
    const where = ['unit = :unit', 'period = :period', ...conditions.map((condition) => condition.sql)];
    if (rowByRow)
      expect(canonicalSql(sql)).toMatch(new RegExp(`${literally(canonicalSql(where.join(' AND ')))}$`));
  }
});
