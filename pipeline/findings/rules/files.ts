/** Words of what is wrong with a file as such: what it is, where it stands, how its text is written; and with settings. */
import type { RuleText } from '../rule-text.js';

const saveAsXlsx = {
  zh: '请在 Excel 或 WPS 中打开，另存为 .xlsx 后重新提交',
  en: 'Open it in Excel or WPS, save it as .xlsx and submit it again',
};

const sendTheTable = {
  zh: '请提交原来的电子表格（.xlsx 或 .csv）；说明、照片等附件不必放在此处',
  en: 'Submit the spreadsheet that it was made from (.xlsx or .csv); other attachments do not belong here',
};

const askTheSender = {
  zh: '请向报送单位索取原文件；能打开的，另存为 .xlsx 后提交',
  en: 'Ask the sender for the original; if it opens, save it as .xlsx and submit that',
};

const split = {
  zh: '请拆分为几个文件，或删去与本表无关的内容后重新提交',
  en: 'Split it into several files, or remove what does not belong to the form, and submit it again',
};

const correctTheLine = {
  zh: '请改正该行后重新运行；改正前该行不起作用',
  en: 'Correct the line and run again; until then it has no effect',
};

const formatRules = {
  'file.empty': {
    zh: '文件是空的',
    en: 'The file is empty',
    fix: { zh: '请核对是否保存成功，重新提交', en: 'Check that it was saved, and submit it again' },
  },
  'file.unknown': {
    zh: '无法识别文件的格式，它不是电子表格',
    en: 'The format of the file is unknown; it is no spreadsheet',
    fix: askTheSender,
  },
  'file.pdf': { zh: '这是 PDF 文件，不能读取', en: 'This is a PDF, which is not read', fix: sendTheTable },
  'file.image': {
    zh: '这是图片（照片、截图或扫描件），不能读取',
    en: 'This is a picture (photo, screenshot or scan), which is not read',
    fix: sendTheTable,
  },
  'file.document': {
    zh: '这是 {type} 文档，不是电子表格',
    en: 'This is a document ({type}), not a spreadsheet',
    fix: {
      zh: '请把其中的表格复制到电子表格中，存为 .xlsx 后提交',
      en: 'Copy its table into a spreadsheet, save it as .xlsx and submit that',
    },
  },
  'file.presentation': {
    zh: '这是演示文稿，不是电子表格',
    en: 'This is a presentation, not a spreadsheet',
    fix: sendTheTable,
  },
  'file.mail': {
    zh: '这是一封邮件，不是电子表格',
    en: 'This is a mail, not a spreadsheet',
    fix: { zh: '请把邮件的附件另存到此处', en: 'Save the attachment of the mail here' },
  },
  'file.archive': {
    zh: '这是 {type} 压缩包，其中的文件没有读取',
    en: 'This is an archive ({type}); the files in it have not been read',
    fix: { zh: '请解压后把其中的电子表格放到此处', en: 'Unpack it and put its spreadsheets here' },
  },
  'file.shortcut': {
    zh: '这是快捷方式，不是文件本身',
    en: 'This is a shortcut, not the file itself',
    fix: { zh: '请复制快捷方式指向的文件', en: 'Copy the file that the shortcut points to' },
  },
  'file.database': {
    zh: '这是 {type} 数据库文件，不是电子表格',
    en: 'This is a database ({type}), not a spreadsheet',
    fix: { zh: '请从中导出为 .xlsx 或 .csv 后提交', en: 'Export the table from it as .xlsx or .csv' },
  },
  'file.program': {
    zh: '这是程序，不是电子表格；请勿打开',
    en: 'This is a program, not a spreadsheet; do not open it',
    fix: { zh: '请删除，并告知网络安全负责人', en: 'Delete it and tell whoever is in charge of security' },
  },
  'file.encrypted_by_software': {
    zh: '文件由文档加密软件加密，离开报送单位的电脑就无法读取',
    en: "The file was encrypted by its sender's document protection and cannot be read outside",
    fix: {
      zh: '请报送单位在加密软件中解密（外发）后重新提交',
      en: 'Have the sender decrypt it for sending out and submit it again',
    },
  },
  'file.web_archive': {
    zh: '这是单个文件网页（.mht），不能读取',
    en: 'This is a web archive (.mht), which is not read',
    fix: saveAsXlsx,
  },
  'file.web_page': {
    zh: '这是网页，其中没有表格（常见于登录失效时从系统导出）',
    en: 'This is a web page without a table (as systems export it when a log-in has expired)',
    fix: {
      zh: '请重新登录系统导出，打开核对后提交',
      en: 'Log in again, export anew, and look at the file first',
    },
  },
  'file.other_xml': {
    zh: '这是 XML 文件，但不是电子表格',
    en: 'This is XML, but no spreadsheet',
    fix: sendTheTable,
  },
  'file.damaged_document': {
    zh: '文件已损坏，无法读取',
    en: 'The file is damaged and cannot be read',
    fix: askTheSender,
  },
  'file.reader_failed': {
    zh: '读取文件的程序中途失败，文件可能已损坏',
    en: 'The reader failed on this file, which may be damaged',
    fix: saveAsXlsx,
  },
  'file.takes_too_long': {
    zh: '{seconds} 秒内未能读完文件，已停止读取',
    en: 'The file could not be read within {seconds} seconds; reading was stopped',
    fix: saveAsXlsx,
  },
  'file.takes_too_much_memory': {
    zh: '读取文件需要的内存超过 {mebibytes} MiB，已停止读取',
    en: 'Reading the file takes more than {mebibytes} MiB of memory; reading was stopped',
    fix: saveAsXlsx,
  },
  'file.too_much_content': {
    zh: '文件内容超过 {limit} MiB，不予读取',
    en: 'The file holds more than {limit} MiB',
    fix: split,
  },
} as const satisfies Record<string, RuleText>;

const placeRules = {
  'file.unreadable': {
    zh: '文件无法打开（{reason}）',
    en: 'The file cannot be opened ({reason})',
    fix: {
      zh: '请检查访问权限，并关闭正在使用它的程序',
      en: 'Check its permissions, and close the program that holds it open',
    },
  },
  'file.no_file': {
    zh: '这不是普通文件，没有读取',
    en: 'This is no ordinary file and has not been read',
    fix: { zh: '请放入文件本身', en: 'Put the file itself here' },
  },
  'file.leaves_inputs': {
    zh: '链接指向 inputs 文件夹之外，不予读取',
    en: 'The link leads out of the inputs folder and is refused',
    fix: { zh: '请把文件本身复制到此处', en: 'Copy the file itself here' },
  },
  'file.linked_twice': {
    zh: '链接指向本期已读取的文件或文件夹，没有再次计入',
    en: 'The link leads to what has been read for this period already, and does not count again',
    fix: { zh: '可以删除这个链接', en: 'The link can be deleted' },
  },
  'file.same_name': {
    zh: '两个文件的名称只差在字符的编码方式，无法区分，这一个没有读取',
    en: 'The names of two files differ only in how their characters are encoded; this one has not been read',
    fix: { zh: '请给其中一个文件改名', en: 'Rename one of the files' },
  },
  'file.name_not_text': {
    zh: '文件名不是 UTF-8 编码，系统打不开它，没有读取',
    en: 'The name of the file is not UTF-8; it cannot be opened and has not been read',
    fix: { zh: '请改名后重新放入', en: 'Rename it and put it there again' },
  },
  'file.outside_unit': {
    zh: '文件不在任何乡镇的文件夹中，没有读取',
    en: "The file is in no township's folder and has not been read",
    fix: { zh: '请移到“乡镇名/期”文件夹中，如 示例镇/2021-11-30', en: 'Move it to <township>/<period>/' },
  },
  'file.outside_period': {
    zh: '文件不在任何一期的文件夹中，没有读取',
    en: "The file is in no period's folder and has not been read",
    fix: {
      zh: '请移到当期文件夹中，如 {place}',
      en: 'Move it to its period, as {place}',
    },
  },
  'folder.no_unit': {
    zh: '“{period}”是期的名称，外面缺一层乡镇的文件夹，其中的文件没有读取',
    en: '"{period}" is the name of a period; the township’s folder around it is missing, and its files have not been read',
    fix: { zh: '请移到 {place}', en: 'Move it to {place}' },
  },
  'folder.no_period': {
    zh: '文件夹的名称不是有效的期（年份或日期），其中的文件没有读取',
    en: 'The folder is named neither for a year nor for a date that exists; its files have not been read',
    fix: {
      zh: '请改名为年份（2021）或日期（2021-11-30）',
      en: 'Rename it to a year (2021) or date (2021-11-30)',
    },
  },
  'folder.unreadable': {
    zh: '文件夹无法打开（{reason}），不知道里面有哪些报表，所以本单位没有发布',
    en: 'The folder cannot be opened ({reason}); what it holds is not known, so that nothing was published',
    fix: {
      zh: '请检查文件夹的权限或网络盘的连接，再运行一次',
      en: 'Check the permissions of the folder or the connection to its disk, and run again',
    },
  },
  'folder.same_unit': {
    zh: '乡镇文件夹“{other}”与它是同一个名称（只差大小写或字符的组合方式），两个都没有读取，已发布的成果没有变动',
    en: 'The township folder "{other}" has the same name but for case or composed characters; neither has been read, and what is published stays',
    fix: {
      zh: '请把文件合并到其中一个文件夹，删去另一个',
      en: 'Put the files into one of the two and delete the other',
    },
  },
  'folder.name_taken': {
    zh: '这个名称是成果文件夹自己用的，不能作乡镇的名称，没有读取',
    en: 'The outputs keep this name for themselves; it cannot name a township, and was not read',
    fix: { zh: '请给文件夹换一个名称', en: 'Give the folder another name' },
  },
  'folder.name_personal': {
    zh: '文件夹的名称里有身份证号或电话，会随成果公布，不能作乡镇的名称，没有读取',
    en: 'The name of the folder holds the number of a person, and would be published; it cannot name a township, and was not read',
    fix: { zh: '请给文件夹换成乡镇的名称', en: 'Rename the folder to the name of the township' },
  },
  'folder.same_date': {
    zh: '本期与“{other}”是同一个日期，无法判断以哪个为准，两个都没有读取',
    en: 'This period and "{other}" are the same date; neither has been read',
    fix: { zh: '请把文件合并到其中一个文件夹', en: 'Put the files into one of the two folders' },
  },
} as const satisfies Record<string, RuleText>;

const textRules = {
  'text.encoding': {
    zh: '文本在第 {offset} 字节处不符合 {encoding} 编码，也不是其他可识别的编码',
    en: 'At byte {offset} the text is not {encoding}, nor any other encoding that is known',
    fix: saveAsXlsx,
  },
  'text.cut_short': {
    zh: '文本在第 {offset} 字节处的一个字符中间结束（{encoding}），文件不完整',
    en: 'The text ends within a character, at byte {offset} ({encoding}): the file is incomplete',
    fix: askTheSender,
  },
  'text.stray_quote': {
    zh: '有 {count} 处引号不成对或不在单元格两端，已按普通文字读取，请核对列是否错位',
    en: '{count} quotation marks enclose no cell and were read as text; check that no column has shifted',
    fix: saveAsXlsx,
  },
  'row.split_value': {
    zh: '这一行的单元格比表头多，或者错了位：“{header}”起的“{value}”很可能是一个数里的千分位逗号没有加引号，被拆成了几格。',
    en: 'The row has more cells than the header, or they have slid: "{value}", from "{header}" on, is most likely one number that was cut at a separator without quotation marks.',
    fix: {
      zh: '请另存为 .xlsx 提交，或去掉数里的逗号（1234.5）后重新导出；本行未自动合并。',
      en: 'Submit it as .xlsx, or export it anew without separators inside numbers (1234.5); nothing was joined by guess.',
    },
  },
  'text.control_characters': {
    zh: '有 {count} 个单元格含有无法保存的字符（控制字符、残缺的表情符号等），已显示为“\ufffd”',
    en: '{count} cells hold characters that cannot be kept (control characters, parts of emojis); they read \ufffd',
    fix: {
      zh: '请核对这些单元格，删去看不见的字符或补全文字后重新提交',
      en: 'Check these cells, take out what cannot be seen or complete the text, and submit it again',
    },
  },
  'text.record_too_long': {
    zh: '第 {record} 条记录超过 {limit} 字符，不予读取',
    en: 'Record {record} is longer than {limit} characters',
    fix: saveAsXlsx,
  },
  'text.too_many_columns': {
    zh: '第 {record} 行超过 {limit} 列，不予读取',
    en: 'Row {record} has more than {limit} columns',
    fix: saveAsXlsx,
  },
  'text.too_many_cells': {
    zh: '文件的单元格超过 {limit} 个，不予读取',
    en: 'The file has more than {limit} cells',
    fix: split,
  },
} as const satisfies Record<string, RuleText>;

const settingsRules = {
  'settings.no_file': {
    zh: '这里应是一个文件，却是文件夹、管道或设备，没有读取',
    en: 'A file is expected here; what stands here is a folder, a pipe or a device, and was not read',
    fix: { zh: '请换成普通文件，或移走它', en: 'Put a plain file here, or take it away' },
  },
  'settings.no_folder': {
    zh: '这里应是一个文件夹，却不是，没有读取',
    en: 'A folder is expected here; what stands here is none, and was not read',
    fix: { zh: '请换成文件夹，或移走它', en: 'Make a folder of it, or take it away' },
  },
  'settings.too_many_lines': {
    zh: '设置文件超过 {most} 行，整个文件不起作用',
    en: 'The settings have more than {most} lines; the whole file has no effect',
    fix: { zh: '请删去多余的行后重新运行', en: 'Delete the superfluous lines and run again' },
  },
  'settings.more': {
    zh: '这个文件里另有 {count} 处问题，没有逐一列出',
    en: 'This file has {count} more faults, which are not listed',
    fix: { zh: '请先改正已列出的，再运行一次', en: 'Correct those that are listed, and run again' },
  },
  'settings.missing_columns': {
    zh: '设置文件缺少列：{missing}（应有 {columns}），整个文件不起作用',
    en: 'The settings lack the columns {missing} (expected: {columns}); the whole file has no effect',
    fix: { zh: '请补上表头后重新运行', en: 'Complete the header and run again' },
  },
  'settings.empty': {
    zh: '第 {line} 行缺少 {header}',
    en: 'Line {line} lacks {header}',
    fix: correctTheLine,
  },
  'settings.twice': {
    zh: '第 {line} 行与前面的一行重复（{value}），以前面的为准',
    en: 'Line {line} repeats an earlier one ({value}), which holds',
    fix: { zh: '请删去多余的一行', en: 'Delete one of the two' },
  },
  'settings.unknown_key': {
    zh: '第 {line} 行的 key “{value}”无法识别，可用：{allowed}',
    en: 'Line {line}: unknown key "{value}"; known are {allowed}',
    fix: correctTheLine,
  },
  'settings.unknown_form': {
    zh: '第 {line} 行的报表“{value}”不存在',
    en: 'Line {line}: there is no form "{value}"',
    fix: correctTheLine,
  },
  'settings.unknown_column': {
    zh: '第 {line} 行的栏目“{value}”不是《{form}》的栏目，可用：{allowed}',
    en: 'Line {line}: {form} has no column "{value}"; it has {allowed}',
    fix: correctTheLine,
  },
  'settings.unknown_unit': {
    zh: '第 {line} 行的单位“{value}”不能用于“{name}”',
    en: 'Line {line}: "{value}" is no unit of {name}',
    fix: correctTheLine,
  },
  'settings.unreadable_value': {
    zh: '第 {line} 行的 value “{value}”不能作为“{name}”读取（可用：{expected}）',
    en: 'Line {line}: "{value}" cannot be read as {name} (expected: {expected})',
    fix: correctTheLine,
  },
  'settings.no_days': {
    zh: '第 {line} 行的 due_days “{value}”不是 0 至 999 的整数',
    en: 'Line {line}: due_days "{value}" is no whole number from 0 to 999',
    fix: correctTheLine,
  },
  'settings.unknown_kind': {
    zh: '第 {line} 行的 kind “{value}”无法识别，可用：{allowed}',
    en: 'Line {line}: unknown kind "{value}"; known are {allowed}',
    fix: correctTheLine,
  },
  'settings.two_canonical_names': {
    zh: '第 {line} 行给“{value}”规定了另一个名称，前面已规定为“{other}”，以前面的为准',
    en: 'Line {line} gives "{value}" another name; earlier it was "{other}", which holds',
    fix: { zh: '请删去其中一行', en: 'Delete one of the two' },
  },
  'settings.no_date': {
    zh: '第 {line} 行的 until “{value}”不是有效的日期（如 2022-03-31）',
    en: 'Line {line}: until "{value}" is no date (as 2022-03-31)',
    fix: correctTheLine,
  },
  'settings.no_cell': {
    zh: '第 {line} 行的 cell “{value}”不是单元格地址（如 D7）',
    en: 'Line {line}: cell "{value}" is no address of a cell (as D7)',
    fix: correctTheLine,
  },
} as const satisfies Record<string, RuleText>;

export const fileRules = { ...formatRules, ...placeRules, ...textRules, ...settingsRules };
