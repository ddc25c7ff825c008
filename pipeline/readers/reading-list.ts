/** The run's side of what is to be read: it posts files, takes back what nobody claimed, and takes what was read. */
import { holdersOf, schema, workerLockNumber } from '../store/postgres/names.js';
import { type ClaimState, readChannel, toReadChannel } from '../store/postgres/reading-tables.js';
import { openSession, type Session } from './session.js';

/** A file that is to be read. */
export interface Posting {
  /** Path below inputs/. */
  readonly file: string;
  readonly sha256: string | null;
  readonly bytes: number;
  readonly contextId: string;
}

/** The state of a posted file. */
export interface Claim {
  readonly state: ClaimState;
  readonly sha256: string | null;
  readonly worker: string | null;
  readonly attempt: number;
  readonly parcels: number | null;
}

/** What is known of a file that the run has taken back, to read it itself. */
export interface TakenBack {
  /** How many workers were lost while they read it. */
  readonly lost: number;
  /** The last of them, where its lease has just been found to have run out. */
  readonly worker: string | null;
}

export interface ReadingList {
  /** @returns the number of the context, for what is posted. */
  keepContext(context: Buffer): Promise<string>;
  /** @returns the numbers of the claims, in the same order. */
  post(unit: string, files: readonly Posting[]): Promise<string[]>;
  /** Says which bytes are wanted of what was posted before that was known. */
  want(claimId: string, sha256: string): Promise<void>;
  /** Takes a file off the list where no worker has it; null: one does, or has read it. */
  takeBack(claimId: string): Promise<TakenBack | null>;
  look(claimId: string): Promise<Claim | null>;
  /** Chunks of a file that was read, from a number on; a few at once. */
  chunks(claimId: string, attempt: number, from: number): Promise<Buffer[]>;
  remove(claimIds: readonly string[]): Promise<void>;
  /** How many workers are connected. */
  workers(): Promise<number>;
  /** Takes everything off the list. */
  clear(): Promise<void>;
  readonly alive: boolean;
  close(): Promise<void>;
}

const chunksAtOnce = 4;

/**
 * Connects beside the run's own connection, so that what is posted is seen before the run commits.
 * @param program hash of the program that may read.
 * @param heard is called when a worker has read a file, or given it back.
 * @throws EngineError where it cannot.
 */
export async function openReadingList(
  address: string,
  program: string,
  heard: () => void,
): Promise<ReadingList> {
  const session = await openSession(address, schema);
  const { query } = session;
  await session.listen(readChannel, heard);
  return {
    async keepContext(context) {
      const [kept] = await query<{ context_id: string }>(
        'INSERT INTO read_context (context) VALUES ($1) RETURNING context_id',
        [context],
      );
      return kept?.context_id ?? '';
    },
    post: (unit, files) => post(session, program, unit, files),
    async want(claimId, sha256) {
      await query(`UPDATE read_claim SET sha256 = $2 WHERE claim_id = $1 AND state = 'open'`, [
        claimId,
        sha256,
      ]);
    },
    async takeBack(claimId) {
      const [taken] = await query<{ state: ClaimState; worker: string | null; lost: number }>(
        `DELETE FROM read_claim WHERE claim_id = $1
            AND (state IN ('open', 'left') OR state = 'claimed' AND lease_until < clock_timestamp())
          RETURNING state, worker, lost`,
        [claimId],
      );
      if (!taken) return null;
      const { state, worker, lost } = taken;
      return state === 'claimed' ? { lost: lost + 1, worker } : { lost, worker: null };
    },
    async look(claimId) {
      const [claim] = await query<Claim>(
        'SELECT state, sha256, worker, attempt, parcels FROM read_claim WHERE claim_id = $1',
        [claimId],
      );
      return claim ?? null;
    },
    async chunks(claimId, attempt, from) {
      const rows = await query<{ pieces: Buffer }>(
        `SELECT pieces FROM read_parcel WHERE claim_id = $1 AND attempt = $2 AND number >= $3
          ORDER BY number LIMIT $4`,
        [claimId, attempt, from, chunksAtOnce],
      );
      return rows.map(({ pieces }) => pieces);
    },
    async remove(claimIds) {
      await query('DELETE FROM read_claim WHERE claim_id = ANY ($1::bigint[])', [claimIds]);
      await session.notify(toReadChannel);
    },
    async workers() {
      const [found] = await query<{ count: number }>(
        `SELECT count(*)::int AS count FROM (${holdersOf(workerLockNumber)}) AS holders`,
      );
      return found?.count ?? 0;
    },
    async clear() {
      await query('DELETE FROM read_context');
    },
    get alive() {
      return session.alive;
    },
    close: () => session.close(),
  };
}

async function post(
  session: Session,
  program: string,
  unit: string,
  files: readonly Posting[],
): Promise<string[]> {
  const posted = await session.query<{ claim_id: string; file: string }>(
    `INSERT INTO read_claim (program, unit, file, sha256, bytes, context_id)
        SELECT $1, $2, f.file, f.sha256, f.bytes, f.context_id
          FROM unnest($3::text[], $4::text[], $5::bigint[], $6::bigint[]) WITH ORDINALITY
            AS f (file, sha256, bytes, context_id, place)
          ORDER BY f.place
        RETURNING claim_id, file`,
    [
      program,
      unit,
      files.map(({ file }) => file),
      files.map(({ sha256 }) => sha256),
      files.map(({ bytes }) => bytes),
      files.map(({ contextId }) => contextId),
    ],
  );
  await session.notify(toReadChannel);
  const ids = new Map(posted.map(({ claim_id, file }) => [file, claim_id]));
  return files.map(({ file }) => ids.get(file) ?? '');
}
