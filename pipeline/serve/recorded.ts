/** The current publication of a place, as its record says. */
import { type Vintage, vintagesOf } from '../history/vintages.js';
import type { Place } from './api/place.js';

export type Recorded = Vintage;

/** null: it was never published, or its record is damaged; the next run publishes it anew. */
export function currentRecord(outputs: string, { unit, period }: Place): Recorded | null {
  const last = vintagesOf(outputs, unit, period).at(-1);
  return last && !last.folder.includes('publications') ? last : null;
}
