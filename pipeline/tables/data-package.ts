/**
 * datapackage.json: the published CSV files as typed tables (Data Package v2, Table Schema), so that Frictionless,
 * pandas or R open them with their types, keys and meanings.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  changeWords,
  chineseDate,
  explanationWords,
  kindWords,
  outcomeWords,
  reasonWords,
  revisionWords,
  seriesWords,
  settingWords,
  severityWords,
  sideWords,
  statusWords,
  submissionWords,
  unitFromWords,
} from '../publication/labels.js';
import type { Publication } from '../publication/publication.js';
import type { PublishedFile } from '../publication/published-file.js';
import { publishedFile } from '../publication/published-file.js';
import type { CsvColumn } from './csv.js';
import { revisionColumns, revisionsFile } from './revisions.js';
import {
  changeColumns,
  checkColumns,
  evidenceColumns,
  explanationColumns,
  figureColumns,
  findingColumns,
  seriesColumns,
  settingColumns,
  submissionColumns,
} from './tables.js';

type Words = Readonly<Record<string, string>>;

interface Table {
  readonly title: string;
  readonly description: string;
  readonly fields: readonly Field[];
  readonly primaryKey?: readonly string[];
  readonly foreignKeys?: readonly {
    readonly fields: readonly string[];
    readonly reference: { readonly resource: string; readonly fields: readonly string[] };
  }[];
}

/** A field of Table Schema. */
interface Field {
  readonly name: string;
  readonly type: 'string' | 'number' | 'integer' | 'date';
  readonly title: string;
  readonly [more: string]: unknown;
}

/** What a column means: its Chinese title, and what else its field says. */
type Meaning = readonly [title: string, more?: Readonly<Record<string, unknown>>];

const whole = { type: 'integer' };
/** An empty text of a key is a value, not a missing one: figures without groups have the group ''. */
const part = { missingValues: [] };

function coded(words: Words): Readonly<Record<string, unknown>> {
  return {
    categories: Object.entries(words).map(([value, label]) => ({ value, label })),
    constraints: { enum: Object.keys(words) },
  };
}

/** @throws Error where a column has no meaning here: columns and meanings are written in two places. */
function fields<Row>(
  columns: readonly CsvColumn<Row>[],
  meanings: Readonly<Record<string, Meaning>>,
): Field[] {
  return columns.map(({ name, type }) => {
    const meaning = Object.hasOwn(meanings, name) ? meanings[name] : undefined;
    if (!meaning) throw new Error(`datapackage.json does not say what ${name} means`);
    const [title, more = {}] = meaning;
    const exact = type === 'number' && more.type !== 'integer' ? { bareNumber: true } : {};
    return { name, type: type === 'text' ? 'string' : 'number', title, ...exact, ...more };
  });
}

const toSubmission = (field: string) => ({
  fields: [field],
  reference: { resource: 'submissions', fields: ['file'] },
});

const place: Readonly<Record<string, Meaning>> = {
  file: ['报送文件', { description: '在 inputs/<乡镇>/ 之下的路径' }],
  sha256: ['文件的 sha256', { constraints: { pattern: '[0-9a-f]{64}' } }],
  sheet: ['工作表', { description: 'CSV 文件没有工作表，留空' }],
  row: ['行号', { ...whole, constraints: { minimum: 1 } }],
  cell: ['单元格'],
};

const tables: Readonly<Record<string, Table>> = {
  figures: {
    title: '指标',
    description: '每个指标（分项目、分社区的每组）一行，数值为全精度；缺报为空，空不等于零。',
    fields: fields(figureColumns, {
      id: ['指标编号', { ...part, constraints: { required: true } }],
      group: ['分组', { ...part, description: '项目或社区；不分组为空文本' }],
      label: ['指标名称'],
      unit: ['计量单位'],
      kind: ['类型', coded(kindWords)],
      value: ['本期'],
      previous: ['上年同期'],
      change: ['增减'],
      change_pct: ['增减百分比', { description: '单位为%；基数为零或缺时为空' }],
      status: ['本期状态', coded(statusWords)],
      rows: ['本期依据行数', whole],
      previous_rows: ['上年同期依据行数', whole],
      department: ['责任部门'],
      previous_status: ['上年同期状态', coded(statusWords)],
      change_status: ['增减状态', coded(statusWords)],
      rows_held_back: ['所据报表的暂缓行数', whole],
      rows_left_out: ['所据报表中已采用而不计入的行数', whole],
      missing: ['所缺', { description: '没有报送的表，或所缺的栏（表.栏）和缺这一栏的文件' }],
    }),
    primaryKey: ['id', 'group'],
  },
  changes: {
    title: '增减的构成',
    description: '按自然键匹配两期依据：进入、退出、数值变动；各行影响之和等于指标的增减。',
    fields: fields(changeColumns, {
      ...place,
      id: ['指标编号', part],
      group: ['分组', part],
      what: ['变动', coded(changeWords)],
      key: ['识别码', { description: '个人信息已脱敏' }],
      previous_value: ['上年同期数值'],
      value: ['本期数值'],
      contribution: ['对增减的影响'],
      previous_file: ['上年同期报送文件'],
      previous_sheet: ['上年同期工作表'],
      previous_row: ['上年同期行号', whole],
      label: ['名称', { description: '企业、项目、村等的名称；个人信息已脱敏' }],
      reason: ['原因', coded(reasonWords)],
      because: ['决定的栏', { description: '起决定作用的各栏，上年同期 → 本期' }],
    }),
    foreignKeys: [
      { fields: ['id', 'group'], reference: { resource: 'figures', fields: ['id', 'group'] } },
      toSubmission('file'),
      toSubmission('previous_file'),
    ],
  },
  series: {
    title: '趋势',
    description: '每个指标在各期的数值；已定稿的期为定稿数；缺报的期为空，不是零。',
    fields: fields(seriesColumns, {
      id: ['指标编号', { ...part, constraints: { required: true } }],
      group: ['分组', { ...part, description: '项目或社区；不分组为空文本' }],
      label: ['指标名称'],
      unit: ['计量单位'],
      period: ['期', { type: 'date' }],
      basis: ['口径', coded(seriesWords)],
      value: ['数值'],
      status: ['状态', coded(statusWords)],
      sealed: ['定稿日期', { type: 'date' }],
    }),
    primaryKey: ['id', 'group', 'period', 'basis'],
  },
  explanations: {
    title: '增减原因',
    description: '把增减拆开：名册按原因，流量按村、类别和月份；同一指标同一种拆法，各部分之和等于增减。',
    fields: fields(explanationColumns, {
      id: ['指标编号', part],
      group: ['分组', part],
      by: ['拆法', { ...part, ...coded(explanationWords) }],
      part: ['部分', { ...part, description: '原因的代码，或村、类别、月份（01至12）；原表没有填的为空' }],
      previous: ['上年同期', { description: '按原因拆时，只含有变动的行' }],
      value: ['本期', { description: '按原因拆时，只含有变动的行' }],
      contribution: ['对增减的影响'],
      rows: ['行数', { ...whole, description: '按原因拆时为变动的行数，其余为两期的依据行数' }],
      names: ['名称', { description: '按原因拆时，各行的名称，以顿号隔开；个人信息已脱敏' }],
    }),
    primaryKey: ['id', 'group', 'by', 'part'],
    foreignKeys: [{ fields: ['id', 'group'], reference: { resource: 'figures', fields: ['id', 'group'] } }],
  },
  checks: {
    title: '勾稽核对',
    description: '每项核对在本期和上年同期各一行。',
    fields: fields(checkColumns, {
      id: ['核对编号', part],
      side: ['期', { ...part, ...coded(sideWords) }],
      label: ['核对名称'],
      severity: ['轻重', coded(severityWords)],
      outcome: ['结果', coded(outcomeWords)],
      violations: ['不符处数', whole],
      waived: ['已认可处数', whole],
      missing: ['缺少什么而无法核对'],
    }),
    primaryKey: ['id', 'side'],
  },
  findings: {
    title: '问题',
    description: '读取、校验和勾稽核对发现的问题；个人信息已脱敏。',
    fields: fields(findingColumns, {
      ...place,
      column: ['列名'],
      rule: ['规则编号'],
      severity: ['轻重', coded(severityWords)],
      message: ['说明'],
      value: ['原文', { description: '个人信息已脱敏' }],
      waived_by: ['认可人'],
      waived_until: ['认可至'],
      waived_reason: ['认可理由'],
    }),
  },
  submissions: {
    title: '报送与对账',
    description: '每个文件的每张表一行；总行数 = 采用 + 非数据 + 暂缓。应报未报的报表也各有一行，文件为空。',
    fields: fields(submissionColumns, {
      ...place,
      form: ['报表编号'],
      unit: ['乡镇'],
      period: ['期'],
      header_row: ['表头末行', whole],
      rows_total: ['总行数', whole],
      rows_accepted: ['采用行数', whole],
      rows_not_data: ['非数据行数', whole],
      rows_held_back: ['暂缓行数', whole],
      status: ['状态', coded(submissionWords)],
      reported_on: ['填报日期'],
      reported_by: ['填表人'],
      reviewed_by: ['审核人'],
    }),
  },
  settings: {
    title: '本镇设置',
    description: '本镇各设置文件的每一行、是谁定的、用到了多少行；没有用到或已过期的可以删去。',
    fields: fields(settingColumns, {
      setting: ['设置文件', part],
      line: ['行号', { ...whole, ...part }],
      text: ['原文', { description: '个人信息已脱敏' }],
      by: ['何人'],
      reason: ['理由'],
      until: ['有效至'],
      rows: [
        '用到的行数',
        { ...whole, description: '认可（waivers.csv）为问题的项数；单位和应报表不计行数，留空' },
      ],
      state: ['状态', coded(settingWords)],
    }),
    primaryKey: ['setting', 'line'],
  },
  revisions: {
    title: '修订',
    description: '以前各期和上年同期的数中，与原先发布的不同者；每次运行更新，不影响其他各表。',
    fields: fields(revisionColumns, {
      id: ['指标编号', { ...part, constraints: { required: true } }],
      group: ['分组', part],
      period: ['期'],
      side: ['期别', coded(sideWords)],
      was: ['原先发布'],
      value: ['现在'],
      reason: ['原因', coded(revisionWords)],
      files: ['涉及文件', { description: '多个以顿号隔开' }],
      since: ['首次发现的日期', { type: 'date' }],
    }),
    primaryKey: ['id', 'group', 'period', 'side'],
  },
};

const evidenceFields = fields(evidenceColumns, {
  ...place,
  side: ['期', coded(sideWords)],
  group: ['分组', part],
  key: ['识别码', { description: '个人信息已脱敏' }],
  text: ['原文', { description: '单元格所填；按文件列合计时写明行数' }],
  value: ['计入数值', { description: '按指标的计量单位' }],
  label: ['名称', { description: '企业、项目、村等的名称；个人信息已脱敏' }],
  unit: ['原文的计量单位', { description: '单元格中数字所用的单位；计数的行没有' }],
  unit_from: ['单位出处', coded({ ...unitFromWords })],
  list: [
    '名单或设置出处',
    { description: '由名单认定时，名单的文件 › 工作表 › 单元格；由本镇设置给出时，设置的那一行' },
  ],
});

/**
 * Writes datapackage.json into `folder`.
 * @param files the CSV files, as `publishTables` wrote them.
 */
export function publishDataPackage(
  { township, asOf, period, figures }: Publication,
  files: readonly PublishedFile[],
  folder: string,
): PublishedFile {
  const labels = new Map(figures.map(({ id, label }) => [id, label]));
  const descriptor = {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: `township-metrics-${period}`,
    title: `${township.name}年度工作报告指标（截至${chineseDate(asOf)}）`,
    description: '指标、增减构成、逐行依据、勾稽核对、问题与报送对账。数值为精确小数；个人信息已脱敏。',
    version: asOf,
    resources: [
      ...files.map((file) => ({ ...tableOf(file.path, labels), ...csvOf(file.path), ...digestOf(file) })),
      // Written anew by later runs: no digest of it holds.
      { ...tableOf(revisionsFile, labels), ...csvOf(revisionsFile) },
    ],
  };
  const bytes = Buffer.from(`${JSON.stringify(descriptor, null, 2)}\n`);
  const path = 'datapackage.json';
  writeFileSync(join(folder, path), bytes);
  return publishedFile(path, bytes);
}

function digestOf({ sha256, bytes }: PublishedFile) {
  return { bytes, hash: `sha256:${sha256}` };
}

function csvOf(path: string) {
  return {
    path,
    format: 'csv',
    mediatype: 'text/csv',
    // Written with a byte order mark, which readers of UTF-8 CSV take off.
    encoding: 'utf-8',
    dialect: { delimiter: ',', lineTerminator: '\r\n', quoteChar: '"', doubleQuote: true, header: true },
  };
}

function tableOf(path: string, labels: ReadonlyMap<string, string>) {
  const name = path.replace(/\.csv$/, '').replace('/', '-');
  const indicator = /^evidence\/(.+)\.csv$/.exec(path)?.[1];
  const table: Table | undefined =
    indicator === undefined
      ? tables[name]
      : {
          title: `依据：${labels.get(indicator) ?? indicator}`,
          description: `指标 ${indicator} 两期的逐行依据；逐行相加即公布数。一侧超过十万行时按文件列合计。`,
          fields: evidenceFields,
          foreignKeys: [toSubmission('file')],
        };
  if (!table) throw new Error(`datapackage.json does not know the table ${path}`);
  const { title, description, ...schema } = table;
  return { name, type: 'table', title, description, schema: { ...schema, missingValues: [''] } };
}
