/** Where a text cites a figure: the words before each of its numbers, by which the same number is known elsewhere. */
import type { Figure } from '../../figure.js';
import type { TracedNumber } from '../trace.js';
import type { NumbersInText, WrittenNumber } from './written-numbers.js';

/** A number among the words of its sentence. */
export interface Quotation {
  readonly number: WrittenNumber;
  readonly sentence: string;
  /** The sentence up to the number, other numbers in it as #, without marks of doubt and blanks. */
  readonly before: string;
  /** What its clause says behind it, other numbers as #. */
  readonly after: string;
  /** `before`, cut at its clauses: the last is the number's own. */
  readonly clauses: readonly string[];
  /** Which of a figure's numbers the words before it ask for. */
  readonly asks: TracedNumber;
  /** 1 for 增加, -1 for 减少; of a change only. */
  readonly sign: 1 | -1;
}

/** A number of the report's own text, with the figure that it cites. */
export interface Cited extends Quotation {
  readonly figure: Figure;
  readonly what: TracedNumber;
}

const sentenceEnd = /[。！？!?；;]/;

/** The numbers of a paragraph as its sentences have them. */
export function quotations(text: string, { numbers }: NumbersInText): Quotation[] {
  return numbers.map((number) => {
    const start = startOfSentence(text, number.at);
    const before = words(text, start, number.at, numbers);
    const after = words(text, number.end, endOfClause(text, number.end), numbers);
    const clauses = before.split(/[，、：,:]/).filter((clause) => clause !== '');
    return {
      number,
      sentence: text.slice(start, endOfSentence(text, number.end)).trim(),
      before,
      after,
      clauses,
      ...askedBy(clauses.at(-1) ?? '', number.unit),
    };
  });
}

function startOfSentence(text: string, at: number): number {
  for (let i = at - 1; i >= 0; i--) if (sentenceEnd.test(text.charAt(i))) return i + 1;
  return 0;
}

function endOfSentence(text: string, from: number): number {
  for (let i = from; i < text.length; i++) if (sentenceEnd.test(text.charAt(i))) return i + 1;
  return text.length;
}

function endOfClause(text: string, from: number): number {
  for (let i = from; i < text.length; i++) if (/[，、：。！？!?；;]/.test(text.charAt(i))) return i;
  return text.length;
}

/** A part of the text with # for its numbers, without marks of doubt and blanks. */
function words(text: string, from: number, to: number, numbers: readonly WrittenNumber[]): string {
  let said = '';
  let at = from;
  for (const number of numbers) {
    if (number.at < from || number.at >= to) continue;
    said += `${text.slice(at, number.at)}#`;
    at = number.end;
  }
  return (said + text.slice(at, to)).replace(/【[^】]*】|\s/g, '').replace(/#[-–~～至到]/g, '#—');
}

/** 增加, 下降了: the number is a change. 去年同期为: it is last year's. */
function askedBy(clause: string, unit: string): Pick<Quotation, 'asks' | 'sign'> {
  const isPoints = /百分点$/.test(unit);
  if (/(?:减少|下降|降低|净减|少|减|降)了?$/.test(clause)) return { asks: changeIn(unit), sign: -1 };
  if (isPoints || /(?:增加|增长|上升|提高|净增|增|升|多)了?$/.test(clause)) {
    return { asks: changeIn(unit), sign: 1 };
  }
  if (/(?:去年|上年)(?:同期)?(?:为|是|的|数)?$/.test(clause)) return { asks: 'previous', sign: 1 };
  return { asks: 'value', sign: 1 };
}

const changeIn = (unit: string): TracedNumber => (unit === '%' ? 'change_pct' : 'change');
