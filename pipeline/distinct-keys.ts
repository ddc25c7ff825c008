/**
 * Whether the keys of a large table differ, told while its rows are read: sorting a million of them to find such as
 * stand twice would take the thread that stores them a second.
 */

export interface DistinctKeys {
  /** null: the row has none. */
  add(key: string | null): void;
  /** No key has come twice. false: one may have, or it was not looked for: the rows are few, or very many. */
  differ(): boolean;
}

/** So many keys are sorted in no time. */
const few = 1 << 14;
/** Memory does not grow with the rows: 8 MiB, for one and a half million keys. */
const places = 1 << 21;
const most = (places / 4) * 3;

/** Keeps a hash of each key: equal keys have the same, and of different ones hardly any two. */
export function distinctKeys(): DistinctKeys {
  let state: 'few' | 'many' | 'unknown' = 'few';
  let count = 0;
  let early: Hash[] = [];
  let table = new Uint32Array(0);
  const keep = (hash: Hash) => {
    if (!put(table, hash)) state = 'unknown';
  };
  return {
    add(key) {
      if (key === null || state === 'unknown') return;
      count++;
      const hash = hashOf(key);
      if (state === 'many') keep(hash);
      else early.push(hash);
      if (count === few) {
        state = 'many';
        table = new Uint32Array(places);
        for (const one of early) keep(one);
        early = [];
      }
      if (count === most) state = 'unknown';
    },
    differ: () => state === 'many',
  };
}

/** Where it is looked for, and what stands there: 0 is an empty place. */
type Hash = readonly [home: number, mark: number];

/** Open addressing. false where the same stands there already. */
function put(table: Uint32Array, [home, mark]: Hash): boolean {
  let at = home & (places - 1);
  for (let found = table[at]; found !== 0; found = table[at]) {
    if (found === mark) return false;
    at = (at + 1) & (places - 1);
  }
  table[at] = mark;
  return true;
}

/** cyrb53, by bryc (public domain), all 64 bits of it. */
function hashOf(text: string): Hash {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
  }
  const home = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  const mark = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(home ^ (home >>> 13), 0xc2b2ae35);
  return [home, mark >>> 0 || 1];
}
