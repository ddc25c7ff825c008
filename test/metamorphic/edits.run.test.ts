/**
 * What offices do to a sheet leaves every figure what it was, or the figure does not have status A and a finding says
 * why: edits alone, and in pairs drawn with a fixed seed. `METAMORPHIC_PAIRS=1000 PROPERTY_SEED=random` tries others.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Edit, officeEdits } from './edits.js';
import { fault, type Published, publish } from './figures.js';
import { type Submission, submissions } from './forms.js';
import type { Book } from './sheet.js';

const pairs = Number(process.env.METAMORPHIC_PAIRS ?? 60);
const perRun = 40;

const sent = ({ previous }: Submission, book: Book) => ({ '2020-11-30': [previous], '2021-11-30': [book] });
const unedited = publish(submissions.map((submission) => sent(submission, submission.book)));

interface Trial {
  readonly submission: Submission;
  readonly edits: readonly Edit[];
}

/** What is wrong with each trial, by its name. */
async function faultsOf(trials: readonly Trial[]): Promise<string[]> {
  const before = await unedited;
  const faults: string[] = [];
  for (let at = 0; at < trials.length; at += perRun) {
    const batch = trials.slice(at, at + perRun);
    const published: Published[] = await publish(
      batch.map(({ submission, edits }) =>
        sent(
          submission,
          edits.reduce((book, edit) => edit.apply(book, submission), submission.book),
        ),
      ),
    );
    batch.forEach(({ submission, edits }, of) => {
      const [own, then] = [published[of], before[submissions.indexOf(submission)]];
      if (!own || !then) throw new Error('not published');
      const isHarmless = edits.length === 1 && edits.every(({ harmless }) => harmless);
      const wrong = fault(then, own, isHarmless);
      if (wrong !== '')
        faults.push(`${submission.name}, ${edits.map(({ name }) => name).join(' + ')}: ${wrong}`);
    });
  }
  return faults;
}

test('the submissions are in order as they are', async () => {
  for (const { figures, findings } of await unedited) {
    expect(figures.size).toBeGreaterThan(0);
    expect([...figures.values()].filter(({ status }) => status !== 'A')).toEqual([]);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  }
});

test('there are at least forty edits, each of another name', () => {
  expect(new Set(officeEdits.map(({ name }) => name)).size).toBe(officeEdits.length);
  expect(officeEdits.length).toBeGreaterThanOrEqual(40);
});

test('each edit alone', { timeout: 600_000 }, async () => {
  // Each edit on one submission, and all submissions in turn: what an edit does is of the kind and not of the form.
  const trials = officeEdits.map((edit, at) => ({
    submission: submissions[at % submissions.length] as Submission,
    edits: [edit],
  }));
  expect(await faultsOf(trials)).toEqual([]);
});

test('edits in pairs', { timeout: 3_600_000 }, async () => {
  const trial = fc.record({
    submission: fc.constantFrom(...submissions),
    edits: fc.uniqueArray(fc.constantFrom(...officeEdits), { minLength: 2, maxLength: 2 }),
  });
  expect(await faultsOf(fc.sample(trial, pairs))).toEqual([]);
});
