/**
 * Units of measure (DOMAIN E). A measure is stored as a whole number of its dimension's smallest unit; each
 * unit says how many of those it is, as a fraction where it does not come out even.
 */

export interface Dimension {
  readonly name: string;
  /** The smallest unit, for people: 分, 毫米 … */
  readonly smallest: string;
  /** Each unit as [numerator, denominator] of the smallest. Synonyms stand as units of their own. */
  readonly units: Readonly<Record<string, readonly [number, number]>>;
}

const of = (n: number): readonly [number, number] => [n, 1];

export const dimensions = {
  money: {
    name: '金额',
    smallest: '分',
    units: {
      元: of(100),
      千元: of(100_000),
      万元: of(1_000_000),
      百万元: of(100_000_000),
      亿元: of(10_000_000_000),
    },
  },
  length: {
    name: '长度',
    smallest: '毫米',
    units: {
      米: of(1000),
      m: of(1000),
      公里: of(1_000_000),
      千米: of(1_000_000),
      km: of(1_000_000),
      里: of(500_000),
    },
  },
  land: {
    name: '土地面积',
    smallest: '0.0001亩',
    units: { 亩: of(10_000), 公顷: of(150_000), 平方米: of(15), '㎡': of(15), m2: of(15), 'm²': of(15) },
  },
  floor: {
    name: '建筑面积',
    smallest: '0.01平方米',
    units: {
      平方米: of(100),
      '㎡': of(100),
      m2: of(100),
      'm²': of(100),
      万平方米: of(1_000_000),
      公顷: of(1_000_000),
      亩: [200_000, 3],
    },
  },
  people: { name: '人数', smallest: '人', units: { 人: of(1), 名: of(1), 千人: of(1000), 万人: of(10_000) } },
  households: { name: '户数', smallest: '户', units: { 户: of(1), 万户: of(10_000) } },
  count: {
    name: '个数',
    smallest: '个',
    units: {
      个: of(1),
      家: of(1),
      座: of(1),
      栋: of(1),
      幢: of(1),
      处: of(1),
      次: of(1),
      起: of(1),
      名: of(1),
      强: of(1),
      所: of(1),
      条: of(1),
      件: of(1),
    },
  },
  years: { name: '年数', smallest: '年', units: { 年: of(1) } },
  percent: { name: '百分数', smallest: '0.01%', units: { '%': of(100) } },
  plain: { name: '数量', smallest: '0.0001', units: { '': of(10_000) } },
} as const satisfies Record<string, Dimension>;

export type DimensionName = keyof typeof dimensions;
export type UnitOf<D extends DimensionName> = keyof (typeof dimensions)[D]['units'] & string;
