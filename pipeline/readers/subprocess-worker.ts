/** Runs in a process of its own: reads one file in a thread, under that thread's limits. */
import { setV8Flags } from '../program/v8-flags.js';
import { openReadPool, type ReadRequest } from '../read/pool.js';
import type { ReadEvent } from '../read/read-file.js';
import { serve } from '../workers/serve.js';

/** From the process: an event of the file, or an internal error of its reader. */
export type FromSubprocess = ReadEvent | { readonly is: 'fault'; readonly error: Error };

setV8Flags();

serve(async function* ({ path, context }: ReadRequest): AsyncGenerator<FromSubprocess> {
  const faults: Error[] = [];
  const pool = openReadPool((_, error) => faults.push(error));
  try {
    for await (const event of pool.read(path, context)) {
      for (const error of faults.splice(0)) yield { is: 'fault', error };
      yield event;
    }
  } finally {
    await pool.close();
  }
});
