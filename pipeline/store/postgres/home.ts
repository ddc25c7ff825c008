/**
 * Which folders a database belongs to: townships are known by their names, so that those of another `inputs/`, or what
 * was published to other `outputs/`, would be overwritten by namesakes.
 */
import { realpathSync } from 'node:fs';
import type { Options } from '../../options.js';
import { StoreError } from '../store-error.js';
import type { PostgresEngine } from './engine.js';

export type Home = Pick<Options, 'inputs' | 'outputs'>;

function makeTable(engine: PostgresEngine): void {
  if (engine.query(`SELECT to_regclass('home') IS NOT NULL AS made`)[0]?.made === 1) return;
  engine.exec('CREATE TABLE home (inputs TEXT NOT NULL, outputs TEXT NOT NULL)');
}

/**
 * Keeps the folders of the first run; by their paths, since a run may take place on any machine that has them.
 * @param path the database, as it may be shown.
 * @throws StoreError `store.other_home` where the database belongs to others.
 */
export function keepHome(engine: PostgresEngine, home: Home, path: string): void {
  makeTable(engine);
  const [inputs, outputs] = [realpathSync(home.inputs), realpathSync(home.outputs)];
  const [known] = engine.query('SELECT inputs, outputs FROM home');
  if (!known) {
    engine.query('INSERT INTO home (inputs, outputs) VALUES ($1, $2)', [inputs, outputs]);
  } else if (known.inputs !== inputs || known.outputs !== outputs) {
    const found = `${known.inputs} → ${known.outputs}`;
    throw new StoreError('store.other_home', { path, found, given: `${inputs} → ${outputs}` });
  }
}

/** The next run says to which folders the database belongs. */
export function releaseHome(engine: PostgresEngine): void {
  makeTable(engine);
  engine.exec('DELETE FROM home');
}
