/** The catalogues of `sql/` refuse what does not keep their rules, with file and line. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadChecks } from '../../pipeline/checks/catalogue.js';
import type { Form } from '../../pipeline/forms/define.js';
import { forms } from '../../pipeline/forms/index.js';
import { loadIndicators } from '../../pipeline/indicators/catalogue.js';

const allForms: readonly Form[] = forms;

describe('a definition that does not keep the rules', () => {
  const header = [
    'label: 试验',
    'unit: 个',
    'kind: stock',
    'place: 9.01',
    'definition: 试验',
    'aggregate: count',
    'form: villages',
    'column: village',
  ];
  const query = 'SELECT row_id\nFROM villages\nWHERE unit = :unit AND period = :period';

  /** Loads files that are given by their path below the folder. */
  function loading<T>(load: (dir: string) => T, files: Readonly<Record<string, string>>): () => T {
    const dir = mkdtempSync(path.join(tmpdir(), 'sql-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.join(dir, path.dirname(name)), { recursive: true });
      writeFileSync(path.join(dir, name), text);
    }
    return () => {
      try {
        return load(dir);
      } finally {
        rmSync(dir, { recursive: true });
      }
    };
  }

  const file = (lines: readonly string[], sql: string) =>
    `${lines.map((line) => `-- ${line}`).join('\n')}\n\n${sql}\n`;
  const replaced = (key: string, line: string) =>
    header.map((old) => (old.startsWith(`${key}:`) ? line : old)).filter((kept) => kept !== '');
  const indicator = (lines: readonly string[], sql = query) =>
    loading(loadIndicators, { 'test/x.count.sql': file(lines, sql) });

  it('is refused only when it is wrong', () => {
    expect(indicator(header)()).toMatchObject([
      { id: 'test.x.count', section: 9, order: 1, form: 'villages' },
    ]);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['an unknown field', [...header, 'colour: red'], /x\.count\.sql:9: there is no header field colour/],
    ['a lacking field', replaced('label', ''), /x\.count\.sql:1: the header lacks label/],
    ['a field said twice', [...header, 'unit: 个'], /:9: the header says unit twice/],
    ['an empty field', replaced('label', 'label:'), /:1: label is empty/],
    ['a line that is no field', [...header, '说明'], /:9: a header line reads "-- key: value"/],
    ['an unknown kind', replaced('kind', 'kind: stocks'), /:3: kind is one of stock, flow, planned, ratio/],
    ['a place that is none', replaced('place', 'place: 9'), /:4: place is section\.order/],
    ['an unknown form', replaced('form', 'form: villagers'), /:7: there is no form villagers/],
    ['an unknown column', replaced('column', 'column: mayor'), /:8: villages has no column mayor/],
    ['a unit of another dimension', replaced('unit', 'unit: 公里'), /:2: 公里 is no unit of 个数/],
    [
      'an unknown required value',
      [...header, 'requires: office_type = 帐篷'],
      /:9: 帐篷 is no value of office_type/,
    ],
  ])('with %s is refused', (_, lines, message) => {
    expect(indicator(lines)).toThrow(message);
  });

  it.each<[string, string, RegExp]>([
    ['GROUP BY', `${query}\nGROUP BY\nrow_id`, /:13: GROUP BY/],
    ['no :period', 'SELECT row_id FROM villages WHERE unit = :unit', /:10: the query does not use :period/],
    ['a parameter of flows', `${query} AND office_built_date >= :from`, /:12: :from is no parameter here/],
    [
      'rows that are held back',
      query.replace('villages', 'villages_row'),
      /:11: villages_row also holds rows/,
    ],
    ['a table of the program', query.replace('villages', 'evidence'), /:11: evidence is none of the views/],
    [
      'a second table after a comma',
      query.replace('villages', 'villages v, submission s'),
      /:11: submission is none/,
    ],
    ['a joined table', query.replace('villages', 'villages JOIN submission'), /:11: submission is none/],
    ['another form’s view only', query.replace('villages', 'roads'), /does not read villages/],
    ['two statements', `${query};\nSELECT 1`, /:12: one query to a file/],
    ['a vendor’s cast', `${query} AND population::int > 1`, /:12: a cast is written CAST/],
    ['a vendor’s function', `${query} AND strftime('%Y') > 1`, /:12: strftime is not portable/],
    ['no query', '', /there is no query/],
    [
      'a query that changes data',
      'DELETE FROM villages WHERE unit = :unit AND period = :period',
      /begins with SELECT or WITH/,
    ],
  ])('whose query has %s is refused', (_, sql, message) => {
    expect(indicator(header, sql)).toThrow(message);
  });

  it('is not refused for what stands in comments and strings, or for tables of its own', () => {
    const sql = `WITH own AS (\n  SELECT row_id FROM villages WHERE unit = :unit AND period = :period\n    AND village <> 'GROUP BY ; ::' -- GROUP BY ; x_row\n)\nSELECT row_id FROM own /* FROM x_row */`;
    expect(indicator(header, sql)()).toHaveLength(1);
  });

  it('says the columns that its query reads: those that the form asks for, and the others', () => {
    const read = `${query}\n  AND population > 10 AND office_type = '楼房'`;
    const said = (...lines: string[]) => indicator([...header, ...lines], read);
    const right = ['needs: village, office_type', 'reads: population'];
    const own = read.replace('10', "10 AND village <> ''");
    expect(indicator([...header, ...right], own)()).toMatchObject([
      { needs: ['village', 'office_type'], reads: ['population'] },
    ]);
    expect(said(...right)).toThrow(/:9: by its query and the form, the header should say needs: office_type/);
    expect(said('needs: office_type')).toThrow(/:1: .*should say reads: population/);
    expect(indicator([...header, 'needs: office_type'])).toThrow(/:9: .*should say leave needs out/);
  });

  it('says them in every definition that ships', () => {
    for (const { id, parts, needs, reads } of loadIndicators('sql/indicators')) {
      if (parts === null) expect([id, needs.length + reads.length]).not.toEqual([id, 0]);
    }
    const said = readdirSync('sql/indicators', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.sql'))
      .map((name) => readFileSync(path.join('sql/indicators', name), 'utf8'))
      .filter((text) => !text.includes('-- kind: ratio'));
    expect(said.every((text) => text.includes('\n-- needs: '))).toBe(true);
  });

  it('needs the span in a flow', () => {
    expect(indicator(replaced('kind', 'kind: flow'))).toThrow(/does not use :from, which it needs\n.*:as_of/);
  });

  it('must not take another’s place, and all that is wrong is told at once', () => {
    const files = { 'a/x.sql': file(header, query), 'a/y.sql': file(header, query) };
    expect(loading(loadIndicators, files)).toThrow(/y\.sql:4: place 9\.01 is that of a\.x/);
    const two = file([...header, 'colour: red'], `${query};`);
    expect(loading(loadIndicators, { 'a/x.sql': two })).toThrow(/:9: there is no.*\n.*:13: one query/);
  });

  it('as a ratio has two parts and no query', () => {
    const ratio = ['label: 占比', 'unit: %', 'kind: ratio', 'place: 9.02', 'definition: 占比'];
    const parts = ['numerator: test.x.count', 'denominator: test.x.count', 'factor: 100'];
    const part = { 'test/x.count.sql': file(header, query) };
    const of = (lines: readonly string[], sql = '') =>
      loading(loadIndicators, { ...part, 'test/x.share.sql': file(lines, sql) });
    expect(of([...ratio, ...parts])()[1]?.parts).toEqual({
      numerator: 'test.x.count',
      denominator: 'test.x.count',
      factor: '100',
    });
    expect(of([...ratio, ...parts], query)).toThrow(/a ratio has no query/);
    expect(of([...ratio, ...parts.slice(0, 2)])).toThrow(/the header lacks factor/);
    expect(of([...ratio, 'numerator: test.y', ...parts.slice(1)])).toThrow(
      /:6: numerator: there is no indicator test\.y/,
    );
  });

  const checkHeader = [
    'label: 试验',
    'severity: error',
    'forms: all',
    'form: villages',
    'needs: villages',
    'message: 试验',
  ];
  const check = (lines: readonly string[], sql = query) =>
    loading(loadChecks, { 'test/y.sql': file(lines, sql) });

  it.each<[string, readonly string[], RegExp]>([
    [
      'an unknown severity',
      checkHeader.with(1, 'severity: fatal'),
      /y\.sql:2: severity is one of error, warning/,
    ],
    ['an unknown form', checkHeader.with(2, 'forms: roads, mayors'), /:3: forms: there is no mayors/],
    ['an unknown need', checkHeader.with(4, 'needs: last_year'), /:5: needs: there is no last_year/],
    ['an unknown column', [...checkHeader, 'column: mayor'], /:7: column: there is no mayor/],
    ['no message', checkHeader.slice(0, -1), /the header lacks message/],
  ])('as a check with %s is refused', (_, lines, message) => {
    expect(check(lines)).toThrow(message);
  });

  it('as a check may group and may concern all forms', () => {
    const [found] = check(checkHeader, `${query} GROUP BY row_id`)();
    expect(found?.forms).toEqual(allForms.map(({ id }) => id));
  });

  const template = [
    'label: {{title}}的{{header}}',
    'severity: warning',
    'relation: refersTo villages',
    'message: {village}',
  ];
  const ofTemplate =
    "SELECT row_id, {{column}} AS village, '{{column}}' AS field FROM {{form}} WHERE unit = :unit AND period = :period";
  const generic = (lines: readonly string[], sql = ofTemplate) =>
    loading(loadChecks, { 'generic/odd_village.sql': file(lines, sql) });

  it('as a template becomes a check of every form that declares its relation', () => {
    const checks = generic(template)();
    const related = allForms.filter(({ columns }) =>
      Object.values(columns).some(({ spec }) => spec.refersTo === 'villages'),
    );
    expect(checks.map(({ id }) => id)).toEqual(related.map(({ id }) => `${id}.odd_village`).toSorted());
    expect(checks.find(({ form }) => form === 'rural_funds')).toMatchObject({
      label: '乡村振兴产业资金的实施村',
      forms: ['rural_funds'],
      needs: ['rural_funds', 'villages'],
      reads: ['rural_funds'],
      sql: "SELECT row_id, village AS village, 'village' AS field FROM rural_funds WHERE unit = :unit AND period = :period\n",
    });
  });

  it('as a template has one query for all related columns of a form', () => {
    const pair = allForms.find(({ id }) => id === 'roads');
    const [one, other] = [pair?.columns.started_date, pair?.columns.completed_date];
    if (!pair || !one || !other) throw new Error('roads have two dates');
    const two = {
      ...pair,
      columns: { ...pair.columns, started_date: one.notBefore('completed_date'), completed_date: other },
    };
    const load = (dir: string) => loadChecks(dir, [two]);
    const [found] = loading(load, {
      'generic/reversed.sql': file(
        ['label: {{header}}', 'severity: error', 'relation: notBefore', 'message: {name}'],
        'SELECT row_id, {{label}} AS name FROM {{form}} WHERE unit = :unit AND period = :period AND {{column}} < {{other}}',
      ),
    })();
    expect(found?.label).toBe('开工日期；完工日期');
    expect(found?.sql.match(/road_name AS name FROM roads/g)).toHaveLength(2);
    expect(found?.sql).toContain('UNION ALL');
  });

  it.each<[string, readonly string[], RegExp]>([
    ['an unknown relation', template.with(2, 'relation: likes'), /:3: there is no relation likes/],
    [
      'an unknown form',
      template.with(2, 'relation: refersTo mayors'),
      /:3: there is no relation refersTo mayors/,
    ],
    ['a mark that nothing fills', template.with(0, 'label: {{mayor}}'), /nothing fills \{\{mayor\}\}/],
    ['a form of its own', [...template, 'form: roads'], /there is no header field form/],
  ])('as a template with %s is refused', (_, lines, message) => {
    expect(generic(lines)).toThrow(message);
  });

  it('as a check may not take the id of a template’s', () => {
    const own = file(checkHeader, query);
    expect(
      loading(loadChecks, {
        'generic/odd_village.sql': file(template, ofTemplate),
        'roads/odd_village.sql': own,
      }),
    ).toThrow(/there are two files whose path makes the id roads\.odd_village/);
  });
});
