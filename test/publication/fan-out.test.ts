/** What is published is read from the database once, and no more of it than is written. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFlushing } from '../../pipeline/files/flush.js';
import type { EvidenceRow, Publication } from '../../pipeline/publication/publication.js';
import { publishInto } from '../../pipeline/publish/index.js';
import { previousFiles } from '../../pipeline/reuse/reuse.js';
import { evidenceRow, publication } from '../helpers/publication.js';

/** The publication, which takes down what is read of it. */
function watched(content: Publication) {
  const reads: string[] = [];
  const told: Publication = {
    ...content,
    changes() {
      reads.push('changes');
      return content.changes();
    },
    evidence(id) {
      reads.push(`evidence ${id}`);
      return content.evidence(id);
    },
    evidenceTotals(id) {
      reads.push(`totals ${id}`);
      return content.evidenceTotals(id);
    },
  };
  return { told, reads };
}

async function publish(content: Publication): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hand-out-'));
  await publishInto(folder, content, previousFiles('', '', []), new Map(), openFlushing(folder));
  return folder;
}

test('changes, and the evidence of each indicator, are read once for CSV, workbook and page', async () => {
  const { told, reads } = watched(publication());
  await publish(told);
  const ids = new Set(told.figures.filter(({ kind }) => kind !== 'ratio').map(({ id }) => id));
  expect(reads).toEqual(['changes', ...[...ids].map((id) => `evidence ${id}`)]);
});

test('of a million rows only those that the workbook lists are read, and the totals once', async () => {
  const id = 'roads.built.length';
  const content = publication();
  let read = 0;
  function* rows(most: number): Generator<EvidenceRow> {
    for (let at = 0; at < most; at++) {
      read++;
      yield evidenceRow('previous', '0.00000325', { row: at + 5, key: `路${at}` });
    }
  }
  const million = 1_000_000;
  const { told, reads } = watched({
    ...content,
    evidence: (of) =>
      of === id
        ? [{ side: 'previous', table: null, rows: (most) => rows(Math.min(most, million)) }]
        : content.evidence(of),
    evidenceCount: (of) => (of === id ? { current: 0, previous: million } : content.evidenceCount(of)),
  });
  const folder = await publish(told);
  expect(read).toBe(5000);
  expect(reads.filter((name) => name === `totals ${id}`)).toHaveLength(1);
  const lines = readFileSync(join(folder, 'evidence', `${id}.csv`), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines).toHaveLength(2);
}, 60_000);

test('nothing is published of which the evidence is not as many rows as its figure was added up of', async () => {
  const content = publication();
  const lost = watched({
    ...content,
    evidenceCount: (of) => {
      const { current, previous } = content.evidenceCount(of);
      return of === 'roads.built.length' ? { current: current + 1, previous } : { current, previous };
    },
  });
  await expect(publish(lost.told)).rejects.toThrow('store.evidence_lost');
});
