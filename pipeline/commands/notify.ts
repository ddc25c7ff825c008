/** Tells somebody what came of a night: a webhook, or a command that gets the same JSON on its standard input. */
import { spawn } from 'node:child_process';
import type { Outcome } from '../operations/last-runs.js';
import { maskedJson } from './text/say.js';

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

/**
 * Sends the outcome to a webhook.
 * @param address may hold a user and a password: they are sent as basic authorisation, and nothing repeats them.
 * @returns null where it was taken, else why not, without the address.
 */
export async function callWebhook(address: string, outcome: Outcome): Promise<string | null> {
  const target = targetOf(address);
  if (!target) return 'the address is no http or https address';
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...target.headers },
      body: maskedJson(outcome),
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

/** The address without its credentials, which fetch refuses; null where it is none. */
function targetOf(
  address: string,
): { readonly url: URL; readonly headers: Readonly<Record<string, string>> } | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const { username, password } = url;
  url.username = '';
  url.password = '';
  if (username === '' && password === '') return { url, headers: {} };
  const credentials = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
  return { url, headers: { authorization: `Basic ${credentials}` } };
}

/** A part of an address as its writer meant it, also where its percent signs encode nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
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
    child.stdin.end(maskedJson(outcome));
  });
}
