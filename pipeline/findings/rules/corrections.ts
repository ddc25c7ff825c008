/** Words of the rules about corrections that came back. */
import type { RuleText } from '../rule-text.js';

export const correctionRules = {
  'correction.superseded': {
    zh: '这份文件已由更正件“{other_file}”取代，不再计入。',
    en: 'The correction {other_file} has taken the place of this file, which no longer counts.',
    fix: {
      zh: '无须处理；原文件可以留在文件夹里。',
      en: 'Nothing is to be done; the file may stay where it is.',
    },
  },
  'correction.twice': {
    zh: '“{original}”已有更正件“{other_file}”，本文件更正的是同一份文件，无法判断以哪份为准，整份暂缓。',
    en: '{other_file} corrects {original} already; this file corrects it too, and is held back.',
    fix: {
      zh: '请只保留正确的一份更正件，把另一份移出这一期的文件夹。',
      en: 'Keep the right one of the two and take the other out of the folder.',
    },
  },
  'correction.original_missing': {
    zh: '这份更正件所更正的原文件不在这一期的文件夹里，已按一般报送计入。',
    en: 'What this correction corrects is not in the folder of the period; it counts like any other file.',
    fix: {
      zh: '原文件已被本文件替换或已移走的，无须处理；放错了期次的，请移到原文件所在的文件夹。',
      en: 'Nothing is to be done where it replaced the original; in the wrong folder, move it to the right one.',
    },
  },
} as const satisfies Record<string, RuleText>;
