/** `history <figure>`: which value it had in which publication. */

import { join } from 'node:path';
import { findFigures } from '../audit/find-figure.js';
import { figureName } from '../figure.js';
import { readPublished } from '../history/read.js';
import {
  damagedRecords,
  type PublishedFolder,
  publicationsAskedFor,
  vintagesOf,
} from '../history/vintages.js';
import { UsageError } from '../options.js';
import { commandLine } from '../program/program.js';
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
      `请写明指标，例如：${commandLine} history enterprises.total.count`,
      `Name a figure, e.g. ${commandLine} history enterprises.total.count`,
    );
  }
  const histories = [];
  const faults: UsageError[] = [];
  const publications = publicationsAskedFor(options);
  for (const asked of publications) {
    try {
      histories.push({ ...asked, figures: await historyOf(asked, name, options) });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      faults.push(error);
    }
  }
  const [fault] = faults;
  // A unit may lack what another has.
  if (fault && histories.length === 0) throw fault;
  if (options.json) sayJson(histories.flatMap(({ figures }) => figures));
  for (const { unit, name: folder, figures } of options.json ? [] : histories) {
    const heading = publications.length > 1 ? [`${unit} ${folder}`] : [];
    say(text(figures, [...heading, ...sealLines(options, unit, folder)], options.lang === 'zh'));
  }
  return 0;
}

/** @throws UsageError where it has published no such figure, or several that may be meant. */
async function historyOf(
  { unit, name: folder }: PublishedFolder,
  figureAsked: string,
  { outputs, lang }: Usage['options'],
): Promise<History[]> {
  complainOfRecords(damagedRecords(outputs, unit, folder), lang);
  const all = vintagesOf(outputs, unit, folder);
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
  return findFigures([...known.values()], figureAsked).map((figure) => {
    const id = figureName(figure);
    const values = vintages.map(({ number, run, lines }) => {
      const line = lines.find((one) => figureName(one) === id);
      const { value = '', status = '', previous = '', change = '', unit: of = '' } = line ?? {};
      return { number, published_at: run.published_at, value, status, previous, change, unit: of };
    });
    return { unit, figure: id, label: figure.label, values };
  });
}

interface History {
  readonly unit: string;
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
