/** Which rows of a sheet are its header, and of which form. */
import { type Field, type Form, forms } from './forms.js';
import type { Grid } from './read.js';
import { dimensionOf, isUnit } from './values.js';

/** Where the header of a sheet stands, and which form it is. */
export interface Header {
  readonly form: string;
  readonly last: number;
  readonly columns: ReadonlyMap<string, number>;
  readonly units: ReadonlyMap<string, string>;
}

export const measured = ['元', '万元', '亿元', '公里', '米', '亩', '平方米', '人', 'count'];
export const typeOf = (field: Field) => field[0].replace(/[!•?]/g, '');
const clean = (header: string) => header.replace(/\s/g, '').replace(/（.*?）|\(.*?\)/g, '');
const unitIn = (header: string) => /[（(](.*?)[）)]/.exec(header)?.[1] ?? '';

function match(form: Form, names: readonly (readonly string[])[]): Map<string, number> | null {
  const columns = new Map<string, number>();
  for (const [name, [type, headers]] of Object.entries(form.fields)) {
    const at = headers.split(' ').map((h) => names.findIndex((candidates) => candidates.includes(h)));
    const found = at.find((c) => c >= 0);
    if (found !== undefined) columns.set(name, found);
    else if (type.includes('!')) return null;
  }
  return columns;
}

/** The form with the most columns among those whose required columns are all there. */
export function findHeader({ rows }: Grid): Header | null {
  let best: Header | null = null;
  for (let last = 0; last < Math.min(rows.length, 12); last++) {
    for (const top of [last, Math.max(last - 1, 0)]) {
      const parts = (rows[last] ?? []).map((low, c) => [...new Set([rows[top]?.[c] ?? '', low])]);
      const names = parts.map((p) => [clean(p.at(-1) ?? ''), clean(p.join(''))]);
      for (const [form, declared] of Object.entries(forms)) {
        const columns = match(declared, names);
        if (columns === null || columns.size <= (best?.columns.size ?? 0)) continue;
        best = {
          form,
          last,
          columns,
          units: unitsOf(declared, columns, rows[last] ?? [], rows.slice(0, top)),
        };
      }
    }
  }
  return best;
}

/** The unit of a column: from its header, from the sheet's 单位 line where the dimension fits, else the form's. */
function unitsOf(form: Form, columns: Map<string, number>, header: readonly string[], above: Grid['rows']) {
  const line = /单位：(\S+)$/.exec(above.flat().find((t) => /(^|\s)单位：/.test(t)) ?? '')?.[1] ?? '';
  const units = new Map<string, string>();
  for (const [name, column] of columns) {
    const own = typeOf(form.fields[name] ?? ['', '']);
    const stated = unitIn(header[column] ?? '');
    if (!measured.includes(own)) continue;
    if (isUnit(stated)) units.set(name, stated);
    else units.set(name, isUnit(line) && dimensionOf(line) === dimensionOf(own) ? line : own);
  }
  return units;
}
