/** Commands of the program, asked for an answer. */
import type { Said } from './api/records.js';
import { startCommand } from './child.js';
import type { Desk } from './desk.js';
import { Refused } from './refused.js';

/**
 * Runs a command with `--json` to its end.
 * @param args operands and options; values that a person typed as `--name=value`, so that none is taken for an option.
 * @returns its JSON. @throws Refused where the command was wrong, failed, or another run is in the way, as it says.
 */
export async function askCommand(desk: Desk, args: readonly string[]): Promise<unknown> {
  const { code, stdout, said } = await startCommand(args, desk.options()).ended;
  refuseFailed(code, said, 1);
  return JSON.parse(stdout);
}

/** Runs a command to its end, for what it says in words; with 1 and 2 it ends where something is wrong. */
export async function sayCommand(desk: Desk, args: readonly string[], most: 1 | 2 = 1): Promise<Said> {
  const { code, stdout, said } = await startCommand(args, desk.options(), () => {}, false).ended;
  refuseFailed(code, said, most);
  return { isGood: code === 0, lines: `${stdout}\n${said}`.split('\n').filter((line) => line.trim() !== '') };
}

function refuseFailed(code: number | null, said: string, most: number): void {
  if (code === 75) throw new Refused('busy', said || '别处正在运行，请稍后再试。');
  if (code === null || code > most) throw new Refused('wrong', said || '这一步没有做成。');
}
