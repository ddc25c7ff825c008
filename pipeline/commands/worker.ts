/** `worker`: reads files for the runs that are at work on a PostgreSQL server. */

import { randomUUID } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { maskText } from '../findings/mask.js';
import { type Lang, type Options, UsageError } from '../options.js';
import { openLog } from '../program/log.js';
import { commandLine, programHash } from '../program/program.js';
import type { NotRead } from '../readers/read-claim.js';
import { type Served, serve } from '../readers/worker.js';
import { serverOf } from '../store/postgres/address.js';
import type { Usage } from './usage.js';

const defaultLeaseSeconds = 30;

/** @returns 0 once it was asked to stop, or with --once when no run is at work. */
export async function workerCommand({ options, flags }: Usage): Promise<number> {
  const { database, lang, quiet, json } = options;
  if (!database) {
    throw new UsageError(
      `用法：${commandLine} worker --database postgres://…（或环境变量 TOWNSHIP_DATABASE） [--inputs 目录] [--once] [--lease 秒]`,
      `Usage: ${commandLine} worker --database postgres://… (or the variable TOWNSHIP_DATABASE) [--inputs DIR] [--once] [--lease SECONDS]`,
    );
  }
  const server = serverOf(database);
  const leaseSeconds = leaseOf(flags.lease);
  const inputs = await inputsOf(options);
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGTERM', onSignal).once('SIGINT', onSignal);
  const tell = (text: string) => void (!quiet && !json && process.stdout.write(`${text}\n`));
  tell(
    lang === 'zh'
      ? `为 ${server} 上的运行读取 ${options.inputs} 里的报表；Ctrl+C 停止。`
      : `Reading the files of ${options.inputs} for the runs on ${server}; Ctrl+C stops it.`,
  );
  try {
    const served = await serve({
      address: database,
      inputs,
      program: programHash(),
      leaseSeconds,
      once: flags.once === true,
      log: openLog(maskText, quiet, randomUUID()),
      stop: stop.signal,
      onOtherVersion: () => tell(otherVersion[lang]),
      onNotRead: (file, why) => tell(`${file}${lang === 'zh' ? '：' : ': '}${reasons[why][lang]}`),
    });
    if (json) process.stdout.write(`${JSON.stringify({ read: served.read, not_read: served.notRead })}\n`);
    tell(summaryOf(served, lang));
    return 0;
  } finally {
    process.off('SIGTERM', onSignal).off('SIGINT', onSignal);
  }
}

const reasons: Readonly<Record<NotRead, Readonly<Record<Lang, string>>>> = {
  missing: {
    zh: '这台机器的报表目录里没有或打不开，交还给别人读。请核对 --inputs。',
    en: 'not in the inputs of this machine, or cannot be opened; given back. Check --inputs.',
  },
  differs: {
    zh: '这台机器上的内容与运行要读的不同，交还给别人读。请把报表目录同步一致。',
    en: 'other bytes stand here than the run wants; given back. Bring the inputs of this machine up to date.',
  },
  moved: { zh: '读的时候被改动，交还给别人读。', en: 'changed while it was read; given back.' },
  left: {
    zh: '没有读完（时间、内存或读取程序出错），由运行自己判断。',
    en: 'not read to its end (time, memory, or a failure of the reader); left to the run itself.',
  },
  lost: { zh: '租约已过期或运行已结束，不再读。', en: 'the lease ran out, or the run has ended; dropped.' },
};

const otherVersion: Readonly<Record<Lang, string>> = {
  zh: '正在进行的运行是另一个版本的程序，这里不能为它读；请装上同一个版本。',
  en: 'The run at work is of another version of the program, and nothing can be read for it here: install the same one.',
};

function summaryOf({ read, notRead }: Served, lang: Lang): string {
  const given = Object.values(notRead).reduce((sum, times) => sum + times, 0);
  return lang === 'zh'
    ? `读了 ${read} 个文件，交还 ${given} 个。`
    : `Read ${read} files, gave back ${given}.`;
}

function leaseOf(text: string | boolean | undefined): number {
  if (text === undefined) return defaultLeaseSeconds;
  if (typeof text === 'string' && /^\d{1,4}$/.test(text) && Number(text) >= 2 && Number(text) <= 3600) {
    return Number(text);
  }
  throw new UsageError(
    `--lease 需要 2 到 3600 之间的整数（秒），给出的是“${text}”。`,
    `--lease takes a whole number of seconds from 2 to 3600, found "${text}".`,
  );
}

/** @throws UsageError where there is no such folder. */
async function inputsOf({ inputs }: Options): Promise<string> {
  try {
    return await realpath(inputs);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw new UsageError(
      `没有“${inputs}”这个文件夹。请核对 --inputs：运行要读的报表，这台机器也要能读到。`,
      `There is no folder "${inputs}". Check --inputs: this machine must have the files that the run reads.`,
    );
  }
}
