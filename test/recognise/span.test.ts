/** The span that a text names within a year (DOMAIN A “What a submission says of its own span”). */
import { describe, expect, it } from 'vitest';
import { noFacts } from '../../pipeline/recognise/facts.js';
import { spanIn, spanOf } from '../../pipeline/recognise/span.js';

const said = (text: string) => {
  const span = spanIn(text, 2021);
  return span ? `${span.from.slice(5)} ${span.to.slice(5)}` : null;
};

it.each([
  ['试点镇2021年1-10月村级支出明细', '01-01 10-31'],
  ['2021年1—10月村级支出', '01-01 10-31'],
  ['一月至十月村级支出', '01-01 10-31'],
  ['１～１０月份', '01-01 10-31'],
  ['2021年1月至2021年10月', '01-01 10-31'],
  ['2021.1-2021.10', '01-01 10-31'],
  ['2020年12月—2021年10月', '01-01 10-31'],
  ['2021年前三季度', '01-01 09-30'],
  ['第一至三季度', '01-01 09-30'],
  ['1-3季度', '01-01 09-30'],
  ['2021年三季度', '07-01 09-30'],
  ['第4季度', '10-01 12-31'],
  ['2021年上半年', '01-01 06-30'],
  ['下半年', '07-01 12-31'],
  ['截至10月底', '01-01 10-31'],
  ['截止2021年10月31日', '01-01 10-31'],
  ['2021年10月31日', '01-01 10-31'],
  ['11月1日至11月30日', '11-01 11-30'],
  ['1月', '01-01 01-31'],
  ['二月份', '02-01 02-28'],
  ['2021年11月信访台账', '11-01 11-30'],
  ['20211031', '01-01 10-31'],
  ['202110', '10-01 10-31'],
  ['2021-10', '10-01 10-31'],
  ['10.31', '01-01 10-31'],
])('%s', (text, span) => {
  expect(said(text)).toBe(span);
});

it.each([
  '2021年村级支出',
  '2019—2021年村级支出',
  '2020年1-10月',
  '财农〔2021〕10号',
  '2021年9月制',
  '2021年9月修订',
  '打印时间：2021年12月3日',
  '公示时间：11月1日至11月7日',
  '镇统2021-10表',
  '第10页',
  '村级支出',
  '月亮湾社区',
])('%s says nothing', (text) => {
  expect(said(text)).toBeNull();
});

describe('where it is said', () => {
  const of = (facts: Partial<typeof noFacts>, sheet = 'Sheet1') => {
    const span = spanOf({ ...noFacts, ...facts }, sheet, '2021-11-30');
    return span ? `${span.from.slice(5)} ${span.to.slice(5)}` : null;
  };
  it('统计时间 before the title, the title before the sheet, 填报日期 last', () => {
    expect(of({ spanStated: '2021年1-9月', titles: ['1-10月支出'] }, '11月')).toBe('01-01 09-30');
    expect(of({ titles: ['1-10月支出'] }, '11月')).toBe('01-01 10-31');
    expect(of({ reportedOn: '2021-10-31' }, '11月')).toBe('11-01 11-30');
    expect(of({ reportedOn: '2021-10-31' })).toBe('01-01 10-31');
  });
  it('a form that is filled in up to ten days before the end, or after it, says nothing', () => {
    expect(of({ reportedOn: '2021-11-19' })).toBe('01-01 11-19');
    expect(of({ reportedOn: '2021-11-20' })).toBeNull();
    expect(of({ reportedOn: '2021-12-03' })).toBeNull();
    expect(of({ reportedOn: '2022-01-05' })).toBeNull();
  });
});
