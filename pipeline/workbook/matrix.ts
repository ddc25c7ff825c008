/** 重点项目一览: what a form says of each project in many figures, its projects in rows and a measure in each column. */
import { figureName, isUnknown, type Status } from '../figure.js';
import {
  changeFormat,
  colours,
  decimalsFor,
  decimalsOf,
  type Look,
  numberFormat,
  signLook,
} from '../office/look.js';
import { chineseDate, statusWords } from '../publication/labels.js';
import type { Figure, Publication } from '../publication/publication.js';
import { columnName } from '../text/address.js';
import { amountCell, centre } from './cells.js';
import type { Book, CellValue, OpenSheet } from './model.js';
import { changePlace, evidencePlace, matrixPlace, summaryPlace } from './places.js';
import { addRow, finishSheet, link, namePlace, startSheet } from './sheet.js';

/** The figures of a form that are broken down by the same groups. */
export interface Matrix {
  /** Of the form. */
  readonly title: string;
  /** Of its sheet. */
  readonly name: string;
  readonly section: number;
  readonly groups: readonly string[];
  readonly measures: readonly Measure[];
}

interface Measure {
  readonly label: string;
  /** null: it differs by group. */
  readonly unit: string | null;
  readonly figures: ReadonlyMap<string, Figure>;
}

/** Columns before the measures: the project, and which period. */
const leading = 2;
const nothing: CellValue = { value: '—', look: { colour: colours.quiet } };

/** Of each form that is broken down in more than one figure. */
export function matricesOf({ figures, readings }: Publication): Matrix[] {
  const forms = new Map<string, Figure[]>();
  for (const figure of figures) {
    const title = readings.get(figure.id)?.formTitle ?? '';
    if (figure.group === '' || title === '') continue;
    const own = forms.get(title) ?? [];
    own.push(figure);
    forms.set(title, own);
  }
  return [...forms].flatMap(([title, own]) => {
    const measures = measuresOf(own);
    return measures.length < 2
      ? []
      : {
          title,
          name: `${title}一览`,
          section: own[0]?.section ?? 0,
          groups: [...new Set(own.map(({ group }) => group))],
          measures,
        };
  });
}

function measuresOf(figures: readonly Figure[]): Measure[] {
  const byId = new Map<string, Map<string, Figure>>();
  for (const figure of figures) {
    const own = byId.get(figure.id) ?? new Map<string, Figure>();
    byId.set(figure.id, own.set(figure.group, figure));
  }
  return [...byId.values()].map((own) => {
    const all = [...own.values()];
    const [unit = '', ...others] = new Set(all.map((figure) => figure.unit));
    return { label: all[0]?.label ?? '', unit: others.length > 0 ? null : unit, figures: own };
  });
}

export function writeMatrix(book: Book, { name, groups, measures }: Matrix): void {
  const { township, asOf, previousAsOf } = book.publication;
  const sheet = startSheet(book, {
    name,
    title: `${township.name}${name}`,
    lines: [
      `本期 截至${chineseDate(asOf)} · 上年同期 截至${chineseDate(previousAsOf)} · 单位见表头，各项目不同的写在数后`,
      '点数值看来源，点增减看变动；“—”为没有这一项',
    ],
    columns: [
      { header: '项目', min: 20, max: 26, look: { wrap: true } },
      { header: '期别', min: 10, look: centre },
      ...measures.map(({ label, unit }) => ({
        header: unit === null ? label : `${label}\n（${unit}）`,
        min: 11,
        look: { align: 'right' } as const,
      })),
      { header: '状态', min: 12, max: 30, look: { wrap: true } },
    ],
    frozen: leading,
    spreads: true,
  });
  namePlace(sheet, matrixPlace(name), sheet.headerRow);
  for (const group of groups) addGroup(sheet, measures, group);
  finishSheet(sheet);
}

/** The rows of a project: a side on which it is there, or asked for, and the change where both are. */
function addGroup(sheet: OpenSheet, measures: readonly Measure[], group: string): void {
  const figures = measures.flatMap((measure) => measure.figures.get(group) ?? []);
  const first = sheet.next;
  const wasThere = figures.some(
    ({ previous, previousStatus }) => previous !== null || previousStatus === 'O',
  );
  const isThere = figures.some(({ value, status }) => value !== null || isUnknown(status));
  if (isThere || !wasThere) {
    addSide(sheet, measures, group, '本期', ({ value, status }) => [value, status]);
  }
  if (wasThere) {
    addSide(sheet, measures, group, '上年同期', ({ previous, previousStatus }) => [previous, previousStatus]);
  }
  for (const [at, measure] of measures.entries()) {
    const figure = measure.figures.get(group);
    if (figure) namePlaces(sheet, figure, first, at);
  }
  if (sheet.next === first + 2) addChanges(sheet, measures, group, first);
}

function addSide(
  sheet: OpenSheet,
  measures: readonly Measure[],
  group: string,
  period: string,
  side: (figure: Figure) => readonly [string | null, Status],
): void {
  const isFirst = period === '本期';
  const row = addRow(sheet, [
    { value: group, look: isFirst ? { bold: true } : { colour: colours.quiet } },
    period,
    ...measures.map((measure) => {
      const figure = measure.figures.get(group);
      return figure ? amount(figure, measure, ...side(figure)) : nothing;
    }),
    states(
      measures.flatMap(({ figures }) => figures.get(group) ?? []),
      (figure) => side(figure)[1],
    ),
  ]);
  for (const [at, { figures }] of measures.entries()) {
    const figure = figures.get(group);
    if (figure) link(sheet, row, leading + at + 1, evidencePlace(figure.id), '查看来源明细');
  }
}

/** What is not normal, by its status; a colour alone is lost in print. */
function states(figures: readonly Figure[], statusOf: (figure: Figure) => Status): CellValue {
  const found = new Map<Status, string[]>();
  for (const figure of figures) {
    const status = statusOf(figure);
    if (status !== 'A' && status !== 'M') found.set(status, [...(found.get(status) ?? []), figure.label]);
  }
  if (found.size === 0) return { value: statusWords.A, look: { colour: colours.quiet } };
  const all = (labels: readonly string[]) =>
    labels.length === figures.length ? '' : `：${labels.join('、')}`;
  return [...found].map(([status, labels]) => `${statusWords[status]}${all(labels)}`).join('；');
}

/** The figure's own place, and for the first of its indicator that of the indicator. */
function namePlaces(sheet: OpenSheet, figure: Figure, row: number, at: number): void {
  const column = leading + at + 1;
  if (!sheet.book.places.has(summaryPlace(figure.id))) namePlace(sheet, summaryPlace(figure.id), row, column);
  namePlace(sheet, summaryPlace(figureName(figure)), row, column);
}

/** The row of the changes, below those of the two sides. */
function addChanges(sheet: OpenSheet, measures: readonly Measure[], group: string, current: number): void {
  const row = addRow(sheet, [
    { value: group, look: { colour: colours.quiet } },
    '增减',
    ...measures.map(({ figures }, at): CellValue => {
      const figure = figures.get(group);
      if (!figure || figure.change === null) return null;
      const { value, previous, change } = figure;
      const [above, below] = [current, current + 1].map((number) => columnName(leading + at) + number);
      const places = Math.max(decimalsOf(value), decimalsOf(previous));
      return {
        value: {
          formula: `IF(AND(ISNUMBER(${above}),ISNUMBER(${below})),ROUND(${above}-${below},${places}),"")`,
          result: Number(change),
        },
        look: {
          format: changeFormat(decimalsFor(figure.unit, [value, previous, change])),
          ...signLook(change),
        },
      };
    }),
  ]);
  for (const [at, { figures }] of measures.entries()) {
    const figure = figures.get(group);
    if (figure && figure.change !== null) {
      link(sheet, row, leading + at + 1, changePlace(figureName(figure)), '查看同比变动');
    }
  }
}

/** One side of a figure, with its unit behind it where that is not the measure's. */
function amount(
  { unit, value, previous }: Figure,
  measure: Measure,
  side: string | null,
  status: Status,
): CellValue {
  const decimals = decimalsFor(unit, [value, previous]);
  const cell = amountCell(side, status, decimals);
  if (measure.unit !== null || side === null) return cell;
  const look: Look = { ...cell.look, format: `${numberFormat(decimals)}"${unit.replaceAll('"', '')}"` };
  return { ...cell, look };
}
