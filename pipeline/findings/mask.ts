/** Masking of personal data where it is published (DOMAIN F); what is personal, `personal.ts` decides. */
import { isIdentityNumber } from '../text/codes.js';
import type { Personal } from './finding.js';
import { identityMasks, type Masking, nameMasks, otherIdentity, phoneMasks, textMasks } from './personal.js';

type Mask = (text: string) => string;

function maskOf({ pattern, shown }: Masking): Mask {
  const found = new RegExp(pattern, 'gu');
  return (text) => text.replace(found, shown);
}

const inTurn = (maskings: readonly Masking[]): Mask => {
  const masks = maskings.map(maskOf);
  return (text) => masks.reduce((masked, mask) => mask(masked), text);
};

const anyText = inTurn(textMasks);
const name = inTurn(nameMasks);
const besidePhones = inTurn(phoneMasks);
const wholeIdentities = identityMasks.map(maskOf);
const other = maskOf(otherIdentity);

/**
 * A text with the identity numbers and phones in it masked, wherever they stand and also when they are written with
 * blanks, dashes or full-width digits. Credit codes, dates, amounts and other numbers stay.
 */
export function maskText(text: string): string {
  return mayHoldNumber(text) ? anyText(text) : text;
}

/** A path as it is shown: numbers of persons masked, by a sign that names of files may hold on every system. */
export function maskPath(path: string): string {
  const masked = maskText(path);
  return masked === path ? path : masked.replaceAll('*', '＊');
}

/**
 * A path as it is shown, and as no other is: of paths that masks make equal, the later ones are numbered.
 * @param taken what other paths are shown as; this one's is added.
 */
export function maskPathApart(path: string, taken: Set<string>): string {
  const masked = maskPath(path);
  let shown = masked;
  for (let number = 2; taken.has(shown); number++) {
    shown = masked.replace(/(?:\.[^./]*)?$/, (ending) => `（${number}）${ending}`);
  }
  taken.add(shown);
  return shown;
}

/** The value of a column of personal data: 张三 → 张*, 370000198001010017 → 370000********0017. */
export function maskValue(text: string, personal: Personal): string {
  switch (personal) {
    case 'name':
      return name(text);
    case 'identity':
      return wholeIdentities.map((mask) => mask(text)).find((masked) => masked !== text) ?? other(text);
    case 'phone':
      return besidePhones(anyText(text));
  }
}

/** Fewer digits are neither an identity number nor a phone, even behind a word for one. */
const fewestDigits = 7;

/** A look at the characters, for the many texts that hold no long number: letters part the digits of two. */
function mayHoldNumber(text: string): boolean {
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code >= 48 && code <= 57) || (code >= 0xff10 && code <= 0xff19)) {
      digits++;
      if (digits === fewestDigits) return true;
    } else if (isLetter(code)) digits = 0;
  }
  return false;
}

/** Latin letters of ASCII, and the common Chinese characters. */
function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code >= 0x4e00 && code <= 0x9fff);
}

/** What masking needs to know of a column. */
export interface MaskedColumn {
  readonly personal: Personal | null;
  readonly kind: string;
}

/** At most so many digits are an amount; an identity number has more. */
const longestAmount = 15;

/**
 * A cell of a form's column as it is shown.
 * @param isRead whether its text was understood as a value of the column: a number of a column of amounts is an amount,
 *   however much it looks like a phone. Asked only where that decides.
 */
export function maskCell(text: string, column: MaskedColumn | undefined, isRead: () => boolean): string {
  if (column?.personal) return maskValue(text, column.personal);
  const masked = maskText(text);
  if (masked === text) return text;
  // A registration number of 15 digits stands where a credit code is asked for, and names no person.
  if (column?.kind === 'credit_code') return isIdentityNumber(text) ? masked : text;
  const isAmount =
    column?.kind === 'measure' && text.replace(/[^0-9０-９]/g, '').length <= longestAmount && isRead();
  return isAmount ? text : masked;
}

/** What masking needs to know of a form. */
interface KeyedForm {
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, { readonly spec: MaskedColumn }>>;
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
    const value = values[i] ?? null;
    const part =
      value === null ? '' : maskCell(String(value), form.columns[names[i] ?? '']?.spec, () => true);
    if (part !== '') shown += shown === '' ? part : ` / ${part}`;
  }
  return shown;
}
