/**
 * What the pipeline asks of a database: statements that are prepared once and run at once, in the SQL that SQLite
 * and PostgreSQL both understand. A better-sqlite3 database is one without any adapter; `postgres/` makes the other.
 */
import SqliteDatabase from 'better-sqlite3';

export interface Engine {
  prepare<P extends unknown[] | object = unknown[], R = unknown>(
    sql: string,
  ): Statement<P extends unknown[] ? P : [P], R>;
  exec(sql: string): unknown;
  readonly inTransaction: boolean;
  close(): unknown;
  /**
   * From here to its end the transaction is about one unit: where its rows are on a server of their own, no other is
   * asked. Call at the start of a transaction.
   */
  enter?(unit: string): void;
  /** A statement that failed spoils the transaction; SQLite undoes it by itself. */
  readonly spoiltByErrors?: boolean;
  /** A faster way for many rows of a table, where the engine has one. */
  copy?(table: string, columns: readonly string[]): RowWriter;
}

/** A better-sqlite3 database as the engine that it is: its own types say the same in another way. */
export function sqliteEngine(database: SqliteDatabase.Database): Engine {
  return database as unknown as Engine;
}

/** Parameters are given by position for `?`, or as one object for `:name`. */
export interface Statement<P extends unknown[], R> {
  run(...parameters: P): { readonly changes: number; readonly lastInsertRowid: number | bigint };
  get(...parameters: P): R | undefined;
  all(...parameters: P): R[];
  /** Rows as they are asked for. */
  iterate(...parameters: P): IterableIterator<R>;
  /** Rows as lists of their values. */
  raw(): this;
  /** Whole numbers as bigint. */
  safeIntegers(on: boolean): this;
  columns(): { readonly name: string }[];
}

/** Takes many rows of one table. */
export interface RowWriter {
  write(values: readonly unknown[]): void;
  /** Before anything is asked of the rows. */
  flush(): void;
}

/** The fastest way that the engine has for rows of a table. */
export function rowWriter(engine: Engine, table: string, columns: readonly string[]): RowWriter {
  if (engine.copy) return engine.copy(table, columns);
  const insert = engine.prepare<unknown[]>(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  return { write: (values) => void insert.run(...values), flush: () => {} };
}

/** The database refused a statement, or cannot be reached; never with values of a row. */
export class EngineError extends Error {
  /** SQLSTATE, or the code of the connection's failure. */
  readonly code: string;
  /** The server's address, without user and password. */
  readonly server: string;

  constructor(message: string, code: string, server: string) {
    super(message);
    this.code = code;
    this.server = server;
  }
}

/** All of it or nothing. */
export function transaction<T>(engine: Engine, work: () => T): T {
  engine.exec('BEGIN IMMEDIATE');
  try {
    const done = work();
    engine.exec('COMMIT');
    return done;
  } catch (error) {
    if (engine.inTransaction) engine.exec('ROLLBACK');
    throw error;
  }
}

/** Does what may fail: where it does, the transaction goes on as if it had not been tried. */
export function undoing<T>(engine: Engine, work: () => T): T {
  if (!engine.spoiltByErrors) return work();
  engine.exec('SAVEPOINT attempt');
  try {
    const done = work();
    engine.exec('RELEASE attempt');
    return done;
  } catch (error) {
    // A full disk ends the whole transaction, and its savepoints with it.
    if (engine.inTransaction) engine.exec('ROLLBACK TO attempt; RELEASE attempt');
    throw error;
  }
}

/** Whether the rows keep the constraints of their table; where they do not, nothing has been done. */
export function attempt(engine: Engine, statement: () => unknown): boolean {
  try {
    undoing(engine, statement);
    return true;
  } catch (error) {
    if (violationOf(error) === 'check') return false;
    throw error;
  }
}

/** Which constraint a row broke; null where the error says something else. */
export function violationOf(error: unknown): 'check' | 'unique' | 'not_null' | null {
  if (!(error instanceof SqliteDatabase.SqliteError || error instanceof EngineError)) return null;
  switch (error.code) {
    case 'SQLITE_CONSTRAINT_CHECK':
    case '23514':
      return 'check';
    case 'SQLITE_CONSTRAINT_PRIMARYKEY':
    case 'SQLITE_CONSTRAINT_UNIQUE':
    case '23505':
      return 'unique';
    case 'SQLITE_CONSTRAINT_NOTNULL':
    case '23502':
      return 'not_null';
    default:
      return null;
  }
}

export const prepared = new WeakMap<Engine, Map<string, Statement<unknown[], unknown>>>();

/**
 * The statement, prepared once for each connection. It is shared: it must be read to its end (`all`, `get`) before it
 * is asked again, and be asked for rows in one way, as lists or as objects, wherever it is used.
 */
export function preparedOnce<P extends unknown[], R>(engine: Engine, sql: string): Statement<P, R> {
  let own = prepared.get(engine);
  if (!own) {
    own = new Map();
    prepared.set(engine, own);
  }
  let statement = own.get(sql);
  if (!statement) {
    statement = engine.prepare<unknown[]>(sql);
    own.set(sql, statement);
  }
  return statement as Statement<P, R>;
}
