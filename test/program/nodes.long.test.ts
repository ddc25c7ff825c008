/** The same bytes with every Node that is supported, and not a word on standard error. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { publishedExample } from '../helpers/example.js';
import { nodes, otherNode } from '../helpers/nodes.js';
import { temporary } from '../helpers/temporary.js';
import { published } from '../helpers/township.js';

const root = temporary('nodes');
afterAll(() => rmSync(root, { recursive: true, force: true }));

const available = process.platform === 'linux' && process.arch === 'x64';
if (!available) console.log('skipped: the other Nodes are packages for Linux on x64');

describe.skipIf(!available)('the example', () => {
  it.each(nodes)('is published by Node %s as by this one', { timeout: 300_000 }, async (version) => {
    const example = await publishedExample();
    const { node, cli } = otherNode(version);
    expect(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()).toBe(`v${version}`);
    const outputs = join(root, version);
    const args = ['--inputs', example.inputs, '--outputs', outputs, '--today', '2021-12-05', '--quiet'];
    const { status, stderr } = spawnSync(node, [cli, 'run', ...args], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    const expected = published(example.folder);
    expect(Object.keys(expected).length).toBeGreaterThan(150);
    expect(published(join(outputs, example.unit, '2021-11-30'))).toEqual(expected);
    expect(stderr).toBe('');
  });
});
