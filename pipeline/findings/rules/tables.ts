/** Words of what recognising finds: forms, columns, facts that contradict the folder. */
import type { RuleText } from '../rule-text.js';

export const tableRules = {
  'form.unknown': {
    zh: '工作表“{sheet}”不是任何已知报表，其各行未计入',
    en: 'The sheet "{sheet}" is none of the known forms; its rows were held back',
    fix: {
      zh: '如属应报报表，请使用下发的空白表式（运行 forms 命令可得），或用 inspect 这个文件 --suggest 确认各栏；如为说明或工作底稿，请从提交文件中删除',
      en: 'If it is one that is owed, use the blank form (written by the command forms), or confirm its columns with inspect FILE --suggest; else take the sheet out of the file',
    },
  },
  'form.no_header': {
    zh: '工作表“{sheet}”没有表头，第一行就是数据，看不出各栏是什么，其各行未计入',
    en: 'The sheet "{sheet}" has no header: its first row is data; its rows were held back',
    fix: {
      zh: '请在第一行数据之上补一行表头，写明各栏名称后重新提交',
      en: 'Put a row with the names of the columns above the first row and send it again',
    },
  },
  'form.ambiguous': {
    zh: '表头与多个报表同样相符（{forms}），无法判断是哪一个',
    en: 'The header matches several forms equally well ({forms})',
    fix: { zh: '请使用所报报表的标准表头', en: 'Use the standard headers of the form that is meant' },
  },
  'form.empty': {
    zh: '《{form}》只有表头，没有数据，也未注明零报告',
    en: 'The form {form} has a header and nothing else',
    fix: { zh: '请注明零报告或补报', en: 'Declare a nil return (零报告), or send the rows' },
  },
  'form.only_example': {
    zh: '《{form}》只有示例行，没有数据，也未注明零报告',
    en: 'The form {form} has nothing but its example',
    fix: {
      zh: '请删去示例行，填报数据或注明零报告',
      en: 'Delete the example and send the rows, or declare a nil return (零报告)',
    },
  },
  'nil_return.unclear': {
    zh: '《{form}》没有数据，只写了一句“{value}”，看不出是否零报告',
    en: 'The form {form} holds one sentence instead of rows; it does not say whether it is a nil return',
    fix: {
      zh: '确无可报的请写“零报告”，否则请补报数据',
      en: 'Write 零报告 if there is nothing to report; else send the rows',
    },
  },
  'sheet.example': {
    zh: '工作表“{sheet}”注明是示例，其各行不作为数据',
    en: 'The sheet "{sheet}" says that it is an example; its rows are no data',
    fix: {
      zh: '如果填的是实际情况，请把名称或标题中的“示例”“样表”去掉后重新提交',
      en: 'If it holds real data, take 示例 or 样表 out of its name or title and send it again',
    },
  },
  'column.missing': {
    zh: '《{form}》缺少必填栏：{columns}',
    en: 'The form {form} lacks required columns: {columns}',
    fix: {
      zh: '请按标准表头补上所缺各栏后重新提交；表中另有一栏就是它的，用 inspect 这个文件 --suggest 确认',
      en: 'Add the columns under their standard headers and send it again; where another column of the sheet is it, confirm that with inspect FILE --suggest',
    },
  },
  'column.needed': {
    zh: '缺少“{columns}”一栏，需要它的指标缺数，其余照常',
    en: 'The column {columns} is missing: the figures that need it are not known, all others are',
    fix: {
      zh: '请补上这一栏后重新提交；表中另有一栏就是它的，用 inspect 这个文件 --suggest 确认',
      en: 'Add the column and send it again; where another column of the sheet is it, confirm that with inspect FILE --suggest',
    },
  },
  'column.missing_means': {
    zh: '没有“{column}”一栏，各行按“{value}”',
    en: 'There is no column {column}: every row is taken as {value}',
    fix: {
      zh: '请核对；不全是的，请补上这一栏',
      en: 'Check this; where it does not hold for all, add the column',
    },
  },
  'column.unknown': {
    zh: '表头“{header}”不属于本报表，该列未读取',
    en: 'The header "{header}" is no column of this form; it was not read',
    fix: {
      zh: '如为应报内容，请改用标准表头；否则可以不理会',
      en: 'Give it its standard header if it is one of the columns; else leave it',
    },
  },
  'column.unread': {
    zh: '表头“{header}”与本报表的“{near}”相近，但不是它的写法，该列未读取',
    en: 'The header "{header}" is like {near} of this form, but not one of its names; it was not read',
    fix: {
      zh: '请核对：就是“{near}”的，请改用这个表头，或在 columns.csv 写一行：{line}；是另一项内容的，保持原样',
      en: 'If it is {near}, call it that, or add this line to columns.csv: {line}; if it is something else, leave it',
    },
  },
  'column.passed_over': {
    zh: '以下各栏写明是其他年份、其他口径，或者已经隐藏，未读取：{columns}',
    en: 'These columns say another year or another kind of figure, or are hidden, and were not read: {columns}',
    fix: {
      zh: '其中如有本期应报的数，请更正表头后重新提交',
      en: 'If one of them holds what is to be reported, correct its header',
    },
  },
  'column.undecided': {
    zh: '{columns}都可能是同一项，无法判断以哪一栏为准，整张表暂缓',
    en: '{columns} could be the same thing, and nothing says which counts; the table was held back',
    fix: {
      zh: '请只保留应报的一栏，或在表头中写明（如实际、预算，本年、上年）',
      en: 'Keep the one that is to be reported, or say in the headers what each is (actual, budget; this year, last year)',
    },
  },
  'total.merged': {
    zh: '“{header}”列有跨多行合并的数值，按所跨各行的合计处理，各行没有自己的数值',
    en: 'A number in the column "{header}" is merged over several rows: it is their total, and no row has a value of its own',
    fix: { zh: '请取消合并，逐行填写', en: 'Unmerge the cells and fill in a value for each row' },
  },
  'hidden.sheet': {
    zh: '隐藏的工作表“{sheet}”也已读取',
    en: 'The hidden sheet "{sheet}" was read as well',
    fix: {
      zh: '如不属于上报内容，请删除该工作表',
      en: 'Delete the sheet if it is not part of the submission',
    },
  },
  'hidden.columns': {
    zh: '隐藏的列（{columns}）也已读取',
    en: 'Hidden columns ({columns}) were read as well',
    fix: {
      zh: '如不属于上报内容，请删除这些列',
      en: 'Delete the columns if they are not part of the submission',
    },
  },
  'hidden.rows': {
    zh: '{count} 行隐藏的数据也已读取',
    en: '{count} hidden rows of data were read as well',
    fix: {
      zh: '如不属于上报内容，请删除这些行',
      en: 'Delete the rows if they are not part of the submission',
    },
  },
  'hidden.filter': {
    zh: '工作表处于筛选状态，被筛掉的 {count} 行数据也已读取',
    en: 'The sheet is filtered; {count} rows that the filter hides were read as well',
    fix: {
      zh: '如不属于上报内容，请删除这些行；否则请取消筛选',
      en: 'Delete the rows if they are not meant; else clear the filter',
    },
  },
  'sheet.other_unit': {
    zh: '表中写的是“{stated}”，与所在文件夹（{unit}）不符',
    en: 'The sheet names another township ({stated}) than its folder ({unit})',
    fix: {
      zh: '请核对文件是否放错文件夹，或更正标题、工作表名称和填报单位',
      en: 'Move the file into its own folder, or correct title, sheet name and 填报单位',
    },
  },
  'sheet.names_another_unit': {
    zh: '表中除{unit}外还写有“{stated}”，按{unit}的数据计入',
    en: 'The sheet names {stated} beside {unit}; its rows count for {unit}',
    fix: {
      zh: '请核对其中有没有“{stated}”的数据',
      en: 'Check that it holds no rows of {stated}',
    },
  },
  'sheet.other_year': {
    zh: '表中所写年份（{stated}）与所在文件夹的年份（{year}）不符',
    en: 'The sheet names another year ({stated}) than its folder ({year})',
    fix: {
      zh: '请核对文件是否放错文件夹，或更正标题和填报日期',
      en: 'Move the file into its own folder, or correct title and 填报日期',
    },
  },
} as const satisfies Record<string, RuleText>;
