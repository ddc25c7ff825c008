/** A connection that is waited for without holding up its thread, and that hears what others notify. */
import pg from 'pg';
import { EngineError } from '../store/engine.js';
import { serverOf } from '../store/postgres/address.js';
import { driverError } from '../store/postgres/driver-error.js';

export interface Session {
  /** @throws EngineError where the server refused, or is gone. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** @param heard is called for each notice on the channel, and once the connection is lost. */
  listen(channel: string, heard: () => void): Promise<void>;
  notify(channel: string): Promise<void>;
  /** The connection has not been lost. */
  readonly alive: boolean;
  close(): Promise<void>;
}

const keepAliveMilliseconds = 10_000;

/** Connects. Names are looked for in `searched`. @throws EngineError where it cannot. */
export async function openSession(address: string, searched: string): Promise<Session> {
  const server = serverOf(address);
  const client = new pg.Client({
    connectionString: address,
    application_name: 'township-metrics readers',
    connectionTimeoutMillis: 15_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMilliseconds,
  });
  let lost: Error | null = null;
  const losing = new Set<() => void>();
  client.on('error', (error) => {
    lost ??= error;
    for (const heard of losing) heard();
  });
  const refused = (error: unknown) => {
    const { message, code } = driverError(error);
    return new EngineError(message, code, server);
  };
  const query = async <Row extends object>(text: string, values: readonly unknown[] = []) => {
    try {
      if (lost) throw lost;
      return (await client.query(text, [...values])).rows as Row[];
    } catch (error) {
      throw refused(error);
    }
  };
  try {
    await client.connect();
    await client.query(`SET search_path TO ${searched}; SET client_min_messages TO warning`);
  } catch (error) {
    await client.end();
    throw refused(error);
  }
  return {
    query,
    async listen(channel, heard) {
      losing.add(heard);
      client.on('notification', (notice) => {
        if (notice.channel === channel) heard();
      });
      await query(`LISTEN ${channel}`);
    },
    async notify(channel) {
      await query('SELECT pg_notify($1, $2)', [channel, '']);
    },
    get alive() {
      return lost === null;
    },
    async close() {
      if (!lost) await client.end();
    },
  };
}
