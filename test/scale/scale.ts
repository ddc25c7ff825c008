/**
 * How far one machine goes: submissions of a county, a city or a province, and a cost model fitted to runs on parts
 * of the province.
 *
 *     npm run scale -- generate --out DIR [--level county|city|province] [--townships N]
 *     npm run scale -- measure [--folder DIR] [--parts 2,18,180]
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from './generate.js';
import { measureProvince } from './measure.js';
import { type Level, townshipsOf } from './places.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: 'inputs' },
    level: { type: 'string', default: 'county' },
    townships: { type: 'string' },
    folder: { type: 'string', default: join(tmpdir(), 'township-metrics-scale') },
    parts: { type: 'string', default: '2,18,180' },
  },
});
const [command] = positionals;
if (command === 'generate') {
  const { level } = values;
  if (!isLevel(level)) throw new Error(`--level ${level} is none of ${Object.keys(townshipsOf).join(', ')}`);
  const made = await generate(values.out, level, Number(values.townships ?? townshipsOf[level]));
  console.log(`${made.townships} townships, ${made.files} files, ${made.rows} rows of the two large forms`);
} else if (command === 'measure') {
  console.log((await measureProvince(values.folder, values.parts.split(',').map(Number))).join('\n'));
} else {
  throw new Error(`generate or measure is expected, not ${command ?? 'nothing'}`);
}

function isLevel(text: string): text is Level {
  return Object.hasOwn(townshipsOf, text);
}
