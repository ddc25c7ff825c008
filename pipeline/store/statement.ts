/**
 * Statements of Kysely's builder: typed by the schema, compiled once, prepared once for each connection. SQL that is
 * hot, has columns that only the form knows, or needs hints for a planner is written as text (`Engine.prepare`).
 */
import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { type Engine, preparedOnce, type Statement } from './engine.js';
import type { Database } from './schema.js';

/** Parameters by name; none where there are none to give. */
type Given<P> = keyof P extends never ? [] : [given: P];

export interface TypedStatement<P, R> {
  run(engine: Engine, ...given: Given<P>): ReturnType<Statement<unknown[], R>['run']>;
  get(engine: Engine, ...given: Given<P>): R | undefined;
  all(engine: Engine, ...given: Given<P>): R[];
  /** Rows as they are asked for; several may be under way at the same time. */
  iterate(engine: Engine, ...given: Given<P>): IterableIterator<R>;
}

/** The value that a parameter of this name is given. */
class Parameter {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Compiles alone: to what SQLite reads, which an engine of another dialect translates as it does all other SQL. */
const builder = new Kysely<Database>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/**
 * ```ts
 * const filesOf = statement((db, given: { unit: string }) =>
 *   db.selectFrom('submission').select(['file', 'sha256']).where('unit', '=', given.unit),
 * );
 * filesOf.all(engine, { unit });
 * ```
 *
 * @param build called once; what it reads of `given` is a placeholder of the parameter's value.
 */
export function statement<R, P extends object = Record<never, never>>(
  build: (db: Kysely<Database>, given: P) => Compilable<R>,
): TypedStatement<P, R> {
  let compiled: { readonly sql: string; readonly parameters: readonly unknown[] } | null = null;
  const text = () => {
    compiled ??= build(builder, parametersByName<P>()).compile();
    return compiled;
  };
  const values = (given: readonly unknown[]) => {
    const byName = (given[0] ?? {}) as Readonly<Record<string, unknown>>;
    return text().parameters.map((value) => (value instanceof Parameter ? byName[value.name] : value));
  };
  const prepared = (engine: Engine) => preparedOnce<unknown[], R>(engine, text().sql);
  return {
    run: (engine, ...given) => prepared(engine).run(...values(given)),
    get: (engine, ...given) => prepared(engine).get(...values(given)),
    all: (engine, ...given) => prepared(engine).all(...values(given)),
    iterate: (engine, ...given) => engine.prepare<unknown[], R>(text().sql).iterate(...values(given)),
  };
}

function parametersByName<P extends object>(): P {
  return new Proxy({}, { get: (_, name) => new Parameter(String(name)) }) as P;
}

/** Some of the parameters, as the values of columns of the same names. */
export function columnsFrom<P, K extends keyof P>(given: P, ...names: readonly K[]): Pick<P, K> {
  return Object.fromEntries(names.map((name) => [name, given[name]])) as Pick<P, K>;
}
