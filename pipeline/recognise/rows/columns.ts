/** What is known of a table's columns before its rows are read. */
import type { Form } from '../../forms/define.js';
import type { Header } from '../header/header.js';
import { isSerialHeader } from '../header/match.js';
import { readHeader, words } from '../header/text.js';
import type { Table, TableColumn } from '../table.js';
import { holdsSum } from '../vocabulary.js';

export interface DataColumns {
  readonly form: Form | null;
  /** The folded words of the header's cells. */
  readonly names: ReadonlySet<string>;
  /** Each column once, also where it serves two fields. */
  readonly columns: readonly TableColumn[];
  /** Their columns on the sheet, from 0. */
  readonly positions: readonly number[];
  /** A column by its number on the sheet. */
  readonly at: ReadonlyMap<number, TableColumn>;
  /** By position: whether its numbers may add up. */
  readonly sums: readonly boolean[];
  /** By position: whether it mostly holds numbers. */
  readonly numeric: readonly boolean[];
  readonly numericCount: number;
  /** Columns on the sheet in which a merged number is a total of the rows that it spans. */
  readonly summing: ReadonlySet<number>;
  /** Position of the serial numbers; -1 for none. */
  readonly serial: number;
  /** Position of the remarks; -1 for none. */
  readonly remark: number;
  /** Columns on the sheet whose cells say which thing a row is: names, dates and kinds that no row may lack. */
  readonly identity: readonly number[];
  /** Filled cells of a typical row, and what is few beside that. */
  readonly typical: number;
  readonly few: number;
  /** By position: whether rows use it now and then, and whether most do. */
  readonly used: readonly boolean[];
  readonly mostly: readonly boolean[];
  /** Whether rows have a text to be known by. */
  readonly labelled: boolean;
  /** Whether its rows are indicators, of which 其中 is one like any other. */
  readonly listsIndicators: boolean;
  /** Whether a column's own values include a word that elsewhere marks a total (建设阶段: 合计). */
  readonly claims: (column: number, folded: string) => boolean;
}

export function dataColumns(table: Table, { body, names }: Header): DataColumns {
  const { form } = table;
  const at = new Map(table.columns.toReversed().map((c) => [c.column, c]));
  const columns = table.columns.filter((c) => at.get(c.column) === c);
  const holdNumbers = new Set(body.numericColumns);
  const used = new Set(body.usedColumns);
  const mostly = new Set(body.mostlyUsed);
  const sums = columns.map((c) => c.role !== 'serial' && c.role !== 'remark' && mayAddUp(form, c));
  const kindOf = (c: TableColumn) => (c.field ? form?.columns[c.field]?.spec.kind : undefined);
  const numeric = columns.map((c) => holdNumbers.has(c.column) || kindOf(c) === 'measure');
  const typical = Math.max(1, Math.min(body.typical, columns.length));
  const positions = columns.map((c) => c.column);
  return {
    form,
    names,
    columns,
    positions,
    at,
    sums,
    numeric,
    numericCount: numeric.filter(Boolean).length,
    summing: new Set(positions.filter((_, i) => sums[i] && numeric[i])),
    serial: columns.findIndex((c) => c.role === 'serial' || isSerialHeader(c.header)),
    remark: columns.findIndex((c) => c.role === 'remark'),
    identity: columns.filter((c) => isIdentity(form, c)).map((c) => c.column),
    typical,
    few: Math.max(1, Math.ceil(typical * 0.4)),
    used: positions.map((c) => used.has(c)),
    mostly: positions.map((c) => mostly.has(c)),
    labelled: body.usedColumns.some((c) => at.has(c) && !holdNumbers.has(c)),
    listsIndicators: columns.some((c) => /^(?:统计|主要|经济)?指标(?:名称)?$/.test(readHeader(c.header).key)),
    claims: claimsOf(form, columns),
  };
}

function isIdentity(form: Form | null, { field }: TableColumn): boolean {
  const spec = field ? form?.columns[field]?.spec : undefined;
  return spec?.required === true && spec.mayBeEmpty === false && spec.kind !== 'measure';
}

/** What is left after each line of a ledger. */
const BALANCE = /结余|余额|结存/;

/** By its kind where a form knows the column, else by the words of its header. */
function mayAddUp(form: Form | null, column: TableColumn): boolean {
  const spec = column.field ? form?.columns[column.field]?.spec : undefined;
  if (!spec) {
    const header = words(column.header);
    return holdsSum(header) && !(form?.ledger !== undefined && BALANCE.test(header));
  }
  return (
    spec.kind === 'measure' &&
    spec.dimension !== 'percent' &&
    spec.dimension !== 'years' &&
    holdsSum(words(spec.header))
  );
}

function claimsOf(form: Form | null, columns: readonly TableColumn[]): DataColumns['claims'] {
  const claimed = new Map<number, ReadonlySet<string>>();
  for (const { column, field } of columns) {
    const choices = field ? form?.columns[field]?.spec.choices : undefined;
    if (choices) claimed.set(column, new Set(Object.entries(choices).flat(2).map(words)));
  }
  return (column, folded) => claimed.get(column)?.has(folded) ?? false;
}
