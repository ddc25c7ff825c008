/** A run from the outside: what came of it, as an exit code and as a record that `status` reads. */
import { renameSync, writeFileSync } from 'node:fs';
import { maskText } from '../findings/mask.js';
import { faultText, isInTheWay } from '../operations/faults.js';
import {
  type LastRuns,
  lastRuns,
  lastRunsFile,
  type Outcome,
  type UnitOutcome,
} from '../operations/last-runs.js';
import type { Progress } from '../operations/progress.js';
import { type Options, UsageError } from '../options.js';
import type { Log } from '../program/log.js';
import { type RunReport, run } from '../run.js';
import type { Deferred } from '../unit/ingest.js';
import type { UnitReport } from '../unit/report.js';

export interface Executed {
  readonly outcome: Outcome;
  /** null where the run failed as a whole. */
  readonly report: RunReport | null;
  readonly error: unknown;
}

/** Runs, and keeps what came of it in the outputs. */
export async function execute(
  options: Options,
  command: string,
  runId: string,
  log: Log,
  progress: Progress,
): Promise<Executed> {
  const started_at = new Date().toISOString();
  log.info({ event: 'run.started', command, inputs: options.inputs, outputs: options.outputs });
  let report: RunReport | null = null;
  let error: unknown = null;
  try {
    report = await run(options, log, { progress });
  } catch (caught) {
    error = caught;
  }
  const said = report ? null : (faultText(error, options.lang, options.outputs) ?? String(error));
  const outcome: Outcome = {
    run_id: runId,
    command,
    started_at,
    ended_at: new Date().toISOString(),
    exit_code: report ? exitCode(report, options) : isInTheWay(error) ? 75 : 2,
    units: report?.units.map((unit) => outcomeOf(unit)) ?? [],
    error: said === null ? null : maskText(said),
    interrupted: report?.interrupted ?? null,
    rebuilt: report?.rebuilt ?? null,
  };
  const { exit_code } = outcome;
  if (report) log.info({ event: 'run.ended', exit_code });
  else log.error({ event: 'run.failed', exit_code, reason: outcome.error });
  // Somebody mistyped, or another run is at work: that is no news of the outputs.
  if (exit_code !== 75 && !(error instanceof UsageError && command === 'run'))
    keep(options.outputs, outcome, log);
  return { outcome, report, error };
}

function exitCode(report: RunReport, { strict }: Options): number {
  if (report.units.some(({ outcome }) => outcome === 'failed' || outcome === 'deferred')) return 2;
  return strict && report.units.some(isWanting) ? 1 : 0;
}

/** Rows or files were held back, an error check failed, or a current value is missing. */
function isWanting(unit: UnitReport): boolean {
  if (unit.outcome === 'failed' || unit.outcome === 'deferred') return true;
  if (unit.outcome === 'sealed') return unit.differences.length > 0;
  const { rows_held_back, files_held_back, checks_failed, values_missing } = unit.counts;
  return rows_held_back + files_held_back + checks_failed + values_missing > 0;
}

function outcomeOf(report: UnitReport): UnitOutcome {
  const { unit, outcome } = report;
  switch (report.outcome) {
    case 'failed':
      return { unit, outcome, reason: maskText(report.error) };
    case 'deferred':
      return { unit, outcome, deferred: left(report.files) };
    case 'published': {
      const { period, counts, deferred } = report;
      return { unit, outcome, period, counts, ...(deferred.length > 0 ? { deferred: left(deferred) } : {}) };
    }
    case 'sealed':
      return { unit, outcome, period: report.period, differences: report.differences.length };
    default:
      return { unit, outcome, period: report.period, counts: report.counts };
  }
}

function left(files: readonly Deferred[]) {
  return files.map(({ file, finding: { rule } }) => ({ file: maskText(file), rule }));
}

function keep(outputs: string, outcome: Outcome, log: Log): void {
  const before = lastRuns(outputs);
  const runs: LastRuns = {
    last: outcome,
    good: outcome.exit_code < 2 ? outcome : (before?.good ?? null),
    nightly: outcome.command === 'nightly' ? outcome : (before?.nightly ?? null),
  };
  try {
    const aside = `${lastRunsFile(outputs)}.aside`;
    writeFileSync(aside, `${JSON.stringify(runs, null, 2)}\n`);
    renameSync(aside, lastRunsFile(outputs));
  } catch (error) {
    // A full or read-only disk has been reported by the run itself.
    log.error({ event: 'run.not_recorded', code: (error as NodeJS.ErrnoException).code });
  }
}
