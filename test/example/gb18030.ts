/** Text to GB18030, by turning the platform's decoder round. */

let bytesOf: Map<string, readonly [number, number]> | null = null;

function twoByteTable(): Map<string, readonly [number, number]> {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const c = decoder.decode(Uint8Array.of(lead, trail));
      if ([...c].length === 1 && c !== '\ufffd' && !table.has(c)) table.set(c, [lead, trail]);
    }
  }
  return table;
}

/** @throws Error for a character that needs four bytes: the example uses none. */
export function encodeGb18030(text: string): Uint8Array {
  bytesOf ??= twoByteTable();
  const out: number[] = [];
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    const pair = bytesOf.get(c);
    if (code < 0x80) out.push(code);
    else if (pair) out.push(...pair);
    else throw new Error(`${c} has no two-byte code in GB18030`);
  }
  return Uint8Array.from(out);
}
