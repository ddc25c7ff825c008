/** 群众文体活动: a column that is new this year, and two spellings of a date. */
import { type Book, type Column, day, type Value } from '../sheet.js';
import { footer, type Township, years } from '../township.js';

export function activities(town: Township): Book[] {
  return years.map((year) => {
    const r = town.random(`activities ${year}`);
    const old = year === 2020;
    const kinds: readonly (readonly [string, string])[] = [
      ['广场舞展演', '文艺演出'],
      ['戏曲下乡', '文艺演出'],
      ['乒乓球赛', '体育比赛'],
      ['公益电影', '电影放映'],
      ['剪纸培训', '培训'],
      ['知识竞赛', '其他'],
    ];
    const rows = Array.from({ length: town.many(old ? 52 : 63) }, (_, i): Value[] => {
      const [name, type] = r.pick(kinds);
      const place = r.pick(town.villages).name;
      const people: Value = i % 20 === 7 ? '约120' : r.int(20, 400);
      const cells = [`${name}（第${i + 1}场）`, day(r.day(year)), `${place}文化广场`, type, people, '文化站'];
      // The column is new this year, and filled in where it is 否 or someone cared.
      return old ? cells : [...cells, i % 10 === 3 ? '否' : i % 3 === 0 ? null : '是'];
    });
    rows.sort((a, b) => Date.parse(dayOf(a)) - Date.parse(dayOf(b)));
    if (!old) {
      const put = (at: number, column: number, value: Value) => {
        const row = rows[Math.floor(at)];
        if (row) row[column] = value;
      };
      // A year of two digits is a warning; an event after the as-of date is left out.
      put(rows.length - 2, 1, '21.11.27');
      put(rows.length - 1, 1, { day: '2021-12-05' });
      // Bad rows: no name, and a day that no calendar has.
      put(rows.length * 0.15, 0, null);
      put(rows.length * 0.5, 1, '2021.6.31');
    }
    const columns: Column[] = [
      { header: '活动名称', width: 24 },
      { header: old ? '举办日期' : '活动日期', dates: old ? 'slash' : 'dot' },
      { header: old ? '举办地点' : '活动地点', width: 22 },
      { header: '活动类型' },
      { header: '参加人数' },
      { header: '主办单位' },
      ...(old ? [] : [{ header: '是否群众性' }]),
    ];
    return {
      path: town.path(year, '文化站', old ? '文体活动.csv' : '群众文体活动统计.xlsx'),
      encoding: 'gb18030',
      sheets: [
        {
          sheet: '活动',
          title: `${town.unit}${year}年群众文体活动统计表`,
          facts: town.facts('文化站', year),
          columns,
          rows,
          below: [footer(r)],
        },
      ],
    };
  });
}

/** ISO date of a row of activities. */
function dayOf(row: readonly Value[]): string {
  const value = row[1] ?? null;
  return value !== null && typeof value === 'object' ? value.day : '';
}
