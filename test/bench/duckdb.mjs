/**
 * A CSV into a table of DuckDB, by its own reader: `node test/bench/duckdb.mjs <file.csv> <database>`. Run where it
 * stands, since its package is installed beside it (`npm run bench:install`).
 */
import { DuckDBInstance } from '@duckdb/node-api';

const [, , file = '', database = ''] = process.argv;
const instance = await DuckDBInstance.create(database);
const connection = await instance.connect();
await connection.run(`CREATE TABLE submitted AS SELECT * FROM read_csv('${file.replaceAll("'", "''")}')`);
connection.closeSync();
instance.closeSync();
