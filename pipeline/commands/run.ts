/** `run`: reads `inputs/`, publishes to `outputs/`. */

import { openLog } from '../log.js';
import { openProgress, silent } from '../operations/progress.js';
import { loadDefinitions, type RunReport, run } from '../run.js';
import type { UnitReport } from '../run-unit.js';
import { failureText, summaryText } from '../summary.js';
import type { Usage } from '../usage.js';

/** @returns 0 published, 1 with --strict where something is held back or missing, 2 failed, 75 locked. */
export async function runCommand({ options }: Usage): Promise<number> {
  const log = openLog(options.quiet);
  const progress = options.quiet || options.json ? silent : openProgress(process.stderr, options.lang);
  const report = await run(options, log, loadDefinitions(), progress);
  if (options.json) process.stdout.write(`${JSON.stringify(jsonReport(report), null, 2)}\n`);
  else if (!options.quiet) process.stdout.write(summaryText(report, options.lang));
  for (const unit of report.units) {
    if (unit.outcome === 'failed' || unit.outcome === 'deferred')
      process.stderr.write(failureText(unit, options.lang));
  }
  if (report.units.some(({ outcome }) => outcome === 'failed' || outcome === 'deferred')) return 2;
  return options.strict && report.units.some(isWanting) ? 1 : 0;
}

/** Rows or files were held back, an error check failed, or a current value is missing. */
function isWanting(unit: UnitReport): boolean {
  if (unit.outcome === 'failed' || unit.outcome === 'deferred') return true;
  const { rows_held_back, files_held_back, checks_failed, values_missing } = unit.counts;
  return rows_held_back + files_held_back + checks_failed + values_missing > 0;
}

function jsonReport(report: RunReport) {
  return {
    findings: report.findings.map(({ file, finding: { rule, severity, params } }) => ({
      file,
      rule,
      severity,
      params,
    })),
    units: report.units.map((unit) =>
      unit.outcome === 'failed' || unit.outcome === 'deferred'
        ? unit
        : {
            unit: unit.unit,
            outcome: unit.outcome,
            period: unit.period,
            as_of: unit.asOf,
            folder: unit.folder,
            workbook: `${unit.folder}/metrics.xlsx`,
            stale: unit.stale,
            counts: unit.counts,
            ...(unit.outcome === 'unchanged'
              ? {}
              : {
                  figures: unit.publication.figures,
                  submissions: unit.publication.submissions,
                  checks: unit.publication.checks,
                  findings: [...unit.publication.findings()],
                }),
          },
    ),
  };
}
