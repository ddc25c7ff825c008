/** What a mark asks of a figure, answered: the text of a field, or whether a condition holds. */
import { type Figure, isNotOwed, isUnknown } from '../figure.js';
import { statusWords } from '../publication/labels.js';
import { compareDecimal } from '../text/decimal.js';
import type { FigureMark } from './mark.js';
import { bareNumber, leadingNumber, numberIn, numeralText } from './numbers.js';
import { type Cite, withoutTraces } from './trace.js';
import {
  changeSaid,
  changeSizeText,
  changeText,
  claimText,
  coverageText,
  directionText,
  growthText,
  isProvisional,
  namesText,
  previousText,
  reportNumber,
  stated,
  unknownMark,
  valueText,
} from './wording.js';

/** What is around a figure. */
export interface FieldContext {
  /** Another figure of the same group and period, by its id. */
  readonly sibling: (id: string) => Figure | null;
  readonly cite: Cite;
  readonly formTitle: string;
  /** The names behind the figure's value. */
  readonly names: () => readonly string[];
}

export function fieldText(
  figure: Figure,
  field: FigureMark['field'],
  { sibling, cite, formTitle, names }: FieldContext,
): string {
  switch (field) {
    case 'value':
      return reportNumber(figure, cite);
    case 'text':
      return valueText(figure, cite);
    case 'previous':
    case 'previous_text':
      return previousText(figure, cite, formTitle, field === 'previous' ? bareNumber : undefined);
    case 'change':
    case 'change_pct': {
      const value = field === 'change' ? figure.change : figure.changePct;
      if (value === null) return changeText(figure, cite, formTitle) || unknownMark(figure);
      const unit = field === 'change' ? figure.unit : '%';
      return cite(bareNumber({ id: figure.id, unit }, value), figure, field) + changeSaid(figure);
    }
    case 'change_text':
      return changeText(figure, cite, formTitle);
    case 'direction':
      return directionText(figure, formTitle);
    case 'change_size':
      return changeSizeText(figure, cite, formTitle);
    case 'wan':
      return stated(figure, cite, (value) => numberIn('万', figure, value));
    case 'yi':
      return stated(figure, cite, (value) => numberIn('亿', figure, value));
    case 'rounded':
      return stated(figure, cite, (value) => leadingNumber(figure, value));
    case 'numeral':
      return stated(figure, cite, numeralText);
    case 'names':
      return withoutTraces(namesText(names(), countedIn(figure, names())));
    case 'named': {
      const all = names();
      if (all.length === 0) return '';
      return `，${all.length === 1 ? '即' : '分别是'}${withoutTraces(namesText(all, countedIn(figure, all)))}`;
    }
    case 'gap':
      return figure.value === null && isUnknown(figure.status) && !isNotOwed(figure)
        ? unknownMark(figure)
        : '';
    case 'comparison': {
      const change = changeText(figure, cite, formTitle);
      return change === '' ? '' : `，${change}`;
    }
    case 'growth': {
      const growth = growthText(figure, cite);
      return growth === '' ? '' : `，${growth}`;
    }
    case 'claim':
      return claimText(figure, cite);
    case 'coverage': {
      const [part, whole] = figure.parts.map((id) => sibling(id));
      return part && whole ? coverageText(figure, { part, whole }, cite) : valueText(figure, cite);
    }
    case 'status':
      return statusWords[figure.status];
    case 'rows':
      return String(figure.rows);
    case 'unit':
    case 'label':
    case 'department':
    case 'definition':
      return withoutTraces(figure[field]);
  }
  return '';
}

/** The unit of a count; a sum counts no names. */
function countedIn({ unit, value }: Figure, names: readonly string[]): string {
  return value === String(names.length) ? unit : '个';
}

/**
 * Without a test of its own, a condition asks whether there is a value.
 * @param year of the report: a year that is planned before it has passed.
 */
export function passes(figure: Figure | null, field: FigureMark['field'], year: string): boolean {
  if (!figure) return false;
  const { value, change, status } = figure;
  switch (field) {
    case 'owed':
      return !isNotOwed(figure);
    case 'missing':
      return value === null && isUnknown(status);
    case 'provisional':
      return isProvisional(figure);
    case 'zero':
      return value !== null && compareDecimal(value, '0') === 0;
    case 'increased':
      return change !== null && compareDecimal(change, '0') > 0;
    case 'decreased':
      return change !== null && compareDecimal(change, '0') < 0;
    case 'unchanged':
      return change !== null && compareDecimal(change, '0') === 0;
    case 'delayed':
      return value !== null && (compareDecimal(value, year) < 0 || passes(figure, 'increased', year));
    default:
      return value !== null;
  }
}
