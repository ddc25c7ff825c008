/** What is compared: the work, and who does it. */
import { join } from 'node:path';
import type { Contender, Work } from './in-turn.js';
import { type Measured, measure } from './measure.js';
import { emptied, inputsOf, submissionOf } from './places.js';
import { beside, duckdb, lacks, ourRun, pandas, pandasExcel } from './programs.js';

const sheetPart = 'xl/worksheets/sheet1.xml';
/** What takes ten times as long as the others. */
const slow = 3;

const unzip = (file: string): Contender => ({
  name: '`unzip -p` of the sheet',
  lacking: lacks.unzip,
  run: () => measure('unzip', ['-p', file, sheetPart]),
});

const ours = (name: string, folder: string, inputs: string): Contender => ({
  name,
  lacking: null,
  run: () => measure(process.execPath, ourRun(inputs, join(emptied(folder), 'outputs'))),
});

const baseline = (name: string, folder: string, file: string): Contender => ({
  name,
  lacking: null,
  most: slow,
  run: () => measure(process.execPath, [beside('baseline'), file, join(emptied(folder), 'baseline.db')]),
});

const withPandas = (folder: string, file: string, read: 'read_excel' | 'read_csv'): Contender => ({
  name: `pandas ${read} + to_sql`,
  lacking: read === 'read_csv' ? lacks.pandas : lacks.pandasExcel,
  most: slow,
  run: () =>
    measure((read === 'read_csv' ? pandas : pandasExcel) ?? '', [
      '-c',
      'import sqlite3, sys, pandas; getattr(pandas, sys.argv[1])(sys.argv[2]).to_sql("submitted", sqlite3.connect(sys.argv[3]))',
      read,
      file,
      join(emptied(folder), 'pandas.db'),
    ]),
});

/** Reading a workbook to its cells: the time of the reading alone, as the reader itself takes it. */
export function readingWork(folder: string, rows: number): Work {
  const file = submissionOf(folder, 'enterprises.xlsx', rows);
  const reader = (name: string, which: string, most?: number): Contender => ({
    name,
    lacking: null,
    ...(most === undefined ? {} : { most }),
    run: (): Measured => {
      const measured = measure(process.execPath, [beside('read-with'), which, file], true);
      return { ...measured, ...(JSON.parse(measured.output) as { seconds: number }) };
    },
  });
  return {
    id: 'reading',
    title: `Reading ${rows.toLocaleString('en')} rows × 13 of xlsx to cells`,
    contenders: [unzip(file), reader('our reader', 'ours'), reader('exceljs, stream', 'exceljs', slow)],
  };
}

export function xlsxWork(folder: string, rows: number): Work {
  const file = submissionOf(folder, 'enterprises.xlsx', rows);
  return {
    id: 'xlsx',
    title: `Whole run on an enterprise registry of ${rows.toLocaleString('en')} rows, xlsx`,
    contenders: [
      unzip(file),
      ours('**township-metrics run**', folder, inputsOf(folder, 'enterprises.xlsx', rows)),
      baseline('exceljs stream + better-sqlite3, into a table of text', folder, file),
      withPandas(folder, file, 'read_excel'),
    ],
  };
}

export function csvWork(folder: string, rows: number): Work {
  const file = submissionOf(folder, 'insurance.csv', rows);
  return {
    id: 'csv',
    title: `Whole run on ${rows.toLocaleString('en')} insurance payments, CSV`,
    contenders: [
      {
        name: '`sqlite3 .import`',
        lacking: lacks.sqlite3,
        run: () =>
          measure('sqlite3', [
            ...['-cmd', '.mode csv'],
            join(emptied(folder), 'import.db'),
            `.import '${file.replaceAll("'", "''")}' submitted`,
          ]),
      },
      ours('**township-metrics run**, UTF-8', folder, inputsOf(folder, 'insurance.csv', rows)),
      ours('**township-metrics run**, GB18030', folder, inputsOf(folder, 'insurance-gb18030.csv', rows)),
      baseline('papaparse + better-sqlite3, into a table of text', folder, file),
      {
        name: 'floor: the same parts at their least',
        lacking: null,
        run: () => measure(process.execPath, [beside('floor'), file, join(emptied(folder), 'floor.db')]),
      },
      withPandas(folder, file, 'read_csv'),
      {
        name: 'DuckDB read_csv',
        lacking: lacks.duckdb,
        run: () => measure(process.execPath, [duckdb, file, join(emptied(folder), 'submitted.duckdb')]),
      },
    ],
  };
}
