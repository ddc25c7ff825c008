/** Evidence and changes in script files, one of each per indicator, capped as their CSV files are. */

import { figureName } from '../figure.js';
import { maskText } from '../findings/mask.js';
import type { EvidenceOf, RowSink } from '../publication/fan-out.js';
import type { ChangeRow, EvidenceLine, EvidenceRow, Publication, Side } from '../publication/publication.js';
import type { PublishedFile } from '../publication/published-file.js';
import { type Previous, reuseOr } from '../reuse/reuse.js';
import { openSum, type Sum } from '../text/decimal.js';
import { inertJson } from '../text/html.js';
import {
  type ChangesData,
  type ChangeTuple,
  dataFolder,
  type EvidenceData,
  type EvidenceTuple,
  type Explained,
  type Source,
} from './data.js';
import { inertList, type JsonPiece, writeScriptOf } from './script-file.js';
import { tableFinder } from './sheets.js';

/**
 * Writes the evidence of an indicator that has its own, as its rows come, or reuses the file or its segments.
 * @param tables hash of the tables that the page shows, whose numbers the evidence names.
 */
export function evidenceSink(
  sourcesOf: (id: string) => SourceList,
  folder: string,
  { id, basis }: EvidenceOf,
  written: PublishedFile[],
  previous: Previous,
  tables: string,
): RowSink<EvidenceRow, EvidenceLine> {
  const name = `evidence/${id}`;
  const from = basis && ['page', id, basis, tables];
  const place = `${dataFolder}/${name}.js`;
  return reuseOr(previous, 'linked', from, folder, place, written, (path, previousSegment) => {
    const sources = sourcesOf(id);
    const rows: Record<Side, ReturnType<typeof inertList<EvidenceTuple>>> = {
      current: inertList(),
      previous: inertList(),
    };
    let totals = false;
    return {
      part({ side, table }) {
        const source = table && sources.next(table.file, table.sheet);
        const { from, bytes } = previousSegment(table && ['page', id, table.basis, source]);
        rows[side].segment(from, bytes);
        if (table && bytes && bytes.length > 0) sources.number(table.file, table.sha256, table.sheet, null);
        return bytes !== null;
      },
      line({ side, group, key, file, sha256, sheet, row, cell, text, value, ...named }: EvidenceLine) {
        if (row === null) totals = true;
        const { label, submittedUnit, unitFrom, list } = named;
        const source = sources.number(file, sha256, sheet, row);
        rows[side].push([
          source,
          group,
          key,
          row,
          cell,
          text,
          value,
          label,
          submittedUnit,
          unitFrom,
          maskText(list),
        ]);
      },
      end() {
        const data: Record<keyof EvidenceData, readonly JsonPiece[]> = {
          sources: [inertJson(sources.list)],
          totals: [inertJson(totals)],
          rows: ['{"current":', ...rows.current.json(), ',"previous":', ...rows.previous.json(), '}'],
        };
        return writeScriptOf(folder, path, name, data);
      },
    };
  });
}

/**
 * Writes the changes as they come.
 * @param explaining gets what each figure's change is made of.
 */
export function changesSink(
  sourcesOf: (id: string) => SourceList,
  folder: string,
  written: PublishedFile[],
  explaining: Explaining,
): RowSink<ChangeRow, ChangeRow> {
  let file: ReturnType<typeof changesFile> | null = null;
  const finish = () => {
    if (file) written.push(file.write(folder));
  };
  return {
    row: (change) => explain(explaining, change),
    line(change) {
      if (file?.id !== change.id) {
        finish();
        file = changesFile(sourcesOf, change.id);
      }
      file.add(change);
    },
    end: finish,
  };
}

function changesFile(sourcesOf: (id: string) => SourceList, id: string) {
  const sources = sourcesOf(id);
  const rows = inertList<ChangeTuple>();
  return {
    id,
    add(change: ChangeRow) {
      const { what, group, key, previousValue, value, contribution, file, sheet, row } = change;
      const now = file === '' ? -1 : sources.number(file, '', sheet, row);
      const earlier =
        change.previousFile === ''
          ? -1
          : sources.number(change.previousFile, '', change.previousSheet, change.previousRow);
      rows.push([
        what,
        group,
        key,
        previousValue,
        value,
        contribution,
        now,
        row,
        earlier,
        change.previousRow,
        change.label,
        change.word,
        change.because,
      ]);
    },
    write(folder: string): PublishedFile {
      const name = `changes/${id}`;
      const data: Record<keyof ChangesData, readonly JsonPiece[]> = {
        sources: [inertJson(sources.list)],
        rows: rows.json(),
      };
      return writeScriptOf(folder, `${dataFolder}/${name}.js`, name, data);
    },
  };
}

/** What changes are made of so far, by the name of the figure. */
export type Explaining = Map<string, Record<ChangeRow['what'], { rows: number; readonly sum: Sum }>>;

function explain(explaining: Explaining, change: ChangeRow): void {
  const name = figureName(change);
  let parts = explaining.get(name);
  if (!parts) {
    const none = () => ({ rows: 0, sum: openSum() });
    parts = { entered: none(), left: none(), moved: none() };
    explaining.set(name, parts);
  }
  const part = parts[change.what];
  part.rows++;
  part.sum.add(change.contribution);
}

export function explained(explaining: Explaining): Record<string, Explained> {
  return Object.fromEntries(
    [...explaining].map(([name, { entered, left, moved }]) => {
      const summed = ({ rows, sum }: typeof entered) => ({ rows, sum: sum.text() });
      return [name, { entered: summed(entered), left: summed(left), moved: summed(moved) }];
    }),
  );
}

/** Lists of the files and sheets that the rows of an indicator come from, numbered as they are met first. */
export function sourceLists({ tables, readings, submissions }: Publication): (id: string) => SourceList {
  const tableOf = tableFinder(tables);
  const hashes = new Map(submissions.map(({ file, sha256 }) => [file, sha256]));
  return (id) => sourceList(readings.get(id)?.form ?? '', tableOf, hashes);
}

export type SourceList = ReturnType<typeof sourceList>;

function sourceList(
  form: string,
  tableOf: ReturnType<typeof tableFinder>,
  hashes: ReadonlyMap<string, string>,
) {
  const list: Source[] = [];
  const numbers = new Map<string, Map<number, number>>();
  let last: { file: string; sheet: string; of: Map<number, number> } | null = null;
  const numbersOf = (file: string, sheet: string) => {
    // Rows come file by file and sheet by sheet.
    if (last?.file === file && last.sheet === sheet) return last.of;
    const place = JSON.stringify([file, sheet]);
    const of = numbers.get(place) ?? new Map<number, number>();
    numbers.set(place, of);
    last = { file, sheet, of };
    return of;
  };
  return {
    list,
    /** The number that a row of the only table of a sheet has, or will have. */
    next(file: string, sheet: string): number {
      return numbersOf(file, sheet).get(tableOf(file, sheet, form, null)) ?? list.length;
    },
    number(file: string, sha256: string, sheet: string, row: number | null): number {
      const table = tableOf(file, sheet, form, row);
      const of = numbersOf(file, sheet);
      const known = of.get(table);
      if (known !== undefined) return known;
      of.set(table, list.length);
      list.push([maskText(file), sha256 || (hashes.get(file) ?? ''), maskText(sheet), table]);
      return list.length - 1;
    },
  };
}
