/** What came in and what is owed, as it is published in submissions.csv. */
import { maskText } from '../findings/mask.js';
import { busyFileRules } from '../findings/rules/busy-files.js';
import type { Form } from '../forms/define.js';
import { publishedFormId } from '../forms/lists.js';
import type { Coverage } from '../indicators/sides.js';
import { coverageKey, isHeldBack } from '../indicators/sides.js';
import { periodDate } from '../inputs/period.js';
import type { Owed } from '../inputs/settings.js';
import type { Store } from '../store/database.js';
import { compareText } from '../text/fold.js';
import type { SubmissionLine, SubmissionStatus } from './publication.js';

interface Found {
  readonly file: string;
  readonly sha256: string | null;
  readonly period: string;
  readonly readable: 0 | 1;
  /** Left for the next run: it was in motion. */
  readonly deferred: 0 | 1;
  /** Rows of it are examples. */
  readonly example: 0 | 1;
  /** The file is superseded, or the table. */
  readonly superseded: 0 | 1;
  readonly form: string | null;
  readonly sheet: string | null;
  readonly header_last: number | null;
  readonly table_held: 0 | 1;
  readonly data: number;
  readonly not_data: number;
  readonly held: number;
  readonly nil_return: string | null;
  readonly reported_on: string | null;
  readonly reported_by: string | null;
  readonly reviewed_by: string | null;
}

const motion = Object.keys(busyFileRules);
const placeholders = (of: readonly string[]) => of.map(() => '?').join(', ');

/** One line per table of each file of the periods, by file and sheet; then what is owed for `period`. */
export function submissionLines(
  store: Store,
  unit: string,
  periods: readonly string[],
  period: string,
  today: string,
  owed: readonly Owed[],
  forms: readonly Form[],
  coverage: ReadonlyMap<string, Coverage>,
): SubmissionLine[] {
  const rows = store.engine
    .prepare<string[], Found>(
      `SELECT s.file, s.sha256, s.period, s.readable, EXISTS (SELECT 1 FROM finding f
          WHERE f.submission_id = s.submission_id AND f.rule IN (${placeholders(motion)})) AS deferred,
        CASE WHEN s.superseded_by IS NULL AND t.superseded_by IS NULL THEN 0 ELSE 1 END AS superseded, t.form, t.sheet, t.header_last,
        coalesce(t.held, 1) AS table_held, coalesce(t.rows_data, 0) AS data, coalesce(t.rows_not_data, 0) AS not_data,
        coalesce(t.rows_held_back, 0) AS held, EXISTS (SELECT 1 FROM not_data n
          WHERE n.table_id = t.table_id AND n.kind = 'example') AS example, t.nil_return, t.reported_on, t.reported_by, t.reviewed_by
        FROM submission s LEFT JOIN source_table t ON t.submission_id = s.submission_id
        WHERE s.unit = ? AND s.period IN (${placeholders(periods)})
        ORDER BY s.file, t.sheet_index, t.ordinal`,
    )
    .all(...motion, unit, ...periods);
  const known = (id: string | null) => forms.find((form) => form.id === id);
  const publishedForm = (form: Form | undefined) => (form ? publishedFormId(form) : '');
  const department = (form: string | null) =>
    owed.find((entry) => entry.form === form)?.department ?? known(form)?.departments[0] ?? '';
  const received = rows
    .map(
      (row): SubmissionLine => ({
        file: row.file,
        sha256: row.sha256 ?? '',
        form: publishedForm(known(row.form)),
        formTitle: known(row.form)?.title ?? '',
        department: department(row.form),
        unit,
        period: row.period,
        sheet: row.sheet ?? '',
        headerRow: row.header_last,
        rowsTotal: row.data + row.not_data,
        // Rows that a later state or another copy replaces are no data.
        rowsAccepted: row.superseded === 1 ? 0 : row.data - row.held,
        rowsNotData: row.superseded === 1 ? row.data + row.not_data : row.not_data,
        rowsHeldBack: row.superseded === 1 ? 0 : row.held,
        status: isOnlyExample(rows, row) ? 'held_back' : statusOf(row),
        reportedOn: row.reported_on ?? '',
        reportedBy: maskText(row.reported_by ?? ''),
        reviewedBy: maskText(row.reviewed_by ?? ''),
      }),
    )
    .sort((a, b) => compareText(a.file, b.file));
  const lacking = owed
    .filter(({ form }) => {
      const came = coverage.get(coverageKey(form, period));
      // What came and is held back is to be corrected, not to be sent.
      return !came || !(came.submitted || isHeldBack(came));
    })
    .map(
      (entry): SubmissionLine => ({
        file: '',
        sha256: '',
        form: entry.form,
        formTitle: known(entry.form)?.title ?? '',
        department: entry.department,
        unit,
        period,
        sheet: '',
        headerRow: null,
        rowsTotal: 0,
        rowsAccepted: 0,
        rowsNotData: 0,
        rowsHeldBack: 0,
        status: isLate(entry, period, today) ? 'late' : 'owed',
        reportedOn: '',
        reportedBy: '',
        reviewedBy: '',
      }),
    );
  return [...received, ...lacking];
}

/** Whether a file holds nothing but an example: it reports nothing. */
function isOnlyExample(rows: readonly Found[], { file, example }: Found): boolean {
  if (example === 0) return false;
  return rows.every((row) => row.file !== file || (row.data === 0 && row.nil_return === null));
}

function statusOf(row: Found): SubmissionStatus {
  if (row.readable === 0) return row.deferred === 1 ? 'deferred' : 'unreadable';
  if (row.superseded === 1) return 'superseded';
  if (row.form === null && row.data > 0) return 'unknown_form';
  // Notes are in order by themselves; a workbook in which nothing is filled in is not.
  if (row.form === null) return row.not_data > 0 ? 'accepted' : 'held_back';
  if (row.table_held === 1) return 'held_back';
  if (row.nil_return !== null && row.data === 0) return 'nil_return';
  if (row.held > 0) return row.held === row.data ? 'held_back' : 'partly_held_back';
  // A header and nothing else says neither zero nor anything: it is held back until it says 零报告.
  return row.data === 0 ? 'held_back' : 'accepted';
}

/** The last day on which a form that is owed is in time; null: it has no deadline. */
export function dueDate({ dueDays }: Owed, period: string): string | null {
  if (dueDays === null) return null;
  const due = new Date(`${periodDate(period)}T00:00:00Z`);
  due.setUTCDate(due.getUTCDate() + dueDays);
  return due.toISOString().slice(0, 10);
}

/** Whether a form that is owed is past its day. */
export function isLate(owed: Owed, period: string, today: string): boolean {
  const due = dueDate(owed, period);
  return due !== null && today > due;
}
