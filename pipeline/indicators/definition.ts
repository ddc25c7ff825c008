/** What an indicator computes, as a hash: two that are equal give comparable figures (口径一致). */
import type { Form } from '../forms/define.js';
import { hashOf } from '../text/hash.js';
import { canonicalSql } from '../text/sql-scan.js';
import type { Indicator } from './catalogue.js';

/**
 * A hash by indicator of its query without comments and white space, of what its header says about the calculation,
 * and of the columns that the query names: their kinds, units and allowed words. Labels, notes, examples, other
 * headers and the order in the report are left out: they change nothing that is counted.
 */
export function definitionHashes(
  indicators: readonly Indicator[],
  forms: readonly Form[],
): Record<string, string> {
  const own = new Map(indicators.map((indicator) => [indicator.id, definitionOf(indicator, forms)]));
  return Object.fromEntries(
    indicators.map(({ id, parts }) => {
      const of = [id, ...(parts ? [parts.numerator, parts.denominator] : [])];
      return [id, hashOf(of.map((part) => own.get(part) ?? ''))];
    }),
  );
}

function definitionOf(indicator: Indicator, forms: readonly Form[]): string {
  const { kind, unit, aggregate, form, column, requires, parts, sql, scale, reads } = indicator;
  const query = canonicalSql(sql);
  const words = new Set(query.split(' '));
  const read = forms.filter(({ id }) => id === form || reads.includes(id));
  return hashOf([
    ...[kind, unit, aggregate, column, requires, scale, query],
    parts && [parts.factor],
    read.map((one) => [one.id, one.shape, one.key, columnsIn(one, words)]),
  ]);
}

function columnsIn(form: Form, words: ReadonlySet<string>): unknown[] {
  return Object.entries(form.columns)
    .filter(([name]) => words.has(name))
    .map(([name, { spec }]) => [
      ...[name, spec.kind, spec.dimension, spec.unit, spec.default, spec.precision],
      spec.choices && Object.keys(spec.choices),
      spec.defaultFrom?.sentence ?? null,
    ]);
}
