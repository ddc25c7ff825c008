/** Runs on parts of the province, the model fitted to them, and what it says of the whole. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Papa from 'papaparse';
import { utf8, writeCsv } from '../bench/csv-file.js';
import { programWith } from '../bench/growth.js';
import { measure } from '../bench/measure.js';
import { period, unit } from '../bench/places.js';
import { ourRun } from '../bench/programs.js';
import { insuranceRows } from '../bench/rows.js';
import { identityNumbers } from '../example/codes.js';
import { random } from '../example/random.js';
import { generate } from './generate.js';
import { fitted, type Model, type Observation, predict, type Term, terms } from './model.js';
import { townshipsOf } from './places.js';

type Size = Omit<Observation, 'cost'>;

interface Run extends Size {
  readonly what: string;
  readonly seconds: number;
  /** Of the database, the archive and everything published. */
  readonly bytes: number;
  /** MB. */
  readonly peak: number | null;
}

/**
 * @param parts how many townships each part has, from small to large: 2, 18 and 180 are about a thousandth, a
 *   hundredth and a tenth of the province. The model is fitted to all but the last, and held against that.
 */
export async function measureProvince(folder: string, parts: readonly number[]): Promise<string[]> {
  const largest = parts.at(-1) ?? 1;
  mkdirSync(folder, { recursive: true });
  const runs: Run[] = [];
  // What tells the terms apart: more rows in the same files, more files of the same rows, more figures.
  for (const [rows, files] of [
    [1_000, 1],
    [300_000, 1],
    [300_000, 300],
  ] as const) {
    runs.push(runOn(`${rows} rows in ${files} files`, insuranceIn(folder, rows, files), folder));
  }
  for (const indicators of [10, 60]) {
    const program = programWith(folder, indicators);
    runs.push(runOn(`${indicators} indicators`, insuranceIn(folder, 10_000, 1), folder, program));
    rmSync(program, { recursive: true });
  }
  for (const townships of parts.slice(0, -1)) {
    runs.push(runOn(`${townships} townships`, await partOf(folder, townships), folder));
  }
  const measured = runOn(`${largest} townships`, await partOf(folder, largest), folder);
  const province = scaled(measured, townshipsOf.province / largest);
  return [
    ...table(
      ['run', 'rows', 'files', 'figures', 'units', 'seconds', 'MB on disk', 'peak MB'],
      [
        ...[...runs, measured].map((run) => [
          run.what,
          ...[run.rows, run.files, run.figures, run.units].map(whole),
          run.seconds.toFixed(1),
          whole(run.bytes / 1e6),
          run.peak === null ? '–' : whole(run.peak),
        ]),
      ],
    ),
    '',
    ...table(
      ['model', ...terms],
      [
        ['seconds per', ...terms.map((term) => coefficient(costs(runs, 'seconds'), term))],
        ['bytes per', ...terms.map((term) => coefficient(costs(runs, 'bytes'), term))],
      ],
    ),
    '',
    ...table(
      ['', `${largest} townships, measured`, 'predicted', 'error', 'province, predicted'],
      [
        comparison('hours', runs, measured, province, 'seconds', 3600),
        comparison('GB on disk', runs, measured, province, 'bytes', 1e9),
      ],
    ),
  ];
}

function costs(runs: readonly Run[], of: 'seconds' | 'bytes'): Model {
  return fitted(runs.map((run) => ({ ...run, cost: run[of] })));
}

function coefficient(model: Model, term: Term): string {
  return model[term].toPrecision(3);
}

function comparison(
  what: string,
  runs: readonly Run[],
  measured: Run,
  province: Size,
  of: 'seconds' | 'bytes',
  per: number,
): string[] {
  const said = predict(costs(runs, of), measured);
  // The whole is predicted with what the largest part has taught as well.
  const whole = predict(costs([...runs, measured], of), province);
  const error = said / measured[of] - 1;
  return [
    what,
    ...[measured[of], said].map((value) => (value / per).toFixed(2)),
    `${error < 0 ? '−' : '+'}${Math.abs(100 * error).toFixed(0)}%`,
    (whole / per).toFixed(1),
  ];
}

function runOn(what: string, inputs: string, folder: string, program?: string): Run {
  const outputs = join(folder, 'outputs');
  rmSync(outputs, { recursive: true, force: true });
  const { seconds, peak } = measure(process.execPath, ourRun(inputs, outputs, program));
  const published = filesBelow(outputs);
  const figures = published.filter((file) => basename(file) === 'figures.csv');
  const size = {
    rows: rowsIn(published),
    files: filesBelow(inputs).filter((file) => /-11-30\//.test(file)).length,
    figures: figures.reduce((sum, file) => sum + readFileSync(file, 'utf8').split('\r\n').length - 2, 0),
    units: figures.length,
  };
  const bytes = published.reduce((sum, file) => sum + statSync(file).size, 0);
  rmSync(outputs, { recursive: true });
  return { what, ...size, seconds, bytes, peak };
}

/** Rows of the files that the townships read, of every period; a roll-up lists those of the units below it again. */
function rowsIn(published: readonly string[]): number {
  const lists = published.filter((file) => basename(file) === 'submissions.csv' && !isRollUp(dirname(file)));
  return lists.reduce((sum, file) => {
    const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
    const { data } = Papa.parse<{ rows_total: string }>(text, { header: true, skipEmptyLines: true });
    return sum + data.reduce((rows, line) => rows + Number(line.rows_total), 0);
  }, 0);
}

function isRollUp(publication: string): boolean {
  return 'units' in JSON.parse(readFileSync(join(publication, 'run.json'), 'utf8'));
}

/** Made once: generating takes longer than running. */
async function partOf(folder: string, townships: number): Promise<string> {
  const inputs = join(folder, `province-${townships}`, 'inputs');
  if (existsSync(inputs)) return inputs;
  const aside = join(folder, 'part');
  rmSync(aside, { recursive: true, force: true });
  await generate(aside, 'province', townships);
  mkdirSync(join(inputs, '..'), { recursive: true });
  renameSync(aside, inputs);
  return inputs;
}

function insuranceIn(folder: string, rows: number, files: number): string {
  const inputs = join(folder, `insurance-${rows}-${files}`, 'inputs');
  const place = join(inputs, unit, period);
  if (existsSync(place)) return inputs;
  mkdirSync(place, { recursive: true });
  const r = random('scale/insurance');
  const identity = identityNumbers(r);
  for (let i = 0; i < files; i++) {
    writeCsv(join(place, `第${i + 1}份.csv`), insuranceRows(rows / files, r, identity), utf8);
  }
  writeFileSync(join(inputs, unit, 'unit.csv'), `key,value\r\nname,${unit}\r\n`);
  return inputs;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

function scaled({ rows, files, figures, units }: Size, times: number): Size {
  return { rows: rows * times, files: files * times, figures: figures * times, units: units * times };
}

function table(header: readonly string[], lines: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(header), row(header.map((_, i) => (i === 0 ? '---' : '---:'))), ...lines.map(row)];
}

const whole = (value: number) => Math.round(value).toLocaleString('en');
