/** `serve`: the local page to work in. */
import { resolve } from 'node:path';
import { maskText } from '../findings/mask.js';
import { UsageError } from '../options.js';
import { openLog } from '../program/log.js';
import { openWithSystem } from '../serve/browser.js';
import { knock } from '../serve/running-desk.js';
import { serveDesk } from '../serve/server.js';
import { localDate } from '../text/when.js';
import type { Usage } from './usage.js';

/** @returns 0 once it has ended, or where one was at work already, whose page is opened. */
export async function serveCommand({ options, flags }: Usage): Promise<number> {
  const port = portIn(flags.port);
  const running = await knock(resolve(options.outputs));
  if (running !== null) {
    await show(running, flags['no-open'] === true);
    return 0;
  }
  const log = openLog(maskText, true);
  const today = options.today === localDate(new Date()) ? null : options.today;
  const { address, ended, end } = await start(() =>
    serveDesk({ options, today, port, onFault: (err) => log.error({ event: 'desk.fault', err }) }),
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());
  await show(address, flags['no-open'] === true);
  if (!options.quiet) {
    process.stdout.write(
      options.lang === 'zh'
        ? '这个窗口请不要关，用完按 Ctrl-C。一小时不用会自己结束。\n'
        : 'Keep this window open; Ctrl-C ends it. It ends by itself after an hour without use.\n',
    );
  }
  await ended;
  return 0;
}

async function show(address: string, isQuiet: boolean): Promise<void> {
  process.stdout.write(`${address}\n`);
  if (!isQuiet) await openWithSystem(address);
}

async function start<T>(begin: () => Promise<T>): Promise<T> {
  try {
    return await begin();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw new UsageError(
      '端口被别的程序占用。请用 --port 另给一个，或不写 --port。',
      'The port is in use by another program: give another with --port, or none.',
    );
  }
}

function portIn(given: string | boolean | undefined): number | null {
  if (given === undefined) return null;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new UsageError(
    `--port 需要 0 到 65535 的整数，给出的是“${given}”。`,
    `--port takes a whole number from 0 to 65535, found "${given}".`,
  );
}
