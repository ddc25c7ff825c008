/**
 * Past one server: the rows of the forms are on other servers, a unit's all on one, chosen by the hash of its name.
 *
 * On each shard, schema `township`: the forms' tables, plain. Here, schema `township_shard_<n>`: the same tables as
 * foreign ones, with the forms' views on them; and in `township` tables partitioned by hash of the unit, whose
 * partitions they are. A transaction about one unit looks into its shard's schema before all others, so that none of its
 * statements reaches another server. What asks for several units uses the partitioned tables.
 *
 * A commit reaches the shard before this server. Where it stopped in between, the mark that every transaction leaves on
 * both sides differs, and the unit is read anew from its files.
 */
import { randomUUID } from 'node:crypto';
import { type Form, keysView } from '../../forms/define.js';
import { definitionOf, formTableStatements } from '../form-tables.js';
import { forgetUnit } from '../stored-tables.js';
import { parseAddress, serverOf } from './address.js';
import type { PostgresEngine } from './engine.js';
import { prepareShard, refuseShards } from './shard-servers.js';

const schemaOf = (shard: number) => `township_shard_${shard}`;
const serverName = (shard: number) => `shard_${shard}`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** How many shards there are; 0: the rows are on this server. */
export function shardsOf(engine: PostgresEngine): number {
  if (engine.query(`SELECT to_regclass('shard') IS NOT NULL AS made`)[0]?.made !== 1) return 0;
  return Number(engine.query('SELECT count(*) AS shards FROM shard')[0]?.shards);
}

/**
 * Puts the rows of the forms on other servers. They are read anew from the inputs by the next run; what was computed from
 * them goes with them. Call inside a transaction, once the core tables are made.
 * @returns addresses of the shards that there were before: those that are none any longer still hold rows.
 * @throws StoreError before anything is changed, where an address is no database that can be a shard.
 */
export function spread(
  engine: PostgresEngine,
  forms: readonly Form[],
  addresses: readonly string[],
  schema: string,
): readonly string[] {
  refuseShards(engine, addresses, schema);
  const former = shardAddresses(engine);
  for (const address of addresses) prepareShard(address, forms, schema);
  engine.exec('CREATE EXTENSION IF NOT EXISTS postgres_fdw');
  for (const { form } of engine.query('SELECT form FROM form_table')) {
    engine.exec(`DROP VIEW IF EXISTS ${keysView(String(form))} CASCADE`);
    engine.exec(`DROP VIEW IF EXISTS ${form} CASCADE`);
    engine.exec(`DROP TABLE IF EXISTS ${form}_row CASCADE`);
  }
  engine.exec(`DELETE FROM form_table; DELETE FROM submission; DELETE FROM reconciled; DELETE FROM evidence;
    DELETE FROM evaluation; DELETE FROM violation; DELETE FROM check_run; DELETE FROM figure;
    DROP TABLE IF EXISTS unit_mark CASCADE; DROP TABLE IF EXISTS unit_mark_here;
    CREATE TABLE IF NOT EXISTS shard (number INTEGER PRIMARY KEY)`);
  for (const { number } of engine.query('SELECT number FROM shard')) {
    engine.exec(`DROP SCHEMA IF EXISTS ${schemaOf(Number(number))} CASCADE`);
    engine.exec(`DROP SERVER IF EXISTS ${serverName(Number(number))} CASCADE`);
  }
  engine.exec('DELETE FROM shard');
  engine.exec('CREATE TABLE unit_mark_here (unit TEXT PRIMARY KEY, mark TEXT NOT NULL)');
  engine.exec('CREATE TABLE unit_mark (unit TEXT NOT NULL, mark TEXT NOT NULL) PARTITION BY HASH (unit)');
  for (const form of forms) {
    for (const text of partitioned(form)) engine.exec(text);
    engine.query('INSERT INTO form_table (form, shape, definition) VALUES ($1, $2, $3)', [
      form.id,
      form.shape.kind,
      definitionOf(form, 'postgres'),
    ]);
  }
  for (const [shard, address] of addresses.entries()) {
    attach(engine, forms, shard, addresses.length, address, schema);
  }
  return former;
}

/** Shards by the names that the server has for them, as they may be shown. */
export function shardNames(engine: PostgresEngine): ReadonlyMap<string, string> {
  const addresses = shardAddresses(engine);
  return new Map(addresses.map((address, at) => [serverName(at), `${serverName(at)} ${serverOf(address)}`]));
}

/** Addresses of the shards, with the passwords that their user mappings hold. */
function shardAddresses(engine: PostgresEngine): string[] {
  if (shardsOf(engine) === 0) return [];
  const option = (of: string, name: string) =>
    `(SELECT option_value FROM pg_options_to_table(${of}) WHERE option_name = '${name}')`;
  return engine
    .query(
      `SELECT ${['host', 'port', 'dbname'].map((name) => `${option('s.srvoptions', name)} AS ${name}`).join(', ')},
        ${['user', 'password'].map((name) => `${option('m.umoptions', name)} AS "${name}"`).join(', ')}
        FROM shard JOIN pg_foreign_server s ON s.srvname = 'shard_' || number
          LEFT JOIN pg_user_mappings m ON m.srvid = s.oid AND m.usename = CURRENT_USER
        ORDER BY number`,
    )
    .map(({ host, port, dbname, user, password }) => {
      const part = (value: unknown) => encodeURIComponent(String(value ?? ''));
      return String(host).startsWith('/')
        ? `postgres://${part(user)}:${part(password)}@/${part(dbname)}?host=${part(host)}&port=${port}`
        : `postgres://${part(user)}:${part(password)}@${host}:${port}/${part(dbname)}`;
    });
}

/** Table and views of a form whose rows are elsewhere: what is unique is so on each shard. */
function partitioned(form: Form): string[] {
  const statements = formTableStatements(form, 'postgres');
  const table = statements[0]
    ?.replace('row_id INTEGER PRIMARY KEY', 'row_id INTEGER NOT NULL')
    .replace(/ STRICT$/, '');
  return [
    `${table} PARTITION BY HASH (unit)`,
    ...statements.filter((statement) => statement.startsWith('CREATE VIEW')),
  ];
}

function attach(
  engine: PostgresEngine,
  forms: readonly Form[],
  shard: number,
  shards: number,
  address: string,
  schema: string,
): void {
  const { host, port, database: dbname, ...user } = parseAddress(address);
  const server = serverName(shard);
  const options = {
    ...{ host, port, dbname },
    async_capable: 'true',
    fetch_size: '2000',
    batch_size: '1000',
    use_remote_estimate: 'true',
    connect_timeout: '15',
  };
  const list = (of: Readonly<Record<string, string>>) =>
    Object.entries(of)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name} ${literal(value)}`)
      .join(', ');
  const own = schemaOf(shard);
  engine.query(`CREATE SERVER ${server} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (${list(options)})`);
  engine.query(`CREATE USER MAPPING FOR CURRENT_USER SERVER ${server} OPTIONS (${list(user)})`);
  engine.query('INSERT INTO shard (number) VALUES ($1)', [shard]);
  engine.exec(`CREATE SCHEMA ${own}`);
  for (const table of ['unit_mark', ...forms.map(({ id }) => `${id}_row`)]) {
    engine.exec(`CREATE FOREIGN TABLE ${own}.${table} PARTITION OF ${schema}.${table}
      FOR VALUES WITH (MODULUS ${shards}, REMAINDER ${shard})
      SERVER ${server} OPTIONS (schema_name ${literal(schema)}, table_name ${literal(table)})`);
  }
  engine.exec(`SET LOCAL search_path TO ${own}, ${schema}`);
  for (const form of forms) engine.exec(partitioned(form)[1] ?? '');
  engine.exec(`SET LOCAL search_path TO ${schema}`);
}

/** The shard on which the rows of a unit stand. */
export function shardOf(engine: PostgresEngine, unit: string, shards: number, schema: string): number {
  const [found] = engine.query(
    `SELECT number FROM generate_series(0, $1 - 1) AS number
      WHERE satisfies_hash_partition($2::regclass, $1, number, $3::text)`,
    [shards, `${schema}.unit_mark`, unit],
  );
  return Number(found?.number);
}

/**
 * From here to its end the transaction is about one unit.
 * @param writes false: its rows are only read.
 */
export function enterShard(
  engine: PostgresEngine,
  forms: readonly Form[],
  unit: string,
  shards: number,
  schema: string,
  writes: boolean,
): void {
  engine.exec(`SET LOCAL search_path TO ${schemaOf(shardOf(engine, unit, shards, schema))}, ${schema}`);
  if (!writes) return;
  const markIn = (table: string) =>
    engine.query(`SELECT mark FROM ${table} WHERE unit = $1`, [unit])[0]?.mark ?? null;
  if (markIn('unit_mark') !== markIn('unit_mark_here')) {
    forgetUnit(engine, unit, forms);
  }
  const mark = randomUUID();
  for (const table of ['unit_mark', 'unit_mark_here']) {
    engine.query(`DELETE FROM ${table} WHERE unit = $1`, [unit]);
    engine.query(`INSERT INTO ${table} (unit, mark) VALUES ($1, $2)`, [unit, mark]);
  }
}
