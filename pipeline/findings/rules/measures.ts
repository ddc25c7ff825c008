/** Words of what is found about the unit of a whole column (DOMAIN E). */
import type { RuleText } from '../rule-text.js';

const writeUnit = {
  zh: '请在表头写明单位（如“{header}（{expected}）”），重新提交',
  en: 'Write the unit into the header (such as {header}（{expected}）) and send it again',
};

export const measureRules = {
  'unit.unknown': {
    zh: '“{header}”的单位写作“{unit}”（见{place}），不是能够换算的单位，本列的数没有采用',
    en: 'The unit of "{header}" is given as "{unit}" ({place}), which cannot be converted; the numbers of the column were not used',
    fix: writeUnit,
  },
  'unit.two': {
    zh: '“{header}”的单位同时写有“{unit}”（见{place}），无法判断以哪个为准，本列的数没有采用',
    en: 'Several units are given for "{header}" ({place}: {unit}), and there is no telling which holds; the numbers of the column were not used',
    fix: writeUnit,
  },
  'unit.rate': {
    zh: '“{header}”的单位“{unit}”（见{place}）是单价或平均数，不是本栏要填的总数，本列的数没有采用',
    en: 'The unit {unit} of "{header}" ({place}) is that of a rate, not of a total; the numbers of the column were not used',
    fix: writeUnit,
  },
  'unit.other_dimension': {
    zh: '表头“{header}”的单位“{unit}”与本栏不符，应为{expected}一类的单位',
    en: 'The unit {unit} of the header "{header}" measures something else; expected one like {expected}',
    fix: { zh: '请更正表头中的单位', en: 'Correct the unit in the header' },
  },
  'unit.unusual': {
    zh: '“{header}”写明以{unit}计，各行的中位数是{median}，不在常见的范围内（{lowest}至{highest}）；仍按{unit}计入',
    en: '"{header}" is stated in {unit}, with a median of {median}, which is not in the usual range ({lowest} to {highest}); it was read in {unit} all the same',
    fix: { zh: '请核对单位是否写错', en: 'Check that the unit is right' },
  },
  'unit.assumed': {
    zh: '“{header}”没有写明单位，暂按{unit}计；按{others}计也说得通（各行的中位数是{median}）',
    en: '"{header}" states no unit and was read in {unit}; {others} would fit as well (its median is {median})',
    fix: {
      zh: '请在表头写明单位；确认就是{unit}的，可在 columns.csv 写一行：{line}',
      en: 'Write the unit into the header; to confirm that it is {unit}, add this line to columns.csv: {line}',
    },
  },
  'unit.refused': {
    zh: '“{header}”没有写明单位，各行的中位数是{median}；按通常的{unit}计，不在常见的范围内（{lowest}至{highest}），按{others}计则相符。本列的数没有采用',
    en: '"{header}" states no unit. Its median is {median}: in {unit} that is not in the usual range ({lowest} to {highest}), in {others} it would be. The numbers of the column were not used',
    fix: {
      zh: '请在表头写明单位（如“{header}（{others}）”），重新提交；核实过的，可在 columns.csv 写一行：{line}',
      en: 'Write the unit into the header (such as {header}（{others}）) and send it again; once it is known, add this line to columns.csv: {line}',
    },
  },
  'unit.none_fits': {
    zh: '“{header}”没有写明单位，各行的中位数是{median}；按通常的{unit}计，不在常见的范围内（{lowest}至{highest}），按其他常用单位计也不相符。本列的数没有采用',
    en: '"{header}" states no unit. Its median is {median}: in {unit} that is not in the usual range ({lowest} to {highest}), nor is it in any other usual unit. The numbers of the column were not used',
    fix: {
      zh: '请核对各行的数，并在表头写明单位',
      en: 'Check the numbers, and write the unit into the header',
    },
  },
} as const satisfies Record<string, RuleText>;
