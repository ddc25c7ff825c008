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

/** Certificates beside Node's own, which it reads at every start where it is told to: 40 ms, and no run needs one. */
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;

/** @throws Error with what the program said where it did not end with 0. */
export function measure(command: string, args: readonly string[], keepOutput = false): Measured {
  const timed = hasTime ? [time, bsd ? '-l' : '-f', ...(bsd ? [] : ['peak %M']), command] : [command];
  const [program = command, ...before] = timed;
  const from = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, [...before, ...args], {
    stdio: ['ignore', keepOutput ? 'pipe' : 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: environment,
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

/** What cost follows: `fixed + perUnit · size^exponent`. */
export interface Growth {
  readonly fixed: number;
  readonly exponent: number;
  /** Root of the mean square by which costs differ from it, as a share of each. */
  readonly off: number;
}

/**
 * The growth that fits best, by least squares over the relative differences. What every run costs, whatever its size,
 * is no growth, and is fitted with it: start-up, code that is compiled as it runs, and what is bounded.
 */
export function growthOf(points: readonly (readonly [size: number, cost: number])[]): Growth {
  const exponents = Array.from({ length: 241 }, (_, i) => 0.4 + i / 200);
  const found = exponents.map((exponent) => growthWith(exponent, points));
  return found.reduce((best, one) => (one.off < best.off ? one : best));
}

/** The best growth with a given exponent: a straight line over `size^exponent`. */
function growthWith(exponent: number, points: readonly (readonly [size: number, cost: number])[]): Growth {
  const weighed = points.map(([size, cost]) => [1 / cost, size ** exponent / cost] as const);
  const sum = (of: (one: readonly [number, number]) => number) =>
    weighed.reduce((total, one) => total + of(one), 0);
  const [ones, mixed, powers] = [sum(([u]) => u * u), sum(([u, v]) => u * v), sum(([, v]) => v * v)];
  const [u, v] = [sum(([one]) => one), sum(([, one]) => one)];
  const determinant = ones * powers - mixed * mixed;
  const fixed = (u * powers - v * mixed) / determinant;
  const perUnit = (ones * v - mixed * u) / determinant;
  const squares = points.map(([size, cost]) => ((fixed + perUnit * size ** exponent) / cost - 1) ** 2);
  return { fixed, exponent, off: Math.sqrt(squares.reduce((total, one) => total + one, 0) / points.length) };
}
