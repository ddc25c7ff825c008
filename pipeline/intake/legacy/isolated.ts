/** A binary workbook is read in a process of its own: what its reader takes in memory no thread's limits count. */
import { builtPath } from '../../workers/entry-points.js';
import { LimitError } from '../../workers/limits.js';
import { startProcess } from '../../workers/peer.js';
import { openPool } from '../../workers/pool.js';
import { Unreadable } from '../unreadable.js';
import type { LegacyEvent } from './message.js';

/** Less than the thread that waits for it may take, so that the process is stopped first. */
const mostMilliseconds = 7000;
/** Of the process, in MiB. */
const mostMemory = 768;
/** What the process sends of a file. @throws Unreadable where it is stopped, or fails. */
export async function* isolatedEvents(bytes: Uint8Array): AsyncGenerator<LegacyEvent, void, undefined> {
  const pool = openPool<Uint8Array, LegacyEvent>(() =>
    startProcess(builtPath('intake/legacy/worker'), mostMemory),
  );
  try {
    yield* pool.stream(bytes, mostMilliseconds);
  } catch (error) {
    throw unreadable(error);
  } finally {
    await pool.close();
  }
}

function unreadable(error: unknown): Unreadable {
  if (!(error instanceof LimitError)) return new Unreadable('file.reader_failed');
  const { limit, allowed } = error;
  return limit === 'time'
    ? new Unreadable('file.takes_too_long', { seconds: allowed })
    : new Unreadable('file.takes_too_much_memory', { mebibytes: allowed });
}
