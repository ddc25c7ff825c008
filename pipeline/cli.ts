#!/usr/bin/env node
/** The commands, nothing else: each is loaded when it is asked for. */
import { type FlagTypes, readUsage, type Usage } from './commands/usage.js';
import { setV8Flags } from './program/v8-flags.js';

/** Does what was asked and gives the exit code (DESIGN, Exit codes). */
export type Command = (usage: Usage) => Promise<number>;

interface CommandEntry {
  readonly zh: string;
  readonly en: string;
  readonly operands?: string;
  readonly flags: FlagTypes;
  readonly load: () => Promise<Command>;
}

const commands: Readonly<Record<string, CommandEntry>> = {
  run: {
    zh: '读取 inputs/，发布到 outputs/（默认命令）',
    en: 'read inputs/, publish to outputs/ (the default)',
    flags: { 'final-copy': { type: 'boolean' } },
    load: async () => (await import('./commands/run.js')).runCommand,
  },
  trace: {
    zh: '一个指标：定义，以及它背后的每一行、每一格',
    en: 'a figure, its definition, and every source row and cell behind it',
    operands: '<指标>',
    flags: {
      compare: { type: 'boolean' },
      'left-out': { type: 'boolean' },
      csv: { type: 'boolean' },
      unmask: { type: 'boolean' },
      by: { type: 'string' },
      reason: { type: 'string' },
    },
    load: async () => (await import('./commands/trace.js')).traceCommand,
  },
  'check-templates': {
    zh: '列出模板里的所有标记和将要填入的值',
    en: 'all marks of the templates, with the values they would get',
    flags: {},
    load: async () => (await import('./commands/check-templates.js')).checkTemplatesCommand,
  },
  'check-report': {
    zh: '改过的报告里的每个数，与已发布的指标核对；有不同或对不上的，以 1 退出',
    en: 'the numbers of an edited report against the published figures; leaves with 1 if one differs',
    operands: '<报告.docx>',
    flags: {},
    load: async () => (await import('./commands/check-report.js')).checkReportCommand,
  },
  verify: {
    zh: '从归档的原件重新计算已发布的一切，报告任何不同',
    en: 'recompute everything published from the archived bytes, report any difference',
    flags: {},
    load: async () => (await import('./commands/verify.js')).verifyCommand,
  },
  diff: {
    zh: '两次发布之间哪些指标变了，是哪些行造成的',
    en: 'what changed between two published runs, and which rows made it',
    operands: '[A [B]]',
    flags: { 'exit-code': { type: 'boolean' } },
    load: async () => (await import('./commands/diff.js')).diffCommand,
  },
  history: {
    zh: '一个指标在历次发布中的数值',
    en: 'the values of a figure over its publications',
    operands: '<指标>',
    flags: {},
    load: async () => (await import('./commands/history.js')).historyCommand,
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
    load: async () => (await import('./commands/nightly.js')).nightlyCommand,
  },
  status: {
    zh: '上次成功运行、尚缺的表、哪里有问题；有问题时以 1 退出',
    en: 'the last good run, what is due, what is wrong; leaves with 1 if something is',
    flags: { 'max-age': { type: 'string' } },
    load: async () => (await import('./commands/status.js')).statusCommand,
  },
  backup: {
    zh: '备份数据库、归档和已发布的成果；运行期间也可以做',
    en: 'back up the database, the archive and what is published; also while a run is at work',
    operands: '<文件夹>',
    flags: {},
    load: async () => (await import('./commands/backup.js')).backupCommand,
  },
  restore: {
    zh: '从备份恢复',
    en: 'bring a backup back',
    operands: '<文件夹>',
    flags: {},
    load: async () => (await import('./commands/backup.js')).restoreCommand,
  },
  seal: {
    zh: '定稿：一期签发之后不再重新发布，来年与定稿数字比较',
    en: 'close a period that was signed off: nothing is published into it, next year compares with it',
    operands: '<乡镇> <期>',
    flags: {
      'prepared-by': { type: 'string' },
      'reviewed-by': { type: 'string' },
      'approved-by': { type: 'string' },
      why: { type: 'string' },
      report: { type: 'string' },
    },
    load: async () => (await import('./commands/seal.js')).sealCommand,
  },
  unseal: {
    zh: '解除定稿',
    en: 'open a sealed period again',
    operands: '<乡镇> <期>',
    flags: { by: { type: 'string' }, why: { type: 'string' } },
    load: async () => (await import('./commands/seal.js')).unsealCommand,
  },
  database: {
    zh: '在 PostgreSQL 上建好所需的一切；--reader 授予只读用户（个人信息已遮盖），--shards 分到几台服务器',
    en: 'make all that is needed on PostgreSQL; --reader lets a role read it masked, --shards spreads it over servers',
    operands: 'init',
    flags: { reader: { type: 'string' }, shards: { type: 'string' } },
    load: async () => (await import('./commands/database.js')).databaseCommand,
  },
  worker: {
    zh: '为正在这个 PostgreSQL 上运行的 run 读报表，可以有许多个、在许多台机器上；--once 没有运行时退出',
    en: 'read files for the runs on a PostgreSQL server, beside any number of others on any machine; --once: leave when none is at work',
    flags: { once: { type: 'boolean' }, lease: { type: 'string' } },
    load: async () => (await import('./commands/worker.js')).workerCommand,
  },
  inspect: {
    zh: '一个文件会被怎样读：表头、各列、数据行、问题',
    en: 'how one file would be read: header, columns, rows of data, findings',
    operands: '<文件>',
    flags: {
      suggest: { type: 'boolean' },
      accept: { type: 'boolean' },
      withdraw: { type: 'boolean' },
      by: { type: 'string' },
      reason: { type: 'string' },
    },
    load: async () => (await import('./commands/inspect.js')).inspectCommand,
  },
  forms: {
    zh: '给各部门的空白报表；带 --period 时填入上年名册',
    en: 'the blank forms for departments; with --period filled in with last year’s rosters',
    flags: {},
    load: async () => (await import('./commands/forms.js')).formsCommand,
  },
};

function help(lang: 'zh' | 'en'): string {
  const lines = Object.entries(commands).flatMap(([name, entry]) => {
    const own = Object.keys(entry.flags).map((flag) => `--${flag}`);
    return [
      `  ${`${name} ${entry.operands ?? ''}`.padEnd(18)} ${entry[lang]}`,
      ...(own.length > 0 ? [`  ${''.padEnd(18)}   ${own.join(' ')}`] : []),
    ];
  });
  return lang === 'zh'
    ? [
        '用法：npm start -- [命令] [选项]',
        '',
        ...lines,
        '',
        '选项：',
        '  --inputs 目录  --outputs 目录   报表所在和成果所在的目录（默认 inputs、outputs）',
        '  --unit 乡镇    --period 期      只做一个乡镇、一期（默认每个乡镇的最新一期）',
        '  --as-of 日期   --today 日期     截至日期（默认为期末）；今天（用于期限和豁免）',
        '  --database 地址                 PostgreSQL（postgres://…），也可写在环境变量 TOWNSHIP_DATABASE 里',
        '  --lang zh|en   --json           终端语言；机器可读的标准输出',
        '  --quiet        --strict         少说话；有暂缓、缺报或核对不符时以 1 退出',
        '',
      ].join('\n')
    : [
        'Usage: npm start -- [command] [options]',
        '',
        ...lines,
        '',
        'Options:',
        '  --inputs DIR   --outputs DIR    where the submissions are, where to publish',
        '  --unit NAME    --period P       one township, one period (default: the latest of each)',
        '  --as-of DATE   --today DATE     as-of date (default: the period’s); today, for deadlines and waivers',
        '  --database URL                  PostgreSQL (postgres://…); or the variable TOWNSHIP_DATABASE',
        '  --lang zh|en   --json           language of the terminal; machine-readable standard output',
        '  --quiet        --strict         say less; leave with 1 if anything was held back or is missing',
        '',
      ].join('\n');
}

async function main(args: readonly string[]): Promise<number> {
  const lang = args[args.indexOf('--lang') + 1] === 'en' && args.includes('--lang') ? 'en' : 'zh';
  let outputs = '';
  try {
    const flags = Object.fromEntries(Object.entries(commands).map(([name, entry]) => [name, entry.flags]));
    const usage = readUsage(args, flags, new Date(), process.env);
    outputs = usage.options.outputs;
    if (usage.help) {
      process.stdout.write(help(usage.options.lang));
      return 0;
    }
    const command = await commands[usage.command]?.load();
    return command ? await command(usage) : 2;
  } catch (error) {
    const { faultText, isInTheWay } = await import('./operations/faults.js');
    const said = faultText(error, lang, outputs);
    process.stderr.write(`${said ?? (error instanceof Error ? error.stack : String(error))}\n`);
    return isInTheWay(error) ? 75 : 2;
  }
}

// A reader that has seen enough (head, less) closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

setV8Flags();
process.exitCode = await main(process.argv.slice(2));
