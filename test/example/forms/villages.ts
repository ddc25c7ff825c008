/** 行政村办公场所, 村级支出, 乡村振兴产业资金: what villages have and spend. */
import { type Book, type Column, day, type Value } from '../sheet.js';
import { footer, type Township, type Year, years } from '../township.js';

/** In how many villages the committee works in a storeyed building. */
const storeyed: Readonly<Record<Year, number>> = { 2020: 38, 2021: 42 };

/** How many villages had no income of their own, the last of them until this year. */
const withoutIncome: Readonly<Record<Year, number>> = { 2020: 3, 2021: 0 };

export function villages(town: Township): Book[] {
  const r = town.random('offices');
  const order = r.shuffled(town.villages.map((_, i) => i));
  const offices = town.villages.map((_, i) => ({
    rank: order.indexOf(i),
    built: r.day(r.int(2006, 2019)),
    area: r.int(90, 680),
  }));
  const incomes = town.random('income');
  return years.map((year) => {
    const rows = town.villages.map((village, i): Value[] => {
      const office = offices[i];
      const rank = office?.rank ?? 0;
      const storeys = rank < storeyed[year];
      const type = storeys ? '楼房' : rank === 47 ? '租借' : '平房';
      // What was built since last year; the last of them opens after the as-of date and does not count yet.
      const built = rank < 38 ? office?.built : rank === 41 ? '2021-12-20' : `2021-0${rank % 9}-15`;
      return [
        village.name,
        village.code,
        village.households,
        village.population + (year - 2020) * (i % 7),
        type,
        // Of old buildings nobody remembers the date.
        storeys && rank > 2 ? day(built ?? null) : null,
        office?.area ?? null,
        rank < withoutIncome[year] ? 0 : incomes.int(300, 9000) / 100,
      ];
    });
    const old = year === 2020;
    const columns: Column[] = [
      { header: old ? '行政村' : '村名' },
      { header: '区划代码', width: 16 },
      { header: '户数（户）', sum: true },
      { header: '人口（人）', sum: true },
      old ? { over: '办公场所', header: '类型' } : { header: '办公场所类型' },
      old ? { over: '办公场所', header: '建成日期', dates: 'cell' } : { header: '启用日期', dates: 'dot' },
      old
        ? { over: '办公场所', header: '办公面积（㎡）', sum: true }
        : { header: '办公面积（平方米）', sum: true },
      { header: old ? '集体经济收入（万元）' : '村集体收入（万元）', decimals: 2, sum: true },
    ];
    return {
      path: town.path(year, '组织办', old ? '村级办公场所.xlsx' : '行政村基本情况.xlsx'),
      sheets: [
        {
          sheet: '办公场所',
          title: `${town.unit}${year}年行政村办公场所情况统计表`,
          facts: town.facts('组织办', year),
          columns,
          rows,
          total: '合计',
          below: [footer(r)],
        },
      ],
    };
  });
}

/** Last year's in 万元 and as CSV, this year's in 元 with a subtotal for each village. */
export function spending(town: Township): Book[] {
  return years.map((year) => {
    const r = town.random(`spending ${year}`);
    const old = year === 2020;
    const purposes = ['路灯维护', '垃圾清运', '会议用品', '误工补贴', '防汛物资', '绿化管护', '报刊征订'];
    const words = ['公共支出', '组织运转', '人员报酬', '其他', old ? '公益事业' : '公益支出'];
    const rows = town.villages.flatMap((village) =>
      Array.from({ length: town.many(r.int(9, 16)) }, (_, i): Value[] => {
        const fen = r.int(30_000, 3_000_000);
        return [
          village.name,
          i % 11 === 10 ? null : `记-${String(i + 1).padStart(3, '0')}`,
          day(r.day(year)),
          r.pick(words),
          old ? Math.round(fen / 100) / 10_000 : fen / 100,
          `${r.pick(purposes)}（${i + 1}）`,
          r.pick(['村集体收入', '上级拨款']),
        ];
      }),
    );
    if (!old) {
      // Bad rows: an amount that is none, and an event of last year.
      const vague = rows[Math.floor(rows.length * 0.35)];
      if (vague) vague[4] = '见附表';
      const late = rows[Math.floor(rows.length * 0.7)];
      if (late) late[2] = { day: '2020-12-18' };
    }
    const columns: Column[] = [
      { header: old ? '行政村' : '村名' },
      { header: old ? '凭证编号' : '凭证号' },
      { header: old ? '支出日期' : '支付日期', dates: old ? 'iso' : 'slash' },
      { header: old ? '支出类别' : '支出项目' },
      old
        ? { header: '支出金额（万元）', decimals: 4, sum: true }
        : { header: '金额', decimals: 2, separators: true, sum: true },
      { header: old ? '用途' : '摘要', width: 22 },
      { header: '资金来源' },
    ];
    return {
      path: town.path(year, '财政所', old ? '村级支出明细.csv' : '村级支出明细（2021年1-11月）.xlsx'),
      encoding: 'gb18030',
      sheets: [
        {
          sheet: '支出明细',
          title: `${town.unit}${year}年村级支出明细表`,
          facts: town.facts('财政所', year, old ? undefined : '元'),
          columns,
          rows,
          ...(old ? {} : { subtotals: 0 }),
          total: '合计',
          below: [footer(r)],
        },
      ],
    };
  });
}

/** 养殖 in turn with the others; last year's in 元. */
export function ruralFunds(town: Township): Book[] {
  return years.map((year) => {
    const r = town.random(`funds ${year}`);
    const old = year === 2020;
    const names: Readonly<Record<string, string>> = {
      养殖: '生态养殖',
      种植: '大棚种植',
      加工: '果蔬加工',
      光伏: '屋顶光伏',
      其他: '乡村民宿',
    };
    const categories = Object.keys(names);
    const rows = Array.from({ length: town.many(old ? 12 : 17) }, (_, i): Value[] => {
      const category = i % 2 === 0 ? '养殖' : (categories[(i % 4) + 1] ?? '其他');
      const tenths = r.int(600, old ? 1500 : 2100);
      return [
        `${names[category]}${i + 1}期`,
        category,
        r.pick(town.villages).name,
        old ? tenths * 1000 : tenths / 10,
        day(r.day(year)),
        r.pick(['衔接资金', '县级配套', '集体自筹']),
        tenths / 200,
      ];
    });
    if (!old) {
      // Bad row: a word that the list does not have.
      const bad = rows[Math.floor(rows.length * 0.3)];
      if (bad) bad[1] = '特色产业';
    }
    const columns: Column[] = [
      { header: '项目名称', width: 18 },
      { header: old ? '项目类别' : '产业类型' },
      { header: '实施村' },
      old
        ? { header: '投入资金（元）', separators: true, sum: true }
        : { header: '投入金额（万元）', decimals: 1, sum: true },
      { header: old ? '投入日期' : '拨付日期', dates: old ? 'slash' : 'serial' },
      { header: '资金来源' },
      { header: '年收益（万元）', decimals: 3, sum: true },
    ];
    return {
      path: town.path(year, '乡村振兴办', old ? '产业资金.csv' : '2021产业资金投入.xlsx'),
      encoding: 'utf-8',
      sheets: [
        {
          sheet: '产业资金',
          title: `${town.unit}${year}年乡村振兴产业资金投入情况表`,
          facts: town.facts('乡村振兴办', year),
          columns,
          rows,
          total: '合计',
          below: [footer(r)],
        },
      ],
    };
  });
}
