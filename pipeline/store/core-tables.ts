/**
 * The core tables, as `sql/schema/001-core.sql` makes them. Those of another version, or of which some are lacking,
 * are made anew: `inputs/` gives their rows again, but for the history of what was read and published, which is copied.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../program/program.js';
import { sha256 } from '../text/hash.js';
import type { Engine } from './engine.js';
import type { CoreTables as Schema } from './schema.js';
import { columnsFrom, statement } from './statement.js';
import { StoreError } from './store-error.js';

/** A table, a view, an index or a trigger of a database. */
export interface SchemaObject {
  readonly name: string;
  readonly type: string;
}

/** What of a database is asked and done in the words of its own kind. */
export interface Catalogue {
  /** Everything that the pipeline made, the latest first. */
  objects(): readonly SchemaObject[];
  drop(table: SchemaObject): void;
}

/** Whether they were there, or had to be made: of a new database, or in the place of others. */
export type CoreTables = 'present' | 'made' | 'renewed';

/**
 * Makes the core tables, unless they are those of this program. Call inside a transaction.
 * @throws StoreError where a newer version of the program made them.
 */
export function makeCoreTables(engine: Engine, catalogue: Catalogue, schemaFolder: string): CoreTables {
  const objects = catalogue.objects();
  const wanted = coreSchema(schemaFolder);
  const state = stateOf(engine, objects, wanted);
  if (state.is === 'current') return 'present';
  if (state.is === 'other' && isNewer(state.version, version)) {
    throw new StoreError('store.newer', { found: state.version });
  }
  const kept = history.filter(({ table }) => objects.some(({ name }) => name === table));
  for (const { table } of kept) engine.exec(`CREATE TEMPORARY TABLE kept_${table} AS SELECT * FROM ${table}`);
  for (const object of objects) if (object.type === 'table' || object.type === 'view') catalogue.drop(object);
  for (const statement of wanted.statements) engine.exec(statement);
  addCoreSchema.run(engine, { definition: wanted.definition, version });
  for (const { table, number } of kept) bringBack(engine, table, number);
  return objects.length === 0 ? 'made' : 'renewed';
}

/** Whether anything was ever made in the database. @throws StoreError where it is not what this program made. */
export function hasCoreTables(
  engine: Engine,
  { objects }: Pick<Catalogue, 'objects'>,
  schemaFolder: string,
): boolean {
  const found = objects();
  if (found.length === 0) return false;
  const state = stateOf(engine, found, coreSchema(schemaFolder));
  if (state.is === 'other') throw new StoreError('store.other_version', { found: state.version });
  if (state.is === 'incomplete') throw new StoreError('store.incomplete', { missing: state.missing });
  return true;
}

/** Tables whose rows no file in `inputs/` gives again, with the column that numbers them anew. */
const history = [
  { table: 'archived_file', number: null },
  { table: 'publication', number: 'publication_id' },
] as const;

/** Copies what was kept of a table into the new one, as far as both have the same columns. */
function bringBack(engine: Engine, table: string, number: string | null): void {
  const columnsOf = (name: string) =>
    engine
      .prepare(`SELECT * FROM ${name}`)
      .columns()
      .map((column) => column.name);
  const known = columnsOf(table);
  const columns = columnsOf(`kept_${table}`).filter((name) => known.includes(name) && name !== number);
  const list = columns.join(', ');
  const order = number === null ? '' : `ORDER BY ${number}`;
  engine.exec(`INSERT INTO ${table} (${list}) SELECT ${list} FROM kept_${table} ${order}`);
  engine.exec(`DROP TABLE kept_${table}`);
}

interface CoreSchema {
  readonly statements: readonly string[];
  /** What the statements make, by name. */
  readonly names: readonly string[];
  /** sha256 of the statements. */
  readonly definition: string;
}

function coreSchema(schemaFolder: string): CoreSchema {
  const statements = readFileSync(join(schemaFolder, '001-core.sql'), 'utf8')
    .replace(/^\s*--.*\r?\n/gm, '')
    .split(/;[ \t]*$/m)
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const names = statements.flatMap((text) => /^CREATE (?:TABLE|VIEW|INDEX) (\w+)/.exec(text)?.[1] ?? []);
  return { statements, names, definition: sha256(statements.join(';\n')) };
}

const addCoreSchema = statement((db, given: Schema['core_schema']) =>
  db.insertInto('core_schema').values(columnsFrom(given, 'definition', 'version')),
);

const storedCoreSchema = statement((db) => db.selectFrom('core_schema').select(['definition', 'version']));

type State =
  | { readonly is: 'current' }
  | { readonly is: 'other'; readonly version: string }
  | { readonly is: 'incomplete'; readonly missing: string };

/** How the core tables of a database compare with those that this program makes. */
function stateOf(engine: Engine, objects: readonly SchemaObject[], wanted: CoreSchema): State {
  const found = new Set(objects.map(({ name }) => name));
  const made = found.has('core_schema') ? storedCoreSchema.get(engine) : undefined;
  if (made?.definition !== wanted.definition) return { is: 'other', version: made?.version ?? '' };
  const missing = wanted.names.find((name) => !found.has(name));
  return missing === undefined ? { is: 'current' } : { is: 'incomplete', missing };
}

/** Of versions such as 1.10.0, number by number. */
function isNewer(one: string, other: string): boolean {
  const numbers = (text: string) => text.split('.').map(Number);
  const [left, right] = [numbers(one), numbers(other)];
  const at = left.findIndex((number, i) => number !== right[i]);
  return at >= 0 && (left[at] ?? 0) > (right[at] ?? 0);
}
