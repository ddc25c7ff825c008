/** What makes two definitions of an indicator comparable, and what does not. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { choice, type Form, measure } from '../../pipeline/forms/define.js';
import { forms } from '../../pipeline/forms/index.js';
import { loadIndicators } from '../../pipeline/indicators/catalogue.js';
import { definitionHashes } from '../../pipeline/indicators/definition.js';
import { temporary } from '../helpers/temporary.js';

const sql = new URL('../../sql/indicators', import.meta.url).pathname;
const id = 'roads.built.length';

/** The indicators whose definition is another once a text of one's file, or a form, was changed. */
function changed(replace: readonly [string, string] | null, form: Partial<Form> = {}): string[] {
  const folder = join(temporary('definition'), 'indicators');
  cpSync(sql, folder, { recursive: true });
  const file = join(folder, 'roads/built.length.sql');
  const text = readFileSync(file, 'utf8');
  if (replace) {
    expect(text).toContain(replace[0]);
    writeFileSync(file, text.replace(...replace));
  }
  const others = forms.map((one): Form => (one.id === 'roads' ? { ...one, ...form } : one));
  const before = definitionHashes(loadIndicators(sql), forms);
  const after = definitionHashes(loadIndicators(folder), others);
  return Object.keys(before).filter((name) => before[name] !== after[name]);
}

const roads = forms.find((form) => form.id === 'roads') as Form;

it.each([
  ['another note', ['-- 养护不算修建', '-- 日常养护不算'] as const, {}],
  ['another label', ['-- label: 修建村级道路', '-- label: 修路'] as const, {}],
  ['another place in the report', ['-- place: 4.08', '-- place: 4.77'] as const, {}],
  ['another layout', ['\n  AND nature', '\n\n    AND   nature'] as const, {}],
  ['another title of the form', null, { title: '道路' }],
  [
    'another header and another way of writing a word',
    null,
    {
      columns: {
        ...roads.columns,
        length: measure('修建长度', 'length', '公里'),
        nature: choice('性质', { 新建: ['新修'], 改建: [], 硬化: [], 养护: [] }),
      },
    },
  ],
  [
    'a column that the query does not name',
    null,
    { columns: { ...roads.columns, width: measure('宽', 'length', '公里') } },
  ],
])('%s changes nothing that is counted', (_, replace, form) => {
  expect(changed(replace, form)).toEqual([]);
});

it.each([
  ['a condition', ["('新建', '改建', '硬化')", "('新建', '改建')"] as const, {}],
  ['the unit', ['-- unit: 公里', '-- unit: 米'] as const, {}],
  ['what is summed', ['length AS value', 'length * 2 AS value'] as const, {}],
  [
    'the allowed words of a column that the query names',
    null,
    { columns: { ...roads.columns, nature: choice('建设性质', { 新建: [], 改建: [], 硬化: [] }) } },
  ],
  ['the key by which rows are matched', null, { key: ['village', 'road_name'] }],
])('%s makes another definition', (_, replace, form) => {
  expect(changed(replace, form)).toContain(id);
});
