/** The commands, what each is for and which options it has; each is loaded when it is asked for. */
import type { FlagTypes, Usage } from './usage.js';

/** Does what was asked and gives the exit code (DESIGN, Exit codes). */
export type Command = (usage: Usage) => Promise<number>;

export interface CommandEntry {
  readonly zh: string;
  readonly en: string;
  /** In Chinese and in English: <乡镇> <期>. */
  readonly operands?: readonly [string, string];
  readonly flags: FlagTypes;
  readonly load: () => Promise<Command>;
}

export const commands: Readonly<Record<string, CommandEntry>> = {
  run: {
    zh: '读取 inputs/，发布到 outputs/（默认命令）',
    en: 'read inputs/, publish to outputs/ (the default)',
    flags: { 'final-copy': { type: 'boolean' }, open: { type: 'boolean' } },
    load: async () => (await import('./run.js')).runCommand,
  },
  serve: {
    zh: '打开页面来办：放入报表、发布、退回、定稿',
    en: 'the page to work in: put files, publish, send back, sign off',
    flags: { port: { type: 'string' }, 'no-open': { type: 'boolean' } },
    load: async () => (await import('./serve.js')).serveCommand,
  },
  trace: {
    zh: '一个指标：定义，以及它背后的每一行、每一格',
    en: 'a figure, its definition, and every source row and cell behind it',
    operands: ['<指标>', '<figure>'],
    flags: {
      compare: { type: 'boolean' },
      'left-out': { type: 'boolean' },
      csv: { type: 'boolean' },
      unmask: { type: 'boolean' },
      by: { type: 'string' },
      reason: { type: 'string' },
    },
    load: async () => (await import('./trace.js')).traceCommand,
  },
  'check-templates': {
    zh: '列出模板里的所有标记和将要填入的值',
    en: 'all marks of the templates, with the values they would get',
    flags: { marks: { type: 'boolean' } },
    load: async () => (await import('./check-templates.js')).checkTemplatesCommand,
  },
  'check-report': {
    zh: '改过的报告里的每个数，与已发布的指标核对；有不同或对不上的，以 1 退出',
    en: 'the numbers of an edited report against the published figures; leaves with 1 if one differs',
    operands: ['<报告.docx>', '<report.docx>'],
    flags: {},
    load: async () => (await import('./check-report.js')).checkReportCommand,
  },
  verify: {
    zh: '从归档的原件重新计算已发布的一切，报告任何不同',
    en: 'recompute everything published from the archived bytes, report any difference',
    flags: {},
    load: async () => (await import('./verify.js')).verifyCommand,
  },
  diff: {
    zh: '两次发布之间哪些指标变了，是哪些行造成的',
    en: 'what changed between two published runs, and which rows made it',
    operands: ['[A [B]]', '[A [B]]'],
    flags: { 'exit-code': { type: 'boolean' } },
    load: async () => (await import('./diff.js')).diffCommand,
  },
  history: {
    zh: '一个指标在历次发布中的数值',
    en: 'the values of a figure over its publications',
    operands: ['<指标>', '<figure>'],
    flags: {},
    load: async () => (await import('./history.js')).historyCommand,
  },
  nightly: {
    zh: '无人值守的运行：日志、保留、通知',
    en: 'a run that nobody watches: log, retention, word of what came of it',
    flags: {
      keep: { type: 'string' },
      webhook: { type: 'string' },
      notify: { type: 'string' },
      'if-due': { type: 'boolean' },
    },
    load: async () => (await import('./nightly.js')).nightlyCommand,
  },
  status: {
    zh: '上次成功运行、尚缺的表、哪里有问题；有问题时以 1 退出',
    en: 'the last good run, what is due, what is wrong; leaves with 1 if something is',
    flags: { 'max-age': { type: 'string' }, headers: { type: 'boolean' } },
    load: async () => (await import('./status.js')).statusCommand,
  },
  backup: {
    zh: '备份数据库、归档和已发布的成果；运行期间也可以做',
    en: 'back up the database, the archive and what is published; also while a run is at work',
    operands: ['<文件夹>', '<folder>'],
    flags: {},
    load: async () => (await import('./backup.js')).backupCommand,
  },
  restore: {
    zh: '从备份恢复',
    en: 'bring a backup back',
    operands: ['<文件夹>', '<folder>'],
    flags: {},
    load: async () => (await import('./backup.js')).restoreCommand,
  },
  seal: {
    zh: '定稿：一期签发之后不再重新发布，来年与定稿数字比较',
    en: 'close a period that was signed off: nothing is published into it, next year compares with it',
    operands: ['<乡镇> <期>', '<township> <period>'],
    flags: {
      'prepared-by': { type: 'string' },
      'reviewed-by': { type: 'string' },
      'approved-by': { type: 'string' },
      why: { type: 'string' },
      report: { type: 'string' },
    },
    load: async () => (await import('./seal.js')).sealCommand,
  },
  unseal: {
    zh: '解除定稿',
    en: 'open a sealed period again',
    operands: ['<乡镇> <期>', '<township> <period>'],
    flags: { by: { type: 'string' }, why: { type: 'string' } },
    load: async () => (await import('./seal.js')).unsealCommand,
  },
  database: {
    zh: '在 PostgreSQL 上建好所需的一切；--reader 授予只读用户（个人信息已遮盖），--shards 分到几台服务器',
    en: 'make all that is needed on PostgreSQL; --reader lets a role read it masked, --shards spreads it over servers',
    operands: ['init', 'init'],
    flags: {
      reader: { type: 'string' },
      shards: { type: 'string' },
      'take-over': { type: 'boolean' },
    },
    load: async () => (await import('./database.js')).databaseCommand,
  },
  worker: {
    zh: '为正在这个 PostgreSQL 上运行的 run 读报表，可以有许多个、在许多台机器上；--once 没有运行时退出',
    en: 'read files for the runs on a PostgreSQL server, beside any number of others on any machine; --once: leave when none is at work',
    flags: { once: { type: 'boolean' }, lease: { type: 'string' } },
    load: async () => (await import('./worker.js')).workerCommand,
  },
  inspect: {
    zh: '一个文件会被怎样读：表头、各列、数据行、问题',
    en: 'how one file would be read: header, columns, rows of data, findings',
    operands: ['<文件>', '<file>'],
    flags: {
      suggest: { type: 'boolean' },
      accept: { type: 'boolean' },
      withdraw: { type: 'boolean' },
      by: { type: 'string' },
      reason: { type: 'string' },
    },
    load: async () => (await import('./inspect.js')).inspectCommand,
  },
  forms: {
    zh: '给各部门的空白报表和报送前的自查页；带 --period 时填入上年名册',
    en: 'blank forms for departments and the check before sending; with --period filled in with last year’s rosters',
    flags: {},
    load: async () => (await import('./forms.js')).formsCommand,
  },
};
