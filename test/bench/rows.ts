/** Rows as departments send them, as many as are asked for, from a fixed seed. */
import { creditCode } from '../example/codes.js';
import { type Random, random } from '../example/random.js';
import type { Cell } from './xlsx.js';

/** Names of villages that no township has. */
export const villageNames: readonly string[] = Array.from(
  { length: 60 },
  (_, i) => `${'东西前后'.charAt(i % 4)}${'云柳槐石泉桂兰竹梅枫荷麦稻星朝'.charAt(i >> 2)}庄村`,
);

/** 企业名录 with 13 columns. @param seed also tells one township's firms from another's, with the division. */
export function* enterpriseRows(
  rows: number,
  { seed = 'bench/enterprises', villages = villageNames, division = '370000', firstSerial = 0 } = {},
): Generator<Cell[]> {
  const r = random(seed);
  yield [
    ...[
      '统一社会信用代码',
      '企业名称',
      '所属村',
      '市场主体类型',
      '行业代码',
      '行业名称',
      '成立日期',
      '注册资本（万元）',
    ],
    ...['从业人员', '营业收入（万元）', '是否规上', '纳税人类型', '企业规模'],
  ];
  for (let i = 0; i < rows; i++) {
    // What the departments' own checks expect, but for one row in a hundred.
    const large = r.chance(0.1);
    const consistent = r.chance(0.99);
    yield [
      codeOf(r, firstSerial + i, division),
      `示例镇第${i + 1}号企业有限公司`,
      r.pick(villages),
      r.pick(['企业', '个体工商户']),
      `C${r.int(1310, 4399)}`,
      `行业${r.int(1, 90)}`,
      { day: r.int(36_000, 44_400) },
      { number: String(r.int(100, 100_000) / 10) },
      { number: String(r.int(0, 900)) },
      { number: asStored((large ? r.int(20_000, 100_000) : r.int(100, 4_900)) * 0.1) },
      large === consistent ? '是' : '否',
      large === consistent ? '一般纳税人' : '小规模纳税人',
      large ? r.pick(['大型', '中型', '小型']) : r.pick(['小型', '微型']),
    ];
  }
}

/** A code that no other serial has: one division has room for 210,000. */
function codeOf(r: Random, serial: number, division: string): string {
  return creditCode(r, serial, false, String(Number(division) + 1000 * Math.floor(serial / 210_000)));
}

/** A double as Excel writes it, with up to 17 digits. */
function asStored(value: number): string {
  return String(Number(value.toPrecision(15))) === String(value) ? String(value) : value.toPrecision(17);
}

/** 城乡居民养老、医疗保险缴费 with 10 columns. @param identity gives an identity number per row. */
export function* insuranceRows(
  rows: number,
  r: Random,
  identity: () => string,
  { villages = villageNames, year = 2021 } = {},
): Generator<string[]> {
  yield [
    ...[
      '姓名',
      '证件类型',
      '身份证号',
      '所属村',
      '险种',
      '缴费年度',
      '缴费档次',
      '缴费日期',
      '缴费金额',
      '缴费状态',
    ],
  ];
  const surnames = [...'张王李赵刘陈杨黄周吴'];
  const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平'];
  for (let i = 0; i < rows; i++) {
    const pension = r.chance(0.4);
    yield [
      r.pick(surnames) + r.pick(given) + r.pick(given),
      '居民身份证',
      identity(),
      r.pick(villages),
      pension ? '养老' : '医疗',
      String(year),
      pension ? `${r.int(1, 12)}档` : '',
      r.day(year),
      pension ? String(r.int(1, 50) * 100) : '320.00',
      r.chance(0.01) ? '退费' : '已缴',
    ];
  }
}
