/** What the pipeline's thread and that of the connection say to each other. */
import type { MessagePort } from 'node:worker_threads';
import type { DriverError } from './driver-error.js';

export type Query =
  | { readonly is: 'connect'; readonly address: string }
  /** One or several statements without parameters. */
  | { readonly is: 'exec'; readonly text: string }
  /** One statement, prepared once under its name; `safe`: whole numbers as bigint. */
  | {
      readonly is: 'query';
      readonly text: string;
      readonly name: string | null;
      readonly values: readonly unknown[];
      readonly safe: boolean;
    }
  /** Rows in COPY's own text format. */
  | { readonly is: 'copy'; readonly text: string; readonly rows: Uint8Array<ArrayBuffer> }
  | { readonly is: 'end' };

export type BridgeRequest = Query & { readonly id: number };

export interface Reply {
  readonly id: number;
  /** The connection is in no transaction, in one, or in one that failed. */
  readonly transaction: 'I' | 'T' | 'E';
  readonly alive: boolean;
  readonly columns: readonly string[];
  readonly rows: unknown[][];
  readonly command: string;
  readonly count: number;
  readonly error: DriverError | null;
}

/** What the connection's thread is started with. */
export interface Passage {
  readonly port: MessagePort;
  /** Counts the replies; a thread that waits for one waits for a change here. */
  readonly signal: SharedArrayBuffer;
}
