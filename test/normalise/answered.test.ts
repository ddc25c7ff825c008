/** Words, empty cells and units as the township has answered them (`values.csv`, `columns.csv`). */
import { expect, test } from 'vitest';
import type { Form } from '../../pipeline/forms/define.js';
import { rural_funds } from '../../pipeline/forms/rural_funds.js';
import { schools } from '../../pipeline/forms/schools.js';
import { village_spending } from '../../pipeline/forms/village_spending.js';
import { context, normalise, tableOf } from '../helpers/normalise.js';

/** What the cells of one column become, and how the lines of the settings were used. */
function read(
  form: Form,
  field: string,
  cells: readonly string[],
  lines: readonly [text: string, value: string][],
) {
  const values = lines.map(([text, value]) => ({ form: form.id, field, text, value }));
  const at = { ...context, answers: { columns: [], values } };
  const { rows, used } = normalise(
    tableOf(form, { [field]: {} }),
    cells.map((cell) => [cell]),
    at,
  );
  const index = Object.keys(form.columns).indexOf(field);
  return {
    values: rows.map((row) => row.values[index]),
    texts: rows.map((row) => row.texts[index]),
    rules: rows.flatMap(({ findings }) =>
      findings.flatMap((f) => (f.header === form.columns[field]?.spec.header ? [f.rule] : [])),
    ),
    used: used.map(({ rows: count }) => count),
  };
}

test.each<[string, Form, string, string[], [string, string][], unknown[], string[], number[]]>([
  [
    'a word of a closed list, and its neighbour that nobody has answered',
    village_spending,
    'category',
    ['公益岗位', '护林岗位', '人员报酬'],
    [['公益岗位', '公共支出']],
    ['公共支出', null, '人员报酬'],
    ['choice.not_allowed'],
    [1],
  ],
  [
    'as allowed words are compared: without punctuation, a bracket behind it is a remark',
    village_spending,
    'category',
    ['公益、岗位', '公益岗位（保洁）'],
    [['公益岗位', '公共支出']],
    ['公共支出', '公共支出'],
    [],
    [2],
  ],
  [
    'it wins over a word that the form knows',
    village_spending,
    'category',
    ['公益支出', '公益事业'],
    [['公益支出', '其他']],
    ['其他', '公共支出'],
    [],
    [1],
  ],
  [
    'an empty cell, also one that only says so',
    schools,
    'nature',
    ['', '—', '维修'],
    [['', '新建']],
    ['新建', '新建', '维修'],
    [],
    [2],
  ],
  [
    'a date that is the period’s',
    rural_funds,
    'invested_date',
    ['', '年内', '2021-03-05'],
    [
      ['', '期末'],
      ['年内', '期末'],
    ],
    ['2021-11-30', '2021-11-30', '2021-03-05'],
    [],
    [1, 1],
  ],
  ['an amount', rural_funds, 'amount', ['未拨付', '3'], [['未拨付', '0']], [0, 3_000_000], [], [1]],
])('%s', (_, form, field, cells, lines, values, rules, used) => {
  const found = read(form, field, cells, lines);
  expect(found.values).toEqual(values);
  expect(found.texts).toEqual(cells);
  expect(found.rules).toEqual(rules);
  expect([...found.used].sort()).toEqual(used);
});

test('a cell that says “as above” holds what the row before holds; amounts and a first row do not', () => {
  const table = tableOf(rural_funds, { project: {}, invested_date: {}, amount: {} });
  const { rows } = normalise(table, [
    ['养鸭', '同上', '3'],
    ['养鹅', '2021-03-05', '4'],
    ['〃', '同上', '同上'],
    ['养猪', '〃', '5'],
  ]);
  const at = (field: string) => Object.keys(rural_funds.columns).indexOf(field);
  const found = rows.map(({ values }) =>
    ['project', 'invested_date', 'amount'].map((field) => values[at(field)]),
  );
  expect(found).toEqual([
    ['养鸭', null, 3_000_000],
    ['养鹅', '2021-03-05', 4_000_000],
    ['养鹅', '2021-03-05', null],
    ['养猪', '2021-03-05', 5_000_000],
  ]);
  expect(rows.map(({ held }) => held)).toEqual([true, false, true, false]);
  expect(rows[2]?.texts[at('invested_date')]).toBe('同上');
});

test('a missing column has the value that is supplied, and no cell', () => {
  const values = [{ form: 'schools', field: 'nature', text: '', value: '新建' }];
  const at = { ...context, answers: { columns: [], values } };
  const { rows } = normalise(tableOf(schools, { school: {} }), [['一小']], at);
  const index = Object.keys(schools.columns).indexOf('nature');
  expect([rows[0]?.values[index], rows[0]?.texts[index]]).toEqual(['新建', null]);
});

test.each([
  ['under its header', '金额', '元', {}, ['85', '100'], 'setting', []],
  ['in general', '', '元', {}, ['85', '100'], 'setting', []],
  ['what is written wins', '金额', '元', { unit: '万元' }, ['85', '100'], 'header', []],
  [
    'a size that it does not explain is said',
    '金额',
    '万元',
    {},
    ['85000', '100000'],
    'setting',
    ['unit.unusual'],
  ],
  ['cells that name their unit need none', '', '元', {}, ['3万元', '5万元'], 'cell', []],
] as const)('a unit that is answered: %s', (_, header, unit, columns, cells, from, rules) => {
  const answer = { form: 'village_spending', header, field: 'amount', unit };
  const at = { ...context, answers: { columns: [answer], values: [] } };
  const table = tableOf(village_spending, { amount: columns });
  const named = header === '' ? table : { ...table, columns: table.columns.map((c) => ({ ...c, answer })) };
  const { units, findings, used } = normalise(
    named,
    cells.map((cell) => [cell]),
    at,
  );
  expect(units.get('amount')?.from).toBe(from);
  expect(findings.map(({ rule }) => rule)).toEqual(rules);
  expect(used.length).toBe(header === '' && from === 'cell' ? 0 : 1);
});
