/** What entered, left or moved, as it is published, and the change taken apart. */
import { maskCell, maskKey, maskText } from '../findings/mask.js';
import { type ColumnSpec, type Form, smallestPerUnit } from '../forms/define.js';
import { contributions, flowColumns, flowParts } from '../indicators/explain.js';
import type { ColumnChange, Stored } from '../indicators/reason.js';
import type { Store } from '../store/database.js';
import { fromSmallest, subtractText } from '../text/decimal.js';
import { type Evidenced, inUnitOf } from './evidenced.js';
import { explanationOf, mergeExplanations } from './explanations.js';
import type { ChangeRow, Explanation, Side } from './publication.js';

type Reading = Pick<Store, 'engine'>;

/** What entered, left or moved, of the groups whose change is published. */
export function* changeRows(
  store: Reading,
  evidenced: Evidenced,
  changed: ReadonlySet<string>,
): Generator<ChangeRow> {
  for (const { row } of sizedChanges(store, evidenced, changed)) yield row;
}

function* sizedChanges(
  store: Reading,
  { indicator, form, evaluations, omitted }: Evidenced,
  changed: ReadonlySet<string>,
): Generator<{ readonly row: ChangeRow; readonly size: number | null }> {
  for (const found of contributions(store, indicator, form, evaluations, omitted)) {
    if (!changed.has(found.group)) continue;
    const value = found.value === null ? null : inUnitOf(indicator, found.value);
    const previousValue = found.previousValue === null ? null : inUnitOf(indicator, found.previousValue);
    const row: ChangeRow = {
      id: indicator.id,
      group: found.group,
      what: found.what,
      key: found.key === null ? '' : maskKey(found.key, form),
      previousValue,
      value,
      contribution: subtractText(value ?? '0', previousValue ?? '0'),
      file: found.file ?? '',
      sheet: found.sheet ?? '',
      row: found.row === null ? null : Number(found.row),
      previousFile: found.previousFile ?? '',
      previousSheet: found.previousSheet ?? '',
      previousRow: found.previousRow === null ? null : Number(found.previousRow),
      label: shownLabel(found.label, form),
      reason: found.reason,
      word: found.word,
      because: found.deciding.map((column) => becauseOf(column, form)).join('；'),
    };
    yield { row, size: found.size === null ? null : Number(found.size) };
  }
}

/** The name by which a person knows a row. */
export function shownLabel(label: readonly (string | null)[], form: Form, unmasked = false): string {
  const parts = label.map((part, at) =>
    part === null || unmasked
      ? (part ?? '')
      : maskCell(part, form.columns[form.label[at] ?? '']?.spec, () => true),
  );
  return parts.filter((part) => part !== '').join(' ');
}

/** 是否规上：否 → 是; a date that the comparison has passed: 成立日期：2021-03-02. */
function becauseOf({ column, was, now }: ColumnChange, form: Form): string {
  const spec = form.columns[column]?.spec;
  if (!spec) throw new Error(`${form.id} has no column ${column}`);
  const values = was === now ? [now] : [was, now];
  return `${spec.header}：${values.map((value) => shownValue(value, spec)).join(' → ')}`;
}

function shownValue(value: Stored, spec: ColumnSpec): string {
  if (value === null) return '（空）';
  if (typeof value === 'string') return maskCell(value, spec, () => true);
  if (spec.kind === 'yes_no') return value === 1n ? '是' : '否';
  if (spec.kind !== 'measure') return `${value}`;
  return `${fromSmallest(value, smallestPerUnit(spec))}${spec.unit ?? ''}`;
}

/** The change of an indicator taken apart, for the groups whose change is published. */
export function explanations(
  store: Reading,
  evidenced: Evidenced,
  changed: ReadonlySet<string>,
): Explanation[] {
  const parts =
    evidenced.form.shape.kind === 'roster' ? byReason(store, evidenced, changed) : byFlow(store, evidenced);
  return mergeExplanations(parts).filter(({ group }) => changed.has(group));
}

function* byReason(store: Reading, evidenced: Evidenced, changed: ReadonlySet<string>) {
  for (const { row, size } of sizedChanges(store, evidenced, changed)) yield explanationOf(row, size);
}

/** The sums of both sides; a part on one side only is nothing on the other. */
function* byFlow(
  store: Reading,
  { indicator, form, evaluations, omitted }: Evidenced,
): Generator<Explanation> {
  const columns = flowColumns(indicator, form);
  const kinds = (['village', 'category', 'month'] as const).filter((by) => columns[by] !== null);
  for (const side of ['current', 'previous'] satisfies Side[]) {
    for (const found of flowParts(store, indicator, form, evaluations[side], omitted)) {
      const amount = inUnitOf(indicator, found.value);
      const [value, previous] = side === 'current' ? [amount, '0'] : ['0', amount];
      for (const by of kinds) {
        yield {
          ...{ id: indicator.id, group: found.group, by, part: maskText(found[by] ?? '') },
          ...{ previous, value, contribution: subtractText(value, previous) },
          ...{ rows: Number(found.rows), named: [] },
        };
      }
    }
  }
}
