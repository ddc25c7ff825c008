/** Sparse rows that wait for what follows them. */
import type { Row } from '../../intake/workbook.js';
import { words } from '../header/text.js';
import type { NotDataKind } from '../kinds.js';
import type { Line } from '../lines.js';

/** A row that may be a section, the title of another table, a note, a count below the rows, or data: what follows decides. */
export interface Pending {
  readonly row: Row;
  readonly line: Line;
  readonly otherwise: 'section' | 'data' | 'count';
}

/** What a row that is no data makes of the sparse rows before it. */
export function whatFollows(kind: NotDataKind): 'data' | 'header' | 'end' {
  if (kind === 'title' || kind === 'unit' || kind === 'repeated_header') return 'header';
  return kind === 'note' || kind === 'footer' ? 'end' : 'data';
}

/**
 * Whether the one row that waits above the first row of data heads it (小学 over 第一小学), and is not a row of its
 * kind whose figures are missing (东村 over 西村).
 */
export function isHeadedBy({ texts }: Row, [head, ...others]: readonly Pending[]): boolean {
  const [cell] = head?.line.cells ?? [];
  if (!cell || head?.otherwise !== 'data' || others.length > 0) return false;
  const below = words(texts[cell.column] ?? '');
  return below !== '' && cell.holds === 'text' && below.at(-1) !== cell.words.at(-1);
}
