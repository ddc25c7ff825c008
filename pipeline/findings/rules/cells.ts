/** Words of the rules for cells and rows: what `pipeline/normalise/` cannot understand or had to interpret. */
import type { RuleText } from '../rule-text.js';

const emptyAndDamagedRules = {
  'cell.error': {
    zh: '“{header}”这一格是公式错误（{value}），没有可用的值。',
    en: 'The cell under "{header}" holds a formula error ({value}) and no value.',
    fix: {
      zh: '请修复公式，或者直接填写数值。',
      en: 'Repair the formula, or type the value.',
    },
  },
  'cell.unevaluated': {
    zh: '“{header}”这一格是公式，但文件里没有保存计算结果，读不到数值。',
    en: 'The cell under "{header}" is a formula, and the file holds no result for it.',
    fix: {
      zh: '请用表格软件打开文件，重新计算后保存，再提交。',
      en: 'Open the file in a spreadsheet program, let it recalculate, save it, and send it again.',
    },
  },
  'cell.uncalculated': {
    zh: '“{header}”这一格是公式，文件里存的结果是0，但所引用的格不为0：这个文件没有计算过。',
    en: 'The cell under "{header}" is a formula with 0 for its result, although the cells that it refers to are not 0: the file was never calculated.',
    fix: {
      zh: '请用表格软件打开，保存一次，再报送。',
      en: 'Open the file in a spreadsheet program, save it once, and send it again.',
    },
  },
  'value.required': {
    zh: '“{header}”不能空。',
    en: '"{header}" must not be empty.',
    fix: { zh: '请补填。', en: 'Fill it in.' },
  },
  'value.not_given': {
    zh: '“{header}”写的是“{value}”，按没有填写处理。',
    en: '"{header}" says "{value}" and was read as empty.',
    fix: {
      zh: '请核实；如果有具体内容，请补填。',
      en: 'Check it, and fill in the value if there is one.',
    },
  },
} as const satisfies Record<string, RuleText>;

const numberRules = {
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

const fullDate = {
  zh: '请写完整日期，如2021-11-30。',
  en: 'Write the full date, such as 2021-11-30.',
};

const dateRules = {
  'date.not_understood': {
    zh: '“{header}”里的“{value}”不是能够识别的日期。',
    en: '"{value}" under "{header}" could not be read as a date.',
    fix: {
      zh: '请只写一个日期，如2021-11-30；说明移到备注。',
      en: 'Write one date, such as 2021-11-30, and move any words to the remarks.',
    },
  },
  'date.impossible': {
    zh: '“{header}”里的“{value}”，日历上没有这一天。',
    en: 'There is no such day as "{value}" under "{header}".',
    fix: { zh: '请核对后改正。', en: 'Check the date and correct it.' },
  },
  'date.out_of_range': {
    zh: '“{header}”里的“{value}”不在合理的范围内（{first}年至{last}）。',
    en: '"{value}" under "{header}" is not between {first} and {last}.',
    fix: {
      zh: '请核对年份；如果显示为1900年前后的日期，多半是把年份或数字当成了日期。',
      en: 'Check the year; dates about 1900 are mostly years or numbers shown as dates.',
    },
  },
  'date.other_year': {
    zh: '“{header}”是{read}，不在本期所属的{year}年内。',
    en: '"{header}" is {read}, which is not in the year of this submission, {year}.',
    fix: {
      zh: '请核对日期；确属其他年份的，不填入本表。',
      en: 'Check the date; what belongs to another year does not belong in this table.',
    },
  },
  'date.earlier_years': {
    zh: '表中有 {count} 行的“{header}”在往年，按连续登记的台账对待：这些行不计入本年的数字。',
    en: 'The dates of {count} rows lie in earlier years: the table is a register that carries them on, and they count in no figure of this year.',
    fix: { zh: '往年的行可以保留；日期写错的请更正。', en: 'They may stay; correct dates that are wrong.' },
  },
  'date.none': {
    zh: '所有行的“{header}”都没有填，不知道是都还没有完成，还是漏填；有关数字待核实。',
    en: 'No row has a date under "{header}": all may be under way, or the dates were left out.',
    fix: {
      zh: '已经完成的请补填日期；确实都没有完成的，无需处理。',
      en: 'Fill in the dates of what is done.',
    },
  },
  'date.day_missing': {
    zh: '“{header}”里的“{value}”没有写日，按{read}处理。',
    en: '"{value}" under "{header}" names no day; it was read as {read}.',
    fix: fullDate,
  },
  'date.only_year': {
    zh: '“{header}”里的“{value}”只有年份，这里要填日期。',
    en: '"{value}" under "{header}" is only a year; a date is expected.',
    fix: fullDate,
  },
  'date.short_year': {
    zh: '“{header}”里的“{value}”年份只写了两位，按{read}处理。',
    en: 'The year of "{value}" under "{header}" has two digits; it was read as {read}.',
    fix: { zh: '请核对，并写四位年份。', en: 'Check it, and write the year with four digits.' },
  },
  'date.year_missing': {
    zh: '“{header}”里的“{value}”没有写年份，按本期所属年份读作{read}。',
    en: '"{value}" under "{header}" names no year; it was read as {read}, in the year of the submission.',
    fix: { zh: '请核对，并写明年份。', en: 'Check it, and write the year.' },
  },
  'date.ambiguous_month': {
    zh: '“{header}”里的“{value}”是数字，分不清是1月还是10月（10月的0会被表格软件去掉）。',
    en: '"{value}" under "{header}" is a number: January and October look the same in it, since the program drops the last 0.',
    fix: {
      zh: '请把单元格设为“文本”或“日期”格式，写完整日期，如2021-10-08。',
      en: 'Format the cell as text or date, and write the full date, such as 2021-10-08.',
    },
  },
  'date.ambiguous_number': {
    zh: '“{header}”里的“{value}”是数字，分不清是几月几日（10.1可能是10月1日，也可能是10月10日：末尾的0会被表格软件去掉）。',
    en: '"{value}" under "{header}" is a number, and there is no telling which day it means: 10.1 may be 1 or 10 October, since the program drops the last 0.',
    fix: {
      zh: '请把单元格设为“文本”或“日期”格式，写完整日期，如2021-10-08。',
      en: 'Format the cell as text or date, and write the full date, such as 2021-10-08.',
    },
  },
  'date.lunar': {
    zh: '“{header}”里的“{value}”是农历日期，这里要填公历日期。',
    en: '"{value}" under "{header}" is a date of the lunar calendar; a solar one is expected.',
    fix: { zh: '请换算成公历，如2021-02-26。', en: 'Give the solar date, such as 2021-02-26.' },
  },
  'date.world_time': {
    zh: '“{header}”里的“{value}”是带时区的时刻，按北京时间读作{read}。',
    en: '"{value}" under "{header}" is an instant with a time zone; in China it is {read}.',
    fix: fullDate,
  },
  'date.year_alone': {
    zh: '“{header}”里的“{value}”只有年份，按{read}处理。',
    en: '"{value}" under "{header}" is only a year; it was read as {read}.',
    fix: fullDate,
  },
  'date.year_not_over': {
    zh: '“{header}”里的“{value}”只有年份，这一年在截止日还没有结束，无法判断是否已经完成。',
    en: '"{value}" under "{header}" is only a year, which is not over on the as-of date.',
    fix: { zh: '请补填日期，如2021-07-25。', en: 'Give the date, such as 2021-07-25.' },
  },
  'date.column_seconds': {
    zh: '“{header}”一列的日期都停在零点以前几十秒（如{value}），是导出程序的误差，一律按下一日计入。',
    en: 'All dates under "{header}" end a few seconds before midnight (such as {value}), a slip of the program that exported them; they were read as the next day.',
    fix: { zh: '请核对日期；重新导出时只留日期。', en: 'Check the dates, and export them without times.' },
  },
  'date.column_utc': {
    zh: '“{header}”一列的日期都是16:00:00（如{value}），应是按世界时导出的，暂按北京时间的下一日计入。',
    en: 'All dates under "{header}" are at 16:00:00 (such as {value}), as if exported in world time; they were read as the next day, in Chinese time.',
    fix: { zh: '请核对日期；重新导出时只留日期。', en: 'Check the dates, and export them without times.' },
  },
  'date.range': {
    zh: '“{header}”里的“{value}”是一段时间，这里要填一个日期。',
    en: '"{value}" under "{header}" is a span of time; one date is expected.',
    fix: fullDate,
  },
  'date.quarter': {
    zh: '“{header}”里的“{value}”是季度或半年，这里要填日期。',
    en: '"{value}" under "{header}" is a quarter or half of a year; a date is expected.',
    fix: fullDate,
  },
  'date.time_only': {
    zh: '“{header}”里的“{value}”只有时刻，没有日期。',
    en: '"{value}" under "{header}" is a time of day without a date.',
    fix: fullDate,
  },
  'year.not_understood': {
    zh: '“{header}”里的“{value}”不是能够识别的年份。',
    en: '"{value}" under "{header}" could not be read as a year.',
    fix: { zh: '请写四位年份，如2021。', en: 'Write the year with four digits, such as 2021.' },
  },
  'year.out_of_range': {
    zh: '“{header}”里的“{value}”不在合理的范围内（{first}年至{last}年）。',
    en: '"{value}" under "{header}" is not between {first} and {last}.',
    fix: { zh: '请核对年份。', en: 'Check the year.' },
  },
} as const satisfies Record<string, RuleText>;

const choiceRules = {
  'choice.not_allowed': {
    zh: '“{header}”里的“{value}”不在可填的内容之中，应为：{expected}。',
    en: '"{value}" under "{header}" is not one of the values allowed: {expected}.',
    fix: {
      zh: '请从中选填一项；知道它指哪一项的，可在 values.csv 写一行：{line}。',
      en: 'Choose one of them; whoever knows which it means can add this line to values.csv: {line}.',
    },
  },
  'choice.remark_ignored': {
    zh: '“{header}”里的“{value}”带有括注，按“{read}”处理。',
    en: '"{value}" under "{header}" carries a remark in brackets; it was read as {read}.',
    fix: { zh: '请核对；说明请移到备注。', en: 'Check it, and move the remark to the remarks.' },
  },
  'choice.not_of_this_form': {
    zh: '“{header}”里的“{value}”不属于本表的范围（{read}），该行不计入。',
    en: '"{value}" under "{header}" does not belong in this table ({read}); its row counts in no figure.',
    fix: {
      zh: '请核对；确属其他报表的，从本表删去。',
      en: 'Check it, and take it out if it belongs in another table.',
    },
  },
  'yes_no.not_understood': {
    zh: '“{header}”里的“{value}”看不出是还是否。',
    en: '"{value}" under "{header}" says neither yes nor no.',
    fix: {
      zh: '请填“是”或“否”；知道它指哪一个的，可在 values.csv 写一行：{line}。',
      en: 'Write 是 (yes) or 否 (no); whoever knows which it means can add this line to values.csv: {line}.',
    },
  },
  'yes_no.empty_is_no': {
    zh: '“{header}”一列只标了“是”，没有写“否”；其中{count}个空格按“{no}”处理。',
    en: 'The column "{header}" says yes but never no; its {count} empty cells were read as {no}.',
    fix: {
      zh: '请核对；没有漏填的，建议把空格补填为“否”。',
      en: 'Check that none was forgotten, and write 否 (no) into the empty cells.',
    },
  },
} as const satisfies Record<string, RuleText>;

const asText = {
  zh: '请把该列设为“文本”格式，再重新填写完整号码。',
  en: 'Format the column as text, and type the full number again.',
};

const codeRules = {
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

export const cellRules = {
  ...emptyAndDamagedRules,
  ...numberRules,
  ...dateRules,
  ...choiceRules,
  ...codeRules,
};
