/** The data of the page, and how to find things in it. */

import { figureName } from '../../figure.js';
import type { Figure } from '../../publication/publication.js';
import type { PageData, PageTable } from '../data.js';
import { byId } from './dom.js';

export const page: PageData = JSON.parse(byId('data').textContent ?? '');

const figures = new Map(page.figures.map((figure) => [figureName(figure), figure]));

/** The figure of a name: `id` or `id[group]`. */
export function figureOf(name: string): Figure | undefined {
  return figures.get(name);
}

export function pageTable(number: number): PageTable | undefined {
  return page.tables[number];
}

export function linkTo(name: string): string {
  return `#${encodeURI(name)}`;
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
