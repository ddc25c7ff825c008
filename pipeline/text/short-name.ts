/** Whether the letters of a short name follow each other in a longer one: 规上 in 规模以上企业. */
export function isShortFor(short: string, name: string): boolean {
  let rest = name;
  for (const letter of short) {
    const at = rest.indexOf(letter);
    if (at < 0) return false;
    rest = rest.slice(at + letter.length);
  }
  return short.length > 1;
}
