/** The report of the example township: its numbers are those of figures.csv, whoever has or has not reported. */
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Big from 'big.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { formById } from '../../pipeline/forms/index.js';
import { type Line, readCsv } from '../helpers/cli.js';
import { publishedExample } from '../helpers/example.js';
import { amountsOf, citations, doubted } from '../helpers/report.js';
import { run } from '../helpers/run.js';
import { temporary } from '../helpers/temporary.js';

const unit = '示例镇';
const period = '2021-11-30';

async function publish(without: readonly string[]): Promise<string> {
  if (without.length === 0) return (await publishedExample()).folder;
  const root = temporary('report');
  const inputs = join(root, 'inputs');
  cpSync(join(import.meta.dirname, '../../inputs'), inputs, { recursive: true });
  for (const folder of readdirSync(join(inputs, unit, period))) {
    if (without.includes(folder)) rmSync(join(inputs, unit, period, folder), { recursive: true });
  }
  const outputs = join(root, 'outputs');
  const { code, stderr } = await run('--inputs', inputs, '--outputs', outputs, '--today', '2021-12-05');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return join(outputs, unit, period);
}

/** What is wrong with the numbers of a report; nothing, it is hoped. */
function wrongNumbers(document: Uint8Array, figures: readonly Line[]): string[] {
  const byName = new Map(figures.map((f) => [f.group === '' ? f.id : `${f.id}[${f.group}]`, f]));
  return citations(document).cited.flatMap(({ text, words }) => {
    const cut = words.indexOf('；');
    const own = byName.get(words.slice(0, cut));
    if (!own) return [`${words}: no such figure`];
    const isChange = words.slice(cut).includes('增减：');
    const isPrevious = words.slice(cut).includes('去年同期数：');
    const told = new Big((isChange ? own.change : isPrevious ? own.previous : own.value) || Number.NaN);
    if (/^(持平|没有|全面消除)/.test(text)) return told.eq(0) ? [] : [`${text}: ${told}`];
    const read = amountsOf(text, own.unit ?? '') ?? amountsOf(`${text}${own.unit}`, own.unit ?? '');
    const value = isChange ? told.abs() : told;
    return read && value.gte(read.from) && value.lt(read.to) ? [] : [`${text}: ${told.toFixed()}${own.unit}`];
  });
}

describe.each([
  ['as it is', []],
  ['without four departments', ['应急办', '项目办', '村镇建设办', '经济发展办公室']],
])('the example %s', (_, without) => {
  let figures: Line[];
  let document: Uint8Array;
  let markdown: string;
  beforeAll(async () => {
    const folder = await publish(without);
    figures = readCsv(join(folder, 'figures.csv'));
    document = readFileSync(join(folder, 'report.docx'));
    markdown = readFileSync(join(folder, 'report.md'), 'utf8');
  });

  it('has no number that is not a figure', () => {
    const { cited, rest } = citations(document);
    expect(cited.length).toBeGreaterThan(40);
    expect(wrongNumbers(document, figures)).toEqual([]);
    const others = rest.replace(/\d{4}年(\d+月\d+日)?|截至\d+月\d+日|\d+\.(?=示例)/g, '');
    expect(others).not.toMatch(/\d/);
  });

  it('cites every figure that has a value, but for the other projects: these are named briefly', () => {
    const told = new Set(
      citations(document).cited.flatMap(({ words }) =>
        words.split('；另 ').map((trace) => trace.split('；')[0]),
      ),
    );
    const brief = /^projects\.(?!land_area\.total|investment\.total)/;
    const others = [...(/其他重点项目：(.*)/.exec(markdown)?.[1] ?? '').matchAll(/示例[^，；]+/g)].map(
      String,
    );
    const untold = figures
      .filter(({ id = '', group = '', value }) => value !== '' && !(brief.test(id) && others.includes(group)))
      .map(({ id, group }) => (group === '' ? id : `${id}[${group}]`))
      .filter((name) => !told.has(name));
    expect(untold).toEqual([]);
  });

  it('names who owes what is missing, and marks what is provisional', () => {
    const missing = figures.filter(({ status, department }) => status === 'L' && department !== '');
    expect(missing.length > 0).toBe(without.length > 0);
    for (const { department, missing: form = '' } of missing) {
      const gap = `【缺：${department}，《${formById(form)?.title}》】`;
      expect(markdown.split(gap)).toHaveLength(2);
    }
    for (const { label } of figures.filter(({ status }) => status === 'P')) {
      expect(doubted(markdown)).toContain(label);
    }
    expect(markdown.includes('没有发生一起安全生产事故')).toBe(without.length === 0);
  });
});
