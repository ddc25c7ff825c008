/** A file that is read in a process of its own comes out as one that a thread reads. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openReadPool } from '../../pipeline/read/pool.js';
import type { ReadEvent } from '../../pipeline/read/read-file.js';
import { readInSubprocess } from '../../pipeline/readers/subprocess.js';
import { roadsWorkbook } from '../helpers/hostile.js';
import { context } from '../helpers/normalise.js';
import { temporary } from '../helpers/temporary.js';

async function all(events: AsyncIterable<ReadEvent>): Promise<ReadEvent[]> {
  const taken: ReadEvent[] = [];
  for await (const event of events) taken.push(event);
  return taken;
}

it('is read in the same way, and no fault is found', async () => {
  const path = join(temporary('subprocess'), '道路.xlsx');
  writeFileSync(path, roadsWorkbook('好路'));
  const faults: unknown[] = [];
  const pool = openReadPool();
  try {
    const apart = await all(readInSubprocess(path, context, (_, error) => faults.push(error)));
    expect(apart).toEqual(await all(pool.read(path, context)));
    expect(apart.map(({ is }) => is)).toContain('rows');
    expect(faults).toEqual([]);
  } finally {
    await pool.close();
  }
});
