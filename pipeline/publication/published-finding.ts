/** A finding as it is published: worded in Chinese, masked, with who accepted it. */
import type { Finding } from '../findings/finding.js';
import { maskText, maskValue } from '../findings/mask.js';
import type { Waiver } from '../findings/waivers.js';
import { describe, type Language } from '../findings/words.js';
import { address } from '../text/address.js';
import type { PublishedFinding } from './publication.js';

/** More figures are counted. */
const mostNamed = 3;

function costSentence(figures: readonly string[], lang: Language): string {
  if (figures.length === 0) return '';
  const named = figures.slice(0, mostNamed).join('、');
  const isMore = figures.length > mostNamed;
  return lang === 'zh'
    ? `要用它的数字：${named}${isMore ? `等${figures.length}项` : ''}。`
    : ` Figures that need it: ${named}${isMore ? ` and others, ${figures.length} in all` : ''}.`;
}

/**
 * @param file path below inputs/<unit>/; '' none.
 * @param headerRow last header row of the table that it concerns; null: none, or not known.
 * @param figures labels of the figures that it costs, where not all of the form's are.
 * @param lang of its words; what is published is in Chinese.
 */
export function publishedFinding(
  file: string,
  found: Finding,
  headerRow: number | null = null,
  waiver: Waiver | null = null,
  figures: readonly string[] = [],
  lang: Language = 'zh',
): PublishedFinding {
  const { message, fix: advice } = describe(found, lang);
  const problem = message + costSentence(figures, lang);
  return {
    file,
    ...publishedPlace(found),
    headerRow,
    rule: found.rule,
    severity: found.severity,
    message: [problem, advice].filter(Boolean).join(lang === 'zh' ? '' : ' '),
    problem,
    advice,
    ...acceptedBy(waiver),
  };
}

/** Where something was found, and what was found there. */
export function publishedPlace({
  sheet,
  row,
  column,
  header,
  value,
  personal,
}: Pick<Finding, 'sheet' | 'row' | 'column' | 'header' | 'value' | 'personal'>) {
  return {
    sheet: sheet ?? '',
    row,
    column: maskText(header ?? ''),
    cell: row !== null && column !== null ? address(row, column) : '',
    columnIndex: column,
    value: value === null ? '' : personal ? maskValue(value, personal) : maskText(value),
  };
}

export function acceptedBy(waiver: Waiver | null) {
  return {
    waivedBy: maskText(waiver?.by ?? ''),
    waivedUntil: waiver?.until ?? '',
    waivedReason: maskText(waiver?.reason ?? ''),
  };
}
