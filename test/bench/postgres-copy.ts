/**
 * How fast rows reach PostgreSQL: the pipeline's COPY beside `\copy` of psql with the same rows into the same table,
 * in turn. psql comes with the system's PostgreSQL client; the server is the tests' own. `npm run bench:copy [rows]`.
 */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { roads } from '../../pipeline/forms/roads.js';
import { formTableStatements } from '../../pipeline/store/form-tables.js';
import { copyLine } from '../../pipeline/store/postgres/copy-text.js';
import { openEngine } from '../../pipeline/store/postgres/engine.js';
import { startServer } from '../helpers/postgres-server.js';
import { temporary } from '../helpers/temporary.js';

const rows = Number(process.argv[2] ?? 1_000_000);
const rounds = 3;

const columns = [
  ...'row_id table_id unit period row key texts held_by_reading held'.split(' '),
  ...['village', 'road_name', 'section', 'length', 'nature', 'completed_date'],
];
function row(i: number): unknown[] {
  const [village, name] = [`村${i % 40}`, `路${i}`];
  const texts = JSON.stringify([village, name, '村口—桥头', '1.5', null, '新建', '2021-6-1']);
  const key = JSON.stringify([village, name, '村口—桥头', '2021-06-01']);
  return [
    i,
    1,
    '示例镇',
    '2021-11-30',
    i,
    key,
    texts,
    0,
    0,
    village,
    name,
    '村口—桥头',
    1_500_000,
    '新建',
    '2021-06-01',
  ];
}

const server = await startServer();
const scratch = temporary('copy');
try {
  const address = await server.url('copy');
  const engine = openEngine(address, 'bench');
  const [table = ''] = formTableStatements(roads, 'postgres');
  engine.exec(table);
  const file = join(scratch, 'rows.txt');
  const all = Array.from({ length: rows }, (_, i) => row(i));
  writeFileSync(file, all.map(copyLine).join(''));
  const timed = (work: () => void) => {
    engine.exec('TRUNCATE roads_row');
    const start = performance.now();
    work();
    const seconds = (performance.now() - start) / 1000;
    const found = engine.query('SELECT count(*) AS rows FROM roads_row')[0]?.rows;
    if (found !== rows) throw new Error(`${found} rows instead of ${rows}`);
    return seconds;
  };
  const ours = () =>
    timed(() => {
      engine.exec('BEGIN');
      const writer = engine.copy('roads_row', columns);
      for (const values of all) writer.write(values);
      writer.flush();
      engine.exec('COMMIT');
    });
  const theirs = () =>
    timed(() => {
      const names = columns.map((name) => `"${name}"`).join(', ');
      const { status, stderr } = spawnSync('psql', [
        address,
        '-qc',
        `\\copy roads_row (${names}) from '${file}'`,
      ]);
      if (status !== 0) throw new Error(`psql: ${stderr}`);
    });
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const [one, other] = [ours(), theirs()];
    ratios.push(one / other);
    process.stdout.write(
      `${rows} rows: pipeline ${one.toFixed(2)} s, psql ${other.toFixed(2)} s, ratio ${(one / other).toFixed(2)}\n`,
    );
  }
  process.stdout.write(`median ratio ${ratios.sort((a, b) => a - b)[1]?.toFixed(2)}\n`);
  engine.close();
} finally {
  await server.destroy();
  rmSync(scratch, { recursive: true });
}
