/** A table's columns, prepared once for all of its rows. */
import { type ColumnSpec, emptyInReceipts, type Form, type RowValues } from '../forms/define.js';
import { Kind, type Row } from '../intake/workbook.js';
import { answeredUnit, type ColumnAnswer } from '../recognise/answers.js';
import type { Table, TableColumn } from '../recognise/table.js';
import { aliasRule } from './alias.js';
import { answeredCells, answersFor, type EmptyAnswer } from './answered.js';
import { type ColumnCell, columnCell, noCell } from './cell.js';
import { type YesAndNo, yesAndNo } from './choice.js';
import { type ColumnSurroundings, readerOf } from './column.js';
import { type ColumnUnit, columnUnit, formUnit } from './column-unit.js';
import { isHome } from './name.js';
import { notZero, type Reader } from './reader.js';
import { receiptsIn } from './receipts.js';
import type { Context, NameAlias, NormalisedRow } from './row.js';
import { type SettingCounts, settingCounts } from './setting-counts.js';
import type { Survey } from './survey.js';

/** A column of the form, and where it is in the table. */
export interface RowField {
  readonly name: string;
  /** Position among the form's columns. */
  readonly index: number;
  readonly spec: ColumnSpec;
  /** Column of the sheet, from 0; -1: the table has none. */
  readonly column: number;
  readonly header: string | null;
  readonly cell: ColumnCell;
  /** Whether its cells hold figures, of which each digit counts, rather than words. */
  readonly figures: boolean;
  readonly read: Reader;
  /** What the township says that its empty cells stand for; null: nothing. */
  readonly whenEmpty: EmptyAnswer | null;
  /** The cell is another field's, which reports on it. */
  readonly silent: boolean;
  readonly yesNo: YesAndNo | null;
  /** kind measure: the unit of its column, as far as that is known. */
  readonly unit: () => ColumnUnit | null;
  /** What the township says of that unit; null: nothing. */
  readonly unitAnswer: ColumnAnswer | null;
}

/** A column that names the unit of another. */
export interface UnitField {
  readonly names: RowField;
  readonly of: RowField;
  /** In the other's header; null: none. */
  readonly inHeader: string | null;
}

export interface Fields {
  /** In the form's order. */
  readonly fields: readonly RowField[];
  /** In the order of reading: those that depend on other cells of the row last. */
  readonly reading: readonly RowField[];
  /** Those whose empty cells need a decision once the row has been read. */
  readonly later: readonly RowField[];
  readonly yesNo: readonly RowField[];
  /** Columns that name the unit of another, with what the other's header says. */
  readonly units: readonly UnitField[];
  /** The values of the row that is being read, for rules over them. */
  readonly view: RowView;
  /** Aliases that stay names of their own since the roster lists both, with the column where. */
  readonly keptNames: ReadonlyMap<NameAlias, TableColumn>;
  readonly counts: SettingCounts;
  /** Whether a row is a line of a ledger that holds no spending; the fields that are then not read. */
  readonly isReceipt: (row: Row) => boolean;
  readonly unreadOfReceipts: ReadonlySet<RowField>;
}

/** A row by the names of its columns, over a list of values by their positions. */
interface RowView {
  readonly row: RowValues;
  values: NormalisedRow['values'];
}

function rowView(names: readonly string[]): RowView {
  const view: RowView = { row: {}, values: [] };
  for (const [index, name] of names.entries()) {
    Object.defineProperty(view.row, name, {
      enumerable: true,
      get: () => {
        const value = view.values[index];
        return typeof value === 'bigint' ? Number(value) : (value ?? null);
      },
    });
  }
  return view;
}

export function compile(table: Table, form: Form, context: Context, survey: Survey): Fields {
  const view = rowView(Object.keys(form.columns));
  const specs = Object.entries(form.columns).map(([name, { spec }]) => ({ name, spec }));
  const found = new Map(table.columns.flatMap((column) => (column.field ? [[column.field, column]] : [])));
  const keptNames = new Map<NameAlias, TableColumn>();
  const counts = settingCounts(context);
  const event = form.shape.kind === 'events' ? form.shape.date : null;
  const dateOf = (): string | null => (event === null ? null : ((view.row[event] as string | null) ?? null));
  const fields = specs.map(({ name, spec }, index): RowField => {
    const own = found.get(name);
    const shared = own ? undefined : sharedRange(specs, spec, found);
    const column = own ?? shared;
    const unitAnswer = answeredUnit(context.answers, form.id, name, column?.answer ?? null);
    const unit = (): ColumnUnit | null => {
      if (spec.kind !== 'measure') return null;
      if (!column) return formUnit(spec);
      return columnUnit(spec, column, survey.around(), survey.cells(name), unitAnswer?.unit ?? null);
    };
    const holds = aliasRule(form, name, spec.names ?? 'project', context, survey, dateOf, (alias) => {
      if (column) keptNames.set(alias, column);
    });
    const around: ColumnSurroundings = {
      context,
      date1904: table.sheet.date1904,
      inKey: form.key.includes(name),
      checked: () => spec.checkedWhere?.holds(view.row) ?? true,
      aliases: (alias) => {
        const does = holds(alias);
        if (does) counts.alias(alias);
        return does;
      },
      severalVillages: spec.names === 'village' && !isHome(form, name),
      unit: unit(),
      shift: () => survey.shift(name),
    };
    const alias = column?.alias ?? null;
    const readAnswer = readerOf(spec, alias, { ...around, shift: () => null });
    const { read, whenEmpty } = answeredCells(
      spec,
      answersFor(context.answers, form.id, name),
      column ? readerOf(spec, alias, around) : () => null,
      readAnswer,
      context.asOf,
      counts.value,
    );
    return {
      name,
      index,
      spec,
      silent: shared !== undefined,
      figures: figures.has(spec.kind),
      column: column?.column ?? -1,
      header: column?.header ?? null,
      cell: column ? columnCell(column, spec) : noCell,
      read,
      whenEmpty: whenEmpty ?? (column ? null : titleValue(table.byTitle.get(name), readAnswer)),
      yesNo: column ? yesAndNo(spec, alias) : null,
      unit: () => (column ? unit() : null),
      unitAnswer,
    };
  });
  // Names are read by the date of their event, numbers of identity cards by the kind of card.
  const waits = ({ spec }: RowField) => spec.checkedWhere !== null || spec.names !== null;
  return {
    fields,
    reading: [...fields.filter((field) => !waits(field)), ...fields.filter(waits)],
    later: fields.filter(needsDecision),
    yesNo: fields.filter((field) => field.yesNo !== null),
    units: fields.flatMap((names): UnitField[] => {
      const of = fields.find(({ name }) => name === names.spec.unitOf);
      return of && of.column >= 0 ? [{ names, of, inHeader: found.get(of.name)?.unit ?? null }] : [];
    }),
    view,
    keptNames,
    counts,
    isReceipt: receiptsIn(table, form),
    unreadOfReceipts: new Set(fields.filter(({ name }) => emptyInReceipts(form).has(name))),
  };
}

/** What a column that the table lacks holds in each row, by what the title says. */
function titleValue(word: string | undefined, read: Reader): EmptyAnswer | null {
  const value = word === undefined ? undefined : read(word, Kind.text, () => {});
  return value === undefined || value === notZero ? null : { value, answer: null };
}

const figures: ReadonlySet<ColumnSpec['kind']> = new Set([
  'measure',
  'date',
  'year',
  'credit_code',
  'identity_number',
  'phone',
  'division_code',
]);

function needsDecision({ spec, column, yesNo }: RowField): boolean {
  if (spec.default !== null) return false;
  if (spec.defaultFrom !== null) return true;
  return column >= 0 && (spec.mayBeEmpty !== true || yesNo !== null);
}

/** One column 运营年限 (3-5年) fills both ends of a range: the one of the other end, found under a common alias. */
function sharedRange(
  specs: readonly { readonly name: string; readonly spec: ColumnSpec }[],
  spec: ColumnSpec,
  found: ReadonlyMap<string, TableColumn>,
): TableColumn | undefined {
  if (spec.rangeEnd === null) return undefined;
  const headers = new Set(spec.aliases.map((alias) => alias.header));
  for (const other of specs) {
    const column = found.get(other.name);
    const opposite = other.spec.rangeEnd !== null && other.spec.rangeEnd !== spec.rangeEnd;
    if (opposite && column?.alias && headers.has(column.alias.header)) return column;
  }
  return undefined;
}
