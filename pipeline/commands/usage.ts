/** What was asked for on the command line. */
import { parseArgs } from 'node:util';
import { type Options, UsageError } from '../options.js';
import { nearest } from '../templates/resolver.js';
import { localDate } from '../text/when.js';

export interface Usage {
  readonly command: string;
  /** What follows the command. */
  readonly operands: readonly string[];
  readonly options: Options;
  /** Options of the command itself. */
  readonly flags: Readonly<Record<string, string | boolean>>;
  /** What is wanted: that the command is done, or to know what it does, or which version this is. */
  readonly asks: 'command' | 'help' | 'version';
  /** Whether the command was named: help without one is that of all. */
  readonly isNamed: boolean;
}

const shared = {
  inputs: { type: 'string', default: 'inputs' },
  outputs: { type: 'string', default: 'outputs' },
  database: { type: 'string' },
  unit: { type: 'string' },
  period: { type: 'string' },
  'as-of': { type: 'string' },
  today: { type: 'string' },
  lang: { type: 'string', default: 'zh' },
  json: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'V', default: false },
} as const;

/** What the command line knows of a command. */
export interface Accepted {
  readonly flags: FlagTypes;
  /** As help shows them, in Chinese and in English: <乡镇> <期>. */
  readonly operands?: readonly [string, string];
}

export type FlagTypes = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

/**
 * Reads the command line.
 * @param commands the options and operands of each command, by its name.
 * @param environment may name the database, so that its password is in no list of processes.
 * @throws UsageError on an unknown command or option, a missing value, or a date that is none.
 */
export function readUsage(
  args: readonly string[],
  commands: Readonly<Record<string, Accepted>>,
  now: Date,
  environment: NodeJS.ProcessEnv = {},
): Usage {
  const first = args.find((argument) => !argument.startsWith('-'));
  const named = first !== undefined && args[0] === first ? first : undefined;
  const command = named ?? 'run';
  const accepted = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!accepted) throw unknownCommand(shown(command), Object.keys(commands));
  const own = accepted.flags;
  const parsed = parse(named === undefined ? args : args.slice(1), { ...shared, ...own });
  const { values, positionals } = parsed;
  const most = operandsOf(accepted).length;
  if (values.help !== true && positionals.length > most)
    throw tooMany(command, shown(positionals[most] ?? ''), most);
  const string = (name: string) => (typeof values[name] === 'string' ? values[name] : null);
  const lang = string('lang');
  if (lang !== 'zh' && lang !== 'en') {
    throw new UsageError(
      `--lang 只能是 zh 或 en，给出的是“${lang}”。`,
      `--lang is zh or en, found "${lang}".`,
    );
  }
  const flags: Record<string, string | boolean> = {};
  for (const name of Object.keys(own)) {
    const value = values[name];
    if (value !== undefined) flags[name] = value;
  }
  return {
    command,
    operands: positionals,
    asks: values.help === true ? 'help' : values.version === true ? 'version' : 'command',
    isNamed: named !== undefined,
    flags,
    options: {
      inputs: string('inputs') ?? 'inputs',
      outputs: string('outputs') ?? 'outputs',
      database: string('database') ?? (environment.TOWNSHIP_DATABASE || null),
      unit: string('unit'),
      period: string('period'),
      asOf: isoDate('as-of', string('as-of')),
      today: isoDate('today', string('today')) ?? localDate(now),
      lang,
      json: values.json === true,
      quiet: values.quiet === true,
      strict: values.strict === true,
    },
  };
}

/** What was given, as it may be shown: an address holds a password. */
function shown(given: string): string {
  return /postgres(ql)?:/i.test(given) ? 'postgres:…' : given;
}

/** The operands of a command, one by one: <乡镇> and <期>. */
function operandsOf({ operands: [operands] = ['', ''] }: Accepted): string[] {
  return operands.match(/[^\s[\]]+/g) ?? [];
}

function tooMany(command: string, extra: string, most: number): UsageError {
  return most === 0
    ? new UsageError(
        `${command} 后面只跟选项，“${extra}”是多出来的。用 ${command} --help 查看用法。`,
        `${command} takes options only; "${extra}" is one too many. See ${command} --help.`,
      )
    : new UsageError(
        `${command} 后面最多跟 ${most} 项，“${extra}”是多出来的；有空格的名称请加引号。用 ${command} --help 查看用法。`,
        `${command} takes at most ${most}; "${extra}" is one too many. Put quotes around a name with blanks. See ${command} --help.`,
      );
}

function unknownCommand(command: string, known: readonly string[]): UsageError {
  const meant = nearest(command, known);
  return meant === ''
    ? new UsageError(
        `没有“${command}”这个命令。可用的命令：${known.join('、')}。`,
        `There is no command "${command}". Commands: ${known.join(', ')}.`,
      )
    : new UsageError(
        `没有“${command}”这个命令。您要的是 ${meant} 吗？`,
        `There is no command "${command}". Did you mean ${meant}?`,
      );
}

function parse(args: readonly string[], options: FlagTypes) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    const option = /'(-[^' ]+)/.exec(message)?.[1] ?? '';
    if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
      throw new UsageError(
        `选项 ${option} 的用法不对：需要值的后面要跟一个值，不需要值的不能带值。`,
        `Option ${option}: give it a value if it takes one, and none if it does not.`,
      );
    }
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      const meant = nearest(option.replace(/^-+/, ''), Object.keys(options));
      throw new UsageError(
        `没有 ${option} 这个选项。${meant === '' ? '用 --help 查看可用的选项。' : `您要的是 --${meant} 吗？`}`,
        `There is no option ${option}. ${meant === '' ? '--help lists the options.' : `Did you mean --${meant}?`}`,
      );
    }
    throw error;
  }
}

function isoDate(option: string, text: string | null): string | null {
  if (text === null) return null;
  const date = new Date(`${text}T00:00:00Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(date.getTime()) ||
    !date.toISOString().startsWith(text)
  ) {
    throw new UsageError(
      `--${option} 需要形如 2021-11-30 的日期，给出的是“${text}”。`,
      `--${option} takes a date such as 2021-11-30, found "${text}".`,
    );
  }
  return text;
}
