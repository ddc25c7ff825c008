/** Reads one claimed file and brings its pieces into the database, or gives it back and says why. */
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import { hashOfFile } from '../files/hashed-file.js';
import { fileVersion, isSameVersion } from '../files/stamp.js';
import type { Context } from '../normalise/row.js';
import type { ReadPool } from '../read/pool.js';
import type { ReadEvent } from '../read/read-file.js';
import { chunksOf } from './chunks.js';
import type { ClaimedFile, Claims } from './claims.js';

/**
 * Why a file was not read here:
 * - `missing`: it is not below this machine's inputs, or cannot be opened.
 * - `differs`: it has other bytes than the run wants.
 * - `moved`: it was changed while it was read.
 * - `left`: what came of it depends on the machine, on time or memory; the run itself finds out.
 * - `lost`: the lease had run out, or the run has ended.
 */
export type NotRead = 'missing' | 'differs' | 'moved' | 'left' | 'lost';

/** A claim while its file is read. */
export interface Held {
  readonly claim: ClaimedFile;
  /** It is another's by now. */
  lost: boolean;
}

interface Means {
  readonly inputs: string;
  readonly pool: ReadPool;
  readonly claims: Claims;
}

/** What another machine, or the same one at another time, might find otherwise. */
const dependsOnMachine = new Set([
  'file.takes_too_long',
  'file.takes_too_much_memory',
  'file.reader_failed',
  'file.unreadable',
]);

/** @returns null where all its pieces are in the database now. */
export async function readClaim(held: Held, means: Means): Promise<NotRead | null> {
  const why = await bring(held, means).catch(vanished);
  if (why !== null && why !== 'lost') {
    await means.claims.giveBack(held.claim, why === 'left' ? 'left' : 'open');
  }
  return why;
}

async function bring(held: Held, { inputs, pool, claims }: Means): Promise<NotRead | null> {
  const { claim } = held;
  const path = join(inputs, ...claim.file.split('/'));
  const before = await fileVersion(path);
  const sha256 = before && (await sha256Of(path));
  if (!before || sha256 === null) return 'missing';
  if (claim.sha256 !== null && claim.sha256 !== sha256) return 'differs';
  const seen = { dependsOnMachine: false };
  const pieces = watched(pool.read(path, deserialize(claim.context) as Context), seen);
  let [chunks, bytes] = [0, 0];
  for await (const chunk of chunksOf(pieces)) {
    if (seen.dependsOnMachine) return 'left';
    if (held.lost || !(await claims.deliver(claim, chunks, chunk))) return 'lost';
    chunks++;
    bytes += chunk.length;
  }
  if (!isSameVersion(before, await fileVersion(path))) return 'moved';
  return (await claims.finish(claim, { sha256, chunks, bytes })) ? null : 'lost';
}

/** The file has gone since its bytes were looked at. */
function vanished(error: unknown): NotRead {
  if (error instanceof Error && 'syscall' in error && 'path' in error) return 'moved';
  throw error;
}

/** Notices what only the run may find. */
async function* watched(
  pieces: AsyncIterable<ReadEvent>,
  seen: { dependsOnMachine: boolean },
): AsyncGenerator<ReadEvent> {
  for await (const piece of pieces) {
    if (piece.is === 'refused') seen.dependsOnMachine = dependsOnMachine.has(piece.finding.rule);
    yield piece;
  }
}

/** null: the system does not let it be read. */
async function sha256Of(path: string): Promise<string | null> {
  try {
    return await hashOfFile(path);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return null;
    throw error;
  }
}
