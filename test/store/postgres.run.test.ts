/** The same pipeline on PostgreSQL: a real server, started here, whose figures and bytes are those of SQLite. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cli } from '../helpers/cli.js';
import { publishedExample } from '../helpers/example.js';
import { harmless, personalColumns, texts } from '../helpers/masked.js';
import { freePort, password, type Server, startServer } from '../helpers/postgres-server.js';
import { temporary } from '../helpers/temporary.js';
import { published, road, roads, township, twoYears, villages } from '../helpers/township.js';

let server: Server;

beforeAll(async () => {
  server = await startServer();
});
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
afterAll(() => server.destroy());

/** Everything that a run left in a folder, as one text. */
function allText(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

const hidden = [password, encodeURIComponent(password)];

describe('the example', () => {
  const root = temporary('postgres');
  const onServer = join(root, 'server');
  let onFile: string;
  const today = ['--today', '2021-12-05'];
  let database: string;
  const call = (command: string, ...more: string[]) =>
    cli([command, '--outputs', onServer, ...today, ...more], { TOWNSHIP_DATABASE: database });

  beforeAll(async () => {
    database = await server.url('example');
    const [ours, theirs] = await Promise.all([call('run'), publishedExample()]);
    onFile = theirs.outputs;
    const runs = [ours, theirs.result];
    expect(runs.map(({ code, stderr }) => [code, stderr.match(/"level":[456]0.*/g)])).toEqual([
      [0, null],
      [0, null],
    ]);
    for (const { stderr, stdout } of runs)
      for (const word of hidden) expect(stderr + stdout).not.toContain(word);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  test('is published byte for byte as on SQLite', () => {
    const folder = join('示例镇', '2021-11-30');
    const [ours, theirs] = [published(join(onServer, folder)), published(join(onFile, folder))];
    expect(Object.keys(ours).length).toBeGreaterThan(150);
    expect(ours).toEqual(theirs);
    expect(readdirSync(onServer)).not.toContain('township.sqlite');
  });

  test('leaves the password nowhere', () => {
    for (const word of hidden) expect(allText(onServer)).not.toContain(Buffer.from(word).toString('latin1'));
  });

  test('is traced as on SQLite', async () => {
    for (const figure of ['enterprises.above_scale.count', 'roads.built.length']) {
      const ours = await call('trace', figure, '--compare', '--json');
      const theirs = await cli(['trace', figure, '--compare', '--json', '--outputs', onFile]);
      // When the bytes were first read differs by run.
      const stable = (text: string) => text.replace(/"firstReadAt":\s*"[^"]*"/g, '');
      expect(stable(ours.stdout)).toBe(stable(theirs.stdout));
      expect(ours.stdout.length).toBeGreaterThan(1000);
    }
  });

  test('has nothing to do the second time', async () => {
    expect((await call('run')).stdout).toContain('没有变化');
  });

  test('shows a reader masked views and nothing else', async () => {
    const { code, stdout } = await call('database', 'init', '--reader', 'leser');
    expect([code, stdout]).toEqual([0, expect.stringContaining('还没有密码')]);
    await server.query(`ALTER ROLE leser PASSWORD 'leser'`);
    const reader = new pg.Client({ connectionString: database.replace(/owner:[^@]*/, 'leser:leser') });
    await reader.connect();
    try {
      const { rows } = await reader.query(
        'SELECT person_name, person_id, village, amount FROM township_masked.insurance_payments',
      );
      expect(rows.length).toBeGreaterThan(100);
      for (const { person_name, person_id } of rows) {
        expect(person_name).toMatch(/^.\*+$/u);
        expect(person_id).toMatch(/^(\d{6}\*+[\dX]{4}|\*+)$/);
      }
      expect((await reader.query('SELECT * FROM township_masked.figure_values')).rowCount).toBeGreaterThan(
        50,
      );
      for (const table of [
        'insurance_payments',
        'insurance_payments_row',
        'finding',
        'publication',
        'figure',
      ]) {
        await expect(reader.query(`SELECT * FROM township.${table}`)).rejects.toThrow(/permission denied/);
      }
      await expect(reader.query('DELETE FROM township_masked.figure_values')).rejects.toThrow(
        /permission denied/,
      );
    } finally {
      await reader.end();
    }
  });

  test('masks in the database as in what is published', async () => {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    const masked = async (mask: string, values: readonly string[]) =>
      (await client.query(`SELECT township.${mask}(v) AS v FROM unnest($1::text[]) AS v`, [values])).rows.map(
        ({ v }) => v,
      );
    try {
      for (const kind of ['name', 'identity', 'phone'] as const) {
        const cases = personalColumns.filter(([, of]) => of === kind);
        const shown = await masked(
          `mask_${kind}`,
          cases.map(([value]) => value),
        );
        expect(shown).toEqual(cases.map(([, , shown]) => shown));
      }
      const found = await masked(
        'mask_text',
        texts.map(([text]) => text),
      );
      expect(found).toEqual(texts.map(([, shown]) => shown));
      expect(await masked('mask_text', harmless)).toEqual(harmless);
    } finally {
      await client.end();
    }
  });
});

describe('a township', () => {
  test('changes and removes files as on SQLite', async () => {
    const database = await server.url('changes');
    const [ours, theirs] = [township(twoYears), township(twoYears)];
    const both = async () => {
      const [one, two] = await Promise.all([ours.run('--database', database), theirs.run()]);
      expect([one.code, two.code]).toEqual([0, 0]);
      expect(published(ours.folder())).toEqual(published(theirs.folder()));
    };
    await both();
    for (const { write } of [ours, theirs]) {
      write({
        '2021-11-30/道路.csv': roads(2021, road('一号路', 2.5, '2021-5-1'), road('坏行', '很长', '2021-7-1')),
        'columns.csv': 'form,header,column,unit\nroads,起止点,section,\nroads,村级,-,\n',
        'values.csv': 'form,column,text,value\nroads,nature,新建,改建\nroads,started_date,,期末\n',
        '2021-11-30/名录.csv': [
          ['统一社会信用代码', '企业名称', '成立日期'],
          ['91370000MA3AAAA153', '甲公司', '2019-01-01'],
          ['91370000MA3BBBB29P', '乙公司', '2019-01-01'],
        ],
        '2021-11-30/规上.csv': [['规上企业名单'], ['序号', '企业名称'], ['1', '乙公司'], ['2', '丙公司']],
      });
    }
    await both();
    const above = /enterprises.above_scale.*/.exec(
      readFileSync(join(ours.folder(), 'figures.csv'), 'utf8'),
    )?.[0];
    expect(above?.split(',').slice(4, 10)).toEqual(['stock', '1', '', '', '', 'A']);
    for (const { home } of [ours, theirs]) {
      for (const file of ['村', '规上']) rmSync(join(home, `2021-11-30/${file}.csv`));
    }
    await both();
    const left = await server.query(
      `SELECT count(*)::int AS rows FROM township.villages_row WHERE period = '2021-11-30'`,
      'changes',
    );
    expect(left).toEqual([{ rows: 0 }]);
  });

  test('is verified, and a row that was altered in the database is found, and read anew by the next run', async () => {
    const database = await server.url('verified');
    const { run, call, write, figure } = township(twoYears);
    expect((await run('--database', database)).code).toBe(0);
    expect((await call('verify', '--database', database)).code).toBe(0);
    await server.query(
      `UPDATE township.roads_row SET length = length + 1 WHERE road_name = '一号路'`,
      'verified',
    );
    const { code, stdout } = await call('verify', '--database', database);
    expect(code).toBe(1);
    expect(stdout).toMatch(/数据库中的行与归档文件不符：roads/);
    write({ '2021-11-30/村.csv': villages('东庄村') });
    const next = await call('run', '--database', database);
    expect([next.code, next.stderr]).toEqual([0, expect.stringContaining('database.unit_forgotten')]);
    expect([figure('roads.built.length')?.value, figure('villages.total.count')?.value]).toEqual(['5', '1']);
    expect((await call('verify', '--database', database)).code).toBe(0);
  });

  test('belongs to one database, which refuses other folders until it is told to take them', async () => {
    const database = await server.url('home');
    const [ours, theirs] = [township(twoYears), township(twoYears)];
    expect((await ours.run('--database', database)).code).toBe(0);
    const refused = await theirs.run('--database', database);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--take-over')]);
    const rows = await server.query('SELECT inputs FROM township.home', 'home');
    expect(refused.stderr).toContain(String(rows[0]?.inputs));
    expect((await ours.run('--database', database)).stdout).toContain('没有变化');
    expect((await theirs.call('database', 'init', '--take-over', '--database', database)).code).toBe(0);
    expect((await theirs.run('--database', database)).code).toBe(0);
    expect((await ours.run('--database', database)).code).toBe(2);
  });

  test('is left alone while another run holds the database', async () => {
    const database = await server.url('held');
    const { run } = township(twoYears);
    const holder = new pg.Client({ connectionString: database });
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock(7319205116)');
    try {
      const { code, stderr } = await run('--database', database);
      expect([code, stderr]).toEqual([75, expect.stringContaining('另一次运行正在使用数据库')]);
    } finally {
      await holder.end();
    }
    expect((await run('--database', database)).code).toBe(0);
  });
});

describe('what the server does to a run', () => {
  const address = (port: number, database = 'postgres', user = `owner:${encodeURIComponent(password)}`) =>
    `postgres://${user}@127.0.0.1:${port}/${database}`;

  test.each([
    ['a server that is not there', async () => address(await freePort()), '连不上数据库服务器'],
    [
      'a wrong password',
      async () => address(server.port, 'postgres', 'owner:falsch'),
      '不接受这个用户名或密码',
    ],
    ['a database that is not there', async () => address(server.port, 'nirgends'), '没有这个数据库'],
    ['an address that is none', async () => 'mysql://owner:falsch@localhost/x', '需要形如 postgres://'],
    ['an old server', async () => address(await oldServer()), '是 PostgreSQL 14.9，需要 15 或更新的版本'],
  ])('says it of %s', async (_, at, words) => {
    const { call, outputs } = township(twoYears);
    const { code, stderr } = await call('run', '--database', await at());
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
    expect(stderr).not.toMatch(/ at .*\.js:\d+/);
    for (const word of [...hidden, 'falsch']) expect(stderr + allText(outputs)).not.toContain(word);
  });
});

/** Says that it is of version 14.9, and nothing else. */
async function oldServer(): Promise<number> {
  const message = (kind: string, ...parts: (string | number | Buffer)[]) => {
    const body = Buffer.concat(
      parts.map((part) =>
        typeof part === 'string' ? Buffer.from(`${part}\0`) : typeof part === 'number' ? int32(part) : part,
      ),
    );
    return Buffer.concat([Buffer.from(kind), int32(body.length + 4), body]);
  };
  const int32 = (n: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(n);
    return bytes;
  };
  const int16 = (n: number) => int32(n).subarray(2);
  const ready = message('Z', Buffer.from('I'));
  const answer = (name: string, value: string) =>
    Buffer.concat([
      message('1'),
      message('2'),
      message('T', int16(1), name, int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)),
      message('D', int16(1), int32(value.length), Buffer.from(value)),
      message('C', 'SHOW'),
    ]);
  const old = createServer((socket) => {
    let greeted = false;
    let asked = '';
    socket.on('error', () => {});
    socket.on('data', (data) => {
      if (!greeted) {
        greeted = true;
        socket.write(Buffer.concat([message('R', 0), ready]));
        return;
      }
      asked += data.toString('latin1');
      const numeric = asked.includes('server_version_num');
      if (!asked.includes('server_version')) return;
      asked = '';
      const body = numeric ? answer('server_version_num', '140009') : answer('server_version', '14.9');
      socket.write(Buffer.concat([body, ready]));
    });
  });
  old.unref();
  const port = await freePort();
  await new Promise<void>((resolve) => old.listen(port, '127.0.0.1', resolve));
  return port;
}
