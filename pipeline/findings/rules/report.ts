/** Words of the findings of the report's template; {where} names part, paragraph and its beginning. */
import type { RuleText } from '../rule-text.js';

export const reportRules = {
  'report.no_document': {
    zh: '报告模板不是可填写的 Word 文档（.docx），可能已加密或损坏',
    en: 'The report template is no Word document that can be filled (.docx); it may be encrypted or damaged',
    fix: {
      zh: '取消打开密码，另存为 .docx 后重新放入',
      en: 'Remove the password, save it as .docx and put it back',
    },
  },
  'report.damaged': {
    zh: '报告模板无法填写：{reason}',
    en: 'The report template cannot be filled: {reason}',
    fix: {
      zh: '用文字处理软件打开并另存后重新放入',
      en: 'Open it in a word processor, save it anew and put it back',
    },
  },
  'report.unknown_mark': {
    zh: '{where} 的标记 {mark} 没有对应的指标，最接近的是 {nearest}',
    en: '{where}: the mark {mark} names nothing that is known; the nearest is {nearest}',
    fix: {
      zh: '改正标记；check-templates 列出全部标记及其取值',
      en: 'Correct the mark; check-templates lists all marks with their values',
    },
  },
  'report.malformed_mark': {
    zh: '{where} 的标记 {mark} 写法不对：应为半角的两层花括号，内为指标编号，可带 [分组]、.字段、@年份',
    en: '{where}: the mark {mark} is not an id in double braces, with [group], .field or @period where wanted',
    fix: {
      zh: '检查花括号是否成对、是否在同一段落内',
      en: 'See that the braces are in pairs and stand in one paragraph',
    },
  },
  'report.misused_mark': {
    zh: '{where} 的标记 {mark} 不能这样用：取值与条件各有其标记',
    en: '{where}: the mark {mark} cannot be used here: values and conditions have marks of their own',
    fix: {
      zh: '条件和循环写作 {{#…}}…{{/}}，取值不带 #',
      en: 'Write conditions and loops as {{#…}}…{{/}}, and values without #',
    },
  },
  'report.outside_loop': {
    zh: '{where} 的标记 {mark} 只能用在它那一类的循环（如 {{#projects}}…{{/}}）中',
    en: '{where}: the mark {mark} belongs into a loop of its kind, such as {{#projects}}…{{/}}',
    fix: {
      zh: '把它移到循环内，或写明分组名称',
      en: 'Move it into the loop, or name the group',
    },
  },
  'report.unclosed': {
    zh: '{where} 的 {mark} 没有结束标记',
    en: '{where}: {mark} is never closed',
    fix: { zh: '在结束处加上 {{/}}', en: 'Put {{/}} where it ends' },
  },
  'report.unopened': {
    zh: '{where} 的 {mark} 没有与之对应的开始标记',
    en: '{where}: {mark} closes nothing',
    fix: { zh: '删去它，或补上开始标记', en: 'Remove it, or open what it closes' },
  },
  'report.crossed': {
    zh: '{where} 的 {mark} 与开始标记 {opened} 不一致',
    en: '{where}: {mark} does not close {opened}, which is open',
    fix: { zh: '先结束后开始的，再结束先开始的', en: 'Close first what was opened last' },
  },
  'report.mark_elsewhere': {
    zh: '报告模板的 {where} 里有无法填写的标记 {mark}',
    en: 'The part {where} of the report template holds the mark {mark}, which is not filled there',
    fix: {
      zh: '把标记移到正文、文本框、页眉页脚或脚注的文字中',
      en: 'Move the mark into the text, a text box, a header, a footer or a footnote',
    },
  },
} as const satisfies Record<string, RuleText>;
