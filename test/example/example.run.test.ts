/** The shipped example: made again byte for byte, valid in its codes, and of no real person or firm. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compareFigures } from '../oracle/compare.js';
import { type Grid, readFolder } from '../oracle/read.js';
import { type Recomputed, recompute } from '../oracle/recompute.js';
import { bad, credit, identity } from '../oracle/values.js';
import { example } from './example.js';
import { encodeGb18030 } from './gb18030.js';

const inputs = join(import.meta.dirname, '../..', 'inputs');
const shipped = recompute(inputs, '示例镇', '2021-11-30');
const scratch = mkdtempSync(join(tmpdir(), 'example-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const files = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

async function written(seed: number, scale: number, unit: string): Promise<string> {
  const folder = join(scratch, `${unit}-${seed}-${scale}`);
  for (const [path, bytes] of await example({ seed, scale, unit })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

/** Texts of the data under the headers that match, over all sheets. */
function column(grids: readonly Grid[], header: RegExp): string[] {
  return grids.flatMap(({ rows }) => {
    const top = rows.findIndex((row) => row.some((text) => header.test(text)));
    const at = rows[top]?.findIndex((text) => header.test(text)) ?? -1;
    return (
      rows
        .slice(top + 1)
        // Footers and notes stand merged over the whole width.
        .filter((row) => new Set(row).size > 2 && !row.includes('合计'))
        .map((row) => row[at] ?? '')
        .filter((text) => text !== '' && !header.test(text))
    );
  });
}

describe('the shipped example', () => {
  const current = readFolder(join(inputs, '示例镇', '2021-11-30'));
  const previous = readFolder(join(inputs, '示例镇', '2020-11-30'));

  test('is what the generator makes, byte for byte', async () => {
    const made = await example({ seed: 1, scale: 1, unit: '示例镇' });
    const shipped = files(join(inputs, '示例镇')).map((file) => file.slice(inputs.length + 1));
    expect(shipped).toEqual([...made.keys()].sort());
    for (const [path, bytes] of made) {
      expect(Buffer.compare(readFileSync(join(inputs, path)), bytes), path).toBe(0);
    }
  });

  test('has valid check characters but in the rows that are bad on purpose', () => {
    const codes = (grids: readonly Grid[]) =>
      column(grids, /^统一社会信用代码$/).filter((t) => /^\w+$/.test(t));
    expect(codes(current).length).toBeGreaterThan(400);
    expect(codes(current).filter((code) => credit(code) === bad)).toEqual([]);
    expect(codes(previous).filter((code) => credit(code) === bad)).toHaveLength(1);
    const numbers = column([...current, ...previous], /^(身份证号|证件号码)$/).filter((t) =>
      /^\d{17}/.test(t),
    );
    expect(numbers.length).toBeGreaterThan(7000);
    expect(numbers.filter((number) => identity(number) === bad).map((n) => n.slice(-3))).toEqual(['000']);
  });

  test('names no real person and no real firm', () => {
    const all = [...current, ...previous];
    const firms = column(all, /^(企业名称|单位名称)$/).filter((name) => /公司|经营部|合作社/.test(name));
    expect(firms.length).toBeGreaterThan(800);
    expect(firms.filter((name) => !name.startsWith('示例镇'))).toEqual([]);
    // Given names of two celestial stems or branches, such as nobody bears.
    const people = column(all, /^(姓名|参保人姓名|缴费人|信访人|当事人|联系人|支部书记|网格员)$/);
    const invented = /^(..?)([甲乙丙丁戊己庚辛壬癸子丑寅卯辰]{2})$/;
    expect(people.filter((name) => !invented.test(name))).toEqual([]);
    expect(column(all, /^联系电话$/).filter((phone) => !phone.startsWith('1380000'))).toEqual([]);
    expect(column(all, /^身份证号$/).filter((number) => !number.startsWith('370000'))).toEqual([]);
  });

  test('has an increase, a decrease, an unchanged figure, true zeros and provisional figures', () => {
    const facts = (id: string) => {
      const f = shipped.get(id);
      return f && [f.value, f.previous, f.change, f.status, f.previous_status, f.rows_held_back];
    };
    expect(facts('enterprises.above_scale.count')).toEqual(['41', '36', '5', 'A', 'P', '0']);
    expect(facts('party.two_new_branches.count')).toEqual(['3', '5', '-2', 'A', 'A', '0']);
    expect(facts('projects.over_100m.count')).toEqual(['2', '2', '0', 'A', 'A', '0']);
    expect(facts('villages.office_building.count')).toEqual(['41', '38', '3', 'A', 'A', '0']);
    expect(facts('villages.without_income.count')).toEqual(['0', '3', '-3', 'A', 'A', '0']);
    expect(facts('accidents.production.count')).toEqual(['0', '2', '-2', 'A', 'A', '0']);
    expect(facts('petitions.escalated.count')).toEqual(['0', '3', '-3', 'A', 'A', '0']);
    expect(facts('schools.squares.count')).toEqual(['4', '4', '0', 'P', 'A', '1']);
    expect(facts('projects.investment.total[示例食品产业园]')).toEqual(['6', '5.2', '0.8', 'A', 'A', '0']);
    expect(facts('projects.investment.total[示例光伏农场]')).toEqual(['', '0.82', '', 'M', 'A', '0']);
    const ungrouped = [...shipped].filter(([key]) => !key.includes('['));
    expect(ungrouped).toHaveLength(28);
    expect(ungrouped.filter(([, f]) => f.status === 'P')).toHaveLength(10);
    expect(ungrouped.filter(([, f]) => f.status === 'A')).toHaveLength(16);
  });
});

describe('another township', () => {
  test.each([
    [2, 0.5, '样板镇'],
    [30, 0.8, '模拟镇'],
  ])(
    'of seed %i, scale %d has every figure on both sides and the same bad rows',
    async (seed, scale, unit) => {
      const figures = recompute(await written(seed, scale, unit), unit, '2021-11-30');
      const lines = [...figures].filter(([key]) => !key.includes('['));
      expect(lines).toHaveLength(28);
      // No township owes the workshops unless it says so.
      const missing = lines.filter(([, f]) => f.value === '' || f.previous === '').map(([id]) => id);
      expect(missing).toEqual(['workshops.introduced.count', 'workshops.jobs.count']);
      expect(figures.get('insurance.paid.amount')?.rows_held_back).toBe('4');
      expect(figures.get('enterprises.above_scale.count')?.status).toBe('A');
      expect(figures.get('insurance.paid.amount')?.value).not.toBe(
        shipped.get('insurance.paid.amount')?.value,
      );
    },
  );
});

test('GB18030 reads back as it was written', () => {
  const text = '示例镇，合计：1,234.50（万元）“散乱污”√';
  expect(new TextDecoder('gb18030').decode(encodeGb18030(text))).toBe(text);
});

describe('comparing figures', () => {
  const figure: Recomputed = {
    value: '3',
    previous: '7',
    change: '-4',
    change_pct: '-57.142857142857',
    status: 'A',
    previous_status: 'A',
    change_status: 'A',
    rows_held_back: '0',
  };
  const header = `id,group,${Object.keys(figure).join(',')}\r\n`;
  const line = (id: string, group: string, value: string) =>
    `${id},${group},${Object.values({ ...figure, value }).join(',')}\r\n`;
  const recomputed = new Map([
    ['a', figure],
    ['b[园]', figure],
  ]);

  test('finds none where they are equal as numbers', () => {
    expect(
      compareFigures(`\ufeff${header}${line('a', '', '3.0')}${line('b', '园', '3')}`, recomputed),
    ).toEqual([]);
  });

  test('says what differs, what is too many and what is missing', () => {
    expect(compareFigures(`${header}${line('a', '', '4')}${line('c', '', '3')}`, recomputed)).toEqual([
      'a: value is published as “4”, recomputed as “3”',
      'c: published, but not recomputed (or published twice)',
      'b[园]: recomputed, but not published',
    ]);
  });
});
