/** `nightly`: a run that nobody watches, with its log, what is kept, and word of it where there is news. */

import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { maskText } from '../findings/mask.js';
import { faultText } from '../operations/faults.js';
import { lastRuns, type Outcome } from '../operations/last-runs.js';
import { silent } from '../operations/progress.js';
import { prune, type Retention } from '../operations/retention.js';
import { type Options, UsageError } from '../options.js';
import { type Log, openFileLog, openLog } from '../program/log.js';
import { execute } from './execute.js';
import { untilInterrupted } from './interrupt.js';
import { callCommand, callWebhook, isNews } from './notify.js';
import { complain, maskedJson, say, sayJson } from './text/say.js';
import { failureText, summaryText } from './text/summary.js';
import type { Usage } from './usage.js';

const logsKept = 30;

/** @returns the exit code of the run; whether the notice was delivered is in the log. */
export async function nightlyCommand({ options, flags }: Usage): Promise<number> {
  const keep = vintagesToKeep(flags.keep);
  if (flags['if-due'] === true && isDoneToday(options)) return 0;
  const runId = randomUUID();
  const logs = join(options.outputs, 'logs');
  const log = openNightLog(logs, runId, new Date());
  const { outcome, report, error } = await untilInterrupted(options, () =>
    execute(options, 'nightly', runId, log, silent),
  );
  const failures = report?.units.flatMap((unit) =>
    unit.outcome === 'failed' || unit.outcome === 'deferred' ? [failureText(unit, options.lang)] : [],
  );
  const text = report
    ? `${summaryText(report, options.lang)}${failures?.join('') ?? ''}`
    : `${faultText(error, options.lang, options.outputs) ?? (error instanceof Error ? error.stack : String(error))}\n`;
  if (outcome.exit_code !== 75) keepReport(logs, text, outcome, log);
  if (keep !== null && outcome.exit_code < 2) await pruneTo(keep, options, log);
  if (isNews(outcome)) {
    if (typeof flags.webhook === 'string') note(log, 'webhook', await callWebhook(flags.webhook, outcome));
    if (typeof flags.notify === 'string') note(log, 'command', await callCommand(flags.notify, outcome));
  }
  if (options.json) sayJson(outcome);
  else if (outcome.exit_code !== 0) complain(text);
  else if (!options.quiet) say(text);
  return outcome.exit_code;
}

/** What cannot be pruned tonight can be tomorrow: nothing that is published depends on it. */
async function pruneTo(keep: Retention, options: Options, log: Log): Promise<void> {
  try {
    log.info({ event: 'retention.pruned', ...(await prune(options, keep)) });
  } catch (error) {
    const reason = faultText(error, options.lang, options.outputs);
    if (reason === null) throw error;
    log.error({ event: 'retention.failed', reason });
  }
}

/** @returns null: everything is kept. */
function vintagesToKeep(text: string | boolean | undefined): Retention | null {
  if (text === undefined) return 'default';
  if (text === 'all') return null;
  if (typeof text === 'string' && /^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UsageError(
    `--keep 需要 all 或一个不小于 1 的整数，给出的是“${text}”。`,
    `--keep takes "all" or a whole number from 1, found "${text}".`,
  );
}

/** A good nightly run has ended since midnight: the night was not missed. */
function isDoneToday({ outputs }: Options): boolean {
  const nightly = lastRuns(outputs)?.nightly;
  if (!nightly || nightly.exit_code >= 2) return false;
  return new Date(nightly.ended_at).toDateString() === new Date().toDateString();
}

/** The night's log; where its folder cannot be written, standard error. */
function openNightLog(logs: string, runId: string, now: Date): Log {
  const two = (n: number) => String(n).padStart(2, '0');
  const date = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  try {
    mkdirSync(logs, { recursive: true });
    const old = readdirSync(logs).filter((name) => /^nightly-.*\.ndjson$/.test(name));
    for (const name of old.sort().slice(0, -logsKept)) rmSync(join(logs, name), { force: true });
    return openFileLog(maskText, join(logs, `nightly-${date}.ndjson`), runId);
  } catch (error) {
    const log = openLog(maskText, false, runId);
    log.error({ event: 'log.not_writable', code: (error as NodeJS.ErrnoException).code });
    return log;
  }
}

/** What a person reads in the morning, and the same for programs. */
function keepReport(logs: string, text: string, outcome: Outcome, log: Log): void {
  try {
    writeFileSync(join(logs, 'nightly.txt'), maskText(text));
    writeFileSync(join(logs, 'nightly.json'), maskedJson(outcome, 2));
  } catch (error) {
    log.error({ event: 'report.not_written', code: (error as NodeJS.ErrnoException).code });
  }
}

function note(log: Log, way: string, failed: string | null): void {
  if (failed === null) log.info({ event: 'notify.sent', way });
  else log.error({ event: 'notify.failed', way, reason: failed });
}
