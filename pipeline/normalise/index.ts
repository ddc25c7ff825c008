/** The rows of a recognised table as typed values and findings. */
import { type Finding, finding, type Severity } from '../findings/finding.js';
import { maskText } from '../findings/mask.js';
import type { RuleId } from '../findings/rules/index.js';
import { isAsked } from '../forms/define.js';
import { Kind, type Row, type SourceSheet } from '../intake/workbook.js';
import type { ColumnAnswer } from '../recognise/answers.js';
import type { Table } from '../recognise/table.js';
import { csvLine } from '../text/csv-line.js';
import { fold } from '../text/fold.js';
import type { ColumnUnit } from './column-unit.js';
import { compile, type Fields, type RowField, type UnitField } from './fields.js';
import { resultOf } from './formula.js';
import { keyMaker } from './key.js';
import { likelyValue } from './likeness.js';
import { labelBehind } from './measure.js';
import { notZero, saysAsAbove, saysUnknown } from './reader.js';
import type { Context, NormalisedRow, Normaliser } from './row.js';
import { columnUses } from './setting-counts.js';
import type { Survey } from './survey.js';

type Value = string | number | bigint | null;

/** Errors that a spreadsheet leaves as text where it saves a CSV; ##### where the column was too narrow. */
const errorText = /^#(?:REF!|N\/A|DIV\/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)$/;

/**
 * A normaliser for the data rows of one table.
 * @param survey what its rows have been found to say of whole columns; rows that it is still open for wait.
 * @throws Error when the table matches no form.
 */
export function normaliser(table: Table, context: Context, survey: Survey): Normaliser {
  const { form, sheet } = table;
  if (form === null) throw new Error(`sheet ${sheet.name}: only a table with a form can be normalised`);
  const compiled = compile(table, form, context, survey);
  const rows = new RowNormaliser(compiled, form.id, sheet, survey);
  const keyOf = keyMaker(form);
  const { alsoInOrder } = form;
  const year = context.asOf.slice(0, 4);
  const event = form.shape.kind === 'events' ? form.shape.date : null;
  const eventField = compiled.fields.find(({ name }) => name === event);

  let earlier = 0;
  let count = 0;

  /** An event of another year is an error, unless the form or the whole register carries it on (DOMAIN A). */
  function checkYear(at: RowField, date: Value): void {
    if (typeof date !== 'string' || date.startsWith(year) || rows.isReceipt()) return;
    if (alsoInOrder?.holds(compiled.view.row, Number(year))) return;
    if (date < year && survey.carriesEarlierYears()) {
      earlier++;
      return;
    }
    rows.report(at, 'date.other_year', 'error', { year, read: date });
  }

  return {
    push(row) {
      count++;
      const { values, texts } = rows.read(row);
      if (eventField) checkYear(eventField, values[eventField.index] ?? null);
      return { row: row.number, values, texts, key: keyOf(values), ...rows.found() };
    },
    units: () => unitsOf(compiled),
    used: () => [...columnUses(table, count, unitAnswers(compiled)), ...compiled.counts.all()],
    finish: () => [
      ...rows.yesNoFindings(),
      ...unitFindings(compiled, table),
      ...shiftFindings(compiled, table, survey),
      ...nameFindings(compiled, table),
      ...(eventField ? eventFindings(eventField, table, survey, earlier) : []),
    ],
  };
}

const asksForWord = (rule: RuleId): boolean =>
  rule === 'choice.not_allowed' || rule === 'yes_no.not_understood';

/** The answers by which units are read. */
const unitAnswers = ({ fields }: Fields): readonly ColumnAnswer[] =>
  fields.flatMap((at) => (at.unitAnswer !== null && at.unit()?.from === 'setting' ? at.unitAnswer : []));

/** Names of a roster that `aliases.csv` makes one, but from no day on. */
function nameFindings({ keptNames }: Fields, { sheet, headerRows }: Table): readonly Finding[] {
  return [...keptNames].map(([{ canonical }, { column, header }]) => {
    const place = { sheet: sheet.name, row: headerRows?.[1] ?? null, column, header };
    return finding('name.alias_undated', 'warning', place, { canonical });
  });
}

/** What is said of the dates of events as a whole. */
function eventFindings(
  { column, header, spec, whenEmpty }: RowField,
  { sheet, headerRows }: Table,
  survey: Survey,
  earlier: number,
): readonly Finding[] {
  const place = { sheet: sheet.name, row: headerRows?.[1] ?? null, column, header };
  const mayBeOpen = spec.mayBeEmpty !== false && whenEmpty === null;
  const isOpenWork = column >= 0 && mayBeOpen && survey.lacksDates();
  return [
    ...(earlier > 0 ? [finding('date.earlier_years', 'warning', place, { count: earlier })] : []),
    ...(isOpenWork ? [finding('date.none', 'warning', place)] : []),
  ];
}

function unitsOf({ fields }: Fields): ReturnType<Normaliser['units']> {
  const units = new Map<string, ColumnUnit>();
  for (const at of fields) {
    const unit = at.unit();
    if (unit) units.set(at.name, unit);
  }
  return units;
}

/** Reads the cells of one row after the other. */
class RowNormaliser {
  readonly #fields: Fields;
  readonly #form: string;
  readonly #sheet: string;
  readonly #survey: Survey;
  readonly #recalculates: boolean;
  /** By field: whether its cell could not be read. */
  readonly #failed: Uint8Array;
  /** By field: empty yes/no cells that were read as no. */
  readonly #emptyIsNo = new Map<RowField, number>();
  #row: Row = { number: 0, texts: [], kinds: null, hidden: false };
  #field: RowField | null = null;
  #findings: Finding[] = [];
  #held = false;
  #isReceipt = false;
  /** The values of the row before. */
  #above: readonly Value[] = [];
  readonly #unread = new Set<string>();

  constructor(fields: Fields, form: string, { name: sheet, recalculates }: SourceSheet, survey: Survey) {
    this.#fields = fields;
    this.#form = form;
    this.#sheet = sheet;
    this.#survey = survey;
    this.#recalculates = recalculates;
    this.#failed = new Uint8Array(fields.fields.length);
  }

  /** A cell that no figure reads is a warning at most (DOMAIN B). */
  report(at: RowField, rule: RuleId, severity: Severity, params: Finding['params'] = {}): void {
    if (at.silent) return;
    const asFound = at.spec.inFigures ? severity : 'warning';
    if (asFound === 'error') this.#doubt(at);
    this.#findings.push(this.#finding(at, rule, asFound, params));
  }

  /** A cell of its identity that is not understood holds a row back; another one does for the figures that read it. */
  #doubt(at: RowField): void {
    if (at.spec.required) this.#held = true;
    if (at.spec.inFigures) this.#unread.add(at.name);
  }

  #finding(at: RowField, rule: RuleId, severity: Severity, params: Finding['params'] = {}): Finding {
    const place = {
      sheet: this.#sheet,
      row: this.#row.number,
      column: at.column,
      header: at.header,
      value: at.cell.text(this.#row),
      personal: at.spec.personal,
    };
    return finding(rule, severity, place, params);
  }

  readonly #report = (rule: RuleId, severity: Severity, params?: Finding['params']): void => {
    const at = this.#field;
    if (at)
      this.report(at, rule, severity, asksForWord(rule) ? { ...params, line: this.#answerTo(at) } : params);
  };

  /** The line of `values.csv` that would say what the word in a cell means. */
  #answerTo({ name, spec, cell }: RowField): string {
    const word = cell.text(this.#row).trim();
    return maskText(csvLine([this.#form, name, word, likelyValue(spec, word) ?? '']));
  }

  found(): Pick<NormalisedRow, 'findings' | 'held' | 'unread'> {
    const whole = this.#wholeRow();
    if (whole) return { findings: whole, held: true, unread: null };
    const { findings: ofRow } = this.#row;
    return {
      findings: ofRow ? [...ofRow, ...this.#findings] : this.#findings,
      held: this.#held,
      unread: this.#unread.size === 0 ? null : ` ${[...this.#unread].join(' ')} `,
    };
  }

  /** What holds the row back as a whole, so that what else is wrong with its cells need not be said; null: nothing. */
  #wholeRow(): readonly Finding[] | null {
    const row = this.#row;
    if (row.findings?.some(({ severity }) => severity === 'error')) return row.findings;
    if (row.details === undefined) return null;
    const filled = this.#fields.reading.filter((at) => at.column >= 0 && at.cell.text(row) !== '');
    const [first] = filled;
    const isStruck = filled.every((at) => at.cell.mark(row) === 'struck');
    return first && isStruck ? [this.#finding(first, 'row.struck', 'error')] : null;
  }

  read(row: Row): Pick<NormalisedRow, 'values' | 'texts'> {
    const { fields, reading, later, units, view, isReceipt } = this.#fields;
    this.#row = row;
    this.#findings = [];
    this.#held = false;
    this.#unread.clear();
    this.#failed.fill(0);
    const values = new Array<Value>(fields.length).fill(null);
    const texts = new Array<string | null>(fields.length).fill(null);
    view.values = values;
    this.#isReceipt = isReceipt(row);
    for (const at of reading) {
      if (at.column < 0) {
        values[at.index] = this.#standsFor(at);
        continue;
      }
      const text =
        at.cell.isPlain && row.details === undefined ? (row.texts[at.column] ?? '') : at.cell.text(row);
      texts[at.index] = text;
      if (this.#isUnread(at)) continue;
      const above = saysAsAbove(text) && at.spec.kind !== 'measure' ? (this.#above[at.index] ?? null) : null;
      const value = above ?? (text === '' ? null : this.#readCell(at, text));
      if (value === undefined) this.#failed[at.index] = 1;
      values[at.index] = value === null ? this.#standsFor(at) : (value ?? null);
    }
    for (const unit of units) this.#nameUnit(unit, values);
    for (const at of later) {
      if (values[at.index] !== null || this.#failed[at.index] === 1 || this.#isUnread(at)) continue;
      values[at.index] = this.#emptyValue(at);
    }
    this.#above = values;
    return { values, texts };
  }

  /** Whether the last row is a line of a ledger that holds no spending. */
  isReceipt(): boolean {
    return this.#isReceipt;
  }

  #isUnread(at: RowField): boolean {
    return this.#isReceipt && this.#fields.unreadOfReceipts.has(at);
  }

  #readCell(at: RowField, text: string): Value | undefined {
    this.#field = at;
    if (at.figures && this.#row.details !== undefined && at.cell.mark(this.#row) !== null) {
      this.#report('cell.marked', 'error');
      return undefined;
    }
    const kind = this.#row.kinds === null ? Kind.text : at.cell.kind(this.#row);
    if (kind === Kind.error || (text.charCodeAt(0) === 35 && errorText.test(text.trim()))) {
      this.#report('cell.error', 'error');
      return undefined;
    }
    if (kind === Kind.unevaluated) {
      this.#report('cell.unevaluated', 'error');
      return undefined;
    }
    if (this.#row.details !== undefined && this.#isUncalculated(at, text)) {
      this.#report('cell.uncalculated', 'error');
      return undefined;
    }
    const value = at.read(text, kind, this.#report);
    // Why a cell of a column without a unit has no value is said once, of the column.
    if (value === undefined || value === notZero) this.#doubt(at);
    if (value === notZero) {
      if (at.spec.inFigures) this.#unread.add(`${at.name}<>0`);
      return undefined;
    }
    if (value === null && isAsked(at.spec) && at.spec.mayBeEmpty !== false && saysUnknown(text)) {
      this.#report('value.not_given', 'warning');
    }
    return value;
  }

  /** Whether a formula's 0 is no result: what its cells would give is another number, or the workbook asks to be calculated. */
  #isUncalculated(at: RowField, text: string): boolean {
    const formula = at.spec.kind === 'measure' ? at.cell.formula(this.#row) : null;
    if (formula === null || Number.parseFloat(text) !== 0) return false;
    switch (resultOf(formula, this.#row)) {
      case 'zero':
        return false;
      case 'not_zero':
        return true;
      case 'unknown':
        return this.#recalculates;
      case 'elsewhere':
        return this.#recalculates && !this.#survey.hasResults();
    }
  }

  /** What an empty cell stands for whatever else its row holds: as the township says, else as the form does. */
  #standsFor({ spec, whenEmpty, column }: RowField): Value {
    if (whenEmpty === null) return column < 0 ? (spec.whereMissing ?? spec.default) : spec.default;
    if (whenEmpty.answer !== null) this.#fields.counts.value(whenEmpty.answer);
    return whenEmpty.value;
  }

  /** What an empty cell stands for that nothing has been said of. */
  #emptyValue(at: RowField): Value {
    const { spec, yesNo } = at;
    const { row } = this.#fields.view;
    const from = spec.defaultFrom?.holds(row) ?? null;
    if (from !== null || at.column < 0) return from;
    if (typeof spec.mayBeEmpty === 'object' ? spec.mayBeEmpty.holds(row) : spec.mayBeEmpty && !yesNo) {
      return null;
    }
    if (yesNo) {
      const said = this.#survey.yesNo(at.name);
      if (said.yes && !said.no) {
        this.#emptyIsNo.set(at, (this.#emptyIsNo.get(at) ?? 0) + 1);
        return yesNo.no;
      }
      if (spec.mayBeEmpty === true) return yesNo.no;
    }
    this.report(at, 'value.required', 'error');
    return null;
  }

  /** What a number counts is in its cell, in a column of its own, or in its header, in that order. */
  #nameUnit({ names, of, inHeader }: UnitField, values: Value[]): void {
    if (values[of.index] === null || this.#failed[names.index] === 1) return;
    const inCell = labelBehind(of.cell.text(this.#row));
    const named = values[names.index] ?? null;
    if (inCell !== '' && named !== null && fold(String(named)) !== inCell) {
      this.report(of, 'number.two_units', 'error', { unit: inCell, other: named.toString() });
    }
    values[names.index] = inCell !== '' ? inCell : (named ?? inHeader);
  }

  yesNoFindings(): readonly Finding[] {
    return [...this.#emptyIsNo].map(([{ column, header, yesNo }, count]) =>
      finding(
        'yes_no.empty_is_no',
        'warning',
        { sheet: this.#sheet, column, header },
        { count, no: yesNo?.no === 0 ? '否' : String(yesNo?.no) },
      ),
    );
  }
}

/** What is said of a column's unit as a whole, with the line of `columns.csv` that would settle it. */
function unitFindings({ fields }: Fields, { sheet, headerRows, form }: Table): readonly Finding[] {
  return fields.flatMap((at) => {
    const found = at.silent ? null : (at.unit()?.finding ?? null);
    const place = { sheet: sheet.name, row: headerRows?.[1] ?? null, column: at.column, header: at.header };
    if (!found) return [];
    const unit = found.rule === 'unit.refused' ? found.params.others : found.params.unit;
    const [first = ''] = String(unit).split('、');
    const line = maskText(csvLine([form?.id ?? '', at.header ?? '', at.name, first]));
    return [finding(found.rule, found.severity, place, { ...found.params, line })];
  });
}

/** Dates of a column that were shifted as a whole. */
function shiftFindings({ fields }: Fields, { sheet, headerRows }: Table, survey: Survey): readonly Finding[] {
  return fields.flatMap(({ name, column, header }) => {
    const shifted = survey.shift(name);
    if (shifted === null) return [];
    const rule = shifted.shift === 'utc' ? 'date.column_utc' : 'date.column_seconds';
    const place = { sheet: sheet.name, row: headerRows?.[1] ?? null, column, header, value: shifted.example };
    return [finding(rule, 'warning', place)];
  });
}
