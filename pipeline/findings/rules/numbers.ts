/** Words of the rules for numbers. */
import type { RuleText } from '../rule-text.js';

export const numberRules = {
  'number.not_understood': {
    zh: '“{header}”里的“{value}”不是能够识别的数，这里要填一个数（如{example}）。',
    en: '"{value}" under "{header}" could not be read as a number; one number is expected (such as {example}).',
    fix: {
      zh: '请只填数字，文字说明移到备注。',
      en: 'Leave only the number, and move any words to the remarks.',
    },
  },
  'number.several': {
    zh: '“{header}”里的“{value}”含有不止一个数，无法确定以哪个为准。',
    en: '"{value}" under "{header}" holds more than one number, and there is no telling which counts.',
    fix: { zh: '请只填一个确定的数。', en: 'Leave one number.' },
  },
  'number.separators': {
    zh: '“{header}”里的“{value}”，逗号的位置不合千分位（如1,234,567），可能多了或少了数字，也可能把小数点写成了逗号。',
    en: 'The commas in "{value}" under "{header}" do not part thousands (as in 1,234,567): a digit too many or too few, or a comma for a decimal point.',
    fix: { zh: '请核对后重新填写，不用写逗号。', en: 'Check the number and write it without commas.' },
  },
  'number.approximate': {
    zh: '“{header}”里的“{value}”是约数，按所写的数计入。',
    en: '"{value}" under "{header}" is approximate; the number was taken as written.',
    fix: { zh: '如有准确数，请改为准确数。', en: 'Give the exact number if there is one.' },
  },
  'number.exponent': {
    zh: '“{header}”里的“{value}”是科学计数法，按{read}计入。',
    en: '"{value}" under "{header}" is written with an exponent; it was read as {read}.',
    fix: { zh: '请核对，并改为普通数字。', en: 'Check it, and write it as a plain number.' },
  },
  'number.exponent_lost': {
    zh: '“{header}”里的“{value}”是科学计数法，后面的数位已经丢失，无法还原。',
    en: '"{value}" under "{header}" is written with an exponent; its last digits are lost.',
    fix: {
      zh: '请在原表中把单元格设为“数值”格式，再重新导出。',
      en: 'Format the cells as plain numbers in the original, and export it again.',
    },
  },
  'number.finer_than_unit': {
    zh: '“{header}”里的“{value}”比最小计量单位（{smallest}）还细，已四舍五入。',
    en: '"{value}" under "{header}" is finer than the smallest unit kept ({smallest}) and was rounded.',
    fix: {
      zh: '如无特殊需要，可以不改；请确认单位没有写错。',
      en: 'Make sure that the unit is right; otherwise nothing needs to be done.',
    },
  },
  'number.in_text': {
    zh: '“{header}”里的“{value}”是文字带数字，按{read}计入。',
    en: '"{value}" under "{header}" is a number within a text; it was read as {read}.',
    fix: { zh: '请核对，并只留下数和单位。', en: 'Check it, and leave only the number and its unit.' },
  },
  'number.is_date': {
    zh: '“{header}”这一格是日期，这里要填数。可能是输入时被表格软件自动改成了日期（如3-5变成3月5日）。',
    en: 'The cell under "{header}" is a date where a number is expected; the program may have changed what was typed (3-5 becomes 5 March).',
    fix: {
      zh: '请把单元格设为“文本”或“数值”格式后重新填写。',
      en: 'Format the cell as text or number, and type the value again.',
    },
  },
  'number.too_large': {
    zh: '“{header}”里的“{value}”大得不合常理。',
    en: '"{value}" under "{header}" is larger than can be true.',
    fix: { zh: '请核对数字和单位。', en: 'Check the number and its unit.' },
  },
  'number.negative': {
    zh: '“{header}”里的“{value}”是负数，{dimension}不会小于零',
    en: '"{value}" under "{header}" is below zero, which {dimension} cannot be',
    fix: { zh: '请核对后重新填写', en: 'Check it and write it again' },
  },
  'number.fraction': {
    zh: '“{header}”里的“{value}”不是整数，{dimension}只能是整数',
    en: '"{value}" under "{header}" is not whole, which {dimension} must be',
    fix: { zh: '请核对数字和单位', en: 'Check the number and its unit' },
  },
  'number.out_of_bounds': {
    zh: '“{header}”里的“{value}”超出了允许的范围（下限{minimum}，上限{maximum}）。',
    en: '"{value}" under "{header}" is out of bounds (from {minimum} to {maximum}).',
    fix: { zh: '请核对数字和单位。', en: 'Check the number and its unit.' },
  },
  'number.unit_missing': {
    zh: '“{header}”没有写明单位，“{value}”的大小无法确定。',
    en: '"{header}" names no unit, so the size of "{value}" is not known.',
    fix: {
      zh: '请在表头或单元格里写明单位（如3000万元）。',
      en: 'Name the unit in the header or in the cell (such as 3000万元).',
    },
  },
  'number.unit_unknown': {
    zh: '“{header}”里的“{value}”，数字后面的文字不是能够识别的{dimension}单位。',
    en: 'What follows the number in "{value}" under "{header}" is no known unit of {dimension}.',
    fix: { zh: '请只填数，或者改用常用单位。', en: 'Leave only the number, or use a common unit.' },
  },
  'number.unit_of_other_dimension': {
    zh: '“{header}”里的“{value}”，单位“{unit}”不是{dimension}的单位。',
    en: 'The unit {unit} of "{value}" under "{header}" is no unit of {dimension}.',
    fix: {
      zh: '请核对是否填错了列，或者改正单位。',
      en: 'Check whether the value belongs in another column, or correct the unit.',
    },
  },
  'number.two_units': {
    zh: '“{header}”里的“{value}”写的单位是“{unit}”，单位一栏却是“{other}”，无法判断以哪个为准。',
    en: '"{value}" under "{header}" names the unit {unit}, but the column of units says {other}.',
    fix: { zh: '请核对后只保留正确的单位。', en: 'Check it and keep the unit that is right.' },
  },
  'number.range_reversed': {
    zh: '“{header}”里的“{value}”，下限比上限大。',
    en: 'The lower end of "{value}" under "{header}" is above its upper end.',
    fix: { zh: '请核对后重新填写，如3-5年。', en: 'Check it and write it as 3-5年.' },
  },
} as const satisfies Record<string, RuleText>;
