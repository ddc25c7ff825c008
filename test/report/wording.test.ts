/** What the report says of figures (DOMAIN G), from hand-made and from random ones. */
import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../../pipeline/figure.js';
import { defaultTemplate } from '../../pipeline/report/default-template.js';
import { fillReport } from '../../pipeline/report/fill.js';
import { figure } from '../helpers/publication.js';
import {
  amountsOf,
  citations,
  documentOf,
  doubted,
  everyFigure,
  facts,
  indicators,
  paragraphs,
} from '../helpers/report.js';

/** What a template of one mark is filled with. */
function said(mark: string, ...figures: readonly Figure[]): string {
  const filled = fillReport(facts(figures), documentOf([mark]), 'signed');
  expect(filled.findings).toEqual([]);
  return paragraphs(filled.document)[0] ?? '';
}

const roads = { id: 'roads.built.length', label: '修建村级道路', unit: '公里', department: '村镇建设办' };
const villages = { id: 'villages.total.count', label: '行政村', unit: '个', department: '组织办' };
const office = { ...villages, id: 'villages.office_building.count', label: '实现楼房化办公的行政村' };
const share = {
  ...villages,
  id: 'villages.office_building.share',
  label: '楼房化办公行政村占比',
  unit: '%',
  kind: 'ratio' as const,
  parts: [office.id, villages.id],
};

describe('a number', () => {
  const breeding = { id: 'rural_funds.breeding.amount', label: '投入养殖项目资金', unit: '万元' };
  const petitions = { id: 'petitions.resolved.count', label: '化解信访案件（含办结）', unit: '起' };
  const money = { id: 'villages.spending.amount', label: '用于村级支出', unit: '万元' };
  const investment = { id: 'projects.investment.total', label: '总投资', unit: '亿元' };
  const jobs = { id: 'projects.jobs.full', label: '建成后提供就业岗位', unit: '人' };
  const pushed = { id: 'projects.over_100m.count', label: '正在推进的过亿元项目', unit: '个' };
  it.each([
    [breeding, '1234', '1200多万元'],
    [breeding, '1200', '1200万元'],
    [breeding, '1200.5', '1200多万元'],
    [breeding, '99.9', '90多万元'],
    [breeding, '9.7', '9.7万元'],
    [breeding, '105', '100多万元'],
    [breeding, '12345', '1.2亿多元'],
    [breeding, '12000', '1.2亿元'],
    [petitions, '56', '50余起'],
    [petitions, '50', '50起'],
    [petitions, '9', '9起'],
    [petitions, '10', '10起'],
    [petitions, '119', '110余起'],
    [money, '886.791953', '886.79万元'],
    [money, '0.005', '0.01万元'],
    [money, '0.004', '0.004万元'],
    [money, '10000', '1亿元'],
    [money, '9999.5', '9999.5万元'],
    [money, '12345.6', '1.23亿元'],
    [money, '-0.3', '-0.3万元'],
    [investment, '1.125', '1.13亿元'],
    [investment, '0.45', '4500万元'],
    [investment, '37.8', '37.8亿元'],
    [jobs, '9999', '9999人'],
    [jobs, '12345', '1.2345万人'],
    [jobs, '20000', '2万人'],
    [pushed, '1', '一个'],
    [pushed, '2', '两个'],
    [pushed, '10', '十个'],
    [pushed, '11', '11个'],
    [pushed, '0', '0个'],
    [share, '85.416666666667', '85.4%'],
    [share, '50', '50.0%'],
    [share, '99.96', '99.96%'],
    [share, '100', '100.0%'],
    [roads, '26.797', '26.8公里'],
    [roads, '0.004', '0.004公里'],
  ])('of $id, %s, reads %s', (of, value, text) => {
    expect(said(`{{${of.id}.text}}`, figure({ ...of, value }))).toBe(text);
  });
});

describe('a comparison', () => {
  it.each<[Partial<Figure>, string]>([
    [{ value: '5', previous: '3' }, '，较去年同期增加2公里'],
    [{ value: '3', previous: '5' }, '，较去年同期减少2公里'],
    [{ value: '3', previous: '3' }, '，与去年同期持平'],
    [
      { value: '3', previous: '1', previousStatus: 'P' },
      '，较去年同期增加2公里【待核实：修建村级道路去年同期数】',
    ],
    [{ value: '3', previous: '1', status: 'P' }, '，较去年同期增加2公里【待核实：修建村级道路】'],
    [{ value: '3', previous: '1', previousStatus: 'E' }, '，较去年同期增加2公里（去年同期数为估算）'],
    [
      { value: '3', previous: '1', changeStatus: 'B' },
      '，较去年同期增加2公里（口径有调整，增减不可直接引用）',
    ],
    [{ value: '3' }, '，【缺：村镇建设办，《村级道路修建》去年同期数】'],
    [{ value: '3', previousStatus: 'O' }, '，【待更正：村镇建设办，修建村级道路去年同期数】'],
    [{ value: '3', previousStatus: 'M' }, '，去年同期无此项'],
    [{ previous: '3' }, ''],
    [{ value: '3', previous: '1', change: null }, '，与去年同期计量单位不同，不作比较'],
  ])('of %o reads %s', (given, text) => {
    // Another figure that has a comparison: else nothing is compared at all.
    const other = figure({ ...villages, value: '48', previous: '48' });
    expect(said(`{{${roads.id}.comparison}}`, figure({ ...roads, ...given }), other)).toBe(text);
  });

  it('of a share is in 百分点', () => {
    const given = figure({ ...share, value: '85.416666666667', previous: '79.166666666667' });
    expect(said(`{{${share.id}.change_text}}`, given)).toBe('较去年同期增加6.3个百分点');
  });

  it('in percent says growth, and nothing from a zero base', () => {
    expect(said(`a{{${roads.id}.growth}}`, figure({ ...roads, value: '3', previous: '4' }))).toBe(
      'a，下降25.0%',
    );
    expect(said(`a{{${roads.id}.growth}}`, figure({ ...roads, value: '3', previous: '0' }))).toBe('a');
  });
});

describe('a bare word or number for a sentence of the writer’s own', () => {
  const money = figure({ id: 'a.b', label: '资金', unit: '万元', value: '12345.6', previous: '13000' });
  it.each([
    ['{{a.b.wan}}万', '12345.6万'],
    ['{{a.b.yi}}亿', '1.23亿'],
    ['{{a.b.rounded}}多亿', '1.2多亿'],
    ['{{a.b.direction}}', '减少'],
    ['{{a.b.change_size}}', '654.4'],
    ['{{a.b.names}}', '甲和乙'],
  ])('%s reads %s', (mark, text) => {
    const given = facts([money], { ids: ['a.b'], namesOf: () => ['甲', '乙'] });
    expect(paragraphs(fillReport(given, documentOf([mark]), 'signed').document)).toEqual([text]);
  });

  it('lists five names, then how many there are', () => {
    const firms = figure({ id: 'a.b', label: '企业', unit: '家', value: '7' });
    const given = facts([firms], { ids: ['a.b'], namesOf: () => [...'甲乙丙丁戊己庚'] });
    const document = documentOf(['{{a.b.names}}']);
    expect(paragraphs(fillReport(given, document, 'signed').document)).toEqual(['甲、乙、丙、丁、戊等7家']);
  });
});

describe('a zero claim', () => {
  const accidents = {
    id: 'accidents.production.count',
    label: '安全生产事故',
    unit: '起',
    department: '应急办',
    zeroClaim: true,
  };
  it.each<[Partial<Figure>, string]>([
    [{ value: '0' }, '没有发生一起安全生产事故'],
    [{ value: '2' }, '发生安全生产事故2起'],
    [{ value: '0', status: 'P', rowsHeldBack: 1 }, '发生安全生产事故0起【待核实：安全生产事故】'],
    [{ value: '0', status: 'E' }, '发生安全生产事故0起（估算）'],
    [{}, '安全生产事故【缺：应急办，安全生产事故】'],
    [{ missing: 'accidents' }, '安全生产事故【缺：应急办，《安全生产事故》】'],
    [
      { missing: 'accidents.is_production_accident 2021-11-30/a.csv' },
      '安全生产事故【缺：应急办，《安全生产事故》的“是否生产安全事故”】',
    ],
  ])('from %o reads %s', (given, text) => {
    expect(said(`{{${accidents.id}.claim}}`, figure({ ...accidents, ...given }))).toBe(text);
  });

  it('has its own verb where the label has one', () => {
    const polluting = { id: 'polluting.found.count', label: '新出现散乱污企业', unit: '家', value: '0' };
    expect(said('{{polluting.found.count.claim}}', figure(polluting))).toBe('没有新出现一家散乱污企业');
  });

  it.each([
    ['0', '全面消除“空白村”'],
    ['2', '尚有“空白村”2个'],
  ])('of villages without income, %s, reads %s', (value, text) => {
    const id = 'villages.without_income.count';
    expect(said(`{{${id}.claim}}`, figure({ id, label: '空白村', unit: '个', value }))).toBe(text);
  });
});

describe('the share of villages', () => {
  const mark = `{{${share.id}.coverage}}`;
  const coverage = (part: string, whole: string, given: Partial<Figure> = {}) =>
    said(
      mark,
      figure({ ...villages, value: whole, ...given }),
      figure({ ...office, value: part }),
      figure({ ...share, value: new Big(part).div(whole).times(100).toFixed(12) }),
    );
  it('is 全部 at 100%, 基本全部 from 90%, else both numbers', () => {
    expect(coverage('48', '48')).toBe('全部48个行政村');
    expect(coverage('45', '50')).toBe('50个行政村基本全部（45个）');
    expect(coverage('44', '49')).toBe('49个行政村中44个');
  });
  it('is never 全部 of provisional numbers', () => {
    expect(coverage('48', '48', { status: 'P' })).toBe('48个行政村中48个【待核实：行政村】');
  });
  it('says which of its parts is missing', () => {
    expect(said(mark, figure(villages), figure(office), figure(share))).toBe(
      '【缺：组织办，行政村】中【缺：组织办，实现楼房化办公的行政村】',
    );
  });
});

it('an operating period is one number where its ends are the same', () => {
  const years = (end: string, value: string) =>
    figure({
      id: `projects.operation_years.${end}`,
      group: '甲',
      label: `运营年限${end}`,
      unit: '年',
      value,
    });
  const mark = '{{projects.operation_years.min.range[甲]}}';
  expect(said(mark, years('min', '3'), years('max', '5'))).toBe('3—5年');
  expect(said(mark, years('min', '5'), years('max', '5'))).toBe('5年');
  expect(said(mark, years('max', '5'))).toBe('5年');
});

describe('the report that ships', () => {
  const report = (figures: readonly Figure[], given = {}) =>
    fillReport(facts(figures, given), defaultTemplate(), 'traced');

  it('cites every figure, in the order of the sections', () => {
    const filled = report(everyFigure(() => ({ value: '12.5', previous: '3' })));
    const ids = citations(filled.document).cited.flatMap(({ words }) =>
      words.split('；另 ').map((trace) => trace.replace(/[[；].*/s, '')),
    );
    expect(new Set(ids)).toEqual(new Set(indicators.map(({ id }) => id)));
    const sections = ids.map((id) => indicators.find((indicator) => indicator.id === id)?.section ?? 0);
    expect(sections).toEqual([...sections].sort());
  });

  it('says of every missing figure who owes it, and nothing of it', () => {
    const figures = everyFigure(() => ({}), ['']);
    const { markdown } = report(figures);
    for (const { label, department } of figures)
      expect(markdown).toContain(`【缺：${department}，${label}】`);
    expect(markdown).not.toMatch(/没有发生|没有新出现|全部|持平|增加|减少/);
    expect(markdown?.match(/\[\^/g)).toBeNull();
  });

  it('speaks of the whole year at its end only', () => {
    const figures = everyFigure(() => ({ value: '1', previous: '1' }));
    expect(report(figures).markdown).not.toContain('全年');
    const whole = report(figures, { asOf: '2021-12-31', previousAsOf: '2020-12-31' });
    expect(whole.markdown).toContain('全年，新成立');
    expect(whole.markdown).not.toContain('今年以来');
  });

  const project = (group: string, investment: string) =>
    ['projects.investment.total', 'projects.industries.count', 'projects.platforms.count'].map((id, at) =>
      figure({
        id,
        group,
        label: ['总投资', '打造大产业数', '打造大平台数'][at] ?? '',
        unit: at === 0 ? '亿元' : '个',
        kind: 'planned',
        value: [investment, '5', '4'][at] ?? null,
      }),
    );
  const pushed = figure({
    id: 'projects.over_100m.count',
    label: '正在推进的过亿元项目',
    unit: '个',
    value: '2',
  });

  it('names the projects over 100 million and describes them by investment; the others are brief', () => {
    const words = { investor: '甲公司', rank_list: '制造业', product: '肉鸭', status: '在建' };
    const capacity = figure({
      id: 'projects.capacity.full',
      group: '大园',
      label: '产能',
      unit: '亿只',
      value: '1.2',
    });
    const rank = figure({
      id: 'projects.investor_rank.national',
      group: '大园',
      label: '排名',
      unit: '强',
      value: '86',
    });
    const figures = [
      pushed,
      ...project('小园', '1.2'),
      ...project('大园', '6'),
      ...project('旧园', '9'),
      capacity,
      rank,
    ];
    const { markdown } = fillReport(
      facts(figures, {
        namesOf: () => ['小园', '大园'],
        particulars: [{ family: 'projects', group: '大园', words }],
      }),
      defaultTemplate(),
      'signed',
    );
    expect(markdown).toContain('正在推进两个过亿元项目建设，分别是大园和小园。');
    expect(markdown).toContain(
      '1.大园，由甲公司投资，投资方位列全国制造业86强，总投资6亿元，打造五大产业、四大平台，目前正在建设。建成后，年可加工1.2亿只肉鸭。',
    );
    expect(markdown).toContain('2.小园，总投资1.2亿元，打造五大产业、四大平台。');
    expect(markdown).toContain('其他重点项目：旧园，总投资9亿元。');
  });

  it.each<[Partial<Figure>, string]>([
    [{ value: '2023', previous: '2023' }, '按计划推进，力争2023年实现入住'],
    [{ value: '2023', previous: '2022' }, '推迟至2023年入住（去年计划2022年）'],
    [{ value: '2022', previous: '2023' }, '提前至2022年入住（去年计划2023年）'],
    [{ value: '2020', previous: '2020' }, '推迟入住（原计划2020年）'],
    [{ value: '2023', previousStatus: 'M' }, '计划2023年入住'],
  ])('of a community planned %o reads %s', (given, text) => {
    const moveIn = { id: 'communities.move_in.year', group: '甲社区', label: '入住年份', unit: '年' };
    const { markdown } = fillReport(
      facts([...everyFigure(() => ({}), []), figure({ ...moveIn, kind: 'planned', ...given })]),
      defaultTemplate(),
      'signed',
    );
    expect(markdown).toContain(`推进新型社区建设：甲社区${text}。`);
  });

  it('names a form that was not sent once, on either side, and nothing else of it', () => {
    const lacks = { missing: 'enterprises', department: '经发办', previous: '3' };
    const sent = figure({ ...villages, value: '48', previous: '48' });
    const figures = everyFigure((id) =>
      id.startsWith('enterprises') ? lacks : { value: '1', department: '某办' },
    );
    const gaps = report([...figures.filter(({ id }) => id !== sent.id), sent]).markdown ?? '';
    expect(gaps.match(/【缺：经发办，《企业名录》】/g)).toHaveLength(1);
    expect(gaps).not.toContain('规模以上企业');
    expect(gaps.match(/《信访案件》去年同期数】/g)).toHaveLength(1);
  });

  it('of a first year says once that nothing is compared', () => {
    const { markdown } = report(everyFigure(() => ({ value: '1' })));
    expect(markdown?.match(/去年同期/g)).toHaveLength(1);
    expect(markdown).toContain('没有去年同期的数据，不作同期比较');
  });

  it('shows as many decimals as the parts need to add up', () => {
    const paid = (id: string, value: string) =>
      figure({ id: `insurance.${id}.amount`, label: id, unit: '万元', kind: 'flow', value });
    const figures = [paid('paid', '10.01'), paid('pension', '5.005'), paid('medical', '5.005')];
    const text = '{{insurance.paid.amount.text}} {{insurance.pension.amount.text}}';
    expect(said(text, ...figures)).toBe('10.01万元 5.005万元');
    const exact = [paid('paid', '10.01'), paid('pension', '5.004'), paid('medical', '5.006')];
    expect(said(text, ...exact)).toBe('10.01万元 5万元');
  });

  it('leaves out a project that is not there any more', () => {
    const gone = (_: string, group: string) =>
      group === '旧项目' ? { previous: '3', status: 'M' as const } : { value: '3', previous: '1' };
    const { markdown } = report(everyFigure(gone, ['新项目', '旧项目']));
    expect(markdown).toContain('1.新项目，');
    expect(markdown).not.toContain('旧项目');
  });

  it('says nothing false of random figures, and every number reads back', () => {
    const amount = fc.oneof(
      fc.integer({ min: 0, max: 200 }).map(String),
      fc.bigInt({ min: -(10n ** 8n), max: 10n ** 12n }).map((n) => new Big(String(n)).div(1e6).toFixed()),
    );
    const side = fc.record({
      value: fc.option(amount, { freq: 6 }),
      previous: fc.option(amount, { freq: 6 }),
      status: fc.constantFrom('A' as const, 'A' as const, 'P' as const, 'E' as const),
      previousStatus: fc.constantFrom('A' as const, 'P' as const, 'E' as const),
    });
    const groups = ['甲园', '乙{{园}}*_['];
    fc.assert(
      fc.property(fc.array(side, { minLength: 90, maxLength: 90 }), (sides) => {
        let next = 0;
        const figures = everyFigure(() => {
          const { value, previous, status, previousStatus } = sides[next++ % sides.length] ?? {
            value: null,
            previous: null,
            status: 'A' as const,
            previousStatus: 'A' as const,
          };
          return {
            value,
            previous,
            status: value === null ? 'L' : status,
            previousStatus: previous === null ? 'L' : previousStatus,
            rowsHeldBack: status === 'P' ? 1 : 0,
          };
        }, groups);
        const { document, markdown } = report(figures);
        const { cited } = citations(document);
        const byName = new Map(figures.map((f) => [f.group === '' ? f.id : `${f.id}[${f.group}]`, f]));
        for (const { text, words } of cited) {
          const cut = words.indexOf('；');
          const own = byName.get(words.slice(0, cut).replaceAll('&amp;', '&'));
          if (!own) throw new Error(`no figure for ${words}`);
          const isChange = words.slice(cut).includes('增减：');
          const isPrevious = words.slice(cut).includes('去年同期数：');
          const told = isChange ? own.change : isPrevious ? own.previous : own.value;
          if (/^(持平|没有)/.test(text)) {
            expect(Number(told)).toBe(0);
            if (text.startsWith('没有')) expect(own.status).toBe('A');
            continue;
          }
          if (text === '全部') continue;
          // The lower end of a range has its unit behind the upper one.
          const read = amountsOf(text, own.unit) ?? amountsOf(`${text}${own.unit}`, own.unit);
          const value = new Big(told ?? Number.NaN);
          const absolute = isChange ? value.abs() : value;
          const least = read?.from ?? new Big(0);
          expect(absolute.gte(least) && absolute.lt(read?.to ?? 0), `${text} is ${told}`).toBe(true);
          expect(/^-?0(\.0+)?\D*$/.test(text), `${text} is ${told}`).toBe(value.eq(0));
        }
        for (const { group, label, department, value, status } of figures) {
          if (group !== '') continue;
          expect(markdown?.includes(`【缺：${department}，${label}】`)).toBe(value === null);
          if (status === 'P') expect(doubted(markdown)).toContain(label);
        }
      }),
      { numRuns: 15 },
    );
  });
});
