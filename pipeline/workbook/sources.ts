/** 来源·…: the evidence of every figure, a sheet per section of the report, a block per indicator. */

import { isUnknown } from '../figure.js';
import { maskText } from '../findings/mask.js';
import { colours, decimalsFor, decimalsOf, type Look, numberFormat } from '../office/look.js';
import type { EvidenceOf, RowSink } from '../publication/fan-out.js';
import { sideWords, statusWords } from '../publication/labels.js';
import {
  type EvidenceLine,
  type EvidenceRow,
  type Figure,
  type Side,
  sections,
} from '../publication/publication.js';
import { centre } from './cells.js';
import type { Book, CellValue, OpenSheet } from './model.js';
import { evidencePlace, sectionTitle, summaryPlace } from './places.js';
import { addNote, addRow, finishSheet, link, namePlace, startSheet } from './sheet.js';

/** Most rows that are listed per indicator, both sides together. */
export const mostSources = 5_000;

const valueColumn = 10;
const block: Look = { bold: true, fill: colours.sectionFill };
const total: Look = { bold: true, fill: colours.blockFill };

/** The sheets of sources, a block per indicator, as evidence comes in the order of the report. */
export interface SourcesSheet {
  /** Starts the block of an indicator, behind those of the ratios before it. */
  evidence(of: EvidenceOf): RowSink<EvidenceRow, EvidenceLine>;
  /** Writes what is left, and finishes the last sheet. */
  finish(): void;
}

export function startSources(book: Book, most = mostSources): SourcesSheet {
  const blocks = indicators(book.publication.figures);
  let sheet: OpenSheet | null = null;
  let section: number | null = null;
  /** Starts the next block, in the sheet of its section. */
  const start = (lines: Lines): OpenSheet => {
    const [figure] = lines;
    if (sheet === null || figure.section !== section) {
      if (sheet) finishSheet(sheet);
      section = figure.section;
      sheet = startSection(book, section, most);
    }
    writeHead(sheet, figure);
    return sheet;
  };
  const ratiosUpTo = (id: string | null) => {
    for (let lines = blocks[0]; lines && lines[0].id !== id; lines = blocks[0]) {
      const [ratio] = lines;
      const own = start(lines);
      for (const part of ratio.parts) writePart(own, ratio, part);
      blocks.shift();
    }
  };
  return {
    evidence(of) {
      ratiosUpTo(of.id);
      const lines = blocks.shift();
      if (!lines) throw new Error(`${of.id} has no figure`);
      return evidenceTaker(start(lines), lines, of, most);
    },
    finish() {
      ratiosUpTo(null);
      if (sheet) finishSheet(sheet);
    },
  };
}

function startSection(book: Book, section: number, most: number): OpenSheet {
  return startSheet(book, {
    name: `来源·${sections[section] ?? section}`,
    title: `${book.publication.township.name}指标来源明细　${sectionTitle(section)}`,
    lines: [`每一数值所依据的报表行；每项指标至多列 ${most} 行，其余列各文件合计。点指标名称返回汇总`],
    columns: [
      { header: '指标', min: 24, max: 36 },
      { header: '时期', min: 10, look: centre },
      { header: '分组', min: 8, max: 28 },
      { header: '识别码', min: 12, max: 40 },
      { header: '文件', min: 16, max: 36, look: { wrap: true } },
      { header: '工作表', min: 10, max: 24 },
      { header: '行', min: 7, look: { align: 'right' } },
      { header: '单元格', min: 9, look: centre },
      { header: '填报原文', min: 14, max: 32 },
      { header: '采用数值', min: 14, look: { align: 'right' } },
    ],
    frozen: 1,
  });
}

/** The figures of an indicator, in their order. */
type Lines = readonly [Figure, ...Figure[]];

function indicators(figures: readonly Figure[]): Lines[] {
  const byId = new Map<string, [Figure, ...Figure[]]>();
  for (const figure of figures) {
    const lines = byId.get(figure.id);
    if (lines) lines.push(figure);
    else byId.set(figure.id, [figure]);
  }
  return [...byId.values()];
}

function writeHead(sheet: OpenSheet, figure: Figure): void {
  const about = `${figure.unit}　${figure.id}　口径：${figure.definition}`;
  const head = addNote(
    sheet,
    [
      { value: figure.label, look: { colour: colours.link } },
      { value: about, look: { bold: false } },
    ],
    block,
  );
  namePlace(sheet, evidencePlace(figure.id), head);
  link(sheet, head, 1, summaryPlace(figure.id), '返回指标汇总');
}

/** A side gets what the other leaves, and at least half. */
function share(count: Readonly<Record<Side, number>>, most: number): Record<Side, number> {
  const half = Math.floor(most / 2);
  return {
    current: Math.min(count.current, Math.max(half, most - count.previous)),
    previous: Math.min(count.previous, Math.max(half, most - count.current)),
  };
}

function writePart(sheet: OpenSheet, ratio: Figure, id: string): void {
  const part = sheet.book.publication.figures.find((figure) => figure.id === id);
  const row = addRow(sheet, [
    ratio.label,
    '组成',
    null,
    { value: part?.label ?? id, look: { colour: colours.link } },
  ]);
  link(sheet, row, 4, evidencePlace(id), '查看来源明细');
}

/** Lists the first rows of each side, and under them what they add up to. */
function evidenceTaker(
  sheet: OpenSheet,
  [figure]: Lines,
  of: EvidenceOf,
  most: number,
): RowSink<EvidenceRow, EvidenceLine> {
  const listed = share(of.count, most);
  const look = lookOf(figure);
  const written: Record<Side, number> = { current: 0, previous: 0 };
  let first = sheet.next;
  let side: Side = 'current';
  const endSide = () => {
    const rows = { count: of.count[side], listed: listed[side] };
    if (rows.count === 0) {
      addNote(sheet, [figure.label, sideWords[side], null, nothing(figure, side)], { colour: colours.quiet });
    } else if (rows.listed < rows.count) writeFileTotals(sheet, figure, side, rows, of);
    else if (figure.group === '') writeTotal(sheet, figure, side, first, rows.count);
    first = sheet.next;
    side = 'previous';
  };
  return {
    row(row) {
      if (row.side !== side) endSide();
      if (written[side]++ >= listed[side]) return;
      const value = { value: Number(row.value), look: look(row.value) };
      const said = [
        figure.label,
        sideWords[side],
        row.group,
        row.key,
        maskText(row.file),
        maskText(row.sheet),
        row.row,
      ];
      addRow(sheet, [...said, row.cell, row.text, value]);
    },
    end() {
      if (side === 'current') endSide();
      endSide();
    },
  };
}

function nothing(figure: Figure, side: Side): string {
  const status = side === 'current' ? figure.status : figure.previousStatus;
  return isUnknown(status)
    ? `${statusWords[status]}：${figure.department}`
    : '没有符合口径的行（报表中没有，或为零报告）';
}

/** In place of rows that are not listed: the totals of all files, those of the listed rows included. */
function writeFileTotals(
  sheet: OpenSheet,
  figure: Figure,
  side: Side,
  rows: { readonly count: number; readonly listed: number },
  of: EvidenceOf,
): void {
  const said: CellValue[] = [figure.label, sideWords[side]];
  addRow(
    sheet,
    [
      ...said,
      null,
      `以上 ${rows.listed} 行，共 ${rows.count} 行，全部见 evidence/${figure.id}.csv；各文件合计：`,
    ],
    total,
  );
  const first = sheet.next;
  const look = lookOf(figure);
  for (const file of of.totals()) {
    if (file.side !== side) continue;
    const value = { value: Number(file.value), look: look(file.value) };
    addRow(sheet, [
      ...said,
      file.group,
      null,
      maskText(file.file),
      maskText(file.sheet),
      null,
      null,
      `${file.rows} 行`,
      value,
    ]);
  }
  if (figure.group === '') writeTotal(sheet, figure, side, first, rows.count);
}

/** The sum of the rows above, from `first`, as a formula: the figure itself. */
function writeTotal(sheet: OpenSheet, figure: Figure, side: Side, first: number, rows: number): void {
  const value = side === 'current' ? figure.value : figure.previous;
  if (value === null) return;
  const column = 'J';
  const formula = `ROUND(SUM(${column}${first}:${column}${sheet.next - 1}),${decimalsOf(value)})`;
  addRow(
    sheet,
    [
      figure.label,
      sideWords[side],
      ...Array.from({ length: valueColumn - 4 }, () => null),
      `合计 ${rows} 行`,
      { value: { formula, result: Number(value) }, look: lookOf(figure)(value) },
    ],
    total,
  );
}

/** The look of a value of a figure: most have the decimals of the one before. */
function lookOf({ unit }: Figure): (value: string) => Look {
  const looks = new Map<number, Look>();
  return (value) => {
    const decimals = decimalsOf(value);
    let look = looks.get(decimals);
    if (!look) {
      look = { format: numberFormat(decimalsFor(unit, [value])) };
      looks.set(decimals, look);
    }
    return look;
  };
}
