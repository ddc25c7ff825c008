/** The main job on the example and on townships of other seeds, against the independent recomputation. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Big from 'big.js';
import ExcelJS from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import { example } from '../example/example.js';
import { type Line, type Ran, readCsv, readEvidence } from '../helpers/cli.js';
import { publishedExample } from '../helpers/example.js';
import { run } from '../helpers/run.js';
import { temporary } from '../helpers/temporary.js';
import { compareFigures } from '../oracle/compare.js';
import { recompute } from '../oracle/recompute.js';

const period = '2021-11-30';

interface Published {
  readonly inputs: string;
  readonly unit: string;
  readonly folder: string;
  readonly result: Ran;
}

async function publishTownship(seed: number, unit: string): Promise<Published> {
  // `inputs/` holds what the seed gives; `example.run.test.ts` sees to it.
  if (seed === 1) return publishedExample();
  const root = temporary('main-job');
  const inputs = join(root, 'inputs');
  for (const [path, bytes] of await example({ seed, scale: 0.3, unit })) {
    mkdirSync(dirname(join(inputs, path)), { recursive: true });
    writeFileSync(join(inputs, path), bytes);
  }
  const outputs = join(root, 'outputs');
  const result = await run('--inputs', inputs, '--outputs', outputs, '--today', '2021-12-05');
  return { inputs, unit, folder: join(outputs, unit, period), result };
}

describe.each([
  [1, '示例镇'],
  [20211130, '云溪镇'],
])('a township of seed %i', (seed, unit) => {
  let published: Published;
  let figures: Line[];
  beforeAll(async () => {
    published = await publishTownship(seed, unit);
    figures = readCsv(join(published.folder, 'figures.csv'));
  }, 120_000);

  it('ends with 0 and says what was held back', () => {
    expect(published.result).toMatchObject({ code: 0 });
    expect(published.result.stdout).toContain('暂缓');
  });

  it('publishes what an independent recomputation of the files gives', async () => {
    const recomputed = await recompute(published.inputs, published.unit, period);
    const text = readFileSync(join(published.folder, 'figures.csv'), 'utf8');
    expect(compareFigures(text, recomputed)).toEqual([]);
  });

  it('has evidence that adds up to every figure, on both sides', () => {
    for (const figure of figures.filter(({ kind }) => kind !== 'ratio')) {
      const evidence = readEvidence(published.folder, figure.id ?? '');
      const single = /rank|years|industries|platforms|capacity|move_in/.test(figure.id ?? '');
      for (const [side, value, rows] of [
        ['current', figure.value, figure.rows],
        ['previous', figure.previous, figure.previous_rows],
      ] as const) {
        const own = evidence.filter((row) => row.side === side && row.group === figure.group);
        expect([figure.id, side, own.length]).toEqual([figure.id, side, Number(rows)]);
        if (value === '') continue;
        const sum = single && own[0] ? own[0].value : total(own.map((row) => row.value ?? ''));
        expect([figure.id, figure.group, side, sum]).toEqual([figure.id, figure.group, side, value]);
      }
    }
  });

  it('has contributions that add up to every change', () => {
    const changes = readCsv(join(published.folder, 'changes.csv'));
    for (const figure of figures.filter(({ kind, change }) => kind !== 'ratio' && change !== '')) {
      const own = changes.filter(({ id, group }) => id === figure.id && group === figure.group);
      expect([figure.id, figure.group, total(own.map((row) => row.contribution ?? ''))]).toEqual([
        figure.id,
        figure.group,
        figure.change,
      ]);
    }
  });

  it('shows the same numbers in the workbook, each above the evidence that adds up to it', async () => {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(join(published.folder, 'metrics.xlsx'));
    const number = (text: string | undefined) => (text ? Number(text) : null);
    const shown = (cell: ExcelJS.CellValue | undefined) => {
      if (typeof cell === 'number') return cell;
      if (typeof cell !== 'object' || cell === null || !('formula' in cell)) return null;
      // A result of 0 is left out of the file's cached values by the reader.
      return typeof cell.result === 'number' ? cell.result : cell.result === undefined ? 0 : null;
    };
    const found = new Map<string, (number | null)[]>();
    workbook.getWorksheet('指标汇总')?.eachRow((row, number) => {
      const [, label, unit, value, previous, change] = row.values as ExcelJS.CellValue[];
      if (number > 5 && unit) found.set(`${label}`, [shown(value), shown(previous), shown(change)]);
    });
    const projects = workbook.getWorksheet('重点项目一览');
    const header = (projects?.getRow(4).values ?? []) as ExcelJS.CellValue[];
    const side = ['本期', '上年同期', '增减'];
    projects?.eachRow((row, number) => {
      const [, project, period, ...cells] = row.values as ExcelJS.CellValue[];
      if (number < 5) return;
      for (const [at, title] of header.slice(3, -1).entries()) {
        const name = `${String(title).split('\n')[0]} · ${project}`;
        const own = found.get(name) ?? [null, null, null];
        own[side.indexOf(String(period))] = shown(cells[at]);
        found.set(name, own);
      }
    });
    for (const { id, group, label, value, previous, change } of figures) {
      const [current, before, difference] =
        found.get(group === '' ? `${label}` : `${label} · ${group}`) ?? [];
      expect([id, group, current, before]).toEqual([id, group, number(value), number(previous)]);
      if (change !== '') expect([id, group, difference]).toEqual([id, group, Number(change)]);
    }
    const sums = new Map<string, number>();
    for (const sheet of workbook.worksheets.filter(({ name }) => name.startsWith('来源·'))) {
      sheet.eachRow((row) => {
        const [, label, side, group, , file, , , , , value] = row.values as ExcelJS.CellValue[];
        if (typeof value !== 'number' || !file) return;
        const key = JSON.stringify([label, side, group ?? '']);
        sums.set(key, (sums.get(key) ?? 0) + value);
      });
    }
    const few = figures.filter((f) => f.kind !== 'ratio' && Number(f.rows) + Number(f.previous_rows) <= 5000);
    for (const figure of few) {
      for (const [side, value, rows] of [
        ['本期', figure.value, figure.rows],
        ['上年同期', figure.previous, figure.previous_rows],
      ]) {
        if (Number(rows) === 0) continue;
        expect(sums.get(JSON.stringify([figure.label, side, figure.group]))).toBeCloseTo(Number(value), 6);
      }
    }
  });

  it('puts every row of every table in exactly one place', () => {
    const submissions = readCsv(join(published.folder, 'submissions.csv'));
    expect(submissions.filter(({ status }) => status === 'owed' || status === 'late')).toEqual([]);
    for (const line of submissions) {
      const parts = [line.rows_accepted, line.rows_not_data, line.rows_held_back].map(Number);
      expect([line.file, line.sheet, parts.reduce((a, b) => a + b)]).toEqual([
        line.file,
        line.sheet,
        Number(line.rows_total),
      ]);
    }
    const files = new Set(submissions.map(({ file }) => file));
    for (const file of filesBelow(join(published.inputs, published.unit, period))) {
      expect(files).toContain(`${period}/${file}`);
    }
  });
});

function total(values: readonly string[]): string {
  return values.reduce((sum, value) => sum.plus(value), new Big(0)).toFixed();
}

function filesBelow(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = below === '' ? name : `${below}/${name}`;
    return statSync(join(folder, path)).isDirectory() ? filesBelow(folder, path) : [path];
  });
}
