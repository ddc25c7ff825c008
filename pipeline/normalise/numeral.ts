/** Chinese numerals (DOMAIN E: in small counts, 三座). */

const digits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  '○': 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const places: Readonly<Record<string, number>> = { 千: 1000, 百: 100, 十: 10 };

/** The characters of which a numeral up to 9999 is made. */
export const numeralCharacters = '零〇○一二两三四五六七八九十百千';

/** 十二 → 12, 一百零五 → 105, 二〇二一 → 2021; null where the characters do not make a number. */
export function readNumeral(text: string): number | null {
  if (text === '') return null;
  const characters = [...text];
  if (characters.every((c) => c in digits)) {
    if (characters.length === 1 || (characters.length === 4 && !text.includes('两'))) {
      return characters.reduce((value, c) => value * 10 + (digits[c] ?? 0), 0);
    }
    return null;
  }
  return readPlaces(characters);
}

function readPlaces(characters: readonly string[]): number | null {
  let value = 0;
  let digit: number | null = null;
  let place = 10_000;
  let zero = false;
  for (const c of characters) {
    const unit = places[c];
    if (unit === undefined) {
      const next = digits[c];
      if (next === undefined || digit !== null) return null;
      if (next === 0) {
        if (zero) return null;
        zero = true;
      } else digit = next;
    } else {
      // 十二 leaves out its 一; 百二 is no number, nor is a place that does not descend.
      const leading = digit ?? (unit === 10 && value === 0 && !zero ? 1 : null);
      if (unit >= place || leading === null) return null;
      value += leading * unit;
      place = unit;
      digit = null;
      zero = false;
    }
  }
  if (digit === null) return zero ? null : value;
  // 一百五 is said for 150: without 零 the digit belongs to the next place, which writing leaves open.
  if (place > 10 && !zero) return null;
  return value + digit;
}
