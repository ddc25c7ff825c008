/** 村级道路修建, 学校建设, 新型社区: what is built. */
import { later } from '../random.js';
import { type Book, type Column, day, type Value } from '../sheet.js';
import { footer, type Township, type Year, years } from '../township.js';

export function roads(town: Township): Book[] {
  return years.map((year) => {
    const r = town.random(`roads ${year}`);
    const villages = r.shuffled(town.villages).slice(0, 20);
    const lengths: number[] = [];
    const rows: Value[][] = [];
    for (let i = 0; i < town.many(year === 2020 ? 27 : 31); i++) {
      const village = villages[Math.floor((i * 20) / town.many(31))]?.name ?? '';
      const metres = r.int(120, 2400);
      const started = r.day(year, '01-10', '07-20');
      // Every ninth is still under way.
      const completed = i % 9 === 5 ? null : later(started, r.int(25, 110));
      const nature = r.pick(['新建', '改建', '硬化', '硬化', year === 2020 ? '养护' : '大修']);
      const from = r.pick(['村委会', '小学', '文化广场', '村西头']);
      const to = r.pick(['省道', '河堤', '村东头', '县道']);
      lengths.push(metres);
      rows.push(
        year === 2020
          ? [village, `第${i + 1}号路`, from, to, metres, 4.5, '水泥', nature, day(started), day(completed)]
          : [village, `第${i + 1}号路`, `${from}—${to}`, metres / 1000, 4.5, '沥青', nature, day(completed)],
      );
      rows.at(-1)?.push(Math.round(metres * r.int(32, 61)) / 1000);
    }
    if (year === 2021) {
      // Bad row: the length is missing.
      const bad = rows[Math.floor(rows.length / 4)];
      if (bad) bad[3] = null;
    }
    return year === 2020 ? roads2020(town, rows) : roads2021(town, rows);
  });
}

function roads2020(town: Township, rows: Value[][]): Book {
  const columns: Column[] = [
    { header: '所在村' },
    { header: '路线名称' },
    { header: '起点' },
    { header: '终点' },
    { header: '长度（米）', separators: true, sum: true },
    { header: '路面宽度（米）' },
    { header: '路面类型' },
    { header: '工程类别' },
    { header: '开工日期', dates: 'slash' },
    { header: '竣工日期', dates: 'slash' },
    { header: '投资额（万元）', decimals: 3, sum: true },
  ];
  return {
    path: town.path(2020, '村镇建设办', '村级道路.csv'),
    encoding: 'utf-8',
    sheets: [
      {
        sheet: '',
        title: `${town.unit}2020年村级道路修建情况统计表`,
        facts: town.facts('村镇建设办公室', 2020),
        columns,
        rows,
        total: '合计',
        below: ['注：未填竣工日期的为在建工程。'],
      },
    ],
  };
}

function roads2021(town: Township, rows: Value[][]): Book {
  const columns: Column[] = [
    { header: '所属村', merge: true },
    { header: '道路名称' },
    { header: '起止点', width: 20 },
    { over: '建设规模', header: '长度（公里）', decimals: 3, sum: true },
    { over: '建设规模', header: '宽度（米）' },
    { header: '路面类型' },
    { header: '建设性质' },
    { header: '完工日期', dates: 'chinese', width: 18 },
    { header: '投资（万元）', decimals: 3, sum: true },
  ];
  return {
    path: town.path(2021, '村镇建设办', '道路/2021年村级道路修建台账.xlsx'),
    sheets: [
      {
        sheet: '道路',
        title: `${town.unit}2021年村级道路修建台账`,
        facts: town.facts('村镇建设办公室', 2021),
        columns,
        rows,
        columnNumbers: true,
        total: '合计',
        below: ['注：未填完工日期的为在建工程。', footer(town.random('roads footer'))],
      },
    ],
  };
}

/** Item, nature and quantity of what each year's schools built; the squares come to the same number. */
const schoolWorks: Readonly<Record<Year, readonly (readonly [string, string, string])[]>> = {
  2020: [
    ...[
      ['教学楼', '新建', '1座'] as const,
      ['教学楼', '新建', '两座'] as const,
      ['教学楼', '维修', '1座'] as const,
    ],
    ...[
      ['学校广场', '新建', '1处'] as const,
      ['操场', '改扩建', '2处'] as const,
      ['操场', '新建', '1处'] as const,
    ],
    ...[
      ['食堂', '新建', '1座'] as const,
      ['宿舍楼', '改扩建', '1座'] as const,
      ['综合楼', '新建', '1座'] as const,
    ],
    ...[
      ['操场', '维修', '3处'] as const,
      ['食堂', '维修', '1座'] as const,
      ['宿舍楼', '维修', '2座'] as const,
    ],
  ],
  2021: [
    ...[['教学楼', '新建', '2'] as const, ['教学楼', '新建', '1'] as const, ['教学楼', '新建', '2'] as const],
    ...[
      ['教学楼', '改扩建', '1'] as const,
      ['教学楼', '新建', '1'] as const,
      ['综合楼', '新建', '1'] as const,
    ],
    ...[
      ['广场', '改扩建', '1'] as const,
      ['运动场', '新建', '2'] as const,
      ['体育场', '改扩建', '1'] as const,
    ],
    ...[['运动场', '维修', '1'] as const, ['食堂', '改扩建', '1'] as const, ['宿舍楼', '新建', '1'] as const],
    // Bad row: a word that the list does not have.
    ...[['停车棚', '新建', '1'] as const, ['食堂', '维修', '1'] as const, ['宿舍楼', '维修', '1'] as const],
  ],
};

export function schools(town: Township): Book[] {
  return years.map((year) => {
    const r = town.random(`schools ${year}`);
    const works = [...schoolWorks[year]];
    while (works.length < town.many(18)) works.push(['食堂', '维修', year === 2020 ? '1座' : '1']);
    const rows = works.map(([item, nature, quantity], i): Value[] => {
      const village = town.villages[(i * 5) % town.villages.length]?.name ?? '';
      const started = r.day(year, '01-10', '06-30');
      // The last but ten of each year is still under way.
      const completed = i === 4 && year === 2021 ? null : later(started, r.int(30, 140));
      const school = i === 0 ? `${town.unit}中心学校` : `${village.slice(0, -1)}第${i}小学`;
      const stage = i === 0 ? '九年一贯制' : '小学';
      const area = r.int(120, 3200);
      const money = r.int(1000, 90_000) / 100;
      return [school, stage, village, item, nature, quantity, area, money, day(started), day(completed)];
    });
    const old = year === 2020;
    const columns: Column[] = [
      { header: '学校名称', width: 24 },
      { header: old ? '学段' : '办学类型' },
      { header: '所属村' },
      { header: old ? '建设内容' : '项目类型' },
      { header: '建设性质' },
      { header: old ? '数量' : '数量（座/处）' },
      { header: old ? '建筑面积（平方米）' : '面积（㎡）', sum: true },
      { header: '投资（万元）', decimals: 2, sum: true },
      { header: '开工日期', dates: old ? 'iso' : 'cell' },
      { header: old ? '竣工时间' : '竣工日期', dates: old ? 'chinese' : 'cell' },
    ];
    return {
      path: town.path(year, '教育办', old ? '学校建设.csv' : '2021学校建设项目.xlsx'),
      encoding: 'gb18030',
      sheets: [
        {
          sheet: '学校建设',
          title: `${town.unit}${year}年学校建设项目统计表`,
          facts: town.facts('教育办公室', year),
          columns,
          rows,
          total: '合计',
          below: [footer(r)],
        },
      ],
    };
  });
}

/** One community was known by another name last year, and people have moved into one since. */
export function communities(town: Township): Book[] {
  const rows: Readonly<Record<Year, Value[][]>> = {
    2020: [
      ['晨曦小区', '东片四村', 320, '2019年10月', '2021年10月', '80%', '在建'],
      ['云帆社区', '南片三村', 260, '2020年3月', '2022年6月', '35%', '在建'],
    ],
    2021: [
      ['晨曦社区', '东片四村', 320, '2019年10月', '2021年10月', '100%', '已入住'],
      ['云帆社区', '南片三村', 260, '2020年3月', '2023年6月', '60%', '在建'],
      ['长青社区', '北片五村', 410, '2021年9月', '2023', '10%', '在建'],
    ],
  };
  return years.map((year) => ({
    path: town.path(year, '村镇建设办', `新型社区${year}.xlsx`),
    sheets: [
      {
        sheet: '社区',
        title: `${town.unit}${year}年新型社区建设情况表`,
        facts: town.facts('村镇建设办公室', year),
        columns: [
          { header: '社区名称' },
          { header: '涉及村' },
          { header: '规划户数', sum: true },
          { header: '开工日期' },
          { header: year === 2020 ? '计划入住时间' : '入住时间' },
          { header: '进度（%）' },
          { header: '状态' },
        ],
        rows: rows[year],
        total: '合计',
        below: [footer(town.random(`communities ${year}`))],
      },
    ],
  }));
}
