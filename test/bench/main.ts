/**
 * The bench: whole runs of the command line against what else could be done with the same files, each several times
 * in turn in one session, and how cost grows.
 *
 *     npm run bench [-- --quick] [--rounds 5] [--folder DIR] [--only reading,robust,xlsx,csv,files,growth,indicators]
 *         [--most-rows 1000000]
 */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { csvWork, readingWork, xlsxWork } from './contenders.js';
import { growthOfFiles, growthOfIndicators, growthOfRows } from './growth.js';
import { inTurn } from './in-turn.js';
import { measure } from './measure.js';
import { cleared } from './places.js';
import { beside } from './programs.js';
import { costOfRobustness } from './robustness.js';
import { facts, table } from './table.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    folder: { type: 'string', default: join(tmpdir(), 'township-metrics-bench') },
    // How far growth is followed; ten million take some minutes and 10 GB of disk.
    'most-rows': { type: 'string', default: '1000000' },
    only: { type: 'string', default: 'reading,robust,xlsx,csv,files,growth,indicators' },
  },
});
const { quick, folder } = values;
const rounds = Number(values.rounds ?? (quick ? 1 : 5));
const wanted = new Set(values.only.split(','));
const scale = quick ? 10 : 1;
mkdirSync(folder, { recursive: true });

/** Made by another process: what this one has held counts for every child it starts. */
const made = (...kinds: (string | number)[]) => {
  measure(process.execPath, [beside('data'), folder, ...kinds.map(String)]);
};
const say = (lines: readonly string[]) => console.log(`${lines.join('\n')}\n`);

say(facts(quick));
if (wanted.has('reading') || wanted.has('xlsx')) {
  const rows = 200_000 / scale;
  made('enterprises.xlsx', rows);
  for (const work of [readingWork(folder, rows), xlsxWork(folder, rows)]) {
    if (wanted.has(work.id)) say(table(work, inTurn(work, rounds)));
  }
}
if (wanted.has('robust')) {
  const rows = { xlsx: 200_000 / scale, csv: 1_000_000 / scale };
  made('enterprises.xlsx', rows.xlsx, 'insurance.csv', rows.csv);
  say(costOfRobustness(folder, rows, rounds));
}
if (wanted.has('csv')) {
  const rows = 1_000_000 / scale;
  made('insurance.csv', rows, 'insurance-gb18030.csv', rows);
  const work = csvWork(folder, rows);
  say(table(work, inTurn(work, rounds)));
}
if (wanted.has('growth')) {
  const most = Number(values['most-rows']) / scale;
  const sizes = [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000];
  for (const [kind, limit] of [
    ['insurance.csv', most],
    ['more-insurance', Math.min(most, 1_000_000)],
    ['enterprises.xlsx', Math.min(most, 1_000_000)],
  ] as const) {
    const wanted = sizes.filter((size) => size <= limit);
    made(...wanted.flatMap((size) => [kind, size]));
    say(growthOfRows(folder, kind, wanted, Math.min(rounds, 3)));
  }
}
if (wanted.has('files')) {
  const sizes = [1, 10, 100, 500].filter((size) => size <= 500 / (quick ? 5 : 1));
  made(...sizes.flatMap((size) => ['files', size]));
  say(growthOfFiles(folder, sizes, Math.min(rounds, 3)));
}
if (wanted.has('indicators')) {
  made('insurance.csv', 100_000 / scale);
  say(growthOfIndicators(folder, 100_000 / scale, Math.min(rounds, 3)));
}
cleared(folder);
