/** What a single row of a header looks like. */
import { countFacts } from '../facts.js';
import type { Line, LineCell } from '../lines.js';
import { isUnit } from '../units/grammar.js';
import { isDash, isFooter, isNote, totalWord } from '../vocabulary.js';
import { isRemarkHeader, isSerialHeader } from './match.js';
import { readHeader } from './text.js';

const VOCABULARY =
  /^(?:序号|编号|名称|姓名|性别|单位|部门|地区|地址|备注|说明|合计|总计|小计|数量|金额|日期|时间|电话|类型|类别|项目|指标|内容|年份|月份|年度|总数|比例|占比|增速|指标名称|计量单位|本期|上期|同比|环比|区县|乡镇|村|行政区划|学校|企业|品种|品名|规格|价格|单价|人口|户主|耕地|产品|商品|物资|事项|问题|措施|时限|结果|进度|进展|职务|职称|学历|年龄|民族|手机|班级|年级|总分|名次|排名|库存|摘要|科目|余额|预算|决算)$|(?:名称|姓名|村名|日期|时间|电话|地址|编码|代码|类型|类别|单位|情况|金额|数量|人数|面积|面积|总额|户数|个数|方式|原因|状态|等级|号码|责任人|联系人|负责人|来源|用途|年限|比例|收入|支出|产值|产量|增长|库存|价格|内容|性质|级别|部门|地点|次数)$/;

/** Whether a header is a word that headers are made of. */
export function isVocabulary(part: string): boolean {
  return isSerialHeader(part) || isRemarkHeader(part) || VOCABULARY.test(readHeader(part).key);
}

const ASKED =
  /(?:姓名|性别|民族|年龄|年月|学位|院校|专业|职称|简历|经历|奖惩|特长|号码?|账号|编号|住址|地址|住所|场所|电话|手机|传真|邮编|邮箱|职务|职业|学历|面貌|籍贯|状况|情况|人口|人数|面积|金额|原因|用途|类型|类别|范围|方式|项目|内容|日期|时间|期限|所在[村镇地]|地点|部门|年限|理由|资金|投资|[责负]任?人|[请系办批]人|法人|代表|备注|照片|单位|名称|意见|承诺)[:：]?$/;

/** What a form asks of one person, household or thing: 身份证号, 民族, 经营场所. */
function isAsked({ words }: LineCell): boolean {
  return words.length <= 10 && ASKED.test(words);
}

/** Whether a row asks in turn: a particular, its answer, the next one; `twice`: more than one. */
export function asksInTurn({ cells }: Line, twice: boolean): boolean {
  const asked = cells.filter((_, i) => i % 2 === 0);
  const answers = cells.filter((_, i) => i % 2 === 1);
  return asked.length > (twice ? 1 : 0) && asked.every(isAsked) && !answers.some(isAsked);
}

const PARTICULAR =
  /(?:姓名|性别|民族|年龄|年月|号码?|住址|地址|电话|手机|职务|职业|学历|面貌|籍贯|状况|人口|面积|原因|责任人|备注|照片|单位)[:：]?$/;

/** Whether a row asks for several particulars of a person or household, answered or not. */
export function asksForSeveral({ cells }: Line): boolean {
  const asked = cells.filter(({ words }) => words.length <= 8 && PARTICULAR.test(words)).length;
  return asked >= 2 && asked * 2 >= cells.length;
}

/** A first header row has at least two cells, hardly a value, and is no line of facts, notes or totals. */
export function couldBeHeader(line: Line): boolean {
  const { cells } = line;
  const [first] = cells;
  if (cells.length < 2 || !first) return false;
  const values = cells.filter((c) => c.holds === 'number').length;
  const dates = cells.filter((c) => c.holds === 'date' || c.holds === 'year').length;
  const texts = cells.length - values - dates;
  if (values * 4 > cells.length && !countsUp(cells) && !numbersThings(cells)) return false;
  const years = cells.filter((c) => c.holds === 'year');
  if (texts === 0)
    return (
      years.length >= 2 &&
      years.length === cells.length &&
      runsOn(years.map((c) => Number(c.words.slice(0, 4))))
    );
  if (texts < cells.length && first.holds === 'number' && !isSerialHeader(first.text)) return false;
  if (cells.every((c) => isFront(c))) return false;
  if (cells.filter((c) => /[:：]$/.test(c.words)).length * 2 > cells.length) return false;
  const facts = countFacts(line);
  if (facts > 0 && (cells.filter((c) => isFront(c)).length * 2 >= cells.length || facts * 2 >= cells.length))
    return false;
  if (cells.every((c) => isDash(c.words) || c.holds !== 'text')) return false;
  if (cells.some((c) => totalWord(c.words) !== null && c === first && values > 0)) return false;
  if (isFooter(first.words) && /[:：]/.test(first.words)) return false;
  if (isNote(first.words) && cells.length <= 3 && first.words.length > 12) return false;
  return new Set(cells.map((c) => c.words)).size > 1;
}

/**
 * Numbers in a header are months, days or years in their order, with names of weekdays in place of some; or days of
 * a month that look like decimals (5.12, 5.13).
 */
export function countsUp(cells: readonly LineCell[]): boolean {
  const numbers = cells.flatMap((c, i) => (c.holds === 'number' ? [{ n: monthOr(c.words), i }] : []));
  return (
    numbers.length >= 3 &&
    numbers.every(({ n, i }, k) => {
      const before = numbers[k - 1];
      if (!before) return true;
      if (!Number.isInteger(n)) return Math.round((n - before.n) * 100) === 1;
      const between = cells.slice(before.i + 1, i);
      return (
        n === before.n + 1 || (n === before.n + i - before.i && between.every((c) => isWeekday(c.words)))
      );
    })
  );
}

/** Months since the year 0 of 202112, else the number. */
function monthOr(folded: string): number {
  const month = /^((?:19|20)\d\d)(0[1-9]|1[0-2])$/.exec(folded);
  return month ? Number(month[1]) * 12 + Number(month[2]) : Number(folded);
}

/** Whether a row names what it lists and then whole numbers that go up: 时间, 101, 102, 201, 202. */
function numbersThings([first, ...others]: readonly LineCell[]): boolean {
  const numbers = others.map((c) => (c.holds === 'number' ? Number(c.words) : Number.NaN));
  return (
    first !== undefined &&
    isVocabulary(first.text) &&
    !/[数额量积价率值]$|[收支]入?出?$|计$/.test(first.words) &&
    numbers.length > 2 &&
    numbers.every((n, i) => Number.isInteger(n) && n > (numbers[i - 1] ?? -1))
  );
}

/** 一, 周一, 星期日. */
export function isWeekday(folded: string): boolean {
  return /^(?:星期|周)?[一二三四五六日天]$/.test(folded);
}

/** Whether a row holds the days of a calendar one after the other, as only a header does. */
export function runsOnByDays(cells: readonly LineCell[]): boolean {
  const days = cells.flatMap((c) => dayOf(c) ?? []);
  return days.length >= 3 && days.every((day, i) => i === 0 || day === (days[i - 1] ?? 0) + 1);
}

/** Days since a fixed one of 2021-10-11, of 10月11日 in a leap year; null: it names no day. */
function dayOf({ words }: LineCell): number | null {
  const day = /^(?:((?:19|20)\d\d)[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$/.exec(words);
  return day && Date.UTC(Number(day[1] ?? 2000), Number(day[2]) - 1, Number(day[3])) / 86_400_000;
}

const TITLE = /(?:表|册|台账|一览|名单|清单|日报|周报|月报|季报|年报)(?:[(].*[)])?$/;

/** Whether a text ends as titles do: 花名册, 进度表（一）. */
export const isTitle = (folded: string): boolean => folded.length > 4 && TITLE.test(folded);

/** Whether a row is a title beside a remark, since the row below it has names of its own for more columns. */
export function isTitleOver({ cells, row }: Line, below: Line | undefined): boolean {
  const [title] = cells;
  if (!title || !below || below.row.number !== row.number + 1) return false;
  const named = cells.every((c) => below.over(c.column)?.column === c.column);
  return named && cells.length <= 3 && below.cells.length >= cells.length * 2 && isTitle(title.words);
}

/** Years in their order, up or down. */
function runsOn(years: readonly number[]): boolean {
  const step = (years[1] ?? 0) - (years[0] ?? 0);
  return (
    step !== 0 &&
    years.every((year, i) => i === 0 || Math.sign(year - (years[i - 1] ?? 0)) === Math.sign(step))
  );
}

/** A cell of the lines above a table: a labelled fact, a date, a unit, 附件1. */
function isFront(cell: LineCell): boolean {
  if (cell.holds === 'date') return true;
  return (
    /[:：]/.test(cell.words.slice(0, 14)) ||
    /^(?:附件|附表|表)\d*[:：]?$/.test(cell.words) ||
    (isUnit(cell.words.replace(/^\((.*)\)$/, '$1')) && cell.words.length > 1) ||
    /^(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?$/.test(cell.words) ||
    /^统计(?:日期|时间)/.test(cell.words) ||
    /^第?\d+页/.test(cell.words) ||
    cell.words === '列标签'
  );
}

/** What an import template says of its columns: N, C, varchar(20), 文本, 必填. */
const TYPE =
  /^(?:[NCDS]|必填项?|必选|选填项?|非必填|可选|文本型?|字符型?|字符串|数[字值]型?|整数|小数|日期型?|下拉(?:选择|框)?|(?:var)?char2?|text|string|int(?:eger)?|number|numeric|decimal|float|double|date(?:time)?|timestamp|bool(?:ean)?)(?:\(\d+(?:[,.]\d+)?\))?$/i;

/** Column arithmetic, numbers and types under a header: （1）（2）（3）, 1=3-5-8, A B C, 甲 乙 1 2, N N C (DOMAIN I.5). */
export function isColumnNumbers(line: Line): boolean {
  const cells = line.cells;
  const [first] = cells;
  if (!first) return false;
  const rest = cells.filter((c) => !/^(?:栏次|列次|行次|栏目)$/.test(c.words));
  const named = rest.length < cells.length;
  if (rest.length < (named ? 1 : 3)) return false;
  if (rest.every((c) => TYPE.test(c.words))) return true;
  let last = 0;
  let letters = 0;
  let numbers = 0;
  for (const [i, cell] of rest.entries()) {
    const letter =
      '甲乙丙丁戊己庚辛'.indexOf(cell.words) === letters || 'ABCDEFGHIJKLMN'.indexOf(cell.words) === letters;
    const number = /^[([（【]?(\d{1,3})[)\]）】]?(?:[=＝].{1,60})?$/.exec(cell.words);
    if (letter && cell.words.length === 1) letters++;
    else if (
      number &&
      (Number(number[1]) === last + 1 || (last === 0 && [0, i + 1].includes(Number(number[1]))))
    ) {
      last = Number(number[1]);
      numbers++;
    } else if (!/^(?:[①-⑳](?:[=＝].{1,60})?|[-—/×x]|[=＝].{1,60})$/.test(cell.words)) return false;
  }
  const marked = named || rest.some((c) => /[()=（）①]/.test(c.words));
  return numbers + letters >= 3 || (marked && numbers >= 1) || rest.every((c) => /^[①-⑳]/.test(c.words));
}
