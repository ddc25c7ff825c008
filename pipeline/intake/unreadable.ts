import { type Finding, finding } from '../findings/finding.js';
import type { RuleId } from '../findings/rules/index.js';

/**
 * Thrown by readers where a file, or the rest of a sheet, cannot be read; everything that there is to say
 * is in its finding. Anything else that a reader throws is a mistake of the reader.
 */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly finding: Finding;

  constructor(rule: RuleId, params: Finding['params'] = {}, sheet: string | null = null) {
    super(rule);
    this.finding = finding(rule, 'error', { sheet }, params);
  }
}
