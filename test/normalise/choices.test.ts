import { describe, expect, test } from 'vitest';
import {
  type Alias,
  choice,
  identityNumber,
  named,
  person,
  phone,
  text,
  village,
  yesNo,
  yesNoMeans,
} from '../../pipeline/forms/define.js';
import { discipline_cases } from '../../pipeline/forms/discipline_cases.js';
import { enterprises } from '../../pipeline/forms/enterprises.js';
import { insurance_payments } from '../../pipeline/forms/insurance_payments.js';
import { party_branches } from '../../pipeline/forms/party_branches.js';
import { context, readCell } from '../helpers/normalise.js';

const nature = choice('建设性质', { 新建: ['新修'], 养护: ['修缮', '维修'] }).matching(/大修/, '养护');
const office = choice('办公场所类型', { 楼房: [], 平房: [], 无: [] });

describe('a code list', () => {
  test.each([
    ['新建', '新建'],
    [' 新 建 ', '新建'],
    ['新\n建', '新建'],
    ['新修', '新建'],
    ['道路大修工程', '养护'],
  ])('%j is %s', (written, value) => {
    expect(readCell(nature, written)).toEqual({ value, rules: [] });
  });

  test('an allowed value wins over the words for an empty cell', () => {
    expect(readCell(office, '无').value).toBe('无');
    expect(readCell(nature, '无')).toEqual({ value: null, rules: [] });
  });

  test('what stands in brackets behind a value is left aside, with a warning', () => {
    expect(readCell(nature, '新建（二期）')).toEqual({
      value: '新建',
      rules: ['choice.remark_ignored (warning)'],
    });
  });

  test.each(['新建。', '（新建）', '新-建', '“新建”'])('%s compares without its punctuation', (written) => {
    expect(readCell(nature, written)).toEqual({ value: '新建', rules: [] });
  });

  test.each(['拆除', '新建、养护', '新建（改建）养护'])('%s is not allowed', (written) => {
    expect(readCell(nature, written)).toEqual({ value: null, rules: ['choice.not_allowed'] });
  });

  const taxpayer = choice('纳税人类型', { 一般纳税人: [], 小规模纳税人: ['小规模'] });
  const alias: Alias = { header: '是否一般纳税人', words: yesNoMeans('一般纳税人', '小规模纳税人') };
  test.each([
    ['√', '一般纳税人'],
    ['n', '小规模纳税人'],
    ['是（2020年起）', '一般纳税人'],
    ['小规模', '小规模纳税人'],
  ])('under a header that asks 是否, %s is %s', (written, value) => {
    expect(readCell(taxpayer, written, { alias })).toEqual({ value, rules: [] });
  });

  test('only under that header', () => {
    expect(readCell(taxpayer, '√').rules).toEqual(['choice.not_allowed']);
  });
});

describe('yes and no', () => {
  const column = yesNo('是否规上');
  test.each([
    '是',
    '√',
    '✓',
    '☑',
    '有',
    'Y',
    'y',
    '1',
    'TRUE',
    'true',
    '对',
    ' 是 ',
    'Ｙ',
    '是（含外地援助人员）',
  ])('%s is yes', (written) => {
    expect(readCell(column, written)).toEqual({ value: 1, rules: [] });
  });

  test.each(['否', '×', '✗', '无', 'N', '0', 'FALSE', '否（已退出）'])('%s is no', (written) => {
    expect(readCell(column, written)).toEqual({ value: 0, rules: [] });
  });

  test.each(['是否', '待定', '2', '?'])('%s is neither', (written) => {
    expect(readCell(column, written)).toEqual({ value: null, rules: ['yes_no.not_understood'] });
  });
});

describe('政治面貌', () => {
  const { spec } = discipline_cases.columns.is_party_member;
  const [alias] = spec.aliases;
  const read = (written: string) =>
    readCell(discipline_cases.columns.is_party_member, written, alias ? { alias } : {});

  test.each([
    '党员',
    '中共党员',
    '（中共）党员',
    '共产党员',
    '正式党员',
    '中共正式党员',
    '预备党员',
    '中共预备党员',
    '中国共产党党员',
    '中共党员（2019年入党）',
    '中共党员(预备)',
    '01',
    '02',
    '1',
    '是',
  ])('%s is a member', (written) => {
    expect(read(written)).toEqual({ value: 1, rules: [] });
  });

  test.each([
    '群众',
    '群众（入党积极分子）',
    '非党员',
    '非中共党员',
    '共青团员',
    '团员',
    '无党派',
    '无党派人士',
    '无党派民主人士',
    '农工党党员',
    '农工党员',
    '民革党员',
    '民盟盟员',
    '民建会员',
    '民主促进会会员',
    '中国民主促进会会员',
    '致公党党员',
    '九三学社社员',
    '台盟盟员',
    '03',
    '13',
    '否',
  ])('%s is not', (written) => {
    expect(read(written)).toEqual({ value: 0, rules: [] });
  });

  test.each(['积极分子', '干部', '党', '14', '党员、群众'])('%s is asked', (written) => {
    expect(read(written).rules).toEqual(['yes_no.not_understood']);
  });

  test('codes are read only where they are asked for', () => {
    expect(readCell(discipline_cases.columns.is_party_member, '02').rules).toEqual(['yes_no.not_understood']);
    expect(readCell(discipline_cases.columns.is_party_member, '群众').value).toBe(0);
  });
});

describe('words of the registry', () => {
  const { category, status, size } = enterprises.columns;
  test.each([
    [status, '存续（在营、开业、在册）', '存续'],
    [status, '在营（开业）企业', '存续'],
    [status, '登记成立', '存续'],
    [status, '清算', '存续'],
    [status, '吊销，未注销', '吊销'],
    [status, '责令关闭', '吊销'],
    [status, '迁出', '迁出'],
    [size, '小微企业', '小微'],
    [category, '有限责任公司(自然人独资)', '企业'],
    [category, '个人独资企业', '企业'],
    [category, '民办非企业单位', '其他'],
    [category, '家庭农场', '其他'],
    [category, '个体工商户', '个体工商户'],
  ] as const)('%#: %s', (column, written, value) => {
    expect(readCell(column, written)).toMatchObject({ value });
  });

  test.each(['两新', '“两新”', '两新组织', '“两新”组织'])(
    '%s names the two new kinds of organisation',
    (written) => {
      expect(readCell(party_branches.columns.type, written)).toEqual({ value: '两新', rules: [] });
    },
  );

  test('what residents do not pay is set apart', () => {
    const { insurance_type: type } = insurance_payments.columns;
    expect(readCell(type, '城乡居民基本养老保险费')).toEqual({ value: '养老', rules: [] });
    for (const written of ['企业职工基本养老保险', '职工医保', '灵活就业人员养老保险']) {
      expect(readCell(type, written)).toEqual({
        value: '职工',
        rules: ['choice.not_of_this_form (warning)'],
      });
    }
  });
});

describe('names', () => {
  test.each([
    ['东魏庄村', '东魏庄'],
    ['东魏庄', '东魏庄'],
    ['东魏庄村委会', '东魏庄'],
    ['东魏庄村民委员会', '东魏庄'],
    ['东魏庄村村民委员会', '东魏庄'],
    ['东魏庄村村委会', '东魏庄'],
    [' 东 魏庄\n村 ', '东魏庄'],
    ['东魏庄村（1386人）', '东魏庄'],
    ['村', '村'],
    ['朝阳区\n（57.8万人）', '朝阳区'],
    ['大魏', '东魏庄'],
    ['大魏村', '东魏庄'],
  ])('village %j is %s', (written, value) => {
    const aliases = {
      ...context.aliases,
      village: new Map([['大魏', { canonical: '东魏庄', from: null, until: null }]]),
    };
    expect(readCell(village('所属村'), written, { context: { ...context, aliases } }).value).toBe(value);
  });

  test.each([
    ['示例 产业园', '示例产业园'],
    ['示例\n产业园(一期)', '示例产业园（一期）'],
    ['Example Park  项目', 'Example Park项目'],
    ['老园区', '示例产业园'],
  ])('project %j is %s', (written, value) => {
    const aliases = {
      ...context.aliases,
      project: new Map([['老园区', { canonical: '示例产业园', from: null, until: null }]]),
    };
    const column = named('项目名称', 'project');
    expect(readCell(column, written, { context: { ...context, aliases } }).value).toBe(value);
  });

  test('the blank that pads a short name is no part of it', () => {
    expect(readCell(person('姓名'), '张　三').value).toBe('张三');
  });

  test('free text keeps its line breaks, but not the blanks around it', () => {
    expect(readCell(text('用途'), '  路灯\n维护 ')).toEqual({ value: '路灯\n维护', rules: [] });
  });
});

test('phones are kept as written but for blanks, and masked where they are published', () => {
  expect(readCell(phone('电话'), '138 1234 5678').value).toBe('13812345678');
  expect(readCell(identityNumber('身份证号'), '—').value).toBeNull();
});
