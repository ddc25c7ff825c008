/** From accepted rows to a publication: evidence, figures, checks, statuses. */
import type { Check } from '../checks/catalogue.js';
import { evaluateChecks, failingForms } from '../checks/evaluate.js';
import type { Waivers } from '../findings/waivers.js';
import type { Form } from '../forms/define.js';
import { forms } from '../forms/index.js';
import type { Indicator } from '../indicators/catalogue.js';
import {
  type Computed,
  computeEvidence,
  computeValues,
  type Question,
  withStatuses,
} from '../indicators/compute.js';
import { coverageKey, previousBasis, yearEarlier } from '../indicators/sides.js';
import type { Settings } from '../inputs/settings.js';
import { version } from '../program/program.js';
import type { Store } from '../store/database.js';
import { keepFigures } from '../store/figures.js';
import { compareText } from '../text/fold.js';
import { publishedFindings } from './findings.js';
import { publicationFrom } from './from-store.js';
import { type Publication, type Township, withFindings } from './publication.js';
import {
  type Compared,
  type Comparison,
  compareWithSeal,
  sealedGroups,
  sealedValues,
} from './seal-comparison.js';
import { settingLines } from './settings.js';
import { submissionLines } from './submissions.js';

/** The definitions in `sql/`. */
export interface Catalogues {
  readonly indicators: readonly Indicator[];
  readonly checks: readonly Check[];
}

/** Computes everything that is published for the question. Call inside a transaction, once the rows are reconciled. */
export function computePublication(
  store: Store,
  question: Question,
  township: Township,
  settings: Settings,
  waivers: Waivers,
  { indicators, checks }: Catalogues,
  today: string,
  comparison: Comparison | null,
): Publication {
  const computed = computeEvidence(store, question, indicators, forms, waivers);
  const recomputed = computeValues(store, indicators, computed, (id) =>
    comparison ? sealedGroups(comparison.seal, id) : [],
  );
  const values = comparison ? sealedValues(recomputed, comparison.seal) : recomputed;
  // As checks of plausibility see them.
  keepFigures(store, question, values, ({ form, indicator }) => ({
    form: form.id,
    jump: indicator.jump,
    published: null,
  }));
  const outcomes = evaluateChecks(store, question, checks, forms, waivers);
  const failing = {
    current: failingForms(outcomes, 'current'),
    previous: failingForms(outcomes, 'previous'),
  };
  const owed =
    settings.owed ??
    forms
      .filter((form) => !form.owedWhereNamed)
      .map((form) => ({ form: form.id, department: form.departments[0] ?? '', dueDays: null }));
  const departmentOf = ({ id, departments }: Form) => {
    const sent = question.coverage.get(coverageKey(id, question.period));
    return owed.find(({ form }) => form === id)?.department ?? (sent && departments[0]) ?? '';
  };
  const ownFigures = withStatuses(values, computed, failing, departmentOf);
  const compared = comparison ? compareWithSeal(ownFigures, recomputed, comparison) : null;
  const figures = compared?.figures ?? ownFigures;
  const publish = store.engine.prepare(
    'UPDATE figure SET published = ? WHERE unit = ? AND as_of = ? AND id = ? AND grp = ?',
  );
  for (const figure of figures) {
    publish.run(JSON.stringify(figure), question.unit, question.asOf, figure.id, figure.group);
  }
  const periods = periodsBehind(question, computed);
  const findings = publishedFindings(store, question.unit, periods, outcomes, waivers, indicators);
  const publication = publicationFrom({
    store,
    township,
    period: question.period,
    asOf: question.asOf,
    previousAsOf: yearEarlier(question.asOf),
    today: today,
    version,
    figures,
    computed,
    indicators,
    outcomes,
    submissions: submissionLines(
      store,
      question.unit,
      periods,
      question.period,
      today,
      owed,
      forms,
      question.coverage,
    ),
    findings,
    settings: settingLines(store, question.unit, periods, settings, findings, question.asOf, today),
    formTitle: (id) => forms.find((form) => form.id === id)?.title ?? id,
  });
  return compared ? withComparison(publication, compared) : publication;
}

/** The publication with what is to be said of its sealed comparison. */
function withComparison(publication: Publication, compared: Compared): Publication {
  return {
    ...withFindings(publication, compared.findings),
    *changes() {
      const left = new Set(publication.figures.map(({ id }) => id));
      let last: string | null = null;
      for (const row of publication.changes()) {
        if (last !== null && row.id !== last) yield* compared.changesOf(last);
        last = row.id;
        left.delete(last);
        yield row;
      }
      if (last !== null) yield* compared.changesOf(last);
      for (const id of left) yield* compared.changesOf(id);
    },
  };
}

/** The folders whose submissions are behind the figures of either side. */
function periodsBehind(question: Question, computed: ReadonlyMap<string, Computed>): string[] {
  const previous = new Set(
    [...computed.values()].flatMap(({ form }) => {
      const { coverage } = previousBasis(question.coverage, form, question.asOf, question.periods);
      return coverage ? [coverage.period] : [];
    }),
  );
  return [...new Set([...previous, question.period])].sort(compareText);
}
