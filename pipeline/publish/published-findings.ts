/** Findings as they are published: worded in Chinese, masked, by file, sheet and row. */
import { type CheckOutcome, cellOf } from '../checks/evaluate.js';
import type { Finding } from '../findings/finding.js';
import { maskText, maskValue } from '../findings/mask.js';
import type { Waiver, Waivers } from '../findings/waivers.js';
import { describe } from '../findings/words.js';
import { address } from '../intake/workbook.js';
import type { Store } from '../store/database.js';
import { compareText } from '../text/fold.js';
import type { PublishedFinding } from './publication.js';

interface Ordered {
  readonly finding: PublishedFinding;
  readonly sheetIndex: number;
  readonly place: number;
}

/** Findings about files of the periods that count, or why they do not, and the violations of checks. */
export function publishedFindings(
  store: Store,
  unit: string,
  periods: readonly string[],
  outcomes: readonly CheckOutcome[],
  waivers: Waivers,
): PublishedFinding[] {
  const rows = store.engine
    .prepare<
      string[],
      Omit<Finding, 'params'> & {
        file: string;
        column_index: number | null;
        params: string;
        sheet_index: number;
        header_last: number | null;
      }
    >(
      `SELECT s.file, f.rule, f.severity, f.sheet, f.row, f.column_index, f.header, f.value, f.personal, f.params,
        coalesce(t.sheet_index, -1) AS sheet_index, t.header_last
        FROM finding f JOIN submission s ON s.submission_id = f.submission_id
          LEFT JOIN source_table t ON t.table_id = f.table_id
        WHERE s.unit = ? AND s.period IN (${periods.map(() => '?').join(', ')})
          AND (s.superseded_by IS NULL OR f.origin = 'period')`,
    )
    .all(unit, ...periods);
  const ofReading = rows.map(({ file, column_index, params, sheet_index, header_last, ...row }): Ordered => {
    const found: Finding = { ...row, column: column_index, params: JSON.parse(params) };
    const { message, fix } = describe(found, 'zh');
    return {
      sheetIndex: sheet_index,
      place: found.column ?? -1,
      finding: {
        file,
        sheet: found.sheet ?? '',
        row: found.row,
        column: found.header ?? '',
        cell: found.row !== null && found.column !== null ? address(found.row, found.column) : '',
        columnIndex: found.column,
        headerRow: header_last,
        rule: found.rule,
        severity: found.severity,
        message: `${message}${fix}`,
        problem: message,
        advice: fix,
        value: mask(found.value, found.personal),
        ...waivedAs(waivers({ ...found, file })),
      },
    };
  });
  const sheets = sheetOrder(store, unit);
  const ofChecks = outcomes.flatMap(({ check, violations }) =>
    violations.map((violation): Ordered => {
      const problem = maskText(`${check.label}：${violation.message}`);
      return {
        sheetIndex: sheets.get(JSON.stringify([violation.file, violation.sheet])) ?? -1,
        place: violation.column ?? -1,
        finding: {
          file: violation.file,
          sheet: violation.sheet ?? '',
          row: violation.row,
          column: violation.header ?? '',
          cell: cellOf(violation),
          columnIndex: violation.column,
          headerRow: null,
          rule: check.id,
          severity: check.severity,
          message: problem,
          problem,
          advice: '',
          value: mask(violation.value, violation.personal),
          ...waivedAs(violation.waiver),
        },
      };
    }),
  );
  return [...ofReading, ...ofChecks].sort(inReadingOrder).map(({ finding }) => finding);
}

function waivedAs(waiver: Waiver | null) {
  return {
    waivedBy: waiver?.by ?? '',
    waivedUntil: waiver?.until ?? '',
    waivedReason: waiver?.reason ?? '',
  };
}

function mask(value: string | null, personal: Finding['personal']): string {
  if (value === null) return '';
  return personal ? maskValue(value, personal) : maskText(value);
}

function inReadingOrder(a: Ordered, b: Ordered): number {
  return (
    compareText(a.finding.file, b.finding.file) ||
    a.sheetIndex - b.sheetIndex ||
    (a.finding.row ?? 0) - (b.finding.row ?? 0) ||
    a.place - b.place ||
    compareText(a.finding.rule, b.finding.rule) ||
    compareText(a.finding.message, b.finding.message)
  );
}

function sheetOrder(store: Store, unit: string): ReadonlyMap<string, number> {
  return new Map(
    store.engine
      .prepare<[string], { file: string; sheet: string; sheet_index: number }>(
        `SELECT DISTINCT s.file, t.sheet, t.sheet_index FROM source_table t
          JOIN submission s ON s.submission_id = t.submission_id WHERE s.unit = ?`,
      )
      .all(unit)
      .map(({ file, sheet, sheet_index }) => [JSON.stringify([file, sheet]), sheet_index]),
  );
}
