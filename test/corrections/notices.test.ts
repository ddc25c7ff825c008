/** Notices: what a department owes and should mend, to be sent as they are. */
import { expect, it } from 'vitest';
import { noticeFiles } from '../../pipeline/corrections/notices.js';
import type {
  Publication,
  PublishedFinding,
  SubmissionLine,
} from '../../pipeline/publication/publication.js';
import { findings, publication, submission } from '../helpers/publication.js';

const [error] = findings;
if (!error) throw new Error('no finding to go from');
const period = '2021-11-30';

function notices(
  submissions: readonly SubmissionLine[],
  found: readonly PublishedFinding[],
  owed: Parameters<typeof noticeFiles>[1] = null,
): Record<string, string> {
  const given: Publication = { ...publication(), submissions, findings: () => found };
  const files = noticeFiles(given, owed);
  return Object.fromEntries([...files].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]));
}

const registry = submission({ file: `${period}/经发办/企业.csv` });
const inRegistry = { ...error, file: registry.file };

it('say what is owed until when, and which cells to mend', () => {
  const owed = submission({
    form: 'roads',
    formTitle: '村级道路修建',
    department: '镇建办',
    file: '',
    status: 'late',
  });
  const said = notices(
    [registry, owed],
    [inRegistry],
    [{ form: 'roads', department: '镇建办', dueDays: 10 }],
  );
  expect(said['notices/镇建办.txt']).toBe(
    '镇建办：\r\n\r\n示例镇 截至2021年11月30日的报表，请办理以下事项。\r\n\r\n请报送：\r\n1. 村级道路修建（2021年12月10日前，已逾期）\r\n\r\n报送之前请自查：在电脑上打开随空白表发的 镇建办.zip，双击其中的“报表自查.html”，把填好的表拖进去。\r\n',
  );
  expect(said['notices/经济发展办公室.txt']).toMatch(
    /请更正：\r\n1\. 《企业名录》经发办\/企业\.csv（暂缓3行；差错已标在更正表 经发办\/企业\.xlsx 中，改好后发回）\r\n {3}企业名录 › B9：统一社会信用代码的校验码不对/,
  );
});

it('are for those alone who have something to do', () => {
  const accepted = { ...inRegistry, waivedBy: '李主任' };
  const earlier = { ...error, file: '2020-11-30/企业.csv' };
  expect(notices([registry], [accepted, { ...inRegistry, severity: 'warning' }, earlier])).toEqual({});
});

it('name no person’s number, and no more cells than people read', () => {
  const file = `${period}/13812345678的表.csv`;
  const many = Array.from({ length: 45 }, () => ({ ...error, file }));
  const [[path, text] = ['', '']] = Object.entries(
    notices([submission({ file, form: '', formTitle: '', department: '', status: 'unreadable' })], many),
  );
  expect(path).toBe('notices/未识别部门.txt');
  expect(text).toContain('138****5678的表.csv');
  expect(text).not.toContain('更正表 ');
  expect(text.match(/校验码不对/g)).toHaveLength(30);
  expect(text).toContain('另有15处');
});

it('of departments whose names a file cannot bear are named so that it can', () => {
  const of = (department: string) => submission({ department, file: '', status: 'owed' });
  expect(Object.keys(notices([of('社保所/医保办'), of('社保所:医保办')], []))).toEqual([
    'notices/社保所_医保办.txt',
  ]);
});
