/** From accepted rows to a publication: evidence, figures, checks, statuses. */
import type { Check } from '../checks/catalogue.js';
import { type CheckOutcome, evaluateChecks, failingForms } from '../checks/evaluate.js';
import type { Figure } from '../figure.js';
import type { Waivers } from '../findings/waivers.js';
import type { Form } from '../forms/define.js';
import { forms, formsAndLists } from '../forms/index.js';
import type { Indicator } from '../indicators/catalogue.js';
import {
  type Computed,
  computeEvidence,
  computeValues,
  type Question,
  withStatuses,
} from '../indicators/compute.js';
import { definitionHashes } from '../indicators/definition.js';
import { coverageKey, previousBasis, yearEarlier } from '../indicators/sides.js';
import { periodDate } from '../inputs/period.js';
import type { Owed, Settings } from '../inputs/settings.js';
import { version } from '../program/program.js';
import type { Store } from '../store/database.js';
import { figuresAsOf, forgetFigures, keepFigures, keepPublished } from '../store/figures.js';
import { compareText } from '../text/fold.js';
import { mergeExplanations, sealExplanations } from './explanations.js';
import { publishedFindings } from './findings.js';
import { publicationFrom } from './from-store.js';
import { type Publication, type Township, withFindings } from './publication.js';
import type { Seal } from './seal.js';
import { type Compared, compareWithSeal, sealedGroups, sealedValues } from './seal-comparison.js';
import { type SeriesPeriod, seriesOf, seriesPeriod } from './series.js';
import { settingLines } from './settings.js';
import { signatures } from './signatures.js';
import { submissionLines } from './submissions.js';

/** The definitions in `sql/`. */
export interface Catalogues {
  readonly indicators: readonly Indicator[];
  readonly checks: readonly Check[];
}

/** What a publication is computed from beside the rows. */
export interface Terms {
  readonly store: Store;
  readonly township: Township;
  readonly settings: Settings;
  readonly waivers: Waivers;
  readonly catalogues: Catalogues;
  readonly today: string;
  /** Of the unit's earlier publications. */
  readonly seals: readonly Seal[];
}

/** Computes everything that is published for the question. Call inside a transaction, once the rows are reconciled. */
export function computePublication(terms: Terms, question: Question): Publication {
  const { store, township, settings, waivers, catalogues, today } = terms;
  const { indicators } = catalogues;
  const owed = owedForms(settings);
  const own = computeFigures(terms, question, owed);
  const { figures, computed, outcomes, compared } = own;
  const publish = store.engine.prepare(
    'UPDATE figure SET published = ? WHERE unit = ? AND as_of = ? AND id = ? AND grp = ?',
  );
  for (const figure of figures) {
    publish.run(JSON.stringify(figure), question.unit, question.asOf, figure.id, figure.group);
  }
  const series = seriesOf(indicators, [
    ...earlierPeriods(terms, question, owed),
    seriesPeriod(question.asOf, figures, undefined),
  ]);
  const periods = periodsBehind(question, computed);
  const findings = publishedFindings(store, question.unit, periods, outcomes, waivers, indicators);
  const publication = publicationFrom({
    store,
    township,
    period: question.period,
    asOf: question.asOf,
    previousAsOf: yearEarlier(question.asOf),
    today,
    version,
    figures,
    series,
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
      formsAndLists,
      question.coverage,
    ),
    findings,
    settings: settingLines(store, question.unit, periods, settings, findings, question.asOf, today),
    formTitle: (id) => forms.find((form) => form.id === id)?.title ?? id,
  });
  return compared ? withComparison(publication, compared) : publication;
}

/** The figures of a date, with what they rest on. */
interface DatedFigures {
  readonly figures: readonly Figure[];
  readonly computed: ReadonlyMap<string, Computed>;
  readonly outcomes: readonly CheckOutcome[];
  readonly compared: (Compared & { readonly seal: Seal }) | null;
}

/** Computes the figures of a date; those that were kept of it give way to what checks of plausibility read. */
function computeFigures(
  { store, waivers, catalogues: { indicators, checks }, seals }: Terms,
  question: Question,
  owed: readonly Owed[],
): DatedFigures {
  const computed = computeEvidence(store, question, indicators, forms, waivers);
  const seal = seals.find((other) => other.as_of === yearEarlier(question.asOf));
  const recomputed = computeValues(store, indicators, computed, (id) => (seal ? sealedGroups(seal, id) : []));
  const values = seal ? sealedValues(recomputed, seal) : recomputed;
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
  const departmentOf = ({ id, departments }: Form) => {
    const sent = question.coverage.get(coverageKey(id, question.period));
    return owed.find(({ form }) => form === id)?.department ?? (sent && departments[0]) ?? '';
  };
  const ownFigures = withStatuses(values, computed, failing, departmentOf);
  const definitions = definitionHashes(indicators, forms);
  const compared = seal ? { seal, ...compareWithSeal(ownFigures, recomputed, { seal, definitions }) } : null;
  return { figures: compared?.figures ?? ownFigures, computed, outcomes, compared };
}

/**
 * What the periods before the question's date say of each figure. What was published of them stays in the database:
 * their evidence and checks are kept beside it, and selected anew only where their rows have changed.
 */
function earlierPeriods(terms: Terms, question: Question, owed: readonly Owed[]): SeriesPeriod[] {
  const { store, seals } = terms;
  const { unit } = question;
  return question.periods
    .map((period) => ({ period, asOf: periodDate(period) }))
    .filter(({ asOf }) => asOf < question.asOf)
    .sort((a, b) => compareText(a.asOf, b.asOf))
    .map(({ period, asOf }) => {
      const published = figuresAsOf(store, unit, asOf);
      const { figures } = computeFigures(terms, { ...question, period, asOf }, owed);
      if (published) keepPublished(store, { unit, period, asOf }, published);
      else forgetFigures.run(store.engine, { unit, asOf });
      return seriesPeriod(
        asOf,
        figures,
        seals.find(({ folder }) => folder === period),
      );
    });
}

/** The forms that the township owes, as it says or else all that need not be named. */
function owedForms({ owed }: Settings): readonly Owed[] {
  return (
    owed ??
    forms
      .filter((form) => !form.owedWhereNamed)
      .map((form) => ({ form: form.id, department: form.departments[0] ?? '', dueDays: null }))
  );
}

/** The publication with what is to be said of its sealed comparison. */
function withComparison(publication: Publication, compared: Compared & { readonly seal: Seal }): Publication {
  return {
    ...withFindings(publication, compared.findings),
    comparisonSeal: signatures(compared.seal),
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
    explanations() {
      const own = publication.explanations();
      const ids = [...new Set(publication.figures.map(({ id }) => id))];
      return mergeExplanations([...own, ...sealExplanations(own, ids.flatMap(compared.changesOf))]);
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
