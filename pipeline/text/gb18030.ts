/** Text as GB18030, in which Chinese spreadsheets save CSV: the platform decodes it, but does not encode. */

let table: ReadonlyMap<string, readonly [number, number]> | null = null;

/** @returns null where a character is not among those of one or two bytes. */
export function gb18030Bytes(text: string): Buffer | null {
  table ??= twoByteCharacters();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const two = code < 0x80 ? [code] : table.get(character);
    if (!two) return null;
    bytes.push(...two);
  }
  return Buffer.from(bytes);
}

/** The inverse of the platform's decoder. */
function twoByteCharacters(): Map<string, readonly [number, number]> {
  const decoder = new TextDecoder('gb18030');
  const characters = new Map<string, readonly [number, number]>();
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) {
      const character = decoder.decode(Uint8Array.of(first, second));
      const isOne = [...character].length === 1 && character !== '\ufffd';
      if (isOne && !characters.has(character)) characters.set(character, [first, second]);
    }
  }
  return characters;
}
