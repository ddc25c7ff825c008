/** How cost grows: with rows, with files, with indicators; and what a run costs when little or nothing changed. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptied } from './contenders.js';
import { exponent, type Measured, measure, median } from './measure.js';
import { inputsOf, period, unit } from './places.js';
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
  /** Until every file was read and stored. */
  readonly stored: number;
  readonly peak: number | null;
}

/** Every size in turn, several times. */
function points(sizes: readonly number[], rounds: number, once: (size: number) => Measured): Point[] {
  const all = sizes.map((size) => ({ size, measured: [] as Measured[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { size, measured } of all) measured.push(once(size));
  }
  return all.map(({ size, measured }) => ({ size, ...pointOf(measured) }));
}

function pointOf(measured: readonly Measured[]): Omit<Point, 'size'> {
  return {
    seconds: median(measured.map((one) => one.seconds)),
    stored: median(measured.map(storedAfter)),
    peak: measured.reduce<number | null>((most, { peak }) => Math.max(most ?? 0, peak ?? 0) || null, null),
  };
}

/** Seconds from the start of a run until its last file was stored, as its log tells. */
function storedAfter({ said }: Measured): number {
  const lines = said.split('\n').filter((line) => line.startsWith('{'));
  const events = lines.map((line): { event?: string; time: number } => JSON.parse(line));
  const started = events.find(({ event }) => event === 'run.started')?.time ?? Number.NaN;
  const stored = events.findLast(({ event }) => event === 'file.read')?.time ?? Number.NaN;
  return (stored - started) / 1000;
}

/**
 * The table; what a run costs without any row is taken off before exponents are fitted: to all sizes, and from each
 * size to the next. What is published of a figure is bounded, and what is read is not: so both are told apart.
 */
function grown(what: string, found: readonly Point[], constant: Omit<Point, 'size'>): string[] {
  const costs = (of: 'seconds' | 'stored') =>
    found.map((point): [number, number] => [point.size, Math.max(point[of] - constant[of], 1e-3)]);
  const since = (of: 'seconds' | 'stored', i: number) =>
    i === 0 ? '' : exponent(costs(of).slice(i - 1, i + 1)).toFixed(2);
  return [
    `| ${what} | whole run | per ${what.split(',')[0]?.replace(/s$/, '')} | exponent | read and stored | exponent | peak memory |`,
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...found.map(({ size, seconds: took, stored, peak }, i) =>
      [
        `| ${size.toLocaleString('en')} | ${seconds(took)} | ${((took / size) * 1e6).toFixed(1)} µs | ${since('seconds', i)}`,
        `${seconds(stored)} | ${since('stored', i)} | ${memory(peak)} |`,
      ].join(' | '),
    ),
    '',
    `beside ${seconds(constant.seconds)} and ${seconds(constant.stored)} for a run that reads one row: whole run ~ size^${exponent(costs('seconds')).toFixed(2)}, reading and storing ~ size^${exponent(costs('stored')).toFixed(2)}`,
  ];
}

export function growthOfRows(folder: string, sizes: readonly number[], rounds: number): string[] {
  const constant = pointOf(Array.from({ length: rounds }, () => smallest(folder)));
  const found = points(sizes, rounds, (rows) =>
    run(inputsOf(folder, 'insurance.csv', rows), join(emptied(folder), 'outputs')),
  );
  return grown('rows, insurance CSV', found, constant);
}

/** A run on a file of one row: what every run costs. */
function smallest(folder: string): Measured {
  const work = emptied(folder);
  const place = join(work, 'inputs', unit, period);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'schools.csv'), '学校,工程名称\r\n');
  return run(join(work, 'inputs'), join(work, 'outputs'));
}

export function growthOfFiles(folder: string, sizes: readonly number[], rounds: number): string[] {
  const constant = pointOf(Array.from({ length: rounds }, () => smallest(folder)));
  const found = points(sizes, rounds, (files) =>
    run(inputsOf(folder, 'files', files), join(emptied(folder), 'outputs')),
  );
  return [
    ...grown('files, 200 rows each', found, constant),
    '',
    ...againOn(folder, sizes.at(-1) ?? 1, rounds),
  ];
}

/** A run when nothing has changed since the last one, and when one file has. */
function againOn(folder: string, files: number, rounds: number): string[] {
  const work = emptied(folder);
  const [inputs, outputs] = [join(work, 'inputs'), join(work, 'outputs')];
  cpSync(inputsOf(folder, 'files', files), inputs, { recursive: true });
  const below = join(inputs, unit, period, 'files');
  const first = run(inputs, outputs).seconds;
  const unchanged: number[] = [];
  const changed: number[] = [];
  for (let round = 0; round < rounds; round++) {
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
    ].map(([what, took]) => `| ${what} | ${seconds(took)} | ${(took / first).toFixed(2)} |`),
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
