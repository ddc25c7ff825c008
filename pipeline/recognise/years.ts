/** The years that a text names as the years of its content (DOMAIN B “Held back whole”: a sheet of another year). */
import { halfWidth } from '../text/fold.js';

const DIGITS = '〇一二三四五六七八九';
const RANGE = /(?<!\d)((?:19|20)\d\d)年?度?[-—–~～至到]{1,2}((?:19|20)\d\d)(?!\d)/g;
const YEAR =
  /(?<![\d.])((?:19|20)\d\d)(?:(?=年|[-/.]\d|[^\d.])|$|(?=(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?(?!\d)))/g;
const DATE = '(?:19|20)\\d\\d(?:年度?|[-/.])?(?:\\d{1,2}(?:月份?|[-/.])?)?(?:\\d{1,2}[日号]?)?';

/** What holds a year or date that is not the content's. */
const OTHER_DATES: readonly RegExp[] = [
  // Document numbers: 财农〔2019〕12号, 2019年第3号, 2019年12号文.
  /[〔【[(][^〕】\])]*[〕】\])]\s*第?\s*\d*\s*号/g,
  /(?:19|20)\d\d年?(?:第\d+号|\d+号[文令])/g,
  // Standards and laws: GB/T 4754-2017, JTG B01—2014.
  /[A-Z]{2,5}(?:\/[A-Z]{1,3})?\s*[A-Z]?[\d.]+[-—–](?:19|20)\d\d/gi,
  // Form numbers: 镇统2019-3表, 表号2019-3.
  /(?:19|20)\d\d[-—–]\d{1,3}(?:号|表)/g,
  /表号[:：]?\S*/g,
  // Editions, and dates of forms and papers: 2017年版, 2018年修订, 2021年9月制, 打印时间2022年1月.
  new RegExp(`${DATE}(?:新?版|标准|口径|不?变价|修订|修正|制(?!造)|制定|制表|印制|印发|发布|施行|实施)`, 'g'),
  /(?:打印|印制|公示|公开)(?:时间|日期|期)?[:：]?\d[\d年月日号./]*(?:[-—–~～至到]+[\d年月日号./]+)?/g,
  // From a year on: 2016年以来, 2016年起, 自2016年, 2016年至今.
  new RegExp(`${DATE}(?:[(][^)]*[)])?(?:以来|起|及?以后|之后|后|开始|[-—–~～]*至今)`, 'g'),
  new RegExp(`[自从]${DATE}`, 'g'),
];

/** A text without the dates and years of documents, standards, forms and publicity. */
export function withoutOtherDates(plain: string): string {
  return OTHER_DATES.reduce((text, other) => text.replace(other, ' '), plain);
}

/** The years: 2021年, 二〇二一年, 2021-11-30, 20211130, and all of 2019—2021. */
export function yearsIn(text: string): readonly number[] {
  let plain = halfWidth(text)
    .replace(/[○Ｏ零]/g, '〇')
    .replace(/[一二]〇?[〇一二三四五六七八九]{2,3}(?=年)/g, (year) =>
      [...year].map((c) => DIGITS.indexOf(c)).join(''),
    )
    .replace(/\s/g, '');
  plain = withoutOtherDates(plain);
  const years = new Set<number>();
  for (const [, from, to] of plain.matchAll(RANGE)) {
    for (let year = Number(from); year <= Number(to); year++) years.add(year);
  }
  for (const [, year] of plain.matchAll(YEAR)) years.add(Number(year));
  return [...years].sort((a, b) => a - b);
}
