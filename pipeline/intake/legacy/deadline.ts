/**
 * Loaded into isolated processes before anything else: a thread that ends the process at its deadline, also where
 * its main thread never returns to its event loop and whoever started it is gone.
 */
import { Worker } from 'node:worker_threads';

const milliseconds = Number(process.env.DEADLINE_MS);
const end = `setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${milliseconds})`;
new Worker(end, { eval: true, execArgv: [] }).unref();
