/** Variants of valid files with bytes changed, cut, doubled or taken out: the same seed gives the same variants. */
import { unzipSync, zipSync } from 'fflate';
import { type Random, random } from '../example/random.js';

/** Variants of a file's bytes; of a package some are changed within a part, so that its checksum stays right. */
export function* mutants(bytes: Uint8Array, count: number, seed: string): Generator<Uint8Array> {
  const chance = random(seed);
  const isPackage = bytes[0] === 0x50 && bytes[1] === 0x4b;
  for (let i = 0; i < count; i++) {
    yield isPackage && chance.chance(0.7) ? changedPart(bytes, chance) : changed(bytes, chance);
  }
}

function changedPart(bytes: Uint8Array, chance: Random): Uint8Array {
  const parts = unzipSync(bytes);
  const name = chance.pick(Object.keys(parts));
  if (chance.chance(0.05)) delete parts[name];
  else parts[name] = changed(parts[name] ?? new Uint8Array(), chance);
  return zipSync(parts);
}

const telling = [
  '<',
  '>',
  '</',
  '/>',
  '"',
  '&',
  '&#0;',
  '<!--',
  '<![CDATA[',
  '\0',
  '\r',
  ',',
  '999999999',
  '-1',
  'A1',
];

function changed(bytes: Uint8Array, chance: Random): Uint8Array<ArrayBuffer> {
  let out: Buffer<ArrayBuffer> = Buffer.from(bytes);
  for (let n = chance.int(1, 4); n > 0 && out.length > 1; n--) {
    const at = chance.int(0, out.length - 1);
    const length = Math.min(chance.int(1, 200), out.length - at);
    const [before, piece, after] = [
      out.subarray(0, at),
      out.subarray(at, at + length),
      out.subarray(at + length),
    ];
    const kind = chance.int(0, 6);
    if (kind === 0) out = before;
    else if (kind === 1) out = Buffer.concat([before, after]);
    else if (kind === 2) out = Buffer.concat([before, piece, piece, piece, after]);
    else if (kind === 3) out = Buffer.concat([before, Buffer.from(chance.pick(telling)), after]);
    else if (kind === 4) out = Buffer.concat([before, Buffer.alloc(length, chance.int(0, 255)), after]);
    else for (let i = 0; i < kind * 3; i++) out[chance.int(0, out.length - 1)] = chance.int(0, 255);
  }
  return out;
}
