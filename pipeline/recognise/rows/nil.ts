/** Nil returns (零报告): rows that say that there is nothing to report (DOMAIN B). */
import type { Form } from '../../forms/define.js';
import { isSerialHeader } from '../header/match.js';
import { words } from '../header/text.js';
import type { Line } from '../lines.js';
import { isDash, saysNil } from '../vocabulary.js';
import type { DataColumns } from './columns.js';

/** A row that declares nil: for which part of the form ('' for all of it), and whether for one village only. */
export interface Nil {
  readonly part: string;
  readonly ofVillage: boolean;
  /** Whether it says 零报告 in as many words. */
  readonly plainly: boolean;
}

/** What a row declares nil; null where it does not. */
export function nilOf(line: Line, known: Pick<DataColumns, 'at'>, form: Form | null): Nil | null {
  let nil = 0;
  let part = '';
  let ofVillage = false;
  for (const cell of line.cells) {
    const column = known.at.get(cell.column);
    const field = column?.field ? form?.columns[column.field]?.spec : undefined;
    const serial = column ? column.role === 'serial' || isSerialHeader(column.header) : false;
    if (saysNil(cell.words) || isDash(cell.words)) nil++;
    else if (serial && /^\d{1,6}$/.test(cell.words)) continue;
    else if (form && column?.field && column.field === form.parts) part = partOf(form, cell.text);
    else if (field?.names === 'village') ofVillage = true;
    else return null;
  }
  if (nil === 0) return null;
  if (ofVillage && line.cells.some((cell) => isAnswer(cell.words, cell.column, known, form))) return null;
  if (!form && !line.cells.some((cell) => saysNil(cell.words))) return null;
  return { part, ofVillage, plainly: line.cells.some((cell) => cell.words.includes('零报告')) };
}

/** 无 where the column allows 无 as a value. */
function isAnswer(folded: string, at: number, known: Pick<DataColumns, 'at'>, form: Form | null): boolean {
  const field = known.at.get(at)?.field;
  const spec = field ? form?.columns[field]?.spec : undefined;
  if (spec?.kind === 'yes_no') return true;
  return (
    spec?.choices != null &&
    Object.entries(spec.choices).some(([value, others]) => value === folded || others.includes(folded))
  );
}

/** The part of a form that a text names (居民养老保险 → 养老); '' where it names none or several. */
export function partOf(form: Form, text: string): string {
  const spec = form.parts ? form.columns[form.parts]?.spec : undefined;
  if (!spec?.choices) return '';
  const folded = words(text);
  const named = Object.entries(spec.choices)
    .filter(([value, others]) => [value, ...others].some((word) => folded.includes(word)))
    .map(([value]) => value);
  return named.length === 1 ? (named[0] ?? '') : '';
}

/**
 * What a table declares nil: a part of its form, '' for all of it, null for nothing. A village's own 无 among rows
 * of data declares nothing for the form.
 */
export function declaredNil(
  nils: readonly Nil[],
  above: readonly Line[],
  form: Form | null,
  titles: readonly string[],
  hasData: boolean,
): string | null {
  const declared = nils.filter((nil) => !(nil.ofVillage && hasData));
  const inTitle = above.some((line) =>
    line.cells.some((c) => saysNil(c.words) || c.words.includes('零报告')),
  );
  if (declared.length === 0 && !inTitle) return null;
  const titled = form ? partOf(form, titles.join(' ')) : '';
  const parts = new Set(declared.length > 0 ? declared.map((nil) => nil.part || titled) : [titled]);
  return parts.size === 1 ? ([...parts][0] ?? '') : '';
}
