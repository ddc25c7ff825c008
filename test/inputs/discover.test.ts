/** What is found in `inputs/`, and what the settings there say. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rules } from '../../pipeline/findings/rules/index.js';
import { forms } from '../../pipeline/forms/index.js';
import { discover } from '../../pipeline/inputs/discover.js';
import { parsePeriod } from '../../pipeline/inputs/period.js';
import { readSettings } from '../../pipeline/inputs/settings.js';
import { settingsFiles } from '../../pipeline/inputs/settings-files.js';
import { encode } from '../helpers/encode.js';

let inputs = '';
beforeEach(async () => {
  inputs = await mkdtemp(join(tmpdir(), 'inputs-'));
});
afterEach(() => rm(inputs, { recursive: true, force: true }));

async function put(...files: string[]): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(join(inputs, file)), { recursive: true });
    await writeFile(join(inputs, file), file);
  }
}

/** unit → period → files, and findings as `file: rule`. */
async function found() {
  const { units, findings } = await discover(inputs);
  const listed = units.map(({ unit, periods }) => [
    unit,
    Object.fromEntries(
      periods.map(({ period, submissions }) => [period, submissions.map(({ file }) => file)]),
    ),
  ]);
  return {
    units: Object.fromEntries(listed) as Record<string, Record<string, string[]>>,
    findings: findings.map(({ file, finding }) => `${file}: ${finding.rule}`),
  };
}

describe('a file name', () => {
  test('that no output can hold is shown with U+FFFD in the place of such characters, which distinguish nothing', async () => {
    await put('甲镇/2021/道\u0001路.csv', '甲镇/2021/道\u0002路.csv', '甲镇/2021/村\ufffe.csv');
    expect(await found()).toEqual({
      units: { 甲镇: { 2021: ['2021/村\ufffd.csv', '2021/道\ufffd路.csv'] } },
      findings: ['甲镇/2021/道\ufffd路.csv: file.same_name'],
    });
  });

  test.skipIf(process.platform !== 'linux')('of bytes that are no UTF-8 is refused', async () => {
    await put('甲镇/2021/村.csv');
    const name = Buffer.concat([Buffer.from(join(inputs, '甲镇/2021/道路')), Buffer.from([0xd5, 0xfd])]);
    await writeFile(name, 'a');
    expect(await found()).toEqual({
      units: { 甲镇: { 2021: ['2021/村.csv'] } },
      findings: ['甲镇/2021/道路\ufffd\ufffd: file.name_not_text'],
    });
  });
});

describe('numbers of persons in names', () => {
  test('are masked, and files that masks make equal are told apart', async () => {
    await put(
      '甲镇/2021/李某13812345678/道路.csv',
      '甲镇/2021/李某13899995678/道路.csv',
      '甲镇/2021/370000198001010017.xlsx',
      '甲镇/2021/20211130.csv',
      '甲镇/2021/文号202112345678.csv',
    );
    expect(await found()).toEqual({
      units: {
        甲镇: {
          2021: [
            '2021/20211130.csv',
            '2021/370000＊＊＊＊＊＊＊＊0017.xlsx',
            '2021/文号202112345678.csv',
            '2021/李某138＊＊＊＊5678/道路.csv',
            '2021/李某138＊＊＊＊5678/道路（2）.csv',
          ],
        },
      },
      findings: [],
    });
  });

  test('no township is called by one, and a file that belongs nowhere is masked', async () => {
    await put('甲镇/2021/a.csv', '王某13812345678/2021/a.csv', '甲镇/13812345678.csv');
    expect(await found()).toMatchObject({
      units: { 甲镇: {} },
      findings: [
        '王某138＊＊＊＊5678: folder.name_personal',
        '甲镇/138＊＊＊＊5678.csv: file.outside_period',
      ],
    });
  });
});

describe('a township folder', () => {
  test.each([
    ['Caf\u00e9镇', 'Cafe\u0301镇'],
    ['A镇', 'a镇'],
  ])('%s beside %s: one name in the outputs, neither is read', async (one, other) => {
    await put(`${one}/2021/a.csv`, `${other}/2021/b.csv`, '乙镇/2021/c.csv');
    const { units, findings } = await found();
    expect(Object.keys(units)).toEqual(['乙镇']);
    expect(findings.map((line) => line.split(': ')[1])).toEqual(['folder.same_unit', 'folder.same_unit']);
  });

  test.each(['archive', 'Archive', 'logs', 'township.sqlite'])('cannot be called %s', async (name) => {
    await put(`${name}/2021/a.csv`, '档案镇/2021/a.csv');
    expect(await found()).toMatchObject({
      units: { 档案镇: { 2021: ['2021/a.csv'] } },
      findings: [`${name}: folder.name_taken`],
    });
  });
});

describe('settings that are no plain files inside of inputs/', () => {
  const refused = async () => {
    const { findings } = await readSettings(join(inputs, '泰平镇'));
    return findings.map(({ file, finding }) => `${file}: ${finding.rule}`);
  };

  test('are refused by name, and nothing waits for a pipe', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    await writeFile(join(outside, 'aliases.csv'), 'kind,name,canonical\n');
    await put('泰平镇/2021/a.csv', '泰平镇/templates/good.xlsx');
    await mkdir(join(inputs, '泰平镇/templates/folder.xlsx'), { recursive: true });
    await mkdir(join(inputs, '泰平镇/waivers.csv'));
    await writeFile(join(inputs, '泰平镇/seals'), '');
    execFileSync('mkfifo', [join(inputs, '泰平镇/owed.csv'), join(inputs, '泰平镇/templates/pipe.docx')]);
    await symlink(join(outside, 'aliases.csv'), join(inputs, '泰平镇/aliases.csv'));
    await symlink(outside, join(inputs, '泰平镇/templates/elsewhere'));
    expect((await refused()).sort()).toEqual([
      'aliases.csv: file.leaves_inputs',
      'owed.csv: settings.no_file',
      'seals: settings.no_folder',
      'templates/elsewhere: file.leaves_inputs',
      'templates/folder.xlsx: settings.no_file',
      'templates/pipe.docx: settings.no_file',
      'waivers.csv: settings.no_file',
    ]);
    expect(settingsFiles(join(inputs, '泰平镇')).map(({ file }) => file)).toEqual(['templates/good.xlsx']);
  });

  test('a link that stays inside is a setting like any other', async () => {
    await put('泰平镇/2021/a.csv', '乙镇/unit.csv');
    await writeFile(join(inputs, '乙镇/unit.csv'), 'key,value\nname,泰平\n');
    await symlink('../乙镇/unit.csv', join(inputs, '泰平镇/unit.csv'));
    expect((await readSettings(join(inputs, '泰平镇'))).township.name).toBe('泰平');
  });
});

describe('settings without end', () => {
  test('faults are named up to twenty, then counted', async () => {
    await put('泰平镇/2021/a.csv');
    const lines = Array.from({ length: 1_000 }, (_, i) => `表${i},,x`);
    await writeFile(join(inputs, '泰平镇/owed.csv'), ['form,department,due_days', ...lines, ''].join('\n'));
    const { findings, owed } = await readSettings(join(inputs, '泰平镇'), forms);
    expect(owed).toEqual([]);
    expect(findings).toHaveLength(21);
    expect(findings.at(-1)?.finding).toMatchObject({ rule: 'settings.more', params: { count: 980 } });
  });

  test('a file with more lines than any township has is one finding', async () => {
    await put('泰平镇/2021/a.csv');
    await writeFile(join(inputs, '泰平镇/owed.csv'), `form,department,due_days\n${'x,,1\n'.repeat(60_000)}`);
    const { findings, owed } = await readSettings(join(inputs, '泰平镇'));
    expect(owed).toBe(null);
    expect(findings.map(({ finding }) => finding.rule)).toEqual(['settings.too_many_lines']);
  });
});

describe('discovery', () => {
  test('submissions at any depth, in the order of code points, settings and noise left out', async () => {
    await put(
      'units.csv',
      '泰平镇/unit.csv',
      '泰平镇/OWED.csv',
      '泰平镇/templates/report.docx',
      '泰平镇/seals/2021.json',
      '泰平镇/2021-11-30/企业.xlsx',
      '泰平镇/2021-11-30/a/b/c/信访.CSV',
      '泰平镇/2021-11-30/Z',
      '泰平镇/2021-11-30/.hidden/x.csv',
      '泰平镇/2021-11-30/.DS_Store',
      '泰平镇/2021-11-30/Thumbs.db',
      '泰平镇/2021-11-30/desktop.ini',
      '泰平镇/2021-11-30/~$tmp',
      '泰平镇/2020/企业.xlsx',
      '.git/config',
      'B/2021/x',
    );
    await mkdir(join(inputs, 'A/2021'), { recursive: true });
    expect(await found()).toEqual({
      units: {
        A: { 2021: [] },
        B: { 2021: ['2021/x'] },
        泰平镇: {
          2020: ['2020/企业.xlsx'],
          '2021-11-30': ['2021-11-30/Z', '2021-11-30/a/b/c/信访.CSV', '2021-11-30/企业.xlsx'],
        },
      },
      findings: [],
    });
    const { units } = await discover(inputs);
    expect(units.map(({ unit }) => unit)).toEqual(['A', 'B', '泰平镇']);
    expect(units[2]?.periods.map(({ date }) => date)).toEqual(['2020-12-31', '2021-11-30']);
  });

  test('nothing yet', async () => {
    expect(await discover(inputs)).toEqual({ units: [], findings: [] });
    await expect(discover(join(inputs, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('what belongs nowhere is said', async () => {
    await put('a.xlsx', 'T/b.xlsx', 'T/2021年/c.xlsx', 'T/2021-02-30/d.xlsx', 'T/2021/e.xlsx');
    expect(await found()).toEqual({
      units: { T: { 2021: ['2021/e.xlsx'] } },
      findings: [
        'T/2021-02-30: folder.no_period',
        'T/2021年: folder.no_period',
        'T/b.xlsx: file.outside_period',
        'a.xlsx: file.outside_unit',
      ],
    });
  });

  test('a period without its township is no township', async () => {
    await put('2021/a.xlsx', '2021-11-30/b/c.xlsx', 'T/2020/e.xlsx', '2019/2019-12-31/f.xlsx');
    expect(await found()).toEqual({
      // A township may be called so all the same: it has a period.
      units: { 2019: { '2019-12-31': ['2019-12-31/f.xlsx'] }, T: { 2020: ['2020/e.xlsx'] } },
      findings: ['2021: folder.no_unit', '2021-11-30: folder.no_unit', '2021-11-30/b: folder.no_period'],
    });
  });

  test('two folders for one date are refused', async () => {
    await put('T/2020/a', 'T/2020-12-31/b', 'T/2021/c');
    expect(await found()).toEqual({
      units: { T: { 2021: ['2021/c'] } },
      findings: ['T/2020: folder.same_date', 'T/2020-12-31: folder.same_date'],
    });
  });

  test('a file that some program has open', async () => {
    await put('T/2021/a.xlsx', 'T/2021/~$a.xlsx', 'T/2021/b.xlsx');
    const { units } = await discover(inputs);
    const submissions = units[0]?.periods[0]?.submissions.map(({ file, locked }) => [file, locked]);
    expect(submissions).toEqual([
      ['2021/a.xlsx', true],
      ['2021/b.xlsx', false],
    ]);
  });

  test('names in NFD are published in NFC and opened as they are', async () => {
    const nfd = 'e\u0301.csv';
    await put(`T/2021/${nfd}`);
    const { units } = await discover(inputs);
    const [submission] = units[0]?.periods[0]?.submissions ?? [];
    expect(submission?.file).toBe('2021/\u00e9.csv');
    expect(submission?.path.endsWith(nfd)).toBe(true);
  });

  test('links are followed inside only, each once', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    await writeFile(join(outside, 'secret.csv'), 'x');
    await put('T/2021/m/a.csv', 'T/2021/z/deep/b.csv', 'shared/2021/c.csv');
    await symlink(join(outside, 'secret.csv'), join(inputs, 'T/2021/leak.csv'));
    await symlink(outside, join(inputs, 'T/2021/leaks'));
    await symlink(`${inputs}-beside`, join(inputs, 'T/2021/nowhere'));
    await symlink('..', join(inputs, 'T/2021/m/up'));
    await symlink('../z', join(inputs, 'T/2021/m/beside'));
    await symlink('../../shared/2021/c.csv', join(inputs, 'T/2021/c.csv'));
    expect(await found()).toEqual({
      units: {
        T: { 2021: ['2021/c.csv', '2021/m/a.csv', '2021/m/beside/deep/b.csv'] },
        shared: { 2021: ['2021/c.csv'] },
      },
      findings: [
        'T/2021/leak.csv: file.leaves_inputs',
        'T/2021/leaks: file.leaves_inputs',
        'T/2021/m/up: file.linked_twice',
        'T/2021/nowhere: file.unreadable',
        'T/2021/z: file.linked_twice',
      ],
    });
    await rm(outside, { recursive: true });
  });

  test.skipIf(process.getuid?.() === 0)('a folder that may not be read', async () => {
    await put('T/2021/closed/a.csv', 'T/2021/b.csv');
    await chmod(join(inputs, 'T/2021/closed'), 0);
    expect(await found()).toEqual({
      units: { T: { 2021: ['2021/b.csv'] } },
      findings: ['T/2021/closed: folder.unreadable'],
    });
    await chmod(join(inputs, 'T/2021/closed'), 0o700);
  });

  test.each([
    ['2021', '2021-12-31'],
    ['2021-11-30', '2021-11-30'],
    ['2020-02-29', '2020-02-29'],
    ['2021-02-29', null],
    ['2021-13-01', null],
    ['21', null],
    ['2021-1-1', null],
    ['2021-11', null],
    ['x2021', null],
  ])('the date of %s', (period, date) => expect(parsePeriod(period)).toBe(date));
});

describe('settings', () => {
  async function settings(files: Record<string, string | Buffer>, known?: typeof forms) {
    const folder = join(inputs, '泰平镇');
    await mkdir(folder);
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    return readSettings(folder, known);
  }

  test('without any file', async () => {
    const { hash, ...rest } = await settings({});
    expect(rest).toEqual({
      township: { name: '泰平镇', shortName: '泰平', county: null, province: null, divisionCode: null },
      names: ['泰平镇', '泰平'],
      owed: null,
      aliases: { village: new Map(), project: new Map(), community: new Map(), enterprise: new Map() },
      answers: { columns: [], values: [] },
      readingLines: [],
      lines: [],
      waivers: [],
      findings: [],
    });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('all of them, as people write them', async () => {
    const read = await settings(
      {
        'unit.csv': encode(
          'Key , VALUE\r\nname,泰平人民镇\r\nShort_Name,泰平\r\ncounty,示例县\r\n',
          'gb18030',
        ),
        'owed.csv': encode(
          'form,department,due_days\nenterprises,经发办,10\n信访案件,综治中心,\n',
          'utf-8 bom',
        ),
        'aliases.csv': encode(
          'name\tkind\tcanonical\n老 寨\tvillage\t东魏庄\n甲园\t项目\t甲产业园\n',
          'utf-16le bom',
        ),
        'waivers.csv':
          'rule,file,sheet,cell,text,reason,by,until\n' +
          'number.range,2021\\企业.xlsx,企业名录,$d$7,"1,200",核实无误,王五,2022/3/1\n',
      },
      forms,
    );
    expect(read.findings).toEqual([]);
    expect(read.township).toMatchObject({ name: '泰平人民镇', shortName: '泰平', county: '示例县' });
    expect(read.owed).toEqual([
      { form: 'enterprises', department: '经发办', dueDays: 10 },
      { form: 'petitions', department: '综治中心', dueDays: null },
    ]);
    expect(read.aliases.village).toEqual(
      new Map([['老寨', { canonical: '东魏庄', from: null, until: null }]]),
    );
    expect(read.aliases.project).toEqual(
      new Map([['甲园', { canonical: '甲产业园', from: null, until: null }]]),
    );
    expect(read.waivers).toEqual([
      {
        rule: 'number.range',
        file: '2021/企业.xlsx',
        sheet: '企业名录',
        cell: 'D7',
        text: '1,200',
        reason: '核实无误',
        by: '王五',
        until: '2022-03-01',
      },
    ]);
  });

  const column = 'form,header,column,unit,by,reason\n';
  const value = 'form,column,text,value,by,reason\n';
  const waiver = 'rule,file,sheet,cell,text,reason,by,until\n';
  test.each<[string, string, string, string, number | null]>([
    ['a column that is not there', 'owed.csv', 'form,due\na,1\n', 'settings.missing_columns', 1],
    ['an empty file', 'aliases.csv', '', 'settings.missing_columns', 1],
    ['no table at all', 'unit.csv', '%PDF-1.4', 'file.pdf', null],
    ['an unknown key', 'unit.csv', 'key,value\nnmae,x\n', 'settings.unknown_key', 2],
    ['a key twice', 'unit.csv', 'key,value\nname,x\nname,y\n', 'settings.twice', 3],
    [
      'an unknown form',
      'owed.csv',
      'form,department,due_days\n\nenterprise,a,1\n',
      'settings.unknown_form',
      3,
    ],
    ['a form twice', 'owed.csv', 'form,department,due_days\nroads,a,1\nroads,b,2\n', 'settings.twice', 3],
    ['no number of days', 'owed.csv', 'form,department,due_days\nroads,a,十天\n', 'settings.no_days', 2],
    ['an unknown kind', 'aliases.csv', 'kind,name,canonical\nconstructor,a,b\n', 'settings.unknown_kind', 2],
    ['no canonical name', 'aliases.csv', 'kind,name,canonical\nvillage,a,\n', 'settings.empty', 2],
    [
      'two canonical names',
      'aliases.csv',
      'kind,name,canonical\nvillage,a,b\nvillage,a,c\n',
      'settings.two_canonical_names',
      3,
    ],
    [
      'a waiver without a reason',
      'waivers.csv',
      `${waiver}r,f,s,A1,t,,王五,2022-01-01\n`,
      'settings.empty',
      2,
    ],
    ['a waiver without end', 'waivers.csv', `${waiver}r,f,s,A1,t,ok,王五,\n`, 'settings.empty', 2],
    [
      'a day that does not exist',
      'waivers.csv',
      `${waiver}r,f,s,A1,t,ok,王五,2022-02-30\n`,
      'settings.no_date',
      2,
    ],
    ['a column of no form', 'columns.csv', `${column}roads,里程数,lenght,,,\n`, 'settings.unknown_column', 2],
    ['a form of no column', 'columns.csv', `${column}road,里程数,length,,,\n`, 'settings.unknown_form', 2],
    [
      'a unit of another size',
      'columns.csv',
      `${column}roads,里程数,length,亩,,\n`,
      'settings.unknown_unit',
      2,
    ],
    ['a unit of a text', 'columns.csv', `${column}roads,路,road_name,米,,\n`, 'settings.unknown_unit', 2],
    ['an answer without header and unit', 'columns.csv', `${column}roads,,length,,,\n`, 'settings.empty', 2],
    [
      'a header twice',
      'columns.csv',
      `${column}roads,里程数,length,,,\nroads,里 程数,width,,,\n`,
      'settings.twice',
      3,
    ],
    [
      'no word of the list',
      'values.csv',
      `${value}roads,nature,翻建,重建,,\n`,
      'settings.unreadable_value',
      2,
    ],
    ['no date', 'values.csv', `${value}roads,completed_date,,年底,,\n`, 'settings.unreadable_value', 2],
    ['an answer without value', 'values.csv', `${value}roads,nature,翻建,,,\n`, 'settings.empty', 2],
    ['a cell that is none', 'waivers.csv', `${waiver}r,f,s,7D,t,ok,王五,2022-01-01\n`, 'settings.no_cell', 2],
  ])('%s is a finding, and the line has no effect', async (_, file, content, rule, row) => {
    const read = await settings({ [file]: content }, forms);
    expect(read.findings).toMatchObject([{ file, finding: { rule, row, severity: 'error' } }]);
    expect(rules).toHaveProperty([rule]);
    expect(read.waivers).toEqual([]);
    expect(read.answers.columns.length + read.answers.values.length).toBeLessThan(2);
    expect(read.aliases.village.get('a')?.canonical ?? 'b').toBe('b');
    expect(read.owed?.length ?? 0).toBeLessThan(2);
  });

  test('answers, as people write them', async () => {
    const read = await settings(
      {
        'columns.csv':
          'form,header,column,unit\nroads,起点名称+止点名称,section,\n村级道路修建,,长度,米\nroads,造价,-,\n',
        'values.csv': encode(
          'form,column,text,value,by,reason\nroads,nature,,新建,王五,核对过\nroads,completed_date,,期末,,\n',
          'gb18030',
        ),
      },
      forms,
    );
    expect(read.findings).toEqual([]);
    expect(read.answers).toEqual({
      columns: [
        { form: 'roads', header: '起点名称+止点名称', field: 'section', unit: null },
        { form: 'roads', header: '', field: 'length', unit: '米' },
        { form: 'roads', header: '造价', field: null, unit: null },
      ],
      values: [
        { form: 'roads', field: 'nature', text: '', value: '新建' },
        { form: 'roads', field: 'completed_date', text: '', value: '期末' },
      ],
    });
    expect(read.lines.find(({ by }) => by === '王五')).toMatchObject({
      setting: 'values.csv',
      number: 2,
      reason: '核对过',
    });
  });

  test('the hash changes with what the settings say, and only then', async () => {
    const folder = join(inputs, '泰平镇');
    const first = await settings({ 'unit.csv': 'key,value\ncounty,示例县\n' });
    await writeFile(join(folder, 'unit.csv'), encode('key;value\r\ncounty;示例县\r\n', 'gb18030'));
    expect((await readSettings(folder)).hash).toBe(first.hash);
    await writeFile(join(folder, 'unit.csv'), 'key,value\ncounty,另一县\n');
    expect((await readSettings(folder)).hash).not.toBe(first.hash);
  });
});
