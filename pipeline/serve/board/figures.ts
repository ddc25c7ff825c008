/** The headline figures of a board, and as a paragraph to copy. */
import { join } from 'node:path';
import { type Figure, isNotOwed } from '../../figure.js';
import { readPublished } from '../../history/read.js';
import { shownAmount, shownChange } from '../../publication/amounts.js';
import { chineseDate, statusWords } from '../../publication/labels.js';
import { sections } from '../../publication/publication.js';
import { groupBy } from '../../text/group.js';
import type { BoardFigure } from '../api/board.js';

/** Dates from which on a line is drawn. */
const fewestDates = 3;

/** @param folder of the publication. */
export function boardFigures(figures: readonly Figure[], folder: string): BoardFigure[] {
  const series = groupBy(
    readPublished(join(folder, 'series.csv')).filter(
      ({ group, basis }) => !group && basis !== 'since_previous',
    ),
    ({ id = '' }) => id,
  );
  return headline(figures).map((figure) => {
    const { id, label, unit, section, value, change, changePct, status } = figure;
    const points = (series.get(id) ?? []).map(({ period = '', value: at }) => ({
      date: period,
      value: at || null,
    }));
    return {
      id,
      label,
      unit,
      section: sections[section] ?? '',
      value,
      change,
      changePct,
      status,
      words: stateOf(figure),
      series: points.length >= fewestDates ? points : [],
    };
  });
}

/** 示例镇截至2021年11月30日：规模以上企业41家，较去年同期增加5家；… */
export function figuresText(figures: readonly Figure[], name: string, asOf: string): string {
  const said = headline(figures)
    .filter(({ value }) => value !== null)
    .map((figure) => {
      const { label, value, unit, status } = figure;
      const { direction, words, amount } = shownChange(figure);
      const of = figure.kind === 'ratio' ? '' : unit;
      const change =
        direction === 'none'
          ? ''
          : direction === 'even'
            ? '，与上年同期持平'
            : `，较上年同期${words}${amount.replace(/^[▲▼] /, '')}${of}`;
      return `${label}${shownAmount(value, unit)}${unit}${change}${status === 'A' ? '' : `（${stateOf(figure)}）`}`;
    });
  return said.length === 0 ? '' : `${name}截至${chineseDate(asOf)}：${said.join('；')}。`;
}

const headline = (figures: readonly Figure[]) =>
  figures.filter((figure) => figure.group === '' && !isNotOwed(figure));

/** 待核实：2 行暂缓 */
function stateOf({ status, rowsHeldBack, department }: Figure): string {
  if (status === 'L') return `缺：${department}没有报`;
  if ((status === 'P' || status === 'O') && rowsHeldBack > 0)
    return `${status === 'P' ? '待核实' : '待更正'}：${rowsHeldBack} 行暂缓`;
  return statusWords[status].replace(/（.*）$/, '');
}
