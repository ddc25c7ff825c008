/** Finding the header of a table: one to five rows, merged or not, of a known form or of none (DOMAIN I). */
import type { Form } from '../forms/define.js';
import { countFacts } from './facts.js';
import { columnsOf } from './header-columns.js';
import { readHeader } from './header-text.js';
import type { Cell, Line } from './lines.js';
import { type FormMatch, type HeaderColumn, isRemarkHeader, isSerialHeader, matchForms } from './match.js';
import { type Profile, profileOf } from './profile.js';
import { isColumnNumbers } from './row-kinds.js';
import { isUnit } from './unit-text.js';
import { isDash, isFooter, isNote, saysNil, totalWord } from './words.js';

export interface HeaderContext {
  readonly forms: readonly Form[];
  /** Sheet name and what was said above, for forms that a word there makes known. */
  readonly surroundings: string;
  readonly year: number | null;
}

export interface Header {
  /** Positions of its first and last row among the lines. */
  readonly first: number;
  readonly last: number;
  readonly columns: readonly HeaderColumn[];
  readonly match: FormMatch;
  /** What the rows below look like. */
  readonly body: Profile;
  readonly score: number;
  /** Share of its columns whose names are words that headers are made of. */
  readonly vocabulary: number;
}

/** How many rows below a header are looked at to tell it from data. */
const BODY = 30;
const DEEPEST = 5;

/** The best header among the first lines; null where there is no table. */
export function findHeader(lines: readonly Line[], context: HeaderContext, starts = 60): Header | null {
  let best: Header | null = null;
  let passed = 0;
  for (let i = 0; i < lines.length && i < starts; i++) {
    const header = headerAt(lines, i, context);
    if (!header) continue;
    const known = header.match.form !== null || header.match.ambiguous.length > 0;
    // Each wide row that is passed over speaks for the earlier one: data looks like a header, too.
    const score = header.score - (known ? 0.01 : 0.75) * passed;
    if (!best || score > best.score) best = { ...header, score };
    passed++;
    if (passed > 20) break;
  }
  return best;
}

/** The header that begins with this line; null where the line cannot be a header. */
export function headerAt(lines: readonly Line[], first: number, context: HeaderContext): Header | null {
  const line = lines[first];
  if (!line || !couldBeHeader(line)) return null;
  const bottom = bottomOf(lines, first);
  let best = headerOf(lines, first, bottom, context);
  for (let last = first; last < Math.min(first + 4, lines.length) && context.forms.length > 0; last++) {
    if (last === bottom || cutsThroughMerge(lines, first, last)) continue;
    const other = headerOf(lines, first, last, context);
    if (other && (!best || grade(other.match) > grade(best.match))) best = other;
  }
  return best;
}

/** Known forms before lacking ones, then by matched columns. */
function grade(match: FormMatch): number {
  if (match.ambiguous.length > 0) return 1000;
  if (!match.form) return 0;
  return (match.missing.length === 0 ? 2000 : 500) + match.assignments.length;
}

function headerOf(
  lines: readonly Line[],
  first: number,
  last: number,
  context: HeaderContext,
): Header | null {
  const body = bodyBelow(lines, first, last);
  const columns = columnsOf(lines, first, last, body);
  const named = columns.filter((c) => c.parts.length > 0);
  if (named.length < 2) return null;
  const match = matchForms(named, context.forms, context.surroundings, context.year);
  const known = match.form !== null || match.ambiguous.length > 0;
  const score = known ? 10 + grade(match) / 10 : genericScore(lines, first, named, body);
  const vocabulary = named.filter((c) => isVocabulary(c.parts.at(-1) ?? '')).length / named.length;
  return score === null ? null : { first, last, columns, match, body, score, vocabulary };
}

/** The rows below; only the nearest where those further down are wider than the header: another table without a gap. */
function bodyBelow(lines: readonly Line[], first: number, last: number): Profile {
  const body = profileOf(lines, last + 1, BODY);
  const edge = Math.max(
    ...lines.slice(first, last + 1).flatMap((line) => line.cells.map((c) => c.lastColumn)),
  );
  const beyond = body.usedColumns.filter((c) => c > edge).length;
  if (beyond * 3 <= body.usedColumns.length) return body;
  const near = profileOf(lines, last + 1, 3);
  return near.usedColumns.every((c) => c <= edge) && near.rows > 0 ? near : body;
}

/** How much a block looks like the header of what stands below it, about 0 to 5; null: not at all. */
function genericScore(
  lines: readonly Line[],
  first: number,
  named: readonly HeaderColumn[],
  body: Profile,
): number | null {
  const used = body.usedColumns;
  const names = new Set(named.map((c) => c.column));
  const cells = lines[first]?.cells ?? [];
  const vocabulary = named.filter((c) => isVocabulary(c.parts.at(-1) ?? '')).length;
  if (used.length === 0) return cells.length >= 3 || vocabulary >= 2 ? 1 + vocabulary / named.length : null;
  const covered = used.filter((c) => names.has(c)).length / used.length;
  if (covered < 0.6) return null;
  const numeric = body.numericColumns.filter((c) => names.has(c)).length;
  const contrast = numeric > 0 ? 1 : 0;
  const distinct = new Set(named.map((c) => c.parts.join('/'))).size / named.length;
  const short = named.filter((c) => readHeader(c.parts.at(-1) ?? '').key.length <= 14).length / named.length;
  if (distinct < 0.5 || short < 0.5) return null;
  const valueLike = cells.filter((c) => c.holds !== 'text').length / Math.max(1, cells.length);
  return (
    covered +
    contrast +
    1.5 * (vocabulary / named.length) +
    (vocabulary > 0 ? 0.5 : 0) +
    distinct * 0.5 +
    short * 0.5 -
    valueLike
  );
}

const VOCABULARY =
  /^(?:序号|编号|名称|姓名|性别|单位|部门|地区|地址|备注|说明|合计|总计|小计|数量|金额|日期|时间|电话|类型|类别|项目|指标|内容|年份|月份|年度|总数|比例|占比|增速|指标名称|计量单位|本期|上期|同比|环比|区县|乡镇|村|行政区划|学校|企业|品种|品名|规格|价格|单价)$|(?:名称|姓名|日期|时间|电话|地址|编码|代码|类型|类别|单位|情况|金额|数量|人数|面积|面积|总额|户数|个数|方式|原因|状态|等级|号码|责任人|联系人|负责人|来源|用途|年限|比例|收入|支出|产值|产量|增长|库存|价格|内容|性质|级别|部门|地点|次数)$/;

function isVocabulary(part: string): boolean {
  return isSerialHeader(part) || isRemarkHeader(part) || VOCABULARY.test(readHeader(part).key);
}

/** A first header row has at least two cells, hardly a value, and is no line of facts, notes or totals. */
function couldBeHeader(line: Line): boolean {
  const { cells } = line;
  const [first] = cells;
  if (cells.length < 2 || !first) return false;
  const values = cells.filter((c) => c.holds === 'number').length;
  const dates = cells.filter((c) => c.holds === 'date' || c.holds === 'year').length;
  const texts = cells.length - values - dates;
  if (values * 4 > cells.length && !countsUp(cells)) return false;
  const years = cells.filter((c) => c.holds === 'year');
  if (texts === 0)
    return (
      years.length >= 2 &&
      years.length === cells.length &&
      runsOn(years.map((c) => Number(c.words.slice(0, 4))))
    );
  if (texts < cells.length && first.holds === 'number' && !isSerialHeader(first.text)) return false;
  if (cells.every((c) => isFront(c))) return false;
  const facts = countFacts(line);
  if (facts > 0 && (cells.filter((c) => isFront(c)).length * 2 >= cells.length || facts * 2 >= cells.length))
    return false;
  if (cells.every((c) => isDash(c.words) || c.holds !== 'text')) return false;
  if (cells.some((c) => totalWord(c.words) !== null && c === first && values > 0)) return false;
  if (isFooter(first.words) && /[:：]/.test(first.words)) return false;
  if (isNote(first.words) && cells.length <= 3 && first.words.length > 12) return false;
  return new Set(cells.map((c) => c.words)).size > 1;
}

/** Numbers in a header are months, days or years in their order. */
function countsUp(cells: readonly Cell[]): boolean {
  const numbers = cells.filter((c) => c.holds === 'number').map((c) => Number(c.words));
  return (
    numbers.length >= 3 &&
    numbers.every((n, i) => Number.isInteger(n) && (i === 0 || n === (numbers[i - 1] ?? 0) + 1))
  );
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
function isFront(cell: Cell): boolean {
  if (cell.holds === 'date') return true;
  return (
    /[:：]/.test(cell.words.slice(0, 14)) ||
    /^(?:附件|附表|表)\d*[:：]?$/.test(cell.words) ||
    (isUnit(cell.words.replace(/^\((.*)\)$/, '$1')) && cell.words.length > 1) ||
    /^(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?$/.test(cell.words) ||
    /^统计(?:日期|时间)/.test(cell.words) ||
    /^第?\d+页/.test(cell.words)
  );
}

function cutsThroughMerge(lines: readonly Line[], first: number, last: number): boolean {
  const bottom = lines[last]?.row.number ?? 0;
  return lines
    .slice(first, last + 1)
    .some((l) => l.cells.some((c) => c.lastRow > bottom && c.lastRow - l.row.number < DEEPEST));
}

/** The last row of the header that begins here: what its merges span, and rows that go on naming columns. */
function bottomOf(lines: readonly Line[], first: number): number {
  let last = first;
  for (;;) {
    const spanned = spannedTo(lines, first, last);
    if (spanned > last) {
      last = spanned;
      continue;
    }
    if (last - first + 1 >= DEEPEST || !goesOn(lines, first, last)) return last;
    last++;
  }
}

function spannedTo(lines: readonly Line[], first: number, last: number): number {
  let to = last;
  for (let i = first; i <= last; i++) {
    const line = lines[i];
    for (const cell of line?.cells ?? []) {
      if (!line || cell.lastRow - line.row.number >= DEEPEST) continue;
      for (let next = lines[to + 1]; next && next.row.number <= cell.lastRow; next = lines[to + 1]) to++;
    }
  }
  return to;
}

/** Whether the row below `last` still belongs to the header. */
function goesOn(lines: readonly Line[], first: number, last: number): boolean {
  const line = lines[last + 1];
  const above = lines[last];
  if (!line || !above || line.row.number !== above.row.number + 1) return false;
  const { cells } = line;
  if (cells.every((c) => isUnit(c.words.replace(/^[([](.*)[)\]]$/, '$1'))))
    return cells.length >= 2 || /[(（]/.test(cells[0]?.text ?? '');
  if (isColumnNumbers(line)) return false;
  if (cells.some((c) => c.holds === 'number' && !isYearLike(c)))
    return countsUp(cells) && underOneParent(lines, first, last, cells);
  if (
    cells.some(
      (c) =>
        totalWord(c.words)?.kind === 'total' &&
        c === cells[0] &&
        c.column === above.cells[0]?.column &&
        parentOf(lines, first, last, c) === null,
    )
  )
    return false;
  if (cells.every((c) => isDash(c.words) || saysNil(c.words))) return false;
  const same = above.cells.filter((c) =>
    cells.some((d) => d.column === c.column && d.words === c.words),
  ).length;
  if (same === cells.length && same > 1) return false;
  const open = cells.filter((c) => isOpen(lines, first, last, c));
  const closed = cells.length - open.length;
  const body = profileOf(lines, last + 2, 10);
  const numeric = new Set(body.numericColumns);
  const contrasting = cells.filter(
    (c) => numeric.has(c.column) && c.holds === 'text' && !isDash(c.words),
  ).length;
  if (open.length > 0 && closed === 0)
    return open.length >= 2 || open.some((c) => parentOf(lines, first, last, c) !== null) || contrasting > 0;
  if (open.length >= closed && open.length >= 2)
    return contrasting > 0 || open.every((c) => parentOf(lines, first, last, c) !== null);
  const numericHere = cells.filter((c) => numeric.has(c.column)).length;
  return contrasting >= 2 && contrasting >= numericHere * 0.7 && !cells.some((c) => c.holds === 'date');
}

const isYearLike = (cell: Cell): boolean => cell.holds === 'year';

function underOneParent(
  lines: readonly Line[],
  first: number,
  last: number,
  cells: readonly Cell[],
): boolean {
  return cells.every((c) => parentOf(lines, first, last, c) !== null);
}

/** The merged cell above that spans this one and more. */
function parentOf(lines: readonly Line[], first: number, last: number, cell: Cell): Cell | null {
  for (let i = last; i >= first; i--) {
    const above = lines[i]?.cells.find((c) => c.column <= cell.column && cell.column <= c.lastColumn);
    if (!above) continue;
    const wider = above.lastColumn - above.column > cell.lastColumn - cell.column;
    return wider && cell.lastColumn <= above.lastColumn ? above : null;
  }
  return null;
}

/** Whether the header does not yet name this column for good: nothing above, or a wider merged cell. */
function isOpen(lines: readonly Line[], first: number, last: number, cell: Cell): boolean {
  if (parentOf(lines, first, last, cell) !== null) return true;
  for (let i = first; i <= last; i++) {
    if (lines[i]?.cells.some((c) => c.column <= cell.lastColumn && cell.column <= c.lastColumn))
      return heads(lines, last, cell);
  }
  return true;
}

/** A cell below an unmerged parent: blank header cells to its right are filled in the same row. */
function heads(lines: readonly Line[], last: number, cell: Cell): boolean {
  const above = lines[last];
  const line = lines[last + 1];
  if (!above || !line) return false;
  const parent = above.cells.find((c) => c.column === cell.column && c.lastColumn === c.column);
  if (!parent) return false;
  const next = above.cells.find((c) => c.column > cell.column)?.column ?? Number.POSITIVE_INFINITY;
  return line.cells.some((c) => c.column > cell.column && c.column < next);
}
