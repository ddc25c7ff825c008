/**
 * Which files of a publication still hold what was recorded of them: looked at by a thread of its own, which also does
 * what else there is to do with them before the next publication is known.
 */
import { Worker } from 'node:worker_threads';
import type { FileVersion } from '../files/stamp.js';
import { builtPath } from '../workers/entry-points.js';

/** A file, by its path below a folder, as it was written. */
export interface RecordedFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /**
   * What is most likely to be asked of it: its bytes, which come along unless they are very many, or a copy in the
   * next publication, under the same path and for its owner only.
   */
  readonly use: 'bytes' | 'copy' | null;
}

/** A file that holds what was recorded. */
export interface VerifiedFile {
  /** How it stood when it was read. */
  readonly stamp: FileVersion;
  readonly bytes: Uint8Array | null;
  /** A copy stands in the next publication. */
  readonly copied: boolean;
}

/** What the thread is to look at. */
export interface FileToVerify {
  /** Of the publication that stands, and of the next one. */
  readonly folder: string;
  readonly next: string;
  readonly files: readonly RecordedFile[];
}

/** Fewer bytes are read sooner than a thread is started. */
const fewBytes = 2_000_000;
const youngMebibytes = 4;

/** @returns the honest ones among the files, by their paths; none where they are so small that nobody has looked. */
export function verifyFiles(asked: FileToVerify): Promise<ReadonlyMap<string, VerifiedFile>> {
  if (asked.files.reduce((sum, { bytes }) => sum + bytes, 0) < fewBytes) return Promise.resolve(new Map());
  return new Promise((resolve, reject) => {
    new Worker(builtPath('reuse/checksums-worker'), {
      workerData: asked,
      resourceLimits: { maxYoungGenerationSizeMb: youngMebibytes },
    })
      .on('message', resolve)
      .on('error', reject)
      // Of one that has answered, nobody hears any more.
      .on('exit', (code) => reject(new Error(`the thread that looks at what stands ended with ${code}`)));
  });
}
