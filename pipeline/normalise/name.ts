/** Names of villages, projects, communities and people, so that what is the same compares the same. */
import type { ColumnSpec } from '../forms/define.js';
import { fold, halfWidth } from '../text/fold.js';
import { type Reader, remember, saysEmpty } from './reader.js';
import type { Context } from './row.js';

/** A village's name without 村民委员会, 村委会 or 村 at its end, also 村村委会; never nothing. */
export function withoutVillageEnding(name: string): string {
  const bare = name.replace(/(?:村?村民委员会|村?村委会|村)$/, '');
  return bare === '' ? name : bare;
}

/** A figure written behind a name in one cell: 朝阳区 / （57.8万人） (DOMAIN I.11). */
const figureBehind = /[(（]\d[\d.,]*[^\d()（）]{0,4}[)）]$/;

/**
 * A name as it is stored: line breaks, blanks and differences of width are layout (张　三, 项目 A 区), a blank
 * between Latin words is not. Brackets stay full-width, as Chinese text has them.
 */
export function canonicalName(text: string): string {
  if (isCanonical(text)) return text;
  const half = halfWidth(text).trim();
  const joined = half.replace(/\s+/g, (_, at: number) => {
    const left = half.charCodeAt(at - 1);
    const right = /\S/.exec(half.slice(at))?.[0]?.charCodeAt(0) ?? 0;
    return left < 0x80 && right < 0x80 ? ' ' : '';
  });
  return joined.replaceAll('(', '（').replaceAll(')', '）');
}

/** Only Chinese characters, and Latin letters and digits: most names. */
function isCanonical(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const chinese = unit >= 0x4e00 && unit <= 0x9fff;
    const digitOrLetter =
      (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
    if (!chinese && !digitOrLetter) return false;
  }
  return true;
}

/** Reads the columns of kind name. */
export function nameReader(spec: ColumnSpec, aliases: Context['aliases']): Reader {
  const kind = spec.names ?? 'project';
  const canonical = kind === 'village' ? villageIn(aliases.village) : namedIn(aliases[kind]);
  return remembering((text) => (saysEmpty(text) ? null : canonical(text)));
}

function villageIn(aliases: ReadonlyMap<string, string>): (text: string) => string {
  return (text) => {
    const full = fold(text).replace(figureBehind, '');
    const bare = withoutVillageEnding(full);
    const alias = aliases.get(full) ?? aliases.get(bare) ?? aliases.get(`${bare}村`);
    return alias === undefined ? bare : withoutVillageEnding(fold(alias));
  };
}

function namedIn(aliases: ReadonlyMap<string, string>): (text: string) => string {
  return (text) => canonicalName(aliases.get(fold(text)) ?? text);
}

/** Reads free text that names something: part of a key, or a person. */
export function plainNameReader(): Reader {
  return (text) => (saysEmpty(text) ? null : canonicalName(text));
}

/** Reads free text; its inner line breaks stay. */
export function textReader(): Reader {
  return (text) => (saysEmpty(text) ? null : text.trim());
}

function remembering(read: (text: string) => string | null): Reader {
  const known = remember<string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (value !== null) known.set(text, value);
    return value;
  };
}
