/** `inspect` in a thread of its own, under the limits that a run has: what a file does never costs the caller. */
import { stat } from 'node:fs/promises';
import { builtPath } from '../workers/entry-points.js';
import { startThread } from '../workers/peer.js';
import { openPool } from '../workers/pool.js';
import { type Inspection, type InspectOptions, refusedInspection } from './inspect.js';
import type { InspectRequest } from './inspect-worker.js';
import { defaultTime, heapOfReader, refusal, timeFor } from './pool.js';

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
