/**
 * Formulas that read a filled cell, directly or through others: their kept results are those of the template.
 * A spreadsheet may show a kept result without computing it (LibreOffice does), so it must not stay.
 */

import { readFormula } from '../office/formula.js';
import { type Area, contains, readArea } from './a1.js';
import { sheetsNamed, type TemplateBook } from './book.js';
import type { TemplateCell } from './cells.js';
import type { SheetPlan } from './plan.js';

/** Functions of the place of a cell, which rows that are repeated above it change. */
const ofPlace = ['ROW', 'ROWS', 'ADDRESS', 'CELL'];

interface Reader {
  readonly cell: TemplateCell;
  readonly plan: SheetPlan;
}

/** Ranges up to this size are listed cell by cell. */
const smallRange = 64;

export function cachedResults(book: TemplateBook, plans: readonly SheetPlan[]): ReadonlySet<TemplateCell> {
  const stale = new Set<TemplateCell>();
  const filled = new Set(plans.filter((p) => p.fillings.size > 0).map((p) => p.sheet.name.toLowerCase()));
  if (filled.size === 0) return stale;
  const cells = new Map<string, Reader[]>();
  const ranges = new Map<string, Map<string, { area: Area; readers: Reader[] }>>();
  const changed: Reader[] = [];
  const mark = (reader: Reader) => {
    if (stale.has(reader.cell)) return;
    stale.add(reader.cell);
    changed.push(reader);
  };

  for (const plan of plans) {
    for (const cell of plan.fillings.keys()) changed.push({ cell, plan });
    for (const [cell, formula] of plan.formulas) {
      const reader = { cell, plan };
      const { areas, functions } = readAreas(book, plan, cell, formula);
      // What OFFSET reads lies beside the cell that it names, what INDIRECT reads anywhere.
      const beside = functions.has('OFFSET') && areas.some(({ sheet }) => filled.has(sheet.toLowerCase()));
      const placed = plan.moves.length > 0 && ofPlace.some((name) => functions.has(name));
      if (beside || placed || functions.has('INDIRECT')) mark(reader);
      for (const { sheet, area } of areas) {
        const name = sheet.toLowerCase();
        if ((area.bottom - area.top + 1) * (area.right - area.left + 1) <= smallRange) {
          for (let row = area.top; row <= area.bottom; row++) {
            for (let column = area.left; column <= area.right; column++) {
              push(cells, `${name}\0${row},${column}`, reader);
            }
          }
          continue;
        }
        const listed = ranges.get(name) ?? new Map();
        ranges.set(name, listed);
        const key = [area.top, area.left, area.bottom, area.right].join();
        const range = listed.get(key) ?? { area, readers: [] };
        range.readers.push(reader);
        listed.set(key, range);
      }
    }
  }

  for (const { cell, plan } of changed) {
    const name = plan.sheet.name.toLowerCase();
    for (const reader of cells.get(`${name}\0${cell.row},${cell.column}`) ?? []) mark(reader);
    const listed = ranges.get(name);
    for (const [key, { area, readers }] of listed ?? []) {
      if (!contains(area, cell)) continue;
      for (const reader of readers) mark(reader);
      listed?.delete(key);
    }
  }
  return stale;
}

/** The cells that a formula names, through defined names and tables too. */
function readAreas(book: TemplateBook, plan: SheetPlan, cell: TemplateCell, formula: string) {
  const areas: { sheet: string; area: Area }[] = [];
  const functions = new Set<string>();
  const seen = new Set<string>();
  const read = (text: string, home: string) => {
    const parts = readFormula(text);
    for (const name of parts.functions) functions.add(name);
    for (const reference of parts.references) {
      const area = readArea(reference.text);
      if (!area || reference.reach === 'book') continue;
      for (const sheet of sheetsNamed(book, reference.sheet ?? home)) areas.push({ sheet, area });
    }
    for (const name of parts.names) {
      const key = name.toLowerCase();
      if (key !== '' && seen.has(key)) continue;
      seen.add(key);
      for (const { sheet, tables } of book.sheets.map((s) => ({ sheet: s.name, tables: s.tables }))) {
        for (const table of tables) {
          const own = key === '' && sheet === plan.sheet.name && contains(table.area, cell);
          if (own || (key !== '' && table.name.toLowerCase() === key))
            areas.push({ sheet, area: table.area });
        }
      }
      const defined = book.names.filter((d) => d.name.toLowerCase() === key);
      for (const d of defined) read(d.formula, d.sheet ?? home);
    }
  };
  read(formula, plan.sheet.name);
  return { areas, functions };
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
