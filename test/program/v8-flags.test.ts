/** Flags are set where this Node knows them: V8 reports others on standard error, in every command. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { flagsOf } from '../../pipeline/program/v8-flags.js';

const nameOf = (flag: string) => flag.replace(/^--(?:no-)?/, '').replace(/=.*/, '');

test('this Node knows each flag that is set on it', () => {
  const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  const own = flagsOf(process.versions.node);
  expect(own.length).toBeGreaterThan(0);
  for (const flag of own) expect(known).toContain(`--${nameOf(flag)} `);
});

test.each([
  ['20.19.0', ['interrupt-budget', 'allocation-site-pretenuring']],
  ['22.0.0', ['invocation-count-for-maglev', 'invocation-count-for-turbofan', 'allocation-site-pretenuring']],
  [
    '26.12.1',
    ['invocation-count-for-maglev', 'invocation-count-for-turbofan', 'allocation-site-pretenuring'],
  ],
  ['28.0.0', []],
])('Node %s gets those of its V8', (version, names) => {
  expect(flagsOf(version).map(nameOf)).toEqual(names);
});
