/** Words of what the workbook reader finds wrong with a file. */
import type { RuleText } from '../rule-text.js';

const saveAgain = {
  zh: '请在 Excel 或 WPS 中打开该文件，另存为 .xlsx 后重新提交',
  en: 'Open the file in Excel or WPS, save it anew as .xlsx and submit it again',
};

const saveAgainAndCheck = {
  zh: '请在 Excel 或 WPS 中打开核对，另存为 .xlsx 后重新提交。',
  en: 'Open the file in Excel or WPS, check it, save it anew as .xlsx and submit it again.',
};

const split = {
  zh: '请拆分为几个文件，或删去与本表无关的内容后重新提交',
  en: 'Split it into several files, or remove what does not belong to the form, and submit it again',
};

const sendAgain = {
  zh: '请向报送单位索取原文件重新提交；能打开的，另存为 .xlsx 后提交',
  en: 'Ask the sender for the original; if it opens, save it anew as .xlsx and submit that',
};

/** What a cell or a row shows that leaves open what counts. */
const shownRules = {
  'cell.marked': {
    zh: '“{header}”里的“{value}”划有删除线，或者有的字设为上标、下标，无法确定以哪个数为准。',
    en: 'A part of "{value}" under "{header}" is struck through, raised or lowered: there is no telling which figure counts.',
    fix: {
      zh: '请只留下算数的数，去掉删除线；注号移到备注。',
      en: 'Leave only the figure that counts, without striking it; move the number of a note to the remarks.',
    },
  },
  'row.struck': {
    zh: '整行划有删除线，无法确定这一行是否作废。',
    en: 'The whole row is struck through: there is no telling whether it still counts.',
    fix: {
      zh: '作废请删去，仍算请去掉删除线。',
      en: 'Delete the row if it is void; take the line off if it counts.',
    },
  },
} as const satisfies Record<string, RuleText>;

/** What a package holds twice, or not at all. */
const packageRules = {
  'row.twice': {
    zh: '第{row}行在文件中出现两次，无法确定以哪一次为准。',
    en: 'Row {row} stands in the file twice: there is no telling which counts.',
    fix: saveAgainAndCheck,
  },
  'cell.twice': {
    zh: '单元格{cell}在文件中出现两次，无法确定以哪一次为准。',
    en: 'Cell {cell} stands in the file twice: there is no telling which counts.',
    fix: saveAgainAndCheck,
  },
  'file.part_twice': {
    zh: '文件包中有两个名称相同的部件（{part}），无法确定以哪一个为准，不予读取',
    en: 'The package holds two parts of one name ({part}): there is no telling which counts',
    fix: saveAgain,
  },
  'file.not_filled_in': {
    zh: '文件中没有任何内容：报表没有填写，不作为零报告',
    en: 'Nothing in the file is filled in: that is no report, and no nil return',
    fix: {
      zh: '请填写后重新提交；确无发生的，请在表中写明零报告',
      en: 'Fill it in and submit it again; if there is nothing to report, say so in the table',
    },
  },
} as const satisfies Record<string, RuleText>;

export const workbookRules = {
  ...shownRules,
  ...packageRules,
  'file.encrypted': {
    zh: '文件设有打开密码，无法读取',
    en: 'The file is protected by a password and cannot be read',
    fix: {
      zh: '请取消打开密码，另存为 .xlsx 后重新提交',
      en: 'Remove the password, save as .xlsx and submit it again',
    },
  },
  'file.truncated': {
    zh: '文件不完整（可能在传输中被截断），无法读取',
    en: 'The file is incomplete (cut off on its way, perhaps) and cannot be read',
    fix: sendAgain,
  },
  'file.damaged': {
    zh: '文件内容已损坏（{part}），无法读取',
    en: 'The file is damaged ({part}) and cannot be read',
    fix: sendAgain,
  },
  'file.not_a_workbook': {
    zh: '文件不是电子表格工作簿',
    en: 'The file is not a workbook',
    fix: {
      zh: '请将表格另存为 .xlsx 后提交；说明、照片等附件不必放在此处',
      en: 'Save the table as .xlsx and submit that; other attachments do not belong here',
    },
  },
  'file.binary_workbook': {
    zh: '文件是二进制工作簿（.xlsb），不能读取',
    en: 'The file is a binary workbook (.xlsb), which is not read',
    fix: saveAgain,
  },
  'file.no_worksheet': {
    zh: '工作簿中没有工作表',
    en: 'The workbook has no worksheet',
    fix: saveAgain,
  },
  'file.sheet_missing': {
    zh: '工作簿列有工作表“{sheet}”，但文件中没有其内容',
    en: 'The workbook lists the sheet "{sheet}", but its content is not in the file',
    fix: sendAgain,
  },
  'file.unknown_compression': {
    zh: '文件用了不支持的压缩方法（{part}），无法读取',
    en: 'The file uses a compression method that is not supported ({part})',
    fix: saveAgain,
  },
  'file.doctype': {
    zh: '文件含有文档类型或实体声明（{part}），为安全起见不予读取',
    en: 'The file contains a document type or entity declaration ({part}) and is refused for safety',
    fix: saveAgain,
  },
  'file.rows_out_of_order': {
    zh: '工作表“{sheet}”第{row}行的行号不在前一行之后，无法按顺序读取',
    en: 'Row {row} of the sheet "{sheet}" does not follow the row before it',
    fix: saveAgain,
  },
  'file.outside_grid': {
    zh: '工作表“{sheet}”的单元格{cell}超出工作表范围',
    en: 'Cell {cell} of the sheet "{sheet}" lies outside the grid',
    fix: saveAgain,
  },
  'file.too_many_parts': {
    zh: '文件包内的部件超过{limit}个，不予读取',
    en: 'The file holds more than {limit} parts',
    fix: split,
  },
  'file.too_large': {
    zh: '文件解压后超过{limit} MiB，不予读取',
    en: 'The file inflates to more than {limit} MiB',
    fix: split,
  },
  'file.expands_too_much': {
    zh: '文件内容（{part}）解压后超过原大小的{ratio}倍，不予读取',
    en: 'A part of the file ({part}) inflates to more than {ratio} times its size',
    fix: saveAgain,
  },
  'file.too_many_sheets': {
    zh: '工作簿的工作表超过{limit}个，不予读取',
    en: 'The workbook has more than {limit} sheets',
    fix: split,
  },
  'file.too_many_merges': {
    zh: '工作表“{sheet}”的合并单元格超过{limit}处，不予读取',
    en: 'The sheet "{sheet}" has more than {limit} merged ranges',
    fix: {
      zh: '请取消数据区以外的合并单元格后重新提交',
      en: 'Unmerge the cells outside the data and submit it again',
    },
  },
  'file.too_many_strings': {
    zh: '工作簿的文本超过{limit}个，不予读取',
    en: 'The workbook holds more than {limit} texts',
    fix: split,
  },
  'file.text_too_long': {
    zh: '文件中有一处文本超过{limit} MiB，不予读取',
    en: 'A text in the file is longer than {limit} MiB',
    fix: saveAgain,
  },
  'file.too_many_cells': {
    zh: '工作表“{sheet}”的单元格超过{limit}个，不予读取',
    en: 'The sheet "{sheet}" has more than {limit} cells',
    fix: split,
  },
} as const satisfies Record<string, RuleText>;
