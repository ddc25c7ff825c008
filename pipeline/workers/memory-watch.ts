/** Memory outside of the JavaScript heap, which a thread's own limits do not count, watched from within. */
import type { MessagePort } from 'node:worker_threads';

/** What a thread says when it takes too much. */
export const outgrown = 'outgrown';

const mostBytes = 448 * 2 ** 20;
const everyMilliseconds = 50;
/** Buffers that nobody needs any more count until they are collected: only what stays is too much. */
const timesInARow = 4;

/** Tells the other side of the port once buffers and the like have grown over the limit. */
export function watchMemory(port: MessagePort, most = mostBytes): void {
  let times = 0;
  setInterval(() => {
    times = process.memoryUsage().external > most ? times + 1 : 0;
    if (times === timesInARow) port.postMessage(outgrown);
  }, everyMilliseconds).unref();
}
