/** Folding of text so that what looks the same compares the same. */

/** Full-width ASCII (U+FF01–FF5E) and the ideographic space become ASCII; NFC; nothing else changes. */
export function halfWidth(text: string): string {
  // Printable ASCII and the common ideographs stand as they are.
  if (/^[\x20-\x7e\u4e00-\u9fff]*$/.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0]/g, ' ');
}

/** Half-width and without any white space or invisible character: the form in which words are compared. */
export function fold(text: string): string {
  return halfWidth(text).replace(/[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff]+/g, '');
}

/** Order by code points after NFC: the one order of everything published, the same in every locale. */
export function compareText(a: string, b: string): number {
  const left = a.normalize('NFC');
  const right = b.normalize('NFC');
  if (left === right) return 0;
  // UTF-16 units order surrogates before U+E000–FFFF; comparing by code points repairs that.
  const n = Math.min(left.length, right.length);
  for (let i = 0; i < n; i++) {
    const x = left.charCodeAt(i);
    const y = right.charCodeAt(i);
    if (x !== y) {
      const surrogate = (u: number) => u >= 0xd800 && u <= 0xdfff;
      if (surrogate(x) !== surrogate(y)) return surrogate(x) ? 1 : -1;
      return x - y;
    }
  }
  return left.length - right.length;
}
