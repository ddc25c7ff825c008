/** Sealing: what was signed off is not published over, and next year is compared with it. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { readPackage } from '../../pipeline/office/package.js';
import { readCsv } from '../helpers/cli.js';
import {
  published,
  publishedTownship,
  road,
  roads,
  township,
  twoYears,
  unit,
  villages,
} from '../helpers/township.js';

const names = ['--prepared-by', '钱某', '--reviewed-by', '孙某', '--approved-by', '张主任'];
const who = [...names, '--why', '镇长办公会审定'];
const opener = ['--by', '张主任', '--why', '补报'];

describe('a sealed period', () => {
  it('is not published over until it is unsealed; a run says what would differ', async () => {
    const { call, run, write, folder, home, figure } = await publishedTownship();
    const sealed = await call('seal', unit, '2021-11-30', ...who);
    expect(sealed).toMatchObject({ code: 0 });
    const seal = JSON.parse(readFileSync(join(home, 'seals/2021-11-30.json'), 'utf8'));
    expect(seal).toMatchObject({
      prepared_by: '钱某',
      reviewed_by: '孙某',
      approved_by: '张主任',
      why: '镇长办公会审定',
      as_of: '2021-11-30',
      report: { name: 'report.docx' },
    });
    // Without a report of their own, the text as it is signed is kept: no traces, and no word of a draft.
    const kept = readPackage(readFileSync(join(home, `seals/${seal.report.sha256}.docx`)));
    expect([...kept.keys()].filter((name) => name.includes('comments'))).toEqual([]);
    expect(new TextDecoder().decode(kept.get('word/document.xml'))).not.toContain('送审稿');
    expect(await run()).toMatchObject({ code: 0, stdout: expect.stringContaining('没有变化') });

    const before = published(folder());
    write({ '2021-11-30/道路.csv': roads(2021, road('一号路', 9, '2021-5-1')) });
    const later = await run();
    expect(later.code).toBe(0);
    expect(later.stdout).toMatch(/定稿 5，现在会是 9/);
    expect(published(folder())).toEqual(before);
    expect(await run('--strict')).toMatchObject({ code: 1 });
    expect((await call('trace', 'roads.built.length')).stdout).toContain('5');

    expect(await call('seal', unit, '2021-11-30', ...who)).toMatchObject({ code: 2 });
    expect(await call('unseal', unit, '2021-11-30', ...opener)).toMatchObject({ code: 0 });
    expect(existsSync(join(home, 'seals/2021-11-30.json'))).toBe(false);
    const left = readdirSync(join(home, 'seals')).filter((name) => name.endsWith('.json'));
    expect(left.join()).toMatch(/^2021-11-30\.opened-\d{8}T\d{6}Z\.json$/);
    await run();
    expect(figure('roads.built.length')).toMatchObject({ value: '9' });
    expect(await call('verify')).toMatchObject({ code: 0 });
  });

  it('must be published, and by somebody for a reason', async () => {
    const { call, run } = township(twoYears);
    expect((await call('seal', unit, '2021-11-30', ...who)).code).toBe(2);
    await run();
    expect(await call('seal', unit, '2021-11-30', ...names)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--why'),
    });
    const unreviewed = ['--prepared-by', '钱某', '--approved-by', '张主任', '--why', '审定'];
    expect((await call('seal', unit, '2021-11-30', ...unreviewed)).code).toBe(2);
    const alone = [
      '--prepared-by',
      '张主任',
      '--reviewed-by',
      '孙某',
      '--approved-by',
      ' 张主任',
      '--why',
      '审定',
    ];
    expect(await call('seal', unit, '2021-11-30', ...alone)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('不能是同一个人'),
    });
    expect((await call('unseal', unit, '2021-11-30', ...opener)).code).toBe(2);
  });

  it('says by whom and since when wherever it is shown, and keeps the report that was signed', async () => {
    const { call, run, home, folder } = await publishedTownship();
    const report = join(folder(), 'report.docx');
    expect(await call('seal', unit, '2021-11-30', ...who, '--report', join(home, 'unit.csv'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('.docx'),
    });
    await call('seal', unit, '2021-11-30', ...who, '--report', report);
    const seal = JSON.parse(readFileSync(join(home, 'seals/2021-11-30.json'), 'utf8'));
    expect(seal.report.name).toBe('report.docx');
    expect(readFileSync(join(home, `seals/${seal.report.sha256}.docx`))).toEqual(readFileSync(report));

    const signed = '填报钱某、审核孙某、签发张主任，';
    const roadsBuilt = 'roads.built.length';
    const shown = [call('status'), call('verify'), call('trace', roadsBuilt), call('history', roadsBuilt)];
    for (const { stdout } of await Promise.all(shown)) expect(stdout).toContain(signed);
    expect(await run()).toMatchObject({ code: 0, stdout: expect.stringContaining('没有变化') });
    expect(readFileSync(join(folder(), 'history.js'), 'utf8')).toContain(signed);

    // As a seal of an earlier version, which names who signed it off only.
    const { prepared_by, reviewed_by, approved_by, report: _, ...rest } = seal;
    writeFileSync(join(home, 'seals/2021-11-30.json'), JSON.stringify({ ...rest, by: approved_by }));
    expect((await call('status')).stdout).toMatch(/ 发布；签发张主任，\d{4}/);
  });

  it('whose seal cannot be read stops its township and says so', async () => {
    const { call, run, home } = await publishedTownship();
    await call('seal', unit, '2021-11-30', ...who);
    writeFileSync(join(home, 'seals/2021-11-30.json'), '{');
    expect(await run()).toMatchObject({ code: 2, stderr: expect.stringContaining('seals/2021-11-30.json') });
  });
});

describe('the year after a sealed one', () => {
  it('is compared with the sealed figures, and says where today’s inputs would give others', async () => {
    const { call, run, write, figure, folder } = township(twoYears);
    await run('--period', '2020-11-30');
    await call('seal', unit, '2020-11-30', ...who);
    await run();
    expect(figure('roads.built.length')).toMatchObject({ value: '5', previous: '1.5', change: '3.5' });

    write({
      '2020-11-30/道路.csv': roads(2020, road('旧路', 1.8, '2020-5-1'), road('补报路', 1, '2020-6-1')),
      '2020-11-30/村.csv': villages('东庄村', '西庄村'),
    });
    expect((await run()).code).toBe(0);
    expect(figure('roads.built.length')).toMatchObject({
      value: '5',
      previous: '1.5',
      change: '3.5',
      previous_status: 'A',
    });
    expect(figure('villages.total.count')).toMatchObject({ previous: '1', change: '1' });
    const findings = readCsv(join(folder(), 'findings.csv')).filter(
      ({ rule }) => rule === 'seal.inputs_differ',
    );
    expect(findings.map(({ message }) => message).join()).toMatch(/定稿数字 1\.5，按现在的报表会是 2\.8/);
    expect(findings[0]?.file).toBe('seals/2020-11-30.json');
    const changes = readCsv(join(folder(), 'changes.csv'));
    for (const line of readCsv(join(folder(), 'figures.csv'))) {
      if (line.change === '' || line.kind === 'ratio') continue;
      const own = changes.filter(({ id, group }) => id === line.id && group === line.group);
      const sum = own.reduce((total, { contribution = '0' }) => total.plus(contribution), new Big(0));
      expect([line.id, sum.toFixed()]).toEqual([line.id, line.change]);
    }
    expect(await call('verify')).toMatchObject({ code: 0 });
  });

  it('has status B where the definition has changed since', async () => {
    const { call, run, home, figure, folder } = township(twoYears);
    await run('--period', '2020-11-30');
    await call('seal', unit, '2020-11-30', ...who);
    const path = join(home, 'seals/2020-11-30.json');
    const seal = JSON.parse(readFileSync(path, 'utf8'));
    // As a seal made under another definition.
    seal.definitions['roads.built.length'] = 'another';
    writeFileSync(path, JSON.stringify(seal));
    await run();
    expect(figure('roads.built.length')).toMatchObject({
      status: 'A',
      previous_status: 'B',
      change_status: 'B',
      change: '3.5',
    });
    expect(figure('villages.total.count')).toMatchObject({ previous_status: 'A' });
    const rules = readCsv(join(folder(), 'findings.csv')).map(({ rule }) => rule);
    expect(rules).toContain('seal.definition_changed');
  });
});
