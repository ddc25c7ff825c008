/** Names of the places that the sheets of the workbook lead to, and of the report's chapters. */
import { sections } from '../publication/publication.js';

/** Of a figure, or of the first of an indicator. */
export const summaryPlace = (name: string): string => `summary ${name}`;
export const evidencePlace = (id: string): string => `evidence ${id}`;
export const changePlace = (name: string): string => `change ${name}`;
export const matrixPlace = (sheet: string): string => `matrix ${sheet}`;

/** Number and title of a section: 一、党建. */
export function sectionTitle(section: number): string {
  return `${'一二三四五六七八九十'[section - 1] ?? section}、${sections[section] ?? ''}`;
}
