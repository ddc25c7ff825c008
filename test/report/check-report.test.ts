/** `check-report`: the numbers of an edited report, each against the figure that its sentence is about. */
import { expect, it, test } from 'vitest';
import { readPackage, writePackage } from '../../pipeline/office/package.js';
import { defaultTemplate } from '../../pipeline/report/default-template.js';
import { fillReport } from '../../pipeline/report/fill.js';
import { checkReport } from '../../pipeline/report/proof/index.js';
import { documentOf, everyFigure, facts } from '../helpers/report.js';

const known: Readonly<
  Record<string, { value: string; previous?: string; change?: string; changePct?: string }>
> = {
  'enterprises.total.count': { value: '411', previous: '388', change: '23', changePct: '5.9278350515' },
  'enterprises.above_scale.count': { value: '41', previous: '36', change: '5' },
  'enterprises.general_taxpayer.count': { value: '324', previous: '300', change: '24' },
  'enterprises.small_micro.count': { value: '390', previous: '400', change: '-10' },
  'villages.spending.amount': { value: '886.791953', previous: '875.7276', change: '11.064353' },
  'villages.office_building.share': { value: '85.416666666667', previous: '79.166666666667', change: '6.25' },
  'rural_funds.breeding.amount': { value: '1246.9' },
  'petitions.resolved.count': { value: '56' },
  'petitions.escalated.count': { value: '0' },
  'accidents.production.count': { value: '1' },
  'projects.over_100m.count': { value: '2' },
  'projects.land_area.total': { value: '620' },
  'projects.jobs.full': { value: '32000' },
  'projects.operation_years.min': { value: '3' },
  'projects.operation_years.max': { value: '5' },
  'projects.capacity.full': { value: '1.2' },
  'communities.move_in.year': { value: '2023' },
  'roads.built.length': { value: '26.797' },
  'insurance.paid.amount': { value: '12220.206' },
};
const given = facts(everyFigure((id) => ({ value: '7', previous: '7', change: '0', ...known[id] })));
const checked = (...paragraphs: string[]) => checkReport(documentOf(paragraphs), given, defaultTemplate());

/** text → outcome figure. */
function said(sentence: string): string[] {
  return checked(sentence).numbers.map(({ text, outcome, figure }) => `${text} ${outcome} ${figure}`);
}

it('finds in our own report not one number that differs or is unknown', () => {
  const { document } = fillReport(given, defaultTemplate(), 'traced');
  const { numbers, skipped } = checkReport(document ?? new Uint8Array(), given, defaultTemplate());
  expect(numbers.filter(({ outcome }) => outcome !== 'equal' && outcome !== 'rounded')).toEqual([]);
  expect(numbers.length).toBeGreaterThan(45);
  expect(skipped).toBeGreaterThan(5);
});

it('names exactly the number whose digit was changed, wherever it is', () => {
  const { document } = fillReport(given, defaultTemplate(), 'signed');
  const parts = readPackage(document ?? new Uint8Array());
  const text = new TextDecoder().decode(parts.get('word/document.xml'));
  // Every number of the text once, its last digit another one.
  const places = [
    ...text.matchAll(/(?<=[^\d.<>="])\d+(?:\.\d+)?(?=(?:家|个|万元|亿元|亩|公里|起|名|座|处|次|人|%))/g),
  ];
  expect(places.length).toBeGreaterThan(40);
  for (const { index, 0: number } of places.filter((_, at) => at % 5 === 0)) {
    const last = Number(number.at(-1));
    const other = `${number.slice(0, -1)}${last === 9 ? 8 : last + 1}`;
    const edited = text.slice(0, index) + other + text.slice(index + number.length);
    const bytes = writePackage(new Map(parts).set('word/document.xml', new TextEncoder().encode(edited)));
    const wrong = checkReport(bytes, given, defaultTemplate()).numbers.filter(
      ({ outcome }) => outcome === 'different' || outcome === 'unknown',
    );
    expect(
      wrong.map(({ text: found }) => found.startsWith(other)),
      text.slice(index - 30, index + 9),
    ).toEqual([true]);
  }
});

test.each([
  // In the words of a township's own report.
  [
    '各类企业411家，其中规模以上企业41家，一般纳税人324家，小微企业390家。',
    [
      '411家 equal enterprises.total.count',
      '41家 equal enterprises.above_scale.count',
      '324家 equal enterprises.general_taxpayer.count',
      '390家 equal enterprises.small_micro.count',
    ],
  ],
  [
    '较去年同期，规模以上企业增加5家，一般纳税人增加24家，小微企业增加10家。',
    [
      '5家 equal enterprises.above_scale.count',
      '24家 equal enterprises.general_taxpayer.count',
      '10家 different enterprises.small_micro.count',
    ],
  ],
  ['小微企业较去年同期减少10家。', ['10家 equal enterprises.small_micro.count']],
  [
    '各类企业达到411家，同比增长5.9%。',
    ['411家 equal enterprises.total.count', '5.9% rounded enterprises.total.count'],
  ],
  // Rounded by the rules, or not.
  ['用于村级支出886.79万元。', ['886.79万元 rounded villages.spending.amount']],
  ['用于村级支出886.78万元。', ['886.78万元 different villages.spending.amount']],
  ['用于村级支出八百八十七万元。', ['八百八十七万元 rounded villages.spending.amount']],
  ['办理养老保险、医疗保险1.22亿元。', ['1.22亿元 rounded insurance.paid.amount']],
  ['投入养殖项目资金1200多万元。', ['1200多万元 rounded rural_funds.breeding.amount']],
  ['投入养殖项目资金1300多万元。', ['1300多万元 different rural_funds.breeding.amount']],
  ['化解信访案件（含办结）50余起。', ['50余起 rounded petitions.resolved.count']],
  ['修建村级道路26797米。', ['26797米 equal roads.built.length']],
  [
    '楼房化办公行政村占比85.4%，提高6.3个百分点。',
    ['85.4% rounded villages.office_building.share', '6.3个百分点 rounded villages.office_building.share'],
  ],
  ['楼房化办公行政村占比百分之八十五点四。', ['百分之八十五点四 rounded villages.office_building.share']],
  // Zero in words.
  ['没有发生一起进京进省上访案件。', ['没有发生一起 equal petitions.escalated.count']],
  ['没有发生一起安全生产事故。', ['没有发生一起 different accidents.production.count']],
  ['全面消除“空白村”。', ['全面消除 different villages.without_income.count']],
  ['全面消除安全隐患。', []],
  [
    '食品产业园打造五大产业、四大平台。',
    [
      '五大 different projects.industries.count[食品产业园]',
      '四大 different projects.platforms.count[食品产业园]',
    ],
  ],
  ['正在推进两个过亿元项目。', ['两个 equal projects.over_100m.count']],
  // By project.
  [
    '食品产业园总占地620亩，通过3-5年的运营，年可加工1.2亿只肉鸭，建成后提供就业岗位3.2万人。',
    [
      '620亩 equal projects.land_area.total[食品产业园]',
      '3 equal projects.operation_years.min[食品产业园]',
      '5年 equal projects.operation_years.max[食品产业园]',
      '1.2亿只 equal projects.capacity.full[食品产业园]',
      '3.2万人 equal projects.jobs.full[食品产业园]',
    ],
  ],
  // Of no figure.
  ['发放宣传册8000份，走访困难群众86家。', ['86家 unknown activities.mass.count']],
  // Dates, years, ordinals and numbers of papers are none.
  [
    '2021年11月30日，学习党的十九大精神，落实泰政发〔2021〕12号文件第3条，第二次会议强调，近5年来成效明显。',
    [],
  ],
])('%s', (sentence, expected) => {
  expect(said(sentence)).toEqual(expected);
});

it('reads inserted text and not what was deleted; the cells of a table as a sentence', () => {
  const w = (inner: string) => inner.replaceAll('<', '<w:').replaceAll('<w:/', '</w:');
  const tracked = w(
    '<r><t>规模以上企业</t></r><del><r><delText>40</delText></r></del><ins><r><t>41</t></r></ins><r><t>家。</t></r>',
  );
  const table = w(
    '<tbl><tr><tc><p><r><t>小微企业</t></r></p></tc><tc><p><r><t>391家</t></r></p></tc></tr></tbl>',
  );
  expect(checked(tracked, table).numbers).toMatchObject([
    { text: '41家', outcome: 'equal', sentence: '规模以上企业41家。' },
    { text: '391家', outcome: 'different', figure: 'enterprises.small_micro.count', published: '390家' },
  ]);
});
