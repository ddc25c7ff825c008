/** PostgreSQL behind the pipeline's engine: one connection, statements prepared once, rows fetched in batches. */
import type { Engine, RowWriter, Statement } from '../engine.js';
import { type Bridge, openBridge } from './bridge.js';
import { copyLine } from './copy-text.js';
import { type Translated, translate, valuesFor } from './dialect.js';
import { type Statistics, statistics } from './statistics.js';

/** Rows that are fetched at once; the next batch is on its way while one is used. */
const batch = 2_000;
/** Bytes of rows that are sent at once, and how many such parcels may be under way. */
const parcel = 4 << 20;
const parcelsAhead = 2;

export interface PostgresEngine extends Engine {
  enter?: (unit: string) => void;
  /** Rows of forms are on other servers, which take many at once from a table here only. */
  staging: boolean;
  copy(table: string, columns: readonly string[]): RowWriter;
  /** For what is not the pipeline's SQL: unchanged, in the server's own words. */
  query(text: string, values?: readonly unknown[]): Record<string, unknown>[];
  readonly bridge: Bridge;
}

/**
 * Connects.
 * @param server how the address may be shown: without user and password.
 * @throws EngineError where it cannot.
 */
export function openEngine(address: string, server: string): PostgresEngine {
  const bridge = openBridge(address, server);
  const under = parcels(bridge);
  const written = statistics();
  const prepared = new Map<string, string>();
  const context: Context = {
    bridge,
    written,
    settle(reads) {
      under.settle();
      const tables = reads ? written.due() : [];
      if (tables.length > 0) bridge.ask({ is: 'exec', text: `ANALYZE ${tables.join(', ')}` });
    },
    nameOf(text) {
      const known = prepared.get(text);
      if (known !== undefined) return known;
      const name = `s${prepared.size}`;
      prepared.set(text, name);
      return name;
    },
    identityOf: identities(bridge),
    cursors: { last: 0 },
  };
  const engine: PostgresEngine = {
    bridge,
    staging: false,
    prepare: (sql) => statement(context, sql),
    exec(sql) {
      // What is rolled back may have failed.
      if (/^\s*ROLLBACK\b/.test(sql)) under.drop();
      else under.settle();
      bridge.ask({ is: 'exec', text: translate(sql).text });
    },
    get inTransaction() {
      return bridge.inTransaction;
    },
    close() {
      bridge.close();
    },
    query(text, values = []) {
      under.settle();
      const { columns, rows } = bridge.ask({ is: 'query', text, name: null, values, safe: false });
      return rows.map((row) => named(columns, row));
    },
    spoiltByErrors: true,
    copy: (table, columns) =>
      engine.staging && table.endsWith('_row')
        ? staged(engine, under, table, columns)
        : copier(under, written, table, columns),
  };
  return engine;
}

interface Context {
  readonly bridge: Bridge;
  readonly written: Statistics;
  /** Waits for what was sent without waiting; before rows are read, the planner learns of those written. */
  settle(reads: boolean): void;
  /** Name of the prepared statement. */
  nameOf(text: string): string;
  /** Column of a table that counts by itself; null: none. */
  identityOf(table: string): string | null;
  readonly cursors: { last: number };
}

function named(columns: readonly string[], row: readonly unknown[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [i, name] of columns.entries()) object[name] = row[i];
  return object;
}

function statement<P extends unknown[], R>(context: Context, sql: string): Statement<P, R> {
  const { bridge, settle } = context;
  const translated = translate(sql);
  const into = /^\s*insert into "?(\w+)"?/i.exec(translated.text)?.[1];
  const options = { raw: false, safe: false };
  const ask = (text: string, given: readonly unknown[]) => {
    settle(into === undefined);
    const values = valuesFor(translated, given);
    return bridge.ask({ is: 'query', text, name: context.nameOf(text), values, safe: options.safe });
  };
  const shaped = (columns: readonly string[], rows: unknown[][]): R[] =>
    (options.raw ? rows : rows.map((row) => named(columns, row))) as R[];
  const own: Statement<P, R> = {
    run(...given) {
      const counting = into === undefined ? null : context.identityOf(into);
      const { rows, count } = ask(
        counting === null ? translated.text : `${translated.text} RETURNING ${counting}`,
        given,
      );
      if (into !== undefined) context.written.wrote(into, count);
      return { changes: count, lastInsertRowid: (rows.at(-1)?.[0] as number | bigint | undefined) ?? 0 };
    },
    get: (...given) => own.all(...given)[0],
    all(...given) {
      const { columns, rows } = ask(translated.text, given);
      return shaped(columns, rows);
    },
    iterate: (...given) => fetched(context, translated, given, options.safe, shaped),
    raw() {
      options.raw = true;
      return own;
    },
    safeIntegers(on) {
      options.safe = on;
      return own;
    },
    columns() {
      const values = translated.parameters.map(() => null);
      const text = `SELECT * FROM (${translated.text}\n) AS q LIMIT 0`;
      settle(false);
      return bridge
        .ask({ is: 'query', text, name: null, values, safe: false })
        .columns.map((name) => ({ name }));
    },
  };
  return own;
}

/** Rows through a cursor: what is read is bounded, and other statements may run in between. */
function* fetched<R>(
  { bridge, settle, cursors }: Context,
  translated: Translated,
  given: readonly unknown[],
  safe: boolean,
  shaped: (columns: readonly string[], rows: unknown[][]) => R[],
): Generator<R> {
  settle(true);
  const cursor = `c${++cursors.last}`;
  const held = bridge.inTransaction ? '' : ' WITH HOLD';
  const query = (text: string, values: readonly unknown[] = []) =>
    bridge.post({ is: 'query', text, name: null, values, safe });
  const declared = query(
    `DECLARE ${cursor} NO SCROLL CURSOR${held} FOR ${translated.text}`,
    valuesFor(translated, given),
  );
  const fetch = `FETCH ${batch} FROM ${cursor}`;
  let next = query(fetch);
  bridge.wait(declared);
  let open = true;
  try {
    for (;;) {
      const { columns, rows } = bridge.wait(next);
      if (rows.length < batch) {
        open = false;
        bridge.wait(query(`CLOSE ${cursor}`));
        yield* shaped(columns, rows);
        return;
      }
      next = query(fetch);
      yield* shaped(columns, rows);
    }
  } finally {
    if (open) {
      // Left early, perhaps by an error with which the cursor is gone as well.
      bridge.forget(next);
      bridge.forget(query(`CLOSE ${cursor}`));
    }
  }
}

interface Parcels {
  send(text: string, rows: Uint8Array<ArrayBuffer>): void;
  settle(): void;
  /** Whatever became of them. */
  drop(): void;
}

/** Rows on their way to the server: the pipeline goes on while they are stored, but not far. */
function parcels(bridge: Bridge): Parcels {
  const under: number[] = [];
  const settleTo = (left: number) => {
    while (under.length > left) bridge.wait(under.shift() ?? 0);
  };
  return {
    send(text, rows) {
      settleTo(parcelsAhead - 1);
      under.push(bridge.post({ is: 'copy', text, rows }));
    },
    settle: () => settleTo(0),
    drop() {
      for (const id of under.splice(0)) bridge.forget(id);
    },
  };
}

/** Row by row a foreign table would be asked for each: they are gathered here and handed on by the thousand. */
function staged(
  engine: PostgresEngine,
  under: Parcels,
  table: string,
  columns: readonly string[],
): RowWriter {
  const stage = `${table}_stage`;
  engine.query(`CREATE TEMP TABLE IF NOT EXISTS ${stage} (LIKE ${table}) ON COMMIT DELETE ROWS`);
  const rows = copier(under, null, stage, columns);
  const names = columns.map((name) => `"${name}"`).join(', ');
  return {
    write: rows.write,
    flush() {
      rows.flush();
      engine.exec(`INSERT INTO ${table} (${names}) SELECT ${names} FROM ${stage}; TRUNCATE ${stage}`);
    },
  };
}

function copier(
  under: Parcels,
  written: Statistics | null,
  table: string,
  columns: readonly string[],
): RowWriter {
  const text = `COPY ${table} (${columns.map((name) => `"${name}"`).join(', ')}) FROM STDIN`;
  // Line by line into bytes: a long text would be put together first, and then gone through again.
  let rows = Buffer.alloc(0);
  let end = 0;
  let count = 0;
  const send = () => {
    if (count > 0) under.send(text, rows.subarray(0, end));
    written?.wrote(table, count);
    rows = Buffer.alloc(0);
    end = 0;
    count = 0;
  };
  return {
    write(values) {
      const line = copyLine(values);
      // A character has at most three bytes, one outside of the first plane four in its two halves.
      const most = line.length * 3;
      if (end + most > rows.length) {
        send();
        rows = Buffer.from(new ArrayBuffer(Math.max(parcel, most)));
      }
      end += rows.write(line, end);
      count++;
    },
    flush() {
      send();
      under.settle();
    },
  };
}

/** Columns that count by themselves, by table; asked once the schema is made. */
function identities(bridge: Bridge): (table: string) => string | null {
  const known = new Map<string, string | null>();
  return (table) => {
    const found = known.get(table);
    if (found !== undefined) return found;
    const text = `SELECT attname FROM pg_attribute
      WHERE attrelid = to_regclass($1) AND attidentity <> '' AND NOT attisdropped`;
    const { rows } = bridge.ask({ is: 'query', text, name: null, values: [table], safe: false });
    const column = (rows[0]?.[0] as string | undefined) ?? null;
    known.set(table, column);
    return column;
  };
}
