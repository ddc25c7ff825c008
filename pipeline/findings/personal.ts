/**
 * What is personal in a text, and what is shown in its place (DOMAIN F): the one place that decides. The patterns keep
 * to what JavaScript and PostgreSQL both understand: `mask.ts` and the readers' views (`store/postgres/masked.ts`) are
 * made from the same lists.
 */

/** What is found, and what is in its place; `$1` is the first part of it that stays. */
export interface Masking {
  readonly pattern: string;
  readonly shown: string;
}

const digit = '[0-9０-９]';
/** White space and what nobody sees; strokes and brackets. */
const blank = ' \t\r\n\u00a0\u00ad\u2000-\u200f\u202f\u2060\u3000\ufeff';
const stroke = '()（）\\-－–—‐−';

/** Signs of a template: `#` is a digit, `X` a check character, `x` one that is no digit, and between two digits may stand what they say. */
const signs: Readonly<Record<string, string>> = {
  '#': digit,
  X: '[0-9０-９XxＸｘ]',
  x: '[XxＸｘ]',
  // Blanks and strokes, or nothing.
  _: `[${blank}${stroke}]{0,7}`,
  // As much, or a point: only where the lengths of the parts tell what the number is.
  '~': `[${blank}${stroke}.．·•_/／]{1,7}`,
};

/** The pattern of a template, whose digits are meant in both widths. */
function patternOf(template: string): string {
  return template.replace(/\[([0-9-]+)\]|[0-9]|[#Xx_~]/g, (one, range: string | undefined) => {
    if (Object.hasOwn(signs, one)) return signs[one] ?? '';
    const half = range ?? one;
    return `[${half}${half.replace(/[0-9]/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0))}]`;
  });
}

/** A template with `_` between all its digits. */
const apart = (template: string) =>
  template.replace(/(\[[0-9-]+\]|[0-9#Xx]|\))(?=([[0-9#Xx(])?)/g, (_, one: string, next?: string) =>
    next === undefined ? one : `${one}_`,
  );

const area = '[1-8]#####';
/** The provinces of GB/T 2260. No year begins with one of their numbers: a span of dates is no identity number. */
const province = '(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])';
const year = '(?:1[89]|20)##';
const day = '(?:0[1-9]|1[0-2])(?:0[1-9]|[12]#|3[01])';
const identity = `(${area})${year}${day}(###X)`;
const mobile = '1[3-9]#';

const anyNumber = patternOf(`(?:${identity}|${mobile}########)`).replace(/\((?!\?)/g, '(?:');
/** A number begins behind what is no digit, or right behind another that is masked already; */
const start = `(?:(?<![0-9０-９*])|(?<=\\*\\*\\*\\*${patternOf('###X')}))`;
/** it ends before what is no digit, or right before another number. */
const end = `(?:(?!${digit})|(?=${anyNumber}(?!${digit})))`;

function number(template: string, shown: string, before = '', behind = ''): Masking {
  return { pattern: `${start}${before}${patternOf(template)}${end}${behind}`, shown };
}

/** Numbers of cases, contracts and the like have letters. */
const [noCode, noCodeBehind] = ['(?<![A-Za-z])', '(?![A-Za-z])'];
const masked18 = '$1********$2';

const solidIdentities: readonly Masking[] = [
  number(identity, masked18),
  // With a slip in it, the number is still a person's: no such day, or no such year before an X.
  number(`(${province}####)${year}####(###X)`, masked18, noCode, noCodeBehind),
  number(`(${province}####)########(###x)`, masked18, noCode, noCodeBehind),
  // The fifteen digits of before 1999.
  number(
    `(######)#####(####)`,
    '$1*****$2',
    `${noCode}(?=${patternOf(`${province}####[0-9]#${day}###`)})`,
    noCodeBehind,
  ),
];

const separateIdentities: readonly Masking[] = [
  number(`(${apart(`${province}####`)}_)${apart(`${year}${day}`)}(_${apart('###X')})`, masked18),
  number(`(${province}####_)######(_###)`, '$1******$2', noCode, noCodeBehind),
];

/**
 * Behind letters a phone is one only where they say so. An amount has decimals, or a sign of money before it; what
 * follows (元, 万, 亿, 亩, %) decides nothing: 万 is also a surname, and a column of amounts is masked as no text is.
 */
const phoneBefore =
  '(?:(?<![A-Za-z￥¥$＄])|(?<=[Tt][Ee][Ll]|[Pp][Hh][Oo][Nn][Ee]|[Mm][Oo][Bb][Ii][Ll][Ee]))(?<!0[.．])';
const phoneBehind = `(?![A-Za-z])(?![.．]${digit}{1,6}(?![0-9０-９*]))`;
const phone = (template: string, shown: string) => number(template, shown, phoneBefore, phoneBehind);

const solidMobile = phone(`((?:(?:00)?86|0)?${mobile})####(####)`, '$1****$2');
const separateMobiles: readonly Masking[] = [
  phone(`(${mobile}~)####(~####)`, '$1****$2'),
  phone(`(${mobile}_)####(_####)`, '$1****$2'),
  phone(`(${mobile})#(_)###(#_###)`, '$1*$2***$3'),
  phone(`(${mobile}_)###(_)#(####)`, '$1***$2*$3'),
  phone(`(${apart(mobile)}_)${apart('####')}_(${apart('####')})`, '$1****$2'),
];

const landlines: readonly Masking[] = [
  phone('(0(?:10|2#)_)####(_####)', '$1****$2'),
  phone('(0[3-9]##_)####(_####)', '$1****$2'),
  phone('(0[3-9]##_)###(_####)', '$1***$2'),
];

/** Local numbers have no shape of their own. */
const announced = `(?:电话|手机|座机|联系方式|热线|[Tt][Ee][Ll]|[Pp][Hh][Oo][Nn][Ee])[^0-9０-９]{0,4}`;
const local = (template: string, shown: string) => ({
  pattern: `(${announced})${patternOf(template)}${end}`,
  shown,
});

/** In any text: solid numbers first, so that none is looked for across two that are side by side. */
export const textMasks: readonly Masking[] = [
  ...solidIdentities,
  solidMobile,
  ...separateIdentities,
  ...separateMobiles,
  ...landlines,
  local('[2-9]###_(####)', '$1****$2'),
  local('[2-9]##_(####)', '$1***$2'),
];

const trimmed: readonly Masking[] = [
  { pattern: `^[${blank}]+`, shown: '' },
  { pattern: `[${blank}]+$`, shown: '' },
];

/** A name: all but its first character, and a number in its place altogether. */
export const nameMasks: readonly Masking[] = [
  ...trimmed,
  { pattern: `(?<=.|\n)(?:.|\n)|^${digit}`, shown: '*' },
];

/** A whole identity number; the first pattern that fits counts. */
export const identityMasks: readonly Masking[] = [
  { pattern: patternOf(`^_(${apart('######')}_)${apart('########')}(_${apart('###X')})_$`), shown: masked18 },
  { pattern: patternOf(`^_(######_)#####(_####)_$`), shown: '$1*****$2' },
];
/** One of another length was written wrongly, and nothing says which digits of it are harmless. */
export const otherIdentity: Masking = { pattern: `[^${blank}]`, shown: '*' };

/** What a column of phones holds beside the phones, which are masked before as in any text: words may be a name. */
export const phoneMasks: readonly Masking[] = [
  { pattern: `[^0-9０-９*${blank}${stroke}+.,，;；、/／]`, shown: '*' },
  // A number that is no phone; shorter ones are area codes and extensions.
  { pattern: `(?<![0-9０-９*])${digit}+(${digit}{4})(?!${digit})`, shown: '****$1' },
];
