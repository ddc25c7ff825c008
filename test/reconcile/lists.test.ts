/** Lists of names that supply what the registry of enterprises lacks (DOMAIN B, Lists). */
import { describe, expect, it } from 'vitest';
import type { PublishedFinding } from '../../pipeline/publication/publication.js';
import { computed } from '../helpers/computed.js';
import { creditCode } from '../helpers/county.js';
import type { Cells } from '../helpers/submissions.js';

const enterprise = (at: number): [code: string, name: string] => [
  creditCode(at),
  `${'甲乙丙丁'[at - 1]}公司`,
];

/** Three enterprises that exist, with more columns than those that every registry has. */
function registry(more: Readonly<Record<string, readonly string[]>> = {}): Cells {
  const header = ['统一社会信用代码', '企业名称', '市场主体类型', '成立日期', ...Object.keys(more)];
  const rows = [1, 2, 3].map((at) => [
    ...enterprise(at),
    ...['企业', '2019-01-01'],
    ...Object.values(more).map((cells) => cells[at - 1] ?? ''),
  ]);
  return [header, ...rows];
}

const list = (title: string, ...at: number[]): Cells => [
  [title],
  ['序号', '统一社会信用代码', '企业名称'],
  ...at.map((one, i) => [String(i + 1), ...enterprise(one)]),
];

const short = { 总: 'total', 规上: 'above_scale', 纳税: 'general_taxpayer', 小微: 'small_micro' } as const;

async function published(files: Readonly<Record<string, Cells | string>>, asked = {}) {
  const publication = await computed(
    Object.fromEntries(
      Object.entries(files).map(([name, cells]) => [name.includes('/') ? name : `2021-11-30/${name}`, cells]),
    ),
    asked,
  );
  const figures = Object.entries(short).map(([word, name]) => {
    const found = publication.figures.find(({ id }) => id === `enterprises.${name}.count`);
    return `${word} ${found?.value ?? '缺'} ${found?.status}`;
  });
  const said = ({ rule, cell }: PublishedFinding) => `${rule} ${cell}`.trim();
  const isOfList = ({ rule }: PublishedFinding) => /list|column\.needed/.test(rule);
  return { publication, figures, findings: [...publication.findings()].filter(isOfList).map(said) };
}

const bare = { '名录.csv': registry() };

describe('what a list supplies', () => {
  it('a bare registry has its total alone', async () => {
    const { figures, findings } = await published(bare);
    expect(figures).toEqual(['总 3 A', '规上 缺 L', '纳税 缺 L', '小微 缺 L']);
    expect(findings).toEqual(['column.needed']);
  });

  it('with three lists it has all, on both sides, and each figure leads to both cells', async () => {
    const { publication, figures, findings } = await published({
      ...bare,
      '规上.csv': list('规模以上企业名单', 1),
      '纳税.csv': list('增值税一般纳税人名单', 1, 2),
      '小微.csv': list('小微企业名单', 2, 3),
      '2020-11-30/名录.csv': registry(),
      '2020-11-30/规上.csv': list('规模以上企业名单', 2, 3),
    });
    expect(figures).toEqual(['总 3 A', '规上 1 A', '纳税 2 A', '小微 2 A']);
    expect(findings).toEqual(['column.needed']);
    const parts = [...publication.evidence('enterprises.above_scale.count')];
    const rows = (side: 'current' | 'previous') =>
      parts.filter((part) => part.side === side).flatMap((part) => [...part.rows(99)]);
    expect(rows('current').map(({ file, cell, list: of }) => [file, cell, of])).toEqual([
      ['2021-11-30/名录.csv', 'A2', '2021-11-30/规上.csv › B3'],
    ]);
    expect(rows('previous').map(({ list: of }) => of)).toEqual([
      '2020-11-30/规上.csv › B3',
      '2020-11-30/规上.csv › B4',
    ]);
    expect(publication.submissions.map(({ form }) => form)).toContain('enterprises#above_scale');
  });

  it.each<[string, Cells]>([
    ['names alone', [['规上企业名单'], ['企业名称'], ['甲公司'], ['丙公司']]],
    [
      'codes under any header',
      [['规上企业名单'], ['序号', '纳税人编码'], ['1', creditCode(1)], ['2', creditCode(3)]],
    ],
    [
      'codes that tax offices write',
      [['四上企业名单'], ['纳税人识别号', '行业'], [creditCode(1), 'x'], [creditCode(3), 'y']],
    ],
  ])('%s', async (_, cells) => {
    const { figures } = await published({ ...bare, '规上.csv': cells });
    expect(figures.slice(0, 2)).toEqual(['总 3 A', '规上 2 A']);
  });

  it('lists of one kind are joined', async () => {
    const two = { '一.csv': list('规上企业名单', 1), '二.csv': list('规上企业名单', 1, 2) };
    expect((await published({ ...bare, ...two })).figures[1]).toBe('规上 2 A');
  });

  it('what is cancelled is gone from its day on, or at all', async () => {
    const dated = (date: string): Cells => [
      ['2021年注销企业名单'],
      ['统一社会信用代码', '企业名称', '注销日期'],
      [...enterprise(3), date],
    ];
    expect((await published({ ...bare, 'a.csv': list('2021年注销企业名单', 3) })).figures[0]).toBe('总 2 A');
    expect((await published({ ...bare, 'a.csv': dated('2021-10-15') })).figures[0]).toBe('总 2 A');
    expect((await published({ ...bare, 'a.csv': dated('2021-12-15') })).figures[0]).toBe('总 3 A');
  });
});

describe('what is no whole list', () => {
  it.each([
    ...['新增规上企业名单', '拟升规上企业名单', '规上企业培育名单', '规上企业退库名单'],
    ...['规上企业产值统计表', '规上企业贷款贴息名单'],
  ])('%s is held back and asked', async (title) => {
    const { figures, findings } = await published({ ...bare, '规上.csv': list(title, 1) });
    expect(figures.slice(0, 2)).toEqual(['总 3 A', '规上 缺 L']);
    expect(findings).toContain('sheet.part_of_list');
  });

  it('a name that two enterprises have counts neither, until the list gives the code', async () => {
    const twins = registry().map((row, at) =>
      at === 2 ? row.map((cell, i) => (i === 1 ? '甲公司' : cell)) : row,
    );
    const named = await published({
      '名录.csv': twins,
      '规上.csv': [['规上企业名单'], ['企业名称'], ['甲公司'], ['丙公司']],
    });
    expect(named.figures.slice(0, 2)).toEqual(['总 3 A', '规上 1 P']);
    expect(named.findings).toContain('list.several_rows A3');
    const coded = await published({ '名录.csv': twins, '规上.csv': list('规上企业名单', 1, 3) });
    expect(coded.figures[1]).toBe('规上 2 A');
  });

  it('one of a branch counts, and says so', async () => {
    const { figures, findings } = await published({ ...bare, '规上.csv': list('规上工业企业名单', 1) });
    expect(figures[1]).toBe('规上 1 A');
    expect(findings).toContain('list.one_branch');
  });

  it('an entry without a row is said; a list of which fewer than half have one is held back', async () => {
    const half = await published({ ...bare, '规上.csv': list('规上企业名单', 1, 4) });
    expect(half.figures[1]).toBe('规上 1 A');
    expect(half.findings).toContain('list.no_match B4');
    const less = await published({
      ...bare,
      '规上.csv': [...list('规上企业名单', 1, 4), ['3', '', '戊公司']],
    });
    expect(less.figures[1]).toBe('规上 缺 L');
    expect(less.findings).toContain('sheet.list_matches_little');
  });

  it('a registry is one whatever its title says', async () => {
    const { figures } = await published({ '名录.csv': [['规上企业名单'], ...registry()] });
    expect(figures.slice(0, 2)).toEqual(['总 3 A', '规上 缺 L']);
  });
});

describe('a list beside a column', () => {
  const says = (...cells: string[]) => ({ '名录.csv': registry({ 是否规上: cells }) });

  it('that agrees changes nothing', async () => {
    const { figures, findings } = await published({
      ...says('是', '否', '否'),
      '规上.csv': list('规上企业名单', 1),
    });
    expect(figures.slice(0, 2)).toEqual(['总 3 A', '规上 1 A']);
    expect(findings).toEqual(['column.needed']);
  });

  it('that disagrees: errors at both cells, and a figure that cannot rely on the row', async () => {
    const { figures, findings } = await published({
      ...says('是', '否', '否'),
      '规上.csv': list('规上企业名单', 1, 2),
    });
    expect(figures.slice(0, 2)).toEqual(['总 3 A', '规上 1 P']);
    expect(findings).toEqual(['column.needed', 'list.disagrees E3', 'list.entry_disagrees B4']);
  });

  it('that lacks what the column names: an error, unless it is of one branch', async () => {
    const whole = await published({ ...says('是', '是', '否'), '规上.csv': list('规上企业名单', 1) });
    expect(whole.figures[1]).toBe('规上 1 P');
    expect(whole.findings).toContain('list.lacks E3');
    const branch = await published({ ...says('是', '是', '否'), '规上.csv': list('规上工业企业名单', 1) });
    expect(branch.figures[1]).toBe('规上 2 A');
  });

  it('of status: who is cancelled after the period’s date still exists', async () => {
    const cancelled = (date: string): Cells => [
      ['注销企业名单'],
      ['统一社会信用代码', '企业名称', '注销日期'],
      [...enterprise(1), date],
    ];
    const active = { '名录.csv': registry({ 经营状态: ['存续', '存续', '存续'] }) };
    const later = await published({ ...active, '注销.csv': cancelled('2021-12-15') });
    expect([later.figures[0], later.findings]).toEqual(['总 3 A', ['column.needed']]);
    const gone = await published({ ...active, '注销.csv': cancelled('') });
    expect(gone.figures[0]).toBe('总 2 P');
    expect(gone.findings).toEqual(['column.needed', 'list.disagrees E2', 'list.entry_disagrees A3']);
    const unread = await published({ ...bare, '注销.csv': cancelled('五月底前后') });
    expect(unread.figures[0]).toBe('总 2 P');
  });

  it('of dates: two that differ are errors at both cells', async () => {
    const { figures, findings } = await published({
      '名录.csv': registry({ 注销日期: ['2021-12-20', '', ''] }),
      '注销.csv': [['注销企业名单'], ['企业名称', '注销日期'], ['甲公司', '2021-06-01']],
    });
    expect(figures[0]).toBe('总 2 P');
    expect(findings).toEqual(['column.needed', 'list.disagrees E2', 'list.entry_disagrees A3']);
  });

  it('a disagreement that somebody accepted leaves the cell as it stands', async () => {
    const waivers =
      'rule,file,sheet,cell,text,reason,by,until\r\nlist.disagrees,2021-11-30/名录.csv,,E3,否,核实过,李某,2022-12-31\r\n';
    const { figures } = await published({
      ...says('是', '否', '否'),
      '规上.csv': list('规上企业名单', 1, 2),
      './waivers.csv': waivers,
    });
    expect(figures[1]).toBe('规上 1 A');
  });
});
