/** Evidence and changes, capped: what the files list where a figure has more rows than they list. */
import { sumText } from '../text/decimal.js';
import type { ChangeRow, EvidenceLine, EvidenceTotal } from './publication.js';

/** Most rows of a figure in its CSV files, per side; beyond, totals per file (`trace <id> --csv` has the rows). */
export const mostRows = 100_000;

/** The line in place of the rows of a file where there are too many of them. */
const unnamed = { label: '', submittedUnit: '', unitFrom: '', list: '' } as const;

export function totalLine({ rows, ...total }: EvidenceTotal): EvidenceLine {
  return { ...total, key: '', row: null, cell: '', text: totalOf(rows), ...unnamed };
}

/**
 * The changes, which come figure by figure. One with more than `most` rows gives totals per group, kind of
 * change, reason and files instead, whose key says of how many rows; they add up to the change as the rows did.
 */
export function* cappedChanges(changes: Iterable<ChangeRow>, most = mostRows): Generator<ChangeRow> {
  let held: ChangeRow[] = [];
  let totals: Map<string, ChangeTotal> | null = null;
  let id: string | null = null;
  for (const change of changes) {
    if (change.id !== id) {
      yield* totals ? totalRows(totals) : held;
      held = [];
      totals = null;
      id = change.id;
    }
    if (totals) {
      addChange(totals, change);
    } else {
      held.push(change);
      if (held.length > most) {
        totals = new Map();
        for (const row of held) addChange(totals, row);
        held = [];
      }
    }
  }
  yield* totals ? totalRows(totals) : held;
}

interface ChangeTotal {
  readonly first: ChangeRow;
  rows: number;
  previousValue: string | null;
  value: string | null;
  contribution: string;
}

function addChange(totals: Map<string, ChangeTotal>, change: ChangeRow): void {
  const { group, what, reason, file, sheet, previousFile, previousSheet } = change;
  const place = JSON.stringify([group, what, reason, file, sheet, previousFile, previousSheet]);
  let total = totals.get(place);
  if (!total) {
    total = { first: change, rows: 0, previousValue: null, value: null, contribution: '0' };
    totals.set(place, total);
  }
  total.rows++;
  total.previousValue = sum(total.previousValue, change.previousValue);
  total.value = sum(total.value, change.value);
  total.contribution = sumText(total.contribution, change.contribution);
}

function sum(total: string | null, value: string | null): string | null {
  return value === null ? total : sumText(total ?? '0', value);
}

function* totalRows(totals: ReadonlyMap<string, ChangeTotal>): Generator<ChangeRow> {
  for (const total of totals.values()) {
    yield {
      ...total.first,
      key: totalOf(total.rows),
      previousValue: total.previousValue,
      value: total.value,
      contribution: total.contribution,
      row: null,
      previousRow: null,
      label: '',
      because: '',
    };
  }
}

const totalOf = (rows: number): string => `合计${rows}行`;
