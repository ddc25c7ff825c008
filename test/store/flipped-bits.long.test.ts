/**
 * A database with one flipped bit: the next run publishes what the files give or says that it cannot, and the run after
 * that publishes. `FLIPPED_BITS=500 npx vitest run test/store/flipped-bits` tries more.
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { random } from '../example/random.js';
import { temporary } from '../helpers/temporary.js';
import { published, road, roads, township, twoYears } from '../helpers/township.js';

const tried = Number(process.env.FLIPPED_BITS ?? 40);
/** Where a run is slower than this, it hangs. */
const longest = 60_000;
vi.setConfig({ testTimeout: tried * longest, hookTimeout: longest });

const after = {
  '2021-11-30/道路.csv': roads(2021, road('一号路', 2, '2021-5-1'), road('三号路', 4, '2021-7-1')),
};

let once = '';
let before: Record<string, string> = {};
let expected: Record<string, string> = {};
beforeAll(async () => {
  const first = township(twoYears);
  expect((await first.run()).code).toBe(0);
  once = first.root;
  before = published(first.folder());
  const afresh = township({ ...twoYears, ...after });
  await afresh.run();
  expected = published(afresh.folder());
});

it(`${tried} databases with a flipped bit`, async () => {
  const { int } = random(process.env.FLIPPED_BITS_SEED ?? 'bits');
  for (let trial = 0; trial < tried; trial++) {
    const root = temporary('bits');
    cpSync(once, root, { recursive: true });
    const place = township(after, root);
    const database = join(place.outputs, 'township.sqlite');
    const bytes = readFileSync(database);
    const at = int(0, bytes.length - 1);
    const bit = int(0, 7);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    writeFileSync(database, bytes);
    const where = `trial ${trial}: bit ${bit} of byte ${at}`;
    const { code, stderr } = await place.run();
    expect(stderr, where).not.toMatch(/ at .*\.[jt]s:\d+/);
    expect([0, 2], where).toContain(code);
    expect(published(place.folder()), where).toEqual(code === 0 ? expected : before);
    if (code !== 0) {
      expect((await place.run()).code, `${where}, the run after`).toBe(0);
      expect(published(place.folder()), where).toEqual(expected);
    }
    rmSync(root, { recursive: true });
  }
});
