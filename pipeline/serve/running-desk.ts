/** The desk that is at work on an outputs folder: a second start opens a new address of it. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { knockPath } from './http/guard.js';

interface RunningDesk {
  readonly port: number;
  readonly key: string;
}

const noteOf = (outputs: string) => join(outputs, '.desk.json');
const knockMilliseconds = 10_000;

/** Says where this one is, to whoever may read the owner's files. */
export function announceDesk(outputs: string, desk: RunningDesk): void {
  const aside = `${noteOf(outputs)}.aside`;
  rmSync(aside, { force: true });
  writeFileSync(aside, `${JSON.stringify(desk)}\n`, { mode: 0o600 });
  renameSync(aside, noteOf(outputs));
}

/** Takes the note away, where it is still this one's. */
export function withdrawDesk(outputs: string, { key }: RunningDesk): void {
  if (readNote(outputs)?.key === key) rmSync(noteOf(outputs), { force: true });
}

/** A new one-time address of the desk that is at work; null: none is. */
export async function knock(outputs: string): Promise<string | null> {
  const note = readNote(outputs);
  if (!note) return null;
  try {
    const answer = await fetch(`http://127.0.0.1:${note.port}${knockPath}`, {
      method: 'POST',
      headers: { 'x-desk-key': note.key },
      signal: AbortSignal.timeout(knockMilliseconds),
      redirect: 'error',
    });
    return answer.ok ? await answer.text() : null;
  } catch (error) {
    // Nobody listens there any more, or somebody else does who does not answer as a desk.
    if (error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')) return null;
    throw error;
  }
}

function readNote(outputs: string): RunningDesk | null {
  if (!existsSync(noteOf(outputs))) return null;
  try {
    const { port, key } = JSON.parse(readFileSync(noteOf(outputs), 'utf8')) as Partial<RunningDesk>;
    return typeof port === 'number' && typeof key === 'string' ? { port, key } : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
