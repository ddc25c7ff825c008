/** Words about sealed comparisons. */
import type { RuleText } from '../rule-text.js';

export const sealRules = {
  'seal.inputs_differ': {
    zh: '“{figure}”的上年同期用定稿数字 {sealed}，按现在的报表会是 {now}',
    en: '"{figure}" is compared with the sealed {sealed}; today’s inputs would give {now}',
    fix: {
      zh: '请核对上年报表为何在定稿后改动；定稿数字有误的，按手续解除定稿（unseal）',
      en: 'Find out why last year’s inputs changed after they were sealed; unseal if the sealed figure is wrong',
    },
  },
  'seal.definition_changed': {
    zh: '“{figure}”的口径在上年定稿之后有改动，两年不可直接比较（状态 B）',
    en: 'The definition of "{figure}" changed after last year was sealed: the years do not compare (status B)',
    fix: {
      zh: '引用增减时请说明口径变化',
      en: 'Say so where the change is quoted',
    },
  },
} as const satisfies Record<string, RuleText>;
