/** What a worker and whoever started it send each other. */

export type ToWorker =
  /** One at a time: the next one once the events of the last have ended. */
  | { readonly is: 'request'; readonly request: unknown }
  /** An event was taken: there is room for one more. */
  | { readonly is: 'room' };

export type FromWorker =
  /** First. @see ownThread */
  | { readonly is: 'started'; readonly thread: string | null }
  | { readonly is: 'event'; readonly event: unknown }
  /** There are no more events. */
  | { readonly is: 'done' }
  /** An internal error. */
  | { readonly is: 'failed'; readonly error: Error }
  /** It waits for a child process of its own, which works. */
  | { readonly is: 'alive' }
  /** It holds too much memory outside of the JavaScript heap, in MiB. */
  | { readonly is: 'outgrown'; readonly allowed: number };

/** Events that may be under way at once. */
export const mostUnderWay = 8;
