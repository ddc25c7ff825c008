/** Words of what is wrong with `units.csv`, and of what a roll-up finds in its units. */
import type { RuleText } from '../rule-text.js';

const correctTheLine = {
  zh: '请改正 units.csv 的该行后重新运行',
  en: 'Correct the line of units.csv and run again',
};

const treeRules = {
  'units.no_folder_name': {
    zh: '第 {line} 行的“{value}”不能作文件夹名，该行不起作用',
    en: 'Line {line}: "{value}" cannot name a folder; the line has no effect',
    fix: correctTheLine,
  },
  'units.unknown_parent': {
    zh: '第 {line} 行的上级“{value}”在 units.csv 中没有自己的一行，该单位不汇入任何上级',
    en: 'Line {line}: the parent "{value}" has no line of its own; the unit adds up to none',
    fix: {
      zh: '请核对名称，或为上级补一行后重新运行',
      en: 'Check the name, or add a line for the parent, and run again',
    },
  },
  'units.circle': {
    zh: '第 {line} 行的上级关系成了环（{circle}），该单位不汇入任何上级',
    en: 'Line {line}: the parents run in a circle ({circle}); the unit adds up to none',
    fix: correctTheLine,
  },
  'units.too_deep': {
    zh: '第 {line} 行的单位上面超过 {most} 级，该单位不汇入任何上级',
    en: 'Line {line}: more than {most} levels lie above the unit; it adds up to none',
    fix: correctTheLine,
  },
  'units.bad_code': {
    zh: '第 {line} 行的代码“{value}”不是 12 位数字（统计用区划代码），按没有代码对待',
    en: 'Line {line}: the code "{value}" is not 12 digits; it is taken as none',
    fix: correctTheLine,
  },
  'units.code_of_another_level': {
    zh: '第 {line} 行的代码“{value}”与级别不符（这一级第 {digits} 位以后应全是 0），按没有代码对待',
    en: 'Line {line}: the code "{value}" is of another level (only zeros after {digits} digits); it is taken as none',
    fix: correctTheLine,
  },
  'units.code_taken': {
    zh: '第 {line} 行的代码“{value}”与“{other}”的相同',
    en: 'Line {line}: the code "{value}" is that of "{other}" too',
    fix: correctTheLine,
  },
  'units.code_elsewhere': {
    zh: '第 {line} 行的代码“{value}”不属于上级“{parent}”（{code}），仍汇入该上级',
    en: 'Line {line}: the code "{value}" does not lie under that of "{parent}" ({code}), to which it adds up all the same',
    fix: { zh: '请核对代码和上级', en: 'Check the code and the parent' },
  },
  'units.unknown_level': {
    zh: '第 {line} 行的级别“{value}”无法识别，可用：{allowed}',
    en: 'Line {line}: unknown level "{value}"; known are {allowed}',
    fix: correctTheLine,
  },
  'units.level_not_below': {
    zh: '第 {line} 行的级别“{value}”不在上级“{parent}”的级别之下，仍汇入该上级',
    en: 'Line {line}: the level "{value}" is not below that of "{parent}", to which it adds up all the same',
    fix: { zh: '请核对级别和上级', en: 'Check the level and the parent' },
  },
  'units.own_submissions': {
    zh: '“{unit}”在 units.csv 中有下级单位，又有自己的报表（{files} 个文件）；按下级汇总，自己的报表没有读取',
    en: '"{unit}" has units below it and {files} files of its own; it is the sum of the units, its own files are not read',
    fix: {
      zh: '请把这些报表放到填报它们的乡镇的文件夹；单位没有下级的，改正 units.csv',
      en: 'Put the files into the folder of the township that they are of, or correct units.csv',
    },
  },
  'units.not_in_tree': {
    zh: '“{unit}”不在 units.csv 中，照常发布，不汇入任何上级',
    en: '"{unit}" is not in units.csv: it is published and adds up to none',
    fix: {
      zh: '应当汇总的，请在 units.csv 中补一行',
      en: 'Add a line to units.csv if it belongs to a roll-up',
    },
  },
} as const satisfies Record<string, RuleText>;

const rollUpRules = {
  'rollup.units_missing': {
    zh: '{side} {of} 个单位中 {missing} 个没有这些指标的数（{units}），合计为部分合计：{figures}',
    en: '{side}: {missing} of {of} units give no value ({units}); the sums are partial: {figures}',
    fix: { zh: '催报后重新运行，即为全部合计', en: 'Once they report, the next run gives the whole' },
  },
  'rollup.change_over_both': {
    zh: '增减只按两期都有数的 {compared} 个单位计算（不含{units}），不等于两个合计之差：{figures}',
    en: 'The change is that of the {compared} units with a value on both sides (without {units}), not the difference of the sums: {figures}',
    fix: { zh: '引用增减时请说明范围', en: 'Say so where the change is quoted' },
  },
  'rollup.same_key': {
    zh: '“{value}”同时在{other}的{form}中（{other_file} 第{other_row}行），合计中只计一次，先计排在前面的单位',
    en: '"{value}" stands in the {form} of {other} too ({other_file} row {other_row}); the sum counts it once, for the unit that comes first',
    fix: {
      zh: '请两地核实归属，由不应登记的一方删去',
      en: 'Have the two settle where it belongs; the other takes it out',
    },
  },
} as const satisfies Record<string, RuleText>;

export const unitRules = { ...treeRules, ...rollUpRules };
