/** The catalogue: the words of every rule, by its id. Each area words its own. */

import type { RuleText } from '../finding.js';
import { motionRules } from './busy-files.js';
import { normaliseRules } from './cells.js';
import { correctionRules } from './corrections.js';
import { formatRules } from './files.js';
import { formRules } from './forms.js';
import { periodRules } from './period.js';
import { reportRules } from './report.js';
import { sealRules } from './seals.js';
import { recogniseRules } from './tables.js';
import { templateRules } from './templates.js';
import { unitRules } from './units.js';
import { intakeRules } from './workbooks.js';

export const rules: Readonly<Record<string, RuleText>> = {
  ...formatRules,
  ...intakeRules,
  ...recogniseRules,
  ...formRules,
  ...motionRules,
  ...normaliseRules,
  ...periodRules,
  ...correctionRules,
  ...sealRules,
  ...templateRules,
  ...reportRules,
  ...unitRules,
};
