/**
 * What only the whole of a table shows of its columns, known before its rows are normalised: the size of numbers
 * without a unit, dates that an exporter shifted, whether a yes/no column says no anywhere (DOMAIN B, E).
 */
import type { Alias, ColumnSpec, Form, NameKind } from '../forms/define.js';
import { Kind, type Row } from '../intake/workbook.js';
import { noAnswers, type ValueAnswer } from '../recognise/answers.js';
import type { Table, TableColumn, UnitStatement } from '../recognise/table.js';
import { answeredCells, answersFor } from './answered.js';
import { type ColumnCell, columnCell } from './cell.js';
import { choiceReader, yesAndNo } from './choice.js';
import { type CellUnits, noCells } from './column-unit.js';
import { type DateShift, shiftFinder } from './date-shift.js';
import { numberIn, ownUnit } from './measure.js';
import { isHome, nameIn } from './name.js';
import { saysEmpty } from './reader.js';
import type { Context } from './row.js';

/** What is known of a table's columns, by the form's names; it grows while rows are looked at. */
export interface Survey {
  /** What is around the table: above it, and below it once it has been read to its end. */
  around(): readonly UnitStatement[];
  cells(field: string): CellUnits;
  shift(field: string): DateShift | null;
  yesNo(field: string): YesNoWords;
  /** The names in a roster's column of what it is the roster of. */
  names(field: string): ReadonlySet<string>;
  /** Whether a register carries on events of earlier years: a fifth of its rows, and at least three. */
  carriesEarlierYears(): boolean;
  /** Whether there are rows, and none has a date of its event. */
  lacksDates(): boolean;
  /** Whether any formula of the table holds a result other than 0: it has been calculated. */
  hasResults(): boolean;
}

/** Whether the cells of a yes/no column say yes, and no, at least once. */
export interface YesNoWords {
  readonly yes: boolean;
  readonly no: boolean;
}

export interface Surveyor extends Survey {
  look(row: Row): void;
  /** Whether what comes may still change how a row so far is read. */
  isOpen(): boolean;
  /** The table has been read to its end. */
  close(around: readonly UnitStatement[]): void;
}

/** One column while it is looked at. */
interface Looker {
  look(row: Row): void;
  isOpen(): boolean;
}

/** @param expectation of the period; null where it is not known */
export function surveyor(
  table: Table,
  form: Form,
  expectation: Pick<Context, 'asOf' | 'answers'> | null,
): Surveyor {
  const units = new Map<string, ReturnType<typeof unitLooker>>();
  const dates = new Map<string, ReturnType<typeof dateLooker>>();
  const words = new Map<string, ReturnType<typeof yesNoLooker>>();
  const names = new Map<string, ReturnType<typeof nameLooker>>();
  let events: ReturnType<typeof eventLooker> | null = null;
  for (const column of table.columns) {
    const spec = column.field === null ? undefined : form.columns[column.field]?.spec;
    if (!spec || column.field === null) continue;
    const cell = columnCell(column, spec);
    if (spec.kind === 'measure') units.set(column.field, unitLooker(cell, spec, column));
    if (spec.kind === 'date') dates.set(column.field, dateLooker(cell));
    if (isHome(form, column.field)) names.set(column.field, nameLooker(cell, spec.names ?? 'project'));
    if (form.shape.kind === 'events' && form.shape.date === column.field)
      events = eventLooker(cell, Number(expectation?.asOf.slice(0, 4) ?? 0));
    if (spec.default === null && yesAndNo(spec, column.alias)) {
      const answers = answersFor(expectation?.answers ?? noAnswers, form.id, column.field);
      words.set(column.field, yesNoLooker(cell, spec, column.alias, answers));
    }
  }
  const lookers: readonly Looker[] = [
    ...[...units.values(), ...dates.values(), ...words.values(), ...names.values()],
    ...(events ? [events] : []),
  ];
  const results = resultFinder();
  let around = table.units;
  let closed = false;
  return {
    look(row) {
      for (const looker of lookers) looker.look(row);
      results.look(row);
    },
    isOpen: () => !closed && (results.isOpen() || lookers.some((looker) => looker.isOpen())),
    close(facts) {
      around = facts;
      closed = true;
    },
    around: () => around,
    cells: (field) => units.get(field)?.cells() ?? noCells,
    shift: (field) => dates.get(field)?.shift() ?? null,
    hasResults: results.found,
    names: (field) => names.get(field)?.names ?? noNames,
    carriesEarlierYears: () => events?.carriesOn() ?? false,
    lacksDates: () => events?.lacksDates() ?? false,
    yesNo: (field) => words.get(field)?.words() ?? { yes: false, no: false },
  };
}

/** Numbers of a column, grown as they come: a long column has as many as rows. */
function growing() {
  let numbers = new Float64Array(64);
  let count = 0;
  return {
    add(number: number): void {
      if (count === numbers.length) {
        const larger = new Float64Array(count * 2);
        larger.set(numbers);
        numbers = larger;
      }
      numbers[count++] = number;
    },
    all: () => numbers.subarray(0, count),
  };
}

function unitLooker(
  cell: ColumnCell,
  spec: ColumnSpec,
  { column, unit, unitFrom, unitColumns }: TableColumn,
) {
  const dimension = spec.dimension ?? 'plain';
  // A header or a unit line above settles the unit, whatever is below the table or in the cells.
  const isSettled = unitFrom === 'header' || unitFrom === 'line' || dimension === 'plain';
  const numbers = growing();
  let own: CellUnits['own'] = null;
  let anyOwn = false;
  return {
    look(row: Row) {
      if (isSettled && spec.plausible === null) return;
      const text = cell.text(row);
      if (text === '' || saysEmpty(text)) return;
      const kind = cell.kind(row);
      if (kind === Kind.date || kind === Kind.error || kind === Kind.unevaluated) return;
      const number = numberIn(text, kind, dimension);
      if (typeof number === 'string') return;
      const per = ownUnit(number, kind, dimension, unit ?? spec.unit ?? '');
      if (per === null || (number.unit === '' && isSettled)) numbers.add(Number(number.decimal));
      if (per === null || per === undefined) return;
      const named = number.unit === '' ? '元' : number.unit;
      const details = row.details?.[column];
      const from =
        unitColumns.length > 0
          ? 'column'
          : details && details.before + details.after !== ''
            ? 'format'
            : 'cell';
      const same = !anyOwn || (own?.unit === named && own.from === from);
      own = same ? { unit: named, from } : null;
      anyOwn = true;
    },
    isOpen: () => !isSettled,
    cells: (): CellUnits => ({ numbers: numbers.all(), own, anyOwn }),
  };
}

function dateLooker(cell: ColumnCell) {
  const finder = shiftFinder();
  return {
    look(row: Row) {
      const text = cell.text(row);
      if (text !== '' && !saysEmpty(text)) finder.look(text);
    },
    isOpen: finder.isOpen,
    shift: finder.shift,
  };
}

const silent = () => {};

function yesNoLooker(
  cell: ColumnCell,
  spec: ColumnSpec,
  alias: Alias | null,
  answers: readonly ValueAnswer[],
) {
  const meaning = yesAndNo(spec, alias);
  const choices = choiceReader(spec, alias);
  const { read } = answeredCells(spec, answers, choices, choices, '', silent);
  let empty = false;
  let yes = false;
  let no = false;
  return {
    look(row: Row) {
      const text = cell.text(row);
      const value = text === '' ? null : read(text, cell.kind(row), silent);
      if (value === meaning?.yes) yes = true;
      else if (value === meaning?.no) no = true;
      else if (value === null) empty = true;
    },
    // A written no settles what its empty cells are; without an empty cell nothing is asked.
    isOpen: () => empty && !no,
    words: (): YesNoWords => ({ yes, no }),
  };
}

const noNames: ReadonlySet<string> = new Set();

function nameLooker(cell: ColumnCell, kind: NameKind) {
  const names = new Set<string>();
  return {
    look(row: Row) {
      const text = cell.text(row);
      if (text !== '' && !saysEmpty(text)) names.add(nameIn(kind, text));
    },
    // Any row may bring the other name of one that has been seen.
    isOpen: () => true,
    names,
  };
}

/** Rows of earlier years that make a register of a list: fewer are slips. */
const LEAST_EARLIER = 3;

function eventLooker(cell: ColumnCell, year: number) {
  let rows = 0;
  let dates = 0;
  let earlier = 0;
  return {
    look(row: Row) {
      rows++;
      const text = cell.text(row);
      if (text === '' || saysEmpty(text)) return;
      dates++;
      const [, written] = /^\s*((?:19|20)\d\d)(?!\d{1,3}$)/.exec(text) ?? [];
      if (written !== undefined && Number(written) < year) earlier++;
    },
    isOpen: () => earlier > 0,
    // A list without a row of this year carries nothing on: it is another year's.
    carriesOn: () => earlier >= LEAST_EARLIER && earlier * 5 >= rows && earlier < dates,
    lacksDates: () => rows > 0 && dates === 0,
  };
}

/** Looks for a formula that holds a result other than 0. */
function resultFinder() {
  let formulas = false;
  let results = false;
  return {
    look({ texts, details }: Row) {
      if (results || details === undefined) return;
      for (const [column, detail] of details.entries()) {
        if (detail === undefined || detail.formula === null) continue;
        formulas = true;
        if (Number.parseFloat(texts[column] ?? '') !== 0) results = true;
      }
    },
    isOpen: () => formulas && !results,
    found: () => results,
  };
}
