/** What the system knows of a process or thread: Linux by its files, others by `ps`, Windows not at all. */
import { execFile } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The unit of processor time, the same on every architecture that Node runs on (USER_HZ, time(7)). */
const millisecondsPerTick = 10;

/** @returns where Linux keeps what it knows of the thread that asks, below /proc; null: elsewhere. */
export function ownThread(): string | null {
  if (process.platform !== 'linux') return null;
  try {
    return readlinkSync('/proc/thread-self');
  } catch {
    return null;
  }
}

/**
 * @param task a process's number, or a thread as `ownThread` gives it.
 * @returns milliseconds of the processor that it has had; null: not known, or it has ended.
 */
export function processorTimeOf(task: string): number | null {
  if (process.platform !== 'linux') return null;
  try {
    const stat = readFileSync(`/proc/${task}/stat`, 'utf8');
    // proc(5): utime and stime are fields 14 and 15; the name, field 2, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * millisecondsPerTick;
  } catch {
    return null;
  }
}

const run = promisify(execFile);

/** @returns MiB of the machine's memory that a process holds; null: not known, or it has ended. */
export async function residentMemoryOf(pid: number): Promise<number | null> {
  if (process.platform === 'win32') return null;
  try {
    if (process.platform === 'linux') {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
    }
    return Number((await run('ps', ['-o', 'rss=', '-p', String(pid)])).stdout) / 1024;
  } catch {
    return null;
  }
}
