/** Lists of names that supply what a registry lacks (DOMAIN B, Lists). */
import type { RuleText } from '../rule-text.js';

export const listRules = {
  'sheet.part_of_list': {
    zh: '标题写有“{part}”，看不出是不是完整的《{list}》，没有采用',
    en: 'The title says {part}: whether this is the whole {list} cannot be told; it was not used',
    fix: {
      zh: '是截止日的完整名单的，请把标题改为“{list}”后重新提交；不是的，请补报完整名单',
      en: 'If it is the whole list on the date, give it the title {list} and send it again; else send the whole list',
    },
  },
  'list.one_branch': {
    zh: '标题写明只是“{branch}”的名单，名单以外的企业都按不属于《{list}》计',
    en: 'The title says that this is the list of one branch ({branch}); enterprises beside it are taken as not on {list}',
    fix: {
      zh: '还有其他行业的，请把各行业的名单都放进来',
      en: 'If there are other branches, add their lists',
    },
  },
  'list.no_match': {
    zh: '《{list}》中的“{entry}”不在企业名录中，没有计入',
    en: 'The entry {entry} of {list} is not in the registry; it does not count',
    fix: {
      zh: '请核对名称和信用代码，或在企业名录中补上这家企业',
      en: 'Check its name and code, or add the enterprise to the registry',
    },
  },
  'list.several_rows': {
    zh: '《{list}》中的“{entry}”在企业名录中有 {rows} 行同名，看不出是哪一家，需要这一栏的指标都没有计入',
    en: 'The entry {entry} of {list} is the name of {rows} rows of the registry; nothing says which is meant, and figures that need this count none of them',
    fix: {
      zh: '请在名单中填上它的统一社会信用代码',
      en: 'Give its credit code in the list',
    },
  },
  'sheet.list_matches_little': {
    zh: '《{list}》的 {entries} 家中只有 {found} 家在企业名录中，整张名单没有采用',
    en: 'Of the {entries} entries of {list} only {found} are in the registry; the list was not used',
    fix: {
      zh: '请核对是不是本镇、本期的名单，名称和信用代码是否与企业名录一致',
      en: 'Check that it is the list of this township and date, and that names and codes are those of the registry',
    },
  },
  'list.disagrees': {
    zh: '“{header}”填的是“{value}”，《{list}》（{other}）却列有这一家',
    en: 'The cell says {value} under {header}, but {list} ({other}) names this enterprise',
    fix: {
      zh: '请核对哪一处不对，改正后重新提交',
      en: 'Check which of the two is wrong, and send it again',
    },
  },
  'list.lacks': {
    zh: '“{header}”填的是“{value}”，《{list}》（{other}）却没有列这一家',
    en: 'The cell says {value} under {header}, but {list} ({other}) does not name this enterprise',
    fix: {
      zh: '请核对哪一处不对，改正后重新提交',
      en: 'Check which of the two is wrong, and send it again',
    },
  },
  'list.entry_disagrees': {
    zh: '《{list}》列有“{entry}”，企业名录（{other}）填的却是“{stated}”',
    en: '{list} names {entry}, but the registry ({other}) says {stated}',
    fix: {
      zh: '请核对哪一处不对，改正后重新提交',
      en: 'Check which of the two is wrong, and send it again',
    },
  },
} as const satisfies Record<string, RuleText>;
