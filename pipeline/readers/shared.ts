/**
 * A run whose files others read as well: they are posted in the database, and whoever is free claims one. The run
 * takes the pieces in the order in which it always takes files, reads what nobody has claimed when its turn comes, and
 * waits for no worker longer than its lease. Without workers it reads as it would alone.
 */
import { relative, sep } from 'node:path';
import { serialize } from 'node:v8';
import type { Context } from '../normalise/row.js';
import type { Log } from '../program/log.js';
import type { OnFault, ReadPool } from '../read/pool.js';
import type { ReadEvent } from '../read/read-file.js';
import { EngineError } from '../store/engine.js';
import { type Signal, signal } from '../workers/signal.js';
import { chunkVersion, eventsIn } from './chunks.js';
import type { ArchivedSource, AwaitedFile, Readers } from './readers.js';
import { openReadingList, type ReadingList } from './reading-list.js';
import { readInSubprocess } from './subprocess.js';

interface Posted {
  readonly unit: string;
  readonly claimId: string;
  readonly reading: string;
  sha256: string | null;
}

export interface Sharing {
  /** The run's own threads. */
  readonly pool: ReadPool;
  readonly address: string;
  /** The folder of the inputs, as its files are named by it. */
  readonly inputs: string;
  /** Hash of the program. */
  readonly program: string;
  readonly log: Log;
  readonly onFault: OnFault;
}

/** Milliseconds after which a claim is looked at again: nobody notifies of a lease that runs out. */
const lookAgain = 500;

/** Hash of a program with the form in which it hands pieces on. */
export const sharedProgram = (program: string) => `${program}.${chunkVersion}`;

/** @throws EngineError where the database cannot be reached. */
export async function shareReading(sharing: Sharing): Promise<Readers> {
  const { pool, address, inputs, program, log } = sharing;
  const news = signal();
  const list = await openReadingList(address, sharedProgram(program), news.notify);
  const posted = new Map<string, Posted>();
  const placeOf = (source: string) => relative(inputs, source).split(sep).join('/');
  const contextOf = contexts(list);
  let closed = false;

  const announce = async (unit: string, files: readonly AwaitedFile[]) => {
    const wanted = new Map(files.map((file) => [placeOf(file.source), file]));
    const outdated: string[] = [];
    for (const [place, known] of posted) {
      if (known.unit !== unit) continue;
      const file = wanted.get(place);
      if (file && isSame(known, file)) {
        if (known.sha256 === null && file.sha256 !== null) await list.want(known.claimId, file.sha256);
        known.sha256 ??= file.sha256;
        wanted.delete(place);
      } else {
        outdated.push(known.claimId);
        posted.delete(place);
      }
    }
    if (outdated.length > 0) await list.remove(outdated);
    if (wanted.size === 0) return;
    const places = [...wanted];
    const postings = [];
    for (const [file, { sha256, bytes, reading, context }] of places) {
      postings.push({ file, sha256, bytes, contextId: await contextOf(unit, reading, context) });
    }
    const claimIds = await list.post(unit, postings);
    for (const [i, [place, { reading, sha256 }]] of places.entries()) {
      posted.set(place, { unit, claimId: claimIds[i] ?? '', reading, sha256 });
    }
    log.info({ event: 'reading.posted', unit, files: places.length });
  };

  return {
    size: pool.size,
    others: { announce, awaited: () => posted.size, atHand: () => list.workers() },
    async *read(file) {
      // Of a run that failed, streams that were still to come may yet be opened.
      if (closed) return;
      const place = placeOf(file.source);
      const known = posted.get(place);
      if (!known) throw new Error(`${place} was not announced`);
      yield* read(sharing, list, file, place, known, news);
      posted.delete(place);
    },
    async close() {
      closed = true;
      await pool.close();
      try {
        if (list.alive) await list.clear();
      } catch (error) {
        // What is left goes with the next run; the error that ended the run says that the server is gone.
        if (!(error instanceof EngineError)) throw error;
      }
      await list.close();
    },
  };
}

function isSame({ reading, sha256 }: Posted, file: AwaitedFile): boolean {
  return reading === file.reading && (sha256 === null || file.sha256 === null || sha256 === file.sha256);
}

/** Keeps each context once: all files of a period have the same. */
function contexts(list: ReadingList) {
  const kept = new Map<string, string>();
  return async (unit: string, reading: string, context: Context): Promise<string> => {
    const key = JSON.stringify([unit, reading]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const contextId = await list.keepContext(serialize(context));
    kept.set(key, contextId);
    return contextId;
  };
}

async function* read(
  { pool, log, onFault }: Sharing,
  list: ReadingList,
  { archived, sha256, context }: ArchivedSource,
  file: string,
  { unit, claimId }: Posted,
  news: Signal,
): AsyncGenerator<ReadEvent, void, undefined> {
  for (;;) {
    const seen = news.count;
    const back = await list.takeBack(claimId);
    if (back) {
      if (back.worker) log.warn({ event: 'reading.lease_ran_out', unit, file, worker: back.worker });
      // It may have been the file that ended them: it shall not end the run.
      yield* back.lost > 0 ? readInSubprocess(archived, context, onFault) : pool.read(archived, context);
      return;
    }
    const claim = await list.look(claimId);
    if (!claim) throw new Error(`the claim of ${file} is gone`);
    if (claim.state !== 'read') {
      await news.wait(seen, lookAgain);
      continue;
    }
    const { worker, attempt, parcels: chunks } = claim;
    if (claim.sha256 === sha256) {
      yield* delivered(list, claimId, attempt, chunks ?? 0);
      await list.remove([claimId]);
      log.info({ event: 'reading.taken', unit, file, worker, attempt });
    } else {
      log.warn({ event: 'reading.of_another_version', unit, file, worker, sha256: claim.sha256 });
      await list.remove([claimId]);
      yield* pool.read(archived, context);
    }
    return;
  }
}

async function* delivered(
  list: ReadingList,
  claimId: string,
  attempt: number,
  chunks: number,
): AsyncGenerator<ReadEvent, void, undefined> {
  for (let taken = 0; taken < chunks; ) {
    const next = await list.chunks(claimId, attempt, taken);
    if (next.length === 0) throw new Error(`${chunks - taken} chunks of claim ${claimId} are missing`);
    for (const chunk of next) yield* eventsIn(chunk);
    taken += next.length;
  }
}
