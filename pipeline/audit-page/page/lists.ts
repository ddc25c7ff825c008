/** Submissions with their reconciliation, checks, findings. */
import { outcomeWords, severityWords, sideWords, submissionWords } from '../../publication/labels.js';
import type { CheckResult, SubmissionLine } from '../../publication/publication.js';
import type { FindingsData, PageFinding } from '../data.js';
import { type Child, defined, h } from './dom.js';
import { type GridColumn, grid } from './grid.js';
import { dataOf } from './load.js';
import { page, placeWords, sourceOf } from './model.js';
import { cellInSheet } from './sheet.js';

const findings = () => dataOf<FindingsData>('findings');

/** Every file with what became of its rows; each opens to its findings. */
export function submissionsView(): HTMLElement {
  const columns: GridColumn<SubmissionLine>[] = [
    { header: '文件 › 工作表', text: ({ file, sheet }) => placeWords(file, sheet) || '（未报）' },
    { header: '报表', text: ({ formTitle }) => formTitle },
    { header: '部门', text: ({ department }) => department },
    { header: '总行数', text: (line) => String(line.rowsTotal), number: (line) => line.rowsTotal },
    { header: '采用', text: (line) => String(line.rowsAccepted), number: (line) => line.rowsAccepted },
    { header: '非数据', text: (line) => String(line.rowsNotData), number: (line) => line.rowsNotData },
    { header: '暂缓', text: (line) => String(line.rowsHeldBack), number: (line) => line.rowsHeldBack },
    { header: '对账', text: balance },
    {
      header: '状态',
      text: ({ status }) => submissionWords[status],
      show: ({ status }) => h('span', { class: `submission submission-${status}` }, submissionWords[status]),
    },
  ];
  return h(
    'div',
    {},
    h(
      'p',
      { class: 'hint' },
      '每个文件的非空行都有去处：总行数 = 采用 + 非数据（标题、表头、合计等）+ 暂缓。点一行看该文件的问题。',
    ),
    grid<SubmissionLine>({
      label: '报送与对账',
      rows: [...page.submissions].sort(
        (a, b) => Number(b.period === page.period) - Number(a.period === page.period),
      ),
      columns,
      open: submissionDetails,
      classOf: ({ status }) => (status === 'accepted' || status === 'nil_return' ? '' : 'attention'),
    }),
  );
}

function balance({ file, rowsTotal, rowsAccepted, rowsNotData, rowsHeldBack }: SubmissionLine): string {
  if (file === '') return '';
  return rowsTotal === rowsAccepted + rowsNotData + rowsHeldBack ? '平 ✓' : '不平';
}

async function submissionDetails(line: SubmissionLine): Promise<HTMLElement> {
  const facts: [string, string][] = [
    ['填报日期', line.reportedOn],
    ['填表人', line.reportedBy],
    ['审核人', line.reviewedBy],
    ['表头行', line.headerRow === null ? '' : String(line.headerRow)],
    ['sha256', line.sha256],
  ];
  const own = (await findings()).filter(
    ({ file, sheet }) => file === line.file && (sheet === '' || sheet === line.sheet),
  );
  return h(
    'div',
    {},
    defined(facts),
    own.length === 0 ? h('p', { class: 'empty' }, '没有问题。') : findingsGrid(`${line.file} 的问题`, own),
  );
}

/** Every check with its outcome; each opens to its violations. */
export function checksView(): HTMLElement {
  const columns: GridColumn<CheckResult>[] = [
    { header: '核对', text: ({ label }) => label },
    { header: '期', text: ({ side }) => sideWords[side] },
    { header: '轻重', text: ({ severity }) => severityWords[severity] },
    {
      header: '结果',
      text: ({ outcome }) => outcomeWords[outcome],
      show: ({ outcome }) => h('span', { class: `outcome outcome-${outcome}` }, outcomeWords[outcome]),
    },
    { header: '不符', text: ({ violations }) => String(violations), number: ({ violations }) => violations },
    { header: '已认可', text: ({ waived }) => String(waived), number: ({ waived }) => waived },
    { header: '缺少', text: ({ missing }) => missing },
    { header: '编号', text: ({ id }) => id, show: ({ id }) => h('code', {}, id) },
  ];
  const order = { fail: 0, not_evaluable: 1, pass: 2 };
  return h(
    'div',
    {},
    h('p', { class: 'hint' }, '核对不符的“错误”使有关报表的指标待核实；“提示”只作提醒。点一行看不符之处。'),
    grid<CheckResult>({
      label: '勾稽核对',
      rows: [...page.checks].sort((a, b) => order[a.outcome] - order[b.outcome]),
      columns,
      open: async ({ id, query }) =>
        h(
          'div',
          {},
          findingsGrid(
            id,
            (await findings()).filter(({ rule }) => rule === id),
          ),
          query
            ? h(
                'details',
                { class: 'query' },
                h('summary', {}, '取数语句 ', h('code', {}, `sql/checks/${query.file}`)),
                h('pre', { tabindex: 0 }, query.sql),
              )
            : null,
        ),
      classOf: ({ outcome, severity }) => (outcome === 'fail' && severity === 'error' ? 'attention' : ''),
    }),
  );
}

export async function findingsView(): Promise<HTMLElement> {
  const { rows, listed } = page.findings;
  return h(
    'div',
    {},
    listed < rows
      ? h('p', { class: 'notice' }, `共 ${rows} 个问题，这里列出前 ${listed} 个；全部见旁边的 findings.csv。`)
      : null,
    findingsGrid('问题', await findings()),
  );
}

/** The cell that a finding is about, in its sheet. */
function inSheet({ file, sheet, row, cell }: PageFinding): Promise<Node> | Node {
  if (row === null) return h('p', { class: 'empty' }, '这个问题不在某一行，请看整张表。');
  return cellInSheet(sourceOf(file, sheet, row), row, cell);
}

/** Errors in the sheets that a figure rests on, each to be opened in its sheet; null: there are none. */
export async function openErrors(forms: ReadonlySet<string>): Promise<HTMLElement | null> {
  const sheets = new Set(
    page.submissions.filter(({ form }) => forms.has(form)).map(({ file, sheet }) => placeWords(file, sheet)),
  );
  const own = (await findings()).filter(
    ({ severity, waivedBy, file, sheet }) =>
      severity === 'error' && waivedBy === '' && sheets.has(placeWords(file, sheet)),
  );
  return own.length === 0 ? null : findingsGrid('待核实的行', own);
}

function findingsGrid(label: string, rows: readonly PageFinding[]): HTMLElement {
  const where = ({ sheet, cell, row }: PageFinding) =>
    placeWords('', sheet, cell || (row === null ? '' : `第${row}行`)) || '整个文件';
  const columns: GridColumn<PageFinding>[] = [
    {
      header: '轻重',
      text: ({ severity }) => severityWords[severity],
      show: ({ severity }): Child =>
        h('span', { class: `severity severity-${severity}` }, severityWords[severity]),
    },
    { header: '文件', text: ({ file }) => file },
    { header: '位置', text: where },
    { header: '问题', text: ({ message }) => message },
    { header: '原文', text: ({ value }) => value },
    {
      header: '认可',
      text: ({ waivedBy, waivedUntil, waivedReason }) =>
        waivedBy === '' ? '' : `${waivedBy}，至${waivedUntil}：${waivedReason}`,
    },
  ];
  return grid({ label, rows, columns, open: inSheet });
}
