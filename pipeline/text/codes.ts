/** Check digits of the codes that Chinese offices use (DOMAIN C). Texts come in folded and in capitals. */

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];
const identityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const identityChecks = '10X98765432';

/** Value by character code in the alphabet of GB 32100; -1: not in it. */
const creditValues = new Int8Array(128).fill(-1);
for (let i = 0; i < creditAlphabet.length; i++) creditValues[creditAlphabet.charCodeAt(i)] = i;

function creditValue(text: string, at: number): number {
  return creditValues[text.charCodeAt(at)] ?? -1;
}

/** Whether every character is of the alphabet of GB 32100, which has no I, O, S, V, Z. */
export function inCreditAlphabet(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (creditValue(text, i) < 0) return false;
  return true;
}

/** The 18th character of a 统一社会信用代码 (GB 32100-2015), from its first 17, all of the alphabet. */
export function creditCheck(code: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += creditValue(code, i) * (creditWeights[i] ?? 0);
  return creditAlphabet.charAt((31 - (sum % 31)) % 31);
}

/** The 17th character: the check of the organisation code in positions 9–16 (GB 11714). */
export function organisationCheck(code: string): string {
  let sum = 0;
  for (let i = 0; i < 8; i++) {
    const unit = code.charCodeAt(8 + i);
    sum += (unit <= 57 ? unit - 48 : unit - 55) * (organisationWeights[i] ?? 0);
  }
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

/** Whether a text has the shape of a 公民身份号码: 17 digits, then a digit or X. */
export function hasIdentityShape(text: string): boolean {
  if (text.length !== 18) return false;
  for (let i = 0; i < 17; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  const last = text.charCodeAt(17);
  return (last >= 48 && last <= 57) || last === 88;
}

/** The 18th character of a 公民身份号码 (GB 11643-1999), from its first 17 digits. */
export function identityCheck(number: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (number.charCodeAt(i) - 48) * (identityWeights[i] ?? 0);
  return identityChecks.charAt(sum % 11);
}

/** Whether digits 7–14 of something in the shape of a 公民身份号码 are a day of the calendar. */
export function hasBirthDate(number: string): boolean {
  const two = (at: number) => (number.charCodeAt(at) - 48) * 10 + number.charCodeAt(at + 1) - 48;
  const year = two(6) * 100 + two(8);
  return year >= 1800 && year < 2100 && isDay(year, two(10), two(12));
}

/** Whether a text is a 公民身份号码 with a real birth date and its right check character. */
export function isIdentityNumber(text: string): boolean {
  return hasIdentityShape(text) && hasBirthDate(text) && identityCheck(text) === text.charAt(17);
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the calendar has this day. */
export function isDay(year: number, month: number, day: number): boolean {
  const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0);
  return day >= 1 && day <= (monthDays[month - 1] ?? 0) + (leap ? 1 : 0);
}
