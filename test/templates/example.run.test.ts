/** The shipped template, filled, as LibreOffice opens and computes it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, describe, expect, test } from 'vitest';
import { fillWorkbook, listMarks } from '../../pipeline/templates/fill.js';
import type { Resolver } from '../../pipeline/templates/resolver.js';
import { template } from '../example/template.js';
import { texts } from '../helpers/template-book.js';

const scratch = mkdtempSync(join(tmpdir(), 'template-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const ids = new Set(
  readdirSync(join(import.meta.dirname, '../../sql/indicators'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length).replaceAll(/[\\/]/g, '.')),
);

const projects: Readonly<Record<string, string>> = { 食品园: '12.5', 材料园: '7.25', 冷链园: '0.25' };

const resolver: Resolver = {
  figure({ id, group, field }) {
    if (!ids.has(id)) return { error: 'unknown', nearest: '' };
    if (id === 'petitions.resolved.count')
      return { value: null, number: true, text: '【缺：综治中心，化解信访案件】' };
    const value =
      field === 'status'
        ? 'A'
        : id === 'projects.investment.total' && group && field === 'value'
          ? (projects[group] ?? '')
          : '8';
    return { value, number: field !== 'status', text: value };
  },
  groups: (id) => (id.startsWith('communities.') ? ['晨曦社区', '云杉社区'] : Object.keys(projects)),
  names: { unit: '示例镇', county: '示例县', province: '示例省', year: '2021', as_of: '2021年11月30日' },
};

/** A sheet of a workbook as LibreOffice computes it: rows of cells. */
function computed(name: string, bytes: Uint8Array, sheet: number): string[][] {
  const file = join(scratch, `${name}.xlsx`);
  writeFileSync(file, bytes);
  const filter = `csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,${sheet}`;
  const profile = `-env:UserInstallation=file://${join(scratch, 'profile')}`;
  execFileSync('soffice', [profile, '--headless', '--convert-to', filter, '--outdir', scratch, file], {
    stdio: 'pipe',
  });
  const csv = readdirSync(scratch).find((f) => f.startsWith(`${name}-`) && f.endsWith('.csv'));
  const text = readFileSync(join(scratch, csv ?? ''), 'utf8');
  rmSync(join(scratch, csv ?? ''));
  return Papa.parse<string[]>(text).data;
}

function officeThere(): boolean {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'pipe' });
    return true;
  } catch {
    console.log('skipped: LibreOffice (soffice) is not installed');
    return false;
  }
}

const bytes = await template();
const filled = fillWorkbook(bytes, resolver);

describe('the template of the example', () => {
  test('is made again byte for byte', async () => {
    expect(Buffer.compare(await template(), bytes)).toBe(0);
  });

  test('marks every figure that is not broken down, and no other', () => {
    const marked = new Set(listMarks(bytes, resolver).map((m) => m.mark));
    const missing = [...ids].filter(
      // The example owes no employment workshops.
      (id) => !/^(?:projects|communities|workshops)\./.test(id) && !marked.has(`{{${id}}}`),
    );
    expect(missing).toEqual([]);
    expect(filled.findings.filter((f) => f.severity === 'error')).toEqual([]);
  });

  test('charts draw what was filled in, a missing figure as nothing', () => {
    const parts = texts(filled.bytes);
    const matters = parts.get('xl/charts/chart4.xml') ?? '';
    expect([...matters.matchAll(/<c:v>([^<]*)/g)].map((m) => m[1])).toEqual(
      [
        '上年同期',
        '新建教学楼',
        '学校广场',
        '群众性文体活动',
        '化解信访案件（含办结）',
        '8',
        '8',
        '8',
      ].concat(['本期', '新建教学楼', '学校广场', '群众性文体活动', '化解信访案件（含办结）', '8', '8', '8']),
    );
    const investment = parts.get('xl/charts/chart5.xml') ?? '';
    expect(investment).toContain('<c:f>重点项目!$C$4:$C$6</c:f>');
    expect(investment).toContain('<c:pt idx="2"><c:v>0.25</c:v></c:pt>');
  });
});

describe.skipIf(!officeThere())('LibreOffice', () => {
  test('computes the formulas of the repeated rows and of the sum below them', () => {
    const rows = computed('projects', filled.bytes ?? bytes, 3);
    expect(rows.slice(3, 7).map((row) => row.slice(0, 6).join(' '))).toEqual([
      '1 食品园 12.5 8 8 62.5',
      '2 材料园 7.25 8 8 36.25',
      '3 冷链园 0.25 8 8 1.25',
      ' 合计 20 24 — —',
    ]);
  }, 60_000);

  test('numbers the communities behind the last line', () => {
    const rows = computed('ledger', filled.bytes ?? bytes, 1);
    const last = rows
      .filter((row) => row[1]?.endsWith('计划入住年份'))
      .map((row) => row.slice(0, 4).join(' '));
    expect(last).toEqual(['27 晨曦社区计划入住年份 年 8', '28 云杉社区计划入住年份 年 8']);
  }, 60_000);
});
