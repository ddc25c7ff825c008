/** 报送情况, 勾稽核对, 问题清单: what came, what was checked, what was found; a row each. */

import { maskText } from '../findings/mask.js';
import { colours, type Look } from '../office/look.js';
import { outcomeWords, severityWords, sideWords, submissionWords } from '../publication/labels.js';
import { firstOf, type PublishedFinding, type SubmissionLine } from '../publication/publication.js';
import { centre } from './cells.js';
import type { Book, BookColumn, CellValue } from './model.js';
import { addNote, addRow, finishSheet, startSheet } from './sheet.js';

const count: Look = { align: 'right', format: '#,##0' };

/** Every table of every file with its reconciliation: 总行数 = 采用 + 非数据 + 暂缓. */
export function writeSubmissions(book: Book): void {
  const { submissions, township } = book.publication;
  const counted = (header: string): BookColumn => ({ header, min: 9, look: count });
  const sheet = startSheet(book, {
    name: '报送情况',
    title: `${township.name}部门报送情况`,
    lines: [`${inWords(submissions)}　　总行数 = 采用 + 非数据 + 暂缓`],
    columns: [
      { header: '报表', min: 14, max: 30 },
      { header: '责任部门', min: 12, max: 24 },
      { header: '期次', min: 12, look: centre },
      { header: '状态', min: 12, max: 20, look: centre },
      { header: '文件', min: 20, max: 46 },
      { header: '工作表', min: 10, max: 24 },
      { header: '表头行', look: { align: 'right' } },
      counted('总行数'),
      counted('采用'),
      counted('非数据'),
      counted('暂缓'),
      { header: '核对', look: centre },
      { header: '填报日期', min: 12, look: centre },
      { header: '填报人', min: 10, max: 16, look: centre },
      { header: '审核人', min: 10, max: 16, look: centre },
    ],
    frozen: 1,
  });
  const first = sheet.next;
  for (const line of submissions) addRow(sheet, submissionCells(line, sheet.next), lookOf(line));
  const last = sheet.next - 1;
  if (last >= first) {
    const sum = (column: string, of: (line: SubmissionLine) => number): CellValue => {
      const result = submissions.reduce((total, line) => total + of(line), 0);
      return { value: { formula: `SUM(${column}${first}:${column}${last})`, result }, look: {} };
    };
    addRow(
      sheet,
      [
        '合计',
        ...Array.from({ length: 6 }, () => null),
        sum('H', (line) => line.rowsTotal),
        sum('I', (line) => line.rowsAccepted),
        sum('J', (line) => line.rowsNotData),
        sum('K', (line) => line.rowsHeldBack),
        reconciled(sheet.next, submissions.every(adds)),
      ],
      { bold: true, fill: colours.blockFill },
    );
  }
  finishSheet(sheet, last);
}

function submissionCells(line: SubmissionLine, row: number): CellValue[] {
  const said: CellValue[] = [line.formTitle, line.department, line.period, submissionWords[line.status]];
  // What did not come has no rows, which is not the same as 0 of them.
  if (line.file === '') return said;
  return [
    ...said,
    maskText(line.file),
    maskText(line.sheet),
    line.headerRow,
    line.rowsTotal,
    line.rowsAccepted,
    line.rowsNotData,
    line.rowsHeldBack,
    reconciled(row, adds(line)),
    line.reportedOn,
    line.reportedBy,
    line.reviewedBy,
  ];
}

function adds(line: SubmissionLine): boolean {
  return line.rowsTotal === line.rowsAccepted + line.rowsNotData + line.rowsHeldBack;
}

function reconciled(row: number, holds: boolean): CellValue {
  const formula = `IF(H${row}=I${row}+J${row}+K${row},"平","不平")`;
  return { value: { formula, result: holds ? '平' : '不平' }, look: { format: 'General', align: 'center' } };
}

function lookOf({ status }: SubmissionLine): Look {
  if (status === 'late' || status === 'unreadable' || status === 'unknown_form' || status === 'held_back') {
    return { fill: colours.missingFill };
  }
  if (status === 'owed' || status === 'partly_held_back' || status === 'deferred') {
    return { fill: colours.provisionalFill };
  }
  return status === 'superseded' ? { colour: colours.quiet } : {};
}

function inWords(submissions: readonly SubmissionLine[]): string {
  const statuses = [...new Set(submissions.map((line) => line.status))];
  return statuses
    .map(
      (status) => `${submissionWords[status]} ${submissions.filter((line) => line.status === status).length}`,
    )
    .join(' · ');
}

/** Every check, for the period and for its comparison. */
export function writeChecks(book: Book): void {
  const { checks, submissions, township } = book.publication;
  const failed = checks.filter((check) => check.outcome === 'fail').length;
  const sheet = startSheet(book, {
    name: '勾稽核对',
    title: `${township.name}勾稽核对结果`,
    lines: [
      `共 ${checks.length} 项，不符 ${failed} 项；“错误”不符时，所涉指标为待核实；违反的行列在问题清单`,
    ],
    columns: [
      { header: '核对内容', min: 40, max: 76, look: { wrap: true } },
      { header: '时期', min: 10, look: centre },
      { header: '级别', look: centre },
      { header: '结果', min: 10, look: centre },
      { header: '违反行数', look: count },
      { header: '其中豁免', look: count },
      { header: '缺少', min: 12, max: 40, look: { wrap: true } },
      { header: '编号', min: 20, max: 48, look: { colour: colours.quiet } },
    ],
  });
  const titles = new Map(submissions.map((line) => [line.form, line.formTitle]));
  const named = (missing: string) => missing.replace(/[a-z_]+/g, (id) => titles.get(id) ?? id);
  for (const check of checks) {
    const bad = check.outcome === 'fail';
    const fill = check.severity === 'error' ? colours.missingFill : colours.provisionalFill;
    addRow(sheet, [
      check.label,
      sideWords[check.side],
      severityWords[check.severity],
      {
        value: outcomeWords[check.outcome],
        look: bad ? { fill } : check.outcome === 'pass' ? {} : { colour: colours.quiet },
      },
      check.violations,
      check.waived,
      named(check.missing),
      check.id,
    ]);
  }
  finishSheet(sheet);
}

/** Most findings that are listed; findings.csv has all of them. */
export const mostFindings = 20_000;

export function writeFindings(book: Book, most = mostFindings): void {
  const sheet = startSheet(book, {
    name: '问题清单',
    title: `${book.publication.township.name}问题清单`,
    lines: ['“错误”的行暂缓，更正后重新报送即采用；“提示”的行照常采用，请核实。个人信息已遮盖'],
    columns: [
      { header: '文件', min: 16, max: 28, look: { wrap: true } },
      { header: '工作表', min: 9, max: 16, look: { wrap: true } },
      { header: '行', look: { align: 'right' } },
      { header: '单元格', look: centre },
      { header: '列', min: 8, max: 16, look: { wrap: true } },
      { header: '级别', look: centre },
      { header: '问题', min: 36, max: 50, look: { wrap: true } },
      { header: '填报内容', min: 12, max: 22, look: { wrap: true } },
      { header: '豁免人', max: 12, look: centre },
      { header: '豁免至', max: 14, look: centre },
      { header: '豁免理由', max: 20, look: { wrap: true } },
      { header: '规则', min: 12, max: 24, look: { colour: colours.quiet, wrap: true } },
    ],
  });
  const listed = firstOf(book.publication.findings(), most);
  for (const found of listed) addRow(sheet, findingCells(found));
  const hidden = book.publication.findingCount() - listed.length;
  if (hidden > 0)
    addNote(sheet, [`其余 ${hidden} 条见 findings.csv`], { bold: true, fill: colours.blockFill });
  if (listed.length === 0) addNote(sheet, ['没有发现问题'], { colour: colours.quiet });
  finishSheet(sheet);
}

function findingCells(found: PublishedFinding): CellValue[] {
  const waived = found.waivedBy !== '';
  const fill = waived
    ? {}
    : { fill: found.severity === 'error' ? colours.missingFill : colours.provisionalFill };
  return [
    maskText(found.file),
    maskText(found.sheet),
    found.row,
    found.cell,
    found.column,
    { value: severityWords[found.severity], look: fill },
    found.message,
    found.value,
    found.waivedBy,
    found.waivedUntil,
    found.waivedReason,
    found.rule,
  ];
}
