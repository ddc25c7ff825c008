/** What a row under a known header is, by its words, its shape and its place. */
import type { Form } from '../../forms/define.js';
import { statesFacts, statesUnit } from '../facts.js';
import { namesAgain } from '../header/header.js';
import { isSerialHeader } from '../header/match.js';
import { asksInTurn, isColumnNumbers } from '../header/row.js';
import type { NotDataKind } from '../kinds.js';
import { edgesOf, indentOf, type Line, type LineCell } from '../lines.js';
import { namesTownship } from '../totals/unlabelled.js';
import {
  isDash,
  isExample,
  isFooter,
  isLabelled,
  isNote,
  isOutline,
  isRateOfMarks,
  saysEnd,
  saysExample,
  saysRowIsExample,
  type TotalWord,
  totalWord,
} from '../vocabulary.js';
import type { DataColumns } from './columns.js';
import type { RowShape } from './shape.js';

export interface TotalLabel extends TotalWord {
  readonly column: number;
}

/** Text cells in which a total is looked for that is called by more than its word. */
const TOTAL_LABELS = 3;

/**
 * The total word by which a row calls itself a total: in one of its first text cells, or alone in any but the
 * remark. It is none where the column claims the word as a value (建设阶段: 合计), and a longer name is none
 * (其中有你文艺演出, 合计学校) in a row with a serial number and a name before it, or that fills the columns which say
 * what a row of the form is.
 */
export function totalLabel(line: Line, known: DataColumns): TotalLabel | null {
  let seen = 0;
  let numbered = false;
  let named = false;
  const isFull = fillsIdentity(line, known);
  for (const cell of line.cells) {
    const column = known.at.get(cell.column);
    if (column && (column.role === 'serial' || isSerialHeader(column.header)) && cell.holds === 'number') {
      numbered = true;
      continue;
    }
    if (cell.holds !== 'text') continue;
    if (column?.role === 'remark' && seen > 0) return null;
    const word = totalWord(cell.words);
    if (word && known.claims(cell.column, cell.words)) return null;
    const onlyExact = isFull || (numbered && named) || seen >= TOTAL_LABELS;
    if (word && (word.exact || !onlyExact)) return { ...word, column: cell.column };
    named = true;
    seen++;
  }
  return null;
}

/** Whether a row fills the columns that say which thing a row of the form is; one column alone says too little. */
function fillsIdentity(line: Line, { identity }: DataColumns): boolean {
  return (
    identity.length > 1 &&
    identity.every((column) => {
      const cell = line.over(column);
      return cell?.column === column && !isDash(cell.words);
    })
  );
}

/**
 * Whether a line says what one of these lines says, in the same columns, be it without its first cell; one cell alone
 * says too little.
 */
export function repeats(line: Line, lines: readonly Line[], previous: NotDataKind | 'data'): boolean {
  return (
    (line.cells.length > 1 || previous === 'repeated_header') &&
    lines.some(
      ({ cells }) =>
        sameWords(cells, line.cells) || (cells.length > 3 && sameWords(cells.slice(1), line.cells)),
    )
  );
}

/** Whether a line says the lowest name of each column of a header of several rows: 编码 below 路线, 序号 beside both. */
export function repeatsLowest({ cells }: Line, header: readonly Line[]): boolean {
  if (header.length < 2 || cells.length < 4) return false;
  const [from, to] = edgesOf(header);
  const lowest: LineCell[] = [];
  for (let column = from; column <= to; column++) {
    const cell = header.findLast((line) => line.over(column))?.over(column);
    if (cell && cell !== lowest.at(-1)) lowest.push(cell);
  }
  return sameWords(lowest, cells);
}

function sameWords(a: readonly LineCell[], b: readonly LineCell[]): boolean {
  return (
    a.length === b.length && a.every((cell, i) => cell.words === b[i]?.words && cell.column === b[i]?.column)
  );
}

/**
 * Whether a row is worth asking if another table begins with it: mostly words, where numbers were or after a break.
 * @param wary whether a word that may be a header's is reason enough.
 */
export function mayOpenTable(
  line: Line,
  shape: RowShape,
  { names, numeric, numericCount, positions }: DataColumns,
  afterBreak: boolean,
  wary: boolean,
): boolean {
  const { cells } = line;
  const [first] = cells;
  if (first?.holds !== 'text' || cells.length < 2) return false;
  const texts = cells.filter((c) => c.holds === 'text');
  if (texts.length < cells.length * 0.6) return false;
  if (afterBreak || isSerialHeader(first.text) || namesAgain(line, names)) return true;
  const onlyWords = cells.every((c) => c.holds === 'text' || c.holds === 'year');
  const forNumbers = texts.filter((c) => numeric[positions.indexOf(c.column)] && !isDash(c.words)).length;
  if (numericCount > 0 && forNumbers * 2 >= numericCount && onlyWords) return true;
  // Names of people and villages may begin like such words; a row with figures of its own is none.
  return wary && shape.suspects.length > 0 && !cells.some((c) => c.holds === 'number');
}

/** What a row is. */
export type RowClass =
  | { readonly is: 'total'; readonly kind: 'subtotal' | 'total'; readonly sums: boolean }
  /** Signatures, sources and notes: what comes after is data only if it looks very much like it. */
  | { readonly is: 'closing'; readonly kind: 'note' | 'footer' }
  | { readonly is: 'not_data'; readonly kind: NotDataKind }
  /** Numbers without a label. */
  | { readonly is: 'bare' }
  /** What follows decides: a title, a note, or this. */
  | { readonly is: 'open'; readonly otherwise: 'section' | 'data' | 'count' }
  | { readonly is: 'data' };

export interface RowContext {
  readonly line: Line;
  /** The line with the cells that merges carry down to it. */
  readonly filled: Line;
  readonly shape: RowShape;
  /** Blank rows before it. */
  readonly gap: number;
  /** Whether signatures or notes came before. */
  readonly closed: boolean;
  readonly previous: NotDataKind | 'data';
  /** Blanks before 其中 in the rows right above; null: there is none. */
  readonly ofWhich: number | null;
  readonly known: DataColumns;
  readonly form: Form | null;
  readonly unitNames: readonly string[];
  readonly hasData: boolean;
  /** Whether it leaves out the columns with which every row so far begins. */
  readonly beginsBeyond: boolean;
  /** Whether rows above it wait for what follows. */
  readonly waits: boolean;
}

/** Classifies a row under a known header by its words and its shape. */
export function classify(place: RowContext): RowClass {
  const { line, filled, shape, gap, closed, previous, known, form } = place;
  const { typical } = known;
  const [first] = line.cells;
  if (!first) return { is: 'not_data', kind: 'note' };
  if (isUnderHeader(previous) && (isColumnNumbers(line) || isCodes(line, shape, known))) {
    return { is: 'not_data', kind: 'column_numbers' };
  }
  if (isExampleRow(line, known)) return { is: 'not_data', kind: 'example' };
  if (previous === 'total' && isRateOfMarks(first.words)) return { is: 'total', kind: 'total', sums: false };
  if (isFormLine(line, known)) return { is: 'not_data', kind: 'form_line' };
  const total = totalLabel(filled, known);
  if (total && (total.sums || !known.listsIndicators))
    return { is: 'total', kind: total.kind, sums: total.sums };
  if (place.ofWhich !== null && indentOf(line) > place.ofWhich) {
    return { is: 'total', kind: 'subtotal', sums: false };
  }
  if (form && namesTownshipAsVillage(place)) return { is: 'total', kind: 'total', sums: true };
  // A unit belongs to what is below it: another table.
  if (line.cells.length <= 2 && statesUnit(line)) return { is: 'open', otherwise: 'section' };
  const closing = closingKind(place);
  if (closing) return { is: 'closing', kind: closing };
  if (line.cells.every((c) => !known.at.has(c.column))) return { is: 'not_data', kind: 'note' };
  if (line.cells.length === 1) return classifySingle(place);
  const numbersOnly = shape.filled === shape.numbers && shape.filled < typical && typical > 2;
  if (numbersOnly && known.labelled && !isNumbered(line, known)) return { is: 'bare' };
  if (closed && !looksLikeData(place)) return { is: 'not_data', kind: 'note' };
  if (gap > 0 && shape.filled * 3 <= typical) return { is: 'open', otherwise: 'section' };
  if (place.beginsBeyond && (gap > 0 || place.waits || isOfOtherKind(line, known)))
    return { is: 'open', otherwise: 'count' };
  return isOutlineSection(line, shape, known) ? { is: 'open', otherwise: 'section' } : { is: 'data' };
}

/** Whether half the cells are words where numbers belong, or numbers where words do: counts below the rows. */
function isOfOtherKind({ cells }: Line, { positions, numeric }: DataColumns): boolean {
  const other = cells.filter(
    (c) => !isDash(c.words) && (c.holds !== 'text') !== numeric[positions.indexOf(c.column)],
  );
  return other.length * 2 >= cells.length;
}

function classifySingle({ line, shape, gap, closed, previous, known }: RowContext): RowClass {
  const { positions, columns, serial } = known;
  const [cell] = line.cells;
  if (!cell) return { is: 'not_data', kind: 'note' };
  if (shape.filled > 1 && shape.filled >= known.few && cell.lastColumn === cell.column) return { is: 'data' };
  const at = positions.indexOf(cell.column);
  if (cell.holds === 'number' && known.numeric[at] && columns.length > 2 && known.labelled)
    return { is: 'bare' };
  const across = cell.lastColumn - cell.column + 1;
  const apart =
    across >= 3 ||
    (across >= 2 && across * 2 >= columns.length) ||
    closed ||
    gap > 0 ||
    cell.words.length > 25 ||
    isOutline(cell.words) ||
    /[(]\d+.{0,3}[)][:：]?$|[:：]$|^按.{1,16}分组?$/.test(cell.words);
  if (apart || columns[at]?.role === 'remark') return { is: 'open', otherwise: 'section' };
  if (columns.length === 1 || (known.typical <= 2 && previous === 'data')) return { is: 'data' };
  const beforeNames =
    serial >= 0 &&
    (cell.column === positions[serial] ||
      (cell.holds === 'text' && cell.column <= (positions[serial + 1] ?? 0)));
  // A row may be a name without figures; names are in the first columns.
  const passed = (uses: readonly boolean[]) => uses.slice(serial + 1, at).includes(true);
  const isOfRows = known.used[at] === true || !known.used.includes(true);
  const isName =
    isOfRows && !beforeNames && at - serial <= 2 && !passed(known.numeric) && !passed(known.mostly);
  return { is: 'open', otherwise: isName ? 'data' : 'section' };
}

const isUnderHeader = (previous: RowContext['previous']): boolean =>
  previous === 'header' || previous === 'repeated_header' || previous === 'column_numbers';

/** Codes or English names of the columns under their header: QYMC, A01, credit_code. */
function isCodes({ cells }: Line, shape: RowShape, { numericCount, form }: DataColumns): boolean {
  return (
    cells.length >= 3 &&
    cells.every((c) => /^[A-Za-z][\w.()/-]{0,30}$/.test(c.words)) &&
    new Set(cells.map((c) => c.words)).size === cells.length &&
    (form !== null || (numericCount > 0 && shape.numbers === 0))
  );
}

/** Whether a row bears the mark of an example: as serial number, in its first cell, as a remark, or in a sentence of any cell. */
function isExampleRow({ cells }: Line, { at }: DataColumns): boolean {
  return cells.some((cell, i) => {
    const role = at.get(cell.column)?.role;
    if (role === 'remark') return saysExample(cell.words);
    return ((i === 0 || role === 'serial') && isExample(cell.words)) || saysRowIsExample(cell.words);
  });
}

/** Whether a row bears a serial number of its own. */
function isNumbered(line: Line, { serial, positions }: DataColumns): boolean {
  const cell = serial < 0 ? undefined : line.over(positions[serial] ?? -1);
  return cell?.holds === 'number' && /^\d{1,6}$/.test(cell.words);
}

/** A printed line of the form: a serial number and nothing else. */
function isFormLine(line: Line, { serial, positions, columns }: DataColumns): boolean {
  const [cell] = line.cells;
  if (line.cells.length !== 1 || !cell || cell.holds !== 'number' || !/^\d{1,5}$/.test(cell.words))
    return false;
  if (serial >= 0) return cell.column === positions[serial];
  return (
    cell.column === positions[0] && columns.length > 2 && /^(?:行次|栏次)?$/.test(columns[0]?.header ?? '')
  );
}

/** The township's name where a village's should stand. */
function namesTownshipAsVillage({ line, known, form, unitNames }: RowContext): boolean {
  const villages = line.cells.filter((cell) => {
    const field = known.at.get(cell.column)?.field;
    return field != null && form?.columns[field]?.spec.names === 'village';
  });
  return namesTownship(villages, unitNames);
}

function closingKind({ line, shape, known, hasData }: RowContext): 'note' | 'footer' | null {
  const [first] = line.cells;
  if (first?.holds !== 'text') return null;
  if (line.cells.length === 1 && saysEnd(first.words)) return 'footer';
  if (areLabels(line.cells) && (line.cells.length > 1 || SIGNED.test(first.words))) return 'footer';
  if (hasData && known.numericCount > 0 && shape.numbers === 0 && asksInTurn(line, true)) return 'footer';
  const colon = /[:：]/.test(first.words);
  const sparse = shape.filled <= known.few || line.cells.length <= 2;
  if (line.cells.filter((c) => isSignature(c.words)).length >= 2) return 'footer';
  if (!sparse && !(colon && isFooter(first.words))) return null;
  if (known.serial >= 0 && first.column !== known.positions[known.serial] && line.cells.length > 2 && !colon)
    return null;
  if (isNote(first.words)) return hasData || colon ? 'note' : null;
  if (isFooter(first.words)) {
    return colon || line.cells.length === 1 || line.cells.slice(1).some((c) => isFooter(c.words))
      ? 'footer'
      : null;
  }
  return colon && statesFacts(line) ? 'footer' : null;
}

/** A label that is alone under a table: 公示期：12月1日至7日. */
const SIGNED =
  /^[^:：]*(?:期|时间|日期|电话|热线|[人员]|单位|部门|主任|书记|会计|出纳|账?号|意见|地址|签[字名章]|盖章|领导)[)]?[:：]/;

/** Whether all cells are labels, each with its value in the same cell or in the next: 施工单位： | 某公司. */
function areLabels(cells: readonly LineCell[]): boolean {
  return cells.every((cell, i) => {
    const before = cells[i - 1];
    return isLabelled(cell.words) || (before !== undefined && /^[^:：]+[:：]$/.test(before.words));
  });
}

/** 填表人, 审核人 with their names in cells of their own. */
function isSignature(folded: string): boolean {
  return (
    isFooter(folded) && /^(?:填表|制表|填报|审核|复核|经办|单位负责|部门负责|统计负责|分管)/.test(folded)
  );
}

function looksLikeData({ filled, shape, gap, known }: RowContext): boolean {
  const numbersFit = shape.wordsForNumbers === 0 && (known.numericCount === 0 || shape.numbers > 0);
  const opens = filled.over(known.positions[known.mostly.indexOf(true)] ?? 0) !== undefined;
  return gap <= 3 && opens && shape.filled >= Math.max(2, known.typical * 0.6) && numbersFit;
}

/** 一、农业 | 100: a row that is numbered 一 and holds figures, which may be the sums of the rows below it. */
export function opensGroup(line: Line, shape: RowShape, known: DataColumns): boolean {
  const words = line.cells[0]?.words ?? '';
  return (
    isOutline(words) &&
    words.length <= 24 &&
    shape.values.some((value, i) => value !== null && known.sums[i] === true)
  );
}

/**
 * 一 | 北京市, without figures, between rows that are numbered 1, 2, 3; or 一、水利 beside nothing but what is merged
 * over the rows below as well.
 */
function isOutlineSection({ cells, row }: Line, shape: RowShape, known: DataColumns): boolean {
  const [first, ...others] = cells;
  if (!first || shape.numbers > 0 || known.numericCount === 0 || known.typical <= 2) return false;
  if (isOutline(first.words) && others.every((c) => c.lastRow > row.number))
    return first.lastRow === row.number;
  return cells.length === 2 && /^[(]?[一二三四五六七八九十]{1,3}[)、.]?$/.test(first.words);
}
