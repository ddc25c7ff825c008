/** A finding's words, made where they are read. */
import { address, columnName } from '../text/address.js';
import type { Finding } from './finding.js';
import { maskText, maskValue } from './mask.js';
import type { RuleText } from './rule-text.js';
import { rules } from './rules/index.js';

export type Language = 'zh' | 'en';

export interface Description {
  /** What is wrong, and what was expected. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}

/** More of a cell's text says nothing more in a message. */
const longestValue = 60;

/** What is wrong and what to do about it, as one text. */
export function describeWhole(finding: Finding, language: Language): string {
  const { message, fix } = describe(finding, language);
  return [message, fix].join(language === 'zh' ? '' : ' ');
}

/** Message and advice for a finding; both are sentences, and personal data in them is masked. */
export function describe(finding: Finding, language: Language): Description {
  return inWords(finding, rules[finding.rule], language);
}

/** As `describe`, with words that need not be of the catalogue. */
export function inWords(finding: Finding, words: RuleText, language: Language): Description {
  const fill = (template: string) =>
    sentence(
      // Headers, sheets and parameters may hold what is personal, as a value may.
      maskText(template.replace(/\{([a-z_]\w*)\}/gi, (_, name: string) => placeholder(finding, name))),
      language,
    );
  return { message: fill(words[language]), fix: fill(words.fix[language]) };
}

function placeholder(finding: Finding, name: string): string {
  if (Object.hasOwn(finding.params, name)) return String(finding.params[name]);
  const { row, column } = finding;
  switch (name) {
    case 'value':
      return shownValue(finding);
    // Header rows of several parts break lines where a sentence should not.
    case 'header':
      return (finding.header ?? '').replace(/\s+/g, ' ').trim();
    case 'sheet':
      return finding.sheet ?? '';
    case 'row':
      return row === null ? '' : String(row);
    case 'cell':
      if (column === null) return '';
      return row === null ? columnName(column) : address(row, column);
    default:
      throw new Error(`rule ${finding.rule}: nothing fills {${name}}`);
  }
}

function shownValue({ value, personal }: Finding): string {
  if (value === null) return '';
  const masked = personal ? maskValue(value, personal) : maskText(value);
  const characters = [...masked.replace(/\s+/g, ' ').trim()];
  return characters.length <= longestValue
    ? characters.join('')
    : `${characters.slice(0, longestValue).join('')}…`;
}

function sentence(text: string, language: Language): string {
  if (text === '' || /[。！？.!?]$/.test(text)) return text;
  return text + (language === 'zh' ? '。' : '.');
}
