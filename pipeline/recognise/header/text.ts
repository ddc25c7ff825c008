/** What a header says once its brackets, marks and units are separated (DOMAIN B, I.9). */
import { fold, halfWidth } from '../../text/fold.js';
import { isUnit } from '../units/grammar.js';

export interface HeaderText {
  /** The words by which it is compared: folded, lower case, without brackets and marks. */
  readonly key: string;
  /** Unit in its brackets or behind a slash, as written. */
  readonly unit: string | null;
  /** What is in its brackets beside the unit; not what explains how to fill in. */
  readonly remarks: readonly string[];
}

const OPEN = new Set([...'([{（［｛【〔〖《〈「']);
const CLOSE = new Set([...')]}）］｝】〕〗》〉」']);
/** Longer brackets explain how to fill in. */
const LONGEST_REMARK = 12;
const MARKS = /^[*★☆※△▲#]+|[*★☆※△▲#:：.。、,，;；]+$/g;

const known = new Map<string, HeaderText>();

/** Reads one header cell; results are kept, since the same headers come again in every sheet of a run. */
export function readHeader(text: string): HeaderText {
  const hit = known.get(text);
  if (hit) return hit;
  const read = readAfresh(text);
  if (known.size > 5000) known.clear();
  known.set(text, read);
  return read;
}

function readAfresh(text: string): HeaderText {
  const { outside, inside } = takeBracketsApart(fold(text));
  let unit = inside.map(unitIn).find((u) => u !== null) ?? null;
  let key = clean(outside);
  if (unit === null) {
    const slash = /^(.+?)(?:\/|[:：,，])((?:单位[:：])?[^/:：]{1,8})$/.exec(key);
    const behind = slash ? unitIn(slash[2] ?? '') : null;
    if (slash && behind !== null) {
      key = clean(slash[1] ?? '');
      unit = behind;
    }
  }
  if (key === '' && unit === null) return { key: clean(inside.join('')), unit, remarks: [] };
  const pieces = inside
    .filter((part) => part.length <= LONGEST_REMARK)
    .flatMap((part) => part.split(/[,，、;；]/));
  return { key, unit, remarks: pieces.filter((piece) => piece !== '' && unitIn(piece) === null) };
}

function clean(text: string): string {
  return text.replace(MARKS, '').toLowerCase();
}

function unitIn(text: string): string | null {
  const bare = text.replace(/^(?:计量)?单位[:：]?/, '');
  if (isUnit(bare)) return bare;
  const first = bare.split(/[,，、;；]/)[0] ?? '';
  return first !== bare && isUnit(first) ? first : null;
}

/** Brackets of any kind and mixture; one that is never closed reaches to the end. */
function takeBracketsApart(text: string): { outside: string; inside: string[] } {
  let outside = '';
  const inside: string[] = [];
  let depth = 0;
  for (const c of text) {
    if (OPEN.has(c)) {
      if (depth === 0) inside.push('');
      depth++;
    } else if (CLOSE.has(c)) {
      if (depth > 0) depth--;
    } else if (depth === 0) outside += c;
    else inside[inside.length - 1] += c;
  }
  return { outside, inside };
}

const UNIT_AT_END = /^(.{2,}?)(万元|亿元|千元|元|公里|千米|平方米|公顷|亩|米|%)$/;
const NUMBERING = /^(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、)．]\s*/;

/**
 * Other ways to read a key that no form knows: without numbering (1.企业名称), without a unit at its end
 * (注册资本万元).
 */
export function otherReadings(key: string): readonly Pick<HeaderText, 'key' | 'unit'>[] {
  const readings: Pick<HeaderText, 'key' | 'unit'>[] = [];
  const bare = key.replace(NUMBERING, '');
  if (bare !== key && bare !== '') readings.push({ key: bare, unit: null });
  const unit = UNIT_AT_END.exec(bare);
  if (unit?.[1] && unit[2]) readings.push({ key: unit[1], unit: unit[2] });
  return readings;
}

/** A header as it is shown: line breaks and blanks at its ends taken out, its words as written. */
export function headerAsShown(text: string): string {
  return halfWidthBlanks(text).trim();
}

function halfWidthBlanks(text: string): string {
  return text.replace(/[\r\n\t]+/g, '').replace(/[\u3000\u00a0]/g, ' ');
}

/** Folded text for the word lists: half-width, no white space. */
export const words = (text: string): string => fold(halfWidth(text));
