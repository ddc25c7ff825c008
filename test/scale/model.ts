/** A linear model of what a run costs, fitted by non-negative least squares to runs that were measured. */

/** What a cost may depend on; the constant is what every run costs. */
export const terms = ['constant', 'rows', 'files', 'figures', 'units'] as const;
export type Term = (typeof terms)[number];

export interface Observation {
  readonly rows: number;
  readonly files: number;
  /** Lines of all published figures.csv. */
  readonly figures: number;
  readonly units: number;
  /** What was measured: seconds, or bytes. */
  readonly cost: number;
}

/** Cost per one of each term; never negative. */
export type Model = Readonly<Record<Term, number>>;

const rounds = 20_000;

/**
 * Least squares of the relative errors, so that the small runs count like the large ones, under the condition that
 * nothing costs less than nothing: by coordinate descent, which finds the minimum of such a convex problem.
 */
export function fitted(observations: readonly Observation[]): Model {
  const rows = observations.map((found) => terms.map((term) => amount(term, found) / found.cost));
  const scale = terms.map((_, j) => Math.hypot(...rows.map((row) => row[j] ?? 0)) || 1);
  const unit = rows.map((row) => row.map((value, j) => value / (scale[j] ?? 1)));
  const weights = terms.map(() => 0);
  const left = observations.map(() => 1);
  for (let round = 0; round < rounds; round++) {
    for (let j = 0; j < terms.length; j++) {
      const step = unit.reduce((sum, row, i) => sum + (row[j] ?? 0) * (left[i] ?? 0), 0);
      const next = Math.max(0, (weights[j] ?? 0) + step);
      const moved = next - (weights[j] ?? 0);
      weights[j] = next;
      unit.forEach((row, i) => {
        left[i] = (left[i] ?? 0) - moved * (row[j] ?? 0);
      });
    }
  }
  const model = terms.map((term, j) => [term, (weights[j] ?? 0) / (scale[j] ?? 1)]);
  return Object.fromEntries(model) as Model;
}

/** What the model says of a run. */
export function predict(model: Model, size: Omit<Observation, 'cost'>): number {
  return terms.reduce((sum, term) => sum + model[term] * amount(term, size), 0);
}

function amount(term: Term, size: Omit<Observation, 'cost'>): number {
  return term === 'constant' ? 1 : size[term];
}
