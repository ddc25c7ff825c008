/** Cells that several sheets have. */
import { isUnknown } from '../figure.js';
import { colours, type Decimals, type Look, numberFormat } from '../office/look.js';
import type { Figure } from '../publication/publication.js';
import type { StyledCell } from './model.js';

export const centre: Look = { align: 'center' };

/** One side of a figure: '—' where it cannot exist, empty where it is missing; what is not normal is coloured. */
export function amountCell(value: string | null, status: Figure['status'], decimals: Decimals): StyledCell {
  return {
    value: value === null ? (status === 'M' ? '—' : null) : Number(value),
    look: { format: numberFormat(decimals), ...statusFill(status) },
  };
}

export function statusFill(status: Figure['status']): Look {
  if (isUnknown(status)) return { fill: colours.missingFill };
  return status === 'P' || status === 'B' || status === 'E' ? { fill: colours.provisionalFill } : {};
}
