/** Merged cells inside the data (DOMAIN I.7): their value reaches every row they span, but for a merged measure. */
import type { CellDetail, Kind, Merge, Row } from '../../intake/workbook.js';
import { readDecimal } from '../totals/cell-decimal.js';

export interface MergedValue {
  readonly text: string;
  readonly kind: Kind;
  readonly detail: CellDetail | undefined;
}

export interface FilledRow {
  readonly row: Row;
  /** Merged measures that begin in this row: totals of the rows that they span. */
  readonly measures: readonly Merge[];
}

/** Fills vertical merges down, row by row in ascending order. `sums` says whether a column holds quantities. */
export interface FillDown {
  fill(row: Row, merges: readonly Merge[]): FilledRow;
  /** Whether a filled row only carries on what has been counted in a row above, by column. */
  isCounted(row: Row): ((column: number) => boolean) | undefined;
  /** Counts the values that lie over a filled row. */
  count(row: Row): void;
}

const noMeasures: readonly Merge[] = [];

export function fillDown(sums: (column: number) => boolean): FillDown {
  const values = new Map<Merge, MergedValue | null>();
  const over = new WeakMap<Row, readonly Merge[]>();
  const counted = new WeakSet<Merge>();
  return {
    isCounted(row) {
      const spent = over.get(row)?.filter((merge) => counted.has(merge));
      return spent?.length ? (column) => spent.some((merge) => merge.firstColumn === column) : undefined;
    },
    count(row) {
      for (const merge of over.get(row) ?? []) counted.add(merge);
    },
    fill(row, merges) {
      if (merges.length === 0) {
        if (values.size > 0) values.clear();
        return { row, measures: noMeasures };
      }
      let texts: string[] | null = null;
      let kinds: Kind[] | null = null;
      let details: (CellDetail | undefined)[] | undefined;
      let measures: Merge[] | null = null;
      const valued: Merge[] = [];
      for (const merge of merges) {
        if (merge.lastRow === merge.firstRow) continue;
        const column = merge.firstColumn;
        let value = values.get(merge);
        if (value === undefined) {
          const text = row.number === merge.firstRow ? (row.texts[column] ?? '') : '';
          const measured = text !== '' && sums(column) && readDecimal(text, true) !== null;
          if (measured) {
            measures ??= [];
            measures.push(merge);
          }
          value =
            text === '' || measured
              ? null
              : { text, kind: row.kinds?.[column] ?? 0, detail: row.details?.[column] };
          values.set(merge, value);
          if (measured) {
            texts ??= [...row.texts];
            texts[column] = '';
          }
        }
        if (value) valued.push(merge);
        if (value && row.number !== merge.firstRow) {
          texts ??= [...row.texts];
          kinds ??= row.kinds || value.kind !== 0 ? kindsUpTo(row, column) : null;
          while (texts.length <= column) texts.push('');
          texts[column] = value.text;
          if (kinds) kinds[column] = value.kind;
          if (value.detail) {
            details ??= texts.map((_, i) => row.details?.[i]);
            details[column] = value.detail;
          }
        }
      }
      if (values.size > merges.length + 64) {
        for (const merge of values.keys()) if (merge.lastRow < row.number) values.delete(merge);
      }
      const filled = texts
        ? { ...row, texts, kinds: kinds ?? row.kinds, details: details ?? row.details }
        : row;
      if (valued.length > 0) over.set(filled, valued);
      return { row: filled, measures: measures ?? noMeasures };
    },
  };
}

function kindsUpTo(row: Row, column: number): Kind[] {
  const kinds: Kind[] = row.kinds ? [...row.kinds] : row.texts.map(() => 0);
  while (kinds.length <= column) kinds.push(0);
  return kinds;
}
