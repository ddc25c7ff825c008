/**
 * Writes the example submissions:
 *
 *     node generate.js --out inputs [--seed 1] [--scale 1] [--unit 示例镇]
 *
 * `--scale 10` makes ten times as many rows, another seed another township.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { example } from './example.js';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'inputs' },
    seed: { type: 'string', default: '1' },
    scale: { type: 'string', default: '1' },
    unit: { type: 'string', default: '示例镇' },
  },
});
const files = await example({
  seed: Number(values.seed),
  scale: Number(values.scale),
  unit: values.unit,
});
for (const [path, bytes] of files) {
  const file = join(values.out, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}
console.log(`${files.size} files written to ${join(values.out, values.unit)}`);
