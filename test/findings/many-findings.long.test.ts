/** A file in which every row is wrong: told once, published whole, and held in no memory. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { cli } from '../helpers/cli.js';
import { township } from '../helpers/township.js';

vi.setConfig({ testTimeout: 180_000 });

const header = ['姓名', '身份证号', '所属村', '险种', '缴费年度', '缴费日期', '缴费金额', '缴费状态'];
const rows = 60_000;
/** Of JavaScript, in MB: too little for so many findings as a list. */
const heap = { NODE_OPTIONS: '--max-old-space-size=80' };

/** Payments of people who differ, each with an identity number and an amount. */
function payments(count: number, identity: (i: number) => string, amount: string): string {
  const lines = Array.from({ length: count }, (_, i) =>
    ['王小明', identity(i), '东庄村', '养老', '2021', '2021-05-01', amount, '已缴'].join(','),
  );
  return [header.join(','), ...lines].join('\n');
}

/** Valid by GB 11643: the last digit checks the others. */
function identityNumber(i: number): string {
  const digits = `37${String(i % 10_000).padStart(4, '0')}19800101${String(Math.floor(i / 10_000)).padStart(3, '0')}`;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0);
  return digits + '10X98765432'[sum % 11];
}

function lines(folder: string, name: string): string[] {
  return readFileSync(join(folder, name), 'utf8').trimEnd().split('\r\n').slice(1);
}

describe('a file in which every row is wrong', () => {
  it('is published with every finding in little memory, and told in one line', async () => {
    const { args, folder } = township({ '2021-11-30/缴费.csv': payments(rows, () => '3.70105E+17', '300') });
    const { code, stdout, stderr } = await cli(['run', ...args], heap);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(lines(folder(), 'findings.csv')).toHaveLength(rows);
    expect(stdout.split('\n').filter((line) => line.includes('缴费.csv'))).toEqual([
      expect.stringMatching(/^ {4}2021-11-30\/缴费\.csv › B2（同类共 60000 处） {2}“身份证号”/),
    ]);
    // The department has reported, though nothing of it counts.
    expect(stdout).not.toContain('人社所：城乡居民养老、医疗保险缴费');
    expect(stdout).toContain('养老保险：待更正（人社所报送的60000行暂缓）');
  });

  it('has every violation of a check published in little memory', async () => {
    const { args, folder } = township({ '2021-11-30/缴费.csv': payments(rows, identityNumber, '20') });
    const { code, stderr } = await cli(['run', ...args], heap);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const found = lines(folder(), 'findings.csv');
    expect(found).toHaveLength(rows);
    expect(found.map((line) => line.split(',')[4])).toEqual(found.map((_, i) => `G${i + 2}`));
    expect(
      lines(folder(), 'checks.csv').find((line) => line.startsWith('insurance.amount_range,current')),
    ).toMatch(`,fail,${rows},0,`);
  });

  it('has rows that stand twice held back in little memory', async () => {
    const once = payments(rows, identityNumber, '300');
    const { args, folder } = township({
      '2021-11-30/缴费.csv': `${once}\n${once.split('\n').slice(1).join('\n')}`,
    });
    const { code, stderr } = await cli(['run', ...args], heap);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const found = lines(folder(), 'findings.csv').map((line) => line.split(','));
    expect(found.map(([, , row, , , rule]) => [row, rule])).toEqual(
      Array.from({ length: rows }, (_, i) => [String(rows + i + 2), 'row.duplicate']),
    );
  });

  it('is told once where it is a copy of another', async () => {
    const once = payments(rows, identityNumber, '300');
    const { args, folder } = township({ '2021-11-30/缴费.csv': once, '2021-11-30/缴费2.csv': `${once}\n` });
    const { code, stderr } = await cli(['run', ...args], heap);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const found = lines(folder(), 'findings.csv').map((line) => line.split(','));
    expect(found.map(([file, , row, , , rule]) => [file, row, rule])).toEqual([
      ['2021-11-30/缴费2.csv', '', 'file.overlap'],
    ]);
    expect(found[0]?.join(',')).toContain('缴费.csv');
  });

  it('has few problems told one by one, in the order of the file', async () => {
    const { run } = township({
      '2021-11-30/缴费.csv': payments(3, (i) => ['', '12', '3.7E+17'][i] ?? '', '300'),
    });
    const { stdout } = await run();
    const told = stdout.split('\n').filter((line) => line.includes('缴费.csv'));
    expect(told.map((line) => line.trim().split('  ')[0])).toEqual(
      [2, 3, 4].map((row) => expect.stringContaining(`缴费.csv › B${row}`)),
    );
  });
});
