import { forms } from '../../pipeline/forms/index.js';
import { openWorkbook } from '../../pipeline/intake/open.js';
import type { SourceSheet } from '../../pipeline/intake/workbook.js';
import type { Context } from '../../pipeline/normalise/row.js';
import { noAliases } from '../../pipeline/normalise/row.js';
import { setV8Flags } from '../../pipeline/program/v8-flags.js';
import { openReadPool } from '../../pipeline/read/pool.js';
import { type ReadEvent, readFile } from '../../pipeline/read/read-file.js';
import { cellsOf } from '../../pipeline/read/row-batch.js';
import { noAnswers } from '../../pipeline/recognise/answers.js';
import { recognise } from '../../pipeline/recognise/index.js';
import { period, unit } from './places.js';
import type { Stage } from './robustness.js';

const context: Context = {
  unitNames: [unit],
  otherUnits: [],
  asOf: period,
  aliases: noAliases,
  answers: noAnswers,
};

async function eachSheet(file: string, read: (sheet: SourceSheet) => Promise<void>): Promise<void> {
  const opened = await openWorkbook(file);
  if ('unreadable' in opened) throw new Error(`${file}: ${opened.unreadable.rule}`);
  for (const sheet of opened.workbook.sheets) await read(sheet);
  await opened.close();
}

let rows = 0;

/** Takes the cells out of a batch, as a run does that stores them. */
function take(piece: ReadEvent): void {
  if (piece.is !== 'rows') return;
  const { columns } = piece.batch;
  for (const cells of cellsOf(piece.batch, 16)) rows += cells.length / columns.length;
}

const readers: Readonly<Record<Stage, (file: string) => Promise<void>>> = {
  cells: (file) =>
    eachSheet(file, async (sheet) => {
      for await (const batch of sheet.rows()) rows += batch.length;
    }),
  recognised: (file) =>
    eachSheet(file, async (sheet) => {
      for await (const piece of recognise(sheet, forms, context, false)) {
        if (piece.is === 'data') rows += piece.rows.length;
      }
    }),
  async typed(file) {
    for await (const piece of readFile(file, forms, context)) take(piece);
  },
  async isolated(file) {
    for await (const piece of pool.read(file, context)) take(piece);
  },
};

setV8Flags();
const [, , stage = 'cells', file = ''] = process.argv;
const pool = openReadPool();
// Starting Node is not reading.
const [from, cpuFrom] = [performance.now(), process.cpuUsage()];
await readers[stage as Stage](file);
const seconds = (performance.now() - from) / 1000;
// Nobody waits for a thread that has done its work.
await pool.close();
const { user, system } = process.cpuUsage(cpuFrom);
process.stdout.write(JSON.stringify({ rows, seconds, cpu: (user + system) / 1e6 }));
