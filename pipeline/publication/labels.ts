/** The words in which the workbook says codes: Chinese, as departments, leaders and auditors read them. */
import { isNotOwed } from '../figure.js';
import type { UnitFrom } from '../recognise/kinds.js';
import type {
  ChangeRow,
  CheckResult,
  Explanation,
  Figure,
  FigureKind,
  SettingLine,
  Side,
  Status,
  SubmissionStatus,
} from './publication.js';
import type { SeriesBasis } from './series-line.js';

export const statusWords: Readonly<Record<Status, string>> = {
  A: '正常',
  P: '待核实',
  E: '估算',
  B: '口径调整',
  L: '缺（未报送）',
  O: '待更正（全部暂缓）',
  M: '不适用',
};

export const statusMeaning: Readonly<Record<Status, string>> = {
  A: '数据完整，可以引用。',
  P: '所依据的报表有暂缓行，或有一项勾稽核对不符；核实之前，数值可能变动。',
  E: '没有同一日期的报表，按当年较晚日期的报表推算；两个日期之间退出的单位看不到。',
  B: '与按另一口径封存的数据比较，增减不可直接引用。',
  L: '责任部门没有报送，数值留空。空不等于零：零必须有报表或零报告为据。',
  O: '已经报送，但可以计入的行全部暂缓，数值留空；更正后才有。',
  M: '该侧没有这个项目（社区），或比率的分母为零，以“—”表示。',
};

export const sideWords: Readonly<Record<Side, string>> = { current: '本期', previous: '上年同期' };

export const kindWords: Readonly<Record<FigureKind, string>> = {
  stock: '时点数',
  flow: '时期数',
  planned: '计划数',
  ratio: '比率',
};

export const seriesWords: Readonly<Record<SeriesBasis, string>> = {
  state: '时点',
  cumulative: '累计',
  since_previous: '当期',
};

export const changeWords: Readonly<Record<ChangeRow['what'], string>> = {
  entered: '进入',
  left: '退出',
  moved: '数值变动',
};

export const reasonWords: Readonly<Record<ChangeRow['reason'], string>> = {
  new: '新列入',
  now_counts: '转为计入',
  gone: '不再列入',
  counts_no_longer: '不再计入',
  changed: '数值变动',
};

export const explanationWords: Readonly<Record<Explanation['by'], string>> = {
  reason: '原因',
  village: '村',
  category: '类别',
  month: '月份',
};

export const submissionWords: Readonly<Record<SubmissionStatus, string>> = {
  accepted: '已采用',
  partly_held_back: '部分暂缓',
  held_back: '整表暂缓',
  nil_return: '零报告',
  superseded: '已被更正件取代',
  unknown_form: '表式无法识别',
  unreadable: '文件无法读取',
  deferred: '留待下次读取',
  owed: '应报，未到期',
  late: '逾期未报',
};

export const settingWords: Readonly<Record<SettingLine['state'], string>> = {
  used: '已用到',
  unused: '没有用到',
  expired: '已过期',
  wrong: '写错，不起作用',
};

export const outcomeWords: Readonly<Record<CheckResult['outcome'], string>> = {
  pass: '通过',
  fail: '不符',
  not_evaluable: '无法核对',
};

/** What made a published figure another (DOMAIN H). */
export const revisionWords = {
  late_file: '补报',
  correction: '更正',
  definition: '口径调整',
  setting: '设置改动',
  program: '程序更新',
} as const;

/** Where the unit of a number was read (DOMAIN E). */
export const unitFromWords: Readonly<Record<Exclude<UnitFrom, ''>, string>> = {
  cell: '单元格',
  format: '数字格式',
  column: '单位栏',
  header: '表头',
  line: '单位行',
  title: '标题',
  sheet: '工作表名',
  note: '表外说明',
  setting: '本镇设置',
  certain: '按表式，数值只合这个单位',
  assumed: '按表式假定，待确认',
  refused: '未采用，数值不合',
};

export const severityWords = { error: '错误', warning: '提示' } as const;

/** The status of a figure in words: that of the value, and that of the comparison where it is not normal. */
export function figureStatus(figure: Figure): string {
  const { status, previousStatus, rowsHeldBack } = figure;
  if (isNotOwed(figure)) return '— 不需报送';
  const missing = figure.coverage?.missing.length ?? 0;
  const held = rowsHeldBack > 0 ? `暂缓${rowsHeldBack}行` : '核对不符';
  const reason = missing > 0 ? `部分合计，缺${missing}个单位` : held;
  const current = `${status} ${statusWords[status]}${status === 'P' ? `：${reason}` : ''}`;
  return previousStatus === 'A'
    ? current
    : `${current}；上年 ${previousStatus} ${statusWords[previousStatus]}`;
}

/** 2021-11-30 -> 2021年11月30日. */
export function chineseDate(iso: string): string {
  const [year, month, day] = iso.split('-');
  return `${year}年${Number(month)}月${Number(day)}日`;
}
