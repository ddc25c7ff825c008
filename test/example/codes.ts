/** Codes with valid check characters, of no real firm and no real person. */
import type { Random } from './random.js';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const organisationAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** 组织机构代码 (GB 11714): its check character. */
function organisationCheck(eight: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((s, w, i) => s + w * organisationAlphabet.indexOf(eight.charAt(i)), 0);
  return '0123456789X'.charAt((11 - (sum % 11)) % 11);
}

/** 统一社会信用代码 (GB 32100-2015): its check character. */
export function creditCheck(seventeen: string): string {
  let sum = 0;
  let weight = 1;
  for (const c of seventeen) {
    sum += weight * alphabet.indexOf(c);
    weight = (weight * 3) % 31;
  }
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

/** A credit code; `serial` tells them apart. With `badOrganisation`, position 17 is wrong and 18 right. */
export function creditCode(r: Random, serial: number, badOrganisation = false, division = '370000'): string {
  const letters = 'ABCDEFGHJKLMNPQRTUWXY';
  const series = letters.charAt(Math.floor(serial / 10_000) % letters.length);
  const body = `MA${series}${r.pick([...letters])}${String(serial % 10_000).padStart(4, '0')}`;
  const right = organisationCheck(body);
  const seventeen = `91${division}${body}${badOrganisation ? (right === '7' ? '3' : '7') : right}`;
  return seventeen + creditCheck(seventeen);
}

/** A credit code whose check character is not the right one. */
export function damaged(code: string): string {
  const last = alphabet.indexOf(code.slice(-1));
  return code.slice(0, -1) + alphabet.charAt((last + 5) % 31);
}

/** 公民身份号码 (GB 11643-1999): its check character. */
export function identityCheck(seventeen: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return '10X98765432'.charAt(weights.reduce((s, w, i) => s + w * Number(seventeen.charAt(i)), 0) % 11);
}

/** Identity numbers of the division 370000, which no person has; each is given once. */
export function identityNumbers(r: Random): () => string {
  const given = new Set<string>();
  return () => {
    for (;;) {
      const birth = r.day(r.int(1940, 2004), '01-01', '12-28').replaceAll('-', '');
      const seventeen = `370000${birth}${String(r.int(1, 999)).padStart(3, '0')}`;
      if (given.has(seventeen)) continue;
      given.add(seventeen);
      return seventeen + identityCheck(seventeen);
    }
  };
}

/** A phone number of a range that is never assigned to a subscriber here. */
export const phone = (r: Random) => `1380000${String(r.int(0, 9999)).padStart(4, '0')}`;
