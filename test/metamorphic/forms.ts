/** Submissions in order, of two years, from which edits begin. */
import { type Book, row } from './sheet.js';

export interface Submission {
  readonly name: string;
  readonly book: Book;
  readonly previous: Book;
  /** Which of its columns are amounts, counts or lengths, which dates, and which the village; from 0. */
  readonly numbers: readonly number[];
  readonly dates: readonly number[];
  readonly village: number | null;
}

type Values = readonly (string | number | Date | null)[];

const day = (text: string) => new Date(`${text}T00:00:00Z`);

function submission(
  name: string,
  title: string,
  line: string | null,
  header: readonly string[],
  rows: (year: number) => readonly Values[],
  columns: Pick<Submission, 'numbers' | 'dates' | 'village'>,
): Submission {
  const bookOf = (year: number): Book => ({
    path: name,
    format: 'xlsx',
    sheets: [
      {
        name: 'Sheet1',
        rows: [
          row('title', `${year}年${title}`, ...header.slice(1).map(() => null)),
          ...(line === null ? [] : [row('line', line, ...header.slice(1).map(() => null))]),
          row('header', ...header),
          ...rows(year).map((values) => row('data', ...values)),
        ],
      },
    ],
  });
  return { name, book: bookOf(2021), previous: bookOf(2020), ...columns };
}

const more = (year: number, of: number) => (year === 2021 ? of : 0);

export const submissions: readonly Submission[] = [
  submission(
    '村级支出',
    '村级支出明细',
    '单位：元',
    ['村名', '凭证号', '支付日期', '支出类别', '金额', '摘要'],
    (year) => [
      ['东庄村', '记-1', day(`${year}-01-15`), '公共支出', 12500 + more(year, 300), '路灯维修'],
      ['东庄村', '记-2', day(`${year}-03-02`), '人员报酬', 8600, '报酬'],
      ['西庄村', '记-3', day(`${year}-04-20`), '公共支出', 23450.5, '环境整治'],
      ['西庄村', '记-4', day(`${year}-06-08`), '组织运转', 4300, '办公用品'],
      ['南庄村', '记-5', day(`${year}-09-27`), '公共支出', 17800, '沟渠清淤'],
    ],
    { numbers: [4], dates: [2], village: 0 },
  ),
  submission(
    '道路修建',
    '村级道路修建情况',
    null,
    ['所属村', '道路名称', '起止点', '长度（公里）', '建设性质', '完工日期'],
    (year) => [
      ['东庄村', '一号路', '东庄至县道', 1.25, '新建', day(`${year}-05-01`)],
      ['西庄村', '二号路', '西庄至赵庄', 2.5 + more(year, 1), '硬化', day(`${year}-06-18`)],
      ['南庄村', '三号路', '南庄至河堤', 0.8, '改建', day(`${year}-08-09`)],
      ['北庄村', '四号路', '北庄至学校', 3.1, '养护', day(`${year}-10-11`)],
    ],
    { numbers: [3], dates: [5], village: 0 },
  ),
  submission(
    '文体活动',
    '群众文体活动统计',
    null,
    ['活动名称', '活动日期', '活动地点', '参加人数', '主办单位'],
    (year) => [
      ['元宵灯会', day(`${year}-02-26`), '文化广场', 300, '文化站'],
      ['广场舞比赛', day(`${year}-05-04`), '文化广场', 120, '文化站'],
      ['电影下乡', day(`${year}-07-15`), '东庄村', 80, '文化站'],
      ...(year === 2021 ? [['重阳演出', day('2021-10-14'), '敬老院', 60, '文化站']] : []),
    ],
    { numbers: [3], dates: [1], village: null },
  ),
  submission(
    '产业资金',
    '乡村振兴产业资金投入',
    '单位：万元',
    ['项目名称', '项目类别', '实施村', '投入金额', '投入日期'],
    (year) => [
      ['肉鸭养殖', '养殖', '东庄村', 120.5, day(`${year}-03-20`)],
      ['蛋鸡养殖', '养殖', '西庄村', 86 + more(year, 14), day(`${year}-05-12`)],
      ['大棚蔬菜', '种植', '南庄村', 45, day(`${year}-06-30`)],
      ['光伏电站', '光伏', '北庄村', 230, day(`${year}-09-01`)],
    ],
    { numbers: [3], dates: [4], village: 2 },
  ),
];
