/** `worker` processes that read for runs on PostgreSQL. */
import { started } from './started.js';

/**
 * Loaded before the program: does something before a file is opened that is MARKED, or, in a process in which a run
 * reads apart, MARKED_APART.
 */
export const beforeOpening = (what: string) =>
  `data:text/javascript,${encodeURIComponent(`
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    if (process.channel && process.env.MARKED_APART) process.env.MARKED = process.env.MARKED_APART;
    const open = fs.promises.open;
    fs.promises.open = async (path, ...rest) => {
      if (process.env.MARKED && new RegExp(process.env.MARKED).test(String(path))) ${what};
      return open(path, ...rest);
    };
    syncBuiltinESMExports();
  `)}`;

/** A worker that is connected. */
export async function workerOn(database: string, inputs: string, env: NodeJS.ProcessEnv = {}, lease = '2') {
  const worker = started(['worker', '--inputs', inputs, '--lease', lease], {
    TOWNSHIP_DATABASE: database,
    ...env,
  });
  await worker.says('"worker.connected"');
  return worker;
}
