/** A run in this process, for tests whose subject is what is published: one of its own costs twice the time. */
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
