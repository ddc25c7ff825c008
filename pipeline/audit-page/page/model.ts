/** The data of the page, and how to find things in it. */

import { figureName } from '../../figure.js';
import type { Figure } from '../../publication/publication.js';
import type { PageData, PageTable, Source } from '../data.js';

export let page: PageData;
let figures: ReadonlyMap<string, Figure>;
let link = (name: string) => `#${encodeURI(name)}`;

/** Takes the data that all views show from now on. @param linkOf the address of a figure by its name, of all by ''. */
export function showData(data: PageData, linkOf = link): void {
  page = data;
  figures = new Map(data.figures.map((figure) => [figureName(figure), figure]));
  link = linkOf;
}

/** The figure of a name: `id` or `id[group]`. */
export function figureOf(name: string): Figure | undefined {
  return figures.get(name);
}

export function pageTable(number: number): PageTable | undefined {
  return page.tables[number];
}

export function linkTo(name: string): string {
  return link(name);
}

/** The table of a sheet in which a row stands; its number is -1 where none is shown. */
export function sourceOf(file: string, sheet: string, row: number): Source {
  const isOf = (table: PageTable) =>
    table.file === file && table.sheet === sheet && (table.chunks[0] ?? Number.POSITIVE_INFINITY) <= row;
  const number = page.tables.reduce((found, table, at) => (isOf(table) ? at : found), -1);
  const sha256 = page.submissions.find((line) => line.file === file)?.sha256 ?? '';
  return [file, sha256, sheet, number];
}

/** The figures before and after one, in the order of the report. */
export function neighboursOf(figure: Figure): readonly [Figure | undefined, Figure | undefined] {
  const at = page.figures.indexOf(figure);
  return [page.figures[at - 1], page.figures[at + 1]];
}

/** 2021-11-30/经济发展办/企业名录.xlsx › 企业 */
export function placeWords(file: string, sheet: string, cell = ''): string {
  return [file, sheet, cell].filter((part) => part !== '').join(' › ');
}
