/** What the machine may do to a run: each time a clear sentence, nothing lost, and the next run goes on. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { cli } from '../helpers/cli.js';
import { fill, mount } from '../helpers/small-disk.js';
import { temporary } from '../helpers/temporary.js';
import {
  broken,
  changed,
  published,
  publishedTownship,
  township,
  twoYears,
  unit,
} from '../helpers/township.js';

const project = new URL('../..', import.meta.url).pathname;

function integrity(outputs: string): unknown {
  const database = new SqliteDatabase(join(outputs, 'township.sqlite'));
  try {
    return database.pragma('integrity_check', { simple: true });
  } finally {
    database.close();
  }
}

describe('a full disk', () => {
  it('leaves the last publication whole, says so, and is forgotten once there is room', async (context) => {
    const { outputs, call, write, folder, figure } = await publishedTownship();
    if (!mount(outputs, 24)) return context.skip('this machine lets the test mount no disk');
    const before = published(folder());
    write(changed(9));
    const filler = fill(outputs);
    const full = await call('run');
    expect(full.code).toBe(2);
    expect(full.stderr).toContain('磁盘已满');
    expect(full.stderr).not.toMatch(/ at .*\.js:\d+/);
    expect(published(folder())).toEqual(before);
    expect(broken(folder())).toEqual([]);
    rmSync(filler);
    expect(integrity(outputs)).toBe('ok');
    expect((await call('run')).code).toBe(0);
    expect(figure('roads.built.length')).toMatchObject({ value: '9' });
  });

  it('of any size leaves nothing half done', async (context) => {
    const { outputs, call, write, folder } = await publishedTownship();
    if (!mount(outputs, 24)) return context.skip('this machine lets the test mount no disk');
    for (const [i, room] of [20, 200, 600, 1200].entries()) {
      write(changed(20 + i));
      const free = Number(execFileSync('df', ['--output=avail', '-k', outputs]).toString().split('\n')[1]);
      writeFileSync(join(outputs, 'filler'), Buffer.alloc(Math.max(0, (free - room) * 1024)));
      const { code, stderr } = await call('run');
      if (code !== 0) expect([code, stderr]).toEqual([2, expect.stringContaining('磁盘已满')]);
      expect(broken(folder())).toEqual([]);
      rmSync(join(outputs, 'filler'));
      expect(integrity(outputs)).toBe('ok');
    }
    expect((await call('run')).code).toBe(0);
  }, 240_000);
});

describe('outputs that cannot be written', () => {
  it('are named, and nothing is changed', async (context) => {
    const { outputs, call, write, folder } = await publishedTownship();
    if (!mount(outputs, 24)) return context.skip('this machine lets the test mount no disk');
    const before = published(folder());
    write(changed(9));
    execFileSync('mount', ['-o', 'remount,ro', outputs]);
    const refused = await call('run');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/只读/);
    expect(refused.stderr).not.toMatch(/ at .*\.js:\d+/);
    expect(published(folder())).toEqual(before);
    execFileSync('mount', ['-o', 'remount,rw', outputs]);
    expect((await call('run')).code).toBe(0);
  });
});

describe('an input without permission', () => {
  it('is named, and costs no other file', async (context) => {
    const { root, inputs, outputs, args, call, home, folder } = township(twoYears);
    // The system lets root read anything: somebody else runs it.
    const other = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    mkdirSync(outputs);
    for (const place of [root, inputs, outputs]) chmodSync(place, 0o777);
    chmodSync(join(home, '2021-11-30/村.csv'), 0);
    const { status, stderr } = spawnSync(process.execPath, [join(project, 'dist/cli.js'), 'run', ...args], {
      ...other,
      encoding: 'utf8',
    });
    if (/Cannot find|EACCES.*cli\.js/.test(stderr))
      return context.skip('nobody else may run this program here');
    expect([status, stderr]).toEqual([0, expect.anything()]);
    const submissions = readFileSync(join(folder(), 'submissions.csv'), 'utf8');
    expect(submissions).toMatch(/村\.csv.*unreadable/);
    expect(submissions).toMatch(/道路\.csv.*accepted/);
    expect(readFileSync(join(folder(), 'findings.csv'), 'utf8')).toContain('EACCES');
    chmodSync(join(home, '2021-11-30/村.csv'), 0o644);
    expect(await call('verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('全部一致') });
  });
});

describe('a folder that cannot be looked into', () => {
  it('stops its township, which keeps its last publication; the system lets root look anywhere', async (context) => {
    const { root, home, inputs, outputs, args, folder } = await publishedTownship();
    const other = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    if ('uid' in other) execFileSync('chown', ['-R', '65534:65534', root]);
    const before = published(folder());
    mkdirSync(join(inputs, '安乐镇'));
    cpSync(join(home, '2021-11-30'), join(inputs, '安乐镇/2021-11-30'), { recursive: true });
    chmodSync(join(home, '2021-11-30'), 0);
    const { status, stderr } = spawnSync(process.execPath, [join(project, 'dist/cli.js'), 'run', ...args], {
      ...other,
      encoding: 'utf8',
    });
    chmodSync(join(home, '2021-11-30'), 0o755);
    if (/Cannot find|EACCES.*cli\.js/.test(stderr))
      return context.skip('nobody else may run this program here');
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining(`${unit}/2021-11-30：文件夹无法打开（EACCES）`),
    ]);
    expect(published(folder())).toEqual(before);
    expect(existsSync(join(outputs, '安乐镇/2021-11-30/run.json'))).toBe(true);
  });
});

describe('a system that lets few files be open', () => {
  it.skipIf(process.platform === 'win32')('is named in one sentence, by every command', () => {
    for (const command of ['run', 'status']) {
      const line = `ulimit -n 40 && exec "$0" dist/cli.js ${command} --outputs "$1"`;
      const { status, stderr } = spawnSync('sh', ['-c', line, process.execPath, temporary('few')], {
        cwd: project,
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([2, expect.stringMatching(/^系统允许同时打开的文件数不够.*\n$/)]);
    }
  });
});

describe('outputs where a file stands', () => {
  it('are named', async () => {
    const { root, inputs } = township(twoYears);
    writeFileSync(join(root, 'file'), '');
    for (const outputs of ['file', 'file/below']) {
      const { code, stderr } = await cli([
        'run',
        '--inputs',
        inputs,
        '--outputs',
        join(root, outputs),
        '--quiet',
      ]);
      expect([code, stderr]).toEqual([2, expect.stringContaining('需要一个文件夹')]);
      expect(stderr).not.toMatch(/ at .*\.js:\d+/);
    }
  });
});

describe('the database', () => {
  it.skipIf(process.platform === 'win32')('is readable by its owner only, with its journals', async () => {
    const { outputs, run, write } = await publishedTownship();
    const others = () =>
      readdirSync(outputs).filter(
        (name) => name.startsWith('township.sqlite') && (statSync(join(outputs, name)).mode & 0o077) !== 0,
      );
    expect(others()).toEqual([]);
    chmodSync(join(outputs, 'township.sqlite'), 0o644);
    write(changed(9));
    const open = new SqliteDatabase(join(outputs, 'township.sqlite'), { readonly: true });
    open.prepare('SELECT count(*) FROM publication').get();
    expect((await run()).code).toBe(0);
    expect(others()).toEqual([]);
    open.close();
    expect(others()).toEqual([]);
  });

  it('held by another program: try again later, and by whom it is not', async () => {
    const { outputs, run } = await publishedTownship();
    const other = new SqliteDatabase(join(outputs, 'township.sqlite'));
    other.exec('BEGIN EXCLUSIVE');
    const { code, stderr } = await run();
    other.close();
    expect([code, stderr]).toEqual([75, expect.stringContaining('另一个程序')]);
    expect((await run()).code).toBe(0);
  });

  it('of a newer version is left as it is', async () => {
    const { outputs, run, folder } = await publishedTownship();
    const path = join(outputs, 'township.sqlite');
    const newer = new SqliteDatabase(path);
    newer.exec("UPDATE core_schema SET definition = 'of next year', version = '999.0.0'");
    newer.close();
    const before = readFileSync(path);
    const { code, stderr } = await run();
    expect([code, stderr]).toEqual([2, expect.stringContaining('更新版本')]);
    expect(readFileSync(path)).toEqual(before);
    expect(broken(folder())).toEqual([]);
  });

  it.each([
    ['at its head', 0],
    ['in its midst', 40_960],
  ])('damaged %s is moved aside and made anew; the history comes from what is published', async (_, at) => {
    const { outputs, run, call, write, folder } = await publishedTownship();
    write(changed(9));
    await run();
    const path = join(outputs, 'township.sqlite');
    const before = published(folder());
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(at === 0 ? 4096 : statSync(path).size - at, 0x5a), 0, undefined, at);
    closeSync(file);
    const { code, stdout } = await run();
    expect(code).toBe(0);
    expect(stdout).toContain('数据库已损坏');
    expect(readdirSync(outputs).filter((name) => name.includes('.damaged-'))).not.toEqual([]);
    expect(published(folder())).toEqual(before);
    const database = new SqliteDatabase(path, { readonly: true });
    expect(database.prepare('SELECT count(*) AS n FROM publication').get()).toEqual({ n: 2 });
    database.close();
    expect(integrity(outputs)).toBe('ok');
    expect((await call('trace', 'roads.built.length')).stdout).toContain('一号路');
    expect((await call('verify')).code).toBe(0);
    expect((await run()).stdout).toContain('没有变化');
  });

  it('that was deleted is made anew, and what is published stands', async () => {
    const { outputs, run, call, folder } = await publishedTownship();
    const before = readFileSync(join(folder(), 'run.json'));
    for (const suffix of ['', '-wal', '-shm']) {
      rmSync(join(outputs, `township.sqlite${suffix}`), { force: true });
    }
    expect((await run()).stdout).toContain('没有变化');
    expect(readFileSync(join(folder(), 'run.json'))).toEqual(before);
    expect((await call('trace', 'roads.built.length')).code).toBe(0);
  });
});

describe('a clock that was set back', () => {
  it('keeps nothing from being read', async () => {
    const { home, run, write, figure, folder } = await publishedTownship();
    write(changed(9));
    const future = new Date(Date.now() + 400 * 86_400_000);
    utimesSync(join(home, '2021-11-30/道路.csv'), future, future);
    writeFileSync(join(home, '2021-11-30/残.xlsx'), 'PK\x03\x04 and so on');
    utimesSync(join(home, '2021-11-30/残.xlsx'), future, future);
    expect((await run()).code).toBe(0);
    expect(figure('roads.built.length')).toMatchObject({ value: '9' });
    expect(readFileSync(join(folder(), 'submissions.csv'), 'utf8')).toMatch(/残\.xlsx.*unreadable/);
    expect((await run('--today', '2021-12-01')).code).toBe(0);
  });
});

describe('a backup', () => {
  it('brings everything back, is refused where it is not whole, and may be made during a run', async () => {
    const { outputs, root, run, call, write, folder, figure } = await publishedTownship();
    const before = published(folder());
    const to = join(root, '备份 一');
    write(changed(9));
    const [{ code }, running] = await Promise.all([call('backup', to), call('run')]);
    expect([code, running.code]).toEqual([0, 0]);
    const database = new SqliteDatabase(join(to, 'township.sqlite'), { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
    expect((await call('backup', to)).code).toBe(2);

    rmSync(join(outputs, 'township.sqlite'));
    writeFileSync(join(folder(), 'figures.csv'), 'lost');
    const restored = await call('restore', to);
    expect(restored.code).toBe(0);
    expect(broken(folder())).toEqual([]);
    expect(integrity(outputs)).toBe('ok');
    expect((await run()).code).toBe(0);
    expect(figure('roads.built.length')).toMatchObject({ value: '9' });
    expect((await call('verify')).stdout).toContain('全部一致');
    expect(Object.keys(before)).toContain('metrics.xlsx');

    const cut = join(temporary('backup'), 'cut');
    cpSync(to, cut, { recursive: true });
    rmSync(join(cut, 'archive', readdirSync(join(cut, 'archive')).find((name) => name.length === 64) ?? ''));
    const refused = await call('restore', cut);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('备份不完整')]);
    expect(existsSync(join(outputs, unit))).toBe(true);
  });
});

it('a folder with the name of the database is named, by every command', async () => {
  const { outputs, call } = township(twoYears);
  mkdirSync(join(outputs, 'township.sqlite'), { recursive: true });
  for (const [command, ...more] of [['run'], ['trace', '道路']] as const) {
    const { code, stderr } = await call(command, ...more);
    expect([command, code, stderr]).toEqual([
      command,
      2,
      expect.stringContaining('township.sqlite 是一个文件夹，数据库要用这个名称。请把它移走，再重新运行。'),
    ]);
  }
});

it('a unit that cannot be verified does not keep the others from it', async () => {
  const { inputs, outputs, home, call, run } = township(twoYears);
  cpSync(home, join(inputs, '丙镇'), { recursive: true });
  expect((await run()).code).toBe(0);
  writeFileSync(join(outputs, '丙镇', '2021-11-30', 'run.json'), '{');
  const { code, stdout } = await call('verify');
  expect(code).toBe(1);
  expect(stdout).toMatch(/丙镇 2021-11-30\n {2}✗ .*run\.json 已损坏/);
  expect(stdout).toMatch(new RegExp(`${unit} 2021-11-30（.*\n {2}✓ 全部一致`));
});
