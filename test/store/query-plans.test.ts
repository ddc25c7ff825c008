/** How SQLite goes about the queries of a run: what they read grows with the rows asked for, not with their square. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadChecks } from '../../pipeline/checks/catalogue.js';
import { forms } from '../../pipeline/forms/index.js';
import { loadIndicators } from '../../pipeline/indicators/catalogue.js';
import { run } from '../../pipeline/run.js';
import { openStore, type Store } from '../../pipeline/store/database.js';
import { asked } from '../helpers/stand-in.js';
import { writeFiles } from '../helpers/submissions.js';
import { temporary } from '../helpers/temporary.js';

interface Step {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

/** Loops over the rows of a form: those of a period, or all there are. */
const ofPeriod = /^SEARCH \w+ USING (COVERING )?INDEX \w+_row_\w+ \(unit=\? AND period=\?( AND held=\?)?\)/;
const ofAll = new RegExp(`^SCAN (r|(${forms.map(({ id }) => id).join('|')})_row)\\b`);
/** A list inside of a value is none of a form's rows. */
const isWide = (detail: string) =>
  ofPeriod.test(detail) || (/^SCAN (?!CONSTANT)/.test(detail) && !detail.includes('VIRTUAL TABLE'));

/** What of a plan costs more than the rows that are asked for; nothing where all is well. */
function faults(plan: readonly Step[]): string[] {
  const steps = new Map(plan.map((step) => [step.id, step]));
  const withinLoop = ({ parent }: Step): boolean => {
    const above = steps.get(parent);
    return above !== undefined && (above.detail.startsWith('CORRELATED') || withinLoop(above));
  };
  const again = (step: Step) =>
    plan.find((first) => first.parent === step.parent && isWide(first.detail)) !== step;
  return [
    ...plan.filter(({ detail }) => ofAll.test(detail)),
    ...plan.filter((step) => isWide(step.detail) && withinLoop(step)),
    ...plan.filter((step) => isWide(step.detail) && again(step)),
  ].map(({ detail }) => detail);
}

describe('the plan of a query', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore(join(temporary('plans'), 'township.sqlite'), 'sql/schema', forms);
  });
  afterAll(() => store.close());

  const planOf = (sql: string) =>
    store.engine.prepare<[object], Step>(`EXPLAIN QUERY PLAN ${sql}`).all({ ...asked });

  const definitions = [
    ...loadIndicators('sql/indicators').filter(({ parts }) => parts === null),
    ...loadChecks('sql/checks'),
  ];

  it.each(definitions.map(({ id, sql }) => [id, sql]))('%s reads no row once per row', (_, sql) => {
    expect(faults(planOf(sql))).toEqual([]);
  });

  it('sorts nothing but where the definition asks for an order or for groups', () => {
    const sorts = definitions
      .filter(({ sql }) => planOf(sql).some(({ detail }) => detail.startsWith('USE TEMP B-TREE')))
      .map(({ id }) => id);
    expect(sorts).toEqual([
      'projects.over_100m.count',
      'workshops.introduced.count',
      'discipline.members.count',
      'enterprises.unit_slip',
      'insurance.persons_exceed_population',
      'insurance.refund_exceeds',
      ...['insurance_payments', 'projects', 'roads', 'rural_funds', 'village_spending', 'villages'].map(
        (form) => `${form}.unit_slip`,
      ),
    ]);
  });

  it('of one source table touches the rows of that table alone', () => {
    const rowByRow = loadIndicators('sql/indicators').filter((known) => known.rowByRow);
    expect(rowByRow.length).toBeGreaterThan(30);
    const others = rowByRow.filter(({ sql }) =>
      planOf(`SELECT * FROM (${sql}) AS q WHERE q.row_id >= 1 AND q.row_id < 2`).some(
        ({ detail }) => !detail.includes('rowid>? AND rowid<?'),
      ),
    );
    expect(others.map(({ id }) => id)).toEqual([]);
  });

  it.each([
    [
      'looks for each row among all others',
      `SELECT a.row_id FROM insurance_payments a WHERE a.unit = :unit AND a.period = :period AND NOT EXISTS (
        SELECT 1 FROM insurance_payments b WHERE b.unit = :unit AND b.period = :period AND b.person_id = a.person_id)`,
    ],
    [
      'joins two forms without an index',
      `SELECT a.row_id FROM petitions a JOIN enterprises b ON b.phone > a.phone
        WHERE a.unit = :unit AND a.period = :period AND b.unit = :unit AND b.period = :period`,
    ],
    ['reads every period', 'SELECT row_id FROM village_spending'],
  ])('shows a query that %s', (_, sql) => {
    expect(faults(planOf(sql))).not.toEqual([]);
  });
});

it('no statement of a run reads all rows of a form, or its rows once per row', async () => {
  const root = temporary('statements');
  const inputs = join(root, 'inputs');
  mkdirSync(inputs);
  const payments = ['姓名', '身份证号', '所属村', '险种', '缴费日期', '缴费金额', '缴费状态'];
  const files = (year: number) => ({
    [`${year}-11-30/企业.csv`]: [
      ['统一社会信用代码', '企业名称', '所属村', '成立日期', '是否规上', '纳税人类型', '企业规模'],
      ['91370000MA3AAAA153', '甲公司', '东庄村', '2019-5-1', '是', '一般纳税人', '小型'],
      ['91370000MA3AAAA153', '乙公司', '东庄', '2019-5-1', '是', '一般纳税人', '小型'],
    ],
    [`${year}-11-30/缴费.csv`]: [
      payments,
      ['张三', '370000198001010017', '东庄村', '养老', `${year}-5-1`, 300, '已缴'],
      ['张三', '370000198001010017', '东庄村', '养老', `${year}-5-1`, 300, '已缴'],
      ['张三', '370000198001010017', '西庄村', '医疗', `${year}-6-1`, 320, '退费'],
    ],
    [`${year}-11-30/支出.csv`]: [
      ['行政村', '凭证号', '支出日期', '支出类别', '金额（万元）'],
      ['东庄村', '1', `${year}-3-1`, '公共支出', 5],
    ],
    [`${year}-11-30/村.csv`]: [
      ['行政村', '办公场所类型', '人口'],
      ['东庄村', '楼房', 800],
      ['西庄村', '楼房', 700],
    ],
  });
  writeFiles(join(inputs, '泰平镇'), { ...files(2020), ...files(2021) });
  const outputs = join(root, 'outputs');
  const prepare = vi.spyOn(SqliteDatabase.prototype, 'prepare');
  const options = { inputs, outputs, unit: null, period: null, asOf: null, today: '2021-12-05' };
  const report = await run(
    { ...options, lang: 'zh', json: false, quiet: true, strict: false },
    pino({ level: 'silent' }),
  );
  const statements = [...new Set(prepare.mock.calls.map(([sql]) => sql))];
  prepare.mockRestore();
  expect(report.units).toMatchObject([{ outcome: 'published' }]);

  const database = new SqliteDatabase(join(outputs, 'township.sqlite'), { readonly: true });
  database.function('sha256_of', (bytes: unknown) => bytes);
  const found = statements
    .filter((sql) => /^\s*(--.*\n)*\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b/.test(sql))
    .flatMap((sql) => {
      const bound = [...sql.matchAll(/:(\w+)/g)].map(([, name]) => [name, null]);
      const plain = sql.replaceAll('?', 'NULL');
      const plan = database
        .prepare<[object], Step>(`EXPLAIN QUERY PLAN ${plain}`)
        .all(Object.fromEntries(bound));
      return faults(plan).map((fault) => `${fault} in ${sql}`);
    });
  database.close();
  expect(statements.length).toBeGreaterThan(80);
  expect(found).toEqual([]);
}, 60_000);
