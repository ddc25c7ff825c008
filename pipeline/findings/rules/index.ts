/** The catalogue: the words of every rule, by its id. Each area words its own. */

import type { RuleText } from '../rule-text.js';
import { busyFileRules } from './busy-files.js';
import { cellRules } from './cells.js';
import { codeRules } from './codes.js';
import { correctionRules } from './corrections.js';
import { dateRules } from './dates.js';
import { fileRules } from './files.js';
import { formRules } from './forms.js';
import { listRules } from './lists.js';
import { measureRules } from './measures.js';
import { numberRules } from './numbers.js';
import { periodRules } from './period.js';
import { reportRules } from './report.js';
import { sealRules } from './seals.js';
import { tableRules } from './tables.js';
import { templateRules } from './templates.js';
import { unitRules } from './units.js';
import { workbookRules } from './workbooks.js';

const catalogue = {
  ...fileRules,
  ...workbookRules,
  ...tableRules,
  ...formRules,
  ...busyFileRules,
  ...cellRules,
  ...numberRules,
  ...dateRules,
  ...codeRules,
  ...measureRules,
  ...periodRules,
  ...correctionRules,
  ...sealRules,
  ...templateRules,
  ...reportRules,
  ...unitRules,
  ...listRules,
} as const satisfies Record<string, RuleText>;

/** Id of a rule of the catalogue: a typo does not compile. */
export type RuleId = keyof typeof catalogue;

export const rules: Readonly<Record<RuleId, RuleText>> = catalogue;
