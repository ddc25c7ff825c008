import { readFileSync, writeFileSync } from 'node:fs';
import { it } from 'vitest';
import Papa from 'papaparse';
import { publishReport } from '../pipeline/publish/report/index.js';
import { publication, figure } from './helpers/publication.js';
it('try', async () => {
  const rows = Papa.parse<Record<string,string>>(readFileSync('/tmp/rx/示例镇/2021-11-30/figures.csv','utf8').replace(/^\ufeff/,''),{header:true,skipEmptyLines:true}).data;
  const n = (x?: string) => (x ? x : null);
  const figures = rows.map((r) => figure({ id: r.id!, label: r.label!, unit: r.unit!, group: r.group!, kind: r.kind as 'flow', value: n(r.value), previous: n(r.previous), change: n(r.change), changePct: n(r.change_pct), status: r.status as 'A', previousStatus: r.previous_status as 'A', changeStatus: r.change_status as 'A', rows: Number(r.rows), previousRows: Number(r.previous_rows), department: r.department!, rowsHeldBack: Number(r.rows_held_back), zeroClaim: /accidents|polluting|escalated/.test(r.id!), parts: r.kind === 'ratio' ? ['villages.office_building.count', 'villages.total.count'] : [] }));
  const p = publication({ figures });
  console.log(await publishReport(p, null, '/tmp/rep', { traces: true }));
  console.log(readFileSync('/tmp/rep/report.md', 'utf8'));
});
