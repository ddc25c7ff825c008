/** history.js: what earlier runs published, for the audit page; it tells what happened and is not deterministic. */
import type { Store } from '../../store/database.js';
import type { RunRecord } from '../record.js';
import { figureName, type HistoryData, type Vintage } from './data.js';
import { writeScript } from './script-file.js';

/** Vintages that the page looks back on; `history` and `diff` know all. */
const mostVintages = 100;

/**
 * Writes history.js into the folder of a publication that is about to be recorded.
 * @param unit the township whose publications are told.
 */
export function publishHistory({ engine }: Pick<Store, 'engine'>, unit: string, folder: string): void {
  const rows = engine
    .prepare<[string, number], { folder: string; run_json: string }>(
      `SELECT folder, run_json FROM
        (SELECT * FROM publication WHERE unit = ? ORDER BY publication_id DESC LIMIT ?) ORDER BY publication_id`,
    )
    .all(unit, mostVintages);
  const lastOf = new Map(rows.map((row) => [row.folder, row]));
  const vintages = rows.map((row) => vintageOf(row.folder, row.run_json, lastOf.get(row.folder) === row));
  const data: HistoryData = { vintages };
  writeScript(folder, 'history.js', 'history', data);
}

function vintageOf(folder: string, runJson: string, last: boolean): Vintage {
  // Records of earlier versions of the program do not tell the figures.
  const run: Omit<RunRecord, 'figures'> & Partial<Pick<RunRecord, 'figures'>> = JSON.parse(runJson);
  return {
    publishedAt: run.published_at,
    folder,
    asOf: run.as_of,
    figures: (run.figures ?? []).map((figure) => [figureName(figure), figure.value, figure.status]),
    inputs: last ? run.inputs.map(({ file, sha256 }) => [file, sha256]) : null,
    counts: {
      accepted: run.counts.rows_accepted,
      heldBack: run.counts.rows_held_back,
      findings: run.counts.findings,
    },
  };
}
