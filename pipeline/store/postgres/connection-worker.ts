/** The thread that holds the connection: does what it is asked in order, and wakes the thread that waits for it. */
import { finished } from 'node:stream/promises';
import { workerData } from 'node:worker_threads';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { driverError } from './driver-error.js';
import type { BridgeRequest, Passage, Reply } from './messages.js';

const { port, signal } = workerData as Passage;
const cells = new Int32Array(signal);
let client: pg.Client | null = null;
/** Why the connection ended by itself. */
let lost: Error | null = null;

/** PostgreSQL's numbers of types. */
const types = { bool: 16, int8: 20, int2: 21, int4: 23, float4: 700, float8: 701, numeric: 1700 };
/** Values come as text and are read by the column's type and the caller's wish. */
const asText = { getTypeParser: () => (value: unknown) => value };

function readerOf(type: number, safe: boolean): ((text: string) => unknown) | null {
  const whole = safe ? BigInt : Number;
  switch (type) {
    case types.bool:
      return (text) => whole(text === 't' ? 1 : 0);
    case types.int2:
    case types.int4:
    case types.int8:
      return whole;
    // Sums of whole numbers are numeric.
    case types.numeric:
      return (text) => (/^-?\d+$/.test(text) ? whole(text) : Number(text));
    case types.float4:
    case types.float8:
      return Number;
    default:
      return null;
  }
}

async function connect(address: string): Promise<void> {
  client = new pg.Client({
    connectionString: address,
    application_name: 'township-metrics',
    connectionTimeoutMillis: 15_000,
  });
  client.on('error', (error) => {
    lost ??= error;
  });
  await client.connect();
}

function connection(): pg.Client {
  if (lost) throw lost;
  if (!client) throw new Error('not connected');
  return client;
}

type Answer = Omit<Reply, 'id' | 'transaction' | 'alive' | 'error'>;
const nothing: Answer = { columns: [], rows: [], command: '', count: 0 };

async function answerTo(request: BridgeRequest): Promise<Answer> {
  switch (request.is) {
    case 'connect':
      await connect(request.address);
      return nothing;
    case 'exec':
      await connection().query(request.text);
      return nothing;
    case 'query': {
      const { text, name, values, safe } = request;
      const named = name === null ? {} : { name };
      const result = await connection().query({
        ...named,
        text,
        values: [...values],
        rowMode: 'array',
        types: asText,
      });
      const readers = result.fields.map(({ dataTypeID }) => readerOf(dataTypeID, safe));
      const rows = result.rows as (string | null)[][];
      for (const row of rows as unknown[][]) {
        for (const [i, read] of readers.entries())
          if (read && row[i] !== null) row[i] = read(row[i] as string);
      }
      return {
        columns: result.fields.map((field) => field.name),
        rows,
        command: result.command,
        count: result.rowCount ?? 0,
      };
    }
    case 'copy': {
      const stream = connection().query(copyFrom(request.text));
      stream.end(Buffer.from(request.rows.buffer, request.rows.byteOffset, request.rows.byteLength));
      await finished(stream);
      return nothing;
    }
    case 'end':
      if (!lost) await client?.end();
      return nothing;
  }
}

function reply(id: number, answer: Answer, error: Reply['error']): void {
  const status = lost ? 'I' : client?.getTransactionStatus();
  const transaction = status === 'T' || status === 'E' ? status : 'I';
  port.postMessage({ id, transaction, alive: lost === null, ...answer, error } satisfies Reply);
  Atomics.add(cells, 0, 1);
  Atomics.notify(cells, 0);
}

let work = Promise.resolve();
port.on('message', (request: BridgeRequest) => {
  work = work.then(async () => {
    try {
      reply(request.id, await answerTo(request), null);
    } catch (error) {
      reply(request.id, nothing, driverError(error));
    }
    if (request.is === 'end') port.close();
  });
});
