/** What a row that holds no data is, and where a unit was read: plain words, which pages in a browser share. */

/** Why a row that is not blank holds no data. */
export type NotDataKind =
  | 'title'
  | 'unit'
  | 'header'
  | 'repeated_header'
  | 'column_numbers'
  | 'section'
  | 'subtotal'
  | 'total'
  | 'nil_return'
  | 'form_line'
  | 'example'
  | 'note'
  | 'footer';

/** Where around a table a unit is stated, the nearest first. */
export const unitPlaces = ['header', 'line', 'title', 'sheet', 'note'] as const;
export type UnitPlace = (typeof unitPlaces)[number];

/**
 * Where the unit of a column's cells was read (DESIGN, `unit_from`): stated in the cells, their number format or a
 * column of its own, or around the table; answered by the township; or proved, assumed or refused; '': it has none.
 */
export type UnitFrom =
  | 'cell'
  | 'format'
  | 'column'
  | UnitPlace
  | 'setting'
  | 'certain'
  | 'assumed'
  | 'refused'
  | '';
