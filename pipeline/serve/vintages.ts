/** Publications of a place, and what changed between two of them. */

import { join } from 'node:path';
import { figureName } from '../figure.js';
import { maskText } from '../findings/mask.js';
import { difference, type Difference as Found } from '../history/difference.js';
import { readPublished } from '../history/read.js';
import { type Vintage as Kept, vintagesOf } from '../history/vintages.js';
import type { Place } from './api/place.js';
import type { Difference, FigureHistory, Vintage } from './api/records.js';
import { changeOf } from './figure-changes.js';
import { Refused } from './refused.js';

export const publicationsOf = (outputs: string, { unit, period }: Place): Vintage[] =>
  vintagesOf(outputs, unit, period).map(shown);

function shown({ number, run }: Kept): Vintage {
  const { published_at, counts } = run;
  return {
    number,
    publishedAt: published_at,
    rowsAccepted: counts.rows_accepted,
    rowsHeldBack: counts.rows_held_back,
  };
}

/** @throws Refused where there are not two of them. */
export function differenceOf(
  outputs: string,
  { unit, period }: Place,
  from?: number,
  to?: number,
): Difference {
  const all = vintagesOf(outputs, unit, period);
  const later = to === undefined ? all.at(-1) : all.find(({ number }) => number === to);
  const earlier =
    from === undefined
      ? all[all.findIndex(({ number }) => number === later?.number) - 1]
      : all.find(({ number }) => number === from);
  if (!later || !earlier) throw new Refused('wrong', '只发布过一次，没有可以比较的。');
  const found = difference(earlier, later);
  const { new: fresh, fixed, open } = found.findings;
  return {
    from: shown(earlier),
    to: shown(later),
    reasons: reasonsOf(found),
    figures: found.figures.map(changeOf),
    findings: { new: fresh.length, fixed: fixed.length, open: open.length },
  };
}

const fileWords = { added: '新增文件', removed: '移出文件', replaced: '替换文件' } as const;
const circumstanceWords = { version: '程序版本不同', today: '“今天”的日期不同' } as const;

function reasonsOf(found: Found): string[] {
  return [
    ...found.submissions.map(({ file, what }) => `${fileWords[what]}：${maskText(file)}`),
    ...found.settings.map((file) => `设置有改动：${maskText(file)}`),
    ...found.definitions.map((name) => `口径有改动：${name}`),
    ...found.waivers.began.map((name) => `认可生效：${maskText(name)}`),
    ...found.waivers.lapsed.map((name) => `认可到期或撤回：${maskText(name)}`),
    ...found.circumstances.map((name) => circumstanceWords[name]),
  ];
}

/** A figure over its publications. @param name `id` or `id[group]`. */
export function historyOf(outputs: string, { unit, period }: Place, name: string): FigureHistory {
  const values = vintagesOf(outputs, unit, period).map(({ number, run, folder }) => {
    const line = readPublished(join(folder, 'figures.csv')).find((one) => figureName(one) === name);
    return { number, publishedAt: run.published_at, line };
  });
  const last = values.findLast(({ line }) => line !== undefined)?.line;
  if (!last) throw new Refused('wrong', '没有这个指标，可能刚重新发布过。请刷新再看。');
  return {
    figure: name,
    label: last.label ?? '',
    unit: last.unit ?? '',
    values: values.map(({ number, publishedAt, line }) => ({
      number,
      publishedAt,
      value: line?.value || null,
      status: line?.status ?? '',
      previous: line?.previous || null,
    })),
  };
}
