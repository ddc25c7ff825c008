/** Words of the rules for dates and years. */
import type { RuleText } from '../rule-text.js';

const fullDate = {
  zh: '请写完整日期，如2021-11-30。',
  en: 'Write the full date, such as 2021-11-30.',
};

export const dateRules = {
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
