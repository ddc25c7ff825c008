/** The catalogue: the words of every rule, by its id. Each area words its own. */
import { correctionRules } from './corrections.js';
import { formatRules } from './formats.js';
import { formRules } from './forms.js';
import { intakeRules } from './intake.js';
import { motionRules } from './motion.js';
import { normaliseRules } from './normalise.js';
import { periodRules } from './period.js';
import { recogniseRules } from './recognise.js';
import { reportRules } from './report.js';
import type { RuleText } from './rule-text.js';
import { sealRules } from './seals.js';
import { templateRules } from './templates.js';
import { unitRules } from './units.js';

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
