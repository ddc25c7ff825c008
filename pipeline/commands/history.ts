/** `history <figure>`: which value it had in which publication. */
import { join } from 'node:path';
import { findFigures } from '../audit/find-figure.js';
import { figureName } from '../figure.js';
import { readPublished } from '../history/read.js';
import { damagedRecords, publicationAskedFor, vintagesOf } from '../history/vintages.js';
import { UsageError } from '../options.js';
import { when } from '../text/when.js';
import { complainOfRecords, unalteredOf } from './text/damage.js';
import { say, sayJson } from './text/say.js';
import { sealLines } from './text/seal-line.js';
import type { Usage } from './usage.js';

/** @returns 0 */
export async function historyCommand({ operands, options }: Usage): Promise<number> {
  const [name] = operands;
  if (name === undefined) {
    throw new UsageError(
      '请写明指标，例如：npm start -- history enterprises.total.count',
      'Name a figure, e.g. npm start -- history enterprises.total.count',
    );
  }
  const asked = publicationAskedFor(options);
  const { outputs, lang } = options;
  complainOfRecords(damagedRecords(outputs, asked.unit, asked.name), lang);
  const all = vintagesOf(outputs, asked.unit, asked.name);
  const vintages = (await unalteredOf(all, (path) => path === 'figures.csv', lang)).map((vintage) => ({
    ...vintage,
    lines: readPublished(join(vintage.folder, 'figures.csv')),
  }));
  const known = new Map(
    vintages.flatMap(({ lines }) =>
      lines.map((line) => [
        figureName(line),
        { id: line.id ?? '', group: line.group ?? '', label: line.label ?? '' },
      ]),
    ),
  );
  const figures = findFigures([...known.values()], name);
  const history = figures.map((figure) => {
    const id = figureName(figure);
    const values = vintages.map(({ number, run, lines }) => {
      const line = lines.find((one) => figureName(one) === id);
      const { value = '', status = '', previous = '', change = '', unit = '' } = line ?? {};
      return { number, published_at: run.published_at, value, status, previous, change, unit };
    });
    return { figure: id, label: figure.label, values };
  });
  if (options.json) sayJson(history);
  else say(text(history, sealLines(options, asked.unit, asked.name), lang === 'zh'));
  return 0;
}

interface History {
  readonly figure: string;
  readonly label: string;
  readonly values: readonly {
    readonly number: number;
    readonly published_at: string;
    readonly value: string;
    readonly status: string;
    readonly previous: string;
    readonly change: string;
    readonly unit: string;
  }[];
}

function text(history: readonly History[], sealed: readonly string[], zh: boolean): string {
  const lines = history.flatMap(({ figure, label, values }) => [
    `${figure}  ${label}`,
    ...values.map(({ number, published_at, value, status, previous, unit }) =>
      zh
        ? `  第${number}次  ${when(published_at)}  ${value || '—'}${value ? unit : ''} [${status}]  上年同期 ${previous || '—'}`
        : `  ${number}  ${when(published_at)}  ${value || '—'} ${value ? unit : ''} [${status}]  comparison ${previous || '—'}`,
    ),
  ]);
  return `${[...sealed, ...lines].join('\n')}\n`;
}
