/** `run`: reads `inputs/`, publishes to `outputs/`. */

import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { maskText } from '../findings/mask.js';
import { logProgress, openProgress, type Progress, silent } from '../operations/progress.js';
import type { Options } from '../options.js';
import { type Log, openLog } from '../program/log.js';
import type { RunReport } from '../run.js';
import { openWithSystem } from '../serve/browser.js';
import { execute } from './execute.js';
import { untilInterrupted } from './interrupt.js';
import { complain, say, sayJson } from './text/say.js';
import { failureText, summaryText } from './text/summary.js';
import type { Usage } from './usage.js';

/** @returns 0 published, 1 with --strict where something is held back or missing, 2 failed, 75 locked. */
export async function runCommand({ options: shared, flags }: Usage): Promise<number> {
  const options = { ...shared, finalCopy: flags['final-copy'] === true };
  const runId = randomUUID();
  const log = openLog(maskText, options.quiet, runId);
  const { report, error, outcome } = await untilInterrupted(options, () =>
    execute(options, 'run', runId, log, progressOf(options, log)),
  );
  if (!report) throw error;
  if (options.json) sayJson(jsonReport(report));
  else if (!options.quiet) say(summaryText(report, options.lang));
  for (const unit of report.units) {
    if (unit.outcome === 'failed' || unit.outcome === 'deferred') {
      complain(failureText(unit, options.lang));
    }
  }
  if (flags.open === true) await openResults(report, options.outputs);
  return outcome.exit_code;
}

/** The audit page where one unit was published, else the folder with all of them. */
async function openResults({ units }: RunReport, outputs: string): Promise<void> {
  const folders = units.flatMap((unit) => ('folder' in unit ? [unit.folder] : []));
  const [folder] = folders;
  if (folder === undefined) return;
  await openWithSystem(folders.length === 1 ? resolve(outputs, folder, 'index.html') : resolve(outputs));
}

function progressOf({ quiet, json, lang }: Options, log: Log): Progress {
  if (quiet) return silent;
  return json ? logProgress(log) : openProgress(process.stderr, lang);
}

function jsonReport(report: RunReport) {
  return {
    interrupted: report.interrupted,
    rebuilt: report.rebuilt,
    findings: report.findings.map(({ file, finding: { rule, severity, params } }) => ({
      file,
      rule,
      severity,
      params,
    })),
    units: report.units.map((unit) =>
      unit.outcome === 'failed' || unit.outcome === 'deferred' || unit.outcome === 'sealed'
        ? unit
        : {
            unit: unit.unit,
            outcome: unit.outcome,
            period: unit.period,
            as_of: unit.asOf,
            folder: unit.folder,
            workbook: `${unit.folder}/metrics.xlsx`,
            stale: unit.stale,
            revisions: unit.revisions,
            moved: unit.outcome === 'published' ? unit.moved : [],
            counts: unit.counts,
            ...(unit.outcome === 'unchanged'
              ? {}
              : {
                  deferred: unit.deferred,
                  figures: unit.publication.figures,
                  submissions: unit.publication.submissions,
                  checks: unit.publication.checks,
                  findings: unit.publication.findings,
                }),
          },
    ),
  };
}
