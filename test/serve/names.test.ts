/** Names under which uploads are put: every system can hold them, and a run reads them. */
import { expect, test } from 'vitest';
import { inputName, numberedName } from '../../pipeline/serve/files/names.js';

test.each([
  ['企业名录（11月）.xlsx', '企业名录（11月）.xlsx'],
  ['a b-c_d.1.csv', 'a b-c_d.1.csv'],
  ['连接.xlsx', '连接.xlsx'],
  ['console.xlsx', 'console.xlsx'],
  ['道路%5C台账.xlsx', '道路%5C台账.xlsx'],
  ['财政所/支出.xlsx', '支出.xlsx'],
  ['财政所\\支出.xlsx', '支出.xlsx'],
  ['../../支出.xlsx', '支出.xlsx'],
  ['..', '未命名'],
  ['', '未命名'],
  ['CON', '_CON'],
  ['con.xlsx', '_con.xlsx'],
  ['LPT1.xls', '_LPT1.xls'],
  ['名册.xlsx. .', '名册.xlsx'],
  ['.名册.xlsx', '_名册.xlsx'],
  ['~$名册.xlsx', '_名册.xlsx'],
  ['a:b*c?"<>|.csv', 'a_b_c_____.csv'],
  ['a\u0000b\u001fc.csv', 'a_b_c.csv'],
])('%j is put as %j', (given, put) => {
  expect(inputName(given)).toBe(put);
});

test('a name of 300 characters is cut, its ending is kept', () => {
  const name = inputName(`${'长'.repeat(300)}.xlsx`);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
  expect(name).toMatch(/^长+\.xlsx$/);
});

test('a name that is taken gets a number before its ending', () => {
  expect(numberedName('名册.xlsx', 2)).toBe('名册（2）.xlsx');
  expect(numberedName('名册', 3)).toBe('名册（3）');
});
