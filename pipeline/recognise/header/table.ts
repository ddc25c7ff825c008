/** A table from its header: columns with their roles and units, and what is wrong with them. */
import { type Finding, finding } from '../../findings/finding.js';
import type { Form } from '../../forms/define.js';
import type { SourceSheet } from '../../intake/workbook.js';
import { columnName } from '../../text/address.js';
import type { Line } from '../lines.js';
import type { Facts, Table, TableColumn } from '../table.js';
import { holdsSum } from '../vocabulary.js';
import type { Header } from './header.js';
import { type Assignment, isRemarkHeader, isSerialHeader, nearColumn } from './match.js';
import type { HeaderColumn } from './readings.js';
import { words } from './text.js';
import { dimensionsOf, headerUnits, isUnit } from './unit.js';

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
  const columns = header.columns.flatMap((column): TableColumn[] => {
    if (taken.has(column.column)) return [];
    const fields = match.assignments.filter((a) => a.column === column.column);
    const as = fields.length > 0 ? fields : [null];
    return as.map((assignment) =>
      tableColumn(column, assignment, match.form, facts, numeric.has(column.column)),
    );
  });
  const rows = lines.slice(header.first, header.last + 1).map((line) => line.row.number);
  const table: Table = {
    sheet,
    ordinal,
    headerRows: [rows[0] ?? 0, rows.at(-1) ?? 0],
    columns,
    form: match.form,
    ambiguous: match.ambiguous,
    missing: match.missing,
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

function tableColumn(
  { column, parts, unit }: HeaderColumn,
  assignment: Assignment | null,
  form: Form | null,
  facts: Facts,
  numeric: boolean,
): TableColumn {
  const header = parts.join('/');
  const last = parts.at(-1) ?? '';
  const spec = assignment ? form?.columns[assignment.field]?.spec : undefined;
  const own = unit ?? assignment?.unit ?? null;
  const role = assignment
    ? 'field'
    : isSerialHeader(last)
      ? 'serial'
      : isRemarkHeader(last)
        ? 'remark'
        : 'unknown';
  const lineUnits = facts.unitLine ? headerUnits(facts.unitLine) : [];
  const fromLine = spec
    ? spec.dimension === null || spec.dimension === 'plain'
      ? null
      : (lineUnits.find((u) => dimensionsOf(u).includes(spec.dimension as never)) ?? null)
    : role === 'unknown' && numeric && lineUnits.length === 1 && holdsSum(words(last))
      ? (lineUnits[0] ?? null)
      : null;
  return {
    column,
    header,
    unit: own ?? fromLine,
    role,
    field: assignment?.field ?? null,
    alias: assignment?.alias ?? null,
    joinedWith: assignment?.joinedWith ?? null,
  };
}

function formFindings(table: Table, forms: readonly Form[]): readonly Finding[] {
  const place = { sheet: table.sheet.name, row: table.headerRows[1] };
  if (table.ambiguous.length > 0) {
    return [
      finding('form.ambiguous', 'error', place, { forms: table.ambiguous.map((f) => f.title).join('、') }),
    ];
  }
  if (!table.form) return forms.length > 0 ? [finding('form.unknown', 'error', place)] : [];
  if (table.missing.length === 0) return [];
  return [
    finding('column.missing', 'error', place, { form: table.form.title, columns: table.missing.join('、') }),
  ];
}

/** Columns that nothing decides between, and those that another time or kind keeps from a field. */
function rivalFindings(table: Table, header: Header): readonly Finding[] {
  const place = { sheet: table.sheet.name, row: table.headerRows[1] };
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
  return `${parts.join('/')}（${columnName(column)}列）`;
}

function columnFindings(table: Table, passedOver: ReadonlySet<number>): readonly Finding[] {
  const { form } = table;
  if (!form) return [];
  return table.columns.flatMap((c): Finding[] => {
    const place = { sheet: table.sheet.name, row: table.headerRows[1], column: c.column, header: c.header };
    if (c.role === 'unknown') {
      if (c.header === '' || passedOver.has(c.column)) return [];
      const near = nearColumn(form, c.header);
      if (near) return [finding('column.unread', 'warning', place, { near })];
      return [finding('column.unknown', 'warning', place)];
    }
    const found: Finding[] = [];
    if (c.alias?.warn) found.push(finding(c.alias.warn, 'warning', place));
    const spec = c.field ? form.columns[c.field]?.spec : undefined;
    if (
      spec?.kind === 'measure' &&
      spec.dimension !== null &&
      spec.dimension !== 'plain' &&
      c.unit !== null &&
      isUnit(c.unit)
    ) {
      if (!dimensionsOf(c.unit).includes(spec.dimension)) {
        const params = { unit: c.unit, expected: spec.unit ?? '' };
        found.push(finding('unit.other_dimension', 'error', place, params));
      }
    }
    return found;
  });
}
