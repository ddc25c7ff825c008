/** Whether a sheet may be sent: what the page says first. */
import type { InspectedFinding } from '../../read/inspection.js';
import type { Answer } from './messages.js';

/** Where a finding lies, and what it says. */
export interface PlacedFinding {
  /** '' where it concerns the whole file. */
  readonly sheet: string;
  readonly found: InspectedFinding;
}

export interface Verdict {
  readonly canBeSent: boolean;
  readonly words: string;
  /** What to mend, or to look at, beyond the single cells. */
  readonly reasons: readonly string[];
  readonly errors: readonly PlacedFinding[];
  readonly warnings: readonly PlacedFinding[];
}

/** @param asOf Chinese date of the period. */
export function verdictOf({ inspection, titles, contradictions }: Answer, asOf: string): Verdict {
  const all: readonly PlacedFinding[] = [
    ...inspection.findings.map((found) => ({ sheet: '', found })),
    ...inspection.sheets.flatMap(({ name, findings }) => findings.map((found) => ({ sheet: name, found }))),
  ];
  const errors = all.filter(({ found }) => found.severity === 'error');
  const warnings = all.filter(({ found }) => found.severity === 'warning');
  const verdict = (canBeSent: boolean, words: string, reasons: readonly string[] = []): Verdict => ({
    canBeSent,
    words,
    reasons,
    errors,
    warnings,
  });
  if (inspection.format === null) return verdict(false, '读不出来，不能报送');
  const wrong = contradictions.filter(({ isError }) => isError);
  const reasons = [...new Set((wrong.length > 0 ? wrong : contradictions).map(({ words }) => words))];
  if (wrong.some((one) => one.of === 'township'))
    return verdict(false, '这不是本乡镇的表，不能报送', reasons);
  if (wrong.some((one) => one.of === 'period'))
    return verdict(false, `这不是截至${asOf}的表，不能报送`, reasons);
  if (wrong.length > 0) return verdict(false, '这张表要先改，再报送', reasons);
  if (titles.every((title) => title === null)) {
    const reason = '表头和哪一张报表都对不上。请把数据填进发下来的空白表，或保留原来的表头。';
    return verdict(false, '没有认出是哪张报表，先不要报送', [reason]);
  }
  if (errors.length > 0) {
    const leftOut = inspection.sheets.reduce((sum, sheet) => sum + (sheet.findings_left_out ?? 0), 0);
    return verdict(false, `先改 ${errors.length + leftOut} 处，再报送`, reasons);
  }
  const toRead = warnings.length > 0 ? [`另有 ${warnings.length} 条提示，请过目。`] : [];
  return verdict(true, '可以报送', [...reasons, ...toRead]);
}
