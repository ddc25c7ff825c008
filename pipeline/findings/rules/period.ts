/** Words of the rules that only show when the files of a period are looked at together. */
import type { RuleText } from '../rule-text.js';

export const periodRules = {
  'row.duplicate': {
    zh: '这一行与“{other_file}”{other_sheet} {other_cell} 所在的行完全相同，只计第一行，这一行暂缓。',
    en: 'This row is the same as the one of {other_cell} in {other_file} {other_sheet}; only the first counts.',
    fix: {
      zh: '重复登记的请删去这一行；确属两笔的请补充能区分的内容。',
      en: 'Delete it, or add what tells the two apart.',
    },
  },
  'key.conflict': {
    zh: '“{header}”这一行与“{other_file}”{other_sheet} {other_cell} 是同一对象，内容却不同，无法判断以哪一行为准，都暂缓。',
    en: 'This row names the same as {other_cell} in {other_file} {other_sheet} with other content; both are held back.',
    fix: { zh: '请核对两处，只保留正确的一行。', en: 'Compare the two and keep the one that is right.' },
  },
  'key.repeated': {
    zh: '这一行与 {other_cell} 所在的行关键内容相同、其他内容不同，两行都已计入。',
    en: 'This row has the same key as that of {other_cell} and other content; both count.',
    fix: { zh: '请核对是否重复登记。', en: 'Check whether it was entered twice.' },
  },
  'file.overlap': {
    zh: '这个文件有 {keys} 行与“{other_file}”重复，看来是同一张表的改正稿或副本，重复的行无法判断以哪份为准。',
    en: '{keys} rows of this file stand in {other_file} too: it looks like a corrected copy of the same form.',
    fix: {
      zh: '请只保留正确的一份：若本文件是改正稿，把“{other_file}”移出这一期的文件夹；否则移出本文件。',
      en: 'Keep the right one: if this is the correction, take {other_file} out of the folder, else this file.',
    },
  },
  'file.overlap_older': {
    zh: '这个文件（填报日期 {reported_on}）有 {keys} 行与“{other_file}”（填报日期 {other_reported_on}）重复，看来后者是改正稿，重复的行都暂缓。',
    en: '{keys} rows of this file, filled in on {reported_on}, stand in {other_file} of {other_reported_on} too, which looks like its correction.',
    fix: {
      zh: '请核对；确为改正稿的，把本文件（较早的一份）移出这一期的文件夹。',
      en: 'Compare the two; if the later one is the correction, take this file out of the folder.',
    },
  },
  'file.same_bytes': {
    zh: '这个文件与“{other_file}”完全相同，只计一份。',
    en: 'This file is the same as {other_file}; it counts once.',
    fix: { zh: '请移出多余的一份。', en: 'Take one of the two out.' },
  },
  'sheet.superseded': {
    zh: '这张表（{date}）与“{other}”（{other_date}）是同一张表的前后两份，以后一份为准；只有这一份才有的行共 {count} 行：{rows}。',
    en: 'This table of {date} and {other} of {other_date} are two states of one list; the later counts. Rows that only this one has: {count} ({rows}).',
    fix: {
      zh: '如果两份说的不是同一张表，请在标题中写明各自的范围。',
      en: 'If they are not one list, say in the titles what each covers.',
    },
  },
  'sheet.hidden_beside': {
    zh: '隐藏的工作表“{sheet}”与“{other}”是同一种报表，不知道是否也要计入，其各行暂缓。',
    en: 'The hidden sheet "{sheet}" is of the same form as {other}; its rows were held back.',
    fix: {
      zh: '不应上报的请删除，也要计入的请取消隐藏。',
      en: 'Delete it if it is not meant; show it if it is.',
    },
  },
  'row.shared': {
    zh: '这一行与“{other_file}”{other_sheet} {other_cell} 所在的行名称、起止点、长度相同，是两个村各列一次的同一条，只计一次。',
    en: 'This row has name, section and length of the one of {other_cell} in {other_file} {other_sheet}: one thing that two villages list; it counts once.',
    fix: { zh: '如确是两条，请写明各自的起止点。', en: 'If they are two, say where each begins and ends.' },
  },
  'span.short': {
    zh: '《{form}》各表所写的时段（最晚到{to}）没有包括{parts}，有关数字按估算对待。',
    en: 'What the tables of {form} say they cover, up to {to}, leaves out {parts}; its figures are estimates.',
    fix: {
      zh: '请补报缺少的部分；已经包括在内的，请更正标题、统计时间或填报日期。',
      en: 'Send what is left out; if it is there, correct title, 统计时间 or 填报日期.',
    },
  },
  'span.older': {
    zh: '这张表写的是{date}的情况，早于{as_of}，有关数字按估算对待。',
    en: 'This table is of {date}, earlier than {as_of}; its figures are estimates.',
    fix: {
      zh: '请报送{as_of}的情况；已经更新的，请更正标题或填报日期。',
      en: 'Send the state of {as_of}; if it is that, correct title or 填报日期.',
    },
  },
  'nil_return.contradicted': {
    zh: '这张表声明零报告，但“{other_file}”{other_sheet} 第{other_row}行有同一张表的数据，互相矛盾。',
    en: 'This is a nil return, but {other_file} {other_sheet} row {other_row} holds data of the same form.',
    fix: { zh: '请与部门核实，移出不对的那一份。', en: 'Ask the department and take the wrong one out.' },
  },
  'name.alias_undated': {
    zh: '“{header}”中既有“{canonical}”，又有 aliases.csv 归到它名下的另一个名称，现按两个对待。',
    en: 'The column "{header}" lists {canonical} and another name that aliases.csv leads to it; they count as two.',
    fix: {
      zh: '如已合并，请在 aliases.csv 该行的 from 写明自哪天起；如只是改名，请在名册中只列一个。',
      en: 'If they were merged, say in the column from of aliases.csv since when; if one was renamed, list it once.',
    },
  },
  'name.nearly_another': {
    zh: '“{header}”中的“{value}”（{rows} 行）与“{other}”名称相近，可能是同一个，现按两个对待。',
    en: '"{value}" under "{header}" ({rows} rows) is nearly "{other}"; they are taken for two.',
    fix: {
      zh: '如是同一个，请在 aliases.csv 中加一行：{line}；如确是两个，无需处理。',
      en: 'If they are one, add this line to aliases.csv: {line}; else there is nothing to do.',
    },
  },
  'waiver.row_incomplete': {
    zh: '这一行的问题已豁免，但缺少必填的内容，仍不能计入。',
    en: 'The findings of this row are waived, but it lacks what a row must have and still cannot count.',
    fix: { zh: '请部门补填后重新提交。', en: 'Have the department fill it in.' },
  },
  'waiver.no_value': {
    zh: '这里的问题已豁免，但读不出数值：要用它的数字仍不计所在的行，仍是暂定。',
    en: 'What was found here is waived, but no value could be read: the figures that need it still do not count its row, and stay provisional.',
    fix: {
      zh: '请部门改正后重新提交；知道该填什么的，写进 columns.csv 或 values.csv。',
      en: 'Have the department correct it; where the value is known, say it in columns.csv or values.csv.',
    },
  },
} as const satisfies Record<string, RuleText>;
