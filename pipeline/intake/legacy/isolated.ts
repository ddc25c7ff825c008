/**
 * Runs a reader that may hang or grow in a process of its own: the file goes in by standard input, lines come back
 * by standard output. It is killed when its time or memory is used up, which works also where it never returns to
 * its event loop, or grows outside of the JavaScript heap.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { charged, idleFactor } from '../../workers/cpu-time.js';
import { builtUrl } from '../../workers/entry-points.js';
import type { ByteSource } from '../source.js';
import { Unreadable } from '../unreadable.js';

export interface IsolationLimits {
  /** That it may work, from start to end. */
  readonly seconds: number;
  /** Resident memory of the process. */
  readonly mebibytes: number;
  /** Of what it gives back. */
  readonly outputBytes: number;
}

const deadlineModule = builtUrl('intake/legacy/deadline');
/** After its limit, where nobody is left to stop it: the thread that started it was ended itself. */
const secondsWithoutWatch = 1;

const CHUNK = 256 * 1024;
const POLL_MS = 50;

/**
 * Runs a module with the file's bytes as its standard input and gives its lines, as they come, to `onLine`.
 * Throws Unreadable where it was killed, naming the limit, or where it failed without saying why.
 */
export async function runIsolated(
  module: string,
  parameters: readonly string[],
  input: ByteSource,
  limits: IsolationLimits,
  onLine: (line: string) => void,
): Promise<void> {
  const heap = `--max-old-space-size=${Math.floor(limits.mebibytes * 0.75)}`;
  const deadline = String(1000 * (idleFactor * limits.seconds + secondsWithoutWatch));
  const { SystemRoot } = process.env;
  const child = spawn(process.execPath, [heap, '--import', deadlineModule, module, ...parameters], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { DEADLINE_MS: deadline, ...(SystemRoot === undefined ? {} : { SystemRoot }) },
    windowsHide: true,
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  let overLimit: Unreadable | null = null;
  const kill = (reason: Unreadable) => {
    overLimit ??= reason;
    child.kill('SIGKILL');
  };
  const done = new AbortController();
  const watched = watch(child, limits, kill, done.signal);
  try {
    let bytes = 0;
    // A process that is stopped may leave a part of a line: the last one counts only once it has ended well.
    let last: string | null = null;
    const lines = createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on('line', (line) => {
      bytes += line.length;
      if (bytes > limits.outputBytes) {
        kill(new Unreadable('file.too_much_content', { limit: limits.outputBytes / 2 ** 20 }));
      } else {
        if (last !== null) onLine(last);
        last = line;
      }
    });
    const fed = feed(child, input);
    const { code, signal } = await ended;
    await fed;
    if (overLimit !== null) throw overLimit;
    // V8 aborts where its heap is used up.
    if (signal === 'SIGABRT' || code === 134) throw tooMuchMemory(limits);
    if (code !== 0) throw new Unreadable('file.reader_failed');
    if (last !== null) onLine(last);
  } finally {
    child.kill('SIGKILL');
    done.abort();
    await watched;
  }
}

async function feed({ stdin }: ChildProcess, input: ByteSource): Promise<void> {
  if (stdin === null) return;
  let open = true;
  // A process that has ended reads no more; how it ended says what there is to say.
  stdin.on('error', () => {
    open = false;
  });
  stdin.on('close', () => {
    open = false;
  });
  for (let at = 0; open && at < input.size; ) {
    const bytes = await input.read(at, CHUNK);
    if (bytes.length === 0) break;
    at += bytes.length;
    await new Promise<void>((resolve) => stdin.write(bytes, () => resolve()));
  }
  stdin.end();
}

async function watch(
  child: ChildProcess,
  limits: IsolationLimits,
  kill: (reason: Unreadable) => void,
  done: AbortSignal,
): Promise<void> {
  const since = performance.now();
  while (!done.aborted) {
    const passed = (performance.now() - since) / 1000;
    if (
      charged(passed, await processorSeconds(child.pid)) > limits.seconds ||
      passed > idleFactor * limits.seconds
    )
      kill(new Unreadable('file.takes_too_long', { seconds: limits.seconds }));
    else if ((await residentMebibytes(child.pid)) > limits.mebibytes) kill(tooMuchMemory(limits));
    await sleep(POLL_MS, undefined, { signal: done }).catch(() => {});
  }
}

function tooMuchMemory({ mebibytes }: IsolationLimits): Unreadable {
  return new Unreadable('file.takes_too_much_memory', { mebibytes });
}

/** Ticks of the clock in which Linux counts: the same on every architecture that Node runs on (USER_HZ). */
const ticksPerSecond = 100;

/** null where it cannot be told. */
async function processorSeconds(pid: number | undefined): Promise<number | null> {
  if (pid === undefined || process.platform !== 'linux') return null;
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // proc(5): utime and stime are fields 14 and 15; the name, field 2, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return null;
  }
}

const run = promisify(execFile);

/** 0 where it cannot be told: the process has ended, or the system has no means. */
async function residentMebibytes(pid: number | undefined): Promise<number> {
  if (pid === undefined || process.platform === 'win32') return 0;
  try {
    if (process.platform === 'linux') {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
    }
    return Number((await run('ps', ['-o', 'rss=', '-p', String(pid)])).stdout) / 1024;
  } catch {
    return 0;
  }
}
