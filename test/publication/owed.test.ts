/** owed.csv: a form that nobody owes and nobody sent is no gap. */
import { expect, test } from 'vitest';
import { township } from '../helpers/township.js';

const sent = {
  '2021-11-30/村.csv': [
    ['行政村', '办公场所类型', '村集体收入（万元）'],
    ['东庄村', '楼房', 12],
    ['西庄村', '平房', 0],
  ],
};
const header = 'form,department,due_days\n';

test('is neither counted as missing nor spoken of', async () => {
  const { run, figure, file } = township({
    ...sent,
    'owed.csv': `${header}villages,组织办,5\n`,
  });
  const { code, stdout } = await run('--strict');
  expect(code).toBe(0);
  expect(figure('discipline.members.count')).toMatchObject({ value: '', status: 'L', department: '' });
  expect(figure('villages.total.count')).toMatchObject({ value: '2', status: 'A', department: '组织办' });
  expect(file('report.md')).toContain('尚有“空白村”1个');
  for (const words of [stdout, file('report.md')]) {
    expect(words).not.toMatch(/违纪|村级支出|养殖项目/);
  }
});

test('but is a gap where it is owed, or owed by all since nothing is said', async () => {
  for (const owed of [{ 'owed.csv': `${header}villages,组织办,5\ndiscipline_cases,纪委,5\n` }, {}]) {
    const { run, figure, file } = township({ ...sent, ...owed });
    expect((await run('--strict')).code).toBe(1);
    expect(figure('discipline.members.count')).toMatchObject({ status: 'L', department: '纪委' });
    expect(file('report.md')).toContain('查处违纪党员【缺：纪委，《违纪案件》】');
  }
});
