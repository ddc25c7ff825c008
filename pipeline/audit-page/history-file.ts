/** history.js: what the audit page shows of earlier publications, and what has been revised since. */

import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { figureName } from '../figure.js';
import { replaceWhole } from '../files/write-file.js';
import { maskText } from '../findings/mask.js';
import type { Revision } from '../publication/revision.js';
import type { RunRecord } from '../publication/run-record.js';
import type { Store } from '../store/database.js';
import { storedJson } from '../store/stored-json.js';
import type { HistoryData, PageVintage } from './data.js';
import { readScript, writeScript } from './script-file.js';

const historyFile = 'history.js';
/** Vintages that the page looks back on; `history` and `diff` know all. */
const mostVintages = 100;

/**
 * Writes history.js into the folder of a publication that has been recorded: what was published before it.
 * @param unit the township whose publications are listed.
 * @param name the publication's own folder below outputs/<unit>/.
 * @param folder where its files are.
 */
export function publishHistory(
  { engine }: Pick<Store, 'engine'>,
  unit: string,
  name: string,
  folder: string,
  { revisions, moved, sealed }: Omit<HistoryData, 'vintages'>,
): void {
  // The rest of a record, a line for each file, is many times as much; inputs are listed for the last of each folder only.
  const vintages = engine
    .prepare<[string, string, string, number], Recorded>(
      `WITH earlier AS (SELECT * FROM publication WHERE unit = ?
          AND publication_id <> (SELECT max(publication_id) FROM publication WHERE unit = ? AND folder = ?))
        SELECT folder, published_at, as_of, json_extract(run_json, '$.figures') AS figures,
          json_extract(run_json, '$.counts') AS counts,
          CASE WHEN publication_id IN (SELECT max(publication_id) FROM earlier GROUP BY folder)
            THEN json_extract(run_json, '$.inputs') END AS inputs
        FROM (SELECT * FROM earlier ORDER BY publication_id DESC LIMIT ?) AS latest
        ORDER BY publication_id`,
    )
    .all(unit, unit, name, mostVintages)
    .map(vintageOf);
  const masked = <Of extends Revision>(one: Of): Of => ({ ...one, files: one.files.map(maskText) });
  write(folder, { vintages, revisions: revisions.map(masked), moved: moved.map(masked), sealed });
}

/** Says on the page of a publication who signed it off, in words, or with '' that nobody did any more. */
export function publishSeal(folder: string, sealed: string): void {
  const path = join(folder, historyFile);
  if (existsSync(path)) write(folder, { ...(readScript(path) as HistoryData), sealed });
}

function write(folder: string, data: HistoryData): void {
  replaceWhole(join(folder, historyFile), (aside) => writeScript(folder, basename(aside), 'history', data));
}

/** A publication, with parts of its record as JSON. */
interface Recorded {
  readonly folder: string;
  readonly published_at: string;
  readonly as_of: string;
  /** null: records of earlier versions of the program lack them. */
  readonly figures: string | null;
  readonly counts: string;
  readonly inputs: string | null;
}

function vintageOf({ folder, published_at, as_of, ...recorded }: Recorded): PageVintage {
  const figures = storedJson<RunRecord['figures']>(recorded.figures ?? '[]');
  const counts = storedJson<RunRecord['counts']>(recorded.counts);
  const inputs = storedJson<RunRecord['inputs'] | null>(recorded.inputs ?? 'null');
  return {
    publishedAt: published_at,
    folder,
    asOf: as_of,
    figures: figures.map((figure) => [figureName(figure), figure.value, figure.status]),
    inputs: inputs?.map(({ file, sha256 }) => [maskText(file), sha256]) ?? null,
    counts: { accepted: counts.rows_accepted, heldBack: counts.rows_held_back, findings: counts.findings },
  };
}
