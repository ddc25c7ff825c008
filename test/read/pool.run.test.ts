/** A file that takes too long is refused, and no other file pays for it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectIsolated } from '../../pipeline/read/inspect-isolated.js';
import { openReadPool, timeFor } from '../../pipeline/read/pool.js';
import type { ReadEvent } from '../../pipeline/read/read-file.js';
import { roadsWorkbook } from '../helpers/hostile.js';
import { context } from '../helpers/normalise.js';
import { temporary } from '../helpers/temporary.js';

it('a larger file has more time', () => {
  const time = { seconds: 8, secondsPerMegabyte: 1 };
  expect([timeFor(0, time), timeFor(20e6, time)]).toEqual([8000, 28_000]);
});

describe('a file that takes too long', () => {
  const folder = temporary('slow');
  const slow = join(folder, '慢.csv');
  const rows = Array.from({ length: 1_000_000 }, (_, i) => `东庄村,路${i},1,新建,2021-5-1`);
  writeFileSync(slow, ['所属村,道路名称,长度（公里）,建设性质,完工日期', ...rows].join('\n'));
  const good = join(folder, '好.xlsx');
  writeFileSync(good, roadsWorkbook('好路'));

  it('is refused, and the next one is read', async () => {
    const pool = openReadPool(() => {}, { seconds: 1, secondsPerMegabyte: 0 });
    const eventsOf = async (path: string) => {
      const all: ReadEvent[] = [];
      for await (const event of pool.read(path, context)) all.push(event);
      return all;
    };
    try {
      const [first, second] = await Promise.all([eventsOf(slow), eventsOf(good)]);
      expect(first.at(-1)).toMatchObject({ is: 'refused', finding: { rule: 'file.takes_too_long' } });
      expect(second.map(({ is }) => is)).toContain('rows');
      expect((await eventsOf(good)).at(-1)).toMatchObject({ is: 'end' });
    } finally {
      await pool.close();
    }
  });

  it('is refused by inspect', async () => {
    const inspection = await inspectIsolated(
      slow,
      '慢.csv',
      { context, inFolder: false, language: 'zh' },
      () => {},
      { seconds: 0.3, secondsPerMegabyte: 0 },
    );
    expect(inspection).toMatchObject({
      format: null,
      sheets: [],
      findings: [{ rule: 'file.takes_too_long', message: expect.stringContaining('1 秒') }],
    });
  });
});
