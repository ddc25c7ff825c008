/** DOMAIN A: which rows count, and with what value. */
import Big from 'big.js';
import type { Row } from './rows.js';

export interface Contribution {
  readonly group: string;
  readonly value: Big;
  /** Where it travels with the row. */
  readonly unit?: string;
}

export interface Definition {
  readonly form: string;
  readonly kind: 'stock' | 'flow' | 'planned';
  readonly grouped?: true;
  /** A column without which nothing is known. */
  readonly needs?: string;
  /** Insurance types of which rows must be there, or a nil return. */
  readonly requires?: readonly string[];
  readonly select: (rows: readonly Row[], from: string, asOf: string) => Contribution[];
}

const one = new Big(1);
const amount = (value: Row[string] | undefined) => (value instanceof Big ? value : new Big(0));
const text = (value: Row[string] | undefined) => (typeof value === 'string' ? value : '');
const counted = (rows: readonly Row[]): Contribution[] => rows.map(() => ({ group: '', value: one }));
const summed = (rows: readonly Row[], of: (row: Row) => Big): Contribution[] =>
  rows.map((row) => ({ group: '', value: of(row) }));

function stock(form: string, keep: (row: Row, asOf: string) => boolean): Definition {
  return { form, kind: 'stock', select: (rows, _, asOf) => counted(rows.filter((row) => keep(row, asOf))) };
}

function flow(
  form: string,
  on: string,
  keep: (row: Row) => boolean = () => true,
  of: (row: Row) => Big = () => one,
): Definition {
  const inSpan = (row: Row, from: string, asOf: string) => text(row[on]) >= from && text(row[on]) <= asOf;
  return {
    form,
    kind: 'flow',
    select: (rows, from, asOf) =>
      summed(
        rows.filter((row) => inSpan(row, from, asOf) && keep(row)),
        of,
      ),
  };
}

function exists(row: Row, asOf: string): boolean {
  if (row.category !== '企业' || text(row.established_date) > asOf) return false;
  if (row.cancelled_date) return text(row.cancelled_date) > asOf;
  return row.status !== '注销' && row.status !== '吊销';
}

const is =
  (name: string, ...values: string[]) =>
  (row: Row) =>
    values.includes(text(row[name]));

/** By project; `per` of the kept unit make one of the figure's. */
function planned(phase: string, name: string, per = 1): Definition {
  return {
    form: 'projects',
    kind: 'planned',
    grouped: true,
    select: (rows) =>
      rows
        .filter((row) => row.phase === phase && row.status !== '已终止' && row[name])
        .map((row) => ({
          group: text(row.project),
          value: amount(row[name]).div(per),
          ...(name === 'capacity' ? { unit: text(row.capacity_unit) } : {}),
        })),
  };
}

/** 3-5年: the ends of the range; 5年 is both. */
function operation(end: 'min' | 'max'): Definition {
  const years = (row: Row) => (text(row.operation_years).match(/\d+/g) ?? []).map(Number);
  return {
    form: 'projects',
    kind: 'planned',
    grouped: true,
    select: (rows) =>
      rows
        .filter((row) => row.phase === '整体' && row.status !== '已终止' && years(row).length > 0)
        .map((row) => {
          const ends = years(row);
          return { group: text(row.project), value: new Big((end === 'min' ? ends[0] : ends.at(-1)) ?? 0) };
        }),
  };
}

function insurance(...types: string[]): Definition {
  const paid = (row: Row) => {
    const value = amount(row.amount);
    return row.payment_status === '退费' ? value.abs().neg() : value;
  };
  return {
    ...flow('insurance_payments', 'paid_date', is('insurance_type', ...types), paid),
    requires: types,
  };
}

const persons: Definition = {
  form: 'discipline_cases',
  kind: 'flow',
  select: (rows, from, asOf) => {
    const members = flow('', 'punished_date', is('is_party_member', '是'));
    const inSpan = rows.filter((row) => members.select([row], from, asOf).length > 0);
    const who = new Set(
      inSpan.map((row) => text(row.person_id) || `${text(row.case_no)}/${text(row.person)}`),
    );
    return [...who].map(() => ({ group: '', value: one }));
  },
};

const works = is('nature', '新建', '改建', '硬化');
const squares = (row: Row) => is('item', '广场', '运动场')(row) && is('nature', '新建', '改扩建')(row);

export const definitions: Readonly<Record<string, Definition>> = {
  'party.temp_branches.count': flow('party_branches', 'established_date', is('type', '重点项目临时党支部')),
  'party.two_new_branches.count': flow(
    'party_branches',
    'established_date',
    is('type', '非公企业', '社会组织', '两新'),
  ),
  'villages.total.count': stock('villages', () => true),
  'villages.office_building.count': stock(
    'villages',
    (row, asOf) => row.office_type === '楼房' && text(row.office_built_date) <= asOf,
  ),
  'villages.without_income.count': {
    ...stock('villages', (row) => row.collective_income instanceof Big && row.collective_income.eq(0)),
    needs: 'collective_income',
  },
  'villages.spending.amount': flow('village_spending', 'spent_date', undefined, (row) => amount(row.amount)),
  'enterprises.total.count': stock('enterprises', exists),
  'enterprises.above_scale.count': stock(
    'enterprises',
    (row, asOf) => exists(row, asOf) && row.above_scale === '是',
  ),
  'enterprises.general_taxpayer.count': stock(
    'enterprises',
    (row, asOf) => exists(row, asOf) && row.taxpayer_type === '一般纳税人',
  ),
  'enterprises.small_micro.count': stock(
    'enterprises',
    (row, asOf) => exists(row, asOf) && is('size', '小型', '微型')(row),
  ),
  'projects.over_100m.count': {
    ...stock(
      'projects',
      (row) =>
        row.phase === '整体' && amount(row.investment).gte(10_000) && is('status', '签约', '在建')(row),
    ),
  },
  'projects.land_area.total': planned('整体', 'land_area'),
  'projects.land_area.phase1': planned('一期', 'land_area'),
  'projects.land_area.phase2': planned('二期', 'land_area'),
  'projects.investment.total': planned('整体', 'investment', 10_000),
  'projects.investment.phase1': planned('一期', 'investment', 10_000),
  'projects.investment.phase2': planned('二期', 'investment', 10_000),
  'projects.output_value.phase1': planned('一期', 'output_value', 10_000),
  'projects.output_value.phase2': planned('二期', 'output_value', 10_000),
  'projects.output_value.full': planned('整体', 'output_value', 10_000),
  'projects.sales_revenue.full': planned('整体', 'sales_revenue', 10_000),
  'projects.tax.phase1': planned('一期', 'tax'),
  'projects.tax.phase2': planned('二期', 'tax'),
  'projects.tax.full': planned('整体', 'tax', 10_000),
  'projects.jobs.phase1': planned('一期', 'jobs'),
  'projects.jobs.phase2': planned('二期', 'jobs'),
  'projects.jobs.full': planned('整体', 'jobs'),
  'projects.capacity.full': planned('整体', 'capacity'),
  'projects.operation_years.min': operation('min'),
  'projects.operation_years.max': operation('max'),
  'projects.investor_rank.national': planned('整体', 'investor_rank'),
  'projects.industries.count': planned('整体', 'industries'),
  'projects.platforms.count': planned('整体', 'platforms'),
  'rural_funds.breeding.amount': flow('rural_funds', 'invested_date', is('category', '养殖'), (row) =>
    amount(row.amount),
  ),
  'workshops.introduced.count': {
    form: 'employment_workshops',
    kind: 'flow',
    select: (rows, from, asOf) => {
      const introduced = rows.filter(
        (row) => text(row.introduced_date) >= from && text(row.introduced_date) <= asOf,
      );
      return [...new Set(introduced.map((row) => text(row.enterprise)))].map(() => ({
        group: '',
        value: one,
      }));
    },
  },
  'workshops.jobs.count': flow('employment_workshops', 'introduced_date', undefined, (row) =>
    amount(row.jobs),
  ),
  'accidents.production.count': flow('accidents', 'occurred_date', is('is_production_accident', '是')),
  'polluting.found.count': flow('polluting_workshops', 'found_date'),
  'insurance.paid.amount': insurance('养老', '医疗'),
  'insurance.pension.amount': insurance('养老'),
  'insurance.medical.amount': insurance('医疗'),
  'schools.teaching_buildings.count': flow(
    'schools',
    'completed_date',
    (row) => row.item === '教学楼' && row.nature === '新建',
    (row) => amount(row.quantity),
  ),
  'schools.squares.count': flow('schools', 'completed_date', squares, (row) => amount(row.quantity)),
  'roads.built.length': flow('roads', 'completed_date', works, (row) => amount(row.length)),
  'activities.mass.count': flow('activities', 'date', (row) => row.is_mass !== '否'),
  'villages.public_spending.amount': flow(
    'village_spending',
    'spent_date',
    is('category', '公共支出'),
    (row) => amount(row.amount),
  ),
  'petitions.resolved.count': flow('petitions', 'closed_date', is('result', '已化解', '已办结')),
  'petitions.escalated.count': flow(
    'petitions',
    'registered_date',
    (row) => is('level', '到京', '到省')(row) && row.form === '来访',
  ),
  'discipline.members.count': persons,
  'communities.move_in.year': {
    form: 'communities',
    kind: 'planned',
    grouped: true,
    select: (rows) =>
      rows
        .filter((row) => row.status !== '已入住')
        .map((row) => ({
          group: text(row.community),
          value: new Big(text(row.move_in_date).slice(0, 4)),
        })),
  },
};

/** Numerator, denominator. */
export const ratios: Readonly<Record<string, readonly [string, string]>> = {
  'villages.office_building.share': ['villages.office_building.count', 'villages.total.count'],
};
