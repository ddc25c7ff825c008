/** A table from its header: columns with their roles and units, and what is wrong with them. */
import { type Finding, finding } from '../../findings/finding.js';
import { maskText } from '../../findings/mask.js';
import type { ColumnSpec, Form } from '../../forms/define.js';
import type { SourceSheet } from '../../intake/workbook.js';
import { columnName } from '../../text/address.js';
import { csvLine } from '../../text/csv-line.js';
import type { ColumnAnswer } from '../answers.js';
import type { Line } from '../lines.js';
import type { Facts, Table, TableColumn } from '../table.js';
import { statedUnit } from '../units/around.js';
import { type Piece, readPieces } from '../units/grammar.js';
import { type MeasureColumn, unitColumnsOf } from '../units/unit-columns.js';
import { holdsSum } from '../vocabulary.js';
import { DEEPEST } from './depth.js';
import type { Header } from './header.js';
import { type Assignment, isRemarkHeader, isSerialHeader, nearColumn } from './match.js';
import { type HeaderColumn, isSumOfParts } from './readings.js';
import { words } from './text.js';

/** The table that a header opens, and the findings on its form and columns. */
export function tableFrom(
  sheet: SourceSheet,
  ordinal: number,
  lines: readonly Line[],
  header: Header,
  facts: Facts,
  forms: readonly Form[],
): { readonly table: Table; readonly findings: readonly Finding[] } {
  const { match } = header;
  const numeric = new Set(header.body.numericColumns);
  const taken = new Set(match.assignments.flatMap((a) => (a.joinedWith === null ? [] : [a.joinedWith])));
  const unitColumns = unitColumnsOf(header.columns, measuresOf(match), lines.slice(header.last + 1));
  const namingUnits = new Set([...unitColumns.values()].flat());
  const columns = header.columns.flatMap((column): TableColumn[] => {
    if (taken.has(column.column)) return [];
    const fields = match.assignments.filter((a) => a.column === column.column);
    const as = fields.length > 0 ? fields : [null];
    return as.map((assignment) =>
      tableColumn(column, assignment, match.form, facts, {
        numeric: numeric.has(column.column),
        unitColumns: unitColumns.get(column.column) ?? [],
        namesUnits: namingUnits.has(column.column),
        answer: match.answered.find((one) => one.column === column.column)?.answer ?? null,
      }),
    );
  });
  const own = lines.slice(header.first, header.last + 1);
  const table: Table = {
    sheet,
    ordinal,
    headerRows: own[0] ? [own[0].row.number, lastRowOf(own)] : null,
    columns,
    form: match.form,
    ambiguous: match.ambiguous,
    missing: match.missing,
    absent: match.absent,
    byTitle: match.byTitle,
    units: facts.units,
    undecided: match.undecided.map((rivals) => rivals.map((column) => shownAt(header, column))),
  };
  const passedOver = new Set([...match.passedOver, ...match.undecided.flat()]);
  return {
    table,
    findings: [
      ...formFindings(table, forms),
      ...rivalFindings(table, header),
      ...columnFindings(table, passedOver),
    ],
  };
}

/** The last row that cells of a header cover: below its last filled one where all are merged downward. */
function lastRowOf(rows: readonly Line[]): number {
  const last = rows.at(-1)?.row.number ?? 0;
  const reach = Math.min(...(rows.at(-1)?.cells ?? []).map((c) => c.lastRow));
  return Number.isFinite(reach) && reach - last < DEEPEST ? Math.max(last, reach) : last;
}

/** The columns that a form reads as quantities. */
function measuresOf({ form, assignments }: Header['match']): readonly MeasureColumn[] {
  return assignments.flatMap(({ column, field }) => {
    const dimension = form?.columns[field]?.spec.dimension ?? null;
    return dimension === null || dimension === 'plain' ? [] : [{ column, dimension }];
  });
}

interface ColumnContent {
  readonly numeric: boolean;
  /** Columns whose cells name its unit. */
  readonly unitColumns: readonly number[];
  /** Whether its cells name the units of others. */
  readonly namesUnits: boolean;
  readonly answer: ColumnAnswer | null;
}

function tableColumn(
  headerColumn: HeaderColumn,
  assignment: Assignment | null,
  form: Form | null,
  facts: Facts,
  { numeric, unitColumns, namesUnits, answer }: ColumnContent,
): TableColumn {
  const { column, parts } = headerColumn;
  const last = parts.at(-1) ?? '';
  const spec = assignment ? form?.columns[assignment.field]?.spec : undefined;
  const read = assignment?.unit ? readPieces(assignment.unit) : [];
  const stated = headerColumn.stated.length > 0 ? headerColumn.stated : read;
  const role = namesUnits ? 'unit' : answer?.field === null ? 'ignored' : roleOf(assignment, last);
  return {
    column,
    header: parts.join('/'),
    ...shownUnit(stated, spec, facts, role === 'unknown' && numeric && holdsSum(words(parts.join('/')))),
    stated,
    unitColumns,
    role,
    field: assignment?.field ?? null,
    alias: assignment?.alias ?? null,
    joinedWith: assignment?.joinedWith ?? null,
    answer,
  };
}

function roleOf(assignment: Assignment | null, last: string): TableColumn['role'] {
  if (assignment) return 'field';
  if (isSerialHeader(last)) return 'serial';
  return isRemarkHeader(last) ? 'remark' : 'unknown';
}

/** The unit that is in the header, or above the table where the column's dimension is known or nothing else can be meant. */
function shownUnit(
  stated: readonly Piece[],
  spec: ColumnSpec | undefined,
  facts: Facts,
  sumsUp: boolean,
): Pick<TableColumn, 'unit' | 'unitFrom'> {
  if (spec?.dimension && spec.dimension !== 'plain') {
    const { found, from } = statedUnit(spec.dimension, stated, facts.units);
    if (found.is === 'unit' && from) return { unit: found.text, unitFrom: from };
    if (found.is === 'unclear') return { unit: found.text, unitFrom: '' };
  }
  const [first] = stated;
  if (first) return { unit: first.text, unitFrom: 'header' };
  const [only, ...others] = facts.units;
  const [piece, ...more] = only?.pieces ?? [];
  const alone = sumsUp && only && piece && others.length + more.length === 0;
  return alone ? { unit: piece.text, unitFrom: only.from } : { unit: null, unitFrom: '' };
}

function formFindings(table: Table, forms: readonly Form[]): readonly Finding[] {
  const place = { sheet: table.sheet.name, row: table.headerRows?.[1] ?? null };
  if (table.ambiguous.length > 0) {
    return [
      finding('form.ambiguous', 'error', place, { forms: table.ambiguous.map((f) => f.title).join('、') }),
    ];
  }
  if (!table.form) {
    const unknown = table.headerRows ? 'form.unknown' : 'form.no_header';
    return forms.length > 0 ? [finding(unknown, 'error', place)] : [];
  }
  if (table.missing.length === 0) return absentFindings(table, table.form);
  return [
    finding('column.missing', 'error', place, { form: table.form.title, columns: table.missing.join('、') }),
  ];
}

/** The columns of its form that only some figures need and that a table lacks. */
export function neededOf({ form, absent, missing }: Table): readonly string[] {
  if (!form || missing.length > 0) return [];
  return Object.entries(form.columns).flatMap(([field, { spec }]) =>
    spec.needed && absent.includes(spec.header) ? [field] : [],
  );
}

/** That a table lacks such columns; none where it lacks none. */
export function neededFinding(
  form: Form,
  fields: readonly string[],
  place: { readonly sheet: string; readonly row: number | null },
): readonly Finding[] {
  if (fields.length === 0) return [];
  const columns = fields.flatMap((field) => form.columns[field]?.spec.header ?? []).join('、');
  return [finding('column.needed', 'warning', place, { columns, fields: fields.join(' ') })];
}

/** What only some figures need is said once; so is what holds where a column is missing. */
function absentFindings(table: Table, form: Form): readonly Finding[] {
  const { sheet, headerRows, absent } = table;
  const place = { sheet: sheet.name, row: headerRows?.[1] ?? null };
  const specs = Object.entries(form.columns).filter(([, { spec }]) => absent.includes(spec.header));
  return [
    ...neededFinding(form, neededOf(table), place),
    ...specs.flatMap(
      ([
        ,
        {
          spec: { header, whereMissing },
        },
      ]) =>
        whereMissing === null
          ? []
          : [finding('column.missing_means', 'warning', place, { column: header, value: whereMissing })],
    ),
  ];
}

/** Columns that nothing decides between, and those that another time or kind keeps from a field. */
function rivalFindings(table: Table, header: Header): readonly Finding[] {
  const place = { sheet: table.sheet.name, row: table.headerRows?.[1] ?? null };
  const { passedOver } = header.match;
  const columns = passedOver.map((column) => shownAt(header, column)).join('、');
  return [
    ...table.undecided.map((rivals) =>
      finding('column.undecided', 'error', place, { columns: rivals.join('、') }),
    ),
    ...(passedOver.length > 0 ? [finding('column.passed_over', 'warning', place, { columns })] : []),
  ];
}

/** A column of a header as it is named to people, with its letter: two may be called the same. */
function shownAt(header: Header, column: number): string {
  const parts = header.columns.find((c) => c.column === column)?.parts ?? [];
  return columnShown(parts.join('/'), column);
}

/** A header with the letter of its column. */
export const columnShown = (header: string, column: number): string => `${header}（${columnName(column)}列）`;

function columnFindings(table: Table, passedOver: ReadonlySet<number>): readonly Finding[] {
  const { form } = table;
  // A list may tell of its entries whatever it likes.
  if (!form || form.listOf) return [];
  const read = table.columns.filter((c) => c.role === 'field' || passedOver.has(c.column));
  const split = new Set(read.flatMap(({ header }) => splitBy(header) ?? []));
  return table.columns.flatMap((c): Finding[] => {
    const place = {
      sheet: table.sheet.name,
      row: table.headerRows?.[1] ?? null,
      column: c.column,
      header: c.header,
    };
    if (c.role === 'unknown') {
      if (c.header === '' || passedOver.has(c.column) || split.has(groupOf(c.header))) return [];
      const near = nearColumn(form, c.header);
      if (near) {
        const line = maskText(csvLine([form.id, c.header, near.field]));
        return [finding('column.unread', 'warning', place, { near: near.header, line })];
      }
      return [finding('column.unknown', 'warning', place)];
    }
    const found: Finding[] = [];
    if (c.alias?.warn) found.push(finding(c.alias.warn, 'warning', place));
    return found;
  });
}

const groupOf = (header: string): string => header.slice(0, Math.max(0, header.lastIndexOf('/')));

/** The group whose amounts a column sums up, the other columns of the group being its parts; null: it does not. */
function splitBy(header: string): string | null {
  const group = groupOf(header);
  return group !== '' && isSumOfParts(header.slice(group.length + 1)) ? group : null;
}
