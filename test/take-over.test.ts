/** A publication takes over from the one before what would be made from the same again: the same bytes for less work. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { handTo } from '../pipeline/publish/hand-out.js';
import type { PublishedFile } from '../pipeline/publish/tables.js';
import { publishTables, tablesWriter } from '../pipeline/publish/tables.js';
import { standingFiles } from '../pipeline/publish/take-over.js';
import { publication } from './helpers/publication.js';
import { published, road, roads, township, twoYears, villages } from './helpers/township.js';

const folder = () => mkdtempSync(join(tmpdir(), 'standing-'));
const roadsEvidence = 'evidence/roads.built.length.csv';

/** Publishes the tables of the hand-made publication. @param basis what the evidence of every figure rests on. */
function tables(basis: string, standing = standingFiles('', '', null)) {
  const place = folder();
  let read = 0;
  const { evidence, ...content } = publication();
  const watched = {
    ...content,
    evidenceBasis: () => basis,
    evidence: (id: string, most: number) => {
      const rows = [...evidence(id, most)];
      read += rows.length;
      return rows;
    },
  };
  const files = handTo(watched, tablesWriter(watched, place, standing));
  return { place, files, read };
}

const recorded = (place: string, files: readonly PublishedFile[], program = 'program') =>
  standingFiles(program, place, JSON.stringify({ files }));

describe('evidence of the publication that stands', () => {
  const first = tables('one', standingFiles('program', '', null));

  test('is copied while it rests on the same, and is not read again', () => {
    const next = tables('one', recorded(first.place, first.files));
    expect(first.read).toBeGreaterThan(0);
    expect(next.read).toBe(0);
    expect(next.files).toEqual(first.files);
    for (const { path } of first.files) {
      expect(readFileSync(join(next.place, path))).toEqual(readFileSync(join(first.place, path)));
    }
  });

  test.each([
    ['it rests on other rows', 'other', 'program'],
    ['another program wrote it', 'one', 'newer'],
  ])('is written anew where %s', (_, basis, program) => {
    const next = tables(basis, recorded(first.place, first.files, program));
    expect(next.read).toBe(first.read);
    expect(readFileSync(join(next.place, roadsEvidence))).toEqual(
      readFileSync(join(first.place, roadsEvidence)),
    );
  });

  test('is written anew where it is no longer what was recorded, or is gone', () => {
    const { place, files } = tables('one', standingFiles('program', '', null));
    const honest = readFileSync(join(place, roadsEvidence));
    for (const spoil of [
      () => writeFileSync(join(place, roadsEvidence), 'x'),
      () => rmSync(join(place, roadsEvidence)),
    ]) {
      spoil();
      const next = tables('one', recorded(place, files));
      expect(readFileSync(join(next.place, roadsEvidence))).toEqual(honest);
    }
  });

  test('what nobody knows the ground of is never taken over', () => {
    const content = publication();
    const files = publishTables(content, folder());
    expect(files.filter(({ from }) => from !== undefined)).toEqual([]);
  });
});

test('a township with one changed file, and a published file that somebody wrote to, comes out as from nothing', async () => {
  const home = township({ ...twoYears, '2021-11-30/村二.csv': villages('南庄', '南庄') });
  expect((await home.run()).code).toBe(0);
  const before = record(home.folder());
  const untouched = before.filter(({ path }) => /^(evidence|audit\/evidence|corrections)\//.test(path));
  expect(untouched.some(({ path }) => path.startsWith('corrections/'))).toBe(true);
  writeFileSync(join(home.folder(), 'evidence', 'villages.total.count.csv'), 'spoilt');

  // As many rows that add up to as much: only what stands in them tells the two apart.
  const other = roads(2021, road('一号路', 3, '2021-5-1'), road('三号路', 2, '2021-6-1'));
  home.write({ '2021-11-30/道路.csv': other });
  expect((await home.run()).code).toBe(0);
  const fresh = township({
    ...twoYears,
    '2021-11-30/村二.csv': villages('南庄', '南庄'),
    '2021-11-30/道路.csv': other,
  });
  expect((await fresh.run()).code).toBe(0);
  expect(published(home.folder())).toEqual(published(fresh.folder()));

  // Of what no road has a say in, the ground is the same.
  const after = new Map(record(home.folder()).map((file) => [file.path, file]));
  const kept = untouched.filter(({ path, from }) => after.get(path)?.from === from);
  expect(kept.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['evidence/villages.total.count.csv', expect.stringMatching(/^corrections\//)]),
  );
  expect(kept.map(({ path }) => path)).not.toContain(roadsEvidence);
  for (const { root } of [home, fresh]) rmSync(root, { recursive: true });
}, 120_000);

function record(place: string): PublishedFile[] {
  const { files } = JSON.parse(readFileSync(join(place, 'run.json'), 'utf8')) as { files: PublishedFile[] };
  for (const { path, sha256 } of files) {
    expect(
      createHash('sha256')
        .update(readFileSync(join(place, path)))
        .digest('hex'),
      path,
    ).toBe(sha256);
  }
  return files;
}
