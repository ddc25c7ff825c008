/**
 * What offices do to a sheet leaves every figure what it was, or the figure does not have status A and a finding says
 * why.
 */
import { expect, test } from 'vitest';
import { officeEdits } from './edits.js';
import { type Submission, submissions } from './forms.js';
import { faultsOf, unedited } from './trials.js';

test('the submissions are in order as they are', async () => {
  for (const { figures, findings } of await unedited()) {
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
