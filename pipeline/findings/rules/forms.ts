/** Words of the rules that forms name themselves. */
import type { RuleText } from '../rule-text.js';

export const formRules = {
  'alias.wider': {
    zh: '表头“{header}”的范围比本栏宽：四上包括规模以上工业、限额以上批零住餐、规模以上服务业、有资质的建筑业和房地产业，已按本栏读取。',
    en: 'The header "{header}" is wider than this column; it was read as this column all the same.',
    fix: {
      zh: '请核对是否都属于规模以上企业，并把表头改为“是否规上”。',
      en: 'Check that each is an enterprise above designated size, and head the column 是否规上.',
    },
  },
} as const satisfies Record<string, RuleText>;
