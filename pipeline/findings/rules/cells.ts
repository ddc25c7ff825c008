/** Words of the rules for cells, whatever they hold, and for words of a list; `pipeline/normalise/` applies them. */
import type { RuleText } from '../rule-text.js';

export const cellRules = {
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
