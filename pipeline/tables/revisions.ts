/** revisions.csv: what every run brings up to date, and no other published file depends on. */

import { join } from 'node:path';
import { replaceWhole } from '../files/write-file.js';
import { maskText } from '../findings/mask.js';
import { readPublished } from '../history/read.js';
import type { Revision } from '../publication/revision.js';
import { type CsvColumn, writeCsv } from './csv.js';

export const revisionsFile = 'revisions.csv';

export const revisionColumns: readonly CsvColumn<Revision>[] = [
  { name: 'id', type: 'text', of: ({ id }) => id },
  { name: 'group', type: 'text', of: ({ group }) => group },
  { name: 'period', type: 'text', of: ({ period }) => period },
  { name: 'side', type: 'text', of: ({ side }) => side },
  { name: 'was', type: 'number', of: ({ was }) => was },
  { name: 'value', type: 'number', of: ({ value }) => value },
  { name: 'reason', type: 'text', of: ({ reason }) => reason },
  { name: 'files', type: 'text', of: ({ files }) => maskText(files.join('、')) },
  { name: 'since', type: 'text', of: ({ since }) => since },
];

export type PublishedRevision = Pick<
  Revision,
  'id' | 'group' | 'period' | 'side' | 'was' | 'value' | 'since'
>;

/** The revisions in a published folder; none where there are none, or no such file. */
export function readRevisions(folder: string): PublishedRevision[] {
  return readPublished(join(folder, revisionsFile)).map((line) => ({
    id: line.id ?? '',
    group: line.group ?? '',
    period: line.period ?? '',
    side: line.side === 'current' ? 'current' : 'previous',
    was: line.was || null,
    value: line.value || null,
    since: line.since ?? '',
  }));
}

/** Writes revisions.csv into a folder, whole or not at all; a file that holds the same is left as it is. */
export function writeRevisions(folder: string, revisions: readonly Revision[]): void {
  replaceWhole(join(folder, revisionsFile), (aside) => writeCsv(aside, revisionColumns, revisions));
}
