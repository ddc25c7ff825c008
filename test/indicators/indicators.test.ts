/** The queries of `sql/indicators/` on stand-in tables: each runs, and the subtle ones select what they should. */
import { beforeEach, describe, expect, it } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import { loadIndicators } from '../../pipeline/indicators/catalogue.js';
import { asked, type Cells, type StandIn, standIn } from '../helpers/stand-in.js';

const indicators = loadIndicators('sql/indicators');

let db: StandIn;
beforeEach(() => {
  db = standIn(forms);
});

const given: StandIn['given'] = (form, ...rows) => db.given(form, ...rows);

function indicator(id: string) {
  const found = indicators.find((known) => known.id === id);
  if (!found) throw new Error(`there is no indicator ${id}`);
  return found;
}

const evidence = (id: string) => db.run(indicator(id).sql);
const rowsOf = (id: string) =>
  evidence(id)
    .map(({ row_id }) => Number(row_id))
    .toSorted((a, b) => a - b);

describe.each(indicators.filter(({ parts }) => parts === null).map((known) => [known.id, known] as const))(
  'indicator %s',
  (_, indicator) => {
    it('runs, also inside another query, and returns what its aggregate needs', () => {
      const columns = db.columns(`SELECT * FROM (${indicator.sql}) AS q`);
      expect(columns).toContain('row_id');
      expect(columns.includes('value')).toBe(indicator.aggregate !== 'count');
      expect(['row_id', 'value', 'grp', 'value_unit']).toEqual(expect.arrayContaining(columns));
      expect(db.run(indicator.sql)).toEqual([]);
    });
  },
);

describe('the catalogue of indicators', () => {
  it('say how many of the smallest unit a published one is', () => {
    const scale = (id: string) => indicator(id).scale;
    expect(scale('projects.investment.total')).toEqual([10_000_000_000, 1]);
    expect(scale('projects.tax.phase1')).toEqual([1_000_000, 1]);
    expect(scale('roads.built.length')).toEqual([1_000_000, 1]);
    expect(scale('projects.land_area.total')).toEqual([10_000, 1]);
    expect(scale('projects.capacity.full')).toEqual([10_000, 1]);
    expect(scale('communities.move_in.year')).toEqual([1, 1]);
    expect(scale('schools.squares.count')).toEqual([1, 1]);
    expect(scale('enterprises.total.count')).toEqual([1, 1]);
  });

  it('list the indicators in the order of the report', () => {
    const sections = indicators.map(({ section }) => section);
    expect(sections).toEqual(sections.toSorted((a, b) => a - b));
    expect(indicators[0]?.id).toBe('party.temp_branches.count');
    expect(indicators.at(-1)?.id).toBe('communities.move_in.year');
  });
});

describe('an enterprise', () => {
  const firm = { category: '企业', established_date: '2015-01-01', status: '存续', cancelled_date: null };
  it.each<[string, Cells, boolean]>([
    ['in business', {}, true],
    ['founded on the as-of date', { established_date: '2021-11-30' }, true],
    ['founded after it', { established_date: '2021-12-01' }, false],
    ['cancelled on it', { cancelled_date: '2021-11-30', status: '注销' }, false],
    ['cancelled after it', { cancelled_date: '2021-12-01', status: '注销' }, true],
    ['cancelled without a date', { status: '注销' }, false],
    ['revoked without a date', { status: '吊销' }, false],
    ['at rest', { status: '停业' }, true],
    ['of one person’s trade', { category: '个体工商户' }, false],
    ['a farmers’ cooperative', { category: '农民专业合作社' }, false],
  ])('%s counts as it should', (_, differs, exists) => {
    const ids = given('enterprises', {
      ...firm,
      above_scale: 1,
      taxpayer_type: '一般纳税人',
      size: '微型',
      ...differs,
    });
    for (const figure of ['total', 'above_scale', 'general_taxpayer', 'small_micro']) {
      expect(rowsOf(`enterprises.${figure}.count`), figure).toEqual(exists ? ids : []);
    }
  });

  it('counts only for its own township and period', () => {
    given('enterprises', { ...firm, period: '2020' }, { ...firm, unit: '别镇' });
    expect(rowsOf('enterprises.total.count')).toEqual([]);
  });
});

describe('figures', () => {
  it('count a punished person once, by identity number, else by case and name', () => {
    const member = {
      is_party_member: 1,
      punished_date: '2021-05-01',
      person: '甲',
      case_no: '1',
      person_id: null,
    };
    const known = { ...member, person_id: '370000198001010017' };
    given('discipline_cases', { ...known, file: 'b.xlsx' });
    const [first] = given('discipline_cases', { ...known, case_no: '2', person: '乙' });
    const [unnumbered] = given('discipline_cases', member);
    given('discipline_cases', member);
    const [otherCase] = given('discipline_cases', { ...member, case_no: '3' });
    given(
      'discipline_cases',
      { ...member, case_no: '4', is_party_member: 0 },
      { ...member, case_no: '5', punished_date: null },
      { ...member, case_no: '6', punished_date: '2021-12-01' },
    );
    expect(rowsOf('discipline.members.count')).toEqual([first, unnumbered, otherCase]);
  });

  it('take the first row of a person only among those of the span', () => {
    const member = { is_party_member: 1, person: '甲', case_no: '1', person_id: '370000198001010017' };
    given('discipline_cases', { ...member, punished_date: '2021-12-05' });
    const [inSpan] = given('discipline_cases', { ...member, punished_date: '2021-06-05' });
    expect(rowsOf('discipline.members.count')).toEqual([inSpan]);
  });

  it('take an office building without a date as an old one', () => {
    const office = { village: '东魏庄', office_type: '楼房' };
    const ids = given(
      'villages',
      { ...office, office_built_date: null },
      { ...office, office_built_date: '2021-11-30' },
    );
    given('villages', { ...office, office_built_date: '2021-12-01' }, { ...office, office_type: '平房' });
    expect(rowsOf('villages.office_building.count')).toEqual(ids);
  });

  it('count an enterprise that a person let exist, though its old date of cancelling is still there', () => {
    const firm = {
      category: '企业',
      established_date: '2016-05-18',
      cancelled_date: '2019-05-01',
      status: '存续',
    };
    const [, restored] = given('enterprises', firm, firm);
    const { sql } = indicator('enterprises.total.count');
    expect(db.run(sql, { ...asked, waived: `,1${restored},${restored},` })).toEqual([{ row_id: restored }]);
    expect(rowsOf('enterprises.total.count')).toEqual([]);
  });

  it('take no residents’ committee for a village', () => {
    const villages = given('villages', { village: '东魏庄' }, { village: '社区南庄' });
    given('villages', { village: '试点社区居委会' }, { village: '云帆社区' }, { village: '镇机关' });
    expect(rowsOf('villages.total.count')).toEqual(villages);
  });

  it('subtract refunds, however they are written', () => {
    const paid = { insurance_type: '养老', paid_date: '2021-03-01', payment_status: '已缴', amount: 30_000 };
    given(
      'insurance_payments',
      paid,
      { ...paid, payment_status: '退费', amount: 10_000 },
      { ...paid, payment_status: '退费', amount: -5000 },
      { ...paid, insurance_type: '医疗', amount: 32_000 },
      { ...paid, paid_date: '2021-12-01' },
    );
    const values = (id: string) => evidence(id).map(({ value }) => value);
    expect(values('insurance.pension.amount')).toEqual([30_000, -10_000, -5000]);
    expect(values('insurance.medical.amount')).toEqual([32_000]);
    expect(values('insurance.paid.amount')).toEqual([30_000, -10_000, -5000, 32_000]);
    expect(indicator('insurance.paid.amount').requires?.values).toEqual(['养老', '医疗']);
  });

  it('leave out what has no date, and activities that are said not to be for the public', () => {
    const road = { nature: '新建', length: 1_200_000, completed_date: '2021-07-01' };
    const [built] = given('roads', road, { ...road, completed_date: null }, { ...road, nature: '养护' });
    expect(rowsOf('roads.built.length')).toEqual([built]);
    const held = { date: '2021-05-01' };
    const mass = given('activities', { ...held, is_mass: 1 }, { ...held, is_mass: null });
    given('activities', { ...held, is_mass: 0 });
    expect(rowsOf('activities.mass.count')).toEqual(mass);
  });

  it('add up buildings by their quantity', () => {
    const built = { completed_date: '2021-08-01', quantity: 2 };
    given(
      'schools',
      { ...built, item: '教学楼', nature: '新建' },
      { ...built, item: '教学楼', nature: '改扩建' },
      { ...built, item: '运动场', nature: '改扩建', quantity: 3 },
      { ...built, item: '广场', nature: '维修' },
    );
    expect(evidence('schools.teaching_buildings.count').map(({ value }) => value)).toEqual([2]);
    expect(evidence('schools.squares.count').map(({ value }) => value)).toEqual([3]);
  });

  it('count as escalated only visits to the province and the capital, by registration', () => {
    const visit = { level: '到京', form: '来访', registered_date: '2021-02-01' };
    const ids = given('petitions', visit, { ...visit, level: '到省' });
    given(
      'petitions',
      { ...visit, form: '来信' },
      { ...visit, level: '到市' },
      { ...visit, registered_date: '2020-12-31', closed_date: '2021-02-01' },
    );
    expect(rowsOf('petitions.escalated.count')).toEqual(ids);
  });

  it('push on with projects from 1亿元 that are signed or under construction', () => {
    const project = (name: string, more = {}) => ({
      ...{ project: name, phase: '整体', investment: 10_000_000_000, status: '在建' },
      ...more,
    });
    const ids = given('projects', project('甲'), project('乙', { status: '签约' }));
    given(
      'projects',
      project('丙', { investment: 9_999_999_999 }),
      project('丁', { status: '投产' }),
      project('戊', { status: '已终止' }),
      project('己', { status: null }),
      // What the whole says holds, whatever its phases come to.
      project('庚', { investment: 9_000_000_000 }),
      project('庚', { phase: '一期', investment: 20_000_000_000 }),
      project('辛', { status: '投产' }),
      project('辛', { phase: '二期' }),
      project('壬', { period: '2020' }),
    );
    expect(rowsOf('projects.over_100m.count')).toEqual(ids);
  });

  it('count a project once, by the sum of its investors, or of the phases that stand', () => {
    const half = { investment: 5_000_000_000, status: '在建' };
    const [investors] = given(
      'projects',
      { ...half, project: '甲', phase: '整体', investor: '一公司' },
      { ...half, project: '甲', phase: '整体', investor: '二公司' },
    );
    const [phases] = given(
      'projects',
      { ...half, project: '乙', phase: '一期', status: '投产' },
      { ...half, project: '乙', phase: '二期' },
    );
    given(
      'projects',
      { ...half, project: '丙', phase: '一期' },
      { ...half, project: '丙', phase: '二期', status: '已终止' },
      { ...half, project: '丁', phase: '一期', status: '投产' },
      { ...half, project: '丁', phase: '二期', status: '投产' },
    );
    expect(rowsOf('projects.over_100m.count')).toEqual([investors, phases]);
  });

  it('break planned figures down by project, without those that ended, and carry the unit of capacity', () => {
    const plan = { project: '甲', phase: '整体', status: '投产', capacity: 20_000, capacity_unit: '亿只' };
    given(
      'projects',
      plan,
      { ...plan, project: '乙', status: '已终止' },
      { ...plan, project: '丙', capacity: null },
    );
    expect(evidence('projects.capacity.full')).toEqual([
      { row_id: 1, value: 20_000, grp: '甲', value_unit: '亿只' },
    ]);
  });

  it('read the year of moving in from a year, a month or a date', () => {
    const community = { community: '甲', status: null };
    given(
      'communities',
      { ...community, move_in_date: '2022' },
      { ...community, move_in_date: '2023-06', status: '在建' },
      { ...community, move_in_date: '2024-06-30', status: '已入住' },
    );
    expect(evidence('communities.move_in.year').map(({ value }) => value)).toEqual([2022, 2023]);
  });
});
