/** Words of the rules for credit codes, identity numbers and division codes. */
import type { RuleText } from '../rule-text.js';

const asText = {
  zh: '请把该列设为“文本”格式，再重新填写完整号码。',
  en: 'Format the column as text, and type the full number again.',
};

export const codeRules = {
  'credit_code.damaged': {
    zh: '“{header}”被表格软件当作数字保存，15位以后的数字已经丢失（{value}），无法还原。',
    en: '"{header}" was stored as a number and has lost its digits after the 15th ({value}).',
    fix: asText,
  },
  'credit_code.length': {
    zh: '“{header}”里的“{value}”有{length}位，统一社会信用代码应为18位。',
    en: '"{value}" under "{header}" has {length} characters; a unified social credit code has 18.',
    fix: { zh: '请对照营业执照核对。', en: 'Check it against the business licence.' },
  },
  'credit_code.characters': {
    zh: '“{header}”里的“{value}”含有不应出现的字符；统一社会信用代码只用数字和大写字母，其中没有I、O、S、V、Z（常与1、0、5、U、2混淆）。',
    en: '"{value}" under "{header}" holds characters that no unified social credit code has: I, O, S, V, Z (often taken for 1, 0, 5, U, 2) or signs.',
    fix: { zh: '请对照营业执照核对。', en: 'Check it against the business licence.' },
  },
  'credit_code.check_character': {
    zh: '“{header}”里的“{value}”校验不通过（第18位），其中至少有一位写错。',
    en: 'The check character (18th) of "{value}" under "{header}" is wrong: at least one character is a slip.',
    fix: {
      zh: '请对照营业执照逐位核对。',
      en: 'Check it character by character against the business licence.',
    },
  },
  'credit_code.organisation_part': {
    zh: '“{header}”里的“{value}”，其中的组织机构代码（第9至17位）校验不通过；全码校验通过，照常计入。',
    en: 'The organisation code (positions 9 to 17) in "{value}" under "{header}" fails its own check; the whole code passes and counts.',
    fix: { zh: '请对照营业执照核对。', en: 'Check it against the business licence.' },
  },
  'credit_code.old_number': {
    zh: '“{header}”里的“{value}”是15位的旧注册号，照常计入。',
    en: '"{value}" under "{header}" is an old registration number of 15 digits; it counts.',
    fix: {
      zh: '已换领新照的，请改填18位统一社会信用代码。',
      en: 'Give the code of 18 characters if there is one by now.',
    },
  },
  'identity_number.damaged': {
    zh: '“{header}”被表格软件当作数字保存，15位以后的数字已经丢失，无法还原。',
    en: '"{header}" was stored as a number and has lost its digits after the 15th.',
    fix: asText,
  },
  'identity_number.old_number': {
    zh: '“{header}”是15位的旧身份证号，应为18位。',
    en: '"{header}" holds an old identity number of 15 digits; 18 are expected.',
    fix: { zh: '请改填18位公民身份号码。', en: 'Give the number of 18 characters.' },
  },
  'identity_number.shape': {
    zh: '“{header}”不是公民身份号码：应为17位数字加一位数字或X，现有{length}位。',
    en: '"{header}" is no identity number: 17 digits and a digit or X are expected, {length} characters were found.',
    fix: {
      zh: '请对照身份证核对；其他证件请在“证件类型”中注明。',
      en: 'Check it against the identity card; name any other kind of document.',
    },
  },
  'identity_number.birth_date': {
    zh: '“{header}”里的出生日期（第7至14位）不是真实的日期。',
    en: 'The date of birth in "{header}" (positions 7 to 14) is no real date.',
    fix: { zh: '请对照身份证核对。', en: 'Check it against the identity card.' },
  },
  'identity_number.check_character': {
    zh: '“{header}”校验不通过（第18位），其中至少有一位写错。',
    en: 'The check character (18th) of "{header}" is wrong: at least one character is a slip.',
    fix: { zh: '请对照身份证逐位核对。', en: 'Check it character by character against the identity card.' },
  },
  'division_code.damaged': {
    zh: '“{header}”被表格软件改成了科学计数法（{value}），无法还原。',
    en: '"{header}" was turned into a number with an exponent ({value}).',
    fix: asText,
  },
  'division_code.shape': {
    zh: '“{header}”里的“{value}”有{length}位，村级区划代码应为12位数字。',
    en: '"{value}" under "{header}" has {length} characters; the code of a village has 12 digits.',
    fix: { zh: '请对照统计用区划代码核对。', en: 'Check it against the list of division codes.' },
  },
} as const satisfies Record<string, RuleText>;
