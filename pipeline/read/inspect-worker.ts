/** Runs in a thread of its own: inspects one file. */
import { parentPort, workerData } from 'node:worker_threads';
import { forms } from '../forms/index.js';
import { watchMemory } from '../workers/memory-watch.js';
import { type Inspection, type InspectOptions, inspect } from './inspect.js';

/** What the thread is started with. */
export interface InspectJob {
  readonly path: string;
  readonly file: string;
  readonly options: Omit<InspectOptions, 'forms'>;
}

export interface InspectAnswer {
  readonly is: 'inspected';
  readonly inspection: Inspection;
}

const port = parentPort;
if (!port) throw new Error('this module runs as a worker thread');

watchMemory(port);
const { path, file, options } = workerData as InspectJob;
const inspection = await inspect(path, file, { ...options, forms });
port.postMessage({ is: 'inspected', inspection } satisfies InspectAnswer);
