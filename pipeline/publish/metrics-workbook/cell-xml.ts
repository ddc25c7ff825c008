/** A cell as it stands in a row. Text always is text, so that nothing that was submitted becomes a formula. */
import { escapeXml } from '../templates/xml.js';
import type { StyledCell } from './sheet.js';
import type { Strings } from './strings-part.js';

export function cellXml(place: string, style: number, value: StyledCell['value'], strings: Strings): string {
  const start = `<c r="${place}" s="${style}"`;
  if (value === null || value === '') return `${start}/>`;
  if (typeof value === 'number') return `${start}><v>${value}</v></c>`;
  if (typeof value === 'string') return `${start} t="s"><v>${strings.number(value)}</v></c>`;
  const { formula, result } = value;
  const type = typeof result === 'string' ? ' t="str"' : '';
  return `${start}${type}><f>${escapeXml(formula)}</f><v>${typeof result === 'string' ? escapeXml(result) : result}</v></c>`;
}
