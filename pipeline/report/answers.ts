/** Answers to the marks of a report template: texts, conditions and the rounds of a loop. */

import { type Figure, isNotOwed, isUnknown } from '../figure.js';
import type { TemplateFacts } from '../templates/index.js';
import { compareText } from '../text/fold.js';
import { type Fault, faultOf, type MarkUse } from './faults.js';
import { fieldText, passes } from './field-text.js';
import { type FigureMark, firstStep, matching, type ReportMark, readMark } from './mark.js';
import { isYearEnd, namesOf } from './names.js';
import { chineseNumeral } from './numbers.js';
import { openPeriods } from './period-figures.js';
import { type Traces, withoutTraces } from './trace.js';
import { rangeText, unknownMark } from './wording.js';

/** One round of a loop: a project, a community. */
export interface Round {
  readonly family: string;
  readonly group: string;
  /** From 1. */
  readonly number: number;
  readonly first: boolean;
  readonly last: boolean;
}

export interface Answers {
  read(inner: string): ReportMark;
  text(word: ReportMark, round: Round | null): string;
  holds(word: ReportMark, round: Round | null): boolean;
  rounds(family: string): readonly Round[];
  /** null: it can be answered. */
  fault(word: ReportMark, use: MarkUse): Fault | null;
}

export function answersFrom(facts: TemplateFacts, traces: Traces): Answers {
  const { ids, figures } = facts;
  const periods = openPeriods(facts, traces);
  const families = new Set(ids.map(firstStep));
  const names = namesOf(facts);
  const year = facts.asOf.slice(0, 4);
  const inFamily = (family: string) => figures.filter(({ id }) => firstStep(id) === family);
  const rounds = (family: string) => roundsOf(family, inFamily(family));

  const find = (word: FigureMark, round: Round | null): Figure | null => {
    const asked = periods.of(word.period) ?? periods.own;
    const group = word.each ? (round?.group ?? '') : (word.group ?? '');
    // Without a submission there is one line without group, which says who owes it.
    return asked.find(word.id, group) ?? asked.find(word.id, '');
  };

  const figureText = (word: FigureMark, round: Round | null): string => {
    const { cite } = periods.of(word.period) ?? periods.own;
    const sibling = (id: string) => find({ ...word, id }, round);
    if (word.field === 'range') {
      const [least, most] = rangeIds(word.id);
      return rangeText(sibling(least), sibling(most), cite);
    }
    const figure = find(word, round);
    if (figure) return fieldText(figure, word.field, sibling, cite);
    return `【不适用：${figures.find(({ id }) => id === word.id)?.label ?? word.id}】`;
  };

  return {
    read: (inner) => readMark(inner, families),
    rounds,
    text(word, round) {
      switch (word.kind) {
        case 'name':
          return withoutTraces(names[word.name]);
        case 'in_loop':
          return round ? roundText(word.name, round) : '';
        case 'family':
          return gapsOf(inFamily(word.family));
        case 'figure':
          return figureText(word, round);
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
          return matching(ids, word.id).some((id) => passes(find({ ...word, id }, round), word.field, year));
        default:
          return false;
      }
    },
    fault: (word, use) => faultOf(word, use, facts, periods),
  };
}

/** A round for every group of a family's figures that has a value. */
function roundsOf(family: string, figures: readonly Figure[]): Round[] {
  const known = figures.filter(({ group, value }) => group !== '' && value !== null);
  const groups = [...new Set(known.map(({ group }) => group))].sort(compareText);
  return groups.map((group, at) => ({
    family,
    group,
    number: at + 1,
    first: at === 0,
    last: at === groups.length - 1,
  }));
}

function roundText(name: 'group' | 'number' | 'numeral', { group, number }: Round): string {
  if (name === 'group') return withoutTraces(group);
  return name === 'number' ? String(number) : chineseNumeral(number);
}

/** `…min` and `…max` for either of them. */
function rangeIds(id: string): [string, string] {
  const stem = id.replace(/\.(min|max)$/, '');
  return [`${stem}.min`, `${stem}.max`];
}

/** 【缺：…】 or 【待更正：…】 of every planned figure of a family that has none; such figures are broken down. */
function gapsOf(figures: readonly Figure[]): string {
  const missing = figures.filter(
    (figure) =>
      figure.kind === 'planned' && figure.value === null && isUnknown(figure.status) && !isNotOwed(figure),
  );
  return [...new Set(missing.map((figure) => unknownMark(figure)))].join('');
}
