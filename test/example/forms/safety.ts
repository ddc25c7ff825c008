/** 安全生产事故, 散乱污企业: some last year, a nil return this year. */
import type { Book, Column, Value } from '../sheet.js';
import { day } from '../sheet.js';
import { footer, type Township, years } from '../township.js';

export function accidents(town: Township): Book[] {
  const r = town.random('accidents');
  const columns: Column[] = [
    { header: '事故编号' },
    { header: '发生日期', dates: 'chinese', width: 18 },
    { header: '事故单位', width: 24 },
    { header: '地点' },
    { header: '事故等级' },
    { header: '是否生产安全事故' },
    { header: '死亡人数', sum: true },
    { header: '受伤人数', sum: true },
    { header: '直接经济损失（万元）', decimals: 1, sum: true },
  ];
  const rows: Value[][] = [
    ['SG2020-01', day('2020-03-27'), '示例未登记作坊', '厂区', '一般', '是', 0, 1, 12.5],
    ['SG2020-02', day('2020-07-14'), '示例运输车队', '县道', '一般', '否', 0, 2, 3.2],
    ['SG2020-03', day('2020-10-09'), '示例未登记作坊', '仓库', '一般', '是', 0, 0, 26],
  ];
  return years.map((year) => ({
    path: town.path(year, '应急办', year === 2020 ? '事故台账.xlsx' : '安全生产事故（零报告）.xlsx'),
    sheets: [
      {
        sheet: '事故',
        title: `${town.unit}${year}年安全生产事故统计表`,
        facts: town.facts('应急办', year),
        columns,
        rows: year === 2020 ? rows : [],
        ...(year === 2020 ? { total: '合计' } : { nil: '零报告' }),
        below: [footer(r)],
      },
    ],
  }));
}

export function pollution(town: Township): Book[] {
  const r = town.random('pollution');
  const columns: Column[] = [
    { header: '业户名称', width: 20 },
    { header: '地址', width: 20 },
    { header: '排查日期', dates: 'iso' },
    { header: '存在问题' },
    { header: '整治措施' },
    { header: '整治完成日期', dates: 'iso' },
  ];
  const rows = ['木材加工点', '塑料颗粒点', '喷漆作坊', '石料堆场', '熔炼作坊'].map((what, i): Value[] => [
    `示例${what}`,
    r.pick(town.villages).name,
    day(`2020-0${i + 3}-16`),
    '无环保手续',
    r.pick(['关停取缔', '整合搬迁', '升级改造']),
    day(`2020-0${i + 4}-28`),
  ]);
  return years.map((year) => ({
    path: town.path(year, '生态环境办', `散乱污排查${year}.csv`),
    encoding: year === 2020 ? 'gb18030' : 'utf-8',
    sheets: [
      {
        sheet: '',
        title: `${town.unit}${year}年“散乱污”企业排查整治情况表`,
        facts: town.facts('生态环境办', year),
        columns,
        rows: year === 2020 ? rows : [],
        ...(year === 2020 ? {} : { nil: '本期无' }),
        below: [footer(r)],
      },
    ],
  }));
}
