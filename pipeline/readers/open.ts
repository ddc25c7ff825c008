/** Who reads for a run: this process, and on a database server whoever else is there. */
import { realpath } from 'node:fs/promises';
import type { Options } from '../options.js';
import type { Log } from '../program/log.js';
import type { OnFault, ReadPool } from '../read/pool.js';
import { ownReaders, type Readers } from './readers.js';

/**
 * @param pool the threads of this process.
 * @param program hash of the program.
 * @throws EngineError where the database server cannot be reached.
 */
export async function openReaders(
  { inputs, database }: Pick<Options, 'inputs' | 'database'>,
  pool: ReadPool,
  program: string,
  log: Log,
  onFault: OnFault,
): Promise<Readers> {
  if (!database) return ownReaders(pool);
  // What a server needs is loaded only where there is one.
  const { shareReading } = await import('./shared.js');
  // As the paths of the files that were found begin.
  const root = await realpath(inputs);
  return shareReading({ pool, address: database, inputs: root, program, log, onFault });
}
