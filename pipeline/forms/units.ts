/**
 * Units of measure (DOMAIN E). A measure is stored as a whole number of its dimension's smallest unit; each
 * unit says how many of those it is, as a fraction where it does not come out even. Multiples (万元, 千亩) are no
 * units of their own: the grammar of written units puts them together.
 */

/** How many of the smallest unit a unit is, as a fraction. */
export type Per = readonly [number, number];

export interface Dimension {
  readonly name: string;
  /** The smallest unit, for people: 分, 毫米 … */
  readonly smallest: string;
  /** Synonyms stand as units of their own. */
  readonly units: Readonly<Record<string, Per>>;
  /** Whether it is never below zero: money alone has red entries and refunds. */
  readonly neverNegative: boolean;
  /** Whether it counts people or things, which come whole. */
  readonly whole: boolean;
}

const of = (n: number): Per => [n, 1];
const all = <U extends string>(per: Per, ...units: readonly U[]) =>
  Object.fromEntries(units.map((unit) => [unit, per])) as Readonly<Record<U, Per>>;

const quantity = { neverNegative: true, whole: false } as const;
const counted = { neverNegative: true, whole: true } as const;

export const dimensions = {
  money: {
    name: '金额',
    smallest: '分',
    units: {
      ...all(of(100), '元', '圆'),
      角: of(10),
      分: of(1),
      千元: of(100_000),
      万元: of(1_000_000),
      百万元: of(100_000_000),
      千万元: of(1_000_000_000),
      亿元: of(10_000_000_000),
    },
    neverNegative: false,
    whole: false,
  },
  length: {
    name: '长度',
    smallest: '毫米',
    units: {
      ...all(of(1000), '米', 'm', '延米', '延长米'),
      ...all(of(1_000_000), '公里', '千米', 'km'),
      ...all(of(500_000), '里', '华里'),
      ...all(of(10), '厘米', 'cm'),
      ...all(of(1), '毫米', 'mm'),
    },
    ...quantity,
  },
  land: {
    name: '土地面积',
    smallest: '0.0001亩',
    units: {
      ...all(of(10_000), '亩', '市亩'),
      ...all(of(150_000), '公顷', 'ha', 'hm2', 'hm²'),
      ...all(of(15), '平方米', 'm2', 'm²', '平方', '平米'),
      ...all(of(15_000_000), '平方公里', '平方千米', 'km2', 'km²'),
    },
    ...quantity,
  },
  floor: {
    name: '建筑面积',
    smallest: '0.01平方米',
    units: {
      ...all(of(100), '平方米', 'm2', 'm²', '平方', '平米'),
      万平方米: of(1_000_000),
      ...all(of(1_000_000), '公顷', 'ha', 'hm2', 'hm²'),
      ...all([200_000, 3], '亩', '市亩'),
    },
    ...quantity,
  },
  people: { name: '人数', smallest: '人', units: all(of(1), '人', '名', '位'), ...counted },
  households: { name: '户数', smallest: '户', units: all(of(1), '户', '家'), ...counted },
  count: {
    name: '个数',
    smallest: '个',
    units: all(
      of(1),
      ...([
        '个',
        '家',
        '座',
        '栋',
        '幢',
        '处',
        '次',
        '起',
        '名',
        '强',
        '所',
        '条',
        '件',
        '项',
        '场',
        '例',
        '宗',
      ] as const),
    ),
    ...counted,
  },
  years: { name: '年数', smallest: '年', units: { 年: of(1) }, ...quantity },
  percent: { name: '百分数', smallest: '0.01%', units: { '%': of(100) }, ...quantity },
  plain: { name: '数量', smallest: '0.0001', units: { '': of(10_000) }, ...quantity },
} as const satisfies Record<string, Dimension>;

export type DimensionName = keyof typeof dimensions;
export type UnitOf<D extends DimensionName> = keyof (typeof dimensions)[D]['units'] & string;
