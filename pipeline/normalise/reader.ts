/** What the readers of the column kinds share: how they answer, and what counts as an empty cell. */

import type { Finding, Severity } from '../findings/finding.js';
import type { RuleId } from '../findings/rules/index.js';
import type { Kind } from '../intake/workbook.js';
import { fold, mayFold } from '../text/fold.js';

/** A number other than 0 whose unit is not known. */
export const notZero = Symbol('notZero');

/**
 * A stored value; null: the cell is empty; undefined: it was not understood; that, and what is only known not to be
 * 0, has been reported.
 */
export type Read = string | number | bigint | null | undefined | typeof notZero;

/** Reports what is wrong with the cell that is being read. */
export type Report = (rule: RuleId, severity: Severity, params?: Finding['params']) => void;

/** Reads the cells of one column. The text is not blank. */
export type Reader = (text: string, kind: Kind, report: Report) => Read;

/** Only dashes, strokes and blanks: an empty cell. */
const strokes = /^[-‐‑‒–—―─━−－﹣/／\\＼\s]+$/;
const emptyWords: ReadonlySet<string> = new Set(['无', '空']);
const unknownWords: ReadonlySet<string> = new Set(['不详', '不统计']);
/** No word for an empty cell is longer, blanks between its characters included. */
const longest = 8;

/** Whether the text says that the value is not known or not counted: 不详, 不统计. */
export function saysUnknown(text: string): boolean {
  return text.length <= longest && unknownWords.has(fold(text));
}

const asAboveWords: ReadonlySet<string> = new Set(['同上', '同前', '〃', '″', '"']);

/** Whether the text says that the cell holds what the one above it holds. */
export const saysAsAbove = (text: string): boolean => text.length <= 2 && asAboveWords.has(text);

/** What a text that stands for an empty cell begins with, white space and invisible characters aside. */
const emptyStarts: ReadonlySet<string> = new Set('-‐‑‒–—―─━−－﹣/／\\＼无空不');

/** A digit, a capital, or a Chinese character that begins no word for an empty cell. */
function isPlainStart(unit: number): boolean {
  if (unit >= 0x4e00 && unit <= 0x9fff) return unit !== 0x65e0 && unit !== 0x7a7a && unit !== 0x4e0d;
  return (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90);
}

/** Whether the text stands for an empty cell: blank, —, -, /, 无, 空, 不详, 不统计. */
export function saysEmpty(text: string): boolean {
  // Every cell passes here: a look at its first character settles nearly all.
  if (isPlainStart(text.charCodeAt(0))) return false;
  const first = text.charAt(0);
  if (first > ' ' && !emptyStarts.has(first) && !mayFold(text.charCodeAt(0)) && !/\s/.test(first))
    return false;
  if (text.length > longest) return fold(text) === '';
  if (strokes.test(text)) return true;
  const folded = fold(text);
  return folded === '' || emptyWords.has(folded) || unknownWords.has(folded);
}

/** Reports an error about a value that is known all the same: the row is held back, but a person may accept it. */
export function doubt(value: string, report: Report, rule: RuleId, params?: Finding['params']): Read {
  report(rule, 'error', params);
  return value;
}

/** Reports an error, and answers that the cell was not understood. */
export function fail(report: Report, rule: RuleId, params: Finding['params'] = {}): undefined {
  report(rule, 'error', params);
  return undefined;
}

/** No number, date or year is longer; a longer text is none, and not worth the search. */
export const longestNotation = 100;

/** Quotes that a spreadsheet or a person put before a number to keep it text, and those behind it. */
const quotesAndBlanks = /[\s'‘’‛′`´"“”＇＂]/;

export function withoutQuotes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && quotesAndBlanks.test(text.charAt(start))) start++;
  while (end > start && quotesAndBlanks.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** A number as a spreadsheet writes a long one: 9.13E+17. */
const exponent = /^\d(?:\.\d+)?[eE]\+?\d{1,2}$/;

/**
 * Whether a code of more than 15 digits went through a spreadsheet's number and lost its last digits: it
 * is in a number cell, or with an exponent.
 */
export function hasLostDigits(folded: string, isNumber: boolean): boolean {
  return exponent.test(folded) || (isNumber && folded.length > 15);
}

/** Longer texts hardly repeat, and would be kept alive. */
const longestRemembered = 64;

/** Remembers values by the text of the cell: dates, choices and names repeat over a million rows. */
export function remember<V>(most = 20_000): {
  get(text: string): V | undefined;
  set(text: string, value: V): void;
} {
  const values = new Map<string, V>();
  return {
    get: (text) => values.get(text),
    set: (text, value) => {
      if (values.size < most && text.length <= longestRemembered) values.set(text, value);
    },
  };
}
