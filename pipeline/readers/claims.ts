/** A worker's side of what is to be read: it claims a file for a while, brings what came out of it, or gives it back. */
import { EngineError } from '../store/engine.js';
import { serverOf } from '../store/postgres/address.js';
import { holdersOf, lockNumber, refuseOldServer, schema, workerLockNumber } from '../store/postgres/names.js';
import { readChannel, toReadChannel } from '../store/postgres/reading-tables.js';
import { openSession, type Session } from './session.js';

/** A file that is this worker's to read until its lease runs out. */
export interface ClaimedFile {
  readonly claimId: string;
  readonly attempt: number;
  readonly unit: string;
  /** Path below inputs/. */
  readonly file: string;
  /** Of the bytes that are wanted; null: of whatever the file holds. */
  readonly sha256: string | null;
  /** What its values depend on beside it. */
  readonly context: Buffer;
}

type Key = Pick<ClaimedFile, 'claimId' | 'attempt'>;

export interface Claims {
  /**
   * Claims the file whose turn comes first.
   * @param declined claims that this worker could not serve.
   * @returns null where there is none to be had.
   */
  next(declined: readonly string[]): Promise<ClaimedFile | null>;
  /** Whether a run is at work, and whether what it wants to have read is for another version of the program. */
  run(): Promise<{ readonly atWork: boolean; readonly otherVersion: boolean }>;
  /** Prolongs the leases. @returns the claims that are still this worker's. */
  renew(held: readonly Key[]): Promise<ReadonlySet<string>>;
  /** Brings a chunk. @returns false where the claim is another's by now, or gone. */
  deliver(claim: Key, number: number, chunk: Buffer): Promise<boolean>;
  /** All chunks are there. @returns false where the claim is another's by now, or gone. */
  finish(
    claim: Key,
    read: { readonly sha256: string; readonly chunks: number; readonly bytes: number },
  ): Promise<boolean>;
  /** @param to any reader, or the run itself. */
  giveBack(claim: Key, to: 'open' | 'left'): Promise<void>;
  close(): Promise<void>;
}

export interface ClaimTerms {
  /** Hash of the program. */
  readonly program: string;
  /** Name of this worker. */
  readonly worker: string;
  readonly leaseSeconds: number;
  /** What has been read and not been taken yet: beyond so many bytes nothing is claimed. */
  readonly bytesAhead: number;
  /** A file over which more workers than that were lost is left to the run. */
  readonly mostLost: number;
}

const noTable = '42P01';
const noParent = '23503';

const atWork = `EXISTS (${holdersOf(lockNumber)})`;

/** Connects. @throws EngineError where it cannot, StoreError where the server is too old. */
export async function openClaims(address: string, terms: ClaimTerms, heard: () => void): Promise<Claims> {
  const { program, leaseSeconds } = terms;
  const session = await connect(address, heard);
  const { query } = session;
  const lease = leaseOf(leaseSeconds);
  return {
    async run() {
      const [found] = await query<{ at_work: boolean; made: boolean }>(
        `SELECT ${atWork} AS at_work, to_regclass('read_claim') IS NOT NULL AS made`,
      );
      if (!found?.at_work || !found.made) return { atWork: found?.at_work === true, otherVersion: false };
      const other = await unlessUnmade(() =>
        query(`SELECT FROM read_claim WHERE program <> $1 LIMIT 1`, [program]),
      );
      return { atWork: true, otherVersion: other.length > 0 };
    },
    next: (declined) => claimNext(query, terms, declined),
    async renew(held) {
      const still = await unlessUnmade(() =>
        query<{ claim_id: string }>(
          `UPDATE read_claim c SET lease_until = ${lease}
            FROM unnest($1::bigint[], $2::integer[]) AS held (claim_id, attempt)
            WHERE c.claim_id = held.claim_id AND c.attempt = held.attempt AND c.state = 'claimed'
            RETURNING c.claim_id`,
          [held.map(({ claimId }) => claimId), held.map(({ attempt }) => attempt)],
        ),
      );
      return new Set(still.map(({ claim_id }) => claim_id));
    },
    async deliver({ claimId, attempt }, number, chunk) {
      const stored = await unlessUnmade(() =>
        query(
          `INSERT INTO read_parcel (claim_id, attempt, number, pieces)
            SELECT claim_id, attempt, $3, $4 FROM read_claim
              WHERE claim_id = $1 AND attempt = $2 AND state = 'claimed'
            RETURNING number`,
          [claimId, attempt, number, chunk],
        ),
      );
      return stored.length > 0;
    },
    async finish({ claimId, attempt }, { sha256, chunks, bytes }) {
      const done = await unlessUnmade(() =>
        query(
          `UPDATE read_claim SET state = 'read', sha256 = $3, parcels = $4, bytes = $5
            WHERE claim_id = $1 AND attempt = $2 AND state = 'claimed' RETURNING claim_id`,
          [claimId, attempt, sha256, chunks, bytes],
        ),
      );
      await session.notify(readChannel);
      return done.length > 0;
    },
    async giveBack({ claimId, attempt }, to) {
      await unlessUnmade(() =>
        query(
          `WITH mine AS (
            UPDATE read_claim SET state = $3, worker = NULL, lease_until = NULL
              WHERE claim_id = $1 AND attempt = $2 AND state = 'claimed' RETURNING claim_id)
          DELETE FROM read_parcel p USING mine WHERE p.claim_id = mine.claim_id`,
          [claimId, attempt, to],
        ),
      );
      await session.notify(readChannel);
    },
    close: () => session.close(),
  };
}

async function connect(address: string, heard: () => void): Promise<Session> {
  const session = await openSession(address, schema);
  try {
    const [version] = await session.query<{ number: string; words: string }>(
      `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS words`,
    );
    refuseOldServer(serverOf(address), Number(version?.number), () => String(version?.words));
    await session.listen(toReadChannel, heard);
    await session.query(`SELECT pg_advisory_lock_shared(${workerLockNumber})`);
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** SQL of the time at which a lease that begins now runs out. */
const leaseOf = (seconds: number) => `clock_timestamp() + make_interval(secs => ${seconds})`;

async function claimNext(
  query: Session['query'],
  { program, worker, leaseSeconds, bytesAhead, mostLost }: ClaimTerms,
  declined: readonly string[],
): Promise<ClaimedFile | null> {
  const [claimed] = await unlessUnmade(() =>
    query<{
      claim_id: string;
      attempt: number;
      unit: string;
      file: string;
      sha256: string | null;
      context: Buffer;
    }>(
      `WITH next AS (
          SELECT claim_id FROM read_claim
            WHERE program = $1 AND claim_id <> ALL ($3::bigint[]) AND ${atWork}
              AND (state = 'open' OR state = 'claimed' AND lease_until < clock_timestamp() AND lost < $4)
              AND (SELECT coalesce(sum(bytes), 0) FROM read_claim WHERE state IN ('claimed', 'read')) < $5
            ORDER BY claim_id LIMIT 1 FOR UPDATE SKIP LOCKED)
        UPDATE read_claim c SET state = 'claimed', worker = $2, attempt = c.attempt + 1,
            lost = c.lost + CASE c.state WHEN 'claimed' THEN 1 ELSE 0 END, lease_until = ${leaseOf(leaseSeconds)}
          FROM next, read_context x WHERE c.claim_id = next.claim_id AND x.context_id = c.context_id
          RETURNING c.claim_id, c.attempt, c.unit, c.file, c.sha256, x.context`,
      [program, worker, declined, mostLost, bytesAhead],
    ),
  );
  if (!claimed) return null;
  const { claim_id: claimId, ...rest } = claimed;
  if (rest.attempt > 1) {
    await query('DELETE FROM read_parcel WHERE claim_id = $1 AND attempt < $2', [claimId, rest.attempt]);
  }
  return { claimId, ...rest };
}

/** Before the first run there are no tables; a claim that is gone takes no chunks. */
async function unlessUnmade<Row>(ask: () => Promise<Row[]>): Promise<Row[]> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EngineError && (error.code === noTable || error.code === noParent)) return [];
    throw error;
  }
}
