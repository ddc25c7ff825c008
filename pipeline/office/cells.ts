/** Cells as a sheet's part holds them (ECMA-376 part 1, 18.3.1.4): text always as text, so that nothing in it becomes a formula. */
import { escapeXml, standsInXml } from './xml.js';

/** What a spreadsheet program takes into one cell, in characters. */
export const longestText = 32_767;

export interface Formula {
  readonly formula: string;
  /** What the formula gives: shown until it is computed anew. */
  readonly result: string | number;
}

/** A cell that only shows its style. */
export function emptyCell(reference: string, style: number): string {
  return `<c r="${reference}" s="${style}"/>`;
}

/** A cell with a value as the format writes it. @param type of the value; '' is a number. */
export function valueCell(
  reference: string,
  style: number,
  value: string | number,
  type: '' | 'b' | 'e' | 's' = '',
): string {
  return `<c r="${reference}" s="${style}"${type === '' ? '' : ` t="${type}"`}><v>${value}</v></c>`;
}

/** A text cell. */
export function textCell(reference: string, style: number, text: string): string {
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${cellText(text)}</t></is></c>`;
}

export function formulaCell(reference: string, style: number, { formula, result }: Formula): string {
  const type = typeof result === 'string' ? ' t="str"' : '';
  return `<c r="${reference}" s="${style}"${type}><f>${escapeXml(formula)}</f><v>${escapeXml(String(result))}</v></c>`;
}

/**
 * Text as XML, no longer than a cell takes: what XML does not know, or would fold, is written in the format's own
 * escape (22.9.2.19), and what looks like that escape is escaped.
 */
export function cellText(text: string): string {
  const cut = text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
  if (standsInXml(cut) && !cut.includes('_')) return cut;
  const escaped = cut
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .replace(/[^\P{Cc}\t\n]|[\ufffe\uffff]/gu, (c) => `_x${hex(c)}_`);
  return escapeXml(escaped);
}

const hex = (character: string) => character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
