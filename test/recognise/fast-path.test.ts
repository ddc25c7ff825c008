/** The fast path of long tables says of a row what a closer look at it says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Kind, type Row } from '../../pipeline/intake/workbook.js';
import type { DataColumns } from '../../pipeline/recognise/rows/columns.js';
import { fastRow } from '../../pipeline/recognise/rows/fast-path.js';
import { shaper } from '../../pipeline/recognise/rows/shape.js';
import { runningSums } from '../../pipeline/recognise/totals/running-sums.js';
import { type Decimal, decimalText } from '../../pipeline/text/decimal.js';

const words = [
  '东河村',
  '小计',
  '合计：',
  '王小明',
  '未缴',
  '8档',
  'A级',
  '备注',
  '—',
  '-',
  '无',
  '说明',
  '张和',
  '五、',
];
const numbers = [
  '0',
  '12',
  '-3',
  '320.00',
  '2021',
  '0.05',
  '.5',
  '5.',
  '1,234',
  '1e3',
  '９',
  '123456789012345',
  '1234567890123456789',
  '-',
  '1.2.3',
];
const text = fc.oneof(
  fc.constantFrom(...words),
  fc.constantFrom(...numbers),
  fc.constantFrom('', ' ', '　', '2021-04-27', '370000197108308118', '#REF!', 'TRUE', '12:30'),
  fc.integer().map(String),
  fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((n) => n.toFixed(2)),
);
const kind = fc.constantFrom(...Object.values(Kind));
const width = 5;
const list = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: width, maxLength: width });

test('a plain row is one whose shape is plain, with the same numbers', () => {
  let plain = 0;
  const rows = fc.record({
    texts: list(text),
    kinds: fc.option(list(kind), { freq: 3 }),
  });
  fc.assert(
    fc.property(
      list(fc.boolean()),
      list(fc.boolean()),
      fc.array(rows, { maxLength: 8 }),
      (numeric, adds, all) => {
        const positions = adds.map((_, i) => i);
        const reader = fastRow(
          { positions, numeric, few: 2, remark: -1 } as Partial<DataColumns> as DataColumns,
          adds,
        );
        const look = shaper({ positions, numeric, remark: -1 }, adds);
        const fast = runningSums(width);
        const slow = runningSums(width);
        for (const [number, { texts, kinds }] of all.entries()) {
          const row: Row = { number, texts, kinds, hidden: false };
          const shape = look(row);
          if (!reader.read(row)) continue;
          plain++;
          expect(reader.first).toBe(shape.first);
          expect(shape.filled).toBeGreaterThan(1);
          expect(shape.suspects).toEqual([]);
          expect(shape.wordsForNumbers).toBe(0);
          fast.addPlain(reader);
          // What is unread counts where numbers are asked for.
          expect(shape.unread.filter((i) => adds[i])).toEqual([]);
          slow.add(shape.values, []);
          // Marks in between must not be moved by what comes later.
          expect(textsOf(fast.mark())).toEqual(textsOf(slow.mark()));
        }
        expect(textsOf(fast.now())).toEqual(textsOf(slow.now()));
      },
    ),
    { numRuns: 6000 },
  );
  expect(plain).toBeGreaterThan(500);
});

test('sums of plain rows stay exact where they leave the safe integers', () => {
  const fast = runningSums(1);
  const slow = runningSums(1);
  const reader = fastRow(
    { positions: [0], numeric: [true], few: 1, remark: -1 } as Partial<DataColumns> as DataColumns,
    [true],
  );
  const look = shaper({ positions: [0], numeric: [true], remark: -1 }, [true]);
  for (const value of [
    '999999999999999',
    '0.00000000000001',
    '999999999999999',
    '-5.5',
    '999999999999999',
    '7',
  ]) {
    const row: Row = { number: 1, texts: [value], kinds: null, hidden: false };
    reader.read(row);
    fast.addPlain(reader);
    const { values, unread } = look(row);
    slow.add(values, unread);
  }
  expect(textsOf(fast.now())).toEqual(textsOf(slow.now()));
  expect(textsOf(fast.now()).sums).toEqual(['2999999999999998.50000000000001']);
});

function textsOf({
  sums,
  unread,
  rows,
}: {
  sums: readonly (Decimal | null)[];
  unread: readonly number[];
  rows: number;
}) {
  return { sums: sums.map((sum) => sum && decimalText(sum)), unread, rows };
}
