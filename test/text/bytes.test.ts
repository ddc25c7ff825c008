/** Text as bytes: piece by piece it comes to the same as at once, wherever a piece ends. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inertList, type JsonPiece } from '../../pipeline/audit-page/script-file.js';
import { openBytes, printableBut } from '../../pipeline/text/bytes.js';
import { inertJson } from '../../pipeline/text/html.js';

const anyText = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '东魏庄村', '\ud800', '</script>', '"\\', '=1', '𠮷', '\u2028', '\x7f', '\x00'),
);

describe('openBytes', () => {
  test('any texts and bytes come out as they were written, in pieces of no more than the room', () => {
    const write = fc.tuple(fc.constantFrom('text', 'plain', 'bytes'), anyText);
    fc.assert(
      fc.property(fc.array(write), fc.integer({ min: 4, max: 40 }), (writes, room) => {
        const pieces: Buffer[] = [];
        const out = openBytes((piece) => pieces.push(Buffer.from(piece)), room);
        const printable = printableBut('"');
        let expected = '';
        for (const [way, text] of writes) {
          const isPlain = /^[\x20-\x7e]*$/.test(text) && !text.includes('"');
          if (way === 'plain') {
            const written = out.plain(text, printable);
            expect(written).toBe(isPlain && text.length <= room);
            if (!written) continue;
          } else if (way === 'text') out.text(text);
          else out.bytes(Buffer.from(text));
          out.ascii(0x2c);
          expected += `${Buffer.from(text).toString()},`;
        }
        const { length } = out;
        out.flush();
        expect(Buffer.concat(pieces).toString()).toBe(expected);
        expect(length).toBe(Buffer.byteLength(expected));
      }),
    );
  });
});

describe('inertList', () => {
  test('is the inert JSON of its items, in segments or not', () => {
    const item = fc.array(fc.oneof(anyText, fc.integer(), fc.constant(null)), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(item, fc.constantFrom(null, undefined, 'from'))), (items) => {
        const list = inertList();
        for (const [one, segment] of items) {
          if (segment !== undefined) list.segment(segment, null);
          list.push(one);
        }
        const text = list.json().map(textOf).join('');
        // What is no character cannot be told in UTF-8: each half of a pair becomes the mark for it.
        expect(text).toBe(Buffer.from(inertJson(items.map(([one]) => one))).toString());
      }),
    );
  });
});

function textOf(piece: JsonPiece): string {
  if (typeof piece === 'string') return piece;
  return Buffer.concat(piece instanceof Uint8Array ? [piece] : piece.chunks).toString();
}
