/** Runs in a process of its own: digests one file, and hands the next pieces over once those before were taken. */
import type { Context } from '../normalise/row.js';
import { setV8Flags } from '../program/v8-flags.js';
import { openReadPool } from '../read/pool.js';
import type { ReadEvent } from '../read/read-file.js';

/** To the process: the file to digest, or that a piece was taken. */
export type ToChild =
  | { readonly is: 'digest'; readonly path: string; readonly context: Context }
  | { readonly is: 'taken' };

/** From the process: a piece of the file, its end, or a mistake of the readers. */
export type FromChild =
  | { readonly is: 'piece'; readonly piece: ReadEvent }
  | { readonly is: 'done' }
  | { readonly is: 'fault'; readonly error: Error };

/** Pieces that may be on their way at once. */
const mostUnderWay = 8;

let underWay = 0;
let wake = () => {};

setV8Flags();

const answer = (message: FromChild) => process.send?.(message);

// Nobody is left to read for.
process.on('disconnect', () => process.exit());
process.on('message', (message: ToChild) => {
  if (message.is === 'taken') {
    underWay--;
    wake();
  } else {
    void work(message.path, message.context);
  }
});

async function work(path: string, context: Context): Promise<void> {
  const pool = openReadPool(undefined, (_, error) => answer({ is: 'fault', error }));
  for await (const piece of pool.digest(path, context)) {
    while (underWay === mostUnderWay) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    underWay++;
    answer({ is: 'piece', piece });
  }
  answer({ is: 'done' });
  await pool.close();
}
