/** Files read in a worker, which is ended where it takes too long. */
import { byId } from './element.js';
import type { Answer, CheckData, Question } from './messages.js';

/** Of the clock, whatever else the machine does: a base, and what the file's size explains. */
const seconds = 30;
const secondsPerMegabyte = 5;

/** @throws Error where the worker cannot be started. */
export async function read(file: File, { context }: CheckData): Promise<Answer> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const allowed = Math.round(seconds + (secondsPerMegabyte * bytes.length) / 1e6);
  const question = { name: file.name, bytes, context, tookSeconds: null };
  const answer = await ask(question, allowed);
  return answer ?? (await ask({ ...question, tookSeconds: allowed }, allowed)) ?? Promise.reject(new Error());
}

/** @returns null where the time is up. */
function ask(question: Question, allowedSeconds: number): Promise<Answer | null> {
  const code = new Blob([byId('reader').textContent ?? ''], { type: 'text/javascript' });
  const address = URL.createObjectURL(code);
  const worker = new Worker(address);
  return new Promise<Answer | null>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    setTimeout(() => resolve(null), allowedSeconds * 1000);
    worker.postMessage(question);
  }).finally(() => {
    worker.terminate();
    URL.revokeObjectURL(address);
  });
}
