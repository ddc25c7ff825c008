/**
 * What offices do to a sheet, two things at a time, drawn with a fixed seed: `METAMORPHIC_PAIRS=1000
 * PROPERTY_SEED=random` tries others.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { officeEdits } from './edits.js';
import { submissions } from './forms.js';
import { faultsOf } from './trials.js';

const pairs = Number(process.env.METAMORPHIC_PAIRS ?? 60);

test('edits in pairs', { timeout: 3_600_000 }, async () => {
  const trial = fc.record({
    submission: fc.constantFrom(...submissions),
    edits: fc.uniqueArray(fc.constantFrom(...officeEdits), { minLength: 2, maxLength: 2 }),
  });
  expect(await faultsOf(fc.sample(trial, pairs))).toEqual([]);
});
