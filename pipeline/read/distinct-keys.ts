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
/** Places of the first table of hashes, a power of two; each that follows a full one has twice as many. */
const firstPlaces = 1 << 21;
/** Tables at most: 8 MiB for one and a half million keys, 56 MiB for eleven million. */
const mostTables = 3;

/** Keeps a hash of each key: equal keys have the same, and of different ones hardly any two. */
export function distinctKeys(places = firstPlaces): DistinctKeys {
  let state: 'few' | 'many' | 'unknown' = 'few';
  let early: Hash[] = [];
  let tables: Uint32Array[] = [];
  /** Keys that the last table still takes: of a fuller one every look takes long. */
  let room = 0;

  function giveUp(): void {
    state = 'unknown';
    tables = [];
  }

  function open(): void {
    if (tables.length === mostTables) {
      giveUp();
      return;
    }
    const table = new Uint32Array(places << tables.length);
    tables.push(table);
    room = (table.length / 4) * 3;
  }

  function keep([home, mark]: Hash): void {
    if (room === 0) open();
    let place = 0;
    for (const table of tables) {
      place = placeOf(table, home, mark);
      if (table[place] === mark) {
        giveUp();
        return;
      }
    }
    const last = tables.at(-1);
    if (last) last[place] = mark;
    room--;
  }

  return {
    add(key) {
      if (key === null || state === 'unknown') return;
      const hash = hashOf(key);
      if (state === 'many') {
        keep(hash);
        return;
      }
      early.push(hash);
      if (early.length < few) return;
      state = 'many';
      early.forEach(keep);
      early = [];
    },
    differ: () => state === 'many',
  };
}

/** Where a key is looked for, and what stands there: 0 is an empty place. */
type Hash = readonly [home: number, mark: number];

/** Open addressing: where the mark stands, or else the place that it would have. */
function placeOf(table: Uint32Array, home: number, mark: number): number {
  const last = table.length - 1;
  let at = home & last;
  for (let found = table[at]; found !== 0 && found !== mark; found = table[at]) at = (at + 1) & last;
  return at;
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
