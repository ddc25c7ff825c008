/** How cost grows: with rows, with files, with indicators; and what a run costs when little or nothing changed. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { growthOf, type Measured, measure, median } from './measure.js';
import { emptied, fresh, inputsOf, period, unit } from './places.js';
import { ourRun } from './programs.js';
import { memory, seconds } from './table.js';

/** A run that tells its log, from which it is seen when the files were stored. */
const run = (inputs: string, outputs: string, program?: string) =>
  measure(
    process.execPath,
    ourRun(inputs, outputs, program).filter((argument) => argument !== '--quiet'),
  );

interface Point {
  readonly size: number;
  readonly seconds: number;
  /** Until every file was read and stored, */
  readonly stored: number;
  /** and until all figures and checks were computed. */
  readonly computed: number;
  /** MB */
  readonly peak: number | null;
}

/** Every size in turn, several times. */
function points(sizes: readonly number[], rounds: number, once: (size: number) => Measured): Point[] {
  const all = sizes.map((size) => ({ size, measured: [] as Measured[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { size, measured } of all) measured.push(once(size));
  }
  return all.map(({ size, measured }) => ({
    size,
    seconds: median(measured.map((one) => one.seconds)),
    stored: median(measured.map((one) => secondsUntil('file.read', one))),
    computed: median(measured.map((one) => secondsUntil('unit.computed', one))),
    peak: measured.some(({ peak }) => peak === null) ? null : median(measured.map(({ peak }) => peak ?? 0)),
  }));
}

/** Seconds from the start of a run until it told of something for the last time. */
function secondsUntil(event: string, { said }: Measured): number {
  const lines = said.split('\n').filter((line) => line.startsWith('{'));
  const events = lines.map((line): { event?: string; time: number } => JSON.parse(line));
  const started = events.find((one) => one.event === 'run.started')?.time ?? Number.NaN;
  const last = events.findLast((one) => one.event === event)?.time ?? Number.NaN;
  return (last - started) / 1000;
}

/**
 * The table and the growth that fits it. What is published of a figure is bounded, and what is read and computed is
 * not: so both are told apart.
 */
function grown(what: string, found: readonly Point[]): string[] {
  const parts = [
    ['whole run', ({ seconds: took }: Point) => took],
    ['read and stored', ({ stored }: Point) => stored],
    ['and computed', ({ computed }: Point) => computed],
  ] as const;
  return [
    `| ${what} | whole run | per ${what.split(',')[0]?.replace(/s$/, '')} | read and stored | and computed | peak memory |`,
    '| ---: | ---: | ---: | ---: | ---: | ---: |',
    ...found.map(({ size, seconds: took, stored, computed, peak }) => {
      const each = `${((took / size) * 1e6).toFixed(1)} µs`;
      return `| ${size.toLocaleString('en')} | ${seconds(took)} | ${each} | ${seconds(stored)} | ${seconds(computed)} | ${memory(peak)} |`;
    }),
    '',
    '| fitted | fixed | exponent | off by |',
    '| --- | ---: | ---: | ---: |',
    ...parts.map(([part, of]) => {
      const { fixed, exponent, off } = growthOf(found.map((point) => [point.size, of(point)]));
      return `| ${part} | ${seconds(fixed)} | ${exponent.toFixed(2)} | ${Math.round(off * 100)}% |`;
    }),
  ];
}

/**
 * @param kind `insurance.csv` or `enterprises.xlsx`; `more-insurance` for rows that come to others in the same run, by
 *   which code is compiled already, and evidence is beyond what is listed.
 */
export function growthOfRows(
  folder: string,
  kind: string,
  sizes: readonly number[],
  rounds: number,
): string[] {
  const found = points(sizes, rounds, (rows) =>
    run(inputsOf(folder, kind, rows), join(emptied(folder), 'outputs')),
  );
  return grown(`rows, ${kind}`, found);
}

export function growthOfFiles(folder: string, sizes: readonly number[], rounds: number): string[] {
  const found = points(sizes, rounds, (files) =>
    run(inputsOf(folder, 'files', files), join(fresh(folder), 'outputs')),
  );
  return [...grown('files, 200 rows each', found), '', ...againOn(folder, sizes.at(-1) ?? 1)];
}

/** They take a second or two, of which a tenth is chance. */
const timesAgain = 7;

/** A run when nothing has changed since the last one, and when one file has. */
function againOn(folder: string, files: number): string[] {
  const work = fresh(folder);
  const [inputs, outputs] = [join(work, 'inputs'), join(work, 'outputs')];
  cpSync(inputsOf(folder, 'files', files), inputs, { recursive: true });
  const below = join(inputs, unit, period, 'files');
  const first = run(inputs, outputs).seconds;
  const unchanged: number[] = [];
  const changed: number[] = [];
  for (let round = 0; round < timesAgain; round++) {
    unchanged.push(run(inputs, outputs).seconds);
    // A row less.
    const file = join(below, readdirSync(below).filter((name) => name.endsWith('.csv'))[round] ?? '');
    const lines = readFileSync(file, 'utf8').split('\r\n');
    writeFileSync(file, lines.filter((_, i) => i !== 1).join('\r\n'));
    changed.push(run(inputs, outputs).seconds);
  }
  return [
    `| ${files} files | median | × the full run |`,
    '| --- | ---: | ---: |',
    ...[
      ['full run', first] as const,
      ['nothing changed', median(unchanged)] as const,
      ['one file changed', median(changed)] as const,
    ].map(([what, took]) => `| ${what} | ${seconds(took)} | ${(took / first).toFixed(3)} |`),
  ];
}

export function growthOfIndicators(folder: string, rows: number, rounds: number): string[] {
  const inputs = inputsOf(folder, 'insurance.csv', rows);
  const programs = new Map([10, 100].map((count) => [count, programWith(folder, count)]));
  const found = points([...programs.keys()], rounds, (count) =>
    run(inputs, join(emptied(folder), 'outputs'), programs.get(count)),
  );
  for (const program of programs.values()) rmSync(program, { recursive: true });
  return [
    `| indicators, ${rows.toLocaleString('en')} rows | median | peak memory |`,
    '| ---: | ---: | ---: |',
    ...found.map(({ size, seconds: took, peak }) => `| ${size} | ${seconds(took)} | ${memory(peak)} |`),
  ];
}

/** A copy of the program whose catalogue is so many indicators: those of insurance, again and again. */
export function programWith(folder: string, count: number): string {
  const program = join(folder, `program-${count}`);
  rmSync(program, { recursive: true, force: true });
  for (const part of ['dist', 'sql', 'package.json']) cpSync(part, join(program, part), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(program, 'node_modules'), 'junction');
  const indicators = join(program, 'sql/indicators');
  rmSync(indicators, { recursive: true });
  const originals = readdirSync('sql/indicators/insurance').map((name) =>
    join('sql/indicators/insurance', name),
  );
  for (let i = 0; i < count; i++) {
    const text = readFileSync(originals[i % originals.length] ?? '', 'utf8');
    const place = `${1 + Math.floor(i / 50)}.${String(1 + (i % 50)).padStart(2, '0')}`;
    mkdirSync(join(indicators, `copy_${i}`), { recursive: true });
    writeFileSync(
      join(indicators, `copy_${i}`, 'paid.amount.sql'),
      text.replace(/^-- place: .*$/m, `-- place: ${place}`),
    );
  }
  return program;
}
