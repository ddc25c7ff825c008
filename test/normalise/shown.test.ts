/** Units of number formats are part of the cell; figures that are partly struck, and struck rows, are asked. */
import { describe, expect, test } from 'vitest';
import { finding } from '../../pipeline/findings/finding.js';
import { date, defineForm, events, measure, text, village } from '../../pipeline/forms/define.js';
import {
  detailedCell,
  normalise,
  normaliseRows,
  numberCell,
  type TestCell,
  tableOf,
} from '../helpers/normalise.js';

const spending = defineForm({
  id: 'test_shown_spending',
  title: '支出',
  departments: ['农经站'],
  shape: events('spent_date'),
  key: ['village', 'spent_date', 'note'],
  columns: {
    village: village('所属村').required(),
    amount: measure('金额', 'money', '万元').required(),
    spent_date: date('支出日期').required(),
    note: text('用途'),
  },
});
const table = tableOf(spending, { village: {}, amount: {}, spent_date: {}, note: {} });

function read(...cells: readonly (string | TestCell)[]) {
  const { rows } = normalise(table, [cells]);
  return { amount: rows[0]?.values[1], rules: rows[0]?.findings.map(({ rule }) => rule) };
}
const struck = (cell: TestCell | string) => detailedCell(cell, { mark: 'struck' });
const partly = (cell: TestCell | string) => detailedCell(cell, { mark: 'partly' });

describe('what a number format writes around a number', () => {
  test('is the unit of this cell', () => {
    const yuan = detailedCell(numberCell('83000'), { after: '元' });
    expect(read('东魏庄', yuan, '2021-05-06')).toEqual({ amount: 8_300_000, rules: [] });
    expect(read('东魏庄', numberCell('8.3'), '2021-05-06')).toEqual({ amount: 8_300_000, rules: [] });
  });

  test('is part of the text as submitted', () => {
    const { rows } = normalise(table, [
      ['东魏庄', detailedCell(numberCell('5'), { after: '万元' }), '2021-05-06'],
    ]);
    expect(rows[0]?.texts[1]).toBe('5万元');
  });
});

describe('struck, raised and lowered text', () => {
  test('in figures and dates is an error', () => {
    expect(read('东魏庄', partly('1200 1500'), '2021-05-06').rules).toEqual(['cell.marked']);
    expect(read('东魏庄', struck(numberCell('8')), '2021-05-06').rules).toEqual(['cell.marked']);
    expect(read('东魏庄', '8', partly('2021-05-0607')).rules).toEqual(['cell.marked']);
  });

  test('in words means nothing', () => {
    expect(read(partly('东魏庄'), '8', '2021-05-06', struck('修路'))).toEqual({
      amount: 8_000_000,
      rules: [],
    });
  });

  test('over the whole row asks whether it still counts, once', () => {
    expect(read(struck('东魏庄'), struck('8'), struck('2021-05-06')).rules).toEqual(['row.struck']);
    expect(read(struck('东魏庄'), struck('8'), struck('2021-05-06'), '说明').rules).toEqual([
      'cell.marked',
      'cell.marked',
    ]);
  });
});

test('a row that the file holds wrongly is held back for that reason alone', () => {
  const found = finding('row.struck', 'error', { sheet: '表1', row: 2, column: 0 });
  const row = { number: 2, texts: ['东魏庄', '八', '某日'], kinds: null, hidden: false, findings: [found] };
  expect(normaliseRows(table, [row]).rows[0]).toMatchObject({ findings: [found], held: true });
  const warned = {
    ...row,
    texts: ['东魏庄', '8', '2021-05-06'],
    findings: [{ ...found, severity: 'warning' as const }],
  };
  expect(normaliseRows(table, [warned]).rows[0]).toMatchObject({ findings: warned.findings, held: false });
});
