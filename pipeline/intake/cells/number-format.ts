/**
 * What a number format shows of a number (ECMA-376 part 1, 18.8.30 and 18.8.31): a date, a percentage, the number
 * scaled (`0.0,` and `0!.0`, by which offices show 元 as 万元), with a unit around it (`0"万元"`), or words in its
 * place (`[=1]"养老"`). Separators, decimals, padding, colours and signs do not change what a cell says.
 */
import { fitText } from '../characters.js';
import { Kind } from '../workbook.js';
import { serialText } from './date.js';
import { dividedByTen } from './number.js';
import { Shown } from './shown.js';

export interface NumberFormat {
  readonly shown: Shown;
  /** Decide where `shown` is `other`; in the order in which they are tried. */
  readonly sections: readonly Section[];
  /** How it shows a text; null: as it is. */
  readonly ofText: Around | null;
}

/** What is written before and behind what a cell holds. */
interface Around {
  readonly before: string;
  readonly after: string;
  /** false: instead of it. */
  readonly holds: boolean;
}

interface Section {
  readonly applies: (value: number) => boolean;
  /** What it makes of the numbers to which it applies. */
  readonly shows:
    | {
        readonly as: 'number' | 'percent';
        readonly before: string;
        readonly after: string;
        readonly power: number;
      }
    | { readonly as: 'date'; readonly shown: Shown }
    /** In the number's place; '' where it is not shown at all. */
    | { readonly as: 'words'; readonly words: string }
    /** Digits with texts between them: `0"万"0000"元"`. */
    | { readonly as: 'pattern'; readonly pieces: readonly Piece[]; readonly power: number };
}

/** What a cell shows of its number. */
export interface ShownNumber {
  readonly text: string;
  readonly kind: Kind;
  /** What is before and behind it: ￥, 万元. */
  readonly before: string;
  readonly after: string;
}

type Piece =
  | { readonly is: 'literal'; readonly text: string }
  /** `0`, `#` or `?`. */
  | { readonly is: 'digit'; readonly text: string }
  /** `.` `,` `%` `/` `E+` `@` and `General`. */
  | { readonly is: 'mark'; readonly text: string };

/** Spreadsheet programs hold a code to 255 characters. */
const LONGEST_CODE = 1000;
const plain: NumberFormat = { shown: Shown.number, sections: [], ofText: null };

const known = new Map<string, NumberFormat>();
/** A workbook holds at most some thousand formats; a thread reads many workbooks. */
const MOST_KNOWN = 4096;

/** A format by its code. */
export function formatByCode(code: string): NumberFormat {
  let format = known.get(code);
  if (format === undefined) {
    format = parsed(fitText(code.slice(0, LONGEST_CODE)));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(code, format);
  }
  return format;
}

/**
 * A built-in format by its number (with the dates of the Chinese, Japanese, Korean and Thai editions). Which
 * currency those of money show depends on the reader's computer: the file states none.
 */
export function builtInFormat(id: number): NumberFormat {
  return { ...plain, shown: builtInShown(id) };
}

function builtInShown(id: number): Shown {
  if (id === 9 || id === 10 || id === 67 || id === 68) return Shown.percent;
  if (id === 46) return Shown.elapsed;
  if ((id >= 18 && id <= 21) || id === 45 || id === 47) return Shown.time;
  if (id === 32 || id === 33 || (id >= 75 && id <= 80)) return Shown.time;
  const isDate =
    (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58) || (id >= 71 && id <= 81);
  return isDate ? Shown.date : Shown.number;
}

/** What a cell of this format shows of a number, given as its decimal text. */
export function showNumber(format: NumberFormat, text: string, date1904: boolean): ShownNumber {
  const { shown } = format;
  if (shown === Shown.number) return bare(text, Kind.number);
  if (shown === Shown.percent) return bare(text, Kind.percent);
  if (shown !== Shown.other) return dateOf(text, shown, date1904);
  const value = Number(text);
  const shows = format.sections.find(({ applies }) => applies(value))?.shows;
  if (shows === undefined) return bare(text, Kind.number);
  switch (shows.as) {
    case 'date':
      return dateOf(text, shows.shown, date1904);
    case 'words':
      // A dash or nothing is how accounts write zero.
      return value === 0 && !saysWords(shows.words) ? bare('0', Kind.number) : bare(shows.words, Kind.text);
    case 'pattern':
      return bare(filledPattern(shows.pieces, dividedByTen(text, shows.power)), Kind.text);
    default: {
      const kind = shows.as === 'percent' ? Kind.percent : Kind.number;
      return { text: dividedByTen(text, shows.power), kind, before: shows.before, after: shows.after };
    }
  }
}

/** What a cell of this format shows of a text. */
export function showText({ ofText }: NumberFormat, text: string): string {
  return ofText === null ? text : `${ofText.before}${ofText.holds ? text : ''}${ofText.after}`;
}

function bare(text: string, kind: Kind): ShownNumber {
  return { text, kind, before: '', after: '' };
}

function dateOf(text: string, shown: Shown, date1904: boolean): ShownNumber {
  const date = serialText(Number(text), shown, date1904);
  return date === null ? bare(text, Kind.number) : bare(date, Kind.date);
}

function parsed(code: string): NumberFormat {
  if (code.trim() === '') return plain;
  const texts = sectionsOf(code).slice(0, 4);
  const pieces = texts.map(piecesOf);
  const textAt = texts.length === 4 ? 3 : pieces.findIndex(holdsText);
  const ofText = textAt < 0 ? null : aroundText(pieces[textAt] ?? []);
  const sections = numberSections(texts.filter((_, i) => i !== textAt));
  if (sections.some(isSpecial)) return { shown: Shown.other, sections, ofText };
  // The first section that shows anything decides: it is the one of the values that are entered.
  const first = sections.find(({ shows }) => shows.as !== 'words')?.shows;
  const shown = first?.as === 'date' ? first.shown : first?.as === 'percent' ? Shown.percent : Shown.number;
  return { shown, sections: [], ofText };
}

/** Sections with a condition first; of the others, behind one with a condition, the first is for all the rest. */
function numberSections(texts: readonly string[]): readonly Section[] {
  const conditions = texts.map(conditionOf);
  const conditioned = texts.flatMap((text, i): Section[] => {
    const applies = conditions[i];
    return applies ? [{ applies, shows: showsOf(text) }] : [];
  });
  const rest = texts.filter((_, i) => conditions[i] === null);
  if (conditioned.length > 0)
    return [...conditioned, ...rest.slice(0, 1).map((text) => ({ applies: always, shows: showsOf(text) }))];
  const bySign =
    rest.length === 1 ? [always] : [rest.length === 2 ? isNotNegative : isPositive, isNegative, isZero];
  return rest.map((text, i) => ({ applies: bySign[i] ?? isZero, shows: showsOf(text) }));
}

const always = () => true;
const isPositive = (value: number) => value > 0;
const isNotNegative = (value: number) => value >= 0;
const isNegative = (value: number) => value < 0;
const isZero = (value: number) => value === 0;

/** Whether a section adds to what its numbers say, says something else, or hides them. */
function isSpecial({ applies, shows }: Section): boolean {
  if (shows.as === 'number' || shows.as === 'percent')
    return shows.before !== '' || shows.after !== '' || shows.power !== 0;
  if (shows.as === 'words') return saysWords(shows.words) || applies(1) || applies(-1);
  return shows.as === 'pattern';
}

function saysWords(words: string): boolean {
  return /[^\s\p{Pd}−/()（）·.,]/u.test(words);
}

/** The parts between semicolons that are neither quoted nor escaped. */
function sectionsOf(code: string): string[] {
  const sections: string[] = [''];
  for (const [piece] of code.matchAll(/"[^"]*"?|[\\!_*].|\[[^\]]*\]|./gsu)) {
    if (piece === ';') sections.push('');
    else sections[sections.length - 1] += piece;
  }
  return sections;
}

const CONDITION = /\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]/;

function conditionOf(section: string): Section['applies'] | null {
  const [, comparison, written] = CONDITION.exec(section) ?? [];
  if (comparison === undefined) return null;
  const bound = Number(written);
  const tests: Readonly<Record<string, Section['applies']>> = {
    '<': (value) => value < bound,
    '<=': (value) => value <= bound,
    '>': (value) => value > bound,
    '>=': (value) => value >= bound,
    '=': (value) => value === bound,
    '<>': (value) => value !== bound,
  };
  return tests[comparison] ?? null;
}

/** What a section makes of its numbers. */
function showsOf(section: string): Section['shows'] {
  const shown = dateShown(section);
  if (shown !== null) return { as: 'date', shown };
  const pieces = piecesOf(section);
  const first = pieces.findIndex(isPlaceholder);
  if (first < 0) return { as: 'words', words: literals(pieces) };
  let last = pieces.findLastIndex(isPlaceholder);
  while (pieces[last + 1]?.text === ',') last++;
  const core = pieces.slice(first, last + 1);
  const { power, isPattern } = scaleOf(core);
  if (isPattern) return { as: 'pattern', pieces, power };
  return {
    as: pieces.some(({ is, text }) => is === 'mark' && text === '%') ? 'percent' : 'number',
    before: unitIn(pieces.slice(0, first)),
    after: unitIn(pieces.slice(last + 1)),
    power,
  };
}

const isPlaceholder = ({ is, text }: Piece) => is === 'digit' || (is === 'mark' && text === 'general');
const holdsText = (pieces: readonly Piece[]) => pieces.some(({ is, text }) => is === 'mark' && text === '@');
const literals = (pieces: readonly Piece[]) =>
  pieces
    .map(({ is, text }) => (is === 'literal' ? text : ''))
    .join('')
    .trim();

/** By which power of ten digits are divided, and whether texts are between them that are no separators. */
function scaleOf(core: readonly Piece[]): { readonly power: number; readonly isPattern: boolean } {
  const marks = core.map(({ is, text }) => (is === 'literal' ? '' : text)).join('');
  if (/[e/]/.test(marks)) return { power: 0, isPattern: false };
  const thousands = marks.split('.').reduce((sum, part) => sum + (/,*$/.exec(part)?.[0].length ?? 0), 0);
  const inner = core.flatMap((piece, at) =>
    piece.is === 'literal' && !/^[\s,，']*$/.test(piece.text) ? [{ text: piece.text, at }] : [],
  );
  const [point, ...others] = inner;
  if (point === undefined) return { power: 3 * thousands, isPattern: false };
  // A point that is only written shows the digits behind it as decimals: 0!.0 shows a tenth.
  const isPoint = /^[.．]$/.test(point.text) && others.length === 0 && !marks.includes('.');
  const digitsFrom = (at: number) => core.slice(at).filter(({ is }) => is === 'digit').length;
  if (isPoint) return { power: 3 * thousands + digitsFrom(point.at), isPattern: false };
  const decimalPoint = core.findIndex(({ is, text }) => is === 'mark' && text === '.');
  return { power: 3 * thousands - (decimalPoint < 0 ? 0 : digitsFrom(decimalPoint)), isPattern: true };
}

/** The unit among the texts on one side of a number: without signs, brackets and blanks; '' where there is none. */
function unitIn(pieces: readonly Piece[]): string {
  const text = literals(pieces).replace(/^[\s()（）+\-−△▲]+|[\s()（）+\-−△▲]+$/g, '');
  return /[\p{L}\p{N}\p{Sc}%％‰°℃㎡]/u.test(text) ? text : '';
}

/** The whole number's digits in the pattern's places, from the right; what is left is before the first. */
function filledPattern(pieces: readonly Piece[], decimal: string): string {
  const value = Number(decimal);
  let digits = Math.abs(value) < 1e15 ? String(Math.round(Math.abs(value))) : '';
  if (digits === '') return decimal;
  const first = pieces.findIndex(({ is }) => is === 'digit');
  let text = '';
  for (let i = pieces.length - 1; i >= 0; i--) {
    const piece = pieces[i] as Piece;
    if (piece.is === 'literal' || piece.text === '.') text = piece.text + text;
    if (piece.is !== 'digit') continue;
    const digit = i === first ? digits : digits.slice(-1);
    text = (digit === '' && piece.text === '0' ? '0' : digit) + text;
    digits = digits.slice(0, -1);
  }
  return `${value < 0 ? '-' : ''}${text.trim()}`;
}

function aroundText(pieces: readonly Piece[]): Around | null {
  const at = pieces.findIndex(({ is, text }) => is === 'mark' && text === '@');
  if (at < 0) return { before: literals(pieces), after: '', holds: false };
  const around = {
    before: literals(pieces.slice(0, at)),
    after: literals(pieces.slice(at + 1)),
    holds: true,
  };
  return around.before === '' && around.after === '' ? null : around;
}

/** Quoted, escaped, padding, in brackets, General, exponent, placeholder or sign; anything else is written as it is. */
const PIECE =
  /"([^"]*)"?|[\\!](.)|[_*].|\[(?:\$([^\]-]*)[^\]]*|[^\]]*)\]|(general|g\/通用格式)|(e)[+-]|([0#?])|([.,%/@])|(.)/gisu;

function piecesOf(section: string): Piece[] {
  const pieces: Piece[] = [];
  for (const [, quoted, escaped, currency, general, exponent, digit, mark, other] of section.matchAll(
    PIECE,
  )) {
    const literal = quoted ?? escaped ?? currency ?? other;
    if (digit !== undefined) pieces.push({ is: 'digit', text: digit });
    else if (general !== undefined || exponent !== undefined || mark !== undefined)
      pieces.push({ is: 'mark', text: general ? 'general' : (exponent ?? mark ?? '').toLowerCase() });
    else if (literal !== undefined && literal !== '') pieces.push({ is: 'literal', text: literal });
  }
  return pieces;
}

/** The kind of date that a section shows; null: none. */
function dateShown(section: string): Shown | null {
  const bare = section
    // What brackets hold but for elapsed time: colours, conditions, locales.
    .replace(/"[^"]*"?|[\\_*!].|\[(?!(?:h+|m+|s+)\])[^\]]*\]/gisu, '')
    .replace(/general|g\/通用格式|am\/pm|a\/p|上午\/下午/gi, '')
    .toLowerCase();
  if (/\[(h+|m+|s+)\]/.test(bare)) return /[yd]/.test(bare) ? Shown.date : Shown.elapsed;
  const isNumber = /[#?%]/.test(bare) || /0/.test(bare.replace(/s[.,]0+/g, ''));
  if (isNumber) return null;
  if (/[yde]|aaa|bb/.test(bare)) return Shown.date;
  if (/[hs]/.test(bare)) return Shown.time;
  return bare.includes('m') ? Shown.date : null;
}
