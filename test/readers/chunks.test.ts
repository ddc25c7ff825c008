/** How what was read travels: in chunks of bytes. */
import { expect, test } from 'vitest';
import { finding } from '../../pipeline/findings/finding.js';
import { rowPacker } from '../../pipeline/read/row-batch.js';
import { chunksOf, eventsIn } from '../../pipeline/readers/chunks.js';

test('pieces come out of chunks as they went in', async () => {
  const rows = rowPacker().pack([
    {
      row: 1,
      key: '["键"]',
      texts: ['12', null],
      values: [9_007_199_254_740_993n, null],
      findings: [],
      held: false,
      unread: ' size ',
      others: null,
    },
  ]);
  const pieces = [
    { is: 'file', format: 'csv', encoding: null } as const,
    { is: 'rows', number: 0, batch: rows } as const,
    ...Array.from({ length: 3 }, (_, i) => ({
      is: 'findings' as const,
      number: null,
      findings: [finding('cell.error', 'error', { value: '长'.repeat(400_000 + i) }, { n: -0.5 })],
    })),
  ];
  async function* all() {
    yield* pieces;
  }
  const out = [];
  let parcels = 0;
  for await (const parcel of chunksOf(all())) {
    parcels++;
    out.push(...eventsIn(parcel));
  }
  expect(out).toEqual(pieces);
  expect(parcels).toBeGreaterThan(1);
});
