/** What a run promises, on small submissions: missing, zero, held back, contradicted, compared, waived. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownOptions } from '../../pipeline/commands/help.js';
import { commands } from '../../pipeline/commands/list.js';
import { version } from '../../pipeline/program/program.js';
import { cli } from '../helpers/cli.js';
import { type Cells, writeFiles } from '../helpers/submissions.js';
import { road, roads, township } from '../helpers/township.js';

describe('a figure', () => {
  it('is missing without a submission, and names who owes it', async () => {
    const { run, figure, table } = township({
      '2021-11-30/a.csv': roads(2021, road('一号路', 1.2, '2021-5-1')),
    });
    expect(await run()).toMatchObject({ code: 0 });
    expect(figure('accidents.production.count')).toMatchObject({
      value: '',
      status: 'L',
      department: '应急办',
    });
    expect(figure('roads.built.length')).toMatchObject({
      value: '1.2',
      previous: '',
      change: '',
      status: 'A',
    });
    expect(table('submissions.csv').filter(({ status }) => status === 'owed')).toHaveLength(14);
    expect(await run('--strict')).toMatchObject({ code: 1 });
  });

  it('is 0 on a nil return', async () => {
    const { run, figure, table } = township({
      '2021-11-30/a.csv': [['安全生产事故统计表'], ['事故编号', '发生日期', '是否生产安全事故'], ['零报告']],
    });
    await run();
    expect(figure('accidents.production.count')).toMatchObject({ value: '0', status: 'A', rows: '0' });
    expect(table('submissions.csv')[0]).toMatchObject({ form: 'accidents', status: 'nil_return' });
  });

  it('is neither 0 nor anything on a form with nothing below its header', async () => {
    const { run, figure, table } = township({
      '2021-11-30/a.csv': [['事故编号', '发生日期', '是否生产安全事故']],
    });
    await run();
    expect(figure('accidents.production.count')).toMatchObject({ value: '', status: 'L' });
    expect(
      table('findings.csv')
        .map(({ message }) => message)
        .join(),
    ).toContain('零报告');
  });

  it('is to be corrected, not owed, where all that came is held back', async () => {
    const { run, call, figure, table, file } = township({
      '2021-11-30/a.csv': roads(2021, road('一号路', '若干', '2021-6-1')),
    });
    const { stdout } = await run();
    expect(figure('roads.built.length')).toMatchObject({ value: '', status: 'O', rows_held_back: '1' });
    expect(stdout).toContain('修建村级道路：待更正（村镇建设办报送的1行暂缓）');
    expect(file('report.md')).toContain('【待更正：村镇建设办，修建村级道路】');
    expect(file('report.md')).not.toContain('【缺：村镇建设办，修建村级道路】');
    const owed = table('submissions.csv').filter(({ status }) => status === 'owed');
    expect(owed.map(({ form }) => form)).not.toContain('roads');
    expect((await call('status')).stdout).not.toContain('村级道路修建');
    expect(await run('--strict')).toMatchObject({ code: 1 });
  });

  it('has no percentage from a base of zero or below, nor where it is a year', async () => {
    const payments = (refund: number): Cells => [
      ['姓名', '身份证号', '险种', '缴费日期', '缴费金额（元）', '缴费状态'],
      ['赵六', '370000198001010017', '养老', `${refund < 200 ? 2021 : 2020}-03-05`, 100, '已缴'],
      ['赵六', '370000198001010017', '养老', `${refund < 200 ? 2021 : 2020}-04-05`, refund, '退费'],
    ];
    const community = (year: number): Cells => [
      ['社区名称', '计划入住时间'],
      ['云帆社区', `${year}年`],
    ];
    const { run, table } = township({
      '2020-11-30/a.csv': payments(200),
      '2020-11-30/b.csv': community(2022),
      '2021-11-30/a.csv': payments(50),
      '2021-11-30/b.csv': community(2023),
    });
    await run();
    const figures = table('figures.csv');
    expect(figures.find(({ id }) => id === 'insurance.pension.amount')).toMatchObject({
      previous: '-0.01',
      change: '0.015',
      change_pct: '',
    });
    expect(figures.find(({ id }) => id === 'communities.move_in.year')).toMatchObject({
      group: '云帆社区',
      change: '1',
      change_pct: '',
    });
  });

  it('is provisional while a row of its form is held back', async () => {
    const { run, figure, table } = township({
      '2021-11-30/a.csv': roads(2021, road('一号路', 1.2, '2021-5-1'), road('二号路', '若干', '2021-6-1')),
    });
    await run();
    expect(figure('roads.built.length')).toMatchObject({ value: '1.2', status: 'P', rows_held_back: '1' });
    expect(table('findings.csv')).toMatchObject([{ cell: 'D4', value: '若干', severity: 'error' }]);
  });

  it('compares with the same date a year earlier, or what a later submission of that year says of it', async () => {
    const { run, figure } = township({
      '2021-11-30/道路.csv': roads(2021, road('一号路', 2, '2021-5-1')),
      '2020/道路.csv': roads(2020, road('旧路', 1.5, '2020-5-1'), road('岁末路', 4, '2020-12-20')),
      '2021-11-30/村.csv': [
        ['行政村', '办公场所类型'],
        ['东庄村', '楼房'],
        ['西庄村', '平房'],
      ],
      '2020/村.csv': [
        ['行政村', '办公场所类型'],
        ['东庄村', '楼房'],
      ],
    });
    await run();
    expect(figure('roads.built.length')).toMatchObject({
      previous: '1.5',
      change: '0.5',
      previous_status: 'A',
    });
    expect(figure('villages.total.count')).toMatchObject({
      previous: '1',
      change_pct: '100',
      previous_status: 'E',
    });
    expect(figure('villages.office_building.share')).toMatchObject({
      value: '50',
      previous: '100',
      change: '-50',
      change_pct: '',
    });
  });

  it('can be asked for as of an earlier date of the same year', async () => {
    const { run, figure, folder } = township({
      '2021-11-30/道路.csv': roads(2021, road('一号路', 2, '2021-5-1'), road('二号路', 3, '2021-8-1')),
      '2021-11-30/村.csv': [
        ['行政村', '办公场所类型'],
        ['东庄村', '楼房'],
      ],
    });
    expect(await run('--as-of', '2021-06-30')).toMatchObject({ code: 0 });
    expect(figure('roads.built.length', '2021-06-30')).toMatchObject({
      value: '2',
      status: 'A',
      rows_left_out: '1',
    });
    expect(figure('villages.total.count', '2021-06-30')).toMatchObject({ value: '1', status: 'E' });
    expect(existsSync(folder())).toBe(false);
    expect(await run('--as-of', '2020-06-30')).toMatchObject({ code: 2 });
  });
});

describe('rows', () => {
  it('that stand twice count once; a key with two contents counts nowhere in a roster', async () => {
    const { run, figure, table } = township({
      '2021-11-30/道路.csv': roads(2021, road('一号路', 2, '2021-5-1'), road('一号路', 2, '2021-5-1')),
      '2021-11-30/村.csv': [
        ['行政村', '办公场所类型'],
        ['东庄村', '楼房'],
        ['东庄', '平房'],
        ['西庄村', '平房'],
      ],
    });
    await run();
    expect(figure('roads.built.length')).toMatchObject({ value: '2', rows_held_back: '1' });
    expect(figure('villages.total.count')).toMatchObject({ value: '1', rows_held_back: '2' });
    const errors = table('findings.csv').filter(({ severity }) => severity === 'error');
    expect(errors.map(({ rule }) => rule)).toEqual(['key.conflict', 'key.conflict', 'row.duplicate']);
  });

  it('of a file that was taken out are gone, and the publication is the one without it', async () => {
    const { run, figure, home } = township({
      '2021-11-30/a.csv': roads(2021, road('一号路', 2, '2021-5-1')),
      '2021-11-30/b.csv': roads(2021, road('二号路', 3, '2021-6-1')),
    });
    await run();
    expect(figure('roads.built.length')?.value).toBe('5');
    rmSync(join(home, '2021-11-30/b.csv'));
    await run();
    expect(figure('roads.built.length')?.value).toBe('2');
  });

  it('count once their finding is waived, until the cell changes or the day passes', async () => {
    const files = (length: string) => ({
      '2021-11-30/企业.csv': [
        ['统一社会信用代码', '企业名称', '成立日期', '是否规上', '纳税人类型', '企业规模'],
        [length, '甲公司', '2020-1-1', '否', '一般纳税人', '小型'],
        ['91370000MA3BBBB29P', '乙公司', '2020-1-1', '否', '一般纳税人', '小型'],
      ],
    });
    const { run, figure, table, home } = township(files('91370000MA3AAAA150'));
    await run();
    const [found] = table('findings.csv').filter(({ severity }) => severity === 'error');
    expect(figure('enterprises.total.count')).toMatchObject({ value: '1', status: 'P' });
    const waiver = `rule,file,sheet,cell,text,reason,by,until\n${found?.rule},${found?.file},${found?.sheet},${found?.cell},${found?.value},已核实执照,张主任,2021-12-31\n`;
    writeFileSync(join(home, 'waivers.csv'), waiver);
    await run();
    expect(figure('enterprises.total.count')).toMatchObject({ value: '2', status: 'A', rows_held_back: '0' });
    expect(table('findings.csv').find(({ rule }) => rule === found?.rule)).toMatchObject({
      waived_by: '张主任',
      waived_until: '2021-12-31',
      waived_reason: '已核实执照',
    });
    await run('--today', '2022-01-01');
    expect(figure('enterprises.total.count')).toMatchObject({ value: '1', status: 'P' });
    writeFiles(home, files('91370000MA3AAAA151'));
    await run();
    expect(figure('enterprises.total.count')).toMatchObject({ value: '1', status: 'P' });
  });
});

describe('a file', () => {
  it('of no form has all its rows held back, in every count', async () => {
    const { run, table, file } = township({
      '2021-11-30/食堂.csv': [
        ['序号', '姓名代号', '早餐', '午餐'],
        [1, '甲', 1, 1],
        [2, '乙', 0, 1],
      ],
    });
    const { stdout } = await run();
    expect(table('submissions.csv')[0]).toMatchObject({
      status: 'unknown_form',
      rows_accepted: '0',
      rows_held_back: '2',
    });
    expect(stdout).toMatch(/采用 0 行，非数据 1 行，暂缓 2 行/);
    expect(JSON.parse(file('run.json')).counts).toMatchObject({ rows_accepted: 0, rows_held_back: 2 });
  });

  it('that contradicts its folder is held back whole', async () => {
    const { run, figure, table } = township({
      '2021-11-30/a.csv': [
        ['填报单位：安乐镇人民政府'],
        ...roads(2021, road('一号路', 2, '2021-5-1')).slice(1),
      ],
      '2021-11-30/b.csv': roads(2019, road('二号路', 2, '2021-5-1')),
    });
    expect(await run()).toMatchObject({ code: 0 });
    expect(figure('roads.built.length')).toMatchObject({ value: '', status: 'O', rows_held_back: '2' });
    expect(
      table('submissions.csv')
        .slice(0, 2)
        .map(({ status }) => status),
    ).toEqual(['held_back', 'held_back']);
    expect(table('findings.csv').map(({ rule }) => rule)).toEqual(['sheet.other_unit', 'sheet.other_year']);
  });

  it('that cannot be read, or of no known form, costs no other file', async () => {
    const { run, figure, table } = township({
      '2021-11-30/a.xlsx': 'PK\u0003\u0004 cut',
      '2021-11-30/b.csv': [
        ['菜名', '单价'],
        ['土豆', 3],
      ],
      '2021-11-30/c.csv': roads(2021, road('一号路', 2, '2021-5-1')),
    });
    expect(await run()).toMatchObject({ code: 0 });
    expect(figure('roads.built.length')).toMatchObject({ value: '2', status: 'A' });
    expect(
      table('submissions.csv')
        .slice(0, 3)
        .map(({ status }) => status),
    ).toEqual(['unreadable', 'unknown_form', 'accepted']);
    for (const { message } of table('findings.csv')) expect(message).toMatch(/请/);
  });

  it('that lacks a required column, or has one nobody knows, is told so by the header as written', async () => {
    const { run, table } = township({
      '2021-11-30/a.csv': [
        ['所属村', '道路名称', '长度（公里）', '建设性质'],
        ['东庄村', '一号路', 1, '新建'],
      ],
      '2021-11-30/b.csv': [
        ['所属村', '道路名称', '长度（公里）', '建设性质', '完工日期', '绿化率'],
        ['东庄村', '一号路', 1, '新建', '2021-3-1', '30%'],
      ],
    });
    await run();
    const findings = table('findings.csv');
    expect(findings.find(({ rule }) => rule === 'column.missing')?.message).toContain('完工日期');
    expect(findings.find(({ rule }) => rule === 'column.unknown')?.message).toContain('绿化率');
  });
});

describe('the command line', () => {
  it('explains what is wrong with the command and ends with 2', async () => {
    const { inputs, outputs, root } = township({
      '2021-11-30/a.csv': roads(2021, road('一号路', 2, '2021-5-1')),
    });
    for (const [args, words] of [
      [['publish'], '没有“publish”这个命令。可用的命令：run、'],
      [['satus'], '您要的是 status 吗？'],
      [['--stirct'], '您要的是 --strict 吗？'],
      [['run', '2021'], '“2021”是多出来的'],
      [['trace', 'a', 'b'], '“b”是多出来的'],
      [['--unit'], '--unit'],
      [['--frobnicate'], '--frobnicate'],
      [['--inputs', inputs, '--outputs', outputs, '--unit', '无此镇'], '泰平镇'],
      [['--inputs', inputs, '--outputs', outputs, '--period', '2019'], '2021-11-30'],
      [['--inputs', join(root, '没有'), '--outputs', outputs], '没有'],
      [['trace', '--outputs', outputs, 'x'], '先运行'],
    ] as const) {
      const { code, stderr } = await cli(args);
      expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
      expect(stderr).not.toMatch(/ at .*\.js:\d+/);
    }
    expect((await cli(['--unit', '--lang', 'en'])).stderr).toMatch(/^Option --unit/);
  });

  it('explains each option of a command, in both languages, and says its version', async () => {
    for (const [command, { flags }] of Object.entries(commands)) {
      for (const flag of Object.keys(flags)) {
        expect(Object.keys(ownOptions), `${command} --${flag}`).toContain(flag);
      }
    }
    const { code, stdout } = await cli(['seal', '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/seal <乡镇> <期> \[选项\][\s\S]*--approved-by 姓名 +签发人[\s\S]*--inputs 目录/);
    expect((await cli(['--help', '--lang', 'en'])).stdout).not.toMatch(/[\u4e00-\u9fff]/);
    expect((await cli(['--version'])).stdout).toBe(`${version}\n`);
  });

  it('says of files a folder too high where they belong, and publishes the other townships', async () => {
    const misplaced = { '../2021/b.csv': '1', '../乙镇/c.csv': '2' };
    const made = township({ '2021-11-30/a.csv': roads(2021, road('一号路', 2, '2021-5-1')), ...misplaced });
    const { code, stdout } = await made.run();
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /2021：“2021”是期的名称，外面缺一层乡镇的文件夹，其中的文件没有读取。请移到 乡镇名\/2021/,
    );
    expect(stdout).toMatch(/乙镇\/c\.csv：.*请移到当期文件夹中，如 乙镇\/2021-11-30/);

    const alone = township(misplaced);
    expect(await alone.run()).toMatchObject({ code: 2, stderr: expect.stringContaining('乙镇/c.csv：') });
  });

  it('refuses two folders for one date', async () => {
    const { run } = township({
      '2021/a.csv': roads(2021, road('一号路', 2, '2021-5-1')),
      '2021-12-31/a.csv': roads(2021, road('一号路', 2, '2021-5-1')),
    });
    const { code, stdout, stderr } = await run();
    expect(code).toBe(2);
    expect(stdout + stderr).toContain('2021-12-31');
  });

  it('publishes nothing anew when nothing has changed', async () => {
    const { run, folder } = township({ '2021-11-30/a.csv': roads(2021, road('一号路', 2, '2021-5-1')) });
    await run();
    const before = readFileSync(join(folder(), 'run.json'));
    const { stdout } = await run();
    expect(stdout).toContain('没有变化');
    expect(readFileSync(join(folder(), 'run.json'))).toEqual(before);
  });

  it('names an earlier period whose inputs changed since it was published', async () => {
    const { run, home } = township({
      '2020-11-30/a.csv': roads(2020, road('旧路', 1, '2020-5-1')),
      '2021-11-30/a.csv': roads(2021, road('一号路', 2, '2021-5-1')),
    });
    await run('--period', '2020-11-30');
    writeFiles(home, { '2020-11-30/a.csv': roads(2020, road('旧路', 1.5, '2020-5-1')) });
    expect((await run()).stdout).toContain('--period 2020-11-30');
  });

  it('answers programs with --json', async () => {
    const { call } = township({ '2021-11-30/a.csv': roads(2021, road('一号路', 2, '2021-5-1')) });
    const { stdout } = await call('run', '--json');
    expect(JSON.parse(stdout).units).toMatchObject([
      { unit: '泰平镇', outcome: 'published', period: '2021-11-30' },
    ]);
  });
});

describe('trace', () => {
  it('walks from a figure to its cells and from its change to the rows that made it', async () => {
    const enterprises = (...rows: Cells): Cells => [
      ['统一社会信用代码', '企业名称', '成立日期', '是否规上', '纳税人类型', '企业规模'],
      ...rows,
    ];
    const { run, outputs } = township({
      '2020-11-30/企业.csv': enterprises(
        ['91370000MA3AAAA153', '甲公司', '2015-1-1', '否', '一般纳税人', '小型'],
        ['91370000MA3BBBB29P', '乙公司', '2015-1-1', '是', '一般纳税人', '中型'],
      ),
      '2021-11-30/企业.csv': enterprises(
        ['91370000MA3AAAA153', '甲公司', '2015-1-1', '是', '一般纳税人', '中型'],
        ['91370000MA3CCCC32A', '丙公司', '2021-1-1', '是', '一般纳税人', '中型'],
      ),
    });
    await run();
    const trace = (...args: string[]) => cli(['trace', ...args, '--outputs', outputs]);
    const { stdout, code } = await trace('enterprises.above_scale.count', '--compare');
    expect(code).toBe(0);
    expect(stdout).toContain('2021-11-30/企业.csv › A2');
    expect(stdout).toMatch(/ {2}升规 1家（甲公司），新设 1家（丙公司）；不再列入 1家（乙公司）。/);
    expect(stdout).toMatch(/升规.*91370000MA3AAAA153.*是否规上：否 → 是/);
    expect(stdout).toMatch(/不再列入.*91370000MA3BBBB29P/);
    const json = JSON.parse((await trace('规模以上企业', '--json', '--compare')).stdout);
    expect(json.figures[0]).toMatchObject({ id: 'enterprises.above_scale.count', value: '2', change: '1' });
    expect(json.parts[0].changes.map(({ contribution }: { contribution: string }) => contribution)).toEqual([
      '1',
      '1',
      '-1',
    ]);
    const wrong = await trace('enterprises.above_scal.count');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('enterprises.above_scale.count')]);
    const leftOut = (await trace('enterprises.small_micro.count', '--left-out')).stdout;
    expect(leftOut).toMatch(/第3行 {2}不是小微企业 {2}丙公司/);
    expect(leftOut).toContain('合计：不是小微企业 2');
  });
});
