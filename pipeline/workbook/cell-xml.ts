/** A cell as it stands in a row. Text always is text, so that nothing that was submitted becomes a formula. */
import { escapeXml } from '../office/xml.js';
import type { StyledCell } from './sheet.js';

/** A text cell. @param string the number of its text among the shared strings. */
export function textXml(place: string, style: number, string: number): string {
  return `<c r="${place}" s="${style}" t="s"><v>${string}</v></c>`;
}

/** A cell without text. */
export function cellXml(
  place: string,
  style: number,
  value: Exclude<StyledCell['value'], string> | '',
): string {
  const start = `<c r="${place}" s="${style}"`;
  if (value === null || value === '') return `${start}/>`;
  if (typeof value === 'number') return `${start}><v>${value}</v></c>`;
  const { formula, result } = value;
  const type = typeof result === 'string' ? ' t="str"' : '';
  return `${start}${type}><f>${escapeXml(formula)}</f><v>${escapeXml(String(result))}</v></c>`;
}
