/**
 * Loaded into child processes before anything else: a thread that ends the process when the pipe from whoever started
 * it closes, which happens however that ends. It works also where the main thread never returns to its event loop.
 */
import { isMainThread, Worker } from 'node:worker_threads';

const pipe = 3;
const end = `require('node:fs').read(${pipe}, Buffer.alloc(1), () => process.kill(process.pid, 'SIGKILL'))`;
// Threads of the process load it as well.
if (isMainThread) new Worker(end, { eval: true, execArgv: [] }).unref();
