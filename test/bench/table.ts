/** Markdown for the README. */
import { arch, cpus, platform, release } from 'node:os';
import type { Standing, Work } from './in-turn.js';

export function facts(quick: boolean): string[] {
  const [cpu] = cpus();
  return [
    `Node ${process.version}, ${platform()} ${release()} ${arch()}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}`,
    ...(quick ? ['(quick: a tenth of the data, one round; no figures for a README)'] : []),
  ];
}

export function table({ title, contenders }: Work, standings: readonly Standing[]): string[] {
  const base = standings[0]?.seconds ?? Number.NaN;
  return [
    `| ${title} | median | × ${contenders[0]?.name ?? ''} | peak memory |`,
    '| --- | ---: | ---: | ---: |',
    ...standings.map(({ name, lacking, seconds: took, peak }) =>
      lacking === null
        ? `| ${name} | ${seconds(took)} | ${times(took / base)} | ${memory(peak)} |`
        : `| ${name} | skipped: ${lacking} | | |`,
    ),
  ];
}

export const seconds = (value: number) => `${value.toFixed(2)} s`;
export const memory = (peak: number | null) => (peak === null ? '–' : `${Math.round(peak)} MB`);
const times = (ratio: number) => (Number.isFinite(ratio) ? ratio.toFixed(2) : '–');
