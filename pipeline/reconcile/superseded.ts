/**
 * Files that do not count: equal copies of another, and originals of which a correction came back, which takes the
 * place of the submissions of its period whose bytes it names. Made anew each time from what is in `inputs/`, so
 * that taking a correction out brings its original back.
 */

import { type Finding, finding } from '../findings/finding.js';
import type { Store } from '../store/database.js';
import { statement } from '../store/statement.js';
import { storedJson } from '../store/stored-json.js';
import { submissionsOf } from '../store/submissions.js';
import { compareText } from '../text/fold.js';
import { writeFinding } from './findings.js';

interface Submission {
  readonly submission_id: number;
  readonly period: string;
  readonly file: string;
  readonly sha256: string | null;
  /** What it corrects, by sha256; none but of a correction. */
  readonly corrects: ReadonlySet<string>;
}

/**
 * Says of every submission of the unit whether a correction has superseded it. A correction counts for its own
 * period only: a department that fills in last year's correction anew must not take last year's figures away.
 * Call inside a transaction, before the rows are reconciled.
 */
export function supersede(store: Store, unit: string): void {
  forgetSuperseded.run(store.engine, { unit });
  store.engine
    .prepare(
      `DELETE FROM finding WHERE origin = 'period' AND table_id IS NULL
        AND submission_id IN (SELECT submission_id FROM submission WHERE unit = ?)`,
    )
    .run(unit);
  const periods = new Map<string, Submission[]>();
  for (const submission of submissionsByFile(store, unit)) {
    const others = periods.get(submission.period);
    if (others) others.push(submission);
    else periods.set(submission.period, [submission]);
  }
  for (const submissions of periods.values()) supersedeIn(store, submissions);
}

const forgetSuperseded = statement((db, given: { unit: string }) =>
  db
    .updateTable('submission')
    .set({ superseded_by: null })
    .where('unit', '=', given.unit)
    .where('superseded_by', 'is not', null),
);

function submissionsByFile({ engine }: Store, unit: string): Submission[] {
  return submissionsOf
    .all(engine, { unit })
    .map((row) => ({ ...row, corrects: new Set(storedJson<string[]>(row.corrects ?? '[]')) }))
    .sort((a, b) => compareText(a.file, b.file));
}

/** The submissions of one period, by file. */
function supersedeIn(store: Store, submissions: readonly Submission[]): void {
  const note = (of: Submission, found: Finding) => writeFinding(store, of.submission_id, null, found);
  const mark = store.engine.prepare('UPDATE submission SET superseded_by = ? WHERE submission_id = ?');
  const originals = submissions.filter((submission, i) => {
    const { sha256 } = submission;
    const same = sha256 === null ? -1 : submissions.findIndex((other) => other.sha256 === sha256);
    const first = submissions[same];
    if (same === i || !first) return true;
    mark.run(first.file, submission.submission_id);
    note(submission, finding('file.same_bytes', 'warning', {}, { other_file: first.file }));
    return false;
  });
  const corrections = originals.filter(({ corrects }) => corrects.size > 0);
  const heldBack = new Set<Submission>();
  for (const original of originals) {
    const [counts, ...others] = lastCorrections(original, corrections);
    if (!counts) continue;
    mark.run(counts.file, original.submission_id);
    note(original, finding('correction.superseded', 'warning', {}, { other_file: counts.file }));
    for (const other of others) {
      if (heldBack.has(other)) continue;
      heldBack.add(other);
      const params = { original: original.file, other_file: counts.file };
      note(other, finding('correction.twice', 'error', {}, params));
    }
  }
  for (const correction of corrections) {
    if (submissions.some((other) => corrects(correction, other))) continue;
    note(correction, finding('correction.original_missing', 'warning'));
  }
}

/** Corrections of a submission that no other of its corrections corrects in turn. */
function lastCorrections(original: Submission, corrections: readonly Submission[]): Submission[] {
  const own = corrections.filter((correction) => corrects(correction, original));
  return own.filter((correction) => !own.some((later) => corrects(later, correction)));
}

function corrects(correction: Submission, other: Submission): boolean {
  return other.sha256 !== null && correction.corrects.has(other.sha256);
}
