/** Why a mark of a report template cannot be answered. */
import type { RuleId } from '../findings/rules/index.js';
import type { TemplateFacts } from '../templates/index.js';
import { nearest } from '../templates/resolver.js';
import {
  type FigureMark,
  firstStep,
  flags,
  loopNames,
  matching,
  type ReportMark,
  reportFields,
  reportNames,
  tests,
} from './mark.js';
import type { Periods } from './period-figures.js';

/** A rule of the catalogue, with the nearest mark that can be answered. */
export interface Fault {
  readonly rule: RuleId;
  readonly params: Readonly<Record<string, string>>;
}

/** Where a mark is written. */
export interface MarkUse {
  readonly as: 'text' | 'condition';
  /** The family of the loop around it. */
  readonly loop: string | null;
}

/** Flags that ask of the whole report. */
const flagsAnywhere = ['full_year', 'compared'] as const;

const misused: Fault = { rule: 'report.misused_mark', params: {} };
const outside: Fault = { rule: 'report.outside_loop', params: {} };

/** What needs a comparison. */
const compared = [
  'previous',
  'previous_text',
  'change',
  'change_pct',
  'change_text',
  'comparison',
  'growth',
  'direction',
  'change_size',
  'increased',
  'decreased',
  'unchanged',
] as const;

/** @returns null where it can be answered. */
export function faultOf(
  word: ReportMark,
  use: MarkUse,
  facts: TemplateFacts,
  periods: Periods,
): Fault | null {
  switch (word.kind) {
    case 'malformed':
      return { rule: 'report.malformed_mark', params: {} };
    case 'name':
      return use.as === 'text' ? null : misused;
    case 'in_loop':
      return use.as === 'condition' ? misused : use.loop === null ? outside : null;
    case 'flag':
      if (use.as === 'text') return misused;
      return !isIn(flagsAnywhere, word.flag) && use.loop === null ? outside : null;
    case 'particular':
      return word.group === null && use.loop !== word.family ? outside : null;
    case 'family':
      return use.as === 'condition' || word.ask === 'gaps' ? null : misused;
    case 'figure':
      return figureFault(word, use, facts, periods);
  }
}

function figureFault(
  word: FigureMark,
  { as, loop }: MarkUse,
  facts: TemplateFacts,
  periods: Periods,
): Fault | null {
  const { ids } = facts;
  const { id, field, each, period } = word;
  if (each && (loop === null || firstStep(id) !== loop)) return outside;
  const found = as === 'condition' ? matching(ids, id) : ids.filter((one) => one === id);
  if (found.length === 0) {
    return unknown(id, [...ids, ...reportNames, ...loopNames, ...flags, ...ids.map(firstStep)]);
  }
  if (isIn(tests, field) && as === 'text') return misused;
  if (as === 'condition' && isIn(reportFields, field) && field !== 'value') return misused;
  const asked = periods.of(period);
  if (asked === null) {
    return unknown(
      `${id}@${period}`,
      [facts.period, facts.previousAsOf].map((known) => `${id}@${known}`),
    );
  }
  if (!asked.compared && isIn(compared, field)) return misused;
  return each || as === 'condition' ? null : groupFault(word, facts);
}

/** A group that no figure of the indicator has; the groups of one that is not submitted are unknown. */
function groupFault({ id, group }: FigureMark, { figures }: TemplateFacts): Fault | null {
  const groups = figures.filter((figure) => figure.id === id).map((figure) => figure.group);
  if (groups.length === 0 || groups.includes(group ?? '') || groups.includes('')) return null;
  return unknown(`${id}[${group ?? ''}]`, [...groups.map((one) => `${id}[${one}]`), `${id}[*]`]);
}

function unknown(typed: string, candidates: Iterable<string>): Fault {
  const near = nearest(typed, candidates);
  return { rule: 'report.unknown_mark', params: { nearest: near === '' ? '—' : `{{${near}}}` } };
}

function isIn<T extends string>(list: readonly T[], word: string): word is T {
  return list.some((item) => item === word);
}
