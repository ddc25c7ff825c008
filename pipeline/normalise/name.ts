/** Names of villages, projects, communities and people, so that what is the same compares the same. */
import type { ColumnSpec, Form, NameKind } from '../forms/define.js';
import { fold, halfWidth } from '../text/fold.js';
import { type Reader, remember, saysEmpty } from './reader.js';
import type { Context, NameAlias } from './row.js';

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

/** A name of a kind as it is compared and stored: of a village without its ending. */
export function nameIn(kind: NameKind, text: string): string {
  return kind === 'village'
    ? withoutVillageEnding(fold(text).replace(figureBehind, ''))
    : canonicalName(text);
}

/** Whether a form is the roster of what a column of it names. */
export function isHome(form: Form, field: string): boolean {
  return form.shape.kind === 'roster' && form.key.includes(field) && form.columns[field]?.spec.names !== null;
}

/** When an alias holds in the row that is read. */
export type AliasRule = (alias: NameAlias) => boolean;

/** Between the villages that one cell names: 东村、西村; 东村和西村, but not 三和村. */
const betweenVillages = /[、，,；;]|(?<=[村庄屯寨])[和与及](?=.{2})/;

/** Between the villages of a stored value. */
export const villageSeparator = '、';

/**
 * Reads the columns of kind name.
 * @param several whether a cell may name several villages: each is looked up, and they are stored with 、 between them.
 */
export function nameReader(
  spec: ColumnSpec,
  aliases: Context['aliases'],
  rule: AliasRule,
  several = false,
): Reader {
  const kind = spec.names ?? 'project';
  const named = (name: string): string => {
    const alias = aliases[kind].get(name);
    return alias !== undefined && rule(alias) ? alias.canonical : name;
  };
  const read = remembering((text) => {
    if (saysEmpty(text)) return null;
    const names = several ? text.split(betweenVillages).filter((part) => part.trim() !== '') : [text];
    return names.map((name) => nameIn(kind, name)).join(villageSeparator);
  });
  return (text, ...rest) => {
    const name = read(text, ...rest);
    if (typeof name !== 'string') return name;
    if (!several || !name.includes(villageSeparator)) return named(name);
    return [...new Set(name.split(villageSeparator).map(named))].join(villageSeparator);
  };
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
