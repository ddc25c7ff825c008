/** `inspect --suggest --accept` and `--withdraw`: what is confirmed is said, added, used, and taken back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { period, township } from '../helpers/township.js';

const files = {
  [`${period}/资金.csv`]: [
    ['泰平镇产业帮扶资金（截至2021年11月30日）'],
    ['项目名称', '产业类型', '实施村', '资金投入（元）'],
    ['养鸭', '畜禽养殖', '东庄村', 300_000],
    ['果园', '种植', '东庄村', 200_000],
  ],
  [`${period}/其他.csv`]: [
    ['甲', '乙'],
    ['一', 1],
    ['二', 2],
  ],
  'values.csv': 'form,column,text,value,by,reason\nroads,nature,翻建,改建,王五,\n',
};

test('a question is answered by one command, and the answer is taken back by another', async () => {
  const { home, call, run, figure } = township(files);
  const file = join(home, period, '资金.csv');
  const before = readFileSync(join(home, 'values.csv'));
  await run();
  expect(figure('rural_funds.breeding.amount')?.value).toBe('');

  const met = JSON.parse((await call('status', '--headers', '--json')).stdout);
  const place = `泰平镇/${period}/资金.csv`;
  expect(met).toEqual([
    { form: 'rural_funds', header: '资金投入（元）', word: null, times: 1, files: [place] },
    { form: null, header: '甲 乙', word: null, times: 1, files: [`泰平镇/${period}/其他.csv`] },
  ]);

  const asked = JSON.parse((await call('inspect', file, '--suggest', '--json')).stdout);
  expect(asked).toEqual({
    columns: [['rural_funds', '资金投入（元）', 'amount', '']],
    values: [
      ['rural_funds', 'category', '畜禽养殖', '养殖'],
      ['rural_funds', 'invested_date', '', '期末'],
    ],
  });
  const { stdout: inspected } = await call('inspect', file);
  expect(inspected).toContain('values.csv  rural_funds,invested_date,,期末');
  const nobody = await call('inspect', file, '--suggest', '--accept');
  expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining('--by')]);

  const { stdout } = await call('inspect', file, '--suggest', '--accept', '--by', '王五', '--reason', '问过');
  expect(stdout).toContain('values.csv  rural_funds,category,畜禽养殖,养殖');
  expect(stdout).toMatch(/资金\.csv：采用 0 → 2 行/);
  expect(stdout).toMatch(/投入养殖项目资金：缺 → 30万元/);
  expect(readFileSync(join(home, 'values.csv'))).toEqual(
    Buffer.concat([
      before,
      Buffer.from(
        'rural_funds,category,畜禽养殖,养殖,王五,问过\nrural_funds,invested_date,,期末,王五,问过\n',
      ),
    ]),
  );
  expect(figure('rural_funds.breeding.amount')?.value).toBe('');
  await run();
  expect(figure('rural_funds.breeding.amount')).toMatchObject({ value: '30', status: 'A' });
  expect((await call('verify')).stdout).toContain('全部一致');

  const back = JSON.parse((await call('inspect', file, '--suggest', '--withdraw', '--json')).stdout);
  expect(back).toEqual(asked);
  expect(readFileSync(join(home, 'values.csv'))).toEqual(before);
  await run();
  expect(figure('rural_funds.breeding.amount')?.value).toBe('');
});
