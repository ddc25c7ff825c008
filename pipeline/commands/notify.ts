/** Tells somebody what came of a night: a webhook, or a command that gets the same JSON on its standard input. */
import { spawn } from 'node:child_process';
import type { Outcome } from './execute.js';

const webhookSeconds = 10;
const commandSeconds = 30;

/** Whether anybody wants to hear of it: something was published, or is wrong. */
export function isNews({ exit_code, units, interrupted, rebuilt }: Outcome): boolean {
  return (
    exit_code !== 0 ||
    interrupted !== null ||
    rebuilt !== null ||
    units.some(({ outcome, differences }) => outcome === 'published' || (differences ?? 0) > 0)
  );
}

/** Sends the outcome to a webhook; null where it was taken, else why not. */
export async function callWebhook(url: string, outcome: Outcome): Promise<string | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(outcome),
      signal: AbortSignal.timeout(webhookSeconds * 1000),
      redirect: 'error',
    });
    return response.ok ? null : `HTTP ${response.status}`;
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: Error & { code?: string } };
    return (
      cause?.code ??
      cause?.message ??
      (name === 'TimeoutError' ? `no answer in ${webhookSeconds} s` : message)
    );
  }
}

/** Gives the outcome to a command of the shell; null where it ended with 0, else why not. */
export function callCommand(
  command: string,
  outcome: Outcome,
  seconds = commandSeconds,
): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    const timer = setTimeout(() => {
      // The shell and what it started.
      if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
      resolve(`not done in ${seconds} s`);
    }, seconds * 1000);
    const end = (why: string | null) => {
      clearTimeout(timer);
      resolve(why);
    };
    child.on('error', (error) => end(error.message));
    child.on('close', (code, signal) => end(code === 0 ? null : `ended with ${code ?? signal}`));
    // A command that does not want to read closes its end.
    child.stdin.on('error', () => {});
    child.stdin.end(`${JSON.stringify(outcome)}\n`);
  });
}
