/** `inspect` in a thread of its own, under the limits that a run has: what a file does never costs the caller. */
import { stat } from 'node:fs/promises';
import { type Finding, finding } from '../findings/finding.js';
import {
  defaultPatience,
  messagesOf,
  type Patience,
  startWorker,
  timeFor,
} from '../workers/watched-worker.js';
import { type Inspection, type InspectOptions, refusedInspection } from './inspect.js';
import type { InspectAnswer, InspectJob } from './inspect-worker.js';

interface Watching {
  readonly patience?: Patience;
  /** Is told of a mistake of the readers; the file is then refused like any other that cannot be read. */
  readonly onFault?: (error: Error) => void;
}

/**
 * As `inspect`; a file that takes too much time or memory is refused with a finding.
 * @throws Error of the file system where the file is not there.
 */
export async function inspectIsolated(
  path: string,
  file: string,
  options: Omit<InspectOptions, 'forms'>,
  { patience = defaultPatience, onFault = () => {} }: Watching = {},
): Promise<Inspection> {
  const { size } = await stat(path);
  const refused = (why: Finding) => refusedInspection(path, file, why, options.language);
  const worker = startWorker('read/inspect-worker', { path, file, options } satisfies InspectJob);
  try {
    for await (const message of messagesOf<InspectAnswer>(worker, timeFor(size, patience))) {
      if (message.is === 'inspected') return message.inspection;
      if (message.is === 'stopped') return await refused(finding(message.rule, 'error', {}, message.params));
      onFault(message.error);
      return await refused(finding('file.reader_failed', 'error'));
    }
    throw new Error('the thread said nothing');
  } finally {
    await worker.terminate();
  }
}
