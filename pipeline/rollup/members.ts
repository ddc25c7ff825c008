/** What the units without children bring into a roll-up: their publications as of its date, read back. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure, Side } from '../figure.js';
import { forms } from '../forms/index.js';
import { type PublishedLine, readPublished } from '../history/read.js';
import { readSeries } from '../history/series.js';
import type { Indicator } from '../indicators/catalogue.js';
import { UsageError } from '../options.js';
import { runLine } from '../program/program.js';
import type {
  ChangeRow,
  CheckResult,
  Publication,
  PublishedFinding,
  SubmissionLine,
  SubmissionStatus,
} from '../publication/publication.js';
import { type RunRecord, readRunRecord } from '../publication/run-record.js';
import { ofSeal } from '../publication/seal-comparison.js';
import type { PublishedSeriesLine } from '../publication/series-line.js';
import { byIndicator, type Leaf } from './figures.js';

export interface RollUpUnit extends Leaf {
  readonly name: string;
  /** Its publication of the date, below outputs/; null: there is none. */
  readonly folder: string | null;
  readonly checks: readonly CheckResult[];
  readonly submissions: readonly SubmissionLine[];
  readonly series: readonly PublishedSeriesLine[];
  findings(): Iterable<PublishedFinding>;
  findingCount(): number;
  /** Contributions to its changes that no row but a seal gives. */
  readonly ofSeals: readonly ChangeRow[];
}

/** What a path of a unit is called in a roll-up. */
export function pathBelow(unit: string, file: string): string {
  return file === '' ? '' : `${unit}/${file}`;
}

/**
 * A unit that published as of the date.
 * @param folder below outputs/<unit>/.
 * @param figures as they are in the database.
 * @param sealed whether its comparison is a seal.
 */
export function publishedUnit(
  outputs: string,
  { unit, name }: { readonly unit: string; readonly name: string },
  folder: string,
  figures: readonly Figure[],
  indicators: readonly Indicator[],
  sealed: boolean,
): RollUpUnit {
  const place = join(outputs, unit, folder);
  const departments = new Map(
    figures.map(({ id, department }) => [indicators.find((own) => own.id === id)?.form ?? '', department]),
  );
  const lines = (file: string) => readPublished(join(place, file));
  return {
    unit,
    name,
    folder: `${unit}/${folder}`,
    figures: byIndicator(figures),
    checks: lines('checks.csv').map(checkOf),
    submissions: lines('submissions.csv').map((line) => submissionOf(line, departments)),
    series: readSeries(place),
    findings: () => lines('findings.csv').map(findingOf),
    findingCount: () => recordOf(place).counts.findings,
    ofSeals: sealed
      ? lines('changes.csv')
          .filter(({ previous_file = '' }) => previous_file.startsWith('seals/'))
          .map(changeOf)
      : [],
  };
}

/** What was recorded with the publication in a folder. @throws UsageError where its record is damaged. */
function recordOf(folder: string): RunRecord {
  const path = join(folder, 'run.json');
  const record = readRunRecord(readFileSync(path, 'utf8'));
  if (record) return record;
  throw new UsageError(
    `${path} 已损坏，读不出来。请再运行一次 ${runLine} 重新发布，或从备份恢复它。`,
    `${path} is damaged and cannot be read. Run ${runLine} again to publish anew, or bring it back from a backup.`,
  );
}

/** A unit that has nothing as of the date, with what its submissions of the year before give. */
export function absentUnit(publication: Publication): RollUpUnit {
  const { township, figures, checks, submissions, series } = publication;
  return {
    unit: township.unit,
    name: township.name,
    folder: null,
    figures: byIndicator(figures),
    checks,
    submissions,
    series,
    findings: () => publication.findings(),
    findingCount: () => publication.findingCount(),
    ofSeals: [...publication.changes()].filter(({ previousFile }) => previousFile.startsWith('seals/')),
  };
}

/** A unit of which nothing is known but that it is to report: every form is owed that need not be named. */
export function unknownUnit(unit: string, name: string, period: string): RollUpUnit {
  const owed = forms.filter((form) => !form.owedWhereNamed);
  const submissions = owed.map(
    (form): SubmissionLine => ({
      ...noRows,
      form: form.id,
      formTitle: form.title,
      department: form.departments[0] ?? '',
      unit,
      period,
    }),
  );
  return {
    unit,
    name,
    folder: null,
    figures: new Map(),
    checks: [],
    submissions,
    series: [],
    findings: () => [],
    findingCount: () => 0,
    ofSeals: [],
  };
}

const noRows = {
  file: '',
  sha256: '',
  sheet: '',
  headerRow: null,
  rowsTotal: 0,
  rowsAccepted: 0,
  rowsNotData: 0,
  rowsHeldBack: 0,
  status: 'owed',
  reportedOn: '',
  reportedBy: '',
  reviewedBy: '',
} as const;

const text = (line: PublishedLine, column: string) => line[column] ?? '';
const whole = (line: PublishedLine, column: string) => (line[column] ? Number(line[column]) : null);
const amount = (line: PublishedLine, column: string) => line[column] || null;

function checkOf(line: PublishedLine): CheckResult {
  return {
    id: text(line, 'id'),
    side: text(line, 'side') as Side,
    label: text(line, 'label'),
    severity: text(line, 'severity') as CheckResult['severity'],
    outcome: text(line, 'outcome') as CheckResult['outcome'],
    violations: whole(line, 'violations') ?? 0,
    waived: whole(line, 'waived') ?? 0,
    missing: text(line, 'missing'),
  };
}

function submissionOf(line: PublishedLine, departments: ReadonlyMap<string, string>): SubmissionLine {
  const form = forms.find(({ id }) => id === line.form);
  return {
    file: text(line, 'file'),
    sha256: text(line, 'sha256'),
    form: text(line, 'form'),
    formTitle: form?.title ?? '',
    department: departments.get(text(line, 'form')) ?? form?.departments[0] ?? '',
    unit: text(line, 'unit'),
    period: text(line, 'period'),
    sheet: text(line, 'sheet'),
    headerRow: whole(line, 'header_row'),
    rowsTotal: whole(line, 'rows_total') ?? 0,
    rowsAccepted: whole(line, 'rows_accepted') ?? 0,
    rowsNotData: whole(line, 'rows_not_data') ?? 0,
    rowsHeldBack: whole(line, 'rows_held_back') ?? 0,
    status: text(line, 'status') as SubmissionStatus,
    reportedOn: text(line, 'reported_on'),
    reportedBy: text(line, 'reported_by'),
    reviewedBy: text(line, 'reviewed_by'),
  };
}

function findingOf(line: PublishedLine): PublishedFinding {
  return {
    file: text(line, 'file'),
    sheet: text(line, 'sheet'),
    row: whole(line, 'row'),
    column: text(line, 'column'),
    cell: text(line, 'cell'),
    columnIndex: null,
    headerRow: null,
    rule: text(line, 'rule'),
    severity: text(line, 'severity') as PublishedFinding['severity'],
    message: text(line, 'message'),
    problem: text(line, 'message'),
    advice: '',
    value: text(line, 'value'),
    waivedBy: text(line, 'waived_by'),
    waivedUntil: text(line, 'waived_until'),
    waivedReason: text(line, 'waived_reason'),
  };
}

function changeOf(line: PublishedLine): ChangeRow {
  return {
    id: text(line, 'id'),
    group: text(line, 'group'),
    what: text(line, 'what') as ChangeRow['what'],
    key: text(line, 'key'),
    previousValue: amount(line, 'previous_value'),
    value: amount(line, 'value'),
    contribution: text(line, 'contribution'),
    file: text(line, 'file'),
    sheet: text(line, 'sheet'),
    row: whole(line, 'row'),
    previousFile: text(line, 'previous_file'),
    previousSheet: text(line, 'previous_sheet'),
    previousRow: whole(line, 'previous_row'),
    ...ofSeal,
  };
}
