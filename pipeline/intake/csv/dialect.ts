/** With which character a text table separates its cells, detected from its first records. */
import { recordReader } from './records.js';

export interface CsvDialect {
  /** One character; null where the text is no table: its records have one cell. */
  readonly delimiter: string | null;
  /** Characters of a first line `sep=;` that declares the delimiter, its line end included; 0 without one. */
  readonly declaration: number;
}

/** In the order in which they win where the text does not decide. */
const DELIMITERS = ['\t', ',', ';', '|', '，'] as const;
/** Prose is full of it, so it must separate at least half of the records. */
const PROSE_MARK = '，';

/** The dialect of a text by its beginning (some ten thousand characters; `whole`: it is the whole text). */
export function detectDialect(beginning: string, whole: boolean): CsvDialect {
  const declared = /^"?sep=([^"\r\n])"?(?:\r\n|\r|\n|$)/i.exec(beginning);
  if (declared?.[1] !== undefined) return { delimiter: declared[1], declaration: declared[0].length };

  const candidates = DELIMITERS.map((delimiter) => tryDelimiter(beginning, whole, delimiter)).filter(
    ({ separated, widths, delimiter }) =>
      separated > 0 && (delimiter !== PROSE_MARK || (separated > 1 && separated * 2 >= widths.length)),
  );
  const [first, ...others] = candidates;
  if (first === undefined) return { delimiter: null, declaration: 0 };
  const best = others.reduce((a, b) => (isBetter(b, a) ? b : a), first);
  return { delimiter: best.delimiter, declaration: 0 };
}

interface Trial {
  readonly delimiter: string;
  /** Cells of each record that is not blank. */
  readonly widths: readonly number[];
  /** The width that separates the most, and how many records have it. */
  readonly width: number;
  readonly separated: number;
  readonly score: number;
}

function tryDelimiter(text: string, whole: boolean, delimiter: string): Trial {
  const reader = recordReader(delimiter);
  let records = reader.push(text, whole);
  if (records.length === 0) records = recordReader(delimiter).push(text, true);
  const widths = records.filter((cells) => cells.some((cell) => cell !== '')).map((cells) => cells.length);
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  let width = 1;
  let separated = 0;
  for (const [candidate, count] of counts) {
    if (count * (candidate - 1) > separated * (width - 1)) {
      width = candidate;
      separated = count;
    }
  }
  // Under the wrong delimiter, quotation marks end in the middle of cells.
  const score = (separated * (width - 1)) / (1 + (reader.stray?.count ?? 0));
  return { delimiter, widths, width, separated, score };
}

/**
 * What separates all records that the other separates, and more, is the delimiter (a header `名称;金额` over rows
 * `宏达;1,234`); else what separates more.
 */
function isBetter(a: Trial, b: Trial): boolean {
  if (a.widths.length === b.widths.length && a.separated !== b.separated) {
    const [more, less] = a.separated > b.separated ? [a, b] : [b, a];
    if (less.widths.every((width, i) => width !== less.width || more.widths[i] === more.width)) {
      return more === a;
    }
  }
  return a.score > b.score;
}
