/** The numbers of an edited report against the published figures. */
import { type Figure, figureName } from '../../figure.js';
import { compareDecimal, divideText, multiplyText, roundText, sumText } from '../../text/decimal.js';
import type { TracedNumber } from '../trace.js';
import { type Cited, type Quotation, quotations } from './quotations.js';
import { factor } from './unit-factor.js';
import type { NumbersInText } from './written-numbers.js';

export type Outcome = 'equal' | 'rounded' | 'different' | 'unknown';

/** A number of the text with a figure's unit. */
export interface ProvedNumber {
  readonly text: string;
  readonly sentence: string;
  readonly outcome: Outcome;
  /** The figure that it cites, or of an unknown number the nearest; '' where none is near. */
  readonly figure: string;
  /** What is published of that figure, with its unit; '' missing, or no figure. */
  readonly published: string;
}

export interface Proof {
  readonly numbers: readonly ProvedNumber[];
  /** Dates, ordinals, numbers of documents and chapters, and what else measures nothing. */
  readonly skipped: number;
}

/** A figure's number that a text may cite. */
interface Candidate {
  readonly figure: Figure;
  readonly what: TracedNumber;
  /** How much the words around the number speak for it. */
  readonly score: number;
  /** Whether that is enough; else it is only the nearest. */
  readonly isMeant: boolean;
}

/** Fewer characters in common are chance, unless they are all that the figure's own sentence says. */
const fewestInCommon = 3;
/** Words that go with any figure. */
const common =
  /较?(?:去年|上年)同期|同比|净?增加?|增长|减少|下降|降低|上升|提高|其中|今年以来|截至?目?[前止]?|全年|全[镇乡县市区]|#月?日?|达到|共计|完成|实现/g;

/**
 * @param paragraphs of the text.
 * @param cited the numbers of the report as it would be written now, by the figures behind them.
 */
export function prove(
  paragraphs: readonly string[],
  read: (text: string) => NumbersInText,
  figures: readonly Figure[],
  cited: readonly Cited[],
): Proof {
  const groups = [...new Set(figures.map(({ group }) => group))].filter((group) => group !== '');
  const numbers: ProvedNumber[] = [];
  let skipped = 0;
  let above = '';
  for (const text of paragraphs) {
    const found = read(text);
    skipped += found.skipped;
    for (const quotation of quotations(text, found)) {
      const group =
        lastNamed(groups, text.slice(0, quotation.number.at)) ??
        lastNamed(groups, text) ??
        lastNamed(groups, above);
      const proved = proveNumber(quotation, group, figures, cited);
      if (proved) numbers.push(proved);
      else skipped++;
    }
    above = text;
  }
  return { numbers, skipped };
}

/** The one that is named last. */
function lastNamed(groups: readonly string[], text: string): string | null {
  let [last, at] = [null as string | null, -1];
  for (const group of groups) {
    const place = text.lastIndexOf(group);
    if (place > at || (place === at && place >= 0 && group.length > (last?.length ?? 0))) {
      [last, at] = [group, place];
    }
  }
  return last;
}

/** null: a year, or some years, of which no figure is. */
function proveNumber(
  quotation: Quotation,
  group: string | null,
  figures: readonly Figure[],
  cited: readonly Cited[],
): ProvedNumber | null {
  const { number, sentence } = quotation;
  const nearest = candidates(quotation, group, figures, cited);
  const [best] = nearest;
  if (!best?.isMeant && number.unit === '年') return null;
  const said = { text: number.text, sentence };
  if (!best) return { ...said, outcome: 'unknown', figure: '', published: '' };
  const { figure, what } = best;
  const named = { ...said, figure: figureName(figure), published: publishedText(figure, what) };
  return { ...named, outcome: best.isMeant ? outcomeOf(quotation, best) : 'unknown' };
}

/** The figures that the number may be of, the likeliest first. */
function candidates(
  quotation: Quotation,
  group: string | null,
  figures: readonly Figure[],
  cited: readonly Cited[],
): Candidate[] {
  const fits = (figure: Figure, what: TracedNumber) =>
    (figure.group === '' || figure.group === group) &&
    factor(quotation.number.unit, unitOf(figure, what)) !== null;
  const bySentence = cited
    .filter(({ figure, what }) => fits(figure, what))
    .map((one) => ({ figure: one.figure, what: one.what, ...likeness(quotation, one) }));
  const what = quotation.asks;
  const ofUnit = figures.filter((figure) => fits(figure, what));
  // 1.2亿只 of a project whose only figure in 只 is its capacity.
  const isOnly = ofUnit.length === 1 && ofUnit[0]?.group !== '';
  const byLabel = ofUnit.map((figure) => {
    const found = labelLikeness(quotation, figure.label);
    return { figure, what, score: found.score, isMeant: found.isMeant || isOnly };
  });
  return [...bySentence, ...byLabel]
    .filter(({ score, isMeant }) => score > 0 || isMeant)
    .sort((a, b) => Number(b.isMeant) - Number(a.isMeant) || b.score - a.score);
}

type Likeness = Pick<Candidate, 'score' | 'isMeant'>;

const certain = 1000;

/** The same words around the number are certain; else what the clauses have in common, the nearest first. */
function likeness(quotation: Quotation, cited: Cited): Likeness {
  if (quotation.before === cited.before && quotation.after === cited.after) {
    return { score: certain, isMeant: true };
  }
  if (quotation.asks !== cited.asks) return { score: 0, isMeant: false };
  if (quotation.before !== '' && quotation.before === cited.before) {
    return { score: certain - 1, isMeant: true };
  }
  return likenessOf(subject(quotation), subject(cited), quotation.before, cited.before);
}

function labelLikeness(quotation: Quotation, label: string): Likeness {
  return likenessOf(subject(quotation), label, quotation.before, label);
}

function likenessOf(own: string, other: string, before: string, otherBefore: string): Likeness {
  const near = inCommon(own, other);
  const isMeant = near >= Math.min(fewestInCommon, Math.max(other.length, 2));
  return { score: near + inCommon(before, otherBefore) / 100, isMeant };
}

/** What the number is about: the words before it in its clause, else those behind it, else an earlier clause. */
function subject({ clauses, after }: Quotation): string {
  const words = clauses.map((clause) => clause.replace(common, ''));
  const own = words.at(-1) ?? '';
  if (own.length > 1) return own;
  return after.length > 1 ? own + after : (words.findLast((word) => word.length > 1) ?? '');
}

/** Length of the longest text that is in both. */
function inCommon(a: string, b: string): number {
  let most = 0;
  let lengths = new Array<number>(b.length + 1).fill(0);
  for (let i = 0; i < a.length; i++) {
    const next = new Array<number>(b.length + 1).fill(0);
    for (let j = 0; j < b.length; j++) {
      if (a.charCodeAt(i) !== b.charCodeAt(j)) continue;
      const length = (lengths[j] ?? 0) + 1;
      next[j + 1] = length;
      most = Math.max(most, length);
    }
    lengths = next;
  }
  return most;
}

function outcomeOf({ number, sign, asks }: Quotation, { figure, what }: Candidate): Outcome {
  const exact = amountOf(figure, what);
  if (exact === null) return 'different';
  const of = factor(unitOf(figure, what), number.unit);
  if (of === null) return 'different';
  const isChange = what === 'change' || what === 'change_pct';
  // 减少 says the sign of a change; where the words do not say it, its size alone is compared.
  const written = isChange && asks === what && sign < 0 ? `-${number.decimal}` : number.decimal;
  const inItsUnit = divideText(multiplyText(exact, of[0]), of[1], 15);
  const value = isChange && asks !== what ? absolute(inItsUnit) : inItsUnit;
  if (number.roundedDown) return isFloor(number.decimal, value) ? 'rounded' : 'different';
  if (compareDecimal(written, value) === 0) return 'equal';
  const decimals = number.decimal.split('.')[1]?.length ?? 0;
  return compareDecimal(written, roundText(value, decimals)) === 0 ? 'rounded' : 'different';
}

/** 1200多 of 1234: what is above its last digit that is not zero. */
function isFloor(written: string, value: string): boolean {
  const zeros = /0*$/.exec(written.split('.')[0] ?? '')?.[0].length ?? 0;
  const step = written.includes('.')
    ? `0.${'0'.repeat((written.split('.')[1]?.length ?? 1) - 1)}1`
    : `1${'0'.repeat(zeros)}`;
  return compareDecimal(value, written) > 0 && compareDecimal(value, sumText(written, step)) < 0;
}

const absolute = (value: string) => value.replace(/^-/, '');

function amountOf(figure: Figure, what: TracedNumber): string | null {
  if (what === 'change_pct') return figure.changePct;
  return figure[what];
}

function unitOf(figure: Figure, what: TracedNumber): string {
  if (what === 'change_pct') return '%';
  return what === 'change' && figure.unit === '%' ? '个百分点' : figure.unit;
}

function publishedText(figure: Figure, what: TracedNumber): string {
  const value = amountOf(figure, what);
  return value === null ? '' : value + unitOf(figure, what);
}
