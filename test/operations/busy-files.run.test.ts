/** Files that somebody is still at work on are left for the next run; their township keeps what is published. */
import { appendFileSync, existsSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileVersion } from '../../pipeline/files/stamp.js';
import { archiveFile, movedSince } from '../../pipeline/inputs/archive-file.js';
import { readCsv } from '../helpers/cli.js';
import {
  published,
  publishedTownship,
  road,
  roads,
  township,
  twoYears,
  villages,
} from '../helpers/township.js';

const file = '2021-11-30/道路.csv';
const changed = { [file]: roads(2021, road('一号路', 9, '2021-5-1')) };

describe('a file that is open in Excel or WPS', () => {
  it('is left for the next run, and the township keeps its last publication', async () => {
    const { run, call, write, home, folder, figure } = await publishedTownship();
    const before = published(folder());
    write(changed);
    write({ '2021-11-30/~$道路.csv': 'x' });
    const second = await run();
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(file);
    expect(second.stderr).toContain('~$');
    expect(published(folder())).toEqual(before);
    const json = JSON.parse((await call('run', '--json')).stdout);
    expect(json.units).toMatchObject([
      { outcome: 'deferred', files: [{ file, finding: { rule: 'file.open_elsewhere' } }] },
    ]);
    rmSync(join(home, '2021-11-30/~$道路.csv'));
    expect((await run()).code).toBe(0);
    expect(figure('roads.built.length')).toMatchObject({ value: '9' });
  });

  it('but has not changed since it was read is in nobody’s way', async () => {
    const { run, write } = await publishedTownship();
    await run();
    write({ '2021-11-30/~$道路.csv': 'x' });
    expect(await run()).toMatchObject({ code: 0, stdout: expect.stringContaining('没有变化') });
  });
});

describe('a file that grows all through the run', () => {
  it.each([
    ['a submission', file, '东庄村,三号路,村口—桥头,1,新建,2021-7-1\r\n'],
    ['a setting', 'aliases.csv', 'village,西庄,西庄村\r\n'],
  ])('as %s is left for the next run', async (_, name, line) => {
    const { run, call, write, home, folder } = await publishedTownship({
      ...twoYears,
      'aliases.csv': 'kind,name,canonical\r\n',
    });
    const before = published(folder());
    write(changed);
    const growing = setInterval(() => appendFileSync(join(home, name), line), 20);
    const during = await call('run');
    clearInterval(growing);
    expect([during.code, during.stderr]).toEqual([2, expect.stringContaining(name)]);
    expect(published(folder())).toEqual(before);
    expect((await run()).code).toBe(0);
    expect(published(folder())).not.toEqual(before);
  });
});

describe('a package without its end', () => {
  it('is still being copied while it is new, and cannot be read once it is old', async () => {
    const { run, home, folder } = await publishedTownship();
    const before = published(folder());
    const path = join(home, '2021-11-30/表.xlsx');
    writeFileSync(path, 'PK\x03\x04 and so on');
    expect(await run()).toMatchObject({ code: 2, stderr: expect.stringContaining('表.xlsx') });
    expect(published(folder())).toEqual(before);
    utimesSync(path, new Date('2021-12-01'), new Date('2021-12-01'));
    expect((await run()).code).toBe(0);
    expect(await readFile(join(folder(), 'submissions.csv'), 'utf8')).toContain('unreadable');
  });
});

describe('a first publication', () => {
  it('does not wait for a file in motion: it lists it as left for the next run, and the next run reads it', async () => {
    const { run, call, write, home, folder, figure } = township({});
    write({
      '2020-11-30/道路.csv': twoYears['2020-11-30/道路.csv'],
      '2021-11-30/村.csv': villages('东庄村'),
    });
    write({ [file]: twoYears[file], '2021-11-30/~$道路.csv': 'x' });
    writeFileSync(join(home, '2021-11-30/表.xlsx'), 'PK\x03\x04 and so on');
    const first = await run('--strict');
    expect(first.code).toBe(1);
    expect(first.stdout).toMatch(/留待下次运行的文件 1 个/);
    const line = (name: string) =>
      readCsv(join(folder(), 'submissions.csv')).find((found) => found.file === `2021-11-30/${name}`);
    expect(line('道路.csv')).toMatchObject({ status: 'deferred', sha256: '', rows_total: '0' });
    // Nothing stands that could be kept until it is whole: its sender hears at once that it is not.
    expect(line('表.xlsx')).toMatchObject({ status: 'unreadable' });
    expect(line('村.csv')).toMatchObject({ status: 'accepted', rows_accepted: '1' });
    const rules = readCsv(join(folder(), 'findings.csv')).map((found) => [found.file, found.rule]);
    expect(rules).toContainEqual([file, 'file.open_elsewhere']);
    expect(figure('roads.built.length')).toMatchObject({ value: '', status: 'L', previous: '1.5' });
    expect(figure('villages.total.count')).toMatchObject({ value: '1', status: 'A' });
    expect(await call('status')).toMatchObject({ code: 1, stdout: expect.stringContaining('道路.csv') });
    expect(await call('verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('全部一致') });

    // Now there is something to keep.
    const before = published(folder());
    expect(await run()).toMatchObject({ code: 2, stderr: expect.stringContaining('道路.csv') });
    expect(published(folder())).toEqual(before);
    rmSync(join(home, '2021-11-30/~$道路.csv'));
    rmSync(join(home, '2021-11-30/表.xlsx'));
    expect((await run()).code).toBe(0);
    expect(line('道路.csv')).toMatchObject({ status: 'accepted', rows_accepted: '2' });
    expect(figure('roads.built.length')).toMatchObject({ value: '5', status: 'A' });
    expect(await call('status')).toMatchObject({ code: 0 });
  });

  it('goes on without a file that changes while it runs', async () => {
    const { call, home, folder } = township(twoYears);
    const growing = setInterval(
      () => appendFileSync(join(home, file), '东庄村,三号路,村口—桥头,1,新建,2021-7-1\r\n'),
      20,
    );
    const { code } = await call('run');
    clearInterval(growing);
    expect(code).toBe(0);
    const lines = readCsv(join(folder(), 'submissions.csv')).map((line) => [line.file, line.status]);
    expect(lines).toContainEqual([file, 'deferred']);
    expect(lines).toContainEqual(['2021-11-30/村.csv', 'accepted']);
    expect(readCsv(join(folder(), 'findings.csv')).map(({ rule }) => rule)).toContain('file.in_motion');
  });
});

describe('a township with a file in motion', () => {
  it('keeps no other from being published', async () => {
    const { run, write, inputs, outputs, folder } = await publishedTownship();
    const other = township(twoYears, join(inputs, '..', 'other'));
    renameSync(other.home, join(inputs, '安乐镇'));
    const before = published(folder());
    write({ ...changed, '2021-11-30/~$道路.csv': 'x' });
    expect((await run()).code).toBe(2);
    expect(existsSync(join(outputs, '安乐镇/2021-11-30/run.json'))).toBe(true);
    expect(published(folder())).toEqual(before);
  });
});

describe('copying to the archive', () => {
  const workplace = async () => {
    const root = await mkdtemp(join(tmpdir(), 'motion-'));
    return { root, path: join(root, 'a.csv') };
  };

  it('keeps the bytes of one version, and says how the file stood', async () => {
    const { root, path } = await workplace();
    await writeFile(path, 'a,b\n');
    const archived = await archiveFile(path, root, true);
    if (archived.is !== 'kept') throw new Error(archived.is);
    expect(await readFile(join(root, archived.sha256), 'utf8')).toBe('a,b\n');
    expect(await fileVersion(path)).toEqual(archived.stamp);
    expect(await movedSince(path, archived.stamp)).toBe(null);
  });

  it('refuses a file that grows while it is read', async () => {
    const { root, path } = await workplace();
    await writeFile(path, Buffer.alloc(64 << 20, 97));
    const copying = archiveFile(path, root, true);
    const growing = setInterval(() => appendFileSync(path, 'more'), 1);
    const archived = await copying;
    clearInterval(growing);
    expect(archived).toMatchObject({ is: 'deferred', finding: { rule: 'file.in_motion' } });
  });

  it('refuses a file that has gone', async () => {
    const { root, path } = await workplace();
    expect(await archiveFile(path, root, true)).toMatchObject({
      is: 'deferred',
      finding: { rule: 'file.vanished' },
    });
  });

  it('tells a file that was written on from one that was replaced whole', async () => {
    const { root, path } = await workplace();
    await writeFile(path, 'a,b\n');
    const archived = await archiveFile(path, root, true);
    if (archived.is !== 'kept') throw new Error(archived.is);
    await writeFile(join(root, 'new'), 'c,d,e\n');
    renameSync(join(root, 'new'), path);
    expect(await movedSince(path, archived.stamp)).toBe(null);
    const replaced = await fileVersion(path);
    appendFileSync(path, 'more');
    expect(replaced && (await movedSince(path, replaced))).toMatchObject({ rule: 'file.in_motion' });
    rmSync(path);
    expect(await movedSince(path, archived.stamp)).toMatchObject({ rule: 'file.vanished' });
  });
});
