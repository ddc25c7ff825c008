/** Answers to the marks of a report template: texts, conditions and the rounds of a loop. */

import { type Figure, isNotOwed, isUnknown } from '../figure.js';
import type { TemplateFacts } from '../templates/index.js';
import { type Fault, faultOf, type MarkUse } from './faults.js';
import { fieldText, passes } from './field-text.js';
import { type FigureMark, firstStep, matching, type ReportMark, readMark } from './mark.js';
import { isYearEnd, namesOf } from './names.js';
import { chineseNumeral } from './numbers.js';
import { openPeriods } from './period-figures.js';
import { familiesOf, type Round, roundsOf } from './rounds.js';
import { type Traces, withoutTraces } from './trace.js';
import { particularText, rangeText, unknownBefore, unknownMark } from './wording.js';

export interface Answers {
  read(inner: string): ReportMark;
  text(word: ReportMark, round: Round | null): string;
  holds(word: ReportMark, round: Round | null): boolean;
  rounds(family: string, part: string | null): readonly Round[];
  /** null: it can be answered. */
  fault(word: ReportMark, use: MarkUse): Fault | null;
}

export function answersFrom(facts: TemplateFacts, traces: Traces): Answers {
  const { ids, figures } = facts;
  const periods = openPeriods(facts, traces);
  const families = familiesOf(facts);
  const names = namesOf(facts);
  const year = facts.asOf.slice(0, 4);
  const isCompared = figures.some(({ previous }) => previous !== null);
  const gaps = openGaps();
  const inFamily = (family: string) => figures.filter(({ id }) => firstStep(id) === family);
  const rounds = (family: string, part: string | null) => roundsOf(family, part, facts, families);

  const find = (word: FigureMark, round: Round | null): Figure | null => {
    const asked = periods.of(word.period) ?? periods.own;
    const group = word.each ? (round?.group ?? '') : (word.group ?? '');
    // Without a submission there is one line without group, which says who owes it.
    return asked.find(word.id, group) ?? asked.find(word.id, '');
  };

  /** Names in the order in which they are described, where they are. */
  const namesBehind = (id: string) => {
    const order = new Map(rounds(firstStep(id), null).map(({ group, number }) => [group, number]));
    const place = (name: string) => order.get(name) ?? Number.POSITIVE_INFINITY;
    return facts.namesOf(id).toSorted((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
  };

  const figureText = (word: FigureMark, round: Round | null): string => {
    const { cite } = periods.of(word.period) ?? periods.own;
    const sibling = (id: string) => find({ ...word, id }, round);
    if (word.field === 'range') {
      const [least, most] = rangeIds(word.id);
      return rangeText(sibling(least), sibling(most), cite);
    }
    const figure = find(word, round);
    if (!figure) return `【不适用：${figures.find(({ id }) => id === word.id)?.label ?? word.id}】`;
    const formTitle = facts.formOf(word.id);
    if (word.field === 'gap') return gaps.once(fieldText(figure, 'gap', context()));
    if (word.field === 'comparison' && figure.previous === null && isUnknown(figure.previousStatus)) {
      // Where nothing is compared, one sentence says so; else a form that was not sent is named once.
      const named = !isCompared || gaps.isNamed(unknownBefore(figure, formTitle));
      if (figure.value === null || named) return '';
    }
    return fieldText(figure, word.field, context());

    function context() {
      return { sibling, cite, formTitle, names: () => namesBehind(word.id) };
    }
  };

  const text = (word: ReportMark, round: Round | null): string => {
    switch (word.kind) {
      case 'name':
        return withoutTraces(names[word.name]);
      case 'in_loop':
        return round ? roundText(word.name, round) : '';
      case 'family':
        return gapsOf(inFamily(word.family))
          .filter((gap) => !gaps.isNamed(gap))
          .join('');
      case 'particular':
        return withoutTraces(particular(word, round, facts));
      case 'figure':
        return inWordsOf(facts.asOf, figureText(word, round));
      default:
        return '';
    }
  };

  const figureHolds = (word: FigureMark, round: Round | null): boolean =>
    matching(ids, word.id).some((id) => {
      const figure = find({ ...word, id }, round);
      if (word.field !== 'stated') return passes(figure, word.field, year);
      if (!figure || isNotOwed(figure)) return false;
      return !isUnknown(figure.status) || !gaps.isNamed(unknownMark(figure));
    });

  return {
    read: (inner) => readMark(inner, families),
    rounds,
    text(word, round) {
      const said = text(word, round);
      gaps.name(said);
      return said;
    },
    holds(word, round) {
      switch (word.kind) {
        case 'flag':
          if (word.flag === 'full_year') return isYearEnd(facts.asOf);
          return word.flag === 'compared' ? isCompared : (round?.[word.flag] ?? false);
        case 'family':
          return word.ask === 'gaps'
            ? gapsOf(inFamily(word.family)).some((gap) => !gaps.isNamed(gap))
            : rounds(word.family, word.part).length > 0;
        case 'particular':
          return particular(word, round, facts) !== '';
        case 'figure':
          return figureHolds(word, round);
        default:
          return false;
      }
    },
    fault: (word, use) => faultOf(word, use, facts, periods),
  };
}

/** The gaps that the report has named up to here: of a form that was not sent, one is enough. */
function openGaps() {
  const named = new Set<string>();
  const isNamed = (gap: string) => named.has(gap);
  return {
    isNamed,
    once: (gap: string) => (isNamed(gap) ? '' : gap),
    name(text: string) {
      for (const [gap] of text.matchAll(/【(?:缺|待更正)：[^】]*】/g)) named.add(gap);
    },
  };
}

/** On the last day of a year the comparison is the year before. */
function inWordsOf(asOf: string, text: string): string {
  return isYearEnd(asOf) ? text.replaceAll('去年同期', '上年') : text;
}

function particular(
  word: ReportMark & { readonly kind: 'particular' },
  round: Round | null,
  { particulars }: TemplateFacts,
): string {
  const group = word.group ?? round?.group;
  const found = particulars.find((one) => one.family === word.family && one.group === group);
  return particularText(word.column, found?.words[word.column] ?? '');
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
function gapsOf(figures: readonly Figure[]): string[] {
  const missing = figures.filter(
    (figure) =>
      figure.kind === 'planned' && figure.value === null && isUnknown(figure.status) && !isNotOwed(figure),
  );
  // Only a roll-up has groups without a submission beside others with one: the units that sent none.
  const isListed = figures.some(({ kind, value }) => kind === 'planned' && value !== null);
  const isOfUnit = ({ status, group }: Figure) => isListed && status === 'L' && group !== '';
  const someUnits = missing.some(isOfUnit);
  const marks = missing.flatMap((figure) => {
    if (isOfUnit(figure)) return unknownMark({ ...figure, department: figure.group });
    return someUnits && figure.status === 'L' ? [] : unknownMark(figure);
  });
  return [...new Set(marks)];
}
