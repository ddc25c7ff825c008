/** Evidence and changes in script files, one of each per indicator, capped as their CSV files are. */
import { sumText } from '../../text/decimal.js';
import { cappedChanges, cappedEvidence } from '../evidence.js';
import type { ChangeRow, Publication, Side } from '../publication.js';
import type { PublishedFile } from '../tables.js';
import {
  type ChangesData,
  type ChangeTuple,
  dataFolder,
  type EvidenceData,
  type EvidenceTuple,
  type Explained,
  figureName,
  type Source,
} from './data.js';
import { writeScript } from './script-file.js';
import { tableFinder } from './sheets.js';

/** Writes the evidence of every indicator that has its own. */
export function writeEvidence(publication: Publication, folder: string): PublishedFile[] {
  const ids = new Set(publication.figures.filter(({ kind }) => kind !== 'ratio').map(({ id }) => id));
  return [...ids].map((id) => {
    const sources = sourceList(publication, id);
    const rows: Record<Side, EvidenceTuple[]> = { current: [], previous: [] };
    let totals = false;
    for (const line of cappedEvidence(publication, id)) {
      const { side, group, key, file, sha256, sheet, row, cell, text, value } = line;
      if (row === null) totals = true;
      rows[side].push([sources.number(file, sha256, sheet, row), group, key, row, cell, text, value]);
    }
    const data: EvidenceData = { sources: sources.list, totals, rows };
    return writeScript(folder, `${dataFolder}/evidence/${id}.js`, `evidence/${id}`, data);
  });
}

/** Writes the changes. @returns also what each figure's change is made of, by its name. */
export function writeChanges(
  publication: Publication,
  folder: string,
): { explained: Record<string, Explained>; files: PublishedFile[] } {
  const files: PublishedFile[] = [];
  const explained: Record<string, Explained> = {};
  const counted = countedAlong(publication.changes(), explained);
  for (const [id, changes] of byIndicator(cappedChanges(counted))) {
    const sources = sourceList(publication, id);
    const rows = changes.map((change): ChangeTuple => {
      const { what, group, key, previousValue, value, contribution, file, sheet, row } = change;
      const now = file === '' ? -1 : sources.number(file, '', sheet, row);
      const earlier =
        change.previousFile === ''
          ? -1
          : sources.number(change.previousFile, '', change.previousSheet, change.previousRow);
      return [what, group, key, previousValue, value, contribution, now, row, earlier, change.previousRow];
    });
    const data: ChangesData = { sources: sources.list, rows };
    files.push(writeScript(folder, `${dataFolder}/changes/${id}.js`, `changes/${id}`, data));
  }
  return { explained, files };
}

/** The same changes; what they add up to is put into `explained` as they pass. */
function* countedAlong(
  changes: Iterable<ChangeRow>,
  explained: Record<string, Explained>,
): Generator<ChangeRow> {
  for (const change of changes) {
    const name = figureName(change);
    const none = { rows: 0, sum: '0' };
    const before = explained[name] ?? { entered: none, left: none, moved: none };
    const { rows, sum } = before[change.what];
    explained[name] = {
      ...before,
      [change.what]: { rows: rows + 1, sum: sumText(sum, change.contribution) },
    };
    yield change;
  }
}

/** Changes come indicator by indicator. */
function* byIndicator(changes: Iterable<ChangeRow>): Generator<[id: string, changes: ChangeRow[]]> {
  let rows: ChangeRow[] = [];
  for (const change of changes) {
    const [first] = rows;
    if (first && first.id !== change.id) {
      yield [first.id, rows];
      rows = [];
    }
    rows.push(change);
  }
  const [first] = rows;
  if (first) yield [first.id, rows];
}

function sourceList({ tables, readings, submissions }: Publication, id: string) {
  const tableOf = tableFinder(tables);
  const hashes = new Map(submissions.map(({ file, sha256 }) => [file, sha256]));
  const form = readings.get(id)?.form ?? '';
  const list: Source[] = [];
  const numbers = new Map<string, number>();
  return {
    list,
    number(file: string, sha256: string, sheet: string, row: number | null): number {
      const table = tableOf(file, sheet, form, row);
      const place = JSON.stringify([file, sheet, table]);
      const known = numbers.get(place);
      if (known !== undefined) return known;
      numbers.set(place, list.length);
      list.push([file, sha256 || (hashes.get(file) ?? ''), sheet, table]);
      return list.length - 1;
    },
  };
}
