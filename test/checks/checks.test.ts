/** The queries of `sql/checks/` on stand-in tables: each runs, and finds what it should and nothing else. */
import { beforeEach, describe, expect, it } from 'vitest';
import { loadChecks } from '../../pipeline/checks/catalogue.js';
import type { Form } from '../../pipeline/forms/define.js';
import { forms } from '../../pipeline/forms/index.js';
import { asked, type StandIn, standIn } from '../helpers/stand-in.js';

const allForms: readonly Form[] = forms;
const checks = loadChecks('sql/checks');

let db: StandIn;
beforeEach(() => {
  db = standIn(forms);
});

const given: StandIn['given'] = (form, ...rows) => db.given(form, ...rows);
const insert: StandIn['insert'] = (table, row) => db.insert(table, row);

function violations(id: string) {
  const found = checks.find((known) => known.id === id);
  if (!found) throw new Error(`there is no check ${id}`);
  return db.run(found.sql);
}
const violating = (id: string) => violations(id).map(({ row_id }) => row_id);

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

describe('checks', () => {
  const cents = (tenThousand: number) => tenThousand * 1_000_000;

  it('compare revenue with the threshold of its branch', () => {
    const firm = { name: '甲', above_scale: 1, revenue: cents(600), industry_code: null, industry: null };
    const below = given(
      'enterprises',
      { ...firm, industry_code: 'C3489' },
      { ...firm, industry_code: '3489' },
      { ...firm, industry_code: 'F5112' },
      firm,
    );
    given(
      'enterprises',
      { ...firm, industry_code: 'F5211' },
      { ...firm, industry_code: 'E4790' },
      { ...firm, industry: '零售业' },
      { ...firm, industry_code: 'C3489', revenue: cents(2000) },
      { ...firm, revenue: null },
      { ...firm, above_scale: 0 },
    );
    expect(violating('enterprises.above_scale_revenue')).toEqual(below);
  });

  it('find the firm that wrote 元 for 万元 by the median', () => {
    const firm = { name: '甲', registered_capital: null };
    given('enterprises', { ...firm, revenue: cents(100) }, { ...firm, revenue: cents(300) });
    const [slip] = given('enterprises', { ...firm, revenue: cents(1_500_000) });
    expect(violating('enterprises.unit_slip')).toEqual([slip]);
    given('enterprises', { ...firm, revenue: cents(500) });
    expect(violating('enterprises.unit_slip'), 'the median is now 400').toEqual([]);
  });

  it('name each slipped cell by its own column', () => {
    const firm = { name: '甲', revenue: cents(100), registered_capital: cents(10) };
    given('enterprises', firm, firm);
    const [capital] = given('enterprises', { ...firm, registered_capital: cents(100_000) });
    const [both] = given('enterprises', {
      ...firm,
      revenue: cents(1_000_000),
      registered_capital: cents(100_000),
    });
    given('enterprises', firm);
    const slipped = violations('enterprises.unit_slip').map(({ row_id, field }) => `${row_id} ${field}`);
    expect(slipped.toSorted()).toEqual([
      `${capital} registered_capital`,
      `${both} registered_capital`,
      `${both} revenue`,
    ]);
  });

  it('see a firm of last year in a row that is held back', () => {
    const firm = { name: '甲', status: '存续', cancelled_date: null, period: '2020' };
    const [, gone] = given('enterprises', { ...firm, key: '["a"]' }, { ...firm, key: '["b"]' });
    insert('held_rows', { form: 'enterprises', row_id: 90, unit: '示例镇', period: '2021', key: '["a"]' });
    insert('held_rows', { form: 'enterprises', row_id: 91, unit: '乙镇', period: '2021', key: '["b"]' });
    insert('held_rows', { form: 'roads', row_id: 92, unit: '示例镇', period: '2021', key: '["b"]' });
    expect(violating('enterprises.vanished')).toEqual([gone]);
  });

  it('do not miss a firm that had moved away or was gone last year', () => {
    const firm = { name: '甲', cancelled_date: null, period: '2020' };
    given(
      'enterprises',
      ...['注销', '吊销', '迁出'].map((status, at) => ({ ...firm, status, key: `["${at}"]` })),
      { ...firm, status: '存续', cancelled_date: '2020-05-01', key: '["x"]' },
    );
    expect(violating('enterprises.vanished')).toEqual([]);
  });

  it('name a project that has phases and no whole', () => {
    const [first, second] = given(
      'projects',
      { project: '甲', phase: '一期' },
      { project: '甲', phase: '二期' },
    );
    given('projects', { project: '乙', phase: '一期' }, { project: '乙', phase: '整体' });
    given('projects', { project: '甲', phase: '整体', period: '2020' });
    expect(violating('projects.whole_missing')).toEqual([first, second]);
  });

  it('name a community whose year has passed, or is later than last year’s plan', () => {
    const planned = (community: string, move_in_date: string | null, more = {}) => ({
      community,
      move_in_date,
      status: '在建',
      key: `["${community}"]`,
      ...more,
    });
    const late = given('communities', planned('甲', '2020'), planned('乙', '2020-12', { status: null }));
    given(
      'communities',
      planned('丙', '2020', { status: '已入住' }),
      planned('丁', '2021'),
      planned('戊', null),
    );
    const [delayed] = given('communities', planned('己', '2023'));
    given(
      'communities',
      planned('庚', '2023'),
      planned('辛', '2023'),
      planned('壬', '2023', { status: '已入住' }),
    );
    given(
      'communities',
      ...[planned('己', '2022'), planned('庚', '2023'), planned('壬', '2022'), planned('甲', '2019')].map(
        (row) => ({
          ...row,
          period: '2020',
        }),
      ),
    );
    expect(violating('communities.overdue')).toEqual([...late, delayed]);
  });

  it('name a petition that is open and has a date, or was closed after the as-of date', () => {
    const petition = (result: string | null, closed_date: string | null) => ({
      case_no: '1',
      result,
      closed_date,
    });
    const [open] = given('petitions', petition('办理中', '2021-05-01'));
    const [later] = given('petitions', petition('已化解', '2021-12-01'));
    given(
      'petitions',
      petition('办理中', null),
      petition('已化解', '2021-11-30'),
      petition('已办结', null),
      petition(null, null),
    );
    expect(violating('petitions.open_with_date')).toEqual([open, later]);
  });

  it('name a roster that equals last year’s row by row', () => {
    const roster = { unit: '示例镇', form: 'villages', shape: 'roster', sheet: 'S', rows: 3, content: 'x' };
    insert('table_contents', { ...roster, period: '2021', file: '2021/a.csv' });
    expect(violations('rosters.unchanged')).toEqual([]);
    insert('table_contents', { ...roster, period: '2019', file: '2019/a.csv' });
    insert('table_contents', { ...roster, period: '2020', file: '2020/a.csv', content: 'y' });
    insert('table_contents', { ...roster, period: '2020', file: '2020/b.csv', form: 'party_branches' });
    insert('table_contents', { ...roster, period: '2020', file: '2020/c.csv', unit: '乙镇' });
    insert('table_contents', {
      ...roster,
      period: '2021',
      file: '2021/e.csv',
      shape: 'events',
      form: 'roads',
    });
    insert('table_contents', {
      ...roster,
      period: '2020',
      file: '2020/e.csv',
      shape: 'events',
      form: 'roads',
    });
    expect(violations('rosters.unchanged')).toEqual([]);
    insert('table_contents', { ...roster, period: '2020-11-30', file: '2020/d.csv' });
    expect(violations('rosters.unchanged')).toEqual([{ form: 'villages', file: '2021/a.csv', sheet: 'S' }]);
  });

  it('miss a firm of last year’s roster, but not one that was cancelled', () => {
    const firm = { name: '甲', status: '存续', cancelled_date: null, period: '2020' };
    const [gone] = given('enterprises', { ...firm, key: '["a"]' });
    given(
      'enterprises',
      { ...firm, key: '["b"]' },
      { ...firm, key: '["b"]', period: '2021' },
      { ...firm, key: '["c"]', status: '注销' },
    );
    expect(violating('enterprises.vanished')).toEqual([gone]);
  });

  it('take a refund of last year’s payment as in order', () => {
    const paid = { insurance_type: '医疗', payment_status: '已缴', amount: 32_000 };
    const refund = { ...paid, payment_status: '退费' };
    given('insurance_payments', { ...paid, person_id: 'a', period: '2020' }, { ...refund, person_id: 'a' });
    given('insurance_payments', { ...paid, person_id: 'b' }, { ...refund, person_id: 'b', amount: -32_000 });
    const [first] = given('insurance_payments', { ...refund, person_id: 'c' }, { ...refund, person_id: 'c' });
    expect(violating('insurance.refund_exceeds')).toEqual([first]);
  });

  it('find the amount of another unit in a column by its median', () => {
    const texts = (amount: string) => JSON.stringify([null, null, null, null, amount]);
    const spent = (table: number, amount: number, text = String(amount)) => ({
      ...{ table_id: table, purpose: '路灯', amount: cents(amount), texts: texts(text) },
    });
    insert('column_units', { table_id: 1, field: 'amount', unit: null, unit_from: 'assumed' });
    insert('column_units', { table_id: 2, field: 'amount', unit: '万元', unit_from: 'header' });
    const many = (table: number, amount: number) => Array.from({ length: 5 }, () => spent(table, amount));
    const [silent] = given('village_spending', spent(1, 12_000), spent(1, 0), ...many(1, 1));
    const [stated] = given('village_spending', spent(2, 600), ...many(2, 3));
    // Below 200 times the median; within the range; its unit in its own cell.
    given('village_spending', spent(2, 599.9), spent(2, 200), spent(1, 500, '500万元'));
    expect(
      violations('village_spending.unit_slip').map(({ row_id, severity }) => [row_id, severity]),
    ).toEqual([
      [silent, 'error'],
      [stated, 'warning'],
    ]);
  });

  it('count each insured person of a village once', () => {
    const [small] = given(
      'villages',
      { village: '东魏庄', population: 1 },
      { village: '西魏庄', population: 1 },
    );
    const paid = { payment_status: '已缴', village: '东魏庄' };
    given('insurance_payments', { ...paid, person_id: 'a' }, { ...paid, person_id: 'b' });
    given(
      'insurance_payments',
      { ...paid, person_id: 'a', village: '西魏庄' },
      { ...paid, person_id: 'a', village: '西魏庄' },
    );
    expect(violating('insurance.persons_exceed_population')).toEqual([small]);
  });

  it('allow the ends of a range', () => {
    const paid = { payment_status: '已缴' };
    given('insurance_payments', { ...paid, amount: 5000 }, { ...paid, amount: 1_000_000 });
    const outside = given('insurance_payments', { ...paid, amount: 4999 }, { ...paid, amount: 1_000_001 });
    expect(violating('insurance.amount_range')).toEqual(outside);
    given('roads', { length: 30_000_000 });
    expect(violating('roads.length_range')).toEqual([]);
    given('schools', { quantity: 20 });
    expect(violating('schools.quantity_range')).toEqual([]);
  });

  it('know villages only of the same period', () => {
    given('villages', { village: '东魏庄' }, { village: '西魏庄', period: '2020' });
    const [, unknown] = given('roads', { village: '东魏庄' }, { village: '西魏庄' }, { village: null });
    expect(violating('roads.unknown_village')).toEqual([unknown]);
  });

  it('compare a planned year with the start only as far as it is stated', () => {
    const started = { started_date: '2021-05-01' };
    given('communities', { ...started, move_in_date: '2021' }, { ...started, move_in_date: '2021-05' });
    const reversed = given(
      'communities',
      { ...started, move_in_date: '2020' },
      { ...started, move_in_date: '2021-04-30' },
    );
    expect(violating('communities.dates_reversed')).toEqual(reversed);
  });

  it('add up the phases of a project, and compare what is stated', () => {
    const project = { project: '甲', investment: 10, land_area: 10 };
    const [whole] = given('projects', { ...project, phase: '整体' });
    given(
      'projects',
      { ...project, phase: '一期', investment: 4 },
      { ...project, phase: '二期', investment: 6, land_area: 1 },
    );
    given('projects', { project: '乙', phase: '整体', investment: 5, land_area: null });
    given('projects', { project: '乙', phase: '一期', investment: 5, land_area: 3 });
    expect(violations('projects.phases_exceed_whole')).toMatchObject([{ row_id: whole, field: 'land_area' }]);
  });

  it('need both more than 50% and more than the figure’s own threshold for a jump', () => {
    const figure = {
      ...{ unit: '示例镇', period: '2021', as_of: '2021-11-30', grp: '', unit_name: '家' },
      ...{ form: 'roads', jump: 10 },
    };
    const changed = (label: string, previous: number | null, value: number) =>
      insert('figure_values', {
        ...figure,
        label,
        previous,
        value,
        change: previous === null ? null : value - previous,
      });
    changed('甲', 20, 31);
    changed('乙', 20, 30);
    changed('丙', 100, 150);
    changed('丁', 100, 40);
    changed('戊', null, 40);
    expect(violations('years.jump').map(({ figure }) => figure)).toEqual(['甲', '丁']);
  });

  it('take a jump from 50 times up or down for a slip of the figure’s form', () => {
    const figure = {
      ...{ unit: '示例镇', period: '2021', as_of: '2021-11-30', grp: '', unit_name: '家' },
      ...{ form: 'roads', jump: 0.5 },
    };
    for (const [label, previous, value] of [
      ['甲', 1, 50],
      ['乙', 1, 49.9],
      ['丙', 50, 1],
      ['丁', 0, 5000],
      ['戊', -1, 50],
      ['己', 0.01, 0.5],
    ] as const) {
      insert('figure_values', { ...figure, label, previous, value, change: value - previous });
    }
    expect(violations('years.jump').map(({ figure, severity, form }) => [figure, severity, form])).toEqual([
      ['甲', 'error', 'roads'],
      ['乙', 'warning', 'roads'],
      ['丙', 'error', 'roads'],
      ['丁', 'warning', 'roads'],
      ['戊', 'error', 'roads'],
    ]);
  });

  it('know last year’s file again, of any of its periods', () => {
    const table = { unit: '示例镇', form: 'roads', shape: 'events', sheet: 'Sheet1', rows: 3, content: 'x' };
    insert('table_contents', { ...table, period: '2020-06-30', file: 'old.xlsx' });
    insert('table_contents', { ...table, period: '2021', file: 'copy.xlsx' });
    insert('table_contents', { ...table, period: '2021', file: 'new.xlsx', content: 'y' });
    insert('table_contents', { ...table, period: '2021', file: 'roster.xlsx', shape: 'roster' });
    expect(violations('years.same_submission').map(({ file }) => file)).toEqual(['copy.xlsx']);
  });

  it('say which form a stated total that does not add up belongs to', () => {
    const total = {
      unit: '示例镇',
      period: '2021',
      file: 'a.csv',
      sheet: '',
      row: 9,
      column_index: 3,
      form: 'roads',
    };
    insert('stated_totals', { ...total, header: '长度', stated: '12', sum: '11', agrees: 0 });
    insert('stated_totals', { ...total, row: 10, header: '长度', stated: '11', sum: '11', agrees: 1 });
    expect(violations('totals.subtotal_mismatch')).toMatchObject([
      { form: 'roads', row: 9, stated: '12', added: '11' },
    ]);
  });
});
