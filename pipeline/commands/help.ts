/** What `--help` says: of all commands, or of one with each of its options. */

import type { Lang } from '../options.js';
import { commandLine } from '../program/program.js';
import { type CommandEntry, commands } from './list.js';
import type { Usage } from './usage.js';

/** What an option means; its value as it is named in help, where it takes one. */
interface OptionWords {
  readonly zh: string;
  readonly en: string;
  readonly value?: readonly [zh: string, en: string];
}

const name = ['姓名', 'NAME'] as const;
const text = ['文字', 'TEXT'] as const;
const folder = ['目录', 'DIR'] as const;
const date = ['日期', 'DATE'] as const;

const shared: Readonly<Record<string, OptionWords>> = {
  inputs: { zh: '报表所在的目录，默认 inputs', en: 'where the submissions are (inputs)', value: folder },
  outputs: { zh: '成果所在的目录，默认 outputs', en: 'where to publish (outputs)', value: folder },
  unit: { zh: '只做一个乡镇', en: 'one township only', value: ['乡镇', 'NAME'] },
  period: { zh: '只做一期，默认最新的一期', en: 'one period, by default the latest', value: ['期', 'P'] },
  'as-of': { zh: '截至日期，默认为期末', en: 'as-of date, by default the period’s', value: date },
  today: { zh: '今天，用于期限和豁免', en: 'today, for deadlines and waivers', value: date },
  database: {
    zh: 'PostgreSQL 的地址，也可写在环境变量 TOWNSHIP_DATABASE 里',
    en: 'PostgreSQL; or the variable TOWNSHIP_DATABASE',
    value: ['地址', 'URL'],
  },
  lang: { zh: '终端和日志的语言', en: 'language of the terminal and the log', value: ['zh|en', 'zh|en'] },
  json: { zh: '机器可读的标准输出', en: 'machine-readable standard output' },
  quiet: { zh: '少说话', en: 'say less' },
  strict: {
    zh: '有暂缓、缺报或核对不符时以 1 退出',
    en: 'leave with 1 if anything was held back or is missing',
  },
  help: { zh: '这里的说明', en: 'this help' },
  version: { zh: '版本', en: 'the version' },
};

/** Options of single commands; one name means the same in all that have it. */
export const ownOptions: Readonly<Record<string, OptionWords>> = {
  'final-copy': { zh: '报告不带来源批注，写明“送审稿”', en: 'the report without its traces, for review' },
  open: { zh: '发布以后打开成果', en: 'open the results once they are published' },
  compare: { zh: '加上上年同期的依据和增减由来', en: 'with last year’s evidence and what changed' },
  'left-out': { zh: '列出已采用而不计入的行', en: 'with accepted rows that do not contribute' },
  suggest: {
    zh: '写出可以回答疑问的设置行，带上猜测',
    en: 'the lines of settings that would answer its questions',
  },
  accept: {
    zh: '把这些行写入设置，先说明会改变什么',
    en: 'add these lines to the settings, saying what they change',
  },
  withdraw: { zh: '撤回对这个文件的回答', en: 'take back the answers of this file' },
  marks: { zh: '列出每个可用的标记和现在的取值', en: 'every mark that there is, with its current value' },
  csv: { zh: '逐行输出为 CSV', en: 'every row as CSV' },
  unmask: {
    zh: '显示完整的个人信息，要写明 --by 和 --reason，会留下记录',
    en: 'personal data in full; recorded',
  },
  by: { zh: '谁', en: 'who', value: name },
  reason: { zh: '为什么', en: 'why', value: text },
  why: { zh: '依据或理由', en: 'for what reason', value: text },
  'prepared-by': { zh: '填报人', en: 'who prepared the figures', value: name },
  'reviewed-by': { zh: '审核人', en: 'who reviewed them', value: name },
  'approved-by': { zh: '签发人', en: 'who approved them', value: name },
  report: {
    zh: '签发的报告，与定稿一并保存',
    en: 'the edited report, kept with the seal',
    value: ['文件', 'FILE'],
  },
  'exit-code': { zh: '有不同时以 1 退出', en: 'leave with 1 where something differs' },
  keep: {
    zh: '每期保留最近几次发布，all 为全部保留；默认见 schedules 的说明',
    en: 'how many publications of a period are kept, or all',
    value: ['个数', 'N'],
  },
  webhook: {
    zh: '有变化或出错时通知这个地址',
    en: 'address to which changes and faults are sent',
    value: ['地址', 'URL'],
  },
  notify: {
    zh: '有变化或出错时执行的命令',
    en: 'command that is run on changes and faults',
    value: ['命令', 'CMD'],
  },
  'if-due': { zh: '今天已经成功运行过就不再运行', en: 'only where there was no good run today' },
  headers: {
    zh: '列出各表都不认得的表头和用词，各有多少次、在哪些文件',
    en: 'the headers and words that no form knew, how often and in which files',
  },
  'max-age': {
    zh: '多少小时没有成功运行算出错',
    en: 'hours without a good run that are wrong',
    value: ['小时', 'HOURS'],
  },
  reader: {
    zh: '授予这个角色只读（个人信息已遮盖）',
    en: 'role that may read, masked',
    value: ['角色', 'ROLE'],
  },
  shards: {
    zh: '分到这几台服务器，逗号隔开',
    en: 'servers to spread over, with commas',
    value: ['地址', 'URLS'],
  },
  'take-over': {
    zh: '下次运行可以用别的 inputs、outputs 文件夹',
    en: 'the next run may be of other inputs and outputs folders',
  },
  once: { zh: '没有运行时退出', en: 'leave when no run is at work' },
  port: {
    zh: '端口，默认 8765，占用时取下一个',
    en: 'port, by default 8765 or the next free one',
    value: ['端口', 'N'],
  },
  'no-open': { zh: '不打开浏览器', en: 'without opening the browser' },
  lease: { zh: '一份报表最多读多少秒', en: 'seconds that one file may be read', value: ['秒', 'SECONDS'] },
};

/** The help that was asked for. */
export function helpOf({ command, isNamed, options: { lang } }: Usage): string {
  return `${(isNamed ? helpOfCommand(command, lang) : helpOfAll(lang)).join('\n')}\n`;
}

function helpOfAll(lang: Lang): string[] {
  const zh = lang === 'zh';
  return [
    zh ? `用法：${commandLine} [命令] [选项]` : `Usage: ${commandLine} [command] [options]`,
    '',
    ...Object.entries(commands).map(([command, entry]) =>
      line([command, operandsIn(entry, lang)].filter(Boolean).join(' '), entry[lang]),
    ),
    '',
    zh ? '所有命令的选项：' : 'Options of all commands:',
    ...optionLines(Object.keys(shared), shared, lang),
    '',
    zh
      ? `一个命令自己的选项：${commandLine} 命令 --help`
      : `Options of one command: ${commandLine} command --help`,
  ];
}

function helpOfCommand(command: string, lang: Lang): string[] {
  const zh = lang === 'zh';
  const entry = commands[command];
  const own = optionLines(Object.keys(entry?.flags ?? {}), ownOptions, lang);
  const usage = [commandLine, command, entry && operandsIn(entry, lang), zh ? '[选项]' : '[options]']
    .filter(Boolean)
    .join(' ');
  return [
    `${zh ? '用法：' : 'Usage: '}${usage}`,
    '',
    `  ${entry?.[lang] ?? ''}`,
    ...(own.length > 0 ? ['', zh ? '选项：' : 'Options:', ...own] : []),
    '',
    zh ? '所有命令的选项：' : 'Options of all commands:',
    ...optionLines(Object.keys(shared), shared, lang),
  ];
}

function optionLines(
  names: readonly string[],
  words: Readonly<Record<string, OptionWords>>,
  lang: Lang,
): string[] {
  return names.map((option) => {
    const { value, ...said } = words[option] ?? { zh: '', en: '' };
    const written = value ? `--${option} ${value[lang === 'zh' ? 0 : 1]}` : `--${option}`;
    return line(written, said[lang]);
  });
}

function operandsIn({ operands = ['', ''] }: CommandEntry, lang: Lang): string {
  return operands[lang === 'zh' ? 0 : 1];
}

/** @param written what is typed, in the first column. */
function line(written: string, meaning: string): string {
  // A Chinese character is two columns wide.
  const width = [...written].reduce((sum, one) => sum + (one.charCodeAt(0) > 0x2e7f ? 2 : 1), 0);
  return `  ${written}${' '.repeat(Math.max(1, 26 - width))}${meaning}`;
}
