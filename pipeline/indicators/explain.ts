/**
 * Why a figure changed: the evidence of both sides matched on the form's natural key, split into what entered,
 * left and moved. The contributions add up to the change.
 */

import type { Reason, Side } from '../figure.js';
import type { Form } from '../forms/define.js';
import { renamedVillages } from '../store/aliases.js';
import type { Store } from '../store/database.js';
import { preparedOnce } from '../store/engine.js';
import type { Condition, Indicator } from './catalogue.js';
import { rowsLeftOut } from './left-out.js';
import { type ColumnChange, decidingColumns, reasonOf, type Stored, wordOf } from './reason.js';
import { yearEarlier } from './sides.js';

/** A row on one or both sides; values in the smallest unit of the indicator's column. */
export interface Contribution {
  readonly what: 'entered' | 'left' | 'moved';
  readonly group: string;
  readonly key: string | null;
  readonly rowId: number | null;
  readonly value: bigint | null;
  readonly file: string | null;
  readonly sheet: string | null;
  readonly row: number | null;
  readonly previousRowId: number | null;
  readonly previousValue: bigint | null;
  readonly previousFile: string | null;
  readonly previousSheet: string | null;
  readonly previousRow: number | null;
  /** The values of the form's label columns, of this side where the row is on it. */
  readonly label: readonly (string | null)[];
  /** By which rows are compared in size; null: not known. */
  readonly size: bigint | null;
  readonly reason: Reason;
  /** What people call it: 升规, 注销. */
  readonly word: string;
  /** The columns that decided, of a row of a roster that is there on both dates. */
  readonly deciding: readonly ColumnChange[];
}

/** A number that restarts each year names another thing in the next one. */
const isMatchedAcrossYears = (form: Form) => form.number === undefined;

/**
 * The contributions of an indicator, ordered by group, then entered, left, moved, then file, sheet and row.
 * Rows whose key occurs several times on a side are matched in their order; an incomplete key, and one that restarts
 * each year, match nothing.
 * @param omitted rows that are left out on either side, as if they were not there.
 */
export function* contributions(
  store: Pick<Store, 'engine'>,
  indicator: Indicator,
  form: Form,
  evaluations: Readonly<Record<Side, number>>,
  omitted: ReadonlySet<number> = new Set(),
): Generator<Contribution> {
  const { engine } = store;
  const asked = preparedOnce<[number], { unit: string; as_of: string; period: string | null }>(
    engine,
    'SELECT unit, as_of, period FROM evaluation WHERE evaluation_id = ?',
  );
  const [current, previous] = [asked.get(evaluations.current), asked.get(evaluations.previous)];
  const isRoster = form.shape.kind === 'roster';
  const columns = isRoster ? [...indicator.needs, ...indicator.reads] : [];
  const rows = engine
    .prepare<[object], Found>(contributionQuery(form, columns, omitted))
    .safeIntegers(true)
    .iterate({
      ...evaluations,
      ...(isRoster && {
        unit: current?.unit ?? '',
        period: current?.period ?? '',
        period_before: previous?.period ?? '',
      }),
    });
  const asOf = current?.as_of ?? '';
  const dates = { asOf, previousAsOf: yearEarlier(asOf) };
  // Read when the first row asks for it: of many indicators none does.
  const failedOn = { current: once(() => failed('current')), previous: once(() => failed('previous')) };
  function failed(side: Side): ReadonlyMap<number, readonly Condition[]> {
    const left = rowsLeftOut(store, indicator, form, side, evaluations[side]);
    return new Map([...left].map((row) => [row.rowId, row.failed]));
  }
  for (const row of rows) {
    const presence = (side: 'now' | 'was') => ({
      isThere: row[`${side}_held`] !== null,
      isHeld: row[`${side}_held`] === 1n,
    });
    const other = row.what === 'entered' ? ('previous' as const) : ('current' as const);
    const otherId = row[row.what === 'entered' ? 'was_id' : 'now_id'];
    const matched = {
      what: row.what,
      failed: isRoster && row.what !== 'moved' ? (failedOn[other]().get(Number(otherId)) ?? []) : [],
      current: presence('now'),
      previous: presence('was'),
      columns: columns.map((column) => ({
        column,
        was: row[`was_${column}`] ?? null,
        now: row[`now_${column}`] ?? null,
      })),
    };
    const reason = reasonOf(matched);
    const deciding = decidingColumns(matched, indicator, form);
    yield {
      ...row,
      label: form.label.map((_, at) => row[`label_${at}`] as string | null),
      reason,
      deciding,
      word: wordOf(matched, reason, deciding, form, dates),
    };
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

type Found = Omit<Contribution, 'label' | 'reason' | 'deciding' | 'word'> & Readonly<Record<string, Stored>>;

function contributionQuery(form: Form, columns: readonly string[], omitted: ReadonlySet<number>): string {
  const without = omitted.size === 0 ? '' : `AND e.row_id NOT IN (${[...omitted].join(', ')})`;
  const shown = [
    ...form.label.map((name, at) => [`label_${at}`, `r.${name}`] as const),
    ['size', form.sizeBy ? `r.${form.sizeBy}` : 'NULL'] as const,
  ];
  const match = isMatchedAcrossYears(form) ? 'r.key' : 'NULL';
  const side = (evaluation: string) => `
    SELECT e.row_id, e.grp, e.value, e.value_unit, r.key, s.file, t.sheet, t.sheet_index, r.row,
      ${shown.map(([name, value]) => `${value} AS ${name}`).join(', ')},
      ${match} AS same, CASE WHEN ${match} IS NULL THEN NULL ELSE
        row_number() OVER (PARTITION BY e.grp, r.key ORDER BY s.file, t.sheet_index, r.row) END AS place
    FROM evidence e JOIN ${form.id}_row r ON r.row_id = e.row_id
      JOIN source_table t ON t.table_id = r.table_id
      JOIN submission s ON s.submission_id = t.submission_id
    WHERE e.evaluation_id = ${evaluation} ${without}`;
  const names = shown.map(([name]) => name);
  const matched = `WITH now AS (${side(':current')}), earlier AS (${side(':previous')}), matched AS (
    SELECT CASE WHEN earlier.row_id IS NULL THEN 'entered' ELSE 'moved' END AS what,
      now.grp AS "group", now.key AS key, now.row_id AS "rowId", now.value AS value, now.file AS file,
      now.sheet AS sheet, now.row AS row, now.sheet_index AS place,
      earlier.row_id AS "previousRowId", earlier.value AS "previousValue", earlier.file AS "previousFile",
      earlier.sheet AS "previousSheet", earlier.row AS "previousRow", earlier.sheet_index AS "previousPlace",
      ${names.map((name) => `now.${name}`).join(', ')}
    FROM now LEFT JOIN earlier ON earlier.same = now.same AND earlier.grp = now.grp AND earlier.place = now.place
    WHERE earlier.row_id IS NULL OR earlier.value <> now.value
    UNION ALL
    SELECT 'left', earlier.grp, earlier.key, NULL, NULL, NULL, NULL, NULL, NULL,
      earlier.row_id, earlier.value, earlier.file, earlier.sheet, earlier.row, earlier.sheet_index,
      ${names.map((name) => `earlier.${name}`).join(', ')}
    FROM earlier LEFT JOIN now ON now.same = earlier.same AND now.grp = earlier.grp AND now.place = earlier.place
    WHERE now.row_id IS NULL)`;
  const listed = `m.what, m."group", m.key, m."rowId", m.value, m.file, m.sheet, m.row, m."previousRowId",
    m."previousValue", m."previousFile", m."previousSheet", m."previousRow",
    ${names.map((name) => `m.${name}`).join(', ')}`;
  const order =
    'ORDER BY m."group", m.what, m.file, m.place, m.row, m."previousFile", m."previousPlace", m."previousRow"';
  if (form.shape.kind === 'events') {
    return `${matched} SELECT ${listed}, CASE WHEN m."rowId" IS NULL THEN NULL ELSE 0 END AS now_held,
      CASE WHEN m."previousRowId" IS NULL THEN NULL ELSE 0 END AS was_held FROM matched m ${order}`;
  }
  const both = columns.map((name) => `, n.${name} AS now_${name}, p.${name} AS was_${name}`).join('');
  return `${matched} SELECT ${listed}, n.held AS now_held, p.held AS was_held, n.row_id AS now_id, p.row_id AS was_id${both} FROM matched m
    LEFT JOIN ${form.id}_row n ON n.unit = :unit AND n.row_id = coalesce(m."rowId", ${ofKey(form, ':period')})
    LEFT JOIN ${form.id}_row p ON p.unit = :unit
      AND p.row_id = coalesce(m."previousRowId", ${ofKey(form, ':period_before')}) ${order}`;
}

/** The row of the key in the submissions of a period, one that is not held back before others. */
function ofKey(form: Form, period: string): string {
  return `(SELECT o.row_id FROM ${form.id}_row o JOIN source_table ot ON ot.table_id = o.table_id
      JOIN submission os ON os.submission_id = ot.submission_id
    WHERE o.unit = :unit AND o.period = ${period} AND o.key = m.key
      AND os.superseded_by IS NULL AND ot.superseded_by IS NULL
    ORDER BY o.held, os.file, ot.sheet_index, o.row LIMIT 1)`;
}

/** What one side of a list of events amounts to in a village, category and month; null: the form has none, or it is empty. */
export interface FlowPart {
  readonly group: string;
  readonly village: string | null;
  readonly category: string | null;
  readonly month: string | null;
  readonly rows: bigint;
  /** In the smallest unit of the indicator's column. */
  readonly value: bigint;
}

/** The columns by which a list of events is broken down; null: the form has none. */
export function flowColumns(indicator: Pick<Indicator, 'date'>, form: Form) {
  const isVillage = ({ spec }: { readonly spec: { readonly names: string | null } }) =>
    spec.names === 'village';
  return {
    village: Object.entries(form.columns).find(([, column]) => isVillage(column))?.[0] ?? null,
    category: form.category ?? null,
    month: indicator.date,
  };
}

/** The evidence of one side added up by group, village, category and month. */
export function flowParts(
  { engine }: Pick<Store, 'engine'>,
  indicator: Pick<Indicator, 'date'>,
  form: Form,
  evaluation: number,
  omitted: ReadonlySet<number> = new Set(),
): FlowPart[] {
  const { village, category, month } = flowColumns(indicator, form);
  const column = (name: string | null) => (name === null ? 'NULL' : `r.${name}`);
  const without = omitted.size === 0 ? '' : `AND e.row_id NOT IN (${[...omitted].join(', ')})`;
  const parts = engine
    .prepare<[object], FlowPart & { readonly unit: string }>(
      `SELECT unit, "group", village, category, month, count(*) AS rows, sum(value) AS value FROM (
        SELECT v.unit, e.grp AS "group", e.value, ${column(village)} AS village, ${column(category)} AS category,
          ${month === null ? 'NULL' : `substr(r.${month}, 6, 2)`} AS month
        FROM evidence e JOIN evaluation v ON v.evaluation_id = e.evaluation_id
          JOIN ${form.id}_row r ON r.row_id = e.row_id AND r.unit = v.unit
        WHERE e.evaluation_id = :evaluation ${without}) AS parts
        GROUP BY unit, "group", village, category, month ORDER BY "group", village, category, month`,
    )
    .safeIntegers(true)
    .all({ evaluation });
  const [first] = parts;
  const renamed = first && village !== null ? renamedVillages(engine, first.unit) : new Map<string, string>();
  return parts.map(({ unit, ...part }) => ({
    ...part,
    village: part.village === null ? null : (renamed.get(part.village) ?? part.village),
  }));
}
