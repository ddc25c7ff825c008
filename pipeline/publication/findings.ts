/** Findings as they are published: worded in Chinese, masked, by file, sheet and row; read as they are asked for. */

import type { CheckOutcome } from '../checks/evaluate.js';
import { type PlacedViolation, violationsByFile } from '../checks/violations.js';
import type { Finding } from '../findings/finding.js';
import { maskText } from '../findings/mask.js';
import type { Waivers } from '../findings/waivers.js';
import type { Language } from '../findings/words.js';
import { formById } from '../forms/index.js';
import type { Indicator } from '../indicators/catalogue.js';
import { figuresReading } from '../indicators/figures-reading.js';
import type { Store } from '../store/database.js';
import { storedJson } from '../store/stored-json.js';
import { compareText } from '../text/fold.js';
import type { PublishedFinding } from './publication.js';
import { acceptedBy, publishedFinding, publishedPlace } from './published-finding.js';

/** Findings that are counted without being read. */
export interface Findings {
  readonly count: number;
  /** @param lang of their words, Chinese unless given. */
  all(lang?: Language): Iterable<PublishedFinding>;
}

/** So many are kept once they have been read: they are asked for by each file that lists them. */
const mostKept = 5000;

interface Ordered {
  readonly finding: PublishedFinding;
  readonly sheetIndex: number;
  readonly place: number;
}

/**
 * Findings about files of the periods that count, or why they do not, and the violations of checks. While they are
 * read nothing may be written to the database.
 */
export function publishedFindings(
  store: Pick<Store, 'engine'>,
  unit: string,
  periods: readonly string[],
  outcomes: readonly CheckOutcome[],
  waivers: Waivers,
  indicators: readonly Indicator[],
): Findings {
  const ofReading = readingFindings(store, unit, periods);
  const runs = new Map(outcomes.flatMap(({ run, check }) => (run === null ? [] : [[run, check] as const])));
  const ofChecks = violationsByFile(store, unit, [...runs.keys()]);
  const files = [...new Set([...ofReading.files.keys(), ...ofChecks.files])].sort(compareText);
  const count =
    [...ofReading.files.values()].reduce((sum, one) => sum + one.count, 0) +
    outcomes.reduce((sum, { violations }) => sum + violations, 0);
  function* all(lang: Language): Generator<PublishedFinding> {
    const [readIn, checkedIn] = [ofReading.open(), ofChecks.open()];
    for (const file of files) {
      const read = mapped(readIn(file), (row) => readingFinding(file, row, waivers, indicators, lang));
      const checked = mapped(checkedIn(file), (found) => checkFinding(found, runs.get(found.run), waivers));
      for (const { finding } of byWordsInPlace(merged(read, checked))) yield finding;
    }
  }
  let kept: readonly PublishedFinding[] | null = null;
  return {
    count,
    all(lang = 'zh') {
      if (count > mostKept || lang !== 'zh') return all(lang);
      kept ??= [...all(lang)];
      return kept;
    },
  };
}

interface ReadingRow extends Omit<Finding, 'params' | 'column'> {
  readonly column_index: number | null;
  readonly params: string;
  readonly sheet_index: number;
  readonly header_last: number | null;
  readonly form: string | null;
  readonly field: string | null;
}

/** Findings that the reading of files made, by sheet, row and column. */
function readingFindings({ engine }: Pick<Store, 'engine'>, unit: string, periods: readonly string[]) {
  const counts = `(s.superseded_by IS NULL OR f.origin = 'period')`;
  const rows = engine
    .prepare<string[], { file: string; id: number; count: number }>(
      `SELECT s.file, s.submission_id AS id, count(*) AS count
        FROM finding f JOIN submission s ON s.submission_id = f.submission_id
        WHERE s.unit = ? AND s.period IN (${periods.map(() => '?').join(', ')}) AND ${counts}
        GROUP BY s.submission_id, s.file`,
    )
    .all(unit, ...periods);
  const files = new Map(rows.map(({ file, id, count }) => [file, { id, count }]));
  const open = () => {
    const statement = engine.prepare<[number], ReadingRow>(
      `SELECT f.rule, f.severity, f.sheet, f.row, f.column_index, f.header, f.value, f.personal, f.params,
        coalesce(t.sheet_index, -1) AS sheet_index, t.header_last, t.form,
        (SELECT min(c.field) FROM source_column c WHERE c.table_id = f.table_id
          AND c.column_index = f.column_index) AS field
        FROM finding f JOIN submission s ON s.submission_id = f.submission_id
          LEFT JOIN source_table t ON t.table_id = f.table_id
        WHERE f.submission_id = ? AND ${counts}
        ORDER BY coalesce(t.sheet_index, -1), coalesce(f.row, 0), coalesce(f.column_index, -1), f.rule, f.finding_id`,
    );
    return (file: string): Iterable<ReadingRow> => {
      const submission = files.get(file);
      return submission ? statement.iterate(submission.id) : [];
    };
  };
  return { files, open };
}

function readingFinding(
  file: string,
  { column_index, params, sheet_index, header_last, form, field, ...row }: ReadingRow,
  waivers: Waivers,
  indicators: readonly Indicator[],
  lang: Language,
): Ordered {
  const found: Finding = { ...row, column: column_index, params: storedJson(params) };
  const waiver = waivers({ ...found, file });
  const costs = found.severity === 'error' && form && field ? figuresCost(indicators, form, field) : [];
  return {
    sheetIndex: sheet_index,
    place: found.column ?? -1,
    finding: publishedFinding(file, found, header_last, waiver, costs, lang),
  };
}

/** Labels of the figures that an error in a column costs; none where it costs its row, and so all figures of the form. */
function figuresCost(indicators: readonly Indicator[], form: string, field: string): readonly string[] {
  const spec = formById(form)?.columns[field]?.spec;
  return spec?.inFigures && !spec.required ? figuresReading(indicators, form, field) : [];
}

function checkFinding(
  found: PlacedViolation,
  check: CheckOutcome['check'] | undefined,
  waivers: Waivers,
): Ordered {
  if (!check) throw new Error(`run ${found.run} is of no check`);
  const problem = maskText(`${check.label}：${found.message}`);
  return {
    sheetIndex: found.sheetIndex,
    place: found.column ?? -1,
    finding: {
      file: found.file,
      ...publishedPlace(found),
      headerRow: null,
      rule: check.id,
      severity: found.severity,
      message: problem,
      problem,
      advice: '',
      ...acceptedBy(waivers({ ...found, rule: check.id })),
    },
  };
}

function* mapped<From, To>(rows: Iterable<From>, to: (row: From) => To): Generator<To> {
  for (const row of rows) yield to(row);
}

/** Two lists in the order of their places as one. */
function* merged(left: Iterable<Ordered>, right: Iterable<Ordered>): Generator<Ordered> {
  const [lefts, rights] = [left[Symbol.iterator](), right[Symbol.iterator]()];
  try {
    let [one, other] = [lefts.next(), rights.next()];
    while (!(one.done && other.done)) {
      if (other.done || (!one.done && byPlace(one.value, other.value) <= 0)) {
        yield one.value;
        one = lefts.next();
      } else {
        yield other.value;
        other = rights.next();
      }
    }
  } finally {
    // Nothing may be written while rows are still being read.
    lefts.return?.();
    rights.return?.();
  }
}

/** The findings of a place stand by rule and message. */
function* byWordsInPlace(findings: Iterable<Ordered>): Generator<Ordered> {
  let same: Ordered[] = [];
  for (const found of findings) {
    if (same[0] && byPlace(same[0], found) !== 0) {
      yield* same.sort(byWords);
      same = [];
    }
    same.push(found);
  }
  yield* same.sort(byWords);
}

function byPlace(a: Ordered, b: Ordered): number {
  return a.sheetIndex - b.sheetIndex || (a.finding.row ?? 0) - (b.finding.row ?? 0) || a.place - b.place;
}

function byWords(a: Ordered, b: Ordered): number {
  return compareText(a.finding.rule, b.finding.rule) || compareText(a.finding.message, b.finding.message);
}
