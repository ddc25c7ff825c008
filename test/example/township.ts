/** A fictional township: its villages, people and projects, which the departments' forms share. */
import { identityNumbers } from './codes.js';
import { type Random, random } from './random.js';

export type Year = 2020 | 2021;
export const years: readonly Year[] = [2020, 2021];

export interface Village {
  /** With its ending 村. */
  readonly name: string;
  readonly code: string;
  readonly households: number;
  readonly population: number;
}

export interface Township {
  readonly unit: string;
  readonly divisionCode: string;
  readonly villages: readonly Village[];
  /** A stream of chance for one purpose. */
  random(purpose: string): Random;
  /** How many rows stand for `n` at the scale asked for. */
  many(n: number): number;
  /** A path below the township's folder. */
  path(year: Year, department: string, file: string): string;
  /** The three facts that stand above a table. */
  facts(department: string, year: Year, unit?: string): string[];
  /** Identity numbers that differ within one form. */
  identities(purpose: string): () => string;
}

const words = [
  ...['晨曦', '云杉', '松涛', '柳岸', '槐荫', '石桥', '泉水', '桂花', '兰亭', '竹影', '梅岭', '枫林'],
  ...['荷塘', '麦香', '稻花', '星火', '朝阳', '晚霞', '青峰', '白鹭'],
];

export interface Options {
  readonly seed: number;
  readonly scale: number;
  readonly unit: string;
}

export function township({ seed, scale, unit }: Options): Township {
  const draw = (purpose: string) => random(`${seed}/${purpose}`);
  const r = draw('villages');
  const divisionCode = `379999${100 + (seed % 100)}`;
  const names = r
    .shuffled(words)
    .slice(0, 12)
    .flatMap((word) => ['东', '西', '前', '后'].map((side) => `${side}${word}`));
  const villages = names.map((name, i) => {
    const households = Math.round(r.int(140, 620) * Math.max(1, scale));
    const code = `${divisionCode}${200 + i}`;
    return { name: `${name}村`, code, households, population: households * 3 + r.int(0, households) };
  });
  return {
    unit,
    divisionCode,
    villages,
    random: draw,
    many: (n) => Math.max(1, Math.round(n * scale)),
    path: (year, department, file) => `${year}-11-30/${department}/${file}`,
    facts: (department, year, measured) => [
      `填报单位：${unit}${department}`,
      `填报日期：${year}年11月30日`,
      ...(measured ? [`单位：${measured}`] : []),
    ],
    identities: (purpose) => identityNumbers(draw(purpose)),
  };
}

const surnames = ['赵', '钱', '孙', '李', '周', '吴', '郑', '王', '冯', '陈', '褚', '卫', '欧阳', '上官'];
const stems = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸', '子', '丑', '寅', '卯', '辰'];

/** A name such as nobody bears: 赵甲乙. */
export const person = (r: Random) => r.pick(surnames) + r.pick(stems) + r.pick(stems);

export const footer = (r: Random) =>
  `填表人：${person(r)}        审核人：${person(r)}        单位负责人（签章）：${person(r)}`;

/** Project names, which party branches also refer to. */
export const projectNames = {
  food: '示例食品产业园',
  materials: '示例新材料基地',
  coldChain: '示例冷链物流园',
  packaging: '示例绿色包装厂',
  machinery: '示例农机配件厂',
  solar: '示例光伏农场',
  textile: '示例纺织工业园',
} as const;
