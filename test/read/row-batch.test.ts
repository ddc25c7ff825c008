/** Rows on their way between threads come out as they went in. */
import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finding } from '../../pipeline/findings/finding.js';
import {
  cellsOf,
  columnsBeforeValues,
  type PackedRow,
  type RowBatch,
  rowPacker,
} from '../../pipeline/read/row-batch.js';

const text = fc.oneof(
  fc.constantFrom('', '已缴', '东河村', '2021-04-27', '"', 'a\\b', '\u0007', '\ud800', 'null'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const number = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(0, 1));
const cells: Record<string, fc.Arbitrary<PackedRow['values'][number]>> = {
  text,
  number,
  mixed: fc.oneof(text, number),
  large: fc.oneof(fc.bigInt(), number),
};

const table = fc
  .array(fc.constantFrom(...Object.keys(cells)), { minLength: 1, maxLength: 6 })
  .chain((kinds) =>
    fc.array(
      fc.record({
        row: fc.integer({ min: 1, max: 1_048_576 }),
        values: fc.tuple(...kinds.map((kind) => fc.option(cells[kind] as fc.Arbitrary<string>))),
        texts: fc.tuple(...kinds.map(() => fc.option(text))),
        key: fc.option(text),
        others: fc.option(fc.maxSafeNat()),
        unread: fc.option(fc.constantFrom(' size ', ' size status ')),
        findings: fc.subarray([finding('value.required', 'error'), finding('date.day_missing', 'warning')]),
        held: fc.boolean(),
      }),
      { minLength: 1, maxLength: 60 },
    ),
  );

function unpacked(batch: RowBatch, most: number): unknown[] {
  return [...cellsOf(batch, most)].flat();
}

test('rows come out of a batch as they went in, also of one that was sent', () => {
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 20 }), (rows: readonly PackedRow[], most) => {
      const batch = rowPacker().pack(rows);
      const expected = rows.flatMap(({ row, key, texts, others, unread, held, values }) => [
        row,
        key,
        JSON.stringify(texts),
        others,
        unread,
        held ? 1 : 0,
        ...values,
      ]);
      // -0 and 0 are one number.
      const same = (found: unknown[]) =>
        expect(found.map((cell) => (cell === 0 ? 0 : cell))).toEqual(expected);
      same(unpacked(batch, most));
      same(unpacked(deserialize(serialize(batch)) as RowBatch, most));
      expect(batch.columns).toHaveLength(columnsBeforeValues + (rows[0]?.values.length ?? 0));
      expect(batch.held).toBe(rows.filter(({ held }) => held).length);
      expect(batch.findings).toEqual(rows.flatMap(({ findings }) => findings));
    }),
  );
});

test('the hash of the texts is the same however the rows come in batches', () => {
  fc.assert(
    fc.property(table, fc.nat(60), (rows: readonly PackedRow[], cut) => {
      const whole = rowPacker();
      whole.pack(rows);
      const parts = rowPacker();
      for (const part of [rows.slice(0, cut), rows.slice(cut)]) if (part.length > 0) parts.pack(part);
      const texts = rows.map((row) => JSON.stringify(row.texts)).join('');
      const sha256 = createHash('sha256').update(texts).digest('hex');
      expect(whole.content()).toBe(sha256);
      expect(parts.content()).toBe(sha256);
    }),
  );
  expect(rowPacker().content()).toBeNull();
});
