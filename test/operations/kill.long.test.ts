/** The short version of `test/kill/kill.ts`. */
import { describe, expect, it } from 'vitest';
import { killRuns } from '../kill/kill.js';

describe('runs that are killed at random moments', () => {
  it('leave the last publication whole and nothing that the next run cannot put right', async () => {
    const { kills, betweenTheRenames, faults } = await killRuns(24);
    expect(faults).toEqual([]);
    expect(kills).toBe(24);
    expect(betweenTheRenames).toBeGreaterThan(0);
  }, 600_000);
});
