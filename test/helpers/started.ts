/** The built command line at work, to be listened to and ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { builtPath } from '../../pipeline/workers/entry-points.js';

export interface Started {
  readonly child: ChildProcess;
  /** What it has written to standard error, its log. */
  said(): string;
  /** Settles once it has said so, and so often. @throws where it ended before. */
  says(words: string, times?: number): Promise<void>;
  /** Its exit code; null where it was killed. */
  readonly ended: Promise<number | null>;
}

/** `node dist/cli.js …args`, not waited for. */
export function started(args: readonly string[], env: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, [builtPath('cli'), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const waiting = new Set<() => void>();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    for (const look of waiting) look();
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
  return {
    child,
    said: () => said,
    says(words, times = 1) {
      const hasSaid = () => said.split(words).length > times;
      const heard = new Promise<void>((resolve) => {
        const look = () => void (hasSaid() && resolve());
        waiting.add(look);
        look();
      });
      const silent = ended.then((code) => {
        if (!hasSaid()) throw new Error(`ended with ${code} before it said ${words}: ${said}`);
      });
      return Promise.race([heard, silent]);
    },
    ended,
  };
}
