/** What the database holds is what the files gave, or the files are read anew: nothing else is published. */
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../pipeline/run.js';
import { type Cells, writeFiles } from '../helpers/submissions.js';
import { temporary } from '../helpers/temporary.js';
import { published, road, roads, township, twoYears, unit, villages } from '../helpers/township.js';

type Files = Readonly<Record<string, Cells>>;

/** Publishes a township in this process. @returns what it logged of the database. */
async function publish({ inputs, outputs }: { readonly inputs: string; readonly outputs: string }) {
  const lines: Record<string, unknown>[] = [];
  const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) });
  const options = { inputs, outputs, unit: null, period: null, asOf: null, today: '2021-12-05' };
  const report = await run({ ...options, lang: 'zh', json: false, quiet: true, strict: false }, log);
  expect(report.units).toMatchObject([{ outcome: 'published' }]);
  const { rebuilt } = report;
  return { rebuilt, logged: lines.filter(({ event }) => String(event).startsWith('database.')) };
}

const before: Files = {
  ...twoYears,
  '2021-11-30/又一张.csv': roads(2021, road('三号路', 4, '2021-7-1'), road('三号路', 4, '2021-7-1')),
};
/** What changes is none of the files whose rows are altered. */
const after: Files = { ...before, '2021-11-30/村.csv': villages('东庄村', '西庄村', '南庄村') };

let once = '';
let expected: Record<string, string> = {};
beforeAll(async () => {
  const first = township(before);
  await publish(first);
  once = first.root;
  const afresh = township(after);
  await publish(afresh);
  expected = published(afresh.folder());
});

/** The township as published once. */
function again() {
  const root = temporary('altered');
  cpSync(once, root, { recursive: true });
  return township({}, root);
}

function alter(outputs: string, ...statements: readonly string[]): void {
  const database = new SqliteDatabase(join(outputs, 'township.sqlite'));
  database.pragma('ignore_check_constraints = ON');
  for (const sql of statements) expect(database.prepare(sql).run().changes).toBeGreaterThan(0);
  database.close();
}

const setAside = (outputs: string) => readdirSync(outputs).filter((name) => name.includes('.damaged-'));

const first = "(SELECT min(row_id) FROM roads_row WHERE period = '2021-11-30')";

describe('a database in which something was altered', () => {
  it.each([
    ['the form of a table', `UPDATE source_table SET form = 'roadr' WHERE form = 'roads'`],
    ['the number of the table in its rows', `UPDATE roads_row SET table_id = table_id + 64`],
    ['the number of a row', `UPDATE roads_row SET row_id = row_id + 1048576 WHERE row_id = ${first}`],
    ['a value', `UPDATE roads_row SET length = length + 65536 WHERE row_id = ${first}`],
    ['a value of the year before', `UPDATE roads_row SET length = 1 WHERE period = '2020-11-30'`],
    ['a date', `UPDATE roads_row SET completed_date = '2020-05-01' WHERE row_id = ${first}`],
    ['a cell as submitted', `UPDATE roads_row SET texts = replace(texts, '一号路', '十号路')`],
    ['a row that is gone', `DELETE FROM roads_row WHERE row_id = ${first}`],
    ['all rows, which are gone', `DELETE FROM roads_row`],
    [
      'a row that was not there',
      `INSERT INTO roads_row (row_id, table_id, unit, period, row, texts, held_by_reading, held,
      length) SELECT row_id + 99, table_id, unit, period, row + 99, texts, 0, 0, length FROM roads_row LIMIT 1`,
    ],
    ['a row that is held back', `UPDATE roads_row SET held = 1 WHERE row_id = ${first}`],
    ['a row that was held back', `UPDATE roads_row SET held = 0 WHERE held = 1`],
    ['the unit of a row', `UPDATE roads_row SET unit = '太平镇' WHERE row_id = ${first}`],
    ['the period of all rows', `UPDATE roads_row SET period = '2021-11-31' WHERE period = '2021-11-30'`],
    ['the unit of a file', `UPDATE submission SET unit = '太平镇' WHERE file = '2021-11-30/道路.csv'`],
    [
      'the period of a file',
      `UPDATE submission SET period = '2020-11-30' WHERE file = '2021-11-30/道路.csv'`,
    ],
    ['where a column is', `UPDATE source_column SET column_index = column_index + 1 WHERE field = 'length'`],
    ['a nil return', `UPDATE source_table SET nil_return = '' WHERE form = 'roads'`],
    ['a table, which is gone', `DELETE FROM source_table WHERE form = 'roads'`],
  ])('(%s) is set aside, and the files give what is published', async (_, sql) => {
    const { inputs, outputs, home, folder } = again();
    alter(outputs, sql);
    writeFiles(home, after);
    const { rebuilt, logged } = await publish({ inputs, outputs });
    expect(published(folder())).toEqual(expected);
    expect(rebuilt).toBe(join(outputs, setAside(outputs)[0] ?? ''));
    expect(logged).toMatchObject([{ event: 'database.moved_aside', unit, to: rebuilt }]);
  });

  it.each([
    ['the totals of evidence', 'UPDATE evidence_total SET value = value + 65536, rows = rows + 1'],
    ['a value of evidence', 'UPDATE evidence SET value = value + 65536'],
    ['evidence that is gone', 'DELETE FROM evidence'],
    ['totals that are gone', 'DELETE FROM evidence_total'],
    ['what evidence was selected from', 'DELETE FROM evidence_source'],
  ])('(%s) stays, and what it says of figures is selected anew', async (_, sql) => {
    const { inputs, outputs, home, folder } = again();
    alter(outputs, sql);
    writeFiles(home, after);
    expect(await publish({ inputs, outputs })).toMatchObject({ rebuilt: null });
    expect(published(folder())).toEqual(expected);
  });

  it('is named with the file and the sheet', async () => {
    const { inputs, outputs, home } = again();
    alter(outputs, `UPDATE roads_row SET length = length + 1 WHERE row_id = ${first}`);
    writeFiles(home, after);
    const { logged } = await publish({ inputs, outputs });
    expect(logged).toMatchObject([
      { unit, file: '2021-11-30/又一张.csv', sheet: expect.anything(), form: 'roads' },
    ]);
  });
});

it('a database that a run itself brought up to date is not set aside', async () => {
  const { inputs, outputs, home, folder, write } = again();
  const settings = { 'waivers.csv': [['rule', 'file', 'sheet', 'cell', 'text', 'reason', 'by', 'until']] };
  const steps: Files[] = [
    after,
    { '2021-11-30/又一张.csv': roads(2021, road('一号路', 2, '2021-5-1')) },
    { ...settings, '2021-11-30/第三张.csv': roads(2021, road('四号路', 5, '2021-8-1')) },
    before,
    after,
  ];
  for (const files of steps) {
    write(files);
    expect(await publish({ inputs, outputs })).toMatchObject({ rebuilt: null, logged: [] });
  }
  expect(setAside(outputs)).toEqual([]);
  const afresh = township({ ...after, ...steps[2] });
  await publish(afresh);
  expect(published(folder())).toEqual(published(afresh.folder()));
  expect(home).not.toBe(afresh.home);
});
