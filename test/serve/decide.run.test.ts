/** What a person decides on the desk: waivers and answers with what they would do, settings, signing off; a county's board. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  county,
  period as countyPeriod,
  inputsOf,
  nameOf,
  township as townshipFiles,
  unitsCsv,
} from '../helpers/county.js';
import { type OpenedDesk, openDesk, send } from '../helpers/desk.js';
import { period, publishedTownship, road, roads, twoYears, unit } from '../helpers/township.js';

const place = { unit, period };
const by = '王某';
const open: OpenedDesk[] = [];

afterEach(async () => {
  for (const desk of open.splice(0)) await desk.end();
});

async function deskOn(home: { readonly args: readonly string[] }): Promise<OpenedDesk> {
  const desk = await openDesk(home.args);
  open.push(desk);
  return desk;
}

/** A road without a length, and one that is held back since its date is of another year. */
const withFaults = {
  ...twoYears,
  [`${period}/村镇建设办/道路.csv`]: roads(
    2021,
    road('三号路', 2, '2021-7-1'),
    road('四号路', 1.5, '2020-7-1'),
    road('五号路', '见附表', '2021-7-1'),
  ),
};

test('a held-back row stands in its sheet; a waiver first says what it will do, and does that', async () => {
  const home = await publishedTownship(withFaults);
  const desk = await deskOn(home);
  const { answer: held, head } = await desk.ask('held', place);
  expect(head).toMatchObject({ name: unit, asOf: period, sealed: '', changed: null });
  expect(held).toMatchObject([
    {
      file: `${period}/村镇建设办/道路.csv`,
      department: '村镇建设办',
      rowsHeldBack: 2,
      correction: '村镇建设办/道路.xlsx',
    },
  ]);
  expect(held[0]?.message).toContain('报来的“道路.csv”有 2 处要改');
  const places = held[0]?.places ?? [];
  const [late] = places.filter(({ text }) => text === '2020-7-1');
  if (!late) throw new Error(JSON.stringify(places));
  const { answer: sheet } = await desk.ask('sheet', {
    ...place,
    table: late.table,
    row: late.row ?? 0,
    around: 1,
  });
  expect(sheet.rows.map(({ kind, cells }) => [kind, cells[1]])).toEqual([
    ['accepted', '三号路'],
    ['held_back', '四号路'],
    ['held_back', '五号路'],
  ]);
  expect(sheet.marked.map(({ cell }) => cell)).toContain(late.cell);

  const asked = { ...place, by, findings: [late], reason: '跨年工程，今年验收', until: '2022-01-31' };
  const { answer: effect } = await desk.ask('previewWaiver', asked);
  expect(effect.rows).toEqual([{ file: `${period}/村镇建设办/道路.csv`, sheet: '', was: 1, now: 2 }]);
  // Accepted, but its date lies outside of the year: it counts in nothing.
  expect(effect.figures.every(({ was, now }) => was?.value === now?.value)).toBe(true);
  for (const [more, said] of [
    [{ reason: ' ' }, '请填写理由'],
    [{ by: '' }, '请填写认可人'],
    [{ until: '2021-12-04' }, '有效期已经过去'],
    [{ until: '明年' }, '有效期请写成'],
  ] as const) {
    expect((await desk.refused('waive', { ...asked, ...more })).error).toContain(said);
  }
  await desk.ask('waive', asked);
  await desk.settled();
  const line = home.table('submissions.csv').find(({ file }) => file === `${period}/村镇建设办/道路.csv`);
  expect([line?.rows_accepted, line?.rows_held_back]).toEqual(['2', '1']);
  expect(home.table('findings.csv').find(({ waived_by }) => waived_by === by)?.waived_reason).toBe(
    '跨年工程，今年验收',
  );
});

test('a question is answered with one of its lines, and the answer first says what it will do', async () => {
  const unclear = roads(2021, road('三号路', 2, '2021-7-1'), [
    '东庄村',
    '四号路',
    '村口—桥头',
    1,
    '翻新改造',
    '2021-8-1',
  ]);
  const home = await publishedTownship({ ...twoYears, [`${period}/道路2.csv`]: unclear });
  const desk = await deskOn(home);
  const { answer: asked } = await desk.ask('questions', { ...place, file: `${period}/道路2.csv` });
  const question = asked.questions.find(({ words }) => words.includes('翻新改造'));
  const option = question?.options.find(({ label }) => label === '改建') ?? question?.options[0];
  if (!option) throw new Error(JSON.stringify(asked.questions));
  const answers = [option.line];
  const { answer: effect } = await desk.ask('previewAnswers', { ...place, by, answers });
  expect(effect.words).toBe('这样回答以后，修建村级道路 7 → 8 公里。');
  expect(effect.figures.find(({ id }) => id === 'roads.built.length')).toMatchObject({
    was: { value: '7' },
    now: { value: '8' },
  });
  await desk.ask('answer', { ...place, by, answers, reason: '' });
  await desk.settled();
  expect(home.figure('roads.built.length')?.value).toBe('8');
});

test('settings change line by line, and not where they were changed elsewhere meanwhile', async () => {
  const text =
    '\ufeffform,department,due_days\r\nroads,建设办,10\r\nvillages,组织办,10\r\nprojects,项目办,3\r\n';
  const home = await publishedTownship({ ...twoYears, 'owed.csv': text });
  const desk = await deskOn(home);
  const { answer: board } = await desk.ask('board', place);
  expect(board.forms.map(({ title, words }) => [title, words])).toContainEqual(['重点项目', '逾期2天']);
  expect(board.steps.find(({ kind }) => kind === 'remind')?.text).toContain('请报送：');
  const { answer: settings } = await desk.ask('settings', { unit });
  const owed = settings.find(({ name }) => name === 'owed.csv');
  if (!owed) throw new Error('there is no owed.csv');
  expect(owed.lines.map(({ cells }) => cells[0])).toEqual(['roads', 'villages', 'projects']);
  const edit = {
    name: 'owed.csv',
    version: owed.version,
    remove: [2],
    add: [{ form: 'roads', department: '村镇办', due_days: '12' }],
  };
  await desk.ask('editSettings', { unit, by, edit });
  expect(readFileSync(join(home.home, 'owed.csv'), 'utf8')).toBe(
    '\ufeffform,department,due_days\r\nvillages,组织办,10\r\nprojects,项目办,3\r\nroads,村镇办,12\r\n',
  );
  expect(await desk.refused('editSettings', { unit, by, edit })).toMatchObject({
    kind: 'changed',
    error: '设置刚在别处改过，没有覆盖。',
  });
  await desk.ask('notOwed', { ...place, by, form: 'projects' });
  expect(readFileSync(join(home.home, 'owed.csv'), 'utf8')).not.toContain('projects');
});

test('a period is signed off and opened again, as by the command', async () => {
  const home = await publishedTownship();
  const desk = await deskOn(home);
  const { answer: before } = await desk.ask('sealing', place);
  expect([before.refused, before.sealed]).toEqual([null, null]);
  const names = { preparedBy: '张某', reviewedBy: '李某', approvedBy: '赵某', why: '办公会审定' };
  expect((await desk.refused('seal', { ...place, ...names, approvedBy: '张某' })).error).toContain(
    '不能是同一个人',
  );
  const { answer: said, head } = await desk.ask('seal', { ...place, ...names });
  expect(said.isGood).toBe(true);
  expect(head?.sealed).toContain('填报张某、审核李某、签发赵某');
  expect((await desk.ask('sealing', place)).answer.refused).toContain('已经定稿');
  const { answer: proven } = await desk.ask('verify', { unit });
  expect(proven.isGood).toBe(true);
  await desk.ask('unseal', { ...place, by: '赵某', why: '--补报' });
  expect((await desk.ask('board', place)).head?.sealed).toBe('');
  const { answer: log } = await desk.ask('log', { most: 2 });
  expect(log.map(({ what, detail }) => [what, detail])).toEqual([
    ['解除定稿', '--补报'],
    ['定稿', '办公会审定'],
  ]);
  const { upload } = await desk.upload('报告.docx', readFileSync(join(home.folder(), 'report.docx')));
  const { answer: checked } = await desk.ask('checkReport', { ...place, upload });
  expect([checked.file, checked.counts.different]).toEqual(['报告.docx', 0]);
  expect((await desk.ask('checkTemplates', place)).answer.isGood).toBe(true);
  const { answer: blank } = await desk.ask('blankForms', place);
  expect(blank.find(({ form }) => form === 'villages')).toMatchObject({
    file: '行政村办公场所.xlsx',
    filledInFrom: '2020-11-30',
  });
  const folder = join(home.root, '备份');
  expect((await desk.ask('backup', { by: '钱某', folder })).answer.isGood).toBe(true);
  expect(readFileSync(join(folder, 'desk.log'), 'utf8')).toContain('解除定稿');
  const { answer: pack } = await desk.ask('download', { ...place, what: 'audit_package' });
  const { host, cookie } = desk.own;
  const zip = await send(desk.port, pack.address, { headers: { host, cookie } });
  expect([zip.status, zip.text.startsWith('PK')]).toEqual([200, true]);
});

test('a county has the board of its townships, and takes no files itself', async () => {
  const names = [1, 2].map(nameOf);
  const home = inputsOf(
    Object.fromEntries(names.map((name, at) => [name, townshipFiles(at + 1)])),
    unitsCsv(names),
  );
  expect((await home.run()).code).toBe(0);
  const desk = await deskOn(home);
  const own = { unit: county, period: countyPeriod };
  const { answer: board, head } = await desk.ask('board', own);
  expect(head?.publishedAt).not.toBeNull();
  expect(board.parts.map((line) => line.unit).sort()).toEqual(names);
  expect(board.figures.length).toBeGreaterThan(0);
  const { answer: all } = await desk.ask('townships', {});
  expect(all.townships.find(({ isRollUp }) => isRollUp)?.unit).toBe(county);
  const { upload } = await desk.upload('道路.csv', 'x');
  const files = [{ upload, deed: 'put' as const, replaces: [], answers: [] }];
  expect((await desk.refused('put', { ...own, by, files, publishes: false })).error).toContain(
    '没有自己的报表',
  );
});
