/** `inspect` and `suggest` in a thread of their own, under the limits that a run has: what a file does never costs the caller. */
import { stat } from 'node:fs/promises';
import type { Context } from '../normalise/row.js';
import { builtPath } from '../workers/entry-points.js';
import { startThread } from '../workers/peer.js';
import { openPool } from '../workers/pool.js';
import { refusedInspection } from './inspect.js';
import type { InspectRequest } from './inspect-worker.js';
import type { Inspection, InspectOptions } from './inspection.js';
import { defaultTime, heapOfReader, refusal, timeFor } from './pool.js';
import { noSuggestions, type Suggestions } from './suggest.js';
import type { SuggestRequest } from './suggest-worker.js';

/**
 * As `inspect`; a file that takes too much time or memory is refused with a finding.
 * @param onFault gets an internal error of the readers; the file is then refused as well.
 * @throws Error of the file system where the file is not there.
 */
export async function inspectIsolated(
  path: string,
  file: string,
  options: Omit<InspectOptions, 'forms'>,
  onFault: (error: Error) => void = () => {},
  time = defaultTime,
): Promise<Inspection> {
  const { size } = await stat(path);
  const pool = openPool<InspectRequest, Inspection>(() =>
    startThread(builtPath('read/inspect-worker'), { heap: heapOfReader }),
  );
  try {
    return await pool.call({ path, file, options }, timeFor(size, time));
  } catch (error) {
    return await refusedInspection(path, file, refusal(error, onFault), options.language);
  } finally {
    await pool.close();
  }
}

/**
 * As `suggest`; a file that takes too much time or memory leaves nothing open: `inspect` says what is wrong with it.
 * @param onFault gets an internal error of the readers.
 * @throws Error of the file system where the file is not there.
 */
export async function suggestIsolated(
  path: string,
  context: Context,
  onFault: (error: Error) => void = () => {},
): Promise<Suggestions> {
  const { size } = await stat(path);
  const pool = openPool<SuggestRequest, Suggestions>(() =>
    startThread(builtPath('read/suggest-worker'), { heap: heapOfReader }),
  );
  try {
    return await pool.call({ path, context }, timeFor(size, defaultTime));
  } catch (error) {
    refusal(error, onFault);
    return noSuggestions;
  } finally {
    await pool.close();
  }
}
