/**
 * Reads a file in a process of its own. Threads stop a file that takes too much time or memory; one that brings the
 * whole process down, as the system does where memory runs out, brings down no more than this.
 */
import { stat } from 'node:fs/promises';
import type { Context } from '../normalise/row.js';
import { defaultTime, type OnFault, type ReadRequest, refusal, timeFor } from '../read/pool.js';
import type { ReadEvent } from '../read/read-file.js';
import { addressVariable } from '../store/postgres/address.js';
import { builtPath } from '../workers/entry-points.js';
import { startProcess } from '../workers/peer.js';
import { openPool } from '../workers/pool.js';
import type { FromSubprocess } from './subprocess-worker.js';

/** MiB: more than its thread may hold, heap and beside, which is stopped first. */
const mostMemory = 2048;
/** So many times what the thread may take, which is stopped first. */
const moreTime = 2;

/** As a pool's `read`; a file that ends the process is refused like any other on which a reader failed. */
export async function* readInSubprocess(
  path: string,
  context: Context,
  onFault: OnFault,
): AsyncGenerator<ReadEvent, void, undefined> {
  const { size } = await stat(path);
  // The address holds a password.
  const { [addressVariable]: _, ...env } = process.env;
  const pool = openPool<ReadRequest, FromSubprocess>(() =>
    startProcess(builtPath('readers/subprocess-worker'), mostMemory, env),
  );
  try {
    for await (const event of pool.stream({ path, context }, moreTime * timeFor(size, defaultTime))) {
      if (event.is === 'fault') onFault(path, event.error);
      else yield event;
    }
  } catch (error) {
    yield { is: 'refused', finding: refusal(error, (fault) => onFault(path, fault)) };
  } finally {
    await pool.close();
  }
}
