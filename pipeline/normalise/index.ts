/** The rows of a recognised table as typed values and findings. */

import type { Finding, Severity } from '../findings/finding.js';
import { finding } from '../findings/finding.js';
import type { RuleId } from '../findings/rules/index.js';
import { Kind, type Row } from '../intake/workbook.js';
import type { Table } from '../recognise/table.js';
import { fold } from '../text/fold.js';
import { compile, type RowField, type UnitField } from './fields.js';
import { keyMaker } from './key.js';
import { labelBehind } from './measure.js';
import { type Read, saysUnknown } from './reader.js';
import type { Context, NormalisedRow, Normaliser } from './row.js';

const noFindings: readonly Finding[] = [];

/** Errors that a spreadsheet leaves as text where it saves a CSV; ##### where the column was too narrow. */
const errorText = /^#(?:REF!|N\/A|DIV\/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)$/;

/**
 * A normaliser for the data rows of one table.
 * @throws Error when the table matches no form.
 */
export function normaliser(table: Table, context: Context): Normaliser {
  const { form, sheet } = table;
  if (form === null) throw new Error(`sheet ${sheet.name}: only a table with a form can be normalised`);
  const { fields, reading, later, view, yesNo, units } = compile(table, form, context);
  const keyOf = keyMaker(form);
  const { alsoInOrder } = form;
  const year = context.asOf.slice(0, 4);
  const eventAt = form.shape.kind === 'events' ? Object.keys(form.columns).indexOf(form.shape.date) : -1;
  const eventField = fields[eventAt];
  const failed = new Uint8Array(fields.length);
  const kept: Row[] = [];
  let ended = false;

  // The cell that is being read, for the one function that reports on all of them.
  let row: Row = { number: 0, texts: [], kinds: null, hidden: false };
  let field: RowField | undefined;
  let findings: Finding[] | null = null;
  const report = (rule: RuleId, severity: Severity, params: Finding['params'] = {}) => {
    if (field === undefined || field.silent) return;
    findings ??= [];
    findings.push(
      finding(
        rule,
        severity,
        {
          sheet: sheet.name,
          row: row.number,
          column: field.column,
          header: field.header,
          value: field.textIn(row),
          personal: field.spec.personal,
        },
        params,
      ),
    );
  };

  function readCell(at: RowField, text: string): Read {
    if (at.figures && row.details !== undefined && at.markIn(row) !== null) {
      report('cell.marked', 'error');
      return undefined;
    }
    const kind = row.kinds === null ? Kind.text : at.kindIn(row);
    if (kind === Kind.error || (text.charCodeAt(0) === 35 && errorText.test(text.trim()))) {
      report('cell.error', 'error');
      return undefined;
    }
    if (kind === Kind.unevaluated) {
      report('cell.unevaluated', 'error');
      return undefined;
    }
    const value = at.read(text, kind, report);
    if (value === null && at.spec.required && at.spec.mayBeEmpty !== false && saysUnknown(text)) {
      report('value.not_given', 'warning');
    }
    return value;
  }

  /** What an empty cell stands for; undefined: only the whole column can tell. */
  function emptyValue(at: RowField): Read {
    const { spec } = at;
    const from = spec.defaultFrom?.holds(view.row) ?? null;
    if (from !== null || at.column < 0) return from;
    if (
      typeof spec.mayBeEmpty === 'object' ? spec.mayBeEmpty.holds(view.row) : spec.mayBeEmpty && !at.yesNo
    ) {
      return null;
    }
    if (at.yesNo && !at.yesNo.wroteNo) {
      if (!ended) return undefined;
      if (at.yesNo.wroteYes) {
        at.yesNo.emptyCells++;
        return at.yesNo.no;
      }
    }
    if (at.yesNo && spec.mayBeEmpty === true) return at.yesNo.no;
    report('value.required', 'error');
    return null;
  }

  /** Whether the cells of all columns that the form knows are struck through. */
  function isStruck(): boolean {
    const filled = reading.filter((at) => (at.textIn(row) ?? '') !== '');
    return filled.length > 0 && filled.every((at) => at.markIn(row) === 'struck');
  }

  /** What holds the row back as a whole, so that what else is wrong with its cells need not be said; null: nothing. */
  function wholeRow(): readonly Finding[] | null {
    if (row.findings?.some(({ severity }) => severity === 'error')) return row.findings;
    if (row.details === undefined || !isStruck()) return null;
    findings = null;
    field = reading.find((at) => (at.textIn(row) ?? '') !== '');
    report('row.struck', 'error');
    return findings;
  }

  function normalise(next: Row): NormalisedRow | null {
    row = next;
    findings = null;
    failed.fill(0);
    const values = new Array<string | number | bigint | null>(fields.length).fill(null);
    const texts = new Array<string | null>(fields.length).fill(null);
    view.values = values;

    for (const at of reading) {
      field = at;
      const text = at.plain && row.details === undefined ? (row.texts[at.column] ?? '') : at.textIn(row);
      let value: Read = null;
      if (text !== null) {
        texts[at.index] = text;
        if (text !== '') value = readCell(at, text);
      }
      if (value === undefined) failed[at.index] = 1;
      else if (value === null) value = at.spec.default;
      else if (at.yesNo) {
        if (value === at.yesNo.yes) at.yesNo.wroteYes = true;
        else if (value === at.yesNo.no) at.yesNo.wroteNo = true;
      }
      values[at.index] = value ?? null;
    }
    for (const unit of units) nameUnit(unit, values);
    for (const at of later) {
      if (values[at.index] !== null || failed[at.index] === 1) continue;
      field = at;
      const value = emptyValue(at);
      if (value === undefined) return null;
      values[at.index] = value;
    }
    if (eventField) {
      field = eventField;
      checkYear(values[eventAt] ?? null);
    }
    const ofCells: readonly Finding[] = findings ?? noFindings;
    const found = wholeRow() ?? (row.findings ? [...row.findings, ...ofCells] : ofCells);
    return { row: row.number, values, texts, key: keyOf(values), findings: found };
  }

  /** What a number counts stands in its cell, in a column of its own, or in its header, in that order. */
  function nameUnit({ names, of, inHeader }: UnitField, values: NormalisedRow['values'][number][]): void {
    if (values[of.index] === null || failed[names.index] === 1) return;
    const inCell = labelBehind(of.textIn(row) ?? '');
    const named = values[names.index] ?? null;
    if (inCell !== '' && named !== null && fold(String(named)) !== inCell) {
      field = of;
      report('number.two_units', 'error', { unit: inCell, other: named.toString() });
    }
    values[names.index] = inCell !== '' ? inCell : (named ?? inHeader);
  }

  /** An event of another year is an error, unless the form says that such a row is in order (DOMAIN A). */
  function checkYear(date: string | number | bigint | null): void {
    if (typeof date !== 'string' || date.startsWith(year)) return;
    if (alsoInOrder?.holds(view.row, Number(year))) return;
    report('date.other_year', 'error', { year, read: date });
  }

  return {
    push: (next) => {
      const done = normalise(next);
      if (done === null) kept.push(next);
      return done;
    },
    finish: () => {
      ended = true;
      const rows = kept.flatMap((next) => normalise(next) ?? []);
      const found = yesNo.flatMap((at) =>
        at.yesNo && at.yesNo.emptyCells > 0
          ? [
              finding(
                'yes_no.empty_is_no',
                'warning',
                { sheet: sheet.name, column: at.column, header: at.header },
                { count: at.yesNo.emptyCells, no: at.yesNo.no === 0 ? '否' : at.yesNo.no },
              ),
            ]
          : [],
      );
      return { rows, findings: found };
    },
  };
}
