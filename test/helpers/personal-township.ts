/** A township with numbers of persons in places and notations where nobody expects them, and what it publishes. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { identityCheck } from '../../pipeline/text/codes.js';
import { call } from './run.js';
import type { Cells } from './submissions.js';
import { book } from './template-book.js';
import { period, township, unit } from './township.js';

const phones: string[] = [];
const identities: string[] = [];

/** A phone that stands nowhere else. */
function phone(): string {
  const number = `138${String(10_000_001 + phones.length * 7).padStart(8, '0')}`;
  phones.push(number);
  return number;
}

/** An identity number that stands nowhere else. */
function identity(): string {
  const first = `370000198001${String(10 + (identities.length % 18))}${String(100 + identities.length)}`;
  const number = first + identityCheck(first);
  identities.push(number);
  return number;
}

/** Another phone, which is masked as the last one is. */
function twin(): string {
  const number = (phones.at(-1) ?? '').replace(/^(...)..../, '$19999');
  phones.push(number);
  return number;
}

/** As `138 1234 5678`, and with other signs. */
const apart = (number: string, sign: string) =>
  [number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(sign);
const wide = (number: string) =>
  number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

const roads: Cells = [
  [`${unit}2021年村级道路修建情况表（联系人${phone()}）`],
  [`填报单位：${unit}（${phone()}）`, `填表人：王某某 ${phone()}`, `审核人：李某某${identity()}`],
  [
    '所属村',
    '道路名称',
    '起止点',
    '长度（公里）',
    '建设性质',
    '完工日期',
    `联系${phone()}`,
    '备注',
    '投资（万元）',
  ],
  [
    '东庄村',
    `东庄路（联系 ${phone()}，${phone()}）`,
    `${identity()},${phone()}`,
    1.2,
    '新建',
    '2021-06-30',
    phone(),
    '',
    5,
  ],
  [
    '东庄村',
    `二路 ${phone()}.${phone()}`,
    `${phone()}元`,
    1.3,
    '新建',
    '2021-06-30',
    `${phone()}万某`,
    `见${identity()}`,
    '',
  ],
  [
    '东庄村',
    '三路',
    `${apart(phone(), ' ')}、${apart(phone(), '-')}、${apart(phone(), '.')}`,
    1,
    '新建',
    '2021-06-30',
    wide(phone()),
    wide(identity()),
    '',
  ],
  [`西庄${phone()}村`, '四路', '村口—桥头', 1, '新建', '2021-07-01', '', '', phone()],
  ['东庄村', '五路', '', `${phone()}米长`, '新建', '2021-07-01', '', '', ''],
  ['东庄村', '六路', '', 1, `新建${phone()}`, '2021-07-01', '', '', ''],
  ['东庄村', '七路', '', 1, '新建', `${phone()}`, '', '', identity()],
  ['东庄村', `八路${phone()}`, '甲—乙', 1, '新建', '2021-08-01', '', '', ''],
  ['东庄村', `八路${phones.at(-1)}`, '甲—乙', 2, '新建', '2021-08-01', '', '', ''],
  ['合计', '', '', 3, '', `核对人${phone()}`, '', '', ''],
  [`说明：数据由${phone()}提供`],
];

const projects: Cells = [
  ['项目名称', '投资方', '建设阶段', '计划投资（亿元）', '项目状态', '年产能', '产能单位', '产品'],
  [`甲产业园${phone()}`, `某公司${phone()}`, '整体', 2, '在建', 3, `亿只${phone()}`, phone()],
  [`乙项目（${identity()}）`, '', '整体', 3, '签约', '', '', ''],
];

const communities: Cells = [
  ['社区名称', '计划入住时间', '涉及村'],
  [`云帆社区 ${phone()}`, '2022年', `东庄村${phone()}`],
];

const insurance: Cells = [
  ['姓名', '身份证号', '险种', '缴费日期', '缴费金额（元）'],
  ['赵六', identity(), '养老', '2021-03-05', 100],
  [phone(), identity(), '医疗', '2021-03-05', 320],
  ['孙七', identity().replace(/.$/, (check) => (check === '0' ? '1' : '0')), '医疗', '2021-03-06', 320],
  ['周八', identity().replace(/(.{6})(.{8})/, '$1 $2 '), '医疗', '2021-03-07', `320元（${phone()}）`],
];

const enterprises = (more: string): Cells => [
  ['统一社会信用代码', '企业名称', '成立日期', '是否规上', '纳税人类型', '企业规模', '经营状态'],
  ['91370000MA3AAAA153', `例1公司${more}`, '2016-05-18', '是', '一般纳税人', '小型', '存续'],
];

const petitions: Cells = [
  ['信访编号', '登记日期', '信访人', '联系电话', '信访形式', '信访级别', '问题类别', '办结日期', '办理结果'],
  [
    `XF-${phone()}`,
    '2021-03-16',
    '吴九',
    apart(phone(), '—'),
    '来访',
    '到镇',
    `反映${phone()}`,
    '2021-04-02',
    '已化解',
  ],
];

const spending: Cells = [
  ['行政村', '凭证号', '支出日期', '支出类别', '金额（元）', '用途'],
  ['东庄村', phone(), '2021-07-09', '公共支出', 1200, `路灯，联系${phone()}`],
];

const accidents: Cells = [
  ['事故编号', '发生日期', '单位名称', '是否生产安全事故'],
  ['SG1', '2021-05-06', `某厂${phone()}`, '是'],
];

const canteens: Cells = [
  [`食堂${phone()}`, '座位', identity()],
  ['一食堂', 20, phone()],
];

const roadsFile = `${period}/李某${phone()}/道路.csv`;
const insuranceFile = `${period}/保险 ${apart(phone(), '-')}.csv`;

/** Of inline texts, a row each. */
const sheet = (...rows: readonly (readonly string[])[]) => {
  const cells = rows.map((row, r) =>
    row.map((text, c) => `<c r="${'ABCDEFG'[c]}${r + 1}" t="inlineStr"><is><t>${text}</t></is></c>`).join(''),
  );
  return `<sheetData>${cells.map((row, r) => `<row r="${r + 1}">${row}</row>`).join('')}</sheetData>`;
};
const schools = [
  ['学校名称', '项目类型', '建设性质', '数量', '竣工日期'],
  [`中心校${phone()}`, '食堂', '新建', '1', '2021-05-06'],
  ['小学', `广场${phone()}`, '新建', '1', '2021-05-06'],
];
const workbooks: Readonly<Record<string, Uint8Array>> = {
  [`templates/季报${identity()}.xlsx`]: book({ sheets: { 表: sheet(['{{roads.built.length}}']) } }),
  [`templates/月报${identity()}.xlsx`]: book({ sheets: { 表: sheet([`{{no.such ${phone()}}}`]) } }),
  [`${period}/学校.xlsx`]: book({
    sheets: { [`学校 ${phone()}`]: sheet(...schools), [identity()]: sheet([phone()]) },
  }),
};

const cancelled = `例2公司${phone()}`;
const files: Readonly<Record<string, Cells | string>> = {
  [roadsFile]: roads,
  [`${period}/项目.csv`]: projects,
  [`${period}/社区.csv`]: communities,
  [insuranceFile]: insurance,
  [`${period}/企业.csv`]: enterprises(phone()),
  '2020-11-30/企业.csv': [
    ...enterprises(phone()),
    ['91370000MA3BBBB29P', cancelled, '2016-05-18', '否', '一般纳税人', '小型', '存续'],
  ],
  [`${period}/信访.csv`]: petitions,
  [`${period}/支出.csv`]: spending,
  [`${period}/事故.csv`]: accidents,
  [`${period}/食堂${phone()}.csv`]: canteens,
  [`${period}/食堂${twin()}.csv`]: [...canteens, ['二食堂', 30, '']],
  [`${period}/村.csv`]: [
    ['行政村', '办公场所类型', '区划代码'],
    ['东庄村', '楼房', `37 ${identity()}`],
    [`南庄${phone()}村`, '楼房', ''],
  ],
  'unit.csv': [
    ['key', 'value'],
    ['short_name', `泰平${phone()}`],
    ['county', `某县${phone()}`],
  ],
  'owed.csv': [
    ['form', 'department', 'due_days'],
    ['roads', `村镇建设办${phone()}`, 5],
    ['schools', `教育办 ${phone()}`, 5],
  ],
  'aliases.csv': [
    ['kind', 'name', 'canonical'],
    ['project', '丙项目', `丙项目${phone()}`],
  ],
  'waivers.csv': [
    ['rule', 'file', 'sheet', 'cell', 'text', 'reason', 'by', 'until'],
    [
      'identity_number.check_character',
      insuranceFile,
      '',
      'B4',
      String(insurance[3]?.[1]),
      `问过${phone()}`,
      `王${phone()}`,
      '2022-12-31',
    ],
    ['choice.not_allowed', roadsFile, '', 'E9', String(roads[8]?.[4]), 'x', 'y', '2022-12-31'],
  ],
};

/** How many numbers there are. */
export const numberCount = () => phones.length + identities.length;

/** Everything below the folder that may be shared, packages inflated. */
function* shared(folder: string): Generator<readonly [string, string]> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    yield ['name', path];
    if (entry.isDirectory()) {
      if (entry.name !== 'corrections' && entry.name !== 'archive') yield* shared(path);
    } else if (/\.(xlsx|docx)$/.test(entry.name)) {
      for (const [part, bytes] of Object.entries(unzipSync(readFileSync(path)))) {
        yield [`${path}!${part}`, Buffer.from(bytes).toString('utf8')];
      }
    } else if (!entry.name.startsWith('township.sqlite')) yield [path, readFileSync(path, 'utf8')];
  }
}

/** The numbers of the township that a text holds, however they are written. */
export function foundIn(text: string): string[] {
  const plain = text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/(?<=\d)[ —.-](?=\d)/g, '');
  return [...phones, ...identities].filter((number) => plain.includes(number) || text.includes(number));
}

/** The township as it is published twice, and what was said of it. */
export interface PersonalTownship {
  readonly place: ReturnType<typeof township>;
  /** What was said, by what was asked. */
  readonly said: readonly (readonly [asked: string, text: string])[];
  /** Numbers of persons that stand whole where they should not, and where. */
  readonly leaks: readonly string[];
}

/**
 * Publishes the township twice and asks everything of it.
 * @param more options of each command.
 */
export async function personalTownship(...more: string[]): Promise<PersonalTownship> {
  const said: [string, string][] = [];
  const place = township(files);
  for (const [name, bytes] of Object.entries(workbooks)) {
    mkdirSync(dirname(join(place.home, name)), { recursive: true });
    writeFileSync(join(place.home, name), bytes);
  }
  const common = [...place.args, '--unit', unit, ...more];
  const ask = async (...args: string[]) => {
    const { stdout, stderr } = await call(...args, ...common);
    said.push([args.join(' '), stdout], [`${args.join(' ')} (stderr)`, stderr]);
  };
  await ask('run');
  const first = join(place.root, 'first');
  cpSync(place.folder(), first, { recursive: true });
  place.write({ [roadsFile]: roads.slice(0, -4) });
  await ask('nightly', '--json');
  for (const args of [
    ['run', '--json'],
    ['status'],
    ['status', '--json'],
    ['verify'],
    ['verify', '--json'],
    ['diff'],
    ['diff', '--json'],
    ['history', 'roads.built.length'],
    ['check-templates'],
    ['trace', 'roads.built.length', '--compare', '--left-out'],
    ['trace', 'roads.built.length', '--csv'],
    ['trace', 'projects.investment.total', '--json'],
    ['trace', 'projects.capacity.full'],
    ['trace', 'enterprises.total.count', '--compare', '--json'],
    ['forms', '--period', '2022-11-30'],
  ]) {
    await ask(...args);
  }
  const names = readdirSync(join(place.home, period), { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((one) => /\.(?:csv|xlsx)$/.test(one))) {
    for (const form of [['--json'], [], ['--lang', 'en']]) {
      const path = join(place.home, period, name);
      const { stdout, stderr } = await call('inspect', path, ...form, '--inputs', place.inputs, ...more);
      said.push([`inspect ${name}`, stdout + stderr]);
    }
  }
  const texts = [...said, ...shared(place.outputs), ...shared(first)];
  const leaks = texts.flatMap(([where, text]) => foundIn(text).map((number) => `${where}: ${number}`));
  return { place, said, leaks };
}
