/** `outputs/desk.log`: who did what on the desk, a JSON line each, masked, readable by its owner. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { maskText } from '../findings/mask.js';
import type { DeskEntry } from './api/records.js';

export const deskLogName = 'desk.log';

export interface DeskLog {
  add(entry: Omit<DeskEntry, 'at'>): void;
  /** The last entries, the newest first. */
  last(most: number): DeskEntry[];
}

export function openDeskLog(outputs: string): DeskLog {
  const path = join(outputs, deskLogName);
  return {
    add({ by, what, unit, period, detail }) {
      const entry: DeskEntry = {
        at: new Date().toISOString(),
        by: maskText(by),
        what,
        unit: maskText(unit),
        period,
        detail: maskText(detail),
      };
      mkdirSync(dirname(path), { recursive: true });
      appendFileSync(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    },
    last(most) {
      if (!existsSync(path)) return [];
      const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
      return lines.slice(-most).reverse().flatMap(entryOf);
    },
  };
}

/** A line that was cut off by a full disk or a kill is left out. */
function entryOf(line: string): DeskEntry[] {
  try {
    return [JSON.parse(line) as DeskEntry];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [];
  }
}
