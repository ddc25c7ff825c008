/** The same program as a child: what it does never ends the page. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Options } from '../options.js';
import { builtPath } from '../workers/entry-points.js';

export interface Ended {
  /** null: it was stopped. */
  readonly code: number | null;
  readonly stdout: string;
  /** What it said in words: the lines of standard error that are no log. */
  readonly said: string;
}

export interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** A line of the log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly event?: string };

/**
 * Starts a command with the desk's folders and date.
 * @param args the command, its options, and behind -- its operands.
 * @param args the command, its options, and behind -- its operands.
 * @param onLog gets every line of its log.
 * @param isJson whether it answers in JSON, or in words.
 */
export function startCommand(
  args: readonly string[],
  { inputs, outputs, today, database, lang }: Options,
  onLog: (line: LogLine) => void = () => {},
  isJson = true,
): Child {
  const shared = ['--inputs', inputs, '--outputs', outputs, '--today', today, '--lang', lang];
  const [command = '', ...own] = args;
  const all = [command, ...shared, ...(isJson ? ['--json'] : []), ...own];
  const child = spawn(process.execPath, [builtPath('cli'), ...all], {
    env: { ...process.env, ...(database ? { TOWNSHIP_DATABASE: database } : {}) },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const stdout: Buffer[] = [];
  const said: string[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  const take = (line: string) => {
    const logged = logLine(line);
    if (logged) onLog(logged);
    else if (line.trim() !== '') said.push(line);
  };
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      take(rest);
      resolve({ code, stdout: Buffer.concat(stdout).toString('utf8'), said: said.join('\n') });
    });
  });
  return { process: child, ended };
}

function logLine(line: string): LogLine | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as LogLine;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
