import type { Side } from '../figure.js';
import type { Form } from '../forms/define.js';
import type { Indicator } from '../indicators/catalogue.js';
import { fromSmallest } from '../text/decimal.js';

/** An indicator with the stored evidence of both sides. */
export interface Evidenced {
  readonly indicator: Indicator;
  readonly form: Form;
  readonly evaluations: Readonly<Record<Side, number>>;
  /** Rows that count elsewhere. */
  readonly omitted?: ReadonlySet<number>;
}

/** A value of the smallest unit in the unit of the indicator. */
export function inUnitOf({ scale }: Indicator, value: bigint): string {
  return fromSmallest(value, scale);
}
