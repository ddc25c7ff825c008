/** Which of several columns that could fill one field fills it (DOMAIN B “Rival columns”). */
import type { ColumnSpec, Form } from '../../forms/define.js';
import { isQuantity, type Said } from './readings.js';
import { words } from './text.js';

/** A column that could fill a field of a form. */
export interface Contender {
  readonly column: number;
  readonly field: string;
  readonly said: Said;
  readonly hidden: boolean;
  /** The group headers over its name; '' for none. */
  readonly group: string;
}

/** The texts of some rows under a column. */
export type Samples = (column: number) => readonly string[];

/**
 * The contenders that are left once words, hidden columns, groups and values have decided: of a field more than one
 * where they do not.
 */
export function decideRivals<C extends Contender>(
  form: Form,
  contenders: readonly C[],
  samples: Samples,
): readonly C[] {
  const winnerOver = new Map<C, C | undefined>();
  const fields = new Set(contenders.map(({ field }) => field));
  for (const field of fields) {
    const rivals = contenders.filter((c) => c.field === field);
    const spec = specOf(form, rivals);
    const left = spec ? decideField(spec, rivals, samples) : rivals;
    for (const c of rivals) if (!left.includes(c)) winnerOver.set(c, left[0]);
  }
  const lostGroups = new Set(
    [...winnerOver].flatMap(([c, winner]) => (winner && winner.group !== c.group ? [c.group] : [])),
  );
  lostGroups.delete('');
  return contenders.filter((c) => {
    const spec = specOf(form, [c]);
    const ofLostGroup = lostGroups.has(c.group) && spec !== undefined && isValue(spec);
    return !winnerOver.has(c) && !ofLostGroup;
  });
}

const specOf = (form: Form, [one]: readonly Contender[]): ColumnSpec | undefined =>
  one && form.columns[one.field]?.spec;

function decideField<C extends Contender>(
  spec: ColumnSpec,
  rivals: readonly C[],
  samples: Samples,
): readonly C[] {
  const visible = rivals.filter((c) => !c.hidden);
  const seen = visible.length > 0 ? visible : rivals;
  const fit = seen.filter((c) => c.said !== 'other' || (seen.length === 1 && !isQuantity(spec)));
  const own = fit.filter((c) => c.said === 'period');
  return fittingValues(spec, own.length > 0 ? own : fit, samples);
}

/** What a row says of a thing, and not how the thing is called: it comes from one group of columns. */
const isValue = (spec: ColumnSpec): boolean =>
  isQuantity(spec) || spec.kind === 'choice' || spec.kind === 'yes_no';

/** Of columns for a closed list those that hold its words, where the others hold none of them. */
function fittingValues<C extends Contender>(
  spec: ColumnSpec,
  rivals: readonly C[],
  samples: Samples,
): readonly C[] {
  const { choices } = spec;
  if (!choices || rivals.length < 2) return rivals;
  const allowed = new Set(Object.entries(choices).flat(2).map(words));
  const shares = rivals.map(({ column }) => {
    const texts = samples(column);
    return texts.filter((text) => allowed.has(text)).length / Math.max(1, texts.length);
  });
  const fitting = rivals.filter((_, i) => (shares[i] ?? 0) >= 0.5);
  return fitting.length > 0 && shares.every((share) => share >= 0.5 || share === 0) ? fitting : rivals;
}
