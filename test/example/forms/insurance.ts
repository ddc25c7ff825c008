/** 城乡居民养老、医疗保险缴费: the largest form; 养老 from 社保所, 医疗 from 医保办. */
import { later, type Random } from '../random.js';
import { type Book, day, type Value } from '../sheet.js';
import { footer, person, type Township, type Year, years } from '../township.js';

interface Payment {
  readonly name: string;
  readonly id: string;
  readonly village: string;
  readonly feeYear: number;
  readonly paid: string;
  readonly amount: number;
  readonly refund: boolean;
}

const grades = [100, 100, 300, 300, 300, 500, 800, 1000, 1500, 2000, 3000];

function payments(
  town: Township,
  r: Random,
  count: number,
  of: () => Pick<Payment, 'feeYear' | 'paid' | 'amount'>,
) {
  const identity = town.identities(`insurance ${r.next()}`);
  const list: Payment[] = [];
  for (let i = 0; i < count; i++) {
    const payment = {
      name: person(r),
      id: identity(),
      village: r.pick(town.villages).name,
      ...of(),
      refund: false,
    };
    list.push(payment);
    // Every ninetieth is paid back within two weeks.
    if (i % 90 === 45) list.push({ ...payment, paid: later(payment.paid, r.int(1, 14)), refund: true });
  }
  return list.sort((a, b) => (a.paid < b.paid ? -1 : a.paid > b.paid ? 1 : 0));
}

function pensions(town: Township, year: Year): Book {
  const r = town.random(`pension ${year}`);
  const count = town.many(year === 2020 ? 1480 : 1600);
  const list = payments(town, r, count, () => ({
    feeYear: year,
    paid: r.day(year, '01-05', '11-14'),
    amount: r.pick(grades),
  }));
  const rows = list.map((p): Value[] => [
    p.name,
    p.id,
    p.village,
    year === 2020 ? '养老' : '城乡居民基本养老保险',
    `${p.amount}元档`,
    p.feeYear,
    day(p.paid),
    // One year writes refunds as negative amounts, the other leaves that to the state.
    p.refund && year === 2021 ? -p.amount : p.amount,
    p.refund ? '退费' : '已缴',
  ]);
  if (year === 2021) plantBadRows(rows);
  return {
    path: town.path(year, '社保所', year === 2020 ? '养老保险缴费.xlsx' : '居民养老缴费明细202111.xlsx'),
    sheets: [
      {
        sheet: '养老',
        title: `${town.unit}${year}年城乡居民基本养老保险缴费明细表`,
        facts: town.facts('社保所', year, '元'),
        columns: [
          { header: year === 2020 ? '姓名' : '参保人姓名' },
          { header: '身份证号', width: 22 },
          { header: year === 2020 ? '所属村' : '村居' },
          { header: year === 2020 ? '险种' : '征收品目', width: 22 },
          { header: '缴费档次' },
          { header: '缴费年度' },
          { header: year === 2020 ? '缴费日期' : '到账日期', dates: year === 2020 ? 'cell' : 'dot' },
          { header: year === 2020 ? '缴费金额（元）' : '实缴金额', sum: true },
          { header: '缴费状态' },
        ],
        rows,
        total: '合计',
        below: [footer(r)],
      },
    ],
  };
}

function plantBadRows(rows: Value[][]): void {
  const put = (at: number, column: number, change: (old: Value) => Value) => {
    const row = rows[at];
    if (row) row[column] = change(row[column] ?? null);
  };
  // A spreadsheet keeps 15 digits of a number.
  put(Math.floor(rows.length * 0.2), 1, (id) => Number(`${String(id).slice(0, 15)}000`));
  put(Math.floor(rows.length * 0.1), 6, () => '2021.2.30');
  put(Math.floor(rows.length * 0.6), 7, () => '已缴清');
  const twice = Math.floor(rows.length * 0.8);
  rows.splice(twice + 1, 0, [...(rows[twice] ?? [])]);
}

/** 医疗 for the next year is paid from September, so that the title names the next year. */
function medical(town: Township, year: Year): Book {
  const r = town.random(`medical ${year}`);
  const count = town.many(year === 2020 ? 2280 : 2420);
  const list = payments(town, r, count, () => {
    const late = r.chance(0.03);
    return {
      feeYear: late ? year : year + 1,
      paid: late ? r.day(year, '01-05', '03-20') : r.day(year, '09-01', '11-14'),
      amount: (year === 2020 ? 280 : 320) - (late ? 40 : 0),
    };
  });
  const rows = list.map((p, i): Value[] => [
    p.name,
    ...(i === 12 ? ['护照', 'E00000012'] : ['居民身份证', p.id]),
    year === 2021 && p.village === town.villages[0]?.name && i % 3 === 0 ? '老寨大队' : p.village,
    year === 2020 ? '居民医保' : '医疗',
    p.feeYear,
    day(p.paid),
    p.amount,
    p.refund ? '退费' : null,
  ]);
  return {
    path: town.path(year, '医保办', `${year + 1}年度居民医保.csv`),
    encoding: year === 2020 ? 'utf-8' : 'gb18030',
    sheets: [
      {
        sheet: '',
        title: `${town.unit}${year + 1}年度城乡居民基本医疗保险缴费明细表`,
        facts: town.facts('医保办', year),
        serial: null,
        columns: [
          { header: year === 2020 ? '缴费人' : '姓名' },
          { header: '证件类型' },
          { header: '证件号码' },
          { header: year === 2020 ? '村名' : '所属村' },
          { header: year === 2020 ? '保险类型' : '险种' },
          { header: year === 2020 ? '参保年度' : '缴费年度' },
          { header: year === 2020 ? '缴费时间' : '入库日期', dates: year === 2020 ? 'iso' : 'time' },
          { header: '缴费金额（元）', decimals: 2, separators: true, sum: true },
          { header: '状态' },
        ],
        rows,
        total: '合计',
      },
    ],
  };
}

export const insurance = (town: Township): Book[] =>
  years.flatMap((year) => [pensions(town, year), medical(town, year)]);
