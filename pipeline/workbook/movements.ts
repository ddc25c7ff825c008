/** 同比变动: what makes each change, row by row; the contributions add up to it. */

import { figureName } from '../figure.js';
import { maskText } from '../findings/mask.js';
import {
  changeFormat,
  colours,
  type Decimals,
  decimalsFor,
  decimalsOf,
  numberFormat,
  signLook,
} from '../office/look.js';
import { changeWords, chineseDate } from '../publication/labels.js';
import type { ChangeRow, Figure } from '../publication/publication.js';
import { openSum, type Sum } from '../text/decimal.js';
import { centre } from './cells.js';
import type { Book, CellValue, OpenSheet } from './model.js';
import { changePlace, evidencePlace, sectionTitle, summaryPlace } from './places.js';
import { addRow, addSection, finishSheet, link, namePlace, startSheet } from './sheet.js';

/** Most rows that are listed per figure. */
export const mostMovements = 5_000;

/** The changes of one figure: the first of them, and the totals of all. */
interface Movement {
  readonly listed: ChangeRow[];
  readonly counts: Record<ChangeRow['what'], number>;
  /** Contributions that are not listed. */
  readonly rest: Sum;
}

/** Movements of the figures by their names. */
export type Movements = Map<string, Movement>;

export function writeMovements(book: Book, movements: Movements): void {
  const { figures, township, asOf, previousAsOf } = book.publication;
  const sheet = startSheet(book, {
    name: '同比变动',
    title: `${township.name}指标同比变动`,
    lines: [
      `${chineseDate(previousAsOf)} → ${chineseDate(asOf)} · 各行影响之和等于增减 · 缺一侧的指标不列 · 点指标名称返回汇总`,
    ],
    columns: [
      { header: '指标', min: 24, max: 40 },
      { header: '分组', min: 8, max: 28 },
      { header: '变动', min: 11, look: centre },
      { header: '识别码', min: 14, max: 40 },
      { header: '上年同期', min: 13, look: { align: 'right' } },
      { header: '本期', min: 13, look: { align: 'right' } },
      { header: '影响', min: 13, look: { align: 'right' } },
      { header: '本期文件', min: 14, max: 28, look: { wrap: true } },
      { header: '工作表', min: 9, max: 22 },
      { header: '行', min: 7, look: { align: 'right' } },
      { header: '上年文件', min: 14, max: 28, look: { wrap: true } },
      { header: '工作表', min: 9, max: 22 },
      { header: '行', min: 7, look: { align: 'right' } },
    ],
    frozen: 1,
  });
  let section: number | null = null;
  for (const figure of figures) {
    if (figure.change === null) continue;
    if (figure.section !== section) {
      section = figure.section;
      addSection(sheet, sectionTitle(section));
    }
    writeFigure(sheet, figure, movements.get(figureName(figure)));
  }
  finishSheet(sheet);
}

/** Takes a change into the movement of its figure. */
export function addMovement(movements: Movements, change: ChangeRow, most = mostMovements): void {
  const name = figureName(change);
  let movement = movements.get(name);
  if (!movement) {
    movement = { listed: [], counts: { entered: 0, left: 0, moved: 0 }, rest: openSum() };
    movements.set(name, movement);
  }
  movement.counts[change.what]++;
  if (movement.listed.length < most) movement.listed.push(change);
  else movement.rest.add(change.contribution);
}

function writeFigure(sheet: OpenSheet, figure: Figure, movement: Movement | undefined): void {
  const { label, group, previous, value, change } = figure;
  const decimals = decimalsFor(figure.unit, [previous, value]);
  const shown = (text: string | null): CellValue => number(text, numberFormat(decimals));
  const rows = movement ? movement.listed.length + (hidden(movement) > 0 ? 1 : 0) : 0;
  const first = sheet.next + 1;
  const places = decimalsOf(change);
  const sum = { formula: `ROUND(SUM(G${first}:G${first + rows - 1}),${places})`, result: Number(change) };
  const head = addRow(
    sheet,
    [
      { value: label, look: { colour: colours.link } },
      group,
      '合计',
      movement ? inWords(movement) : figure.kind === 'ratio' ? '由分子、分母的变动引起' : '没有变动的行',
      shown(previous),
      shown(value),
      {
        value: rows > 0 ? sum : Number(change),
        look: { format: changeFormat(decimals), ...signLook(change) },
      },
    ],
    { bold: true, fill: colours.blockFill },
  );
  namePlace(sheet, changePlace(figureName(figure)), head);
  link(sheet, head, 1, summaryPlace(figureName(figure)), '返回指标汇总');
  if (figure.kind === 'ratio') {
    for (const part of figure.parts) writePart(sheet, figure, part);
  }
  if (!movement) return;
  for (const row of movement.listed) writeRow(sheet, figure, row, decimals);
  if (hidden(movement) > 0) {
    const words = `其余 ${hidden(movement)} 行，见 changes.csv`;
    addRow(sheet, [label, group, '其余', words, null, null, contribution(movement.rest.text(), decimals)]);
  }
}

function writePart(sheet: OpenSheet, ratio: Figure, id: string): void {
  const part = sheet.book.publication.figures.find(
    (figure) => figure.id === id && figure.group === ratio.group,
  );
  if (!part) return;
  const format = numberFormat(decimalsFor(part.unit, [part.previous, part.value]));
  const row = addRow(sheet, [
    ratio.label,
    ratio.group,
    '组成',
    { value: part.label, look: { colour: colours.link } },
    number(part.previous, format),
    number(part.value, format),
  ]);
  link(sheet, row, 4, changePlace(figureName(part)), '查看其变动');
}

function writeRow(sheet: OpenSheet, figure: Figure, change: ChangeRow, decimals: Decimals): void {
  const format = numberFormat(decimals);
  const row = addRow(sheet, [
    figure.label,
    figure.group,
    changeWords[change.what],
    change.key,
    number(change.previousValue, format),
    number(change.value, format),
    contribution(change.contribution, decimals),
    maskText(change.file),
    maskText(change.sheet),
    change.row,
    maskText(change.previousFile),
    maskText(change.previousSheet),
    change.previousRow,
  ]);
  link(sheet, row, 4, evidencePlace(figure.id), '查看来源明细');
}

function number(text: string | null, format: string): CellValue {
  return { value: text === null ? null : Number(text), look: { format } };
}

function contribution(text: string, decimals: Decimals): CellValue {
  return { value: Number(text), look: { format: changeFormat(decimals), ...signLook(text) } };
}

/** How many rows of a movement are not listed. */
function hidden({ listed, counts }: Movement): number {
  return counts.entered + counts.left + counts.moved - listed.length;
}

function inWords({ counts }: Movement): string {
  return (['entered', 'left', 'moved'] as const)
    .flatMap((what) => (counts[what] > 0 ? [`${changeWords[what]} ${counts[what]}`] : []))
    .join(' · ');
}
