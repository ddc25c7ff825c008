/** Text as bytes in the encodings that submissions come in. */

export type Encoding =
  | 'utf-8'
  | 'utf-8 bom'
  | 'gb18030'
  | 'utf-16le'
  | 'utf-16le bom'
  | 'utf-16be'
  | 'utf-16be bom';

export function encode(text: string, encoding: Encoding): Buffer {
  if (encoding === 'gb18030') return gb18030(text);
  const marked = encoding.endsWith('bom') ? `\ufeff${text}` : text;
  if (encoding.startsWith('utf-8')) return Buffer.from(marked);
  const bytes = Buffer.from(marked, 'utf16le');
  return encoding.startsWith('utf-16be') ? bytes.swap16() : bytes;
}

/** Inverse of the platform's decoder: characters by the bytes that decode to them. */
let table: Map<string, readonly number[]> | null = null;

function gb18030(text: string): Buffer {
  table ??= inverted();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else bytes.push(...(table.get(character) ?? fourBytes(character, code)));
  }
  return Buffer.from(bytes);
}

function inverted(): Map<string, readonly number[]> {
  const decoder = new TextDecoder('gb18030');
  const characters = new Map<string, readonly number[]>();
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) {
      const bytes = [first, second];
      const character = decoder.decode(Uint8Array.from(bytes));
      if (second !== 0x7f && !characters.has(character)) characters.set(character, bytes);
    }
  }
  return characters;
}

function fourBytes(character: string, code: number): readonly number[] {
  // Linear from U+10000 on; below, near enough that the decoder finds it within the range.
  if (code >= 0x10000) return fourBytesAt(189_000 + code - 0x10000);
  const decoder = new TextDecoder('gb18030');
  for (let at = 0; at < 39_420; at++) {
    const bytes = fourBytesAt(at);
    if (decoder.decode(Uint8Array.from(bytes)) === character) return bytes;
  }
  throw new Error(`GB18030 has no bytes for ${character}`);
}

function fourBytesAt(at: number): readonly number[] {
  return [
    0x81 + Math.floor(at / 12_600),
    0x30 + (Math.floor(at / 1260) % 10),
    0x81 + (Math.floor(at / 10) % 126),
    0x30 + (at % 10),
  ];
}
