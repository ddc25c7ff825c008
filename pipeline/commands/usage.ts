/** What was asked for on the command line. */
import { parseArgs } from 'node:util';
import { type Options, UsageError } from '../options.js';

export interface Usage {
  readonly command: string;
  /** What follows the command. */
  readonly operands: readonly string[];
  readonly options: Options;
  /** Options of the command itself. */
  readonly flags: Readonly<Record<string, string | boolean>>;
  readonly help: boolean;
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
} as const;

export type FlagTypes = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

/**
 * Reads the command line.
 * @param flagsOf the options of each command, by its name.
 * @param environment may name the database, so that its password stands in no list of processes.
 * @throws UsageError on an unknown command or option, a missing value, or a date that is none.
 */
export function readUsage(
  args: readonly string[],
  flagsOf: Readonly<Record<string, FlagTypes>>,
  now: Date,
  environment: NodeJS.ProcessEnv = {},
): Usage {
  const first = args.find((argument) => !argument.startsWith('-'));
  const named = first !== undefined && args[0] === first ? first : undefined;
  const command = named ?? 'run';
  const own = Object.hasOwn(flagsOf, command) ? flagsOf[command] : undefined;
  if (!own) {
    const known = Object.keys(flagsOf).join('、');
    throw new UsageError(
      `没有“${command}”这个命令。可用的命令：${known}。`,
      `There is no command "${command}". Commands: ${Object.keys(flagsOf).join(', ')}.`,
    );
  }
  const parsed = parse(named === undefined ? args : args.slice(1), { ...shared, ...own });
  const { values, positionals } = parsed;
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
    help: values.help === true,
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
      throw new UsageError(
        `没有 ${option} 这个选项。用 --help 查看可用的选项。`,
        `There is no option ${option}. --help lists the options.`,
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

/** The calendar date where the machine stands. */
function localDate(now: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
