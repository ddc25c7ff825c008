/** Runs and commands in this process, for tests whose subject is no process: one of its own costs twice the time. */
import pino from 'pino';
import { failureText, summaryText } from '../../pipeline/commands/text/summary.js';
import { readUsage } from '../../pipeline/commands/usage.js';
import { silent } from '../../pipeline/operations/progress.js';
import { builtUrl } from '../../pipeline/workers/entry-points.js';
import type { Ran } from './cli.js';

// As it was built: commands that run as processes then see a publication of the same program.
const { execute }: typeof import('../../pipeline/commands/execute.js') = await import(
  builtUrl('commands/execute')
);
const { main }: typeof import('../../pipeline/commands/main.js') = await import(builtUrl('commands/main'));
const log = pino({ level: 'silent' });

/**
 * @param args options of `run`.
 * @returns what its process would print and end with; on standard error without the log.
 * @throws UsageError where the options are none.
 */
export async function run(...args: readonly string[]): Promise<Ran> {
  const { options } = readUsage(['run', ...args], { run: { flags: {} } }, new Date());
  const { outcome, report } = await execute(options, 'run', 'test', log, silent);
  const failed = (report?.units ?? []).filter(
    (unit) => unit.outcome === 'failed' || unit.outcome === 'deferred',
  );
  return {
    code: outcome.exit_code,
    stdout: report ? summaryText(report, options.lang) : '',
    stderr: outcome.error ?? failed.map((unit) => failureText(unit, options.lang)).join(''),
  };
}

let last: Promise<unknown> = Promise.resolve();

/**
 * A command, one after another: what it says is what is written meanwhile. Those that keep a log (`run`, `nightly`,
 * `worker`) write it past this, and have their own process.
 * @param args as on the command line.
 */
export function command(...args: readonly string[]): Promise<Ran> {
  const result = last.then(() => captured(args));
  last = result;
  return result;
}

async function captured(args: readonly string[]): Promise<Ran> {
  const said = { stdout: '', stderr: '' };
  const streams = ['stdout', 'stderr'] as const;
  const writes = streams.map((name) => process[name].write);
  for (const name of streams) {
    process[name].write = (text: string | Uint8Array) => {
      said[name] += text;
      return true;
    };
  }
  try {
    return { code: await main(args), ...said };
  } finally {
    streams.forEach((name, at) => {
      process[name].write = writes[at] as typeof process.stdout.write;
    });
  }
}
