/** A figure that differs between two publications, as the page shows it. */
import type { FigureDifference, RowDifference } from '../history/difference.js';
import type { PublishedLine } from '../history/read.js';
import { subtractText } from '../text/decimal.js';
import type { FigureChange, FigureValue } from './api/runs.js';

/** Rows that are named. */
const mostRows = 50;

export function changeOf({ label, before, after, rows }: FigureDifference): FigureChange {
  const line = after ?? before ?? {};
  return {
    id: line.id ?? '',
    group: line.group ?? '',
    label,
    unit: line.unit ?? '',
    was: publishedValue(before),
    now: publishedValue(after),
    difference: before?.value && after?.value ? subtractText(after.value, before.value) : null,
    rows: rows.slice(0, mostRows).map(rowOf),
    rowCount: rows.length,
  };
}

function publishedValue(line: PublishedLine | null): FigureValue | null {
  return line && { value: line.value || null, status: line.status ?? '' };
}

function rowOf({ what, side, before, after }: RowDifference): FigureChange['rows'][number] {
  const line = after ?? before ?? {};
  const { file = '', sheet = '', cell = '', row = '' } = line;
  const of = side === 'previous' ? '上年同期：' : '';
  const name = line.label || line.key || '';
  const value = before && after ? `${before.value} → ${after.value}` : (line.value ?? '');
  return {
    what,
    place: [file, sheet, cell || row].filter(Boolean).join(' › '),
    words: `${of}${[name, value].filter(Boolean).join('  ')}`,
  };
}
