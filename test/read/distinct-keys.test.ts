import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinctKeys } from '../../pipeline/read/distinct-keys.js';

const told = (keys: Iterable<string | null>, places?: number) => {
  const { add, differ } = distinctKeys(places);
  for (const key of keys) add(key);
  return differ();
};

const many = Array.from({ length: 20_000 }, (_, i) => JSON.stringify([`3700001980${i}`, '养老', 2021]));

describe('that the keys of a large table differ', () => {
  it('is told where no key stands twice, whatever rows have none', () => {
    expect(told(many)).toBe(true);
    expect(told([null, ...many, null])).toBe(true);
  });

  it('is never told where one does, wherever it stands', () => {
    fc.assert(
      fc.property(fc.nat(many.length - 1), fc.nat(many.length), (which, at) => {
        expect(told([...many.slice(0, at), many[which] ?? '', ...many.slice(at)])).toBe(false);
      }),
      { numRuns: 30, seed: 20211130 },
    );
  });

  it('is told where they fill several tables, and never where the first comes again', () => {
    expect(told(numbered(60_000), 1 << 14)).toBe(true);
    expect(told(followedBy(numbered(60_000), '0'), 1 << 14)).toBe(false);
  });

  it('is left to sorting where they are few, or more than memory is kept for', () => {
    expect(told(many.slice(0, 100))).toBe(false);
    expect(told(numbered(90_000), 1 << 14)).toBe(false);
  });
});

function* numbered(count: number): Generator<string> {
  for (let i = 0; i < count; i++) yield String(i);
}

function* followedBy(keys: Iterable<string>, last: string): Generator<string> {
  yield* keys;
  yield last;
}
