/** The short version of `test/kill/kill.ts`. */
import { describe, expect, it } from 'vitest';
import { killRuns } from './kill/kill.js';

describe('runs that are killed at random moments', () => {
  it('leave the last publication whole and nothing that the next run cannot put right', async () => {
    const { kills, faults } = await killRuns(15);
    expect(kills).toBe(15);
    expect(faults).toEqual([]);
  }, 600_000);
});
