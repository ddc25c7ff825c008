/** Runs and commands in this process, for tests whose subject is no process: one of its own costs twice the time. */
import pino from 'pino';
import { failureText, summaryText } from '../../pipeline/commands/text/summary.js';
import { readUsage } from '../../pipeline/commands/usage.js';
import { silent } from '../../pipeline/operations/progress.js';
import { builtUrl } from '../../pipeline/workers/entry-points.js';
import { cli, type Ran } from './cli.js';

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

/** Commands that write a log to the standard error of their process. */
const withLog = ['run', 'nightly', 'worker'];

/**
 * A command as on the command line: in this process, one after another, since what it says is what is written
 * meanwhile; those with a log in a process of their own.
 */
export function call(...args: readonly string[]): Promise<Ran> {
  if (withLog.includes(args[0] ?? '')) return cli(args);
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
