/** From the matched rows of a key to its reason, the columns that decided, and the word that people have for it (DOMAIN A). */
import type { Reason } from '../figure.js';
import type { Form } from '../forms/define.js';
import type { Condition, Indicator } from './catalogue.js';

/** A value as the form's table stores it. */
export type Stored = string | bigint | null;

/** A column of a row on both dates. */
export interface ColumnChange {
  readonly column: string;
  readonly was: Stored;
  readonly now: Stored;
}

/** Whether a row of a key is there on a date, counting or not, and whether it is held back. */
interface Presence {
  readonly isThere: boolean;
  readonly isHeld: boolean;
}

/** What the two dates say of one key. */
export interface Matched {
  readonly what: 'entered' | 'left' | 'moved';
  readonly current: Presence;
  readonly previous: Presence;
  /** The conditions that it does not fulfil where it is there and does not count. */
  readonly failed: readonly Condition[];
  /** Of a roster, the columns that the indicator reads. */
  readonly columns: readonly ColumnChange[];
}

/** The two dates that are compared, ISO. */
export interface ComparedDates {
  readonly asOf: string;
  readonly previousAsOf: string;
}

/** Whether a row is on the other side is known of the key, not of what counts: one that stands there is not new. */
export function reasonOf({ what, current, previous }: Matched): Reason {
  if (what === 'moved') return 'changed';
  if (what === 'entered') return previous.isThere ? 'now_counts' : 'new';
  return current.isThere ? 'counts_no_longer' : 'gone';
}

/**
 * The columns that decided: those of the conditions that the row fulfils on one side only, where they differ; where none
 * does, their dates, which the time between the two sides has passed. Of a value that moved, the column of the value.
 */
export function decidingColumns(
  { what, columns, current, previous, failed }: Matched,
  { column: value, needs, reads }: Pick<Indicator, 'column' | 'needs' | 'reads'>,
  form: Form,
): ColumnChange[] {
  if (!current.isThere || !previous.isThere) return [];
  // A condition on several rows together may read any of the columns.
  const asked = failed.flatMap((condition) =>
    condition.sql === null ? [...needs, ...reads] : condition.columns,
  );
  const decided = new Set(what === 'moved' ? [value] : asked);
  const own = columns.filter(({ column }) => decided.has(column));
  const differing = own.filter(({ was, now }) => was !== now);
  if (differing.length > 0) return differing;
  return own.filter(({ column, now }) => form.columns[column]?.spec.kind === 'date' && now !== null);
}

/** Where the form has no word of its own. */
const generalWords: Readonly<Record<Reason, string>> = {
  new: '新列入',
  now_counts: '转为计入',
  gone: '不再列入',
  counts_no_longer: '不再计入',
  changed: '数值变动',
};
const eventWords: Readonly<Record<Reason, string>> = { ...generalWords, new: '本期', gone: '上年同期' };

/** 升规, 新设, 退规, 注销 and the like; 新列入 where only the list is new to it. */
export function wordOf(
  matched: Matched,
  reason: Reason,
  deciding: readonly ColumnChange[],
  form: Form,
  { asOf, previousAsOf }: ComparedDates,
): string {
  const { current, previous, what } = matched;
  if (reason === 'now_counts' && previous.isHeld) return '上年同期暂缓';
  if (reason === 'counts_no_longer' && current.isHeld) return '本期暂缓';
  const counts = what === 'entered';
  const isBetween = (date: unknown) => typeof date === 'string' && date > previousAsOf && date <= asOf;
  const word = (form.changeWords ?? []).find((known) => {
    if (reason === 'changed' || known.counts !== counts) return false;
    const own = matched.columns.find(({ column }) => column === known.column);
    if (!own) return false;
    // Of a row that was not there, only a date can say that it began since.
    if (form.columns[known.column]?.spec.kind === 'date' && counts) return isBetween(own.now);
    if (!deciding.some(({ column }) => column === known.column)) return false;
    return known.now === undefined || known.now.includes(own.now as string);
  });
  return word?.word ?? (form.shape.kind === 'events' ? eventWords : generalWords)[reason];
}
