/** Values that a chart keeps of the cells that it draws: those of filled cells, in the rows where they now are. */

import { readFormula } from '../office/formula.js';
import {
  attribute,
  child,
  descendants,
  type Element,
  escapeXml,
  type Patch,
  textOf,
  valuePatch,
  type Xml,
} from '../office/xml.js';
import { originOf, readArea } from './a1.js';
import type { TemplateBook } from './book.js';
import type { TemplateCell } from './cells.js';
import { type MovesOf, moveFormula } from './formula.js';
import type { Filling, SheetPlan } from './plan.js';

export interface Drawn {
  readonly book: TemplateBook;
  readonly plans: readonly SheetPlan[];
  readonly movesOf: MovesOf;
  readonly stale: ReadonlySet<TemplateCell>;
}

/** Cells in the order in which a chart reads them: each rectangle row by row. */
interface Spot {
  readonly plan: SheetPlan;
  readonly row: number;
  readonly column: number;
}

const references = new Set(['numRef', 'strRef', 'multiLvlStrRef', 'numDim', 'strDim']);

export function chartCaches(xml: Xml, drawn: Drawn): Patch[] {
  const lookup = cellsByPlace();
  return [...descendants(xml.root)].flatMap((element) =>
    references.has(element.name) ? cachePatches(xml, element, drawn, lookup) : [],
  );
}

function cachePatches(xml: Xml, element: Element, drawn: Drawn, lookup: Lookup): Patch[] {
  const formula = child(element, 'f');
  if (!formula) return [];
  const title = belowTitle(element);
  const before = textOf(xml, formula);
  const source = namedFormula(drawn.book, before) ?? before;
  const after = moveFormula(
    source,
    title ? { sheet: '' } : { sheet: '', reader: 'chart' },
    drawn.movesOf,
  ).text;
  const old = spots(source, drawn.plans);
  const now = spots(after, drawn.plans);
  const answers = now.map((spot) => lookup(spot, drawn.stale));
  if (source === after && answers.every((answer) => answer.kind === 'kept')) return [];

  const numeric = element.name.startsWith('num');
  const at = new Map(old.map(({ plan, row, column }, i) => [`${plan.sheet.part} ${row} ${column}`, i]));
  const columns = new Set(now.map((spot) => spot.column)).size;
  return levels(element).flatMap((level, n, all) => {
    // The innermost of several levels is written first; it is the last column of the range.
    const of = (list: readonly Spot[]) =>
      list
        .map((spot, i) => ({ spot, i }))
        .filter(({ i }) => all.length === 1 || i % columns === columns - 1 - n);
    const oldIndex = new Map(of(old).map(({ i }, index) => [i, index]));
    const points = new Map(
      level.children.filter((c) => c.name === 'pt').map((c) => [attribute(xml, c, 'idx')?.value, c]),
    );
    const written = of(now).map(({ spot, i }, index) => {
      const answer = answers[i];
      if (answer?.kind === 'filled') return pointXml(level, index, shown(answer.filling, numeric));
      const from = originOf(spot.plan.moves, spot.row);
      const kept = oldIndex.get(at.get(`${spot.plan.sheet.part} ${from.row} ${spot.column}`) ?? -1);
      const pt = answer?.kind === 'kept' && kept !== undefined ? points.get(String(kept)) : undefined;
      return pt ? renumbered(xml, pt, index) : '';
    });
    return levelPatches(xml, level, written, of(now).length);
  });
}

/** The elements that hold points: a cache, or each level of one. */
function levels(element: Element): Element[] {
  const cache = element.children.find((c) => c.name.endsWith('Cache')) ?? element;
  const nested = cache.children.filter((c) => c.name === 'lvl');
  const found = nested.length > 0 ? nested : cache === element ? [] : [cache];
  return found.filter((level) => level.end > level.open);
}

function levelPatches(xml: Xml, level: Element, points: readonly string[], count: number): Patch[] {
  const own = attribute(xml, level, 'ptCount');
  const parts = [level, ...(level.parent?.children ?? [])];
  const counted = parts.flatMap((e) => (e === level ? e.children : [e])).find((c) => c.name === 'ptCount');
  const total = own ?? (counted ? attribute(xml, counted, 'val') : null);
  const old = level.children.filter((c) => c.name === 'pt');
  // Levels share the count of their cache, which the first of them sets.
  const firstLevel = level.parent?.children.find((c) => c.name === level.name) === level;
  const start = old[0]?.start ?? child(level, 'ptCount')?.end ?? level.open;
  return [
    ...(total && (own || firstLevel) && total.value !== String(count)
      ? [valuePatch(total, String(count))]
      : []),
    { start, end: old.at(-1)?.end ?? start, text: points.join('') },
  ];
}

function pointXml(level: Element, index: number, value: string | null): string {
  if (value === null) return '';
  const p = level.prefix;
  // Newer charts (cx) keep the value in the point itself.
  const content = p === 'cx:' ? escapeXml(value) : `<${p}v>${escapeXml(value)}</${p}v>`;
  return `<${p}pt idx="${index}">${content}</${p}pt>`;
}

function renumbered(xml: Xml, pt: Element, index: number): string {
  const idx = attribute(xml, pt, 'idx');
  if (!idx) return '';
  return xml.text.slice(pt.start, idx.start) + index + xml.text.slice(idx.end, pt.end);
}

function shown(filling: Filling, numeric: boolean): string | null {
  if (filling.kind === 'number') return filling.value;
  if (filling.kind === 'empty' || numeric) return null;
  return filling.pieces.join('');
}

type Answer = { readonly kind: 'kept' | 'unknown' } | { readonly kind: 'filled'; readonly filling: Filling };
type Lookup = (spot: Spot, stale: ReadonlySet<TemplateCell>) => Answer;

function cellsByPlace(): Lookup {
  const cells = new Map<SheetPlan, Map<string, TemplateCell>>();
  const read = (plan: SheetPlan) => {
    const known =
      cells.get(plan) ??
      new Map(plan.rows.flatMap((row) => row.cells.map((c) => [`${c.row} ${c.column}`, c])));
    cells.set(plan, known);
    return known;
  };
  return ({ plan, row, column }, stale) => {
    const from = originOf(plan.moves, row);
    const cell = read(plan).get(`${from.row} ${column}`);
    if (!cell) return { kind: 'kept' };
    const filling = plan.fillings.get(cell)?.[from.copy];
    if (filling) return { kind: 'filled', filling };
    const computed = plan.formulas.has(cell) && (stale.has(cell) || from.copy > 0);
    return { kind: computed ? 'unknown' : 'kept' };
  };
}

/** All cells of the rectangles that a formula names, no further down than rows are written. */
function spots(formula: string, plans: readonly SheetPlan[]): Spot[] {
  return readFormula(formula).references.flatMap((reference) => {
    const area = readArea(reference.text);
    const plan = plans.find((p) => p.sheet.name.toLowerCase() === reference.sheet?.toLowerCase());
    if (!area || !plan || area.right - area.left > 255) return [];
    const used = (plan.rows.at(-1)?.row ?? 0) + plan.moves.reduce((n, m) => n + m.extra, 0);
    const whole = area.bottom - area.top > 65_535;
    const list: Spot[] = [];
    for (let row = area.top; row <= (whole ? Math.min(area.bottom, used) : area.bottom); row++) {
      for (let column = area.left; column <= area.right; column++) list.push({ plan, row, column });
    }
    return list;
  });
}

/** A chart may read a defined name: `台账.xlsx!投资`. */
function namedFormula(book: TemplateBook, formula: string): string | null {
  const { references: direct, names } = readFormula(formula);
  if (direct.length > 0) return null;
  const word = names[0] ?? /!([^!'[\]]+)$/.exec(formula)?.[1];
  return book.names.find((d) => d.name.toLowerCase() === word?.toLowerCase())?.formula ?? null;
}

/** A series' or axis' title is one cell; its values are as many as there are copies of the row. */
export function belowTitle(element: Element): boolean {
  for (let e: Element | null = element; e; e = e.parent) if (e.name === 'tx') return true;
  return false;
}
