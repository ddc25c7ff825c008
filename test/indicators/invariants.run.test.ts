/** What holds of every publication, whatever was submitted: a property over generated submissions. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Big from 'big.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCsv, readEvidence } from '../helpers/cli.js';
import { run } from '../helpers/run.js';
import { type Cells, writeFiles } from '../helpers/submissions.js';
import { temporary } from '../helpers/temporary.js';

const anyRoad = (year: number) =>
  fc.tuple(
    fc.constantFrom('东庄村', '西庄', '南庄村委会', ''),
    fc.constantFrom('一号路', '二号路', '三号路'),
    fc.constantFrom('村口—桥头', '', '/'),
    fc.oneof(
      fc.integer({ min: 1, max: 99_999 }).map((n) => String(n / 1000)),
      fc.constantFrom('若干', '1,200米', '３公里', '约2', '0'),
    ),
    fc.constantFrom('新建', '改建', '养护', '修缮', '重修'),
    fc.constantFrom(
      `${year}-3-1`,
      `${year}.11.30`,
      `${year}年12月2日`,
      '',
      `${year}-2-30`,
      `${year - 1}-5-1`,
    ),
  );

const creditCodes = ['91370000MA3AAAA153', '91370000MA3BBBB29P', '91370000MA3CCCC32A', '91370000MA3AAAA150'];
const anyEnterprise = fc.tuple(
  fc.constantFrom(...creditCodes),
  fc.constantFrom('甲公司', '乙公司', '丙公司'),
  fc.constantFrom('2019-5-1', '2020.12.1', '2021年7月1日', ''),
  fc.constantFrom('是', '否', '√', ''),
  fc.constantFrom('一般纳税人', '小规模纳税人', '否'),
  fc.constantFrom('大型', '小', '微型', '无'),
  fc.constantFrom('存续', '注销', ''),
);

const anyVillage = fc.tuple(
  fc.constantFrom('东庄村', '西庄村', '南庄', '北庄'),
  fc.constantFrom('楼房', '平房', '是'),
);

const sheetsOf = (year: number) =>
  fc.record({
    roads: fc.array(anyRoad(year), { maxLength: 8 }),
    enterprises: fc.array(anyEnterprise, { maxLength: 6 }),
    villages: fc.option(fc.array(anyVillage, { maxLength: 4 }), { nil: null }),
  });

type Sheets = { roads: string[][]; enterprises: string[][]; villages: string[][] | null };

function filesOf(period: string, { roads, enterprises, villages }: Sheets): Record<string, Cells> {
  return {
    [`${period}/道路.csv`]: [
      ['村级道路修建情况表'],
      ['所属村', '道路名称', '起止点', '长度（公里）', '建设性质', '完工日期'],
      ...roads,
    ],
    [`${period}/企业.csv`]: [
      ['统一社会信用代码', '企业名称', '成立日期', '是否规上', '纳税人类型', '企业规模', '经营状态'],
      ...enterprises,
    ],
    ...(villages ? { [`${period}/村.csv`]: [['行政村', '办公场所类型'], ...villages] } : {}),
  };
}

const sum = (values: readonly (string | undefined)[]) =>
  values.reduce((total, value) => total.plus(value || '0'), new Big(0)).toFixed();

it('evidence adds up to figures, contributions to changes, rows to their files; twice gives the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(sheetsOf(2020), sheetsOf(2021), async (before, after) => {
      const root = temporary('invariants');
      const inputs = join(root, 'inputs');
      mkdirSync(inputs);
      writeFiles(join(inputs, '泰平镇'), {
        ...filesOf('2020-11-30', before as Sheets),
        ...filesOf('2021-11-30', after as Sheets),
      });
      const publish = async (outputs: string) => {
        const ran = await run('--inputs', inputs, '--outputs', outputs, '--today', '2021-12-05');
        expect(ran).toMatchObject({ code: 0 });
        return join(outputs, '泰平镇/2021-11-30');
      };
      const folder = await publish(join(root, 'a'));
      const changes = readCsv(join(folder, 'changes.csv'));
      for (const figure of readCsv(join(folder, 'figures.csv')).filter(({ kind }) => kind !== 'ratio')) {
        const evidence = readEvidence(folder, figure.id ?? '').filter(({ group }) => group === figure.group);
        for (const [side, value] of [
          ['current', figure.value],
          ['previous', figure.previous],
        ] as const) {
          if (value === '') continue;
          const own = evidence.filter((row) => row.side === side);
          expect([figure.id, side, sum(own.map((row) => row.value))]).toEqual([figure.id, side, value]);
        }
        if (figure.change === '') continue;
        const own = changes.filter(({ id, group }) => id === figure.id && group === figure.group);
        expect([figure.id, sum(own.map((row) => row.contribution))]).toEqual([figure.id, figure.change]);
      }
      for (const line of readCsv(join(folder, 'submissions.csv'))) {
        expect(sum([line.rows_accepted, line.rows_not_data, line.rows_held_back])).toBe(line.rows_total);
      }
      const again = await publish(join(root, 'b'));
      const { files } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
      for (const { path } of files) {
        expect([path, readFileSync(join(again, path)).equals(readFileSync(join(folder, path)))]).toEqual([
          path,
          true,
        ]);
      }
    }),
    { numRuns: 8, seed: 20211130 },
  );
}, 120_000);
