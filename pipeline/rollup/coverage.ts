/** Who reported what: the units of a roll-up, form by form, and the checks over all of them. */
import type { Check } from '../checks/catalogue.js';
import type { Form } from '../forms/define.js';
import { periodDate } from '../inputs/period.js';
import type { CheckResult, FormCoverage } from '../publication/publication.js';
import type { RollUpUnit } from './members.js';

/** Every unit and form on the period's date: reported, missing, or not owed. */
export function rollUpCoverage(
  members: readonly RollUpUnit[],
  forms: readonly Form[],
  date: string,
): FormCoverage[] {
  return members.flatMap(({ unit, submissions }) => {
    const owed = new Set<string>();
    const received = new Set<string>();
    for (const { form, status, period } of submissions) {
      if (periodDate(period) !== date) continue;
      if (status === 'owed' || status === 'late') owed.add(form);
      else if (status === 'accepted' || status === 'partly_held_back' || status === 'nil_return') {
        received.add(form);
      }
    }
    return forms.map(({ id }): FormCoverage => {
      const state = owed.has(id) ? 'missing' : received.has(id) ? 'reported' : 'not_owed';
      return { unit, form: id, state };
    });
  });
}

/** The checks over all units: one that fails in a unit fails, one that no unit can evaluate is not evaluable. */
export function checksOver(members: readonly RollUpUnit[], checks: readonly Check[]): CheckResult[] {
  return checks.flatMap(({ id, label, severity }) =>
    (['current', 'previous'] as const).map((side): CheckResult => {
      const own = members.flatMap(({ name, checks: results }) =>
        results
          .filter((result) => result.id === id && result.side === side)
          .map((result) => ({ name, ...result })),
      );
      const sum = (of: (result: CheckResult) => number) =>
        own.reduce((total, result) => total + of(result), 0);
      const failing = own.some(({ outcome }) => outcome === 'fail');
      const evaluated = own.some(({ outcome }) => outcome !== 'not_evaluable');
      const missing = own.filter(({ outcome }) => outcome === 'not_evaluable').map(({ name }) => name);
      return {
        id,
        side,
        label,
        severity,
        outcome: failing ? 'fail' : evaluated ? 'pass' : 'not_evaluable',
        violations: sum(({ violations }) => violations),
        waived: sum(({ waived }) => waived),
        missing: missing.join('、'),
      };
    }),
  );
}
