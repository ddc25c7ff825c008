/** 企业名录: firms found, cancelled, grown and shrunk between the two years. */
import { creditCode, damaged, phone } from '../codes.js';
import type { Random } from '../random.js';
import { type Book, type Column, day, type Table, type Value } from '../sheet.js';
import { footer, person, type Township, type Year, years } from '../township.js';

interface State {
  readonly employees: number;
  readonly revenue: number;
  readonly aboveScale: boolean;
}

interface Enterprise {
  readonly code: string;
  readonly name: string;
  readonly village: string;
  readonly category: string;
  readonly industry: readonly [string, string];
  readonly established: string;
  readonly cancelled: string | null;
  /** 吊销, of which the registry keeps no date. */
  readonly revoked: boolean;
  readonly capital: number;
  readonly generalTaxpayer: boolean;
  readonly contact: string;
  readonly phone: string;
  readonly state: Readonly<Record<Year, State>>;
}

const brands = [
  ...['云帆', '晨光', '恒信', '瑞禾', '泽润', '嘉木', '启明', '远航', '金穗', '碧水', '长青', '和风', '旭升'],
  ...['天成', '众合', '百川', '卓越', '鼎立', '佳禾', '盛源', '同心', '新元', '华章', '德馨', '海纳'],
];
const trades: readonly (readonly [string, string, string])[] = [
  ['C1371', '蔬菜加工', '蔬菜食品'],
  ['C1711', '棉纺纱加工', '纺织'],
  ['C2021', '胶合板制造', '板材'],
  ['C2231', '纸和纸板容器制造', '包装'],
  ['C2922', '塑料板、管、型材制造', '塑料制品'],
  ['C3311', '金属结构制造', '金属结构'],
  ['F5165', '建材批发', '建材'],
  ['F5211', '百货零售', '商贸'],
  ['G5431', '普通货物道路运输', '运输'],
];

/** What becomes of a firm; it decides revenue and dates. */
type Fate = 'large' | 'rising' | 'falling' | 'ordinary' | 'tiny';

function stateOf(r: Random, fate: Fate): Enterprise['state'] {
  // In 万元 with two decimals; 2,000 is the threshold of industry.
  const money = (low: number, high: number) => r.int(low * 100, high * 100) / 100;
  const before = {
    large: money(2300, 28_000),
    rising: money(1200, 1950),
    falling: money(2020, 2200),
    ordinary: money(15, 1500),
    tiny: money(3, 120),
  }[fate];
  const after = {
    large: Math.round(before * r.int(95, 130)) / 100,
    rising: money(2050, 3600),
    falling: money(1500, 1900),
    ordinary: Math.round(before * r.int(80, 125)) / 100,
    tiny: Math.round(before * r.int(80, 125)) / 100,
  }[fate];
  const state = (revenue: number, aboveScale: boolean) => ({
    employees: Math.max(aboveScale ? 20 : 2, Math.round(revenue / r.int(25, 60))),
    revenue,
    aboveScale,
  });
  return {
    2020: state(before, fate === 'large' || fate === 'falling'),
    2021: state(after, fate === 'large' || fate === 'rising'),
  };
}

function enterprisesOf(town: Township): Enterprise[] {
  const r = town.random('enterprises');
  const list: Enterprise[] = [];
  const add = (fate: Fate, given: Partial<Enterprise> = {}, ending = '有限公司') => {
    const serial = list.length;
    const industrial = fate === 'large' || fate === 'falling' || fate === 'rising';
    const trade = r.pick(industrial ? trades.slice(0, 6) : trades);
    const brand = brands[serial % brands.length] ?? '';
    const series = Math.floor(serial / brands.length);
    const state = stateOf(r, fate);
    list.push({
      code: creditCode(r, serial),
      name: `${town.unit}${brand}${series === 0 ? '' : `第${series + 1}`}${trade[2]}${ending}`,
      village: r.pick(town.villages).name,
      category: '企业',
      industry: [trade[0], trade[1]],
      established: r.day(r.int(2003, 2019)),
      cancelled: null,
      revoked: false,
      capital: fate === 'tiny' ? r.int(1, 50) : r.int(5, 300) * 10,
      generalTaxpayer: Math.max(state[2020].revenue, state[2021].revenue) > 500 || r.chance(0.15),
      contact: person(r),
      phone: phone(r),
      state,
      ...given,
    });
  };
  const times = (n: number, what: () => void) => {
    for (let i = 0; i < n; i++) what();
  };
  times(town.many(34), () => add('large'));
  times(town.many(6), () => add('rising'));
  add('falling');
  // Cancelled this year, founded this year, both above scale.
  add('large', { cancelled: '2021-06-18' });
  add('large', { established: '2021-02-03' });
  add('ordinary', { code: creditCode(r, list.length, true) });
  add('ordinary', {
    code: `370000${String(r.int(0, 99_999_999)).padStart(8, '0')}7`,
    established: '2009-04-08',
  });
  times(town.many(300), () => add('ordinary'));
  times(town.many(28), () => add('ordinary', { established: r.day(2020) }));
  times(town.many(3), () => add('ordinary', { established: r.day(2020, '12-01', '12-28') }));
  times(town.many(36), () => add('ordinary', { established: r.day(2021) }));
  times(town.many(6), () => add('ordinary', { cancelled: r.day(2020) }));
  add('ordinary', { cancelled: '2020-12-15' });
  times(town.many(14), () => add('ordinary', { cancelled: r.day(2021) }));
  times(town.many(2), () => add('ordinary', { revoked: true }));
  times(town.many(18), () => add('tiny', { category: '个体工商户' }, '经营部'));
  times(town.many(12), () => add('tiny', { category: '农民专业合作社' }, '专业合作社'));
  return list;
}

/** 小微 by the rule for industry: both lower limits of a class, else one class down. */
function sizeOf({ employees, revenue }: State): '中型' | '小型' | '微型' {
  if (employees >= 300 && revenue >= 2000) return '中型';
  return employees >= 20 && revenue >= 300 ? '小型' : '微型';
}

/** Whether the registry of the year still lists it: what left since the last submission stands with its date. */
function listed(e: Enterprise, year: Year): boolean {
  return e.established <= `${year}-11-30` && (e.cancelled === null || e.cancelled > `${year - 1}-11-30`);
}

function statusOf(e: Enterprise, year: Year): string {
  if (e.cancelled !== null && e.cancelled <= `${year}-11-30`) return '注销';
  if (e.revoked && year === 2021) return '吊销';
  return year === 2020 ? '存续' : '在营';
}

const cancelledBy = (e: Enterprise, year: Year) =>
  e.cancelled !== null && e.cancelled <= `${year}-11-30` ? day(e.cancelled) : null;

function book2020(town: Township, all: readonly Enterprise[]): Book {
  const r = town.random('enterprises 2020');
  const rows = all
    .filter((e) => listed(e, 2020))
    .map((e): Value[] => {
      const s = e.state[2020];
      const firm = e.category === '企业';
      return [
        e.code,
        e.name,
        e.village,
        e.category,
        ...e.industry,
        day(e.established),
        e.capital,
        s.employees,
        s.revenue,
        s.aboveScale ? '是' : '否',
        firm ? (e.generalTaxpayer ? '一般纳税人' : '小规模纳税人') : null,
        firm ? sizeOf(s) : null,
        statusOf(e, 2020),
        cancelledBy(e, 2020),
        e.contact,
        e.phone,
      ];
    });
  // Bad row: the check character of a credit code.
  const bad = rows[Math.floor(rows.length / 4)];
  if (bad) bad[0] = damaged(String(bad[0]));
  const columns: Column[] = [
    { header: '统一社会信用代码', width: 22 },
    { header: '企业名称', width: 32 },
    { header: '所属村' },
    { header: '市场主体类型' },
    { header: '行业代码' },
    { header: '行业名称', width: 22 },
    { header: '成立日期', dates: 'cell' },
    { header: '注册资本（万元）', sum: true },
    { header: '从业人员\n（人）', sum: true },
    { header: '营业收入（万元）', decimals: 2, sum: true },
    { header: '是否规上' },
    { header: '纳税人类型' },
    { header: '企业规模' },
    { header: '经营状态' },
    { header: '注销日期', dates: 'cell' },
    { header: '联系人' },
    { header: '联系电话' },
  ];
  const title = `${town.unit}2020年企业名录`;
  const facts = town.facts('经济发展办公室', 2020, '万元');
  const table = { sheet: '企业名录', title, facts, columns, rows, total: '合计', below: [footer(r)] };
  return { path: town.path(2020, '经济发展办', '企业名录.xlsx'), sheets: [table] };
}

/** Another hand than last year's: headers renamed, dates and numbers as text, √ for 是, two sheets. */
function book2021(town: Township, all: readonly Enterprise[]): Book {
  const r = town.random('enterprises 2021');
  const lists = all.filter((e) => listed(e, 2021));
  const row = (e: Enterprise, no: string | null): Value[] => {
    const s = e.state[2021];
    const firm = e.category === '企业';
    return [
      e.name,
      e.code,
      e.category,
      e.village,
      ...e.industry,
      day(e.established),
      e.capital,
      s.revenue,
      s.employees,
      s.aboveScale ? '√' : no,
      firm ? (e.generalTaxpayer ? '是' : '否') : null,
      firm ? sizeOf(s).charAt(0) : null,
      statusOf(e, 2021),
      cancelledBy(e, 2021),
      person(r),
      e.contact,
      e.phone,
    ];
  };
  const columns: Column[] = [
    { header: '单位名称', width: 32 },
    { header: '统一社会信用代码', width: 22 },
    { header: '主体类型' },
    { header: '所在村' },
    { header: '行业代码' },
    { header: '行业名称', width: 22 },
    { header: '注册日期', dates: 'chinese', width: 18 },
    { header: '注册资本', separators: true, sum: true },
    { header: '营业收入', separators: true, decimals: 2, sum: true },
    { header: '从业人数', sum: true },
    { header: '是否规模以上' },
    { header: '是否一般纳税人' },
    { header: '划型' },
    { header: '登记状态' },
    { header: '注销日期', dates: 'chinese', width: 18 },
    { header: '网格员' },
    { header: '联系人' },
    { header: '联系电话' },
  ];
  const facts = [`填报单位：${town.unit}经济发展办公室      填报日期：2021年11月30日      单位：万元`];
  const firms: Table = {
    sheet: '企业',
    title: `${town.unit}2021年企业名录`,
    facts,
    columns,
    rows: lists.filter((e) => e.category === '企业').map((e) => row(e, null)),
    total: '合计',
    hide: (cells) => cells[13] === '注销',
    below: [footer(r)],
  };
  const others: Table = {
    sheet: '个体及合作社',
    title: `${town.unit}2021年个体工商户、农民专业合作社名录`,
    facts,
    columns,
    rows: lists.filter((e) => e.category !== '企业').map((e) => row(e, '否')),
    total: '合计',
    below: [footer(r)],
  };
  return { path: town.path(2021, '经济发展办', '2021企业名录（11月）.xlsx'), sheets: [firms, others] };
}

export function enterprises(town: Township): Book[] {
  const all = enterprisesOf(town);
  return years.map((year) => (year === 2020 ? book2020(town, all) : book2021(town, all)));
}
