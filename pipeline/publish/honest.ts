/** Which files of a publication still hold what was recorded of them: looked at by a thread of its own. */
import { Worker } from 'node:worker_threads';
import { builtPath } from '../built.js';
import type { Stamp } from '../stamp.js';

/** A file, by its path below a folder, as it was written. */
export interface RecordedFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Its bytes are asked for: they come along, unless they are very many. */
  readonly wanted: boolean;
}

/** A file that holds what was recorded. */
export interface Honest {
  /** How it stood when it was read. */
  readonly stamp: Stamp;
  readonly bytes: Uint8Array | null;
}

/** What the thread is to look at. */
export interface Asked {
  readonly folder: string;
  readonly files: readonly RecordedFile[];
}

/** Fewer bytes are read sooner than a thread is started. */
const fewBytes = 2_000_000;
const youngMebibytes = 4;

/** @returns the honest ones among the files, by their paths; none where they are so small that nobody has looked. */
export function honestFiles(asked: Asked): Promise<ReadonlyMap<string, Honest>> {
  if (asked.files.reduce((sum, { bytes }) => sum + bytes, 0) < fewBytes) return Promise.resolve(new Map());
  return new Promise((resolve, reject) => {
    new Worker(builtPath('publish/honest-thread'), {
      workerData: asked,
      resourceLimits: { maxYoungGenerationSizeMb: youngMebibytes },
    })
      .on('message', resolve)
      .on('error', reject);
  });
}
