import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fillWorkbook } from '../pipeline/publish/templates/fill.js';
import type { Resolver } from '../pipeline/publish/templates/resolver.js';
import { changedParts } from './helpers/template-book.js';
test('x', async () => {
  const bytes = new Uint8Array(readFileSync('/tmp/tpl/lo/raw.xlsx'));
  const resolver: Resolver = {
    figure({ field, group, id }) { return field === 'status' ? { value: 'P', number: false, text: 'P' } : { value: id.includes('share') ? '33.333333333333' : '12.5', number: true, text: '12.5' }; },
    groups: () => ['甲', '乙', '丙'],
    names: { unit: '示例镇', county: '示例县', province: '示例省', year: '2021', as_of: '2021年11月30日' },
  };
  const { bytes: out, findings } = fillWorkbook(bytes, resolver);
  console.log(findings.map((f) => `${f.rule} ${JSON.stringify(f.params)}`));
  if (out) { writeFileSync('/tmp/tpl/lo/filled.xlsx', out); console.log(changedParts(bytes, out)); }
  expect(out).not.toBeNull();
});
