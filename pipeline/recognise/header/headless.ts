/** Tables whose first row is data: nothing in it is a header, whatever a header would look like (DOMAIN I). */
import { countFacts } from '../facts.js';
import type { Line, LineCell } from '../lines.js';
import { isNote, totalWord } from '../vocabulary.js';
import { type Header, isFilledIn } from './header.js';
import { noMatch } from './match.js';
import { profileOf } from './profile.js';
import { countsUp, isVocabulary } from './row.js';

/** Rows that are looked at to tell data, and how few are no table. */
const BODY = 30;
const FEWEST = 3;

/**
 * The header without a row and without names of a table that has none: its first wide row holds what the rows below
 * hold. Null: it does not.
 */
export function headless(lines: readonly Line[]): Header | null {
  const widest = Math.max(0, ...lines.slice(0, BODY).map((line) => line.cells.length));
  const first = lines.findIndex(({ cells }) => cells.length >= 2 && cells.length >= widest * 0.6);
  const line = lines[first];
  if (!line || isFilledIn(lines, first, first - 1)) return null;
  const body = profileOf(lines, first, BODY);
  if (body.rows < FEWEST || !isLikeBelow(line, lines.slice(first + 1, first + BODY))) return null;
  const columns = body.usedColumns.map((column) => ({ column, parts: [], unit: null, stated: [] }));
  return { first, last: first - 1, columns, names: new Set(), match: noMatch, body, score: 0, vocabulary: 0 };
}

/** Whether a row holds numbers where the rows below hold numbers, words that come again there, and no words of headers. */
function isLikeBelow(line: Line, below: readonly Line[]): boolean {
  const { cells } = line;
  const [first] = cells;
  if (!first || countFacts(line) > 0 || isNote(first.words) || totalWord(first.words) || countsUp(cells))
    return false;
  if (cells.some((c) => c.holds === 'text' && isVocabulary(c.text))) return false;
  if (
    areMostly(
      below.flatMap((other) => other.cells.slice(-1)),
      (c) => /[。；;]$/.test(c.words),
    )
  )
    return false;
  const columns = cells.map((cell) => ({
    cell,
    under: below.flatMap((other) => other.cells.filter((c) => c.column === cell.column)),
  }));
  if (
    columns.some(({ cell, under }) => cell.holds === 'text' && areMostly(under, (c) => c.holds === 'number'))
  )
    return false;
  const numbers = columns.filter(
    ({ cell, under }) => cell.holds === 'number' && areMostly(under, (c) => c.holds === 'number'),
  );
  const again = columns.filter(
    ({ cell, under }) => cell.holds === 'text' && under.some((c) => c.words === cell.words),
  );
  const alike = columns.filter(
    ({ cell, under }) =>
      cell.holds === 'text' &&
      cell.words.length > 1 &&
      areMostly(under, (c) => c.words.at(-1) === cell.words.at(-1)),
  );
  return numbers.length + again.length > 0 || alike.length > 1;
}

function areMostly(cells: readonly LineCell[], is: (cell: LineCell) => boolean): boolean {
  return cells.length > 1 && cells.filter(is).length >= cells.length * 0.6;
}
