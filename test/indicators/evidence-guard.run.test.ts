/** Evidence is guarded, not trusted: a faulty definition is refused and nothing is published. */
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { run } from '../../pipeline/run.js';
import { writeFiles } from '../helpers/submissions.js';
import { temporary } from '../helpers/temporary.js';

const sql = new URL('../../sql/', import.meta.url).pathname;

const header = (extra = '') => `-- label: 试验
-- unit: 公里
-- kind: flow
-- place: 4.99
-- definition: 试验
-- aggregate: sum
-- form: roads
-- column: length
${extra}
`;
const scope = `unit = :unit AND period = :period AND completed_date BETWEEN :from AND :as_of`;

async function publishWith(indicator: string) {
  const root = temporary('guard');
  const definitions = join(root, 'sql');
  cpSync(sql, definitions, { recursive: true });
  mkdirSync(join(definitions, 'indicators/trial'), { recursive: true });
  writeFileSync(join(definitions, 'indicators/trial/bad.sql'), indicator);
  writeFiles(join(root, 'inputs/泰平镇/2021-11-30'), {
    'a.csv': [
      ['所属村', '道路名称', '长度（公里）', '建设性质', '完工日期', '宽度'],
      ['东庄村', '一号路', 1, '新建', '2021-3-1', ''],
      ['东庄村', '二号路', 2, '新建', '2021-4-1', 4],
    ],
  });
  const outputs = join(root, 'outputs');
  const options = {
    inputs: join(root, 'inputs'),
    outputs,
    unit: null,
    period: null,
    asOf: null,
    today: '2021-12-05',
  };
  const report = await run(
    { ...options, lang: 'en', json: false, quiet: true, strict: false },
    pino({ level: 'silent' }),
    { sql: definitions },
  );
  expect(existsSync(join(outputs, '泰平镇/2021-11-30'))).toBe(false);
  const [unit] = report.units;
  return unit?.outcome === 'failed' ? unit.error : unit?.outcome;
}

it.each([
  [
    'a join that doubles a row',
    `SELECT r.row_id, r.length AS value FROM roads r JOIN roads o ON o.village = r.village WHERE r.${scope.replace('completed_date', 'r.completed_date').replace('period =', 'r.period =')}`,
    /trial\.bad.*more than once/,
  ],
  [
    'a value that is null',
    `SELECT row_id, width AS value FROM roads WHERE ${scope}`,
    /trial\.bad.*without row_id, value or grp/,
  ],
  [
    'a row of no source',
    `SELECT row_id + 1000 AS row_id, length AS value FROM roads WHERE ${scope}`,
    /trial\.bad.*no accepted row of roads/,
  ],
])('%s is refused when the evidence is stored', async (_, query, message) => {
  expect(await publishWith(header() + query)).toMatch(message);
});

it.each([
  [
    'GROUP BY',
    header() +
      `SELECT min(row_id) AS row_id, sum(length) AS value FROM roads WHERE ${scope} GROUP BY village`,
    /trial\/bad\.sql:\d+/,
  ],
  [
    'a missing parameter',
    `${header()}SELECT row_id, length AS value FROM roads WHERE unit = :unit AND period = :period`,
    /trial\/bad\.sql.*:from/,
  ],
  [
    'an unknown header field',
    `${header('-- colour: red')}SELECT row_id, length AS value FROM roads WHERE ${scope}`,
    /trial\/bad\.sql:\d+.*colour/,
  ],
  [
    'a lacking header field',
    `${header().replace('-- label: 试验\n', '')}SELECT row_id, length AS value FROM roads WHERE ${scope}`,
    /trial\/bad\.sql.*label/,
  ],
  [
    'a table that is no view of accepted rows',
    `${header()}SELECT row_id, length AS value FROM roads_row WHERE ${scope}`,
    /trial\/bad\.sql.*roads_row/,
  ],
])('%s is refused with file and line when the catalogue loads', async (_, indicator, message) => {
  await expect(publishWith(indicator)).rejects.toThrow(message);
});
