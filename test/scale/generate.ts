/**
 * Writes the submissions of a county (20 townships), a city (200) or a province (1,800, 100 million rows), or of a
 * part of it: all forms of two years, insurance and enterprises as many as the township has people.
 *
 *     npm run scale -- generate --out inputs [--level county|city|province] [--townships N]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { utf8, writeCsv } from '../bench/csv-file.js';
import { enterpriseRows, insuranceRows } from '../bench/rows.js';
import { xlsx } from '../bench/xlsx.js';
import { identityNumbers } from '../example/codes.js';
import { example } from '../example/example.js';
import { random } from '../example/random.js';
import { township } from '../example/township.js';
import { type Level, places, type Township } from './places.js';

/** Per person and year: payments of two insurances, refunds among them. */
const paymentsPerPerson = 0.75;
/** Per person: firms and the self-employed in the registry. */
const enterprisesPerPerson = 0.02;
/** Of the example, which stands for a township of this many people. */
const examplePopulation = 36_000;

/** Credit codes tell so many registries of one county apart, each of so many firms. */
const serialBlocks = 21;
const serialsPerBlock = 10_000;

export interface Made {
  readonly townships: number;
  readonly files: number;
  /** Rows of data, about: the small forms are not counted one by one. */
  readonly rows: number;
}

/** @param out becomes the folder `inputs/`. */
export async function generate(out: string, level: Level, townships: number): Promise<Made> {
  const made = places(level, townships);
  mkdirSync(out, { recursive: true });
  const lines = [...made.above, ...made.townships].map(
    ({ unit, parent, level: of, code }) => `${unit},${parent},${of},${code}\r\n`,
  );
  writeFileSync(join(out, 'units.csv'), `\ufeffunit,parent,level,code\r\n${lines.join('')}`);
  let [files, rows] = [0, 0];
  for (const [i, town] of made.townships.entries()) {
    const own = await writeTownship(out, town, i + 1);
    files += own.files;
    rows += own.rows;
  }
  return { townships, files, rows };
}

async function writeTownship(
  out: string,
  town: Township,
  seed: number,
): Promise<{ files: number; rows: number }> {
  const scale = town.population / examplePopulation;
  const options = { seed, scale: Math.max(0.1, scale), unit: town.unit };
  const villages = township(options).villages.map(({ name }) => name);
  const files = await example(options);
  let [written, rows] = [0, 0];
  for (const [path, bytes] of files) {
    if (/养老|医保|企业名录|templates/.test(path)) continue;
    const file = join(out, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    written++;
  }
  for (const year of [2020, 2021]) {
    const folder = join(out, town.unit, `${year}-11-30`);
    const r = random(`scale/${town.code}/${year}`);
    const payments = Math.round(town.population * paymentsPerPerson);
    const enterprises = Math.max(1, Math.round(town.population * enterprisesPerPerson));
    writeCsv(
      join(folder, '城乡居民缴费.csv'),
      insuranceRows(payments, r, identityNumbers(r), { villages, year }),
      utf8,
    );
    const registry = enterpriseRows(enterprises, {
      seed: `scale/${town.code}`,
      villages,
      division: town.code.slice(0, 6),
      firstSerial: (seed % serialBlocks) * serialsPerBlock,
    });
    writeFileSync(join(folder, '企业名录.xlsx'), xlsx(registry));
    written += 2;
    rows += payments + enterprises;
  }
  return { files: written, rows };
}
