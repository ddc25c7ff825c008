/** A table under random layout noise reads back as the same rows, and every row is accounted for once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import { type CellValue, recognised, sheetOf } from '../helpers/recognised.js';

const villages = ['东魏庄', '西张家', '南李村', '北王庄', '柳树沟', '石桥', '大营', '小寨'];
const words = ['新建', '在建', '完工', '一般', '良好', '无', '—'];

interface Column {
  readonly header: string;
  readonly unit: string;
  readonly kind: 'text' | 'measure';
}

const columns: readonly Column[] = [
  { header: '负责人', unit: '', kind: 'text' },
  { header: '进展情况', unit: '', kind: 'text' },
  { header: '产值', unit: '万元', kind: 'measure' },
  { header: '从业人数', unit: '人', kind: 'measure' },
  { header: '占地面积', unit: '亩', kind: 'measure' },
  { header: '税收', unit: '万元', kind: 'measure' },
  { header: '补助资金', unit: '元', kind: 'measure' },
];

const amount = fc.integer({ min: 1, max: 99_999_999 }).map((n) => n / 100);

const table = fc
  .record({
    picked: fc
      .shuffledSubarray([...columns], { minLength: 2 })
      .filter((cs) => cs.some((c) => c.kind === 'measure')),
    rows: fc.array(fc.array(fc.tuple(amount, fc.constantFrom(...words)), { minLength: 7, maxLength: 7 }), {
      minLength: 3,
      maxLength: 24,
    }),
    serial: fc.boolean(),
    headerRows: fc.constantFrom(1, 2, 3),
    titles: fc.integer({ min: 0, max: 2 }),
    unitLine: fc.boolean(),
    blankAbove: fc.integer({ min: 0, max: 2 }),
    offset: fc.integer({ min: 0, max: 3 }),
    numbersAsText: fc.constantFrom('number', 'plain', 'separated'),
    subtotals: fc.boolean(),
    totalAt: fc.constantFrom('above', 'below', 'none'),
    sections: fc.boolean(),
    repeatEvery: fc.constantFrom(0, 0, 5),
    columnNumbers: fc.boolean(),
    blankEvery: fc.constantFrom(0, 0, 4),
    footer: fc.constantFrom('none', 'near', 'far'),
    batch: fc.constantFrom(1, 7, 500),
  })
  .map(render);

type Noise = Parameters<typeof render>[0];

/** The rendered sheet, the numbers of its data rows, and what stands in them. */
function render(noise: {
  picked: readonly Column[];
  rows: readonly (readonly (readonly [number, string])[])[];
  serial: boolean;
  headerRows: number;
  titles: number;
  unitLine: boolean;
  blankAbove: number;
  offset: number;
  numbersAsText: string;
  subtotals: boolean;
  totalAt: string;
  sections: boolean;
  repeatEvery: number;
  columnNumbers: boolean;
  blankEvery: number;
  footer: string;
  batch: number;
}) {
  const all: Column[] = [{ header: '村名称', unit: '', kind: 'text' }, ...noise.picked];
  const width = all.length + (noise.serial ? 1 : 0);
  const lines: CellValue[][] = [];
  const merges: string[] = [];
  const letter = (i: number) => String.fromCharCode(65 + noise.offset + i);
  const add = (cells: CellValue[]) => lines.push([...new Array(noise.offset).fill(null), ...cells]);
  const across = () => {
    merges.push(`${letter(0)}${lines.length}:${letter(width - 1)}${lines.length}`);
  };
  for (let i = 0; i < noise.blankAbove; i++) lines.push([]);
  for (let i = 0; i < noise.titles; i++) {
    add([i === 0 ? '泰平镇2021年产业情况统计表' : '（1—11月）']);
    across();
  }
  if (noise.unitLine) add(['填报单位：泰平镇经发办', '填报日期：2021年11月30日', '单位：万元']);
  const header = () => {
    const top = lines.length + 1;
    const names = [...(noise.serial ? ['序号'] : []), ...all.map((c) => c.header)];
    const units = [...(noise.serial ? [''] : []), ...all.map((c) => c.unit)];
    if (noise.headerRows === 1) {
      add(names.map((name, i) => (units[i] ? `${name}\n（${units[i]}）` : name)));
      return;
    }
    const deep = noise.headerRows === 3 ? 2 : 1;
    const from = noise.serial ? 2 : 1;
    add([...names.slice(0, from), '基本情况', ...new Array(width - from - 1).fill(null)]);
    add([...new Array(from).fill(null), ...names.slice(from)]);
    if (deep === 2)
      add([...new Array(from).fill(null), ...units.slice(from).map((u) => (u ? `（${u}）` : null))]);
    for (let i = 0; i < from; i++) merges.push(`${letter(i)}${top}:${letter(i)}${top + deep}`);
    if (width - from > 1) merges.push(`${letter(from)}${top}:${letter(width - 1)}${top}`);
    if (deep === 2) {
      names.slice(from).forEach((_, i) => {
        if (!units[from + i]) merges.push(`${letter(from + i)}${top + 1}:${letter(from + i)}${top + 2}`);
      });
    }
  };
  const shown = (n: number): CellValue =>
    noise.numbersAsText === 'number'
      ? n
      : noise.numbersAsText === 'plain'
        ? n.toFixed(2)
        : n.toLocaleString('en-US', { minimumFractionDigits: 2 });
  const sumRow = (label: string, rows: Noise['rows']) => {
    const sums = all.map((c, i) =>
      c.kind === 'measure'
        ? Math.round(rows.reduce((s, row) => s + (row[i]?.[0] ?? 0) * 100, 0)) / 100
        : null,
    );
    const cells = sums.map((s) => (s === null ? null : shown(s)));
    cells[0] = label;
    add(noise.serial ? [null, ...cells] : cells);
  };
  header();
  const firstHeader = lines.length;
  if (noise.columnNumbers) add(Array.from({ length: width }, (_, i) => `（${i + 1}）`));
  if (noise.totalAt === 'above') sumRow('总计', noise.rows);
  const data: number[] = [];
  const expected: CellValue[][] = [];
  const half = Math.ceil(noise.rows.length / 2);
  noise.rows.forEach((row, r) => {
    if (noise.repeatEvery > 0 && r > 0 && r % noise.repeatEvery === 0) header();
    if (noise.sections && (r === 0 || r === half)) {
      add([r === 0 ? '一、东片（共若干）' : '二、西片']);
      across();
    }
    if (noise.blankEvery > 0 && r > 0 && r % noise.blankEvery === 0) lines.push([]);
    const cells: CellValue[] = all.map((c, i) => {
      if (i === 0) return `${villages[r % villages.length]}`;
      return c.kind === 'measure' ? shown(row[i - 1]?.[0] ?? 0) : (row[i - 1]?.[1] ?? '');
    });
    all.forEach((c, i) => {
      if (c.kind === 'measure') cells[i] = shown(row[i]?.[0] ?? 0);
    });
    add(noise.serial ? [r + 1, ...cells] : cells);
    data.push(lines.length);
    expected.push(cells);
    if (noise.subtotals && r === half - 1) sumRow('小计', noise.rows.slice(0, half));
    if (noise.subtotals && r === noise.rows.length - 1 && noise.rows.length > half)
      sumRow('小计', noise.rows.slice(half));
  });
  if (noise.totalAt === 'below') sumRow('合　计', noise.rows);
  if (noise.footer === 'far') for (let i = 0; i < 5; i++) lines.push([]);
  if (noise.footer !== 'none') {
    add(['注：数据截至11月底。']);
    add(['填表人：张三', null, '审核人：李四']);
  }
  const filled = lines.flatMap((line, i) => (line.some((c) => c !== null && c !== '') ? [i + 1] : []));
  return {
    sheet: sheetOf(lines, { merges, batch: noise.batch }),
    data,
    expected,
    filled,
    firstHeader,
    noise,
  };
}

test('random tables under layout noise', async () => {
  await fc.assert(
    fc.asyncProperty(table, async ({ sheet, data, expected, filled, firstHeader, noise }) => {
      for (const known of [[], forms]) {
        const made = await recognised(sheet, known);
        expect(made.tables).toHaveLength(1);
        const [only] = made.tables;
        expect(only?.table.headerRows?.[1]).toBe(firstHeader);
        expect(only?.data.map((row) => row.number)).toEqual(data);
        const from = noise.offset + (noise.serial ? 1 : 0);
        expect(only?.data.map((row) => row.texts.slice(from))).toEqual(
          expected.map((cells) => cells.map(String)),
        );
        expect(only?.end.totals.every((total) => total.agrees)).toBe(true);
        const counted = made.pieces.flatMap((p) =>
          p.is === 'data' ? p.rows.map((r) => r.number) : p.is === 'not_data' ? p.rows.map((r) => r.row) : [],
        );
        expect(counted.sort((a, b) => a - b)).toEqual(filled);
      }
    }),
    { numRuns: 300 },
  );
});
