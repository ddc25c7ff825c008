/** A change taken apart: rows and sums of the same reason, village, category or month put together. */
import { compareDecimal, openSum, type Sum } from '../text/decimal.js';
import { compareText } from '../text/fold.js';
import { mostRows } from './caps.js';
import type { ChangeRow, Explanation, NamedRow } from './publication.js';

const kinds: readonly Explanation['by'][] = ['reason', 'village', 'category', 'month'];
export const reasons: readonly ChangeRow['reason'][] = [
  'now_counts',
  'new',
  'counts_no_longer',
  'gone',
  'changed',
];

/** A changed row as a part of its own. */
export function explanationOf(row: ChangeRow, size: number | null): Explanation {
  const { id, group, reason, value, previousValue, contribution, word, label } = row;
  return {
    id,
    group,
    by: 'reason',
    part: reason,
    previous: previousValue ?? '0',
    value: value ?? '0',
    contribution,
    rows: 1,
    named: [{ word, name: label, size, contribution }],
  };
}

type Open = Pick<Explanation, 'id' | 'group' | 'by' | 'part'> & {
  readonly sums: Readonly<Record<'previous' | 'value' | 'contribution', Sum>>;
  rows: number;
  readonly named: NamedRow[];
};

/** The same parts put together: by indicator and group as they come first, then by kind and part. */
export function mergeExplanations(parts: Iterable<Explanation>): Explanation[] {
  const figures = new Map<string, Map<string, Open>>();
  for (const { id, group, by, part, previous, value, contribution, rows, named } of parts) {
    const figure = JSON.stringify([id, group]);
    const known = figures.get(figure) ?? new Map<string, Open>();
    figures.set(figure, known);
    const key = JSON.stringify([by, part]);
    let open = known.get(key);
    if (!open) {
      open = {
        ...{ id, group, by, part, rows: 0, named: [] },
        sums: { previous: openSum(), value: openSum(), contribution: openSum() },
      };
      known.set(key, open);
    }
    open.sums.previous.add(previous);
    open.sums.value.add(value);
    open.sums.contribution.add(contribution);
    open.rows += rows;
    for (const one of named) open.named.push(one);
  }
  return [...figures.values()].flatMap((known) => [...known.values()].sort(inOrder).map(closed));
}

function inOrder(a: Open, b: Open): number {
  const place = ({ part }: Open) => reasons.indexOf(part as ChangeRow['reason']);
  return kinds.indexOf(a.by) - kinds.indexOf(b.by) || place(a) - place(b) || compareText(a.part, b.part);
}

function closed({ sums, named, ...part }: Open): Explanation {
  return {
    ...part,
    previous: sums.previous.text(),
    value: sums.value.text(),
    contribution: sums.contribution.text(),
    // The sort is stable: rows of one size stay in their order.
    named: named.sort((a, b) => (b.size ?? -1) - (a.size ?? -1)),
  };
}

/** What a seal adds to the parts of a change, so that these still add up to it. */
export function sealExplanations(
  parts: readonly Explanation[],
  ofSeals: readonly ChangeRow[],
): Explanation[] {
  return ofSeals.flatMap((row) => {
    const own = parts.filter(({ id, group }) => id === row.id && group === row.group);
    const by = new Set(own.map((part) => part.by));
    const whole = explanationOf(row, null);
    if (by.size === 0) return [whole];
    return [...by].map((kind) =>
      kind === 'reason' ? whole : { ...whole, by: kind, part: row.previousFile, named: [] },
    );
  });
}

/** All names of a part; none of one with more rows than a file lists. */
export function namesOf({ named }: Pick<Explanation, 'named'>): string {
  if (named.length > mostRows) return '';
  return named.flatMap(({ name }) => (name === '' ? [] : [name])).join('、');
}

/** The explanations of a change by its largest parts first. */
export function largestFirst(parts: readonly Explanation[]): Explanation[] {
  const size = ({ contribution }: Explanation) => contribution.replace(/^-/, '');
  return [...parts].sort((a, b) => compareDecimal(size(b), size(a)));
}
