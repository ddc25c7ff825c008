/** 信访案件, 党支部, 违纪案件: what concerns people. */
import { phone } from '../codes.js';
import { later } from '../random.js';
import { type Book, type Column, day, type Value } from '../sheet.js';
import { footer, person, projectNames, type Township, type Year, years } from '../township.js';

interface Petition {
  readonly no: string;
  readonly registered: string;
  readonly closed: string | null;
  readonly cells: readonly Value[];
  readonly form: string;
  readonly level: string;
  readonly outcome: string;
}

/** Cases that are open at the end of a year are listed again in the next. */
function petitionsOf(town: Township): Petition[] {
  const r = town.random('petitions');
  const identity = town.identities('petitioners');
  const list: Petition[] = [];
  const add = (year: number, form: string, level: string) => {
    const registered = r.day(year);
    const stays = r.chance(0.3);
    const closed = stays ? null : later(registered, r.int(4, 120));
    list.push({
      no: `信${year}${String(list.length + 1).padStart(5, '0')}`,
      registered,
      closed,
      cells: [person(r), identity(), phone(r), r.int(1, 6), r.pick(['土地', '邻里', '劳资', '环境', '低保'])],
      form,
      level,
      outcome: r.pick(['已化解', '已化解', '已办结']),
    });
  };
  for (const year of years) {
    for (let i = 0; i < town.many(year === 2020 ? 128 : 146); i++) {
      add(year, r.pick(['来信', '来访', '来访', '网上', '电话']), r.pick(['到县', '到镇', '到镇']));
    }
    // Letters to the capital are no visits. Visits there were some last year, and none this year.
    add(year, '来信', '到京');
    add(year, '网上', '到省');
    add(year, '来访', '到市');
    if (year === 2020) {
      add(year, '来访', '到省');
      add(year, '来访', '到京');
      add(year, '来访', '到省');
    }
  }
  return list;
}

const oldWords: Readonly<Record<string, string>> = { 来访: '走访', 网上: '网信', 到京: '进京', 到镇: '本级' };

export function petitions(town: Township): Book[] {
  const all = petitionsOf(town);
  return years.map((year) => {
    const r = town.random(`petitions ${year}`);
    const old = year === 2020;
    const asOf = `${year}-11-30`;
    const closedBy = (p: Petition) => (p.closed !== null && p.closed <= asOf ? p.closed : null);
    const word = (w: string) => (old ? (oldWords[w] ?? w) : w);
    const rows = all
      .filter((p) => p.registered <= asOf && (p.closed === null || p.closed >= `${year}-01-01` || old))
      .map((p): Value[] => {
        const closed = closedBy(p);
        const [name = null, id = null, tel = null, people = null, about = null] = p.cells;
        const result = closed === null ? '办理中' : p.outcome;
        const head = [p.no, day(p.registered), name, id, tel, people, word(p.form), word(p.level)];
        return [...head, about, '综治中心', day(closed), result];
      });
    if (old) {
      // Bad row: a level that does not exist.
      const bad = rows[Math.floor(rows.length * 0.45)];
      if (bad) bad[7] = '到部委';
    }
    const columns: Column[] = [
      { header: old ? '信访编号' : '案件编号', width: 16 },
      { header: old ? '登记日期' : '受理日期', dates: old ? 'cell' : 'chinese' },
      { header: '信访人' },
      { header: '身份证号', width: 22 },
      { header: '联系电话', width: 16 },
      { header: old ? '人数' : '涉及人数', sum: true },
      { header: old ? '信访形式' : '信访方式' },
      { header: old ? '信访级别' : '到访层级' },
      { header: '问题类型' },
      { header: '责任单位' },
      { header: old ? '办结日期' : '化解日期', dates: old ? 'cell' : 'chinese' },
      { header: old ? '办理结果' : '办理情况' },
    ];
    return {
      path: town.path(year, '综治中心', old ? '信访登记.xlsx' : '信访案件台账.csv'),
      sheets: [
        {
          sheet: '信访',
          title: `${town.unit}${year}年信访案件办理情况表`,
          facts: town.facts('综治中心', year),
          columns,
          rows,
          total: '合计',
          ...(old ? { headerEvery: 40 } : {}),
          below: [footer(r)],
        },
      ],
    };
  });
}

/** Founded in each year, by type: (临时) more than last year, (两新) fewer. */
const founded: readonly (readonly [type: string, established: string])[] = [
  ['重点项目临时党支部', '2020-04-16'],
  ['临时党支部', '2020-08-21'],
  ['非公企业', '2020-03-12'],
  ['非公企业', '2020-05-27'],
  ['两新', '2020-06-30'],
  ['社会组织', '2020-09-10'],
  ['非公企业', '2020-10-22'],
  ['重点项目临时党支部', '2021-03-18'],
  ['重点项目临时党支部', '2021-05-20'],
  ['重点项目临时党支部', '2021-09-02'],
  ['非公企业', '2021-04-09'],
  ['社会组织', '2021-07-01'],
  ['两新', '2021-10-13'],
];

export function branches(town: Township): Book[] {
  const r = town.random('branches');
  // The last one serves a project that the project office does not know.
  const projects = [
    projectNames.food,
    projectNames.materials,
    projectNames.coldChain,
    projectNames.packaging,
    '示例未列项目',
  ];
  const all: { readonly cells: Value[]; readonly established: string; readonly dissolved: string | null }[] =
    [];
  const add = (name: string, type: string, attached: string, established: string, dissolved: string | null) =>
    all.push({
      cells: [`${name}党支部`, type, attached, day(established), person(r), r.int(3, 60)],
      established,
      dissolved,
    });
  for (const village of town.villages) {
    add(village.name, '农村', village.name, r.day(r.int(1985, 2012)), null);
  }
  for (const office of ['机关第一', '机关第二', '学校', '卫生院']) {
    add(office, office.startsWith('机关') ? '机关' : '其他', `${town.unit}${office}`, r.day(2005), null);
  }
  let project = 0;
  founded.forEach(([type, established], i) => {
    if (type.includes('临时')) {
      const name = projects[project++] ?? '';
      add(`${name}临时`, type, name, established, established < '2020-06-01' ? '2021-08-30' : null);
    } else {
      add(`示例${type}第${i + 1}`, type, `示例单位${i + 1}`, established, null);
    }
  });
  return years.map((year) => {
    const asOf = `${year}-11-30`;
    const rows = all
      .filter((b) => b.established <= asOf)
      .map(({ cells, dissolved }): Value[] => [
        ...cells,
        day(dissolved && dissolved <= asOf ? dissolved : null),
      ]);
    const old = year === 2020;
    return {
      path: town.path(year, '党建办', old ? '党支部名册.xlsx' : '党支部名册2021.xlsx'),
      sheets: [
        {
          sheet: '党支部',
          title: `${town.unit}${year}年党支部基本情况名册`,
          facts: [`填报单位：党建办          填报日期：${year}年11月30日`],
          columns: [
            { header: old ? '党支部名称' : '党组织名称', width: 26 },
            { header: old ? '类型' : '支部类型', width: 20 },
            { header: old ? '所属单位' : '依托单位', width: 22 },
            { header: old ? '成立日期' : '批准日期', dates: old ? 'dot' : 'cell' },
            { header: '支部书记' },
            { header: '党员人数', sum: true },
            { header: '撤销日期', dates: old ? 'dot' : 'cell' },
          ],
          rows,
          total: '合计',
          below: [footer(r)],
        },
      ],
    };
  });
}

/** Days of punishment; null: pending. Fewer party members than last year, one of them in two cases. */
const cases: Readonly<Record<Year, readonly (readonly [member: boolean, day: string | null])[]>> = {
  2020: [
    ...[
      [true, '03-12'] as const,
      [true, '04-20'] as const,
      [false, '05-08'] as const,
      [true, '06-24'] as const,
    ],
    ...[[true, '08-11'] as const, [true, '09-15'] as const, [true, '10-28'] as const, [true, null] as const],
  ],
  2021: [
    ...[
      [true, '02-25'] as const,
      [false, '04-13'] as const,
      [true, '05-19'] as const,
      [true, '07-07'] as const,
    ],
    ...[[true, '09-23'] as const, [true, '10-29'] as const, [false, '11-10'] as const, [true, null] as const],
  ],
};

export function discipline(town: Township): Book[] {
  return years.map((year) => {
    const r = town.random(`discipline ${year}`);
    const identity = town.identities(`discipline ${year}`);
    const old = year === 2020;
    const rows = cases[year].map(([member, date], i): Value[] => [
      `示纪${year}${String(i + 1).padStart(3, '0')}`,
      person(r),
      identity(),
      old ? (member ? r.pick(['中共党员', '中共预备党员']) : '群众') : member ? '是' : '否',
      day(r.day(year, '01-04', '02-15')),
      day(date === null ? null : `${year}-${date}`),
      date === null ? null : r.pick(['警告', '严重警告', '留党察看']),
      r.pick(['违反工作纪律', '违反廉洁纪律']),
    ]);
    // The fifth of the cases concerns the person of the first.
    const [first, again] = [rows[0], rows[4]];
    if (first && again) [again[1], again[2]] = [first[1] ?? null, first[2] ?? null];
    return {
      path: town.path(year, '纪委', '违纪案件.xlsx'),
      sheets: [
        {
          sheet: '案件',
          title: `${town.unit}${year}年违纪案件查处情况表`,
          facts: town.facts('纪委', year),
          columns: [
            { header: '案件编号', width: 18 },
            { header: old ? '姓名' : '当事人' },
            { header: '身份证号', width: 22 },
            { header: old ? '政治面貌' : '是否党员' },
            { header: '立案日期', dates: 'cell' },
            { header: '处分日期', dates: old ? 'cell' : 'chinese', width: 18 },
            { header: '处分种类' },
            { header: '问题类型' },
          ],
          rows,
          below: [footer(r)],
        },
      ],
    };
  });
}
