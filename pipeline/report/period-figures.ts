/** The figures that a mark may ask for, by the period that it names (`@2020`). */
import { type Figure, figureName } from '../figure.js';
import { yearEarlier } from '../indicators/sides.js';
import { periodDate } from '../inputs/period.js';
import type { TemplateFacts } from '../templates/index.js';
import { addingUp } from './adding-up.js';
import type { Measured } from './numbers.js';
import type { Cite, Dates, Traces } from './trace.js';

/** The figures of one publication, or of its comparison. */
export interface PeriodFigures {
  /** null: there is none. A figure that is not broken down has the group ''. */
  find(id: string, group: string): (Figure & Measured) | null;
  readonly cite: Cite;
  /** Whether they have a comparison of their own. */
  readonly compared: boolean;
}

export interface Periods {
  /** Those of the publication itself. */
  readonly own: PeriodFigures;
  /** Those of a period, null the publication's. @returns null where nothing is known of the period. */
  of(period: string | null): PeriodFigures | null;
}

export function openPeriods(facts: TemplateFacts, traces: Traces): Periods {
  const figuresAt = (figures: readonly Figure[], dates: Dates, compared: boolean): PeriodFigures => {
    const byName = new Map(addingUp(figures).map((figure) => [figureName(figure), figure]));
    return {
      find: (id, group) => byName.get(figureName({ id, group })) ?? null,
      cite: traces.citeAt(dates),
      compared,
    };
  };
  const own = figuresAt(facts.figures, facts, true);
  return {
    own,
    of(period) {
      if (period === null || means(period, facts.period, facts.asOf)) return own;
      const published = facts.figuresOf(period);
      const asOf = periodDate(period);
      if (published) return figuresAt(published, { asOf, previousAsOf: yearEarlier(asOf) }, true);
      if (!means(period, facts.previousAsOf, facts.previousAsOf)) return null;
      const dates = { asOf: facts.previousAsOf, previousAsOf: yearEarlier(facts.previousAsOf) };
      return figuresAt(facts.figures.map(asPrevious), dates, false);
    },
  };
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
