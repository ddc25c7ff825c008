/**
 * The units of a roll-up as rows, its figures as columns, each with its comparison and its rank; the last row is
 * the sum, as a formula. A sheet holds as many figures as are read on one page.
 */
import { isOverBoth, isUnknown } from '../../figure.js';
import type { Formula } from '../../office/cells.js';
import {
  colours,
  type Decimals,
  decimalsFor,
  decimalsOf,
  type Look,
  numberFormat,
  signLook,
} from '../../office/look.js';
import { chineseDate, statusWords } from '../../publication/labels.js';
import { type Figure, type PartUnit, type RollUp, sections } from '../../publication/publication.js';
import { columnName } from '../../text/address.js';
import { compareDecimal, subtractText, sumText } from '../../text/decimal.js';
import { amountCell } from '../cells.js';
import type { Book, BookColumn, CellValue, OpenSheet } from '../model.js';
import { addRow, finishSheet, namePlace, startSheet } from '../sheet.js';

const mostPerSheet = 4;
/** Columns before those of the figures, and columns of each figure. */
const [own, each] = [1, 4];

export function writeUnits(book: Book, rollUp: RollUp): void {
  const summed = book.publication.figures.filter(({ kind, coverage }) => kind === 'ratio' || coverage);
  for (const [number, title] of Object.entries(sections)) {
    const figures = summed.filter(({ section }) => section === Number(number));
    const sheets = Math.ceil(figures.length / mostPerSheet);
    // As evenly as they go: no sheet with a single figure left over.
    const from = (at: number) => Math.ceil((at * figures.length) / sheets);
    for (let at = 0; at < sheets; at++) {
      const name = sheets > 1 ? `${title}${at + 1}` : title;
      writeSheet(book, rollUp, name, figures.slice(from(at), from(at + 1)));
    }
  }
}

/** The cell of a unit's row in the sheet of a figure. */
export const unitPlace = (unit: string): string => `unit ${unit}`;

function writeSheet(book: Book, { parts }: RollUp, name: string, figures: readonly Figure[]): void {
  const { township, asOf, previousAsOf } = book.publication;
  const sheet = startSheet(book, {
    name,
    title: `${township.name}各单位指标：${name}`,
    lines: [
      `截至${chineseDate(asOf)} · 上年同期 截至${chineseDate(previousAsOf)} · 位次按本期数值由大到小 · 缺报的留空，不计入合计`,
    ],
    columns: [{ header: '单位', min: 14, max: 30 }, ...figures.flatMap(columnsOf)],
    frozen: own,
  });
  const first = sheet.next;
  const last = first + parts.length - 1;
  const columns = figures.map((figure) => columnOf(figure, parts));
  for (const [at, part] of parts.entries()) {
    const cells = columns.flatMap((column, n) =>
      unitCells(column, at, sheet.next, own + n * each, first, last),
    );
    const row = addRow(sheet, [part.name, ...cells]);
    if (!book.places.has(unitPlace(part.unit))) namePlace(sheet, unitPlace(part.unit), row);
  }
  const twice = columns.map(({ total, figures: of }) => countedTwice(total, of));
  const isTwice = twice.some(({ value, previous }) => value !== '0' || previous !== '0');
  if (isTwice) {
    addRow(
      sheet,
      [
        '跨单位重复',
        ...columns.flatMap(({ decimals }, n): CellValue[] => {
          const amounts = [twice[n]?.value, twice[n]?.previous];
          const look = { format: numberFormat(decimals) };
          const shown = amounts.map(
            (text): CellValue => (text && text !== '0' ? { value: Number(text), look } : null),
          );
          return [...shown, null, null];
        }),
      ],
      { colour: colours.quiet },
    );
  }
  writeTotals(sheet, columns, first);
  finishSheet(sheet, last);
}

function columnsOf({ label, unit, kind }: Figure): BookColumn[] {
  const right: Look = { align: 'right' };
  return [
    { header: `${label}（${unit}）`, min: 12, max: 34, look: right },
    { header: '上年同期', min: 10, look: right },
    { header: kind === 'ratio' ? '百分点' : '增减%', min: 9, look: right },
    { header: '位次', min: 7, look: right },
  ];
}

/** A figure with what each unit says of it. */
interface FigureColumn {
  readonly total: Figure;
  readonly figures: readonly (Figure | undefined)[];
  readonly decimals: Decimals;
  /** By unit; null without a value. */
  readonly ranks: readonly (number | null)[];
}

function columnOf(total: Figure, parts: readonly PartUnit[]): FigureColumn {
  const figures = parts.map((part) => part.figures.find(({ id, group }) => id === total.id && group === ''));
  const rankOf = ranksOf(figures.flatMap((figure) => (figure?.value ? [figure.value] : [])));
  const ranks = figures.map((figure) => rankOf.get(figure?.value ?? '') ?? null);
  const amounts = [total, ...figures].flatMap((figure) => [figure?.value ?? null, figure?.previous ?? null]);
  return { total, figures, decimals: decimalsFor(total.unit, amounts), ranks };
}

/** The place of each value from the largest down; equal values share the first of theirs. */
function ranksOf(values: readonly string[]): ReadonlyMap<string, number> {
  const falling = [...values].sort((one, other) => compareDecimal(other, one));
  const ranks = new Map<string, number>();
  let rank = 1;
  for (const [at, value] of falling.entries()) {
    if (compareDecimal(value, falling[at - 1] ?? value) !== 0) rank = at + 1;
    ranks.set(value, rank);
  }
  return ranks;
}

function unitCells(
  { figures, decimals, ranks }: FigureColumn,
  at: number,
  row: number,
  column: number,
  first: number,
  last: number,
): CellValue[] {
  const figure = figures[at];
  const name = columnName(column);
  const rank = ranks[at] ?? null;
  return [
    amountCell(figure?.value ?? null, figure?.status ?? 'L', decimals),
    amountCell(figure?.previous ?? null, figure?.previousStatus ?? 'L', decimals),
    figure ? growthCell(figure, row, column) : null,
    {
      value: {
        formula: `IF(ISNUMBER(${name}${row}),RANK(${name}${row},${name}$${first}:${name}$${last}),"")`,
        result: rank ?? '',
      },
      look: { format: '0' },
    },
  ];
}

/** Year on year: in percent, of a ratio in 百分点; a formula where it is that of the two cells beside it. */
function growthCell(figure: Figure, row: number, column: number): CellValue {
  const { kind, change, changePct, inPercent } = figure;
  const [now, before] = [columnName(column) + row, columnName(column + 1) + row];
  const said = kind === 'ratio' ? change : changePct;
  const look = { format: '+0.0;-0.0;0.0', ...signLook(said) };
  if (isOverBoth(figure) || !(inPercent || kind === 'ratio'))
    return { value: said === null ? '—' : Number(said), look };
  const growth =
    kind === 'ratio'
      ? `ROUND(${now}-${before},12)`
      : `IF(${before}<=0,"—",ROUND((${now}-${before})/${before}*100,12))`;
  const formula = `IF(AND(ISNUMBER(${now}),ISNUMBER(${before})),${growth},"")`;
  return { value: { formula, result: said === null ? (change === null ? '' : '—') : Number(said) }, look };
}

/** What the units' values have in common and the sum counts once: below zero, or 0. */
function countedTwice(total: Figure, figures: readonly (Figure | undefined)[]) {
  const less = (of: (figure: Figure) => string | null) => {
    const whole = of(total);
    if (whole === null || total.kind === 'ratio') return '0';
    return subtractText(whole, sumText(...figures.map((figure) => (figure && of(figure)) ?? '0')));
  };
  return { value: less(({ value }) => value), previous: less(({ previous }) => previous) };
}

function writeTotals(sheet: OpenSheet, columns: readonly FigureColumn[], first: number): void {
  const row = sheet.next;
  const { township } = sheet.book.publication;
  addRow(
    sheet,
    [
      `${township.whole ?? township.name}合计`,
      ...columns.flatMap(({ total, decimals }, n): CellValue[] => {
        const column = own + n * each;
        const format = numberFormat(decimals);
        const sum = (text: string | null, at: number): CellValue => {
          if (text === null) return null;
          if (total.kind === 'ratio') return { value: Number(text), look: { format } };
          const name = columnName(at);
          const formula: Formula = {
            formula: `ROUND(SUM(${name}${first}:${name}${row - 1}),${decimalsOf(text)})`,
            result: Number(text),
          };
          return { value: formula, look: { format } };
        };
        return [
          sum(total.value, column),
          sum(total.previous, column + 1),
          growthCell(total, row, column),
          partialWords(total),
        ];
      }),
    ],
    { bold: true, fill: colours.blockFill },
  );
}

/** In the place of its rank: whether units are missing in the sum. */
function partialWords({ status, coverage }: Figure): CellValue {
  const missing = coverage?.missing.length ?? 0;
  const look: Look = { align: 'center', fill: colours.provisionalFill };
  if (isUnknown(status))
    return { value: statusWords[status], look: { align: 'center', fill: colours.missingFill } };
  return missing > 0 ? { value: `缺${missing}`, look } : null;
}
