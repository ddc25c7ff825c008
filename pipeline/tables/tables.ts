/** The published CSV files: their columns to the letter (DESIGN, Published files), and their writing. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { maskText } from '../findings/mask.js';
import { namesOf } from '../publication/explanations.js';
import { fanOutTo, type Writer } from '../publication/fan-out.js';
import type {
  ChangeRow,
  CheckResult,
  EvidenceLine,
  Explanation,
  Figure,
  Publication,
  PublishedFinding,
  SettingLine,
  SubmissionLine,
} from '../publication/publication.js';
import type { PublishedFile } from '../publication/published-file.js';
import type { SeriesLine } from '../publication/series-line.js';
import { noPrevious, reuseOr } from '../reuse/reuse.js';
import { type CsvColumn, openCsvWriter, type WrittenCsv, writeCsv } from './csv.js';

type Value<Row> = (row: Row) => string | number | null;

const text = <Row>(name: string, of: Value<Row>): CsvColumn<Row> => ({ name, type: 'text', of });
/** A file or sheet, which may be named after a person's number. */
const place = <Row>(name: string, of: (row: Row) => string): CsvColumn<Row> =>
  text(name, (row) => maskText(of(row)));
const number = <Row>(name: string, of: Value<Row>): CsvColumn<Row> => ({ name, type: 'number', of });

export const figureColumns: readonly CsvColumn<Figure>[] = [
  text('id', (f) => f.id),
  text('group', (f) => f.group),
  text('label', (f) => f.label),
  text('unit', (f) => f.unit),
  text('kind', (f) => f.kind),
  number('value', (f) => f.value),
  number('previous', (f) => f.previous),
  number('change', (f) => f.change),
  number('change_pct', (f) => f.changePct),
  text('status', (f) => f.status),
  number('rows', (f) => f.rows),
  number('previous_rows', (f) => f.previousRows),
  text('department', (f) => f.department),
  text('previous_status', (f) => f.previousStatus),
  text('change_status', (f) => f.changeStatus),
  number('rows_held_back', (f) => f.rowsHeldBack),
  number('rows_left_out', (f) => f.rowsLeftOut),
  text('missing', (f) => f.missing),
];

export const changeColumns: readonly CsvColumn<ChangeRow>[] = [
  text('id', (c) => c.id),
  text('group', (c) => c.group),
  text('what', (c) => c.what),
  text('key', (c) => c.key),
  number('previous_value', (c) => c.previousValue),
  number('value', (c) => c.value),
  number('contribution', (c) => c.contribution),
  place('file', (c) => c.file),
  place('sheet', (c) => c.sheet),
  number('row', (c) => c.row),
  place('previous_file', (c) => c.previousFile),
  place('previous_sheet', (c) => c.previousSheet),
  number('previous_row', (c) => c.previousRow),
  text('label', (c) => c.label),
  text('reason', (c) => c.reason),
  text('because', (c) => c.because),
];

export const explanationColumns: readonly CsvColumn<Explanation>[] = [
  text('id', (e) => e.id),
  text('group', (e) => e.group),
  text('by', (e) => e.by),
  text('part', (e) => e.part),
  number('previous', (e) => e.previous),
  number('value', (e) => e.value),
  number('contribution', (e) => e.contribution),
  number('rows', (e) => e.rows),
  text('names', namesOf),
];

export const evidenceColumns: readonly CsvColumn<EvidenceLine>[] = [
  text('side', (e) => e.side),
  text('group', (e) => e.group),
  text('key', (e) => e.key),
  place('file', (e) => e.file),
  text('sha256', (e) => e.sha256),
  place('sheet', (e) => e.sheet),
  number('row', (e) => e.row),
  text('cell', (e) => e.cell),
  text('text', (e) => e.text),
  number('value', (e) => e.value),
  text('label', (e) => e.label),
  text('unit', (e) => e.submittedUnit),
  text('unit_from', (e) => e.unitFrom),
  place('list', (e) => e.list),
];

export const checkColumns: readonly CsvColumn<CheckResult>[] = [
  text('id', (c) => c.id),
  text('side', (c) => c.side),
  text('label', (c) => c.label),
  text('severity', (c) => c.severity),
  text('outcome', (c) => c.outcome),
  number('violations', (c) => c.violations),
  number('waived', (c) => c.waived),
  text('missing', (c) => c.missing),
];

export const findingColumns: readonly CsvColumn<PublishedFinding>[] = [
  place('file', (f) => f.file),
  place('sheet', (f) => f.sheet),
  number('row', (f) => f.row),
  text('column', (f) => f.column),
  text('cell', (f) => f.cell),
  text('rule', (f) => f.rule),
  text('severity', (f) => f.severity),
  text('message', (f) => f.message),
  text('value', (f) => f.value),
  text('waived_by', (f) => f.waivedBy),
  text('waived_until', (f) => f.waivedUntil),
  text('waived_reason', (f) => f.waivedReason),
];

export const submissionColumns: readonly CsvColumn<SubmissionLine>[] = [
  place('file', (s) => s.file),
  text('sha256', (s) => s.sha256),
  text('form', (s) => s.form),
  text('unit', (s) => s.unit),
  text('period', (s) => s.period),
  place('sheet', (s) => s.sheet),
  number('header_row', (s) => s.headerRow),
  number('rows_total', (s) => s.rowsTotal),
  number('rows_accepted', (s) => s.rowsAccepted),
  number('rows_not_data', (s) => s.rowsNotData),
  number('rows_held_back', (s) => s.rowsHeldBack),
  text('status', (s) => s.status),
  text('reported_on', (s) => s.reportedOn),
  text('reported_by', (s) => s.reportedBy),
  text('reviewed_by', (s) => s.reviewedBy),
];

export const settingColumns: readonly CsvColumn<SettingLine>[] = [
  text('setting', (s) => s.setting),
  number('line', (s) => s.line),
  text('text', (s) => s.text),
  text('by', (s) => s.by),
  text('reason', (s) => s.reason),
  text('until', (s) => s.until),
  number('rows', (s) => s.rows),
  text('state', (s) => s.state),
];

export const seriesColumns: readonly CsvColumn<SeriesLine>[] = [
  text('id', (s) => s.id),
  text('group', (s) => s.group),
  text('label', (s) => s.label),
  text('unit', (s) => s.unit),
  text('period', (s) => s.period),
  text('basis', (s) => s.basis),
  number('value', (s) => s.value),
  text('status', (s) => s.status),
  text('sealed', (s) => s.sealed),
];

/** Writes every CSV file of a publication into `dir`, which exists; the files in the order of `datapackage.json`. */
export function publishTables(publication: Publication, dir: string): PublishedFile[] {
  return fanOutTo(publication, tablesWriter(publication, dir));
}

/**
 * The CSV files, written as rows come.
 * @param previous evidence that is selected from the same as that of the current publication is reused.
 */
export function tablesWriter(
  publication: Publication,
  dir: string,
  previous = noPrevious,
): Writer<PublishedFile[]> {
  const changes: PublishedFile[] = [];
  const evidence: PublishedFile[] = [];
  const file = (path: string, { sha256, bytes }: WrittenCsv): PublishedFile => ({ path, sha256, bytes });
  const whole = <Row>(path: string, columns: readonly CsvColumn<Row>[], rows: Iterable<Row>) =>
    file(path, writeCsv(join(dir, path), columns, rows));
  mkdirSync(join(dir, 'evidence'), { recursive: true });
  return {
    changes() {
      const path = 'changes.csv';
      const csv = openCsvWriter(join(dir, path), changeColumns);
      return { line: csv.write, end: () => changes.push(file(path, csv.close())) };
    },
    evidence: ({ id, basis }) =>
      reuseOr(
        previous,
        'copied',
        basis && ['csv', id, basis],
        dir,
        `evidence/${id}.csv`,
        evidence,
        (path, previousSegment) => {
          const csv = openCsvWriter(join(dir, path), evidenceColumns);
          return {
            part({ table }) {
              const { from, bytes } = previousSegment(table && ['csv', id, table.basis]);
              csv.segment(from, bytes);
              return bytes !== null;
            },
            line: csv.write,
            end() {
              const written = csv.close();
              return { ...file(path, written), segments: written.segments };
            },
          };
        },
      ),
    finish: () => [
      whole('figures.csv', figureColumns, publication.figures),
      ...changes,
      whole('explanations.csv', explanationColumns, publication.explanations()),
      whole('series.csv', seriesColumns, publication.series),
      whole('checks.csv', checkColumns, publication.checks),
      whole('findings.csv', findingColumns, publication.findings()),
      whole('submissions.csv', submissionColumns, publication.submissions),
      whole('settings.csv', settingColumns, publication.settings),
      ...evidence,
    ],
    complete: evidence,
  };
}
