/** What the units of a run share: definitions, database, threads that read and correct. */
import { join } from 'node:path';
import { loadChecks } from '../checks/catalogue.js';
import { type CorrectionPool, openCorrectionPool } from '../corrections/pool.js';
import { filesBelow, type NamedFile } from '../files/files-below.js';
import type { Finding } from '../findings/finding.js';
import { loadIndicators } from '../indicators/catalogue.js';
import type { Progress } from '../operations/progress.js';
import type { Options } from '../options.js';
import type { Log } from '../program/log.js';
import { programHash } from '../program/program.js';
import type { Catalogues } from '../publication/compute.js';
import { openReadPool } from '../read/pool.js';
import { openReaders } from '../readers/open.js';
import type { Readers } from '../readers/readers.js';
import type { Store } from '../store/database.js';
import { openStoreOf } from '../store/open.js';

/** What a run was asked for. */
export interface RunTerms {
  readonly options: Options;
  readonly log: Log;
  readonly progress: Progress;
  /** Files that are taken as not readable, by their path below inputs/, and why: as they once were. */
  readonly unread: UnreadFiles;
}

/** Files that a run does not read, by their path, and why. */
export type UnreadFiles = ReadonlyMap<string, Finding>;

export interface RunContext extends RunTerms {
  readonly store: Store;
  readonly readers: Readers;
  readonly correctors: CorrectionPool;
  readonly definitions: Definitions;
}

/** The catalogues of `sql/`, and the hash of the program with them. */
export interface Definitions extends Catalogues {
  readonly program: string;
  /** The files of `sql/`, by their path below it. */
  readonly files: readonly NamedFile[];
}

/**
 * Opens what a run works with, for as long as it is used: however `use` ends, threads, processes and connections end.
 * @param sql folder of the definitions.
 */
export async function withContext<T>(
  terms: RunTerms,
  sql: string,
  use: (context: RunContext) => Promise<T>,
): Promise<T> {
  const { options, log } = terms;
  const opened: { close(): Promise<void> }[] = [];
  const open = <Opened extends { close(): Promise<void> }>(one: Opened): Opened => {
    opened.unshift(one);
    return one;
  };
  let used: T;
  try {
    const onFault = (path: string, err: Error) => log.error({ event: 'file.reader_failed', path, err });
    const pool = open(openReadPool(onFault));
    const definitions = loadDefinitions(sql);
    const store = open(await openStoreOf(options, options.inputs));
    const readers = open(await openReaders(options, pool, definitions.program, log, onFault));
    const correctors = open(openCorrectionPool());
    used = await use({ ...terms, store, readers, correctors, definitions });
  } catch (error) {
    // What ended the work is the reason; that closing fails as well, on a full disk for instance, is not.
    await closeAll(opened);
    throw error;
  }
  const [failure] = await closeAll(opened);
  if (failure) throw failure.reason;
  return used;
}

/** Closes each, whatever becomes of the others: a thread that is left keeps the process alive. @returns what failed. */
async function closeAll(opened: readonly { close(): Promise<void> }[]): Promise<PromiseRejectedResult[]> {
  const failures: PromiseRejectedResult[] = [];
  for (const one of opened) {
    const [closed] = await Promise.allSettled([one.close()]);
    if (closed.status === 'rejected') failures.push(closed);
  }
  return failures;
}

/** @throws Error naming file and line where a definition is faulty. */
function loadDefinitions(folder: string): Definitions {
  return {
    indicators: loadIndicators(join(folder, 'indicators')),
    checks: loadChecks(join(folder, 'checks')),
    program: programHash(),
    files: ['indicators', 'checks'].flatMap((name) =>
      filesBelow(join(folder, name), name).filter(({ file }) => file.endsWith('.sql')),
    ),
  };
}
