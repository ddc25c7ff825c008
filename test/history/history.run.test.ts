/** The auditor's walk: what changed and why, what it was before, and proof that it is so. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askAtRest } from '../../pipeline/audit/at-rest.js';
import { readUsage } from '../../pipeline/commands/usage.js';
import { call, run } from '../helpers/run.js';
import { type Cells, writeFiles } from '../helpers/submissions.js';
import { temporary } from '../helpers/temporary.js';

const roads = (...rows: Cells): Cells => [
  ['所属村', '道路名称', '起止点', '长度（公里）', '建设性质', '完工日期'],
  ...rows,
];
const road = (name: string, length: number, date: string) => [
  '东庄村',
  name,
  '村口—桥头',
  length,
  '新建',
  date,
];
const activities: Cells = [
  ['活动名称', '活动日期'],
  ['广场舞', '2021-5-1'],
];
const payments: Cells = [
  ['姓名', '身份证号', '险种', '缴费年度', '缴费日期', '缴费金额'],
  ['张三', '370000198001010017', '养老', 2021, '2021-3-1', 300],
  ['李四', '370000197512310025', '医疗', 2021, '2021-3-1', 320],
];

let inputs: string;
let outputs: string;
const publish = (...args: string[]) =>
  run('--inputs', inputs, '--outputs', outputs, '--today', '2021-12-05', ...args);
const ask = (command: string, ...args: string[]) =>
  call(command, ...args, '--outputs', outputs, '--inputs', inputs);
const put = (files: Readonly<Record<string, Cells | string>>) =>
  writeFiles(join(inputs, '泰平镇/2021-11-30'), files);

const first = {
  '道路.csv': roads(road('一号路', 1.2, '2021-5-1'), road('二号路', 0.8, '2021-6-1')),
  '活动.csv': activities,
  '保险.csv': payments,
};
let template: string;

beforeAll(async () => {
  template = temporary('history');
  [inputs, outputs] = [join(template, 'inputs'), join(template, 'outputs')];
  put(first);
  expect((await publish()).code).toBe(0);
});

/** Every test begins after the first run. */
beforeEach(() => {
  const root = temporary('history');
  cpSync(template, root, { recursive: true });
  [inputs, outputs] = [join(root, 'inputs'), join(root, 'outputs')];
});

describe('diff', () => {
  it('names the cell that changed as the reason, and no other', async () => {
    put({ '道路.csv': roads(road('一号路', 1.2, '2021-5-1'), road('二号路', 0.9, '2021-6-1')) });
    await publish();
    const { stdout, code } = await ask('diff', '--json', '--exit-code');
    expect(code).toBe(1);
    const found = JSON.parse(stdout);
    expect(found.submissions).toEqual([{ file: '2021-11-30/道路.csv', what: 'replaced' }]);
    expect(found.definitions).toEqual([]);
    expect(found.figures.map(({ figure }: { figure: string }) => figure)).toEqual(['roads.built.length']);
    expect(found.figures[0].rows).toMatchObject([
      { what: 'moved', before: { cell: 'D3', text: '0.8' }, after: { cell: 'D3', text: '0.9' } },
    ]);
    const words = (await ask('diff')).stdout;
    expect(words).toContain('替换文件：2021-11-30/道路.csv');
    expect(words).toContain('D3');
    expect(words).not.toContain('D2');
  });

  it('tells a row that was inserted from those that it pushed down', async () => {
    put({
      '道路.csv': roads(
        road('零号路', 3, '2021-2-1'),
        road('一号路', 1.2, '2021-5-1'),
        road('二号路', 0.8, '2021-6-1'),
      ),
    });
    await publish();
    const [figure] = JSON.parse((await ask('diff', '--json')).stdout).figures;
    expect(figure.rows).toMatchObject([{ what: 'entered', after: { cell: 'D2', value: '3' } }]);
  });

  it('says which finding is new and which is fixed', async () => {
    put({ '道路.csv': roads(road('一号路', 1.2, '2021-13-1'), road('二号路', 0.8, '2021-6-1')) });
    await publish();
    put({ '道路.csv': roads(road('一号路', 1.2, '2021-12-1'), road('二号路', 0.8, '2021-6-1')) });
    await publish();
    const { findings } = JSON.parse((await ask('diff', '--json')).stdout);
    expect(findings.fixed).toMatchObject([{ cell: 'F2' }]);
  });

  it('has nothing to compare after the first publication', async () => {
    expect(await ask('diff')).toMatchObject({ code: 2, stderr: expect.stringContaining('只发布过一次') });
  });
});

it('history lists the values of a figure over its publications', async () => {
  put({ '道路.csv': roads(road('一号路', 2, '2021-5-1')) });
  await publish();
  const [figure] = JSON.parse((await ask('history', '修建村级道路', '--json')).stdout);
  expect(figure.values.map(({ value }: { value: string }) => value)).toEqual(['2', '2']);
  put({ '道路.csv': roads(road('一号路', 2.5, '2021-5-1')) });
  await publish();
  expect((await ask('history', 'roads.built.length')).stdout).toMatch(/第3次 .* 2\.5公里/);
});

describe('without --unit, where several are published', () => {
  beforeEach(async () => {
    writeFiles(join(inputs, '乙镇/2021-11-30'), {
      '道路.csv': roads(road('三号路', 3, '2021-5-1')),
      '村.csv': [
        ['行政村', '办公场所类型'],
        ['西庄村', '楼房'],
      ],
    });
    await publish();
    put({ '道路.csv': roads(road('一号路', 2, '2021-5-1')) });
    await publish();
  });

  it('verify, diff and history take all of them', async () => {
    const verified = await ask('verify', '--json');
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.stdout)).toMatchObject([{ unit: '乙镇' }, { unit: '泰平镇' }]);
    const history = JSON.parse((await ask('history', 'roads.built.length', '--json')).stdout);
    expect(
      history.map(({ unit, values }: { unit: string; values: { value: string }[] }) => [
        unit,
        values.at(-1)?.value,
      ]),
    ).toEqual([
      ['乙镇', '3'],
      ['泰平镇', '2'],
    ]);
    // One of them has been published once.
    const { stdout, code } = await ask('diff');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^泰平镇 2021-11-30：第2次发布/)]);
    expect((await ask('diff', '1')).stderr).toContain('--unit');
  });

  it('trace takes the one that has the figure', async () => {
    expect((await ask('trace', 'villages.total.count')).stdout).toMatch(/^乙镇 /);
    expect(await ask('trace', 'roads.built.length')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('乙镇、泰平镇'),
    });
    expect((await ask('trace', 'roads.built.lenght')).stderr).toContain('roads.built.length');
  });
});

describe('verify', () => {
  const verify = async () => {
    const { stdout, code } = await ask('verify', '--json');
    return { code, found: JSON.parse(stdout).discrepancies };
  };
  const folder = () => join(outputs, '泰平镇/2021-11-30');

  it('ends with 0 when everything is equal, also when the input is long gone', async () => {
    rmSync(inputs, { recursive: true });
    expect(await verify()).toEqual({ code: 0, found: [] });
  });

  it('names an archived file that was altered', async () => {
    const { inputs: archived } = JSON.parse(readFileSync(join(folder(), 'run.json'), 'utf8'));
    const { file, sha256 } = archived[0];
    const path = join(outputs, 'archive', sha256);
    const bytes = readFileSync(path);
    bytes[bytes.length - 4] = (bytes[bytes.length - 4] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const { code, found } = await verify();
    expect(code).toBe(1);
    expect(found).toContainEqual({ what: 'archive_altered', file, sha256 });
  });

  it('names a row that was altered in the database', async () => {
    const database = new SqliteDatabase(join(outputs, 'township.sqlite'));
    database.exec(`UPDATE roads_row SET length = length + 1 WHERE road_name = '二号路'`);
    database.close();
    expect((await verify()).found).toEqual([
      { what: 'database_row', form: 'roads', file: '2021-11-30/道路.csv', sheet: '', row: 3 },
    ]);
  });

  it('names every published file that was altered, taken away or put there', async () => {
    const evidence = join(folder(), 'evidence/roads.built.length.csv');
    writeFileSync(evidence, readFileSync(evidence, 'utf8').replace('0.8', '0.9'));
    rmSync(join(folder(), 'changes.csv'));
    writeFileSync(join(folder(), 'extra.txt'), 'x');
    expect((await verify()).found).toEqual(
      expect.arrayContaining([
        { what: 'output_altered', file: 'evidence/roads.built.length.csv' },
        { what: 'output_missing', file: 'changes.csv' },
        { what: 'output_unknown', file: 'extra.txt' },
      ]),
    );
  });

  it('reads the files anew beside the folders that were there, whose names a sheet may bear', async () => {
    writeFiles(join(inputs, '云溪/2021-11-30'), { '活动.csv': activities });
    put({ '道路.csv': [['云溪2021年村级道路修建情况表'], ...first['道路.csv']] });
    await publish('--unit', '泰平镇');
    expect(readFileSync(join(folder(), 'findings.csv'), 'utf8')).toContain('云溪');
    expect(await verify()).toEqual({ code: 0, found: [] });
  });

  it('has nothing to say of rows that a run of another period has read anew', async () => {
    writeFiles(join(inputs, '泰平镇/2020-11-30'), { '道路.csv': roads(road('旧路', 1, '2020-5-1')) });
    await publish();
    writeFiles(join(inputs, '泰平镇/2020-11-30'), { '道路.csv': roads(road('旧路', 2, '2020-5-1')) });
    await publish('--period', '2020-11-30');
    const { stdout } = await ask('verify', '--json', '--period', '2021-11-30');
    expect(JSON.parse(stdout).discrepancies).toEqual([]);
  });

  it('looks again at what was published anew meanwhile, and only then finds fault', async () => {
    const { options } = readUsage(
      ['run', '--inputs', inputs, '--outputs', outputs],
      { run: { flags: {} } },
      new Date(),
    );
    let asked = 0;
    const faults = async () => {
      asked++;
      if (asked === 1) {
        put({ '道路.csv': roads(road('一号路', 2, '2021-5-1')) });
        await publish();
      }
      return ['a fault'];
    };
    const isFine = (found: readonly string[]) => found.length === 0;
    expect(await askAtRest(faults, isFine, options, '泰平镇', '2021-11-30')).toEqual(['a fault']);
    expect(asked).toBe(2);
  });

  it('notices that the history of publications was rewritten', async () => {
    put({ '道路.csv': roads(road('一号路', 2, '2021-5-1')) });
    await publish();
    const kept = join(outputs, 'archive/publications/泰平镇/2021-11-30');
    const first = join(kept, readdirSync(kept)[0] ?? '', 'run.json');
    writeFileSync(
      first,
      readFileSync(first, 'utf8').replace('"today": "2021-12-05"', '"today": "2021-12-04"'),
    );
    expect((await verify()).found).toEqual([{ what: 'history_broken', number: 2 }]);
  });
});

describe('personal data', () => {
  it('is masked in a trace, and shown in full only for a reason that is kept', async () => {
    const masked = (await ask('trace', 'insurance.pension.amount', '--json')).stdout;
    expect(masked).not.toContain('370000198001010017');
    expect(masked).toContain('370000********0017');
    expect(await ask('trace', 'insurance.pension.amount', '--unmask')).toMatchObject({ code: 2 });
    expect(await ask('trace', 'insurance.pension.amount', '--unmask', '--reason', '核对退费')).toMatchObject({
      code: 2,
    });
    const why = ['--unmask', '--by', '王某', '--reason', '核对退费'];
    const full = await ask('trace', 'insurance.pension.amount', '--json', ...why);
    expect(full.stdout).toContain('370000198001010017');
    expect(readFileSync(join(outputs, 'unmasked.log'), 'utf8')).toMatch(
      /"by":"王某","login":"[^"]+","reason":"核对退费"/,
    );
  });
});
