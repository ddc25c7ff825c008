/** Runs that are killed, and when. */
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** When a run is killed. */
export type Moment =
  /** So long after it was started. */
  | { readonly is: 'start'; readonly milliseconds: number }
  /** So long after it began to work. */
  | { readonly is: 'work'; readonly milliseconds: number }
  /** Just before, or just after, one of its renames. */
  | { readonly is: 'rename'; readonly of: keyof typeof renames; readonly after: boolean };

/** Renames of a run, by `from -> to`, in their order. */
const renames = {
  /** The lock gets its note. */
  lock: /\.lock\.json$/,
  /** The old publication goes away. */
  away: /\/publications\/.*$/,
  /** The new one takes its place. */
  inPlace: /\/\.next-[^/]* -> /,
  /** The record of the run takes that of the one before. */
  record: /\.last-run\.json$/,
} as const;

export interface Ran {
  /** Whether it was still at work when it was killed. */
  readonly killed: boolean;
  /** Milliseconds from its start to its work, and from there to its end. */
  readonly start: number;
  readonly work: number;
}

/** Loaded before the program: ends the process at one of its renames. */
const atRename = (which: RegExp, after: boolean) =>
  `data:text/javascript,${encodeURIComponent(`
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  import { isMainThread } from 'node:worker_threads';
  const rename = fs.renameSync;
  if (isMainThread) {
    fs.renameSync = (...paths) => {
      const last = ${which}.test(paths.join(' -> '));
      if (last && ${!after}) process.kill(process.pid, 'SIGKILL');
      rename(...paths);
      if (last) process.kill(process.pid, 'SIGKILL');
    };
    syncBuiltinESMExports();
  }`)}`;

/**
 * Runs the built command line and kills it.
 * @param moment null: it is left alone.
 */
export function killedAt(cli: string, args: readonly string[], moment: Moment | null): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const early = moment?.is === 'rename' ? ['--import', atRename(renames[moment.of], moment.after)] : [];
    const begun = performance.now();
    const child = spawn(process.execPath, [...early, pathToFileURL(cli).pathname, 'run', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const kill = () => child.kill('SIGKILL');
    let timer = moment?.is === 'start' ? setTimeout(kill, moment.milliseconds) : undefined;
    let working: number | null = null;
    child.stderr.on('data', (chunk) => {
      if (working !== null || !String(chunk).includes('"run.started"')) return;
      working = performance.now();
      if (moment?.is === 'work') timer = setTimeout(kill, moment.milliseconds);
    });
    child.on('error', reject);
    child.on('close', (_code, signal) => {
      clearTimeout(timer);
      const ended = performance.now();
      const from = working ?? ended;
      resolve({ killed: signal === 'SIGKILL', start: from - begun, work: ended - from });
    });
  });
}
