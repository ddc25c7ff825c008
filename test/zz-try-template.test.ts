import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fillWorkbook } from '../pipeline/publish/templates/fill.js';
import type { Resolver } from '../pipeline/publish/templates/resolver.js';
import { template } from './example/template.js';
test('x', async () => {
  const bytes = await template();
  writeFileSync('/tmp/tpl/raw.xlsx', bytes);
  const hash = (s: string) => [...s].reduce((n, c) => (n * 31 + c.charCodeAt(0)) % 9973, 7);
  const groups = ['示例食品产业园', '示例新材料基地', '冷链物流园', '包装印刷厂', '农机装配', '纺织园'];
  const resolver: Resolver = {
    figure({ id, group, field }) {
      const base = (hash(id) % 80) + 20 + (group ? hash(group) % 9 : 0);
      const prev = base - (hash(`${id}p`) % 17) + 8;
      if (group === '农机装配' && field !== 'value') return { value: null, number: true, text: '【缺】' };
      if (field === 'status') return { value: hash(id) % 3 === 0 ? 'P' : 'A', number: false, text: 'A' };
      const v = id.includes('move_in') && (field === 'value' || field === 'previous') ? '2023' : field === 'previous' ? String(prev) : field === 'change' ? String(id.includes('move_in') ? 0 : base - prev) : field === 'change_pct' ? (((base - prev) / prev) * 100).toFixed(6) : String(base + (id.includes('amount') || id.includes('invest') ? 0.25 : 0));
      return { value: v, number: true, text: v };
    },
    groups: (id) => (id.startsWith('communities') ? ['晨曦社区', '云杉社区'] : groups),
    names: { unit: '示例镇', county: '示例县', province: '示例省', year: '2021', as_of: '2021年11月30日' },
  };
  const { bytes: out, findings } = fillWorkbook(bytes, resolver);
  console.log(findings.map((f) => `${f.rule} ${JSON.stringify(f.params)}`));
  expect(out).not.toBeNull();
  if (out) writeFileSync('/tmp/tpl/filled.xlsx', out);
});
