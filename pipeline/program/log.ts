/** The log: pino's lines, one event each, with stable names in `event`; every line passes a mask. */
import pino, { type Logger } from 'pino';

export type Log = Logger;

/** What a line is written as: without what is personal in it. */
export type LineMask = (line: string) => string;

/**
 * The log on standard error. On a terminal the summary says in words what came of the run: there the log shows
 * mistakes of the program alone, with where they were made.
 * @param quiet only what fails.
 * @param runId is in every line.
 */
export function openLog(mask: LineMask, quiet: boolean, runId?: string): Log {
  const level = quiet || process.stderr.isTTY ? 'error' : 'info';
  const shown = (line: string) => mask(process.stderr.isTTY ? mistakesOnly(line) : line);
  const hooks = { streamWrite: shown };
  return pino({ level, base: baseOf(runId), hooks }, pino.destination({ dest: 2, sync: true }));
}

const mistakesOnly = (line: string) => (line.includes('"err":{') ? line : '');

/** The log in a file, which is appended to. */
export function openFileLog(mask: LineMask, path: string, runId: string): Log {
  const destination = pino.destination({ dest: path, sync: true, mkdir: true, append: true, mode: 0o600 });
  return pino({ level: 'info', base: baseOf(runId), hooks: { streamWrite: mask } }, destination);
}

const baseOf = (runId: string | undefined) => (runId === undefined ? null : { run_id: runId });
