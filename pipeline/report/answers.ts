/** Answers to the marks of a report template: texts, conditions and the rounds of a loop. */

import type { Figure } from '../figure.js';
import type { RuleId } from '../findings/rules/index.js';
import { yearEarlier } from '../indicators/sides.js';
import { periodDate } from '../inputs/period.js';
import type { TemplateFacts } from '../templates/index.js';
import { nearest } from '../templates/resolver.js';
import { compareText } from '../text/fold.js';
import { fillWord, passes } from './field-text.js';
import {
  type FigureWord,
  flags,
  loopNames,
  readWord,
  reportFields,
  reportNames,
  tests,
  type Word,
} from './mark.js';
import { isYearEnd, namesOf } from './names.js';
import { chineseNumeral } from './numbers.js';
import { type Cite, type Dates, type Traces, withoutTraces } from './trace.js';
import { missingMark, rangeText } from './wording.js';

/** One round of a loop: a project, a community. */
export interface Round {
  readonly family: string;
  readonly group: string;
  /** From 1. */
  readonly number: number;
  readonly first: boolean;
  readonly last: boolean;
}

/** Why a mark cannot be answered: a rule of the catalogue, with the nearest mark that can. */
export interface Fault {
  readonly rule: RuleId;
  readonly params: Readonly<Record<string, string>>;
}

export interface Answers {
  read(inner: string): Word;
  text(word: Word, round: Round | null): string;
  holds(word: Word, round: Round | null): boolean;
  rounds(family: string): readonly Round[];
  /** @param loop the family of the loop around it. */
  fault(word: Word, use: 'text' | 'condition', loop: string | null): Fault | null;
}

/** The figures of one publication, or of its comparison. */
interface Shelf {
  readonly figures: ReadonlyMap<string, Figure>;
  readonly cite: Cite;
  /** Whether they have a comparison of their own. */
  readonly compared: boolean;
}

export function answersFrom(facts: TemplateFacts, traces: Traces): Answers {
  const shelf = (figures: readonly Figure[], dates: Dates, compared: boolean): Shelf => ({
    figures: new Map(figures.map((figure) => [keyOf(figure.id, figure.group), figure])),
    cite: traces.citeAt(dates),
    compared,
  });
  const own = shelf(facts.figures, facts, true);
  const { ids } = facts;
  const families = new Set(ids.map((id) => firstStep(id)));
  const named = namesOf(facts);

  const inFamily = (family: string) => facts.figures.filter(({ id }) => firstStep(id) === family);

  /** null: nothing is known of the period. */
  const shelfOf = (period: string | null): Shelf | null => {
    if (period === null || means(period, facts.period, facts.asOf)) return own;
    const published = facts.figuresOf(period);
    const asOf = periodDate(period);
    if (published) return shelf(published, { asOf, previousAsOf: yearEarlier(asOf) }, true);
    if (!means(period, facts.previousAsOf, facts.previousAsOf)) return null;
    const dates = { asOf: facts.previousAsOf, previousAsOf: yearEarlier(facts.previousAsOf) };
    return shelf(facts.figures.map(asPrevious), dates, false);
  };

  const find = (word: FigureWord, round: Round | null) => {
    const { figures } = shelfOf(word.period) ?? own;
    const group = word.each ? (round?.group ?? '') : (word.group ?? '');
    // Without a submission there is one line without group, which says who owes it.
    return figures.get(keyOf(word.id, group)) ?? figures.get(keyOf(word.id, ''));
  };

  const sibling = (word: FigureWord, round: Round | null, id: string) => find({ ...word, id }, round);

  const rounds = (family: string): Round[] => {
    const known = inFamily(family).filter(({ group, value }) => group !== '' && value !== null);
    const groups = [...new Set(known.map(({ group }) => group))].sort(compareText);
    return groups.map((group, at) => ({
      family,
      group,
      number: at + 1,
      first: at === 0,
      last: at === groups.length - 1,
    }));
  };

  const textOf = (word: FigureWord, round: Round | null): string => {
    const { cite } = shelfOf(word.period) ?? own;
    if (word.field === 'range') {
      const [least, most] = rangeIds(word.id).map((id) => sibling(word, round, id));
      return rangeText(least, most, cite);
    }
    const figure = find(word, round);
    if (!figure) return `【不适用：${labelOf(facts.figures, word.id)}】`;
    return fillWord(figure, word.field, (id) => sibling(word, round, id), cite);
  };

  return {
    read: (inner) => readWord(inner, families),
    rounds,
    text(word, round) {
      switch (word.kind) {
        case 'name':
          return withoutTraces(named[word.name]);
        case 'in_loop':
          if (!round) return '';
          return word.name === 'group'
            ? withoutTraces(round.group)
            : word.name === 'number'
              ? String(round.number)
              : chineseNumeral(round.number);
        case 'family':
          return gapsOf(inFamily(word.family));
        case 'figure':
          return textOf(word, round);
        default:
          return '';
      }
    },
    holds(word, round) {
      switch (word.kind) {
        case 'flag':
          return word.flag === 'full_year' ? isYearEnd(facts.asOf) : (round?.[word.flag] ?? false);
        case 'family':
          return word.ask === 'gaps' ? gapsOf(inFamily(word.family)) !== '' : rounds(word.family).length > 0;
        case 'figure':
          return matching(ids, word.id).some((id) => passes(find({ ...word, id }, round), word.field));
        default:
          return false;
      }
    },
    fault(word, use, loop) {
      const unknown = (typed: string, candidates: Iterable<string>): Fault => {
        const near = nearest(typed, candidates);
        return { rule: 'report.unknown_mark', params: { nearest: near === '' ? '—' : `{{${near}}}` } };
      };
      const misused: Fault = { rule: 'report.misused_mark', params: {} };
      switch (word.kind) {
        case 'malformed':
          return { rule: 'report.malformed_mark', params: {} };
        case 'name':
          return use === 'text' ? null : misused;
        case 'in_loop':
          return use === 'condition' ? misused : loop === null ? outside : null;
        case 'flag':
          if (use === 'text') return misused;
          return word.flag !== 'full_year' && loop === null ? outside : null;
        case 'family':
          return use === 'condition' || word.ask === 'gaps' ? null : misused;
        case 'figure': {
          if (word.each && (loop === null || firstStep(word.id) !== loop)) return outside;
          const found = use === 'condition' ? matching(ids, word.id) : ids.filter((id) => id === word.id);
          if (found.length === 0)
            return unknown(word.id, [...ids, ...reportNames, ...loopNames, ...flags, ...families]);
          if (isIn(tests, word.field) && use === 'text') return misused;
          if (use === 'condition' && isIn(reportFields, word.field) && word.field !== 'value') return misused;
          const asked = shelfOf(word.period);
          if (asked === null) {
            return unknown(
              `${word.id}@${word.period}`,
              [facts.period, facts.previousAsOf].map((p) => `${word.id}@${p}`),
            );
          }
          if (!asked.compared && isIn(compared, word.field)) return misused;
          if (word.each) return null;
          const groups = facts.figures.filter(({ id }) => found.includes(id)).map(({ group }) => group);
          const group = word.group ?? '';
          if (groups.length === 0 || groups.includes(group) || groups.includes('')) return null;
          if (use === 'condition') return null;
          return unknown(`${word.id}[${group}]`, [...groups.map((g) => `${word.id}[${g}]`), `${word.id}[*]`]);
        }
      }
    },
  };
}

/** What needs a comparison. */
const compared = [
  'previous',
  'previous_text',
  'change',
  'change_pct',
  'change_text',
  'comparison',
  'growth',
  'increased',
  'decreased',
  'unchanged',
] as const;

const outside: Fault = { rule: 'report.outside_loop', params: {} };

function isIn<T extends string>(list: readonly T[], word: string): word is T {
  return list.some((item) => item === word);
}

function keyOf(id: string, group: string): string {
  return JSON.stringify([id, group]);
}

function firstStep(id: string): string {
  return id.split('.')[0] ?? id;
}

/** The ids that a condition means: `*` is any one step. */
function matching(ids: readonly string[], pattern: string): string[] {
  const steps = pattern.split('.');
  return ids.filter((id) => {
    const own = id.split('.');
    return own.length === steps.length && steps.every((step, at) => step === '*' || step === own[at]);
  });
}

/** `…min` and `…max` for either of them. */
function rangeIds(id: string): [string, string] {
  const stem = id.replace(/\.(min|max)$/, '');
  return [`${stem}.min`, `${stem}.max`];
}

function labelOf(figures: readonly Figure[], id: string): string {
  return figures.find((figure) => figure.id === id)?.label ?? id;
}

function means(period: string, folder: string, date: string): boolean {
  if (period === folder || period === date) return true;
  return /^\d{4}$/.test(period) && date.startsWith(period);
}

/** Last year's side as if it were published itself. */
function asPrevious(figure: Figure): Figure {
  return {
    ...figure,
    value: figure.previous,
    status: figure.previousStatus,
    rows: figure.previousRows,
    rowsHeldBack: 0,
    previous: null,
    previousStatus: 'L',
    change: null,
    changePct: null,
    changeStatus: 'L',
  };
}

/** 【缺：…】 of every planned figure of a family that no submission gives; such figures are broken down. */
function gapsOf(figures: readonly Figure[]): string {
  const missing = figures.filter(
    ({ kind, value, status }) => kind === 'planned' && value === null && status === 'L',
  );
  return [...new Set(missing.map((figure) => missingMark(figure)))].join('');
}
