/** Contenders for one piece of work, run in turn, so that what else the machine does falls on all alike. */
import { type Measured, median } from './measure.js';

export interface Contender {
  readonly name: string;
  /** Why it is not there; null: it is. */
  readonly lacking: string | null;
  /** Most rounds that it takes part in: one that is ten times as slow shows its median in few. */
  readonly most?: number;
  readonly run: () => Measured;
}

export interface Work {
  readonly id: string;
  readonly title: string;
  /** Each contender's time is also given as a multiple of that of the first. */
  readonly contenders: readonly Contender[];
}

export interface Standing {
  readonly name: string;
  readonly lacking: string | null;
  /** Median; not a number where it is lacking. */
  readonly seconds: number;
  readonly peak: number | null;
}

export function inTurn({ contenders }: Work, rounds: number): Standing[] {
  const runs = contenders.map((contender) => ({ contender, measured: [] as Measured[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { contender, measured } of runs) {
      if (contender.lacking === null && round < (contender.most ?? rounds)) measured.push(contender.run());
    }
  }
  return runs.map(({ contender: { name, lacking }, measured }) => {
    const peaks = measured.flatMap(({ peak }) => (peak === null ? [] : [peak]));
    return {
      name,
      lacking,
      seconds: median(measured.map(({ seconds }) => seconds)),
      peak: peaks.length > 0 ? Math.max(...peaks) : null,
    };
  });
}
