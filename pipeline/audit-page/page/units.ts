/** The units of a roll-up: who reported, and what each says of a figure, with the way to its own page. */

import { figureName } from '../../figure.js';
import { shownAmount, shownChange } from '../../publication/amounts.js';
import { figureStatus } from '../../publication/labels.js';
import type { Figure } from '../../publication/publication.js';
import type { PagePart, PageRollUp } from '../data.js';
import { type Child, h, section } from './dom.js';
import { type GridColumn, grid } from './grid.js';
import { page } from './model.js';

/** Every unit with how many of its forms have come. */
export function unitsView(): HTMLElement {
  const { rollUp } = page;
  if (!rollUp) return h('p', { class: 'empty' }, '本页不是汇总，没有下级单位。');
  const columns: GridColumn<PagePart>[] = [
    { header: '单位', text: ({ name }) => name, show: (part) => linkTo(rollUp, part.unit, part.name) },
    {
      header: '有本期报表的单位',
      text: ({ units, reported }) => `${reported}/${units}`,
      number: ({ reported }) => reported,
    },
    {
      header: '已报/应报的表',
      text: ({ formsReported, formsOwed }) => `${formsReported}/${formsOwed}`,
      number: ({ formsReported, formsOwed }) => formsReported - formsOwed,
    },
  ];
  return h(
    'div',
    {},
    h('p', { class: 'hint' }, '点单位名称，打开它自己的核对页，一直看到单元格。'),
    grid<PagePart>({
      label: '各单位',
      rows: rollUp.parts,
      columns,
      classOf: ({ formsReported, formsOwed }) => (formsReported < formsOwed ? 'attention' : ''),
    }),
  );
}

/** What the units say of a figure of a roll-up; nothing on the page of a township. */
export function pageUnits(figure: Figure): HTMLElement[] {
  const { rollUp } = page;
  if (!rollUp) return [];
  if (!figure.coverage && figure.kind !== 'ratio') return ownUnit(rollUp, figure);
  const of = (part: PagePart) => part.figures[figure.id];
  const values = rollUp.parts.flatMap((part) => of(part)?.value ?? []);
  const rank = (part: PagePart) => {
    const value = of(part)?.value ?? null;
    return value === null ? null : 1 + values.filter((other) => Number(other) > Number(value)).length;
  };
  const amount = (value: string | null | undefined) => shownAmount(value ?? null, figure.unit);
  const columns: GridColumn<PagePart>[] = [
    {
      header: '单位',
      text: ({ name }) => name,
      show: (part) => linkTo(rollUp, part.unit, part.name, figureName(figure)),
    },
    {
      header: `本期（${figure.unit}）`,
      text: (part) => amount(of(part)?.value),
      number: (part) => Number(of(part)?.value ?? Number.NEGATIVE_INFINITY),
    },
    {
      header: '上年同期',
      text: (part) => amount(of(part)?.previous),
      number: (part) => Number(of(part)?.previous ?? Number.NEGATIVE_INFINITY),
    },
    {
      header: '增减',
      text: (part) => changeWords(part, figure),
      order: (part) => Number(of(part)?.change ?? Number.NEGATIVE_INFINITY),
    },
    { header: '位次', text: (part) => String(rank(part) ?? '—'), order: (part) => rank(part) ?? Infinity },
    { header: '状态', text: (part) => statusWords(part, figure) },
  ];
  return [
    section(
      '各单位',
      h('p', { class: 'hint' }, '点单位名称，到它自己的核对页看这项指标的依据，一直到单元格。'),
      grid<PagePart>({ label: `${figure.label}：各单位`, rows: rollUp.parts, columns }),
    ),
  ];
}

function changeWords({ figures }: PagePart, figure: Figure): string {
  const own = figures[figure.id];
  if (!own) return '—';
  const { amount, percent } = shownChange({ ...figure, ...own });
  return percent === '' ? amount : `${amount}（${percent}）`;
}

function statusWords({ figures }: PagePart, figure: Figure): string {
  const own = figures[figure.id];
  if (!own) return '没有报送';
  const { coverage: _, ...rest } = figure;
  return figureStatus({ ...rest, ...own, previousStatus: 'A', rowsHeldBack: 0 }).replace(/^[A-Z] /, '');
}

/** A figure that is not summed is that of one unit. */
function ownUnit(rollUp: PageRollUp, figure: Figure): HTMLElement[] {
  const [unit = '', ...group] = figure.group.split('/');
  if (rollUp.pages[unit] === undefined) return [];
  const name = figureName({ id: figure.id, group: group.join('/') });
  return [section('所在单位', h('p', {}, linkTo(rollUp, unit, `${unit}：看这项指标的依据`, name)))];
}

function linkTo({ pages }: PageRollUp, unit: string, words: string, name = ''): Child {
  const place = pages[unit];
  if (place === undefined) return words;
  return h('a', { href: name === '' ? place : `${place}#${encodeURI(name)}` }, words);
}

/** The way from a row of evidence to the page of its unit; null on the page of a township. */
export function unitOfFile(file: string, figure: Figure): HTMLElement | null {
  const { rollUp } = page;
  const [unit = ''] = file.split('/');
  if (rollUp?.pages[unit] === undefined) return null;
  const group = figure.group.startsWith(`${unit}/`) ? figure.group.slice(unit.length + 1) : '';
  const name = figureName({ id: figure.id, group });
  return h('p', { class: 'hint' }, linkTo(rollUp, unit, `在${unit}的核对页看它在原表中的位置`, name));
}
