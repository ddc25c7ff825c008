/** The publication of one unit and date, read from the database: masked, scaled and in its final order. */
import type { CheckOutcome } from '../checks/evaluate.js';
import type { Figure } from '../figure.js';
import { maskCell, maskKey } from '../findings/mask.js';
import type { ColumnSpec, Form } from '../forms/define.js';
import { forms } from '../forms/index.js';
import type { Indicator } from '../indicators/catalogue.js';
import type { Computed } from '../indicators/compute.js';
import { unitInCell } from '../normalise/measure.js';
import type { UnitFrom } from '../recognise/kinds.js';
import type { Store } from '../store/database.js';
import { preparedOnce } from '../store/engine.js';
import { type SourceRow, sourceRows, sourceSheets, sourceTotals } from '../store/lineage.js';
import { columnName } from '../text/address.js';
import { hashOf } from '../text/hash.js';
import { changeRows, explanations, shownLabel } from './changes.js';
import { type Evidenced, inUnitOf } from './evidenced.js';
import type { Findings } from './findings.js';
import { leftOutLines } from './left-out.js';
import type {
  CheckResult,
  EvidencePart,
  EvidenceRow,
  EvidenceTotal,
  Explanation,
  Publication,
  Reading,
  SettingLine,
  Side,
  SubmissionLine,
  Township,
} from './publication.js';
import type { SeriesLine } from './series-line.js';
import { submittedRows, submittedTables } from './submitted-tables.js';

export interface PublicationBasis {
  readonly store: Store;
  readonly township: Township;
  readonly period: string;
  readonly asOf: string;
  readonly previousAsOf: string;
  readonly today: string;
  readonly version: string;
  readonly figures: readonly Figure[];
  readonly series: readonly SeriesLine[];
  readonly computed: ReadonlyMap<string, Computed>;
  readonly indicators: readonly Indicator[];
  readonly outcomes: readonly CheckOutcome[];
  readonly submissions: readonly SubmissionLine[];
  readonly settings: readonly SettingLine[];
  readonly findings: Findings;
  readonly formTitle: (form: string) => string;
}

/** Everything that is written to `outputs/<unit>/<period>/`; rows are read as they are asked for. */
export function publicationFrom(basis: PublicationBasis): Publication {
  const { store, computed, figures } = basis;
  const sides = ['current', 'previous'] as const;
  const own = (id: string) => {
    const found = computed.get(id);
    if (!found) throw new Error(`${id} has no evidence of its own`);
    return found;
  };
  const evidenced = (id: string) => evidencedBy(own(id));
  // Tables, workbook and page each ask for them.
  let parts: readonly Explanation[] | null = null;
  const changed = changedGroups(
    figures,
    [...new Set(computed.values())].map(({ indicator }) => indicator.id),
  );
  return {
    township: basis.township,
    period: basis.period,
    asOf: basis.asOf,
    previousAsOf: basis.previousAsOf,
    today: basis.today,
    version: basis.version,
    figures,
    series: basis.series,
    checks: basis.outcomes.map((outcome) => checkResult(outcome, basis)),
    submissions: basis.submissions,
    settings: basis.settings,
    findings: (lang) => basis.findings.all(lang),
    findingCount: () => basis.findings.count,
    *changes() {
      for (const [id, groups] of changed) yield* changeRows(store, evidenced(id), groups);
    },
    explanations: () => {
      parts ??= [...changed].flatMap(([id, groups]) => explanations(store, evidenced(id), groups));
      return parts;
    },
    evidence: (id) => sides.flatMap((side) => evidenceParts(store, evidenced(id), side)),
    *evidenceTotals(id) {
      for (const side of sides) yield* evidenceTotals(store, evidenced(id), side);
    },
    leftOut: (id) => leftOutLines(store, evidenced(id)),
    evidenceBasis: (id) => evidenceBasis(store, evidenced(id)),
    evidenceCount: (id) => ({ current: rowsOn(own(id), 'current'), previous: rowsOn(own(id), 'previous') }),
    readings: new Map(basis.indicators.map((indicator) => [indicator.id, readingOf(indicator)])),
    tables: submittedTables(store, basis.township.unit, [
      ...new Set(basis.submissions.map(({ period }) => period)),
    ]),
    tableRows: (table) => submittedRows(store, table),
  };
}

/** The groups whose change is published, by indicator; of one without any, nothing. */
function changedGroups(
  figures: readonly Figure[],
  ids: readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const groupsOf = (of: string) =>
    new Set(figures.filter(({ id, change }) => id === of && change !== null).map(({ group }) => group));
  return new Map(ids.map((id) => [id, groupsOf(id)] as const).filter(([, groups]) => groups.size > 0));
}

/** How an indicator is read, for the pages. */
export function readingOf({ file, sql, aggregate, form: formId, column }: Indicator): Reading {
  const form = forms.find(({ id }) => id === formId);
  const header = form?.columns[column]?.spec.header ?? '';
  return { file, sql, aggregate, form: formId, formTitle: form?.title ?? '', field: column, header };
}

function evidencedBy({ indicator, form, sides }: Computed): Evidenced {
  const { current, previous } = sides;
  return {
    indicator,
    form,
    evaluations: { current: current.evaluationId, previous: previous.evaluationId },
  };
}

/** The sheets behind one side of an indicator, with their source rows, masked. */
function evidenceParts(
  store: Pick<Store, 'engine'>,
  { indicator, form, evaluations }: Evidenced,
  side: Side,
): EvidencePart[] {
  const sheets = sourceSheets(store, form, evaluations[side], indicator);
  const shown = evidenceShower(indicator, form, side);
  return sheets.map(({ file, sha256, sheet, basis, rows }) => ({
    side,
    table: basis === null ? null : { file, sha256, sheet, basis: hashOf([side, basis]) },
    *rows(most) {
      for (const row of rows(most)) yield shown(row);
    },
  }));
}

/** The source rows behind one side of an indicator, masked. */
export function* evidenceRows(
  store: Pick<Store, 'engine'>,
  { indicator, form, evaluations, omitted }: Evidenced,
  side: Side,
  most?: number,
): Generator<EvidenceRow> {
  const limit = most === undefined ? undefined : most + (omitted?.size ?? 0);
  const shown = evidenceShower(indicator, form, side);
  for (const row of sourceRows(store, form, evaluations[side], indicator, limit)) {
    if (!omitted?.has(row.rowId)) yield shown(row);
  }
}

/**
 * How the source rows of one side of an indicator are published.
 * @param unmasked personal data in full: never for what is published.
 */
export function evidenceShower(
  indicator: Indicator,
  form: Form,
  side: Side,
  unmasked = false,
): (row: SourceRow) => EvidenceRow {
  const spec = form.columns[indicator.column]?.spec;
  const valueIn = lastKept((value: bigint) => inUnitOf(indicator, value));
  const lettersOf = lastKept(columnName);
  return ({ group, key, file, sha256, sheet, row, column, text, value, label, supplied, ...read }) => ({
    side,
    group,
    key: unmasked ? (key ?? '') : maskedKey(key, form),
    file,
    sha256,
    sheet,
    row,
    cell: column === null ? '' : lettersOf(column) + row,
    text: unmasked ? text : maskCell(text, spec, () => true),
    value: valueIn(value),
    label: shownLabel(label, form, unmasked),
    ...unitOf(text, spec, read),
    list: supplied,
  });
}

/** Where a column's cells name their units themselves. */
const ownPlaces: ReadonlySet<UnitFrom> = new Set(['cell', 'format', 'column']);

/** The unit in which a cell's number is written: its own wins over its column's. */
function unitOf(
  text: string,
  spec: ColumnSpec | undefined,
  { columnUnit, columnUnitFrom }: Pick<SourceRow, 'columnUnit' | 'columnUnitFrom'>,
): Pick<EvidenceRow, 'submittedUnit' | 'unitFrom'> {
  const own = spec ? unitInCell(text, spec) : '';
  if (own === '') return { submittedUnit: columnUnit ?? '', unitFrom: columnUnitFrom };
  return { submittedUnit: own, unitFrom: ownPlaces.has(columnUnitFrom) ? columnUnitFrom : 'cell' };
}

/** A function that is asked the same several times over, as by rows that all count one. */
function lastKept<From, To>(of: (from: From) => To): (from: From) => To {
  let last: { readonly from: From; readonly to: To } | null = null;
  return (from) => {
    if (last === null || last.from !== from) last = { from, to: of(from) };
    return last.to;
  };
}

/** The totals per file behind one side of an indicator. */
export function* evidenceTotals(
  store: Pick<Store, 'engine'>,
  { indicator, evaluations }: Evidenced,
  side: Side,
): Generator<EvidenceTotal> {
  for (const { rows, value, ...total } of sourceTotals(store, evaluations[side])) {
    yield { side, ...total, rows: Number(rows), value: inUnitOf(indicator, value) };
  }
}

/** What the evidence of both sides was selected from: the question, the rows of each table, and where these stand. */
export function evidenceBasis(
  { engine }: Pick<Store, 'engine'>,
  { evaluations, form, indicator }: Evidenced,
): string {
  const question = preparedOnce<[number], { fingerprint: string }>(
    engine,
    'SELECT fingerprint FROM evaluation WHERE evaluation_id = ?',
  );
  const tables = preparedOnce<[object], unknown[]>(
    engine,
    `SELECT s.file, s.sha256, t.table_id, t.sheet, t.sheet_index, c.content, o.unit, o.unit_from
        FROM evaluation e JOIN submission s ON s.unit = e.unit AND s.period = e.period
          JOIN source_table t ON t.submission_id = s.submission_id AND t.form = :form
          LEFT JOIN evidence_source c ON c.evaluation_id = e.evaluation_id AND c.table_id = t.table_id
          LEFT JOIN source_column o ON o.table_id = t.table_id AND o.field = :field
        WHERE e.evaluation_id = :evaluation ORDER BY s.file, t.table_id`,
  ).raw();
  const of = (evaluation: number) => [
    question.get(evaluation)?.fingerprint,
    tables.all({ evaluation, form: form.id, field: indicator.column }),
  ];
  return hashOf([of(evaluations.current), of(evaluations.previous)]);
}

function rowsOn({ sides }: Computed, side: Side): number {
  return [...sides[side].groups.values()].reduce((sum, { rows }) => sum + rows, 0);
}

function maskedKey(key: string | null, form: Form): string {
  return key === null ? '' : maskKey(key, form);
}

function checkResult(
  { check, side, outcome, severity, violations, waived, missing }: CheckOutcome,
  basis: PublicationBasis,
): CheckResult {
  return {
    id: check.id,
    side,
    label: check.label,
    severity,
    outcome,
    violations,
    waived,
    missing: missing.map((need) => (need === 'previous' ? '上年同期报送' : basis.formTitle(need))).join('、'),
    query: { file: check.file, sql: check.sql },
  };
}
