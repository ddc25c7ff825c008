/** The accepted rows that an indicator leaves out, and by which of its conditions. */
import type { Side } from '../figure.js';
import type { Form } from '../forms/define.js';
import type { Store } from '../store/database.js';
import { preparedOnce } from '../store/engine.js';
import type { Condition, Indicator } from './catalogue.js';
import { unreadBy } from './held-rows.js';
import { yearEarlier } from './sides.js';

export interface LeftOutRow {
  readonly rowId: number;
  readonly file: string;
  readonly sha256: string;
  readonly sheet: string;
  readonly row: number;
  readonly key: string | null;
  /** The values of the form's label columns. */
  readonly label: readonly (string | null)[];
  /** The conditions that it does not fulfil, in the order of the query; never none. */
  readonly failed: readonly Condition[];
}

/** A cell that the indicator reads was not understood: the row counts as held back for it. */
const unread: Condition = { leftOut: '有单元格没有读懂，暂缓', sql: null, columns: [] };

type Found = Omit<LeftOutRow, 'label' | 'failed'> & {
  /** 1 for each condition that is fulfilled, else 0. */
  readonly met: string;
  readonly isUnread: number;
} & Readonly<Record<string, string | null>>;

/** The rows that one side leaves out, by file, sheet and row. */
export function* rowsLeftOut(
  { engine }: Pick<Store, 'engine'>,
  indicator: Indicator,
  form: Form,
  side: Side,
  evaluation: number,
): Generator<LeftOutRow> {
  const asked = preparedOnce<[number], { unit: string; as_of: string; period: string | null }>(
    engine,
    'SELECT unit, as_of, period FROM evaluation WHERE evaluation_id = ?',
  ).get(evaluation);
  if (!asked || asked.period === null) return;
  const asOf = side === 'current' ? asked.as_of : yearEarlier(asked.as_of);
  const single = indicator.conditions.filter(({ sql }) => sql !== null);
  const met = single.map(({ sql }) => `CASE WHEN ${sql} THEN '1' ELSE '0' END`).join(' || ');
  const labels = form.label.map((name, at) => `, r.${name} AS label_${at}`).join('');
  const rows = engine
    .prepare<[object], Found>(
      `SELECT q.row_id AS "rowId", s.file, s.sha256, t.sheet, r.row, r.key, q.met,
          CASE WHEN ${unreadBy(indicator, form, 'r')} THEN 1 ELSE 0 END AS "isUnread"${labels}
        FROM (SELECT row_id, ${met === '' ? "''" : met} AS met FROM ${form.id}
          WHERE unit = :unit AND period = :period) AS q
          JOIN ${form.id}_row r ON r.row_id = q.row_id AND r.unit = :unit
          JOIN source_table t ON t.table_id = r.table_id
          JOIN submission s ON s.submission_id = t.submission_id
        WHERE NOT EXISTS (SELECT 1 FROM evidence e WHERE e.evaluation_id = :evaluation AND e.row_id = q.row_id)
        ORDER BY s.file, t.sheet_index, r.row`,
    )
    .iterate({
      ...{ unit: asked.unit, period: asked.period, evaluation },
      ...{ from: `${asOf.slice(0, 4)}-01-01`, as_of: asOf, waived: ',,' },
    });
  for (const { met: fulfilled, isUnread, ...row } of rows) {
    const failed = single.filter((_, at) => fulfilled[at] !== '1');
    const rest = indicator.conditions.filter(({ sql }) => sql === null);
    yield {
      ...{
        rowId: row.rowId,
        file: row.file,
        sha256: row.sha256,
        sheet: row.sheet,
        row: row.row,
        key: row.key,
      },
      label: form.label.map((_, at) => row[`label_${at}`] ?? null),
      failed: isUnread === 1 ? [unread] : failed.length > 0 ? failed : rest,
    };
  }
}
