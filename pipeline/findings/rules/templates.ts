/** Words of the findings of templates; {where} names sheet and cell, or the part of the package. */
import type { RuleText } from '../rule-text.js';

export const templateRules = {
  'template.name_taken': {
    zh: '模板不能叫“{name}”，这是本系统自己发布的文件名，没有填充这个模板。',
    en: 'A template cannot be called {name}: that is published by this program itself. It was not filled.',
    fix: { zh: '请给模板换一个文件名。', en: 'Give the template another name.' },
  },
  'template.no_workbook': {
    zh: '模板不是可填写的工作簿（.xlsx、.xlsm），可能已加密或损坏',
    en: 'The template is no workbook that can be filled (.xlsx, .xlsm); it may be encrypted or damaged',
    fix: {
      zh: '取消打开密码，另存为 .xlsx 后重新放入',
      en: 'Remove the password, save it as .xlsx and put it back',
    },
  },
  'template.damaged': {
    zh: '模板内部有损坏，无法保证填写后其余内容不变：{reason}',
    en: 'The template is damaged inside, so that it cannot be filled without loss: {reason}',
    fix: {
      zh: '用表格软件打开并另存后重新放入',
      en: 'Open it in a spreadsheet program, save it anew and put it back',
    },
  },
  'template.unknown_mark': {
    zh: '{where} 的标记 {mark} 没有对应的指标，最接近的是 {nearest}',
    en: '{where}: the mark {mark} names nothing that is known; the nearest is {nearest}',
    fix: {
      zh: '改正标记；check-templates 列出全部标记及其取值',
      en: 'Correct the mark; check-templates lists all marks with their values',
    },
  },
  'template.malformed_mark': {
    zh: '{where} 的标记 {mark} 写法不对：两层花括号内应为指标编号，可带 [分组]、.字段、@年份',
    en: '{where}: the mark {mark} is not an id in double braces, with [group], .field or @period where wanted',
    fix: {
      zh: '检查花括号是否成对、编号是否只含字母数字和点',
      en: 'See that the braces are in pairs and the id holds letters, digits and dots only',
    },
  },
  'template.row_mark_outside': {
    zh: '{where} 的标记 {mark} 只能用在含 [*] 的单元格行中',
    en: '{where}: the mark {mark} belongs into a row of cells that has a mark with [*]',
    fix: {
      zh: '把它移到按分组重复的行，或写明分组名称',
      en: 'Move it into the row that is repeated, or name the group',
    },
  },
  'template.missing': {
    zh: '{where} 没有数据可填：{mark}；单元格留空，文字中写明缺报',
    en: '{where}: there is no value for {mark}; the cell stays empty, a text says what is missing',
    fix: { zh: '催报所缺报表后重新运行', en: 'Ask for the missing form and run again' },
  },
  'template.mark_in_formula': {
    zh: '{where} 的公式里有标记 {mark}，公式不能填写',
    en: '{where}: the formula holds the mark {mark}; formulas are not filled',
    fix: {
      zh: '把标记放进单独的单元格，公式引用该单元格',
      en: 'Put the mark into a cell of its own and refer to that cell',
    },
  },
  'template.mark_in_sheet_name': {
    zh: '工作表名称“{mark}”里有标记；公式按名称引用工作表，名称不能填写',
    en: 'The sheet name "{mark}" holds a mark; formulas call sheets by name, so it is not filled',
    fix: { zh: '把标记移到表内的标题', en: 'Move the mark into the title in the sheet' },
  },
  'template.mark_in_name': {
    zh: '定义名称 {name} 里有标记：{mark}',
    en: 'The defined name {name} holds a mark: {mark}',
    fix: {
      zh: '把标记放进单元格，名称引用该单元格',
      en: 'Put the mark into a cell and let the name refer to it',
    },
  },
  'template.mark_elsewhere': {
    zh: '{where} 里有无法填写的标记 {mark}',
    en: '{where} holds the mark {mark}, which cannot be filled there',
    fix: {
      zh: '把标记移到单元格、页眉页脚、文本框或图表标题',
      en: 'Move the mark into a cell, a header or footer, a text box or a chart title',
    },
  },
  'template.too_many_rows': {
    zh: '{where} 按分组重复后超过工作表的行数上限',
    en: '{where}: repeated once per group, the rows exceed what a sheet can hold',
    fix: {
      zh: '把按分组重复的行放到行数少的工作表',
      en: 'Put the repeated row into a sheet with fewer rows',
    },
  },
  'template.array_over_repeated': {
    zh: '{where} 的数组公式占用 {range}，其中有按分组重复的行',
    en: '{where}: the array formula fills {range}, in which a row is repeated',
    fix: { zh: '改为每行一个公式', en: 'Write one formula per row' },
  },
  'template.pivot_over_repeated': {
    zh: '{where} 的数据透视表占用 {range}，其中有按分组重复的行',
    en: '{where}: the pivot table fills {range}, in which a row is repeated',
    fix: {
      zh: '把数据透视表移到其他行或另一张工作表',
      en: 'Move the pivot table to other rows or another sheet',
    },
  },
  'template.many_sheets': {
    zh: '{where} 的公式跨多张工作表引用，其中有按分组重复的行',
    en: '{where}: a formula refers through several sheets, one of which has a repeated row',
    fix: { zh: '改为逐张工作表引用', en: 'Refer to the sheets one by one' },
  },
  'template.first_of_repeated': {
    zh: '{where} 的 {formula} 引用了按分组重复的行，只取第一个分组',
    en: '{where}: {formula} refers to a row that is repeated, and reads its first group only',
    fix: {
      zh: '需要全部分组时改用 SUM 等区域函数',
      en: 'Use SUM or another function over a range where all groups are meant',
    },
  },
  'template.pivot_reads_marks': {
    zh: '{where} 的数据透视表取自已填写的单元格，打开后须刷新',
    en: '{where}: the pivot table reads filled cells and must be refreshed after opening',
    fix: { zh: '在表格软件中点击“全部刷新”', en: 'Choose "Refresh all" in the spreadsheet program' },
  },
} as const satisfies Record<string, RuleText>;
