/** A publication takes over from the one before what would be made from the same again: the same bytes for less work. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { pageWriter } from '../../pipeline/audit-page/index.js';
import { fanOut, fanOutTo } from '../../pipeline/publication/fan-out.js';
import type { PublishedFile } from '../../pipeline/publication/published-file.js';
import { previousFiles } from '../../pipeline/reuse/reuse.js';
import { publishTables, tablesWriter } from '../../pipeline/tables/tables.js';
import { sha256 } from '../../pipeline/text/hash.js';
import { evidenceRow, publication } from '../helpers/publication.js';
import { published, road, roads, township, twoYears, villages } from '../helpers/township.js';

const folder = () => mkdtempSync(join(tmpdir(), 'standing-'));
const roadsEvidence = 'evidence/roads.built.length.csv';

/** Publishes the tables of the hand-made publication. @param basis what the evidence of every figure rests on. */
function tables(basis: string, standing = previousFiles('', '', [])) {
  const place = folder();
  let read = 0;
  const { evidence, ...content } = publication();
  const watched = {
    ...content,
    evidenceBasis: () => basis,
    evidence: (id: string) =>
      [...evidence(id)].map((part) => ({
        ...part,
        rows(most: number) {
          const rows = [...part.rows(most)];
          read += rows.length;
          return rows;
        },
      })),
  };
  const files = fanOutTo(watched, tablesWriter(watched, place, standing));
  return { place, files, read };
}

const recorded = (place: string, files: readonly PublishedFile[], program = 'program') =>
  previousFiles(program, place, files);

describe('evidence of the publication that stands', () => {
  const first = tables('one', previousFiles('program', '', []));

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
    const { place, files } = tables('one', previousFiles('program', '', []));
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

describe('evidence of which one table has changed', () => {
  const ids = ['roads.built.length', 'enterprises.above_scale.count'];
  const table = (file: string, basis: string) => ({ file, sha256: 'ab'.repeat(32), sheet: '表', basis });
  const rowsOf = (file: string, side: 'current' | 'previous', values: readonly string[]) =>
    values.map((value, at) =>
      evidenceRow(side, value, { file, sheet: '表', row: at + 2, key: `${file}，${at}` }),
    );

  /** Publishes CSV and page of evidence that comes from some tables. */
  function parted(
    files: Readonly<Record<string, readonly string[]>>,
    standing = previousFiles('program', '', []),
  ) {
    const place = folder();
    const read: string[] = [];
    const total = Object.values(files).flat().length;
    const content = {
      ...publication(),
      evidenceBasis: () => JSON.stringify(files),
      evidenceCount: (id: string) =>
        ids.includes(id) ? { current: total, previous: total } : { current: 0, previous: 0 },
      evidence: (id: string) =>
        (['current', 'previous'] as const).flatMap((side) =>
          Object.entries(ids.includes(id) ? files : {}).map(([file, values]) => ({
            side,
            table: table(file, JSON.stringify([side, file, values])),
            rows() {
              read.push(file);
              return rowsOf(file, side, values);
            },
          })),
        ),
    };
    const writers = [tablesWriter(content, place, standing), pageWriter(content, place, standing)];
    for (const _ of fanOut(content, writers));
    return { place, files: writers.flatMap((writer) => writer.finish()), read: new Set(read) };
  }

  const stands = (
    { place, files }: { place: string; files: readonly PublishedFile[] },
    program = 'program',
  ) =>
    previousFiles(
      program,
      place,
      files.map(({ segments: _, ...file }) => file),
      {
        segmentsOf: ({ path, sha256 }) =>
          files.find((file) => file.path === path && file.sha256 === sha256)?.segments ?? [],
      },
    );

  const before = { 'a.csv': ['1', '2'], 'b.csv': ['3'], 'c.csv': [], 'd.csv': ['4', '5'] };
  const cases: readonly [string, Record<string, readonly string[]>, readonly string[]][] = [
    ['changed', { ...before, 'b.csv': ['7', '8'] }, ['b.csv']],
    ['filled', { ...before, 'c.csv': ['7'] }, ['c.csv', 'd.csv']],
    ['emptied', { ...before, 'b.csv': [] }, ['b.csv', 'c.csv', 'd.csv']],
    ['added', { ...before, 'e.csv': ['9'] }, ['c.csv', 'e.csv']],
    ['added before all others', { '0.csv': ['9'], ...before }, ['0.csv', ...Object.keys(before)]],
    ['taken away', { 'a.csv': ['1', '2'], 'b.csv': ['3'], 'c.csv': [] }, ['c.csv']],
    ['renamed', { 'a.csv': ['1', '2'], 'b.csv': ['3'], 'c.csv': [], 'f.csv': ['4', '5'] }, ['f.csv']],
  ];

  test.each(cases)('is copied but for what was %s', (_, after, read) => {
    const next = parted(after, stands(parted(before)));
    const fresh = parted(after);
    expect(sorted(next.files)).toEqual(sorted(fresh.files));
    for (const { path } of fresh.files) {
      expect(readFileSync(join(next.place, path))).toEqual(readFileSync(join(fresh.place, path)));
    }
    // Those whose number on the page has moved are read for it.
    expect([...next.read].sort()).toEqual(read);
  });

  test('is made anew where a file is no longer what was recorded, and by another program', () => {
    const first = parted(before);
    const after = { ...before, 'b.csv': ['7', '8'] };
    expect([...parted(after, stands(first, 'newer')).read].sort()).toEqual(Object.keys(before));
    const path = join(first.place, roadsEvidence);
    writeFileSync(path, readFileSync(path, 'utf8').replace('a.csv，0', 'a.csv，9'));
    const next = parted(after, stands(first));
    expect(next.read).toContain('a.csv');
    expect(readFileSync(join(next.place, roadsEvidence))).toEqual(
      readFileSync(join(parted(after).place, roadsEvidence)),
    );
  });
});

const sorted = (files: readonly PublishedFile[]) => [...files].sort((a, b) => (a.path < b.path ? -1 : 1));

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

test('of several files of a form one is changed, one taken away, one added, one renamed: as from nothing', async () => {
  const one = (name: string, length: number) => roads(2021, road(name, length, '2021-5-1'));
  const kept = {
    ...twoYears,
    '2021-11-30/道路二.csv': one('二号路', 2),
    '2021-11-30/道路六.csv': one('六号路', 6),
  };
  const home = township({
    ...kept,
    '2021-11-30/道路三.csv': one('三号路', 3),
    '2021-11-30/道路四.csv': one('四号路', 4),
    '2021-11-30/道路五.csv': one('五号路', 5),
  });
  expect((await home.run()).code).toBe(0);
  const made = segmentsOf(home.outputs);
  expect(made.length).toBeGreaterThan(5);
  const path = join(home.folder(), 'audit', 'sheets', '0-0.js');
  writeFileSync(path, `${readFileSync(path, 'utf8')} `);
  const after = {
    '2021-11-30/道路一.csv': one('一号街', 1),
    '2021-11-30/道路三.csv': one('三号路', 7),
    '2021-11-30/道路九.csv': one('五号路', 5),
  };
  for (const gone of ['道路四.csv', '道路五.csv']) rmSync(join(home.home, '2021-11-30', gone));
  home.write(after);
  expect((await home.run()).code).toBe(0);
  const fresh = township({ ...kept, ...after });
  expect((await fresh.run()).code).toBe(0);
  expect(published(home.folder())).toEqual(published(fresh.folder()));
  // What was made from the same is known to be.
  expect(segmentsOf(home.outputs).filter((from) => made.includes(from)).length).toBeGreaterThan(3);
  for (const { root } of [home, fresh]) rmSync(root, { recursive: true });
}, 120_000);

test('what only the page reads gets a second name; what people open and may write to is copied', async () => {
  const home = township({ ...twoYears, '2021-11-30/村二.csv': villages('南庄', '南庄') });
  expect((await home.run()).code).toBe(0);
  const namesOf = (path: string) => statSync(join(home.folder(), path)).nlink;
  expect(namesOf('audit/sheets/0-0.js')).toBe(1);
  home.write({ '2021-11-30/道路.csv': roads(2021, road('一号路', 3, '2021-5-1')) });
  expect((await home.run()).code).toBe(0);
  // 村.csv and 村二.csv are as they were.
  const paths = record(home.folder()).map(({ path }) => path);
  const [correction = ''] = paths.filter((path) => path.startsWith('corrections/'));
  const sheets = paths.filter((path) => path.startsWith('audit/sheets/')).map(namesOf);
  expect(sheets.filter((names) => names === 2).length).toBeGreaterThanOrEqual(3);
  expect(sheets).toContain(1);
  expect(namesOf('evidence/villages.total.count.csv')).toBe(1);
  expect(namesOf(correction)).toBe(1);
  expect(statSync(join(home.folder(), correction)).mode & 0o077).toBe(0);
  rmSync(home.root, { recursive: true });
}, 120_000);

test('a file that somebody wrote to is made anew, though its size and times are the same', () => {
  const place = folder();
  const file = { path: 'small.js', sha256: sha256('small'), bytes: 5, from: 'small' };
  const path = join(place, file.path);
  writeFileSync(path, 'small');
  const standing = previousFiles('', place, [file]);
  const to = folder();
  expect(standing.reuse('small', to, 'moved.js', 'linked')).toMatchObject({ path: 'moved.js' });
  const { atime, mtime } = statSync(path);
  writeFileSync(path, 'smell');
  utimesSync(path, atime, mtime);
  expect(standing.reuse('small', to, 'again.js', 'linked')).toBeNull();
  expect(readdirSync(to)).toEqual(['moved.js']);
});

test('corrections are taken over, made anew, or taken away, as from nothing', async () => {
  const kept = { '2021-11-30/道路三.csv': roads(2021, road('无长度', '', '2021-5-1')) };
  const wrong = (name: string) => roads(2021, road(name, '约三里', '2021-6-1'));
  const before = {
    ...twoYears,
    ...kept,
    '2021-11-30/村级/甲.csv': wrong('甲路'),
    '2021-11-30/乙.csv': wrong('乙路'),
  };
  const home = township(before);
  expect((await home.run()).code).toBe(0);
  const corrections = () => Object.keys(published(join(home.folder(), 'corrections'))).sort();
  expect(corrections()).toEqual(['乙.xlsx', '村.xlsx', '村级/甲.xlsx', '道路三.xlsx']);
  const untouched = published(home.folder())['corrections/道路三.xlsx'];

  const after = {
    '2021-11-30/村级/甲.csv': roads(2021, road('甲路', 3, '2021-6-1')),
    '2021-11-30/乙.csv': wrong('丁路'),
  };
  home.write(after);
  expect((await home.run()).code).toBe(0);
  expect(corrections()).toEqual(['乙.xlsx', '村.xlsx', '道路三.xlsx']);
  expect(readdirSync(join(home.folder(), 'corrections')).sort()).toEqual([
    '乙.xlsx',
    '村.xlsx',
    '道路三.xlsx',
  ]);
  expect(published(home.folder())['corrections/道路三.xlsx']).toBe(untouched);
  for (const name of corrections()) {
    expect(statSync(join(home.folder(), 'corrections', name)).mode & 0o077, name).toBe(0);
  }
  expect(statSync(join(home.folder(), 'corrections')).mode & 0o077).toBe(0);
  const fresh = township({ ...before, ...after });
  expect((await fresh.run()).code).toBe(0);
  expect(published(home.folder())).toEqual(published(fresh.folder()));
  record(home.folder());
  for (const { root } of [home, fresh]) rmSync(root, { recursive: true });
}, 120_000);

/** What the segments of the evidence of roads were made from. */
function segmentsOf(outputs: string): string[] {
  const sqlite = new Database(join(outputs, 'township.sqlite'), { readonly: true });
  try {
    const found = sqlite
      .prepare<[string], { segments: string }>('SELECT segments FROM published_segments WHERE path = ?')
      .get(roadsEvidence);
    return (JSON.parse(found?.segments ?? '[]') as [string][]).map(([from]) => from);
  } finally {
    sqlite.close();
  }
}

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
