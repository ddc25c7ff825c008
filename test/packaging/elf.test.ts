/** What a native file asks of the C library. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { neededVersions, newerThanGlibc } from '../../pipeline/packaging/elf.js';

it('versions above the one that there is are newer, and so is what has no number', () => {
  const names = ['GLIBC_2.2.5', 'GLIBC_2.9', 'GLIBC_2.28', 'GLIBC_2.29', 'GLIBC_3.0', 'GLIBC_ABI_DT_RELR'];
  expect(newerThanGlibc([...names, 'GLIBCXX_3.4.30'], '2.28')).toEqual([
    'GLIBC_2.29',
    'GLIBC_3.0',
    'GLIBC_ABI_DT_RELR',
  ]);
});

it.runIf(process.platform === 'linux')('the versions are read from the file itself', () => {
  expect(neededVersions(readFileSync(process.execPath))).toContain('GLIBC_2.14');
});

it('other files are none', () => {
  expect(neededVersions(Buffer.from('#!/bin/sh\n'))).toBeNull();
  expect(neededVersions(Buffer.alloc(4096))).toBeNull();
});
