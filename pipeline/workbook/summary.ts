/** 指标汇总: every figure in the order of the report's sections, its change as a live formula. */
import { figureName, isNotOwed, isOverBoth } from '../figure.js';
import { changeFormat, colours, decimalsFor, decimalsOf, signLook } from '../office/look.js';
import { chineseDate, figureStatus, statusWords } from '../publication/labels.js';
import type { Figure, Publication } from '../publication/publication.js';
import { signedOff } from '../publication/signatures.js';
import { amountCell, centre, statusFill } from './cells.js';
import type { Matrix } from './matrix.js';
import type { Book, CellValue, OpenSheet } from './model.js';
import { changePlace, evidencePlace, matrixPlace, sectionTitle, summaryPlace } from './places.js';
import { addNote, addRow, addSection, finishSheet, link, namePlace, startSheet } from './sheet.js';

export function workbookTitle({ township, asOf }: Publication): string {
  return `${township.name}${asOf.slice(0, 4)}年度工作报告指标汇总`;
}

/** @param matrices what has a sheet of its own, and one line here. */
export function writeSummary(book: Book, matrices: readonly Matrix[]): void {
  const { figures, asOf, rollUp } = book.publication;
  const sheet = startSheet(book, {
    name: '指标汇总',
    title: workbookTitle(book.publication),
    lines: [
      `截至${chineseDate(asOf)} · 上年同期 ${comparisonDate(book.publication)} · 单位见各行`,
      overview(figures) + (rollUp ? '' : '　　点指标或数值看来源，点增减看变动'),
      `呈报打印本表（每章一页）${matrices.map(({ name }) => `和“${name}”`).join('')}；其余各表供核对，不必打印`,
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
  const elsewhere = new Set(
    matrices.flatMap(({ measures }) => measures.flatMap((measure) => [...measure.figures.values()])),
  );
  const here = figures.filter((figure) => !elsewhere.has(figure));
  for (const section of new Set(figures.map((figure) => figure.section))) {
    const row = addSection(sheet, sectionTitle(section));
    if (row > sheet.headerRow + 1) sheet.pagesFrom.push(row);
    const own = here.filter((figure) => figure.section === section);
    for (const figure of own.filter(({ group }) => group === '')) addFigure(sheet, figure);
    for (const matrix of matrices) if (matrix.section === section) addMatrixLine(sheet, matrix);
    for (const figure of own.filter(({ group }) => group !== '')) addFigure(sheet, figure);
  }
  finishSheet(sheet);
}

/** Of when the comparison is, and who signed it off. */
export function comparisonDate({ previousAsOf, comparisonSeal }: Publication): string {
  const date = `截至${chineseDate(previousAsOf)}`;
  return comparisonSeal ? `${date}（${signedOff(comparisonSeal, true)}）` : date;
}

function addFigure(sheet: OpenSheet, figure: Figure): void {
  const row = addRow(sheet, cellsOf(figure, sheet.next));
  const name = figureName(figure);
  if (!sheet.book.places.has(summaryPlace(figure.id))) namePlace(sheet, summaryPlace(figure.id), row);
  namePlace(sheet, summaryPlace(name), row);
  for (const column of linked(figure)) link(sheet, row, column, evidencePlace(figure.id), '查看来源明细');
  if (figure.change !== null) link(sheet, row, 5, changePlace(name), '查看同比变动');
}

/** Where the figures are that have a sheet of their own. */
function addMatrixLine(sheet: OpenSheet, { name, title, groups, measures }: Matrix): void {
  const text = `${title} ${groups.length} 个、各 ${measures.length} 项：见“${name}”`;
  const row = addNote(sheet, [{ value: text, look: { colour: colours.link, indent: 2 } }], {});
  link(sheet, row, 1, matrixPlace(name), `查看${name}`);
}

/** Columns that lead to the evidence: the label, and the values that are there. */
function linked({ value, previous }: Figure): number[] {
  return [1, ...(value === null ? [] : [3]), ...(previous === null ? [] : [4])];
}

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
