/** Statements that are asked over and over: preparing one takes longer than most of its answers. */
import type { Engine, Statement } from './engine.js';

const prepared = new WeakMap<Engine, Map<string, Statement<unknown[], unknown>>>();

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
