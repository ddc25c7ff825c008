/** Which figures a column's cells are for: what an error in one of them costs (DESIGN, idea 6). */
import type { Indicator } from './catalogue.js';

/** Whether an indicator's query names a column; one that only asks whether it is 0 does not depend on its unit. */
export function dependsOnAmount({ sql }: Pick<Indicator, 'sql'>, field: string): boolean {
  const asked = sql.replace(new RegExp(`\\b${field}\\s*(?:=|<>|!=|>)\\s*0\\b(?![.])`, 'g'), '');
  return new RegExp(`\\b${field}\\b`).test(asked);
}

/** @returns labels of the figures that read a column of a form, in the order of the report. */
export function figuresReading(
  indicators: readonly Indicator[],
  form: string,
  field: string,
): readonly string[] {
  const reading = indicators.filter(
    (one) => one.form === form && !one.parts && [...one.needs, ...one.reads].includes(field),
  );
  return reading.map(({ label }) => label);
}
