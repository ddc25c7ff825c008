/**
 * The least program with the parts of a run on insurance payments: a thread that reads, rows with key and text through
 * one prepared statement, keys that stand twice looked for, one sum kept with its rows. It recognises and checks nothing
 * and publishes nothing: a whole run in this language on this database cannot take less.
 *
 *     node floor.js <file.csv> <database>
 */
import { on } from 'node:events';
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import SqliteDatabase from 'better-sqlite3';

const columns = 10;
/** Cells of a row: its number, its key, its text, its columns. */
const width = columns + 3;
const batchesAhead = 8;

if (isMainThread) await store(process.argv[2] ?? '', process.argv[3] ?? '');
else await read(workerData as string);

async function read(file: string): Promise<void> {
  let [ahead, number, rest] = [0, 0, ''];
  let goOn = () => {};
  parentPort?.on('message', () => {
    ahead--;
    goOn();
  });
  const decoder = new TextDecoder();
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\r\n');
    rest = lines.pop() ?? '';
    parentPort?.postMessage(
      lines.flatMap((line) => {
        const cells = line.split(',');
        return [++number, `${cells[2]},${cells[4]},${cells[5]},${cells[7]},${cells[9]}`, line, ...cells];
      }),
    );
    ahead++;
    if (ahead >= batchesAhead) {
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    }
  }
  parentPort?.close();
}

async function store(file: string, database: string): Promise<void> {
  const sqlite = new SqliteDatabase(database);
  sqlite.pragma('page_size = 8192');
  sqlite.pragma('cache_size = -65536');
  const names = Array.from({ length: columns }, (_, i) => `c${i}`);
  sqlite.exec(
    `CREATE TABLE submitted (row_id INTEGER PRIMARY KEY, key TEXT NOT NULL, texts TEXT NOT NULL, ${names.join(', ')});
    CREATE TABLE evidence (row_id INTEGER PRIMARY KEY, value INTEGER NOT NULL);
    BEGIN`,
  );
  const insert = sqlite.prepare(`INSERT INTO submitted VALUES (${Array(width).fill('?').join(', ')})`);
  const reader = new Worker(fileURLToPath(import.meta.url), { workerData: file });
  for await (const [cells] of on(reader, 'message', { close: ['exit'] })) {
    for (let at = 0; at < cells.length; at += width) insert.run(cells.slice(at, at + width));
    reader.postMessage('next');
  }
  sqlite.prepare('SELECT key FROM submitted GROUP BY key HAVING count(*) > 1').all();
  sqlite.exec(
    `INSERT INTO evidence SELECT row_id, CAST(c8 AS INTEGER) FROM submitted WHERE c7 >= '2021-01-01';
    SELECT sum(value) FROM evidence;
    COMMIT`,
  );
  sqlite.close();
}
