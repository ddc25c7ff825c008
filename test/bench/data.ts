/**
 * The bench's submissions, from a fixed seed: made once below a folder, found there afterwards.
 *
 *     node data.js <folder> <kind> <size> …
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { identityNumbers } from '../example/codes.js';
import { encodeGb18030 } from '../example/gb18030.js';
import { random } from '../example/random.js';
import { utf8, writeCsv } from './csv-file.js';
import { submissionOf } from './places.js';
import { enterpriseRows, insuranceRows } from './rows.js';
import { xlsx } from './xlsx.js';

/** Rows of each of many small files. */
const rowsPerFile = 200;

/** Rows that stand in a run before those whose cost is asked for. */
const rowsBefore = 300_000;

/** What can be made, by its name: a file, or a folder of many. */
const makers: Readonly<Record<string, (path: string, size: number) => void>> = {
  'enterprises.xlsx': (path, rows) => writeFileSync(path, xlsx(enterpriseRows(rows))),
  'insurance.csv': (path, rows) => writeCsv(path, insurance(rows), utf8),
  'more-insurance': (folder, rows) => {
    mkdirSync(folder);
    writeCsv(join(folder, '1.csv'), insurance(rowsBefore), utf8);
    writeCsv(join(folder, '2.csv'), insurance(rows, 'bench/more'), utf8);
  },
  'insurance-gb18030.csv': (path, rows) => writeCsv(path, insurance(rows), encodeGb18030),
  files: (folder, files) => {
    const r = random('bench/files');
    const identity = identityNumbers(r);
    mkdirSync(folder);
    for (let i = 0; i < files; i++) {
      const rows = insuranceRows(rowsPerFile, r, identity);
      const name = join(folder, `村${String(i + 1).padStart(3, '0')}`);
      if (i % 2 === 0) writeCsv(`${name}.csv`, rows, utf8);
      else writeFileSync(`${name}.xlsx`, xlsx(rows));
    }
  },
};

function insurance(rows: number, seed = 'bench/insurance') {
  const r = random(seed);
  return insuranceRows(rows, r, identityNumbers(r));
}

const [, , folder = '', ...wanted] = process.argv;
for (let i = 0; i + 1 < wanted.length; i += 2) {
  const kind = wanted[i] ?? '';
  const size = Number(wanted[i + 1]);
  const path = submissionOf(folder, kind, size);
  if (existsSync(path)) continue;
  const make = makers[kind];
  if (!make) throw new Error(`${kind} is none of ${Object.keys(makers).join(', ')}`);
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.part`;
  rmSync(aside, { recursive: true, force: true });
  make(aside, size);
  renameSync(aside, path);
}
