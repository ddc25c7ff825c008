/** The example of `inputs/`, published once for all test files that only read what was published. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inject } from 'vitest';
import { type CliResult, cli } from './cli.js';

export interface PublishedExample {
  readonly inputs: string;
  readonly outputs: string;
  readonly unit: string;
  /** Of its publication. */
  readonly folder: string;
  readonly result: CliResult;
}

const inputs = join(import.meta.dirname, '../../inputs');
const unit = '示例镇';

/** The publication, which nobody changes; the first who asks makes it, and the others wait. */
export async function publishedExample(): Promise<PublishedExample> {
  const root = inject('shared');
  const outputs = join(root, 'outputs');
  const recorded = join(root, 'result.json');
  if (mkdirSync(outputs, { recursive: true })) {
    const result = await cli(['run', '--inputs', inputs, '--outputs', outputs, '--today', '2021-12-05']);
    writeFileSync(`${recorded}.new`, JSON.stringify(result));
    renameSync(`${recorded}.new`, recorded);
  }
  while (!existsSync(recorded)) await setTimeout(50);
  const result: CliResult = JSON.parse(readFileSync(recorded, 'utf8'));
  if (result.code !== 0) throw new Error(result.stderr);
  return { inputs, outputs, unit, folder: join(outputs, unit, '2021-11-30'), result };
}
