/** A cell's text from pieces that are shown differently: struck through, raised, lowered. */
import type { Mark } from '../workbook.js';

export interface Run {
  readonly text: string;
  readonly struck: boolean;
  /** Raised or lowered. */
  readonly raised: boolean;
}

const exponents: Readonly<Record<string, string>> = { 2: '²', 3: '³' };

/**
 * The pieces joined, and what nobody can tell of them. Words may be struck, raised or lowered as they like; a
 * figure may not, and a struck word beside a figure may be its unit. m² is no mark: its exponent is kept as such.
 */
export function joinRuns(runs: readonly Run[]): { readonly text: string; readonly mark: Mark | null } {
  let text = '';
  let struck = false;
  let kept = false;
  let shifted = false;
  for (const run of runs) {
    const exponent = run.raised && /m$/i.test(text) ? exponents[run.text.trim()] : undefined;
    text += exponent ?? run.text;
    if (run.text.trim() === '') continue;
    if (run.struck) struck = true;
    else kept = true;
    if (run.raised && exponent === undefined && /[\p{N}.,+−-]/u.test(run.text)) shifted = true;
  }
  const mark = shifted || (struck && kept) ? 'partly' : struck ? 'struck' : null;
  return { text, mark };
}
