/** 重点项目, by phase: designed values that are revised, projects that come, start producing and end. */
import type { Book, Column, Value } from '../sheet.js';
import { footer, projectNames, type Township, type Year, years } from '../township.js';

interface Phase {
  readonly phase: '整体' | '一期' | '二期';
  /** 亩 */
  readonly land: number;
  /** 万元 */
  readonly investment: number;
  /** 亿元 */
  readonly output: number;
  readonly sales: number;
  /** 万元 */
  readonly tax: number;
  readonly jobs: number;
  readonly capacity?: readonly [number, string];
  readonly operation?: string;
  readonly industries?: number;
  readonly platforms?: number;
}

interface Project {
  readonly name: string;
  readonly investor: string;
  readonly rank: number | null;
  readonly status: string;
  /** 榜单 and 产品, asked since 2021. */
  readonly list?: string;
  readonly product?: string;
  readonly phases: readonly Phase[];
}

function phase(
  name: Phase['phase'],
  [land, investment, output, sales, tax, jobs]: readonly [number, number, number, number, number, number],
  more: Omit<Partial<Phase>, 'phase'> = {},
): Phase {
  return { phase: name, land, investment, output, sales, tax, jobs, ...more };
}

const food = (status: string, grown: boolean): Project => ({
  name: projectNames.food,
  investor: '示例食品集团',
  rank: grown ? 86 : 92,
  status,
  list: '制造业',
  product: '肉鸭',
  phases: [
    phase('整体', grown ? [620, 60_000, 32.5, 30.2, 14_500, 3200] : [580, 52_000, 28, 26.4, 12_000, 2800], {
      capacity: [grown ? 1.2 : 1, '亿只'],
      operation: grown ? '3-5年' : '3-4年',
      industries: 5,
      platforms: grown ? 4 : 3,
    }),
    phase('一期', grown ? [210, 18_000, 9.6, 9.1, 4200, 960] : [210, 16_500, 8.8, 8.4, 3800, 900]),
    phase('二期', grown ? [260, 24_000, 12.4, 11.8, 5600, 1240] : [240, 21_000, 11, 10.5, 4900, 1100]),
  ],
});

const materials = (status: string): Project => ({
  name: projectNames.materials,
  investor: '示例新材料公司',
  rank: 310,
  status,
  phases: [
    phase('整体', [145.5, 12_800, 6.8, 6.5, 2600, 420], { capacity: [3.6, '万吨'], operation: '5年' }),
    phase('一期', [80, 7200, 3.5, 3.3, 1300, 230]),
  ],
});

const coldChain: Project = {
  name: projectNames.coldChain,
  investor: '示例冷链公司',
  rank: 148,
  status: '签约',
  list: '民营企业',
  phases: [
    phase('整体', [260, 18_500, 7.2, 7, 3100, 640], {
      capacity: [12, '万吨'],
      operation: '3至5年',
      platforms: 2,
    }),
    phase('一期', [120, 9000, 3.1, 3, 1250, 300]),
    phase('二期', [130, 8600, 3.4, 3.3, 1400, 280]),
  ],
};

/** Of the smaller ones, only the whole is planned. */
const small = (name: string, status: string, land: number, investment: number, jobs: number): Project => ({
  name,
  investor: `${name}投资方`,
  rank: null,
  status,
  phases: [phase('整体', [land, investment, investment / 4000, investment / 5000, investment / 20, jobs])],
});

const projectsOf: Readonly<Record<Year, readonly Project[]>> = {
  2020: [
    food('在建', false),
    materials('在建'),
    small(projectNames.packaging, '在建', 42, 6000, 120),
    small(projectNames.machinery, '签约', 35.2, 4500, 90),
    small(projectNames.solar, '签约', 310, 8200, 25),
  ],
  2021: [
    food('在建', true),
    materials('投产'),
    coldChain,
    small(projectNames.packaging, '投产', 42, 6000, 150),
    small(projectNames.machinery, '在建', 35.2, 4500, 90),
    small(projectNames.solar, '已终止', 310, 8200, 25),
    small(projectNames.textile, '签约', 60, 9600, 380),
  ],
};

/** Each year in units of its own: investment 万元 then 亿元, tax 亿元 then 万元. */
export function projects(town: Township): Book[] {
  return years.map((year) => {
    const old = year === 2020;
    const word = (p: Project, name: Phase['phase']) => {
      if (name !== '整体') return name;
      if (old) return '总体';
      return p.name === projectNames.textile ? '合计' : '整体';
    };
    const rows = projectsOf[year].flatMap((p) =>
      p.phases.map((f): Value[] => [
        old && p.name === projectNames.food ? '示例食品园' : p.name,
        p.investor,
        p.rank,
        word(p, f.phase),
        f.land,
        old ? f.investment : f.investment / 10_000,
        f.output,
        f.sales,
        old ? f.tax / 10_000 : f.tax,
        f.jobs,
        ...(f.capacity ?? [null, null]),
        f.operation ?? null,
        f.industries ?? null,
        f.platforms ?? null,
        p.status,
        ...(old ? [] : [p.list ?? null, p.product ?? null]),
      ]),
    );
    const over = old ? {} : { over: '建成后经济社会效益' };
    const columns: Column[] = [
      { header: '项目名称', merge: true, width: 20 },
      { header: old ? '投资主体' : '投资方', width: 20 },
      { header: old ? '全国N强' : '全国排名' },
      { header: old ? '期次' : '建设阶段' },
      { header: '占地面积（亩）' },
      { header: old ? '总投资（万元）' : '计划投资（亿元）' },
      { ...over, header: '年产值（亿元）' },
      { ...over, header: '年销售收入（亿元）' },
      { ...over, header: old ? '税收（亿元）' : '年税收（万元）' },
      { ...over, header: '带动就业（人）' },
      { header: '年产能' },
      { header: '产能单位' },
      { header: '运营年限' },
      { header: '产业数' },
      { header: '平台数' },
      { header: old ? '进展' : '项目状态' },
      ...(old ? [] : [{ header: '榜单' }, { header: '产品' }]),
    ];
    return {
      path: town.path(year, '项目办', old ? '重点项目.xlsx' : '重点项目推进情况.xlsx'),
      sheets: [
        {
          sheet: '重点项目',
          title: `${town.unit}${year}年重点项目情况表`,
          facts: town.facts('项目办', year),
          columns,
          rows,
          below: ['注：各期数据为设计值。', footer(town.random(`projects ${year}`))],
        },
      ],
    };
  });
}
