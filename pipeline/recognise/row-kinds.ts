/** Kinds of rows that can be told from the row alone, under a known header. */
import type { Line } from './lines.js';
import { isSerialHeader } from './match.js';
import type { TableColumn } from './table.js';
import { type TotalWord, totalWord } from './words.js';

/** Column arithmetic and numbers under a header: （1）（2）（3）, 1=3-5-8, A B C, 甲 乙 1 2, N N C (DOMAIN I.5). */
export function isColumnNumbers(line: Line): boolean {
  const cells = line.cells;
  const [first] = cells;
  if (!first) return false;
  const rest = /^(?:栏次|列次|行次|栏目)$/.test(first.words) ? cells.slice(1) : cells;
  if (rest.length < (rest === cells ? 3 : 1)) return false;
  if (rest.every((c) => /^[NCDS](?:\(\d+(?:[,.]\d+)?\))?$/.test(c.words))) return true;
  let last = 0;
  let letters = 0;
  let numbers = 0;
  for (const [i, cell] of rest.entries()) {
    const letter = '甲乙丙丁戊己庚辛'.indexOf(cell.words) === letters || 'ABCDEFGHIJKLMN'.indexOf(cell.words) === letters;
    const number = /^[([（【]?(\d{1,3})[)\]）】]?(?:[=＝].{1,60})?$/.exec(cell.words);
    if (letter && cell.words.length === 1) letters++;
    else if (number && (Number(number[1]) === last + 1 || (last === 0 && Number(number[1]) === i + 1))) {
      last = Number(number[1]);
      numbers++;
    } else if (!/^(?:[①-⑳]|[-—/×x]|[=＝].{1,60})$/.test(cell.words)) return false;
  }
  const marked = rest.some((c) => /[()=（）①]/.test(c.words)) || rest !== cells;
  return numbers + letters >= 3 || (marked && numbers >= 1) || rest.every((c) => /^[①-⑳]$/.test(c.words));
}

export interface TotalLabel extends TotalWord {
  readonly column: number;
}

/**
 * The total word by which a row calls itself a total: in one of its first text cells, unless the column claims the
 * word as a value (建设阶段: 合计) or the row bears a serial number and a name before it.
 */
export function totalLabel(
  line: Line,
  columns: readonly TableColumn[],
  claims: (column: number, folded: string) => boolean,
): TotalLabel | null {
  let seen = 0;
  let numbered = false;
  let named = false;
  for (const cell of line.cells) {
    const column = columns.find((c) => c.column === cell.column);
    if (column && (column.role === 'serial' || isSerialHeader(column.header)) && cell.holds === 'number') {
      numbered = true;
      continue;
    }
    if (cell.holds !== 'text') continue;
    if (column?.role === 'remark' && seen > 0) return null;
    if (claims(cell.column, cell.words)) return null;
    const word = totalWord(cell.words);
    if (word && !(numbered && named)) return { ...word, column: cell.column };
    named = true;
    if (++seen === 3) return null;
  }
  return null;
}

/** Whether two lines say the same in the same columns. */
export function sameWords(a: Line, b: Line): boolean {
  return (
    a.cells.length === b.cells.length &&
    a.cells.every((cell, i) => cell.words === b.cells[i]?.words && cell.column === b.cells[i]?.column)
  );
}
