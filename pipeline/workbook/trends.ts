/** 趋势: every figure of every period side by side, and charts of this date over the years. */

import { yearEarlier } from '../indicators/sides.js';
import type { ChartRange, ChartSeries, NewChart } from '../office/chart.js';
import { chartColours } from '../office/chart.js';
import type { PlacedChart } from '../office/drawing.js';
import { colours, decimalsFor } from '../office/look.js';
import { chineseDate, seriesWords } from '../publication/labels.js';
import type { Publication } from '../publication/publication.js';
import type { SeriesLine } from '../publication/series-line.js';
import { columnName } from '../text/address.js';
import { amountCell, centre } from './cells.js';
import type { Book } from './model.js';
import { sectionTitle } from './places.js';
import { addRow, addSection, finishSheet, startSheet } from './sheet.js';

const sheetName = '趋势';
/** Columns before the periods. */
const leading = 3;

/** A figure on one basis, with its line of each period in the order of the columns. */
interface Row {
  readonly lines: readonly SeriesLine[];
  readonly head: SeriesLine;
  /** In the sheet, from 1. */
  readonly number: number;
}

export function writeTrends(book: Book): void {
  const { township, asOf, series } = book.publication;
  const { years, others } = datesOf(book.publication);
  const dates = [...years, ...others];
  const sheet = startSheet(book, {
    name: sheetName,
    title: `${township.name}各期指标`,
    lines: [
      `前${years.length}列为历年${monthAndDay(asOf)}${others.length > 0 ? `，其后${others.length}列为其他各期` : ''}；空格为缺报，不是零`,
      `累计从1月1日起，当期为比同年上一期增加的部分；底色为待核实、估算或口径调整${sealedDates(series)}`,
    ],
    columns: [
      { header: '指标', min: 30, max: 52 },
      { header: '单位', look: centre },
      { header: '口径', look: centre },
      ...dates.map((header) => ({ header, min: 13, look: { align: 'right' } as const })),
    ],
    frozen: leading,
  });
  const rows: Row[] = [];
  let section: number | null = null;
  for (const lines of rowsOf(series, dates)) {
    const [head] = lines;
    if (!head) continue;
    if (head.section !== section) {
      section = head.section;
      addSection(sheet, sectionTitle(section));
    }
    const { label, group, unit, basis } = head;
    const decimals = decimalsFor(
      unit,
      lines.map(({ value }) => value),
    );
    const name = group === '' ? label : `${label} · ${group}`;
    const number = addRow(sheet, [
      { value: name, look: { indent: group === '' ? 2 : 3 } },
      unit,
      { value: seriesWords[basis], look: { colour: colours.quiet } },
      ...lines.map(({ value, status }) => amountCell(value, status, decimals)),
    ]);
    rows.push({ lines, head, number });
  }
  finishSheet(sheet);
  const charts = placed(chartsOf(rows, years, sheet.headerRow), sheet.next);
  sheet.charts.push(...charts);
  sheet.pagesFrom.push(...charts.filter((_, at) => at % chartsPerPage === 0).map(({ row }) => row));
}

/** The dates of the years that fall on the published one's month and day, and all others; both from the earliest on. */
function datesOf({ asOf, series }: Publication): { readonly years: string[]; readonly others: string[] } {
  const dates = [...new Set(series.map(({ period }) => period))].sort();
  const same = new Set([asOf]);
  for (let date = yearEarlier(asOf); date >= (dates[0] ?? asOf); date = yearEarlier(date)) same.add(date);
  return {
    years: dates.filter((date) => same.has(date)),
    others: dates.filter((date) => !same.has(date)),
  };
}

/** 11月30日. */
function monthAndDay(date: string): string {
  return chineseDate(date).slice('2021年'.length);
}

/** Which dates are sealed, and since when. */
function sealedDates(series: readonly SeriesLine[]): string {
  const sealed = new Map(series.flatMap((line) => (line.sealed === '' ? [] : [[line.period, line.sealed]])));
  const named = [...sealed].map(([period, day]) => `${period}（${day}定稿）`);
  return named.length === 0 ? '' : `；定稿数：${named.join('、')}`;
}

/** The lines by figure and basis; where every period is the only one of its year, 当期 repeats 累计 and is left out. */
function rowsOf(series: readonly SeriesLine[], dates: readonly string[]): SeriesLine[][] {
  const isMonthly = new Set(dates.map((date) => date.slice(0, 4))).size < dates.length;
  const found = new Map<string, Map<string, SeriesLine>>();
  for (const line of series) {
    if (line.basis === 'since_previous' && !isMonthly) continue;
    const key = JSON.stringify([line.id, line.group, line.basis]);
    const dated = found.get(key) ?? new Map<string, SeriesLine>();
    found.set(key, dated.set(line.period, line));
  }
  return [...found.values()].map((dated) => dates.flatMap((date) => dated.get(date) ?? []));
}

/** Per chapter and unit of measure a chart of the figures that are neither ratios nor broken down. */
function chartsOf(rows: readonly Row[], years: readonly string[], headerRow: number): NewChart[] {
  if (years.length < 2) return [];
  const drawn = rows.filter(
    ({ head, lines }) =>
      head.group === '' &&
      head.kind !== 'ratio' &&
      head.basis !== 'since_previous' &&
      lines.slice(0, years.length).some(({ value }) => value !== null),
  );
  const titles = new Set(drawn.map(chartTitle));
  return [...titles].map((title): NewChart => {
    const shown = drawn.filter((row) => chartTitle(row) === title).slice(0, chartColours.length);
    return {
      kind: years.length < 3 ? 'columns' : 'lines',
      title,
      valueTitle: shown[0]?.head.unit ?? '',
      categories: { ref: rangeOf(headerRow, years.length), cached: years },
      series: shown.map((row) => seriesOfRow(row, years.length)),
    };
  });
}

function chartTitle({ head: { section, unit } }: Row): string {
  return `${sectionTitle(section)}（${unit}）`;
}

function seriesOfRow({ head, lines, number }: Row, years: number): ChartSeries {
  return {
    name: { ref: `'${sheetName}'!$A$${number}`, cached: [head.label] },
    values: {
      ref: rangeOf(number, years),
      cached: lines.slice(0, years).map(({ value }) => (value === null ? null : Number(value))),
    },
  };
}

/** The cells of a row that hold the years. */
function rangeOf(row: number, years: number): ChartRange<never>['ref'] {
  const [first, last] = [columnName(leading), columnName(leading + years - 1)];
  return `'${sheetName}'!$${first}$${row}:$${last}$${row}`;
}

const centimetre = 360_000;
/** Rows of 18 points that a chart and the space below it take: two charts and the repeated header fill a page. */
const rowsPerChart = 12;
const chartsPerPage = 2;

/** The charts below each other. */
function placed(charts: readonly NewChart[], from: number): PlacedChart[] {
  return charts.map((chart, at) => ({
    chart,
    description: `${chart.title}历年同期，数值见上表`,
    row: from + at * rowsPerChart,
    column: 0,
    width: 18 * centimetre,
    height: 7.2 * centimetre,
  }));
}
