/** The queries of `sql/checks/` as such, and the checks that look at whole sheets and figures; those of rows stand in `tables/`. */
import { beforeEach, describe, expect, it } from 'vitest';
import { loadChecks } from '../../pipeline/checks/catalogue.js';
import type { Form } from '../../pipeline/forms/define.js';
import { forms } from '../../pipeline/forms/index.js';
import type { Publication } from '../../pipeline/publication/publication.js';
import { computed } from '../helpers/computed.js';
import { asked, type StandIn, standIn } from '../helpers/stand-in.js';
import type { Cells } from '../helpers/submissions.js';

const allForms: readonly Form[] = forms;
const checks = loadChecks('sql/checks');

let db: StandIn;
beforeEach(() => {
  db = standIn(forms);
});

describe.each(checks.map((check) => [check.id, check] as const))('check %s', (_, check) => {
  it('runs, and finds nothing in nothing', () => {
    expect(db.run(check.sql)).toEqual([]);
    expect(
      db.run(check.sql, { ...asked, previous_period: null, previous_from: null, previous_as_of: null }),
    ).toEqual([]);
  });

  it('returns every column that its message shows, and a row where it names a form', () => {
    const columns = db.columns(check.sql);
    const shown = [...check.message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(columns).toEqual(expect.arrayContaining(shown));
    expect(columns.includes('row_id')).toBe(check.form !== null);
  });
});

describe('the catalogue of checks', () => {
  it('looks at villages and pairs of dates in every form that has them', () => {
    const ids = checks.map(({ id }) => id);
    const withVillage = allForms.filter(({ id, columns }) => columns.village && id !== 'villages');
    for (const { id } of withVillage) expect(ids).toContain(`${id}.unknown_village`);
    const pairs = [
      'completed_date',
      'closed_date',
      'cancelled_date',
      'dissolved_date',
      'rectified_date',
      'filed_date',
    ];
    const withPair = allForms.filter(({ columns }) => pairs.some((name) => columns[name]));
    for (const { id } of withPair) expect(ids).toContain(`${id}.dates_reversed`);
  });
});

/** Severity, file, cell and message of what a check finds. */
const found = (publication: Publication, id: string) =>
  [...publication.findings()]
    .filter(({ rule }) => rule === id)
    .map(({ severity, file, cell }) => [severity, file, cell].join(' ').trim());

const lineOf = ({ checks: lines }: Publication, id: string) =>
  lines.find((check) => check.id === id && check.side === 'current');

const statusOf = ({ figures }: Publication, id: string) => figures.find((figure) => figure.id === id)?.status;

const villages = (...names: string[]): Cells => [
  ['行政村', '办公场所类型'],
  ...names.map((name) => [name, '楼房']),
];
const spending = (year: number, ...amounts: string[]): Cells => [
  ['行政村', '支出日期', '支出类别', '金额（万元）', '用途'],
  ...amounts.map((amount, i) => ['东魏庄村', `${year}-05-01`, '公共支出', amount, `用途${i + 1}`]),
];

describe('rosters.unchanged', () => {
  const names = ['东魏庄村', '西魏庄村', '赵庄村'];

  it.each<[string, Record<string, Cells>, string[]]>([
    [
      'the same rows as last year',
      { '2020-11-30/村.csv': villages(...names), '2021-11-30/村.csv': villages(...names) },
      ['warning 2021-11-30/村.csv'],
    ],
    [
      'the same rows as at another date of last year',
      {
        '2020-06-30/村.csv': villages(...names),
        '2021-11-30/村.csv': villages(...names),
        '2020/村.csv': villages('钱庄村'),
      },
      ['warning 2021-11-30/村.csv'],
    ],
    [
      'one row more',
      { '2020-11-30/村.csv': villages(...names), '2021-11-30/村.csv': villages(...names, '钱庄村') },
      [],
    ],
    [
      'another cell',
      {
        '2020-11-30/村.csv': villages(...names),
        '2021-11-30/村.csv': [...villages(...names.slice(1)), ['东魏庄村', '平房']],
      },
      [],
    ],
    [
      'the same rows as the year before last',
      {
        '2019-11-30/村.csv': villages(...names),
        '2020-11-30/村.csv': villages('钱庄村'),
        '2021-11-30/村.csv': villages(...names),
      },
      [],
    ],
    [
      'events, which are no roster',
      { '2020-11-30/支出.csv': spending(2021, '1', '2'), '2021-11-30/支出.csv': spending(2021, '1', '2') },
      [],
    ],
  ])('%s', async (_, files, violations) => {
    expect(found(await computed(files), 'rosters.unchanged')).toEqual(violations);
  });
});

describe('years.same_submission', () => {
  const before = { '2020-11-30/支出.csv': spending(2020, '1', '2', '3') };

  it.each<[string, Record<string, Cells>, string[]]>([
    [
      'the rows of last year once more',
      {
        ...before,
        '2021-11-30/抄.csv': spending(2020, '1', '2', '3'),
        '2021-11-30/新.csv': spending(2021, '4'),
      },
      ['warning 2021-11-30/抄.csv'],
    ],
    ['other rows', { ...before, '2021-11-30/新.csv': spending(2021, '1', '2', '3') }, []],
    ['a row less', { ...before, '2021-11-30/新.csv': spending(2020, '1', '2') }, []],
    [
      'the rows of the year before last',
      {
        '2019-11-30/支出.csv': spending(2019, '1', '2', '3'),
        '2020-11-30/支出.csv': spending(2020, '7'),
        '2021-11-30/抄.csv': spending(2019, '1', '2', '3'),
      },
      [],
    ],
    [
      'a roster, which is no list of events',
      { '2020-11-30/村.csv': villages('东魏庄村'), '2021-11-30/村.csv': villages('东魏庄村') },
      [],
    ],
  ])('%s', async (_, files, violations) => {
    expect(found(await computed(files), 'years.same_submission')).toEqual(violations);
  });
});

describe('years.jump', () => {
  const jump = (previous: string, value: string) =>
    computed({
      '2020-11-30/支出.csv': spending(2020, previous),
      '2021-11-30/支出.csv': spending(2021, value),
    });

  // The threshold of the figure is 10万元.
  it.each([
    ['100', '150', null, 'exactly by half'],
    ['100', '150.01', 'warning', 'by more than half'],
    ['100', '49.99', 'warning', 'down by more than half'],
    ['100', '50', null, 'down by half'],
    ['10', '20', null, 'exactly by the threshold'],
    ['10', '20.01', 'warning', 'by more than the threshold'],
    ['0', '11', 'warning', 'from zero'],
    ['11', '0', 'warning', 'to zero'],
    ['2', '99.99', 'warning', 'by less than 50 times'],
    ['2', '100', 'error', '50 times up'],
    ['100', '2', 'error', '50 times down'],
    ['100', '2.01', 'warning', 'down by less than 50 times'],
    ['0', '5000', 'warning', 'from zero by any number'],
  ])('from %s to %s: %s, %s', async (previous, value, severity, _) => {
    const publication = await jump(previous, value);
    const own = [...publication.findings()].filter(
      ({ rule, message }) => rule === 'years.jump' && message.includes('：用于村级支出：'),
    );
    expect(own.map((one) => one.severity)).toEqual(severity ? [severity] : []);
    expect(lineOf(publication, 'years.jump')).toMatchObject({
      outcome: severity ? 'fail' : 'pass',
      severity: severity ?? 'warning',
    });
    expect(statusOf(publication, 'villages.spending.amount')).toBe(severity === 'error' ? 'P' : 'A');
  });

  it('is not asked about without a comparison', async () => {
    const publication = await computed({ '2021-11-30/支出.csv': spending(2021, '5000') });
    expect(lineOf(publication, 'years.jump')?.outcome).toBe('not_evaluable');
  });

  it('is of its form alone', async () => {
    const publication = await computed({
      '2020-11-30/支出.csv': spending(2020, '2'),
      '2021-11-30/支出.csv': spending(2021, '100'),
      '2020-11-30/村.csv': villages('东魏庄村'),
      '2021-11-30/村.csv': villages('东魏庄村'),
    });
    expect(statusOf(publication, 'villages.total.count')).toBe('A');
  });
});

describe('totals.subtotal_mismatch', () => {
  const total = (stated: string, ...amounts: string[]): Cells => [
    ...spending(2021, ...amounts),
    ['合计', '', '', stated, ''],
  ];

  it.each([
    ['the sum', total('6', '1', '2', '3'), false],
    ['not the sum', total('7', '1', '2', '3'), true],
    ['the sum rounded to its own precision', total('6.1', '1.04', '2.03', '3'), false],
    ['not even rounded', total('6.2', '1.04', '2.03', '3'), true],
    [
      'the sum with a row that is held back',
      [
        ...spending(2021, '1', '2'),
        ['东魏庄村', '2021-13-01', '公共支出', '3', '用途'],
        ['合计', '', '', '6', ''],
      ],
      false,
    ],
    [
      'a part of it, 其中',
      [...spending(2021, '1', '2'), ['合计', '', '', '3', ''], ['其中：路灯', '', '', '1', '']],
      false,
    ],
  ])('%s', async (_, table, isMismatch) => {
    const publication = await computed({
      '2021-11-30/支出.csv': table,
      '2021-11-30/村.csv': villages('东魏庄村'),
    });
    const row = table.findIndex(([first]) => first === '合计') + 1;
    expect(found(publication, 'totals.subtotal_mismatch')).toEqual(
      isMismatch ? [`error 2021-11-30/支出.csv D${row}`] : [],
    );
    expect(lineOf(publication, 'totals.subtotal_mismatch')).toMatchObject({
      outcome: isMismatch ? 'fail' : 'pass',
      severity: 'error',
    });
    if (isMismatch) expect(statusOf(publication, 'villages.spending.amount')).toBe('P');
    expect(statusOf(publication, 'villages.total.count')).toBe('A');
  });

  it('adds up each block, and all of them', async () => {
    const table: Cells = [
      ...spending(2021, '1', '2'),
      ['小计', '', '', '3', ''],
      ['西魏庄村', '2021-06-01', '公共支出', '4', '用途'],
      ['小计', '', '', '5', ''],
      ['合计', '', '', '7', ''],
    ];
    const publication = await computed({ '2021-11-30/支出.csv': table });
    expect(found(publication, 'totals.subtotal_mismatch')).toEqual(['error 2021-11-30/支出.csv D6']);
  });
});
