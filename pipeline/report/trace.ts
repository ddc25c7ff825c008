/**
 * Traces: the source of a number of the report. While a template is filled, a number carries its trace
 * between marks that no text can hold; afterwards the marks become comments (docx) or footnotes (markdown).
 */
import { type Figure, figureName } from '../figure.js';
import { statusWords } from '../publication/labels.js';

export type TracedNumber = 'value' | 'previous' | 'change' | 'change_pct';

/** The dates of a figure's two sides, ISO. */
export interface Dates {
  readonly asOf: string;
  readonly previousAsOf: string;
}

/**
 * The text of a number -> the same text, with its trace where the report has traces; `also` is another figure
 * whose value it contains.
 */
export type Cite = (text: string, figure: Figure, what: TracedNumber, also?: Figure) => string;

/** The figure whose number stands somewhere. */
export interface Citation {
  readonly figure: Figure;
  readonly what: TracedNumber;
}

export interface Traces {
  citeAt(dates: Dates): Cite;
  /** What was cited, by the number that `traced` gives. */
  readonly citations: readonly Citation[];
  /** The words of a trace, by the number that `traced` gives. */
  readonly words: readonly string[];
}

// Unicode noncharacters: XML allows them, and foreign text is cleared of them before it comes here.
const [begin, middle, end] = ['\ufdd0', '\ufdd1', '\ufdd2'];
const cited = new RegExp(`${begin}(\\d+)${middle}([^${end}]*)${end}`, 'g');

/** @param on without it, numbers carry nothing: the final copy. */
export function startTraces(on: boolean): Traces {
  const words: string[] = [];
  const citations: Citation[] = [];
  return {
    words,
    citations,
    citeAt: (dates) => (text, figure, what, also) => {
      if (!on) return text;
      const behind = [traceWords(figure, what, dates), ...(also ? [traceWords(also, 'value', dates)] : [])];
      words.push(behind.join('；另 '));
      citations.push({ figure, what });
      return `${begin}${words.length - 1}${middle}${text}${end}`;
    },
  };
}

/** A text in its pieces; those with a trace have its number. */
export function traced(text: string): { readonly text: string; readonly trace: number | null }[] {
  const parts: { text: string; trace: number | null }[] = [];
  let at = 0;
  const plain = (piece: string) => {
    if (piece !== '') parts.push({ text: piece, trace: null });
  };
  for (const match of text.matchAll(cited)) {
    plain(text.slice(at, match.index));
    parts.push({ text: match[2] ?? '', trace: Number(match[1]) });
    at = match.index + match[0].length;
  }
  plain(text.slice(at));
  return parts;
}

export function isTraced(text: string): boolean {
  return text.includes(begin);
}

/** Foreign text without the characters that traces are marked with. */
export function withoutTraces(text: string): string {
  return text.replace(/[\ufdd0-\ufdd5]/g, '');
}

function traceWords(figure: Figure, what: TracedNumber, { asOf, previousAsOf }: Dates): string {
  const { id, group, label, unit, department, status, previousStatus, changeStatus } = figure;
  const name = figureName({ id, group: withoutTraces(group) });
  const side = (date: string, value: string | null, rows: number) =>
    `${date} ${value === null ? '—' : `${value}${unit}`}，${rows}行`;
  const current = side(asOf, figure.value, figure.rows);
  const previous = side(previousAsOf, figure.previous, figure.previousRows);
  const state = (letter: Figure['status']) => `${letter} ${statusWords[letter]}`;
  const end = (letter: Figure['status']) => `；${department}；${state(letter)}`;
  switch (what) {
    case 'value':
      return `${name}；${label}：${current}${end(status)}`;
    case 'previous':
      return `${name}；${label}去年同期数：${previous}${end(previousStatus)}`;
    case 'change':
      return `${name}；${label}增减：${figure.change}${unit === '%' ? '个百分点' : unit}（${current}；${previous}）${end(changeStatus)}`;
    case 'change_pct':
      return `${name}；${label}增减幅度：${figure.changePct}%（${current}；${previous}）${end(changeStatus)}`;
  }
}
