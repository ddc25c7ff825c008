/** Runs a program and says how long it took and how much memory it held at its peak. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface Measured {
  readonly seconds: number;
  /** Of the largest process, in MB; null where the system has no `time` that says it. */
  readonly peak: number | null;
  readonly output: string;
  /** What it wrote to standard error. */
  readonly said: string;
}

/** `time` of GNU or of BSD: both wait for the child and tell its maximum resident set. */
const time = '/usr/bin/time';
const bsd = process.platform === 'darwin';
const hasTime = existsSync(time);

/** @throws Error with what the program said where it did not end with 0. */
export function measure(command: string, args: readonly string[], keepOutput = false): Measured {
  const timed = hasTime ? [time, bsd ? '-l' : '-f', ...(bsd ? [] : ['peak %M']), command] : [command];
  const [program = command, ...before] = timed;
  const from = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, [...before, ...args], {
    stdio: ['ignore', keepOutput ? 'pipe' : 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const seconds = (performance.now() - from) / 1000;
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stderr}`);
  return { seconds, peak: hasTime ? peakOf(stderr) : null, output: stdout ?? '', said: stderr };
}

function peakOf(said: string): number | null {
  const [, kilobytes] = /^peak (\d+)$/m.exec(said) ?? [];
  if (kilobytes !== undefined) return (Number(kilobytes) * 1024) / 1e6;
  const [, bytes] = /^\s*(\d+)\s+maximum resident set size$/m.exec(said) ?? [];
  return bytes === undefined ? null : Number(bytes) / 1e6;
}

/** Whether a program can be started and does what is asked of it. */
export function works(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2;
}

/** The exponent b of cost = a · size^b that fits best, by least squares over the logarithms. */
export function exponent(points: readonly (readonly [size: number, cost: number])[]): number {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)] as const);
  const mean = (of: (log: readonly [number, number]) => number) =>
    logs.reduce((sum, log) => sum + of(log), 0) / logs.length;
  const [x, y] = [mean(([size]) => size), mean(([, cost]) => cost)];
  const over = logs.reduce((sum, [size, cost]) => sum + (size - x) * (cost - y), 0);
  return over / logs.reduce((sum, [size]) => sum + (size - x) ** 2, 0);
}
