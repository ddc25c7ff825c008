/**
 * Digests a file in a process of its own. Threads stop a file that takes too much time or memory; one that brings the
 * whole process down, as the system does where memory runs out, brings down no more than this.
 */
import { fork } from 'node:child_process';
import { finding } from '../findings/finding.js';
import type { Context } from '../normalise/row.js';
import type { ReadEvent } from '../read/read-file.js';
import { addressVariable } from '../store/postgres/address.js';
import { builtPath } from '../workers/entry-points.js';
import type { FromChild, ToChild } from './subprocess-child.js';

/**
 * As a pool's `digest`; a file that ends the process is refused like any other on which a reader failed.
 * @param onFault is told of mistakes of the readers, and that the process was ended.
 */
export async function* readInSubprocess(
  path: string,
  context: Context,
  onFault: (path: string, error: Error) => void,
): AsyncGenerator<ReadEvent, void, undefined> {
  const { [addressVariable]: _, ...env } = process.env;
  const child = fork(builtPath('readers/subprocess-child'), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env,
  });
  const say = (message: ToChild) => {
    // One that has ended hears nothing; how it ended is told by its exit.
    child.send(message, () => {});
  };
  const told: (FromChild | { readonly is: 'ended'; readonly how: string })[] = [];
  let wake = () => {};
  const put = (message: (typeof told)[number]) => {
    told.push(message);
    wake();
  };
  child.on('message', (message) => put(message as FromChild));
  child.on('error', (error) => put({ is: 'ended', how: error.message }));
  child.on('close', (code, signal) => put({ is: 'ended', how: String(signal ?? code) }));
  say({ is: 'digest', path, context });
  try {
    for (;;) {
      const message = told.shift();
      if (!message) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else if (message.is === 'piece') {
        yield message.piece;
        say({ is: 'taken' });
      } else if (message.is === 'fault') {
        onFault(path, message.error);
      } else if (message.is === 'ended') {
        onFault(path, new Error(`the process that read it ended with ${message.how}`));
        yield { is: 'refused', finding: finding('file.reader_failed', 'error') };
        return;
      } else {
        return;
      }
    }
  } finally {
    child.kill('SIGKILL');
  }
}
