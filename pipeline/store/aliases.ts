/** `aliases.csv` of a unit in the database, where checks and breakdowns ask for it. */
import type { NameKind } from '../forms/define.js';
import type { NameAlias } from '../normalise/row.js';
import type { Engine } from './engine.js';
import type { CoreTables } from './schema.js';
import { columnsFrom, statement } from './statement.js';

const forget = statement((db, given: { unit: string }) =>
  db.deleteFrom('name_alias').where('unit', '=', given.unit),
);
const add = statement((db, given: CoreTables['name_alias']) =>
  db
    .insertInto('name_alias')
    .values(columnsFrom(given, 'unit', 'kind', 'name', 'canonical', 'valid_from', 'valid_until')),
);

/** Keeps the names of a unit in the place of those before. Call inside a transaction. */
export function keepAliases(
  engine: Engine,
  unit: string,
  aliases: Readonly<Record<NameKind, ReadonlyMap<string, NameAlias>>>,
): void {
  forget.run(engine, { unit });
  for (const kind of ['village', 'project', 'community', 'enterprise'] as const) {
    for (const [name, { canonical, from, until }] of aliases[kind]) {
      add.run(engine, { unit, kind, name, canonical, valid_from: from, valid_until: until });
    }
  }
}

/**
 * Villages that are only called otherwise from a day on: the same thing on both sides of it. A name that any roster
 * lists beside its canonical one was a village of its own, and is merged (DOMAIN B, Villages).
 */
export function renamedVillages(engine: Engine, unit: string): ReadonlyMap<string, string> {
  const rows = engine
    .prepare<[object], { name: string; canonical: string }>(
      `SELECT a.name, a.canonical FROM name_alias a
        WHERE a.unit = :unit AND a.kind = 'village' AND NOT EXISTS (
          SELECT 1 FROM villages_row v WHERE v.unit = :unit AND v.village = a.name)`,
    )
    .all({ unit });
  return new Map(rows.map(({ name, canonical }) => [name, canonical]));
}
