/** series.csv, read back. */
import { join } from 'node:path';
import type { Status } from '../figure.js';
import type { PublishedSeriesLine } from '../publication/series-line.js';
import { readPublished } from './read.js';

/** The series in a published folder; none where an earlier version of the program published it. */
export function readSeries(folder: string): PublishedSeriesLine[] {
  return readPublished(join(folder, 'series.csv')).map((line) => ({
    id: line.id ?? '',
    group: line.group ?? '',
    label: line.label ?? '',
    unit: line.unit ?? '',
    period: line.period ?? '',
    basis: line.basis as PublishedSeriesLine['basis'],
    value: line.value || null,
    status: line.status as Status,
    sealed: line.sealed ?? '',
  }));
}
