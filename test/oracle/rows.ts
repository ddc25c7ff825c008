/** Grids to accepted rows: header search, validation, duplicates, as strict as DOMAIN B. */
import Big from 'big.js';
import { forms } from './forms.js';
import { findHeader, type Header, measured, typeOf } from './header.js';
import type { Grid } from './read.js';
import { bad, bareVillage, credit, date, identity, measure, plainNumber, word } from './values.js';

export type Value = string | Big | null;
export type Row = Readonly<Record<string, Value>>;

/** Fields of a row whose cells no rule understands, or that are empty and must not be: no `!` among them. */
export const doubts = new WeakMap<Row, ReadonlySet<string>>();

/** What one period's files say of one form. */
export interface Submission {
  readonly accepted: Row[];
  heldBack: number;
  nil: boolean;
  /** Whether every total that the files state is the sum of its block. */
  totalsAgree: boolean;
}

/** Name → canonical name, by kind. */
export type Aliases = ReadonlyMap<string, ReadonlyMap<string, string>>;

const emptyWords = ['', '—', '-', '/', '无', '空'];

/** Rows of one sheet that hold data, and whether it is a nil return and its totals agree. */
function dataRows(grid: Grid, header: Header) {
  const data: number[] = [];
  let nil = false;
  let totalsAgree = true;
  let block: number[] = [];
  const agrees = (r: number, rows: readonly number[]) =>
    [...header.columns].every(([name, c]) => {
      if (!header.units.has(name) || !grid.rows[r]?.[c]) return true;
      const stated = plainNumber(grid.rows[r]?.[c] ?? '');
      if (stated === null) return true;
      const sum = rows.reduce((s, at) => s.plus(plainNumber(grid.rows[at]?.[c] ?? '') ?? 0), new Big(0));
      return sum.minus(stated).abs().lt('0.000000001');
    });
  for (let r = header.last + 1; r < grid.rows.length; r++) {
    const row = grid.rows[r] ?? [];
    const filled = row.filter((t) => t !== '');
    const [first = ''] = filled;
    if (filled.length === 0 || row.every((t, c) => t === grid.rows[header.last]?.[c])) continue;
    if (filled.every((t) => /^\(\d+\)$/.test(t))) continue;
    if (new Set(filled).size === 1) {
      if (['零报告', '本期无', '无此类情况', '无'].includes(first)) nil = true;
    } else if (first === '小计') {
      totalsAgree &&= agrees(r, block);
      block = [];
    } else if (first === '合计') {
      totalsAgree &&= agrees(r, data);
    } else {
      data.push(r);
      block.push(r);
    }
  }
  return { data, nil, totalsAgree };
}

/** One cell to its value. */
function understood(type: string, text: string, unit: string, aliases: Aliases): Value | typeof bad {
  const known = (kind: string, name: string) => aliases.get(kind)?.get(name) ?? name;
  if (measured.includes(type)) return measure(text, unit);
  switch (type) {
    case 'text':
    case 'range':
      return text;
    case 'village':
      return known('village', bareVillage(text));
    case 'project':
    case 'community':
      return known(type, text);
    case 'date':
      return date(text);
    case 'yeardate':
      return date(text, 'year');
    case 'year':
      return /^\d{4}$/.test(text) ? text : bad;
    case 'credit':
      return credit(text);
    case 'identity':
      return identity(text);
    default:
      return word(type, text);
  }
}

const defaults: Readonly<Record<string, string>> = { category: '企业', payment: '已缴', mass: '是' };

/** null: an error holds the row back. */
function normalise(
  grid: Grid,
  header: Header,
  r: number,
  year: string,
  aliases: Aliases,
  onlyYes: Set<string>,
) {
  const form = forms[header.form];
  const values: Record<string, Value> = {};
  const doubtful = new Set<string>();
  for (const [name, field] of Object.entries(form?.fields ?? {})) {
    const column = header.columns.get(name);
    const text = column === undefined ? '' : (grid.rows[r]?.[column] ?? '').trim();
    const type = typeOf(field);
    const foreign =
      type === 'identity' && ![null, '居民身份证'].includes((values.id_type ?? null) as string | null);
    const isWord = word(type, text) !== bad;
    if (emptyWords.includes(text) && !isWord) {
      values[name] = onlyYes.has(name) ? '否' : (defaults[type] ?? null);
      if (values[name] === null && /!(?!\?)/.test(field[0])) return null;
      if (values[name] === null && /•(?!\?)/.test(field[0])) doubtful.add(name);
      continue;
    }
    if (type === 'identity' && grid.numbers.has(`${r},${column}`)) return null;
    const value = foreign ? text : understood(type, text, header.units.get(name) ?? '', aliases);
    if (value === bad && field[0].includes('!')) return null;
    if (value === bad) doubtful.add(name);
    values[name] = value === bad ? null : value;
  }
  if (!complete(header.form, values, year, doubtful)) return null;
  if (doubtful.size > 0) doubts.set(values, doubtful);
  return values;
}

/** Rules that concern one form only; false: an error. */
function complete(form: string, values: Record<string, Value>, year: string, doubtful: Set<string>): boolean {
  if (form === 'enterprises') {
    if (!doubtful.has('status')) values.status ??= values.cancelled_date ? '注销' : '存续';
    for (const name of values.category === '企业' ? ['taxpayer_type', 'size'] : []) {
      if (values[name] === null) doubtful.add(name);
    }
  }
  if (form === 'roads' && values.from && values.to) values.section ??= `${values.from}–${values.to}`;
  const on = values[forms[form]?.date ?? ''];
  if (typeof on !== 'string' || on.startsWith(year)) return true;
  if (form !== 'petitions') return false;
  return values.closed_date === null || String(values.closed_date).startsWith(year);
}

/** Yes/no columns with a yes and no written no: there, empty is no. */
function onlyYesColumns(grid: Grid, header: Header, data: readonly number[]): Set<string> {
  const names = new Set<string>();
  for (const [name, column] of header.columns) {
    if (typeOf(forms[header.form]?.fields[name] ?? ['', '']) !== 'yes') continue;
    const said = new Set(data.map((r) => word('yes', grid.rows[r]?.[column] ?? '')));
    if (said.has('是') && !said.has('否')) names.add(name);
  }
  return names;
}

/** Reads all sheets of a period. */
export function submissionsOf(
  grids: readonly Grid[],
  year: string,
  aliases: Aliases,
): Map<string, Submission> {
  const found = new Map<string, Submission>();
  const candidates = new Map<string, { row: Row; sheet: Grid }[]>();
  for (const grid of grids) {
    const header = findHeader(grid);
    if (header === null) throw new Error(`no form found in ${grid.file} ${grid.sheet}`);
    const { data, nil, totalsAgree } = dataRows(grid, header);
    const old = found.get(header.form);
    const submission = old ?? { accepted: [], heldBack: 0, nil: false, totalsAgree: true };
    found.set(header.form, submission);
    submission.nil ||= nil;
    submission.totalsAgree &&= totalsAgree;
    const list = candidates.get(header.form) ?? [];
    candidates.set(header.form, list);
    const onlyYes = onlyYesColumns(grid, header, data);
    for (const r of data) {
      const row = normalise(grid, header, r, year, aliases, onlyYes);
      if (row === null) submission.heldBack++;
      else list.push({ row, sheet: grid });
    }
  }
  for (const [form, submission] of found) settle(form, submission, candidates.get(form) ?? []);
  return found;
}

/** Of equal rows the first counts; of different rows with one key none, but within one sheet of events. */
function settle(form: string, submission: Submission, rows: readonly { row: Row; sheet: Grid }[]): void {
  const seen = new Set<string>();
  const unique = rows.filter(({ row }) => {
    const text = JSON.stringify(row);
    if (seen.has(text)) submission.heldBack++;
    return !seen.has(text) && seen.add(text);
  });
  const declared = forms[form];
  const keyOf = (row: Row) => {
    const parts = (declared?.key ?? []).map((name) => row[name] ?? null);
    return parts.includes(null) ? JSON.stringify(row) : JSON.stringify(parts);
  };
  const byKey = groupBy(unique, ({ row }) => keyOf(row));
  for (const same of byKey.values()) {
    const oneSheet = new Set(same.map(({ sheet }) => sheet)).size === 1;
    if (same.length === 1 || (oneSheet && !declared?.roster))
      submission.accepted.push(...same.map((s) => s.row));
    else submission.heldBack += same.length;
  }
}

/** In the order of their first member. */
export function groupBy<T>(list: readonly T[], by: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(by(item));
    if (group) group.push(item);
    else groups.set(by(item), [item]);
  }
  return groups;
}
