import { StoreError } from '../store/store-error.js';
import { cappedChanges, mostRows, totalLine } from './caps.js';
import type {
  ChangeRow,
  EvidenceLine,
  EvidencePart,
  EvidenceRow,
  EvidenceTotal,
  Figure,
  Publication,
  Side,
} from './publication.js';
import type { PublishedFile } from './published-file.js';

/** The evidence of an indicator that is about to be handed out. */
export interface EvidenceOf {
  readonly id: string;
  /** Hash of what it is selected from; null where that is not known. */
  readonly basis: string | null;
  /** Rows on each side. */
  readonly count: Readonly<Record<Side, number>>;
  /** Totals per file of both sides. */
  totals(): readonly EvidenceTotal[];
}

/** Takes rows as they come. */
export interface RowSink<Row, Line> {
  /** A row; of evidence, only the first of each side. */
  readonly row?: (row: Row) => void;
  /** What a file lists: the rows, or totals in their place where there are too many. */
  readonly line?: (line: Line) => void;
  /** The rows of such a part come next. @returns whether it has their lines already, and needs none of them. */
  readonly part?: (part: EvidencePart) => boolean;
  /** There are no more. */
  readonly end?: () => void;
}

/** Writes a publication in one form. */
export interface Writer<Written> {
  /** How many rows of evidence a side it takes, where it does not take lines. */
  readonly firstRows?: number;
  /** The changes of all figures come first, indicator by indicator, */
  changes(): RowSink<ChangeRow, ChangeRow>;
  /** then the evidence of each indicator but the ratios, in the order of the report. */
  evidence(of: EvidenceOf): RowSink<EvidenceRow, EvidenceLine>;
  /** Whatever else there is to write. */
  finish(): Written;
  /** Files that are complete so far. */
  readonly complete?: readonly PublishedFile[];
}

/**
 * Hands everything to the writers, and stops between one indicator and the next.
 * @param most rows that a file lists of an indicator's changes, and of its evidence on each side.
 * @throws StoreError `store.evidence_lost` where the database gives other rows of evidence than a figure was added up of.
 */
export function* fanOut(
  publication: Publication,
  writers: readonly Writer<unknown>[],
  most = mostRows,
): Generator<void, void> {
  const changes = allOf(writers.map((writer) => writer.changes()));
  for (const line of cappedChanges(passing(publication.changes(), changes.row), most)) changes.line(line);
  changes.end();
  yield;
  const firstRows = Math.max(0, ...writers.map((writer) => writer.firstRows ?? 0));
  for (const id of evidenced(publication.figures)) {
    const count = publication.evidenceCount(id);
    let totals: readonly EvidenceTotal[] | null = null;
    const of: EvidenceOf = {
      id,
      basis: publication.evidenceBasis?.(id) ?? null,
      count,
      totals: () => {
        totals ??= [...publication.evidenceTotals(id)];
        return totals;
      },
    };
    const takers = writers.map((writer) => writer.evidence(of));
    const evidence = allOf(takers);
    const isLong = count.current > most || count.previous > most;
    const listing = isLong ? [] : takers.filter(({ line }) => line);
    const left = { current: firstRows, previous: firstRows };
    const read = { current: 0, previous: 0 };
    // Lines that a writer has already are not read again: of such a side it is not known how many they are.
    const isWhole = { current: true, previous: true };
    for (const part of publication.evidence(id)) {
      const { line, takesLines } = allOf(listing.filter((taker) => !taker.part?.(part)));
      const wanted = takesLines ? most : left[part.side];
      if (!takesLines) isWhole[part.side] = false;
      if (wanted <= 0) continue;
      for (const row of part.rows(wanted)) {
        read[part.side]++;
        if (left[part.side]-- > 0) evidence.row(row);
        line(row);
      }
    }
    if (evidence.takesLines && isLong) for (const total of of.totals()) evidence.line(totalLine(total));
    // A roll-up lists the rows of its units, whose own publications were held against them.
    for (const side of publication.rollUp ? [] : (['current', 'previous'] as const)) {
      if (isWhole[side] && read[side] !== count[side]) refuseLost(id, count[side], read[side]);
    }
    evidence.end();
    yield;
  }
}

function refuseLost(id: string, rows: number, found: number): never {
  throw new StoreError('store.evidence_lost', { id, rows: String(rows), found: String(found) });
}

/** Hands everything to one writer. @returns what it wrote. */
export function fanOutTo<Written>(
  publication: Publication,
  writer: Writer<Written>,
  most = mostRows,
): Written {
  for (const _ of fanOut(publication, [writer], most));
  return writer.finish();
}

/** Ids of all indicators but the ratios, whose evidence is that of their parts; in the order of the report. */
function evidenced(figures: readonly Figure[]): Set<string> {
  return new Set(figures.filter(({ kind }) => kind !== 'ratio').map(({ id }) => id));
}

function allOf<Row, Line>(takers: readonly RowSink<Row, Line>[]) {
  const rows = takers.flatMap(({ row }) => (row ? [row] : []));
  const lines = takers.flatMap(({ line }) => (line ? [line] : []));
  return {
    takesLines: lines.length > 0,
    row: (row: Row) => {
      for (const take of rows) take(row);
    },
    line: (line: Line) => {
      for (const take of lines) take(line);
    },
    end: () => {
      for (const { end } of takers) end?.();
    },
  };
}

function* passing<Row>(rows: Iterable<Row>, seen: (row: Row) => void): Generator<Row> {
  for (const row of rows) {
    seen(row);
    yield row;
  }
}
