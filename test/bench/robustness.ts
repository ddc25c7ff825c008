/**
 * What robust reading costs: the bytes of a large file to bare cells, through recognising with its limits, to typed
 * rows, and the same in the thread that a run keeps apart and may stop at any moment. Typed rows are taken out of
 * their batches cell by cell, with and without the thread, as a run does that stores them. The thread's start and end
 * are not counted: a run starts it before it opens its definitions, its database and the archive, and does not wait for
 * its end.
 */
import { measure, median } from './measure.js';
import { submissionOf } from './places.js';
import { beside } from './programs.js';
import { seconds } from './table.js';

/** Each in a process of its own; in the order in which the stages build on each other. */
export const stages = ['cells', 'recognised', 'typed', 'isolated'] as const;
export type Stage = (typeof stages)[number];

const titles: Readonly<Record<Stage, string>> = {
  cells: 'bytes to cells, with the limits of intake',
  recognised: 'and recognised: header, data, what is no data, totals',
  typed: 'and typed: the rows as a run stores them',
  isolated: 'the same in a thread apart, started before, handed over',
};

interface Taken {
  readonly seconds: number;
  /** Of all threads. */
  readonly cpu: number;
}

function once(stage: Stage, file: string): Taken {
  const { output } = measure(process.execPath, [beside('read-stage'), stage, file], true);
  return JSON.parse(output) as Taken;
}

/** The table for one file: medians of several rounds in turn, and what robustness adds to reading. */
function tableOf(title: string, file: string, rounds: number): string[] {
  const taken = new Map<Stage, Taken[]>(stages.map((stage) => [stage, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [stage, all] of taken) all.push(once(stage, file));
  }
  const of = (stage: Stage, what: keyof Taken) => median((taken.get(stage) ?? []).map((one) => one[what]));
  const added = (what: keyof Taken) =>
    of('recognised', what) - of('cells', what) + (of('isolated', what) - of('typed', what));
  const share = (what: keyof Taken, whole: number) => `${Math.round((added(what) / whole) * 100)}%`;
  /** Reading without recognising and without a thread apart. */
  const bare = (what: keyof Taken) => of('typed', what) - (of('recognised', what) - of('cells', what));
  return [
    `| ${title} | median | CPU | × cells |`,
    '| --- | ---: | ---: | ---: |',
    ...stages.map(
      (stage) =>
        `| ${titles[stage]} | ${seconds(of(stage, 'seconds'))} | ${seconds(of(stage, 'cpu'))} | ${(of(stage, 'cpu') / of('cells', 'cpu')).toFixed(2)} |`,
    ),
    '',
    `recognising, limits and isolation together: ${share('seconds', of('cells', 'seconds'))} of reading to bare cells (CPU ${share('cpu', of('cells', 'cpu'))}), ${share('seconds', bare('seconds'))} of reading to typed rows (CPU ${share('cpu', bare('cpu'))})`,
  ];
}

/** A large workbook and a large CSV, as the bench's data makes them. */
export function costOfRobustness(
  folder: string,
  rows: { xlsx: number; csv: number },
  rounds: number,
): string[] {
  return [
    ...tableOf(
      `Reading ${rows.xlsx.toLocaleString('en')} rows, xlsx`,
      submissionOf(folder, 'enterprises.xlsx', rows.xlsx),
      rounds,
    ),
    '',
    ...tableOf(
      `Reading ${rows.csv.toLocaleString('en')} rows, CSV`,
      submissionOf(folder, 'insurance.csv', rows.csv),
      rounds,
    ),
  ];
}
