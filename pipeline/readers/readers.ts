/** Who reads the files of a run: this process alone, or others with it. What comes out of a file is the same. */

import type { Context } from '../normalise/row.js';
import type { ReadPool } from '../read/pool.js';
import type { ReadEvent } from '../read/read-file.js';

/** A file that will have to be read, as far as that is known before its turn has come. */
export interface AwaitedFile {
  /** Its path in `inputs/`. */
  readonly source: string;
  /** Of its bytes; null: they have not been looked at yet. */
  readonly sha256: string | null;
  readonly bytes: number;
  /** Hash of everything that its reading depends on beside its bytes. */
  readonly reading: string;
  readonly context: Context;
}

/** A file whose turn has come: its bytes are in the archive. */
export interface ArchivedSource extends AwaitedFile {
  readonly sha256: string;
  /** Path of its bytes. */
  readonly archived: string;
}

/** Others that read as well: what is announced to them early is there when its turn comes. */
export interface OtherReaders {
  /** Of the unit these files are to be read, in this order, and no others. */
  announce(unit: string, files: readonly AwaitedFile[]): Promise<void>;
  /** How many files have been announced and not been read yet. */
  awaited(): number;
  /** How many of them there are at the moment. */
  atHand(): Promise<number>;
}

export interface Readers {
  /** How many files are read at once. */
  readonly size: number;
  /** null: there are none. */
  readonly others: OtherReaders | null;
  /** The pieces of a file; one that cannot be read ends in `refused`. */
  read(file: ArchivedSource): AsyncGenerator<ReadEvent, void, undefined>;
  close(): Promise<void>;
}

/** This process reads all files itself. */
export function ownReaders(pool: ReadPool): Readers {
  return {
    size: pool.size,
    others: null,
    read: ({ archived, context }) => pool.read(archived, context),
    close: () => pool.close(),
  };
}
