/** Masking of personal data where it is published (DOMAIN F). */
import { hasBirthDate, hasIdentityShape, isCreditCode, isDay, isIdentityNumber } from '../text/codes.js';
import { fold } from '../text/fold.js';
import type { Personal } from './finding.js';

/** The value of a column of personal data: 张三 → 张*, 370000198001010017 → 370000********0017. */
export function maskValue(text: string, personal: Personal): string {
  switch (personal) {
    case 'name':
      return maskName(text);
    case 'identity':
      return maskIdentity(text);
    case 'phone':
      return maskPhones(text);
  }
}

function maskName(text: string): string {
  const [first = '', ...rest] = [...text.trim()];
  // A number in the place of a name is no name of which a first character may be shown.
  return (/[\d０-９]/.test(first) ? '*' : first) + '*'.repeat(rest.length);
}

/** A number of another length was written wrongly, and nothing says which digits of it are harmless. */
function maskIdentity(text: string): string {
  const number = fold(text).toUpperCase();
  if (hasIdentityShape(number)) return `${number.slice(0, 6)}********${number.slice(14)}`;
  if (/^\d{15}$/.test(number)) return `${number.slice(0, 6)}*****${number.slice(11)}`;
  const length = [...text.trim()].length;
  return '*'.repeat(length);
}

/** A number of a column of phones that is none; shorter ones are area codes and extensions. */
const longDigits = /(?<![*\d０-９])[\d０-９]{5,}/g;

/** Every number of a column of phones; what else stands in it may be a name. */
function maskPhones(text: string): string {
  const withoutWords = maskText(text).replace(/\p{L}/gu, '*');
  return withoutWords.replace(longDigits, (run) => maskDigits(run, 0, 4));
}

/** Stars for all digits but the first and the last few; what stands between the digits stays. */
function maskDigits(run: string, first: number, last: number): string {
  const count = run.replace(/[^\dXx０-９Ｘｘ]/g, '').length;
  const shownAtEnd = count > last ? last : 0;
  let at = 0;
  return run.replace(/[\dXx０-９Ｘｘ]/g, (digit) => {
    const shown = at < first || at >= count - shownAtEnd;
    at++;
    return shown ? digit : '*';
  });
}

/** Digits that stand together, with an X at their end that may be a check character. */
const solidRuns = /[\d０-９]+[XxＸｘ]?/g;
/** What may stand inside a number that is written in parts. */
const between = /^\s{0,3}[-－–—‐−()（）]?\s{0,3}$/;
/** Hardly a number is written in more parts, unless its digits stand each by itself. */
const mostParts = 6;
/** Fewer digits are neither an identity number nor a phone that is known by its own shape, */
const fewestDigits = 11;
/** or a local one, which words before it tell. */
const fewestLocalDigits = 7;

interface Run {
  readonly start: number;
  readonly end: number;
  /** Half-width, in capitals. */
  readonly digits: string;
}

interface Masked {
  readonly start: number;
  readonly end: number;
  /** How many digits stay at the start and at the end. */
  readonly first: number;
  readonly last: number;
}

/**
 * A text with the identity numbers and phones in it masked, wherever they stand and also when they are written
 * with blanks, dashes or full-width digits. Credit codes, dates, amounts and other numbers stay.
 */
export function maskText(text: string): string {
  if (!mayHoldNumber(text)) return text;
  const runs = [...text.matchAll(solidRuns)].map(
    (match): Run => ({
      start: match.index,
      end: match.index + match[0].length,
      digits: fold(match[0]).toUpperCase(),
    }),
  );
  const masked: Masked[] = [];
  const free = (start: number, end: number) => masked.every((m) => end <= m.start || start >= m.end);
  const candidates = spans(text, runs);
  for (const find of [identityIn, phoneIn]) {
    for (const span of candidates) {
      if (!free(span.start, span.end)) continue;
      const shown = find(text, span);
      if (shown) masked.push({ start: span.start, end: span.end, ...shown });
    }
  }
  let result = '';
  let at = 0;
  for (const { start, end, first, last } of masked.sort((a, b) => a.start - b.start)) {
    result += text.slice(at, start) + maskDigits(text.slice(start, end), first, last);
    at = end;
  }
  return result + text.slice(at);
}

/** A look at the characters, for the many texts that hold no long number: letters part the digits of two. */
function mayHoldNumber(text: string): boolean {
  let digits = 0;
  let most = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code >= 48 && code <= 57) || (code >= 0xff10 && code <= 0xff19)) {
      digits++;
      if (digits > most) most = digits;
    } else if (isLetter(code)) digits = 0;
  }
  return most >= fewestDigits || (most >= fewestLocalDigits && phoneWords.test(text));
}

/** Latin letters of ASCII, and the common Chinese characters. */
function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code >= 0x4e00 && code <= 0x9fff);
}

interface Span {
  readonly start: number;
  readonly end: number;
  /** Digits of its parts, and all of them together. */
  readonly parts: readonly string[];
  readonly digits: string;
}

/** Runs that only blanks and dashes part, as lists of neighbours. */
function chains(text: string, runs: readonly Run[]): Run[][] {
  const found: Run[][] = [];
  let chain: Run[] = [];
  for (const run of runs) {
    const last = chain.at(-1);
    if (last && !last.digits.endsWith('X') && between.test(text.slice(last.end, run.start))) chain.push(run);
    else {
      chain = [run];
      found.push(chain);
    }
  }
  return found;
}

/** What may be one number: each run by itself, a few neighbours, fewest first, and all that stand together. */
function spans(text: string, runs: readonly Run[]): Span[] {
  const found: Span[] = [];
  for (const chain of chains(text, runs)) {
    for (let count = 1; count <= Math.min(mostParts, chain.length); count++) {
      for (let i = 0; i + count <= chain.length; i++) found.push(spanOf(chain.slice(i, i + count)));
    }
    if (chain.length > mostParts) found.push(spanOf(chain));
  }
  return found;
}

function spanOf(runs: readonly Run[]): Span {
  const parts = runs.map((run) => run.digits);
  return { start: runs[0]?.start ?? 0, end: runs.at(-1)?.end ?? 0, parts, digits: parts.join('') };
}

type Shown = Pick<Masked, 'first' | 'last'> | null;

function identityIn(text: string, { start, end, digits }: Span): Shown {
  if (hasIdentityShape(digits) && isIdentity(text, start, end, digits)) return { first: 6, last: 4 };
  if (!/^\d{15}$/.test(digits) || touchesLetter(text, start, end)) return null;
  const day = isDay(
    1900 + Number(digits.slice(6, 8)),
    Number(digits.slice(8, 10)),
    Number(digits.slice(10, 12)),
  );
  return /^[1-8]/.test(digits) && day ? { first: 6, last: 4 } : null;
}

/** A number with a slip in it is still a person's; 18 digits with another meaning have no birth date in them. */
function isIdentity(text: string, start: number, end: number, digits: string): boolean {
  if (isIdentityNumber(digits)) return true;
  if (touchesLetter(text, start, end) || isCreditCode(digits)) return false;
  return /^[1-8]/.test(digits) && (hasBirthDate(digits) || digits.endsWith('X'));
}

const mobile = /^(?:86)?1[3-9]\d{9}$/;
const mobileParts: ReadonlySet<string> = new Set([
  '11',
  '3,4,4',
  '3,8',
  '7,4',
  '4,4,3',
  '3,3,5',
  '2,11',
  '2,3,4,4',
  '13',
]);
const landline = /^0(?:10|2\d)\d{8}$|^0[3-9]\d{2}\d{7,8}$/;
const landlineParts: ReadonlySet<string> = new Set([
  '11',
  '12',
  '3,8',
  '4,7',
  '4,8',
  '3,4,4',
  '4,4,4',
  '4,3,4',
]);
const phoneWords = /电话|手机|座机|联系方式|热线|Tel|Phone/i;
const announced = new RegExp(`(?:${phoneWords.source})[^\\d０-９]{0,4}$`, 'i');

function phoneIn(text: string, { start, end, parts, digits }: Span): Shown {
  if (touchesLetter(text, start, end) || isAmount(text, start, end)) return null;
  const lengths = parts.map((part) => part.length).join(',');
  if (mobile.test(digits) && mobileParts.has(lengths)) return { first: digits.length - 8, last: 4 };
  if (landline.test(digits) && landlineParts.has(lengths))
    return { first: /^0(?:10|2)/.test(digits) ? 3 : 4, last: 4 };
  const local = /^[2-9]\d{6,7}$/.test(digits) && parts.length <= 2;
  return local && announced.test(text.slice(Math.max(0, start - 12), start)) ? { first: 0, last: 4 } : null;
}

/** Whether a Latin letter stands at either end: a code, not a number. */
function touchesLetter(text: string, start: number, end: number): boolean {
  return /[A-Za-z]/.test(text.charAt(start - 1)) || /[A-Za-z]/.test(text.charAt(end));
}

/** Whether the digits are part of an amount: with decimals, or followed by a unit of money or area. */
function isAmount(text: string, start: number, end: number): boolean {
  if (/^\d[.．,，]$/.test(text.slice(Math.max(0, start - 2), start))) return true;
  return /^(?:[.．]\d|\s*(?:元|万|亿|%|平方米|亩))/.test(text.slice(end, end + 8));
}

/** What masking needs to know of a form. */
interface KeyedForm {
  readonly key: readonly string[];
  readonly columns: Readonly<
    Record<string, { readonly spec: { readonly personal: Personal | null; readonly kind: string } }>
  >;
}

/**
 * A row's key (a JSON list, of the form's key or of all its columns) as it is shown: its parts, the personal
 * ones masked, with strokes between them.
 */
export function maskKey(key: string, form: KeyedForm): string {
  const values: readonly (string | number | null)[] = JSON.parse(key);
  const names = values.length === form.key.length ? form.key : Object.keys(form.columns);
  let shown = '';
  for (let i = 0; i < values.length; i++) {
    const part = maskPart(values[i] ?? null, form.columns[names[i] ?? '']?.spec);
    if (part !== '') shown += shown === '' ? part : ` / ${part}`;
  }
  return shown;
}

function maskPart(
  value: string | number | null,
  spec: KeyedForm['columns'][string]['spec'] | undefined,
): string {
  if (value === null) return '';
  const text = String(value);
  if (spec?.personal) return maskValue(text, spec.personal);
  // A registration number of 15 digits stands where a credit code is asked for, and names no person.
  if (spec?.kind === 'credit_code') return isIdentityNumber(text) ? maskText(text) : text;
  return maskText(text);
}
