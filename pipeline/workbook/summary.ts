/** 指标汇总: every figure in the order of the report's sections, its change as a live formula. */
import { figureName, isNotOwed, isOverBoth } from '../figure.js';
import { changeFormat, colours, decimalsFor, decimalsOf, signLook } from '../office/look.js';
import { chineseDate, figureStatus, statusWords } from '../publication/labels.js';
import { type Figure, type Publication, sections } from '../publication/publication.js';
import { amountCell, centre, statusFill } from './cells.js';
import type { Book, CellValue } from './model.js';
import { addRow, addSection, finishSheet, link, namePlace, startSheet } from './sheet.js';

export function workbookTitle({ township, asOf }: Publication): string {
  return `${township.name}${asOf.slice(0, 4)}年度工作报告指标汇总`;
}

export function writeSummary(book: Book): void {
  const { figures, asOf, previousAsOf, rollUp } = book.publication;
  const sheet = startSheet(book, {
    name: '指标汇总',
    title: workbookTitle(book.publication),
    lines: [
      `截至${chineseDate(asOf)} · 上年同期 截至${chineseDate(previousAsOf)} · 单位见各行`,
      overview(figures) + (rollUp ? '' : '　　点指标或数值看来源，点增减看变动'),
    ],
    columns: [
      { header: '指标', min: 30, max: 52 },
      { header: '单位', look: centre },
      { header: '本期', min: 14, look: { align: 'right' } },
      { header: '上年同期', min: 14, look: { align: 'right' } },
      { header: '增减', min: 13, look: { align: 'right' } },
      { header: '增减%', min: 10, look: { align: 'right' } },
      { header: '状态', min: 18, max: 46 },
      { header: '来源行数', min: 11, look: { align: 'right', format: '#,##0' } },
      { header: '责任部门', min: 14, max: 30 },
    ],
    frozen: 1,
  });
  let section: number | null = null;
  for (const figure of figures) {
    if (figure.section !== section) {
      section = figure.section;
      addSection(sheet, sectionTitle(section));
    }
    const row = addRow(sheet, cellsOf(figure, sheet.next));
    const name = figureName(figure);
    if (!book.places.has(summaryPlace(figure.id))) namePlace(sheet, summaryPlace(figure.id), row);
    namePlace(sheet, summaryPlace(name), row);
    for (const column of linked(figure)) link(sheet, row, column, evidencePlace(figure.id), '查看来源明细');
    if (figure.change !== null) link(sheet, row, 5, changePlace(name), '查看同比变动');
  }
  finishSheet(sheet);
}

/** Columns that lead to the evidence: the label, and the values that are there. */
function linked({ value, previous }: Figure): number[] {
  return [1, ...(value === null ? [] : [3]), ...(previous === null ? [] : [4])];
}

/** Number and title of a section: 一、党建. */
export function sectionTitle(section: number): string {
  return `${'一二三四五六七八九十'[section - 1] ?? section}、${sections[section] ?? ''}`;
}

export const summaryPlace = (name: string): string => `summary ${name}`;
export const evidencePlace = (id: string): string => `evidence ${id}`;
export const changePlace = (name: string): string => `change ${name}`;

/** The label of a figure; that of a broken down one with its group. */
function figureLabel({ label, group }: Figure): string {
  return group === '' ? label : `${label} · ${group}`;
}

function cellsOf(figure: Figure, row: number): CellValue[] {
  const { unit, value, previous, change, changePct } = figure;
  const decimals = decimalsFor(unit, [value, previous]);
  return [
    { value: figureLabel(figure), look: { colour: colours.link, indent: figure.group === '' ? 2 : 3 } },
    unit,
    amountCell(value, figure.status, decimals),
    amountCell(previous, figure.previousStatus, decimals),
    {
      value: changeFormula(figure, row),
      look: { format: changeFormat(changeDecimals(figure)), ...signLook(change) },
    },
    { value: percentFormula(figure, row), look: { format: '+0.0;-0.0;0.0', ...signLook(changePct) } },
    {
      value: figureStatus(figure),
      look: { ...statusFill(figure.status), ...(figure.status === 'A' ? { colour: colours.quiet } : {}) },
    },
    value === null ? null : figure.rows,
    figure.department,
  ];
}

function changeDecimals({ unit, value, previous, change }: Figure) {
  return decimalsFor(unit, unit === '%' ? [] : [value, previous, change]);
}

/** The difference, but of a roll-up whose change is of other units; empty where a side is missing; '—' where both sides are there and yet no change is published (other units). */
function changeFormula(figure: Figure, row: number) {
  const { value, previous, change } = figure;
  if (isOverBoth(figure)) return Number(change);
  if (change === null && value !== null && previous !== null) return '—';
  const places = Math.max(decimalsOf(value), decimalsOf(previous));
  return {
    formula: `IF(AND(ISNUMBER(C${row}),ISNUMBER(D${row})),ROUND(C${row}-D${row},${places}),"")`,
    result: change === null ? '' : Number(change),
  };
}

/** '—' for a ratio, whose change is in 百分点, for years and ranks, and from a base of zero or below. */
function percentFormula(figure: Figure, row: number) {
  const { change, changePct, inPercent } = figure;
  if (isOverBoth(figure) && changePct !== null) return Number(changePct);
  if (change !== null && !inPercent) return '—';
  return {
    formula: `IF(AND(ISNUMBER(D${row}),ISNUMBER(E${row})),IF(D${row}<=0,"—",ROUND(E${row}/D${row}*100,12)),"")`,
    result: changePct === null ? (change === null ? '' : '—') : Number(changePct),
  };
}

function overview(figures: readonly Figure[]): string {
  const owed = figures.filter((figure) => !isNotOwed(figure));
  const others = figures.length - owed.length;
  const counts = (['A', 'P', 'E', 'B', 'L', 'O', 'M'] as const).flatMap((status) => {
    const count = owed.filter((figure) => figure.status === status).length;
    return count > 0 ? [`${statusWords[status]} ${count}`] : [];
  });
  const notOwed = others > 0 ? [`不需报送 ${others}`] : [];
  return `共 ${figures.length} 行：${[...counts, ...notOwed].join(' · ')}`;
}
