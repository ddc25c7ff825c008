/**
 * Every figure once more, from the submitted files and with no line of the pipeline's code: slow, simple, and
 * only for submissions laid out as the example's generator lays them out.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Big from 'big.js';
import { type Definition, definitions, ratios } from './figures.js';
import { forms, words } from './forms.js';
import { measured, typeOf } from './header.js';
import { readCsv, readFolder } from './read.js';
import { type Aliases, doubts, groupBy, type Row, type Submission, submissionsOf } from './rows.js';
import { bareVillage } from './values.js';

export type Status = 'A' | 'P' | 'E' | 'B' | 'M' | 'O' | 'L';

/** Decimals as text, '' where there is none. */
export interface Recomputed {
  readonly value: string;
  readonly previous: string;
  readonly change: string;
  readonly change_pct: string;
  readonly status: Status;
  readonly previous_status: Status;
  readonly change_status: Status;
  readonly rows_held_back: string;
}

/** A form's submission that stands for one side of the comparison. */
interface Side {
  readonly submission: Submission;
  readonly provisional: boolean;
  /** It was made for a later date of the year. */
  readonly later: boolean;
}
type Sides = ReadonlyMap<string, Side>;

interface Half {
  readonly value: Big | null;
  readonly status: Status;
  readonly unit: string;
  /** Accepted rows that might count but for a cell that is not understood. */
  readonly doubtful: number;
}

const worst: readonly Status[] = ['L', 'O', 'M', 'B', 'E', 'P', 'A'];
const worse = (...statuses: Status[]) => worst.find((s) => statuses.includes(s)) ?? 'A';
const dateOf = (folder: string) => (folder.length === 4 ? `${folder}-12-31` : folder);

/** All figures of a township for a period, by id or `id[group]`. */
export function recompute(inputs: string, unit: string, period: string): Map<string, Recomputed> {
  const asOf = dateOf(period);
  const before = yearBefore(asOf);
  const current = sidesOn(inputs, unit, asOf, true);
  const previous = sidesOn(inputs, unit, before, false);
  const sealed = sealedOn(join(inputs, unit), before);
  const figures = new Map<string, Recomputed>();
  for (const [id, definition] of Object.entries(definitions)) {
    const now = halves(definition, current, asOf);
    const then = halves(definition, previous, before);
    const found = [...now.keys(), ...then.keys()];
    // One line says that a form is missing, where no group does.
    const isUnsaid = found.length === 0 && !current.has(definition.form);
    const groups = new Set(definition.grouped && !isUnsaid ? found : ['']);
    const held = current.get(definition.form)?.submission.heldBack ?? 0;
    for (const group of groups) {
      const key = group === '' ? id : `${id}[${group}]`;
      const absent = (sides: Sides): Half => ({
        value: null,
        status: sides.has(definition.form) ? 'M' : 'L',
        unit: '',
        doubtful: 0,
      });
      figures.set(
        key,
        compared(
          now.get(group) ?? absent(current),
          sealed(key) ?? then.get(group) ?? absent(previous),
          held + (now.get(group)?.doubtful ?? 0),
          !noPercent.has(id),
        ),
      );
    }
  }
  for (const [id, [part, whole]] of Object.entries(ratios)) {
    const parts = [figures.get(part), figures.get(whole)] as const;
    if (parts[0] && parts[1]) figures.set(id, ratio(parts[0], parts[1]));
  }
  return figures;
}

/** What was signed off for a date, by `id` or `id[group]`; null: nothing was. What computes it is as it was then. */
function sealedOn(folder: string, date: string): (key: string) => Half | null {
  interface Seal {
    readonly figures: readonly {
      id: string;
      group: string;
      value: string | null;
      status: Status;
      unit: string;
    }[];
  }
  const path = [date, date.replace(/-12-31$/, '')]
    .map((name) => join(folder, 'seals', `${name}.json`))
    .find((one) => existsSync(one));
  const { figures }: Seal = path ? JSON.parse(readFileSync(path, 'utf8')) : { figures: [] };
  const halves = figures.map(({ id, group, value, status, unit }): [string, Half] => [
    group === '' ? id : `${id}[${group}]`,
    {
      value: value === null ? null : new Big(value),
      status,
      // Only capacities have a unit of the row.
      unit: id === 'projects.capacity.full' ? unit : '',
      doubtful: 0,
    },
  ]);
  const byKey = new Map(halves);
  return (key) => byKey.get(key) ?? null;
}

/** The last day of February, which leap years move, compares with the last day of February. */
function yearBefore(date: string): string {
  const year = Number(date.slice(0, 4));
  const endOfFebruary = (of: number) => `${of}-02-${of % 4 === 0 ? 29 : 28}`;
  return date === endOfFebruary(year) ? endOfFebruary(year - 1) : `${year - 1}${date.slice(4)}`;
}

/** Each form's submission of the date; else, for a comparison, the next later one of that year. */
function sidesOn(inputs: string, unit: string, date: string, exactly: boolean): Map<string, Side> {
  const aliases = aliasesOf(join(inputs, unit));
  const periods = readdirSync(join(inputs, unit))
    .filter((name) => /^\d{4}(-\d\d-\d\d)?$/.test(name))
    .sort((a, b) => (dateOf(a) < dateOf(b) ? -1 : 1))
    .filter((name) =>
      exactly ? dateOf(name) === date : dateOf(name) >= date && name.startsWith(date.slice(0, 4)),
    );
  const sides = new Map<string, Side>();
  for (const name of periods) {
    const year = name.slice(0, 4);
    for (const [form, submission] of submissionsOf(readFolder(join(inputs, unit, name)), year, aliases)) {
      const empty = submission.accepted.length === 0 && submission.heldBack === 0;
      if (sides.has(form) || (empty && !submission.nil)) continue;
      const provisional = submission.heldBack > 0 || failsCheck(form, submission, dateOf(name));
      sides.set(form, { submission, provisional, later: dateOf(name) !== date });
    }
  }
  return sides;
}

function aliasesOf(folder: string): Aliases {
  const aliases = new Map<string, Map<string, string>>();
  const names = readdirSync(folder).includes('aliases.csv')
    ? readCsv(readFileSync(join(folder, 'aliases.csv'))).slice(1)
    : [];
  for (const [kind = '', name = '', canonical = ''] of names) {
    const bare = (text: string) => (kind === 'village' ? bareVillage(text) : text);
    aliases.set(kind, (aliases.get(kind) ?? new Map<string, string>()).set(bare(name), bare(canonical)));
  }
  return aliases;
}

/** The error checks of DOMAIN D. */
function failsCheck(form: string, { accepted, totalsAgree }: Submission, asOf: string): boolean {
  const reversed = (row: Row) =>
    (forms[form]?.order ?? []).some(([a, b]) => row[a] && row[b] && String(row[b]) < String(row[a]));
  const violations: Readonly<Record<string, (row: Row) => boolean>> = {
    enterprises: (row) =>
      String(row.established_date) > asOf ||
      (!!row.cancelled_date &&
        String(row.cancelled_date) <= asOf &&
        !['注销', '吊销'].includes(String(row.status))),
    petitions: (row) => ['已化解', '已办结'].includes(String(row.result)) && !row.closed_date,
    projects: (row) =>
      row.phase === '整体' && ['land_area', 'investment'].some((n) => exceeded(accepted, row, n)),
  };
  return !totalsAgree || accepted.some((row) => reversed(row) || (violations[form]?.(row) ?? false));
}

/** Whether the phases of a project come to more than its whole. */
function exceeded(rows: readonly Row[], whole: Row, name: string): boolean {
  const parts = rows.filter((row) => row.project === whole.project && row.phase !== '整体');
  const limit = whole[name];
  return (
    limit instanceof Big &&
    sum(parts.map((row) => (row[name] instanceof Big ? row[name] : new Big(0)))).gt(limit)
  );
}

const sum = (values: readonly Big[]) => values.reduce((s, v) => s.plus(v), new Big(0));

/** One side of an indicator by group; '' where it is not broken down, or where nothing was submitted. */
function halves(definition: Definition, sides: Sides, asOf: string): Map<string, Half> {
  const side = sides.get(definition.form);
  const lacking = definition.requires?.some(
    (type) => !side?.submission.nil && !side?.submission.accepted.some((row) => row.insurance_type === type),
  );
  const { needs } = definition;
  if (!side || lacking || (needs && !side.submission.accepted.some((row) => row[needs] !== undefined)))
    return new Map(definition.grouped ? [] : [['', { value: null, status: 'L', unit: '', doubtful: 0 }]]);
  const { accepted, heldBack, nil } = side.submission;
  if (accepted.length === 0 && heldBack > 0 && !nil)
    return new Map([['', { value: null, status: 'O', unit: '', doubtful: 0 }]]);
  const from = `${asOf.slice(0, 4)}-01-01`;
  const { counted, possible } = withoutDoubts(definition, accepted, from, asOf);
  const selected = definition.select(counted, from, asOf);
  const estimated = side.later && definition.kind !== 'flow';
  const statusOf = (group: string) =>
    worse(estimated ? 'E' : 'A', side.provisional || possible.has(group) ? 'P' : 'A');
  const byGroup = groupBy(selected, (c) => c.group);
  if (!definition.grouped && selected.length === 0 && !possible.has('')) byGroup.set('', []);
  const counts: [string, Half][] = [...byGroup].map(([group, of]) => [
    group,
    {
      value: sum(of.map((c) => c.value)),
      status: statusOf(group),
      unit: of[0]?.unit ?? '',
      doubtful: possible.get(group) ?? 0,
    },
  ]);
  const allInDoubt = [...possible].filter(([group]) => !byGroup.has(group));
  return new Map<string, Half>([
    ...counts,
    ...allInDoubt.map(([group, doubtful]): [string, Half] => [
      group,
      { value: null, status: 'O', unit: '', doubtful },
    ]),
  ]);
}

/** The rows that count or not whatever their cells in doubt hold, and by group how many of the others there are. */
function withoutDoubts(definition: Definition, rows: readonly Row[], from: string, asOf: string) {
  const counted: Row[] = [];
  const possible = new Map<string, number>();
  for (const row of rows) {
    const variants = [...(doubts.get(row) ?? [])].reduce<Row[]>(
      (rows, name) =>
        rows.flatMap((one) =>
          candidates(definition.form, name, from, asOf).map((value) => ({ ...one, [name]: value })),
        ),
      [row],
    );
    const selections = variants.map((variant) => definition.select([variant], from, asOf));
    const isCertain = new Set(selections.map((one) => JSON.stringify(one))).size === 1;
    if (isCertain) counted.push(variants[0] ?? row);
    const groups = isCertain ? [] : new Set(selections.flat().map(({ group }) => group));
    for (const group of groups) possible.set(group, (possible.get(group) ?? 0) + 1);
  }
  return { counted, possible };
}

/** Values on either side of every bound. */
function candidates(form: string, name: string, from: string, asOf: string): readonly Row[string][] {
  const type = typeOf(forms[form]?.fields[name] ?? ['', '']);
  if (words[type]) return words[type].map((line) => line.split(' ')[0] ?? '');
  if (type.includes('date')) return ['0001-01-01', from, asOf, '9999-12-31'];
  return measured.includes(type) ? [new Big(0), new Big(1), new Big('1e9')] : ['?'];
}

const shown = (value: Big | null) => value?.toFixed() ?? '';

/** Years and ranks. */
const noPercent = new Set(['communities.move_in.year', 'projects.investor_rank.national']);

function compared(now: Half, then: Half, held: number, inPercent: boolean): Recomputed {
  const comparable = now.value !== null && then.value !== null && now.unit === then.unit;
  const change = comparable && now.value && then.value ? now.value.minus(then.value) : null;
  const percent = inPercent && change && then.value?.gt(0) ? divided(change.times(100), then.value) : null;
  return {
    value: shown(now.value),
    previous: shown(then.value),
    change: shown(change),
    change_pct: shown(percent),
    status: now.status,
    previous_status: then.status,
    change_status: worse(now.status, then.status),
    rows_held_back: String(held),
  };
}

/** To 12 decimals, half away from zero. */
function divided(a: Big, b: Big): Big {
  Big.DP = 30;
  return a.div(b).round(12, Big.roundHalfUp);
}

function ratio(part: Recomputed, whole: Recomputed): Recomputed {
  const share = (a: string, b: string) =>
    a === '' || b === '' || new Big(b).eq(0) ? null : divided(new Big(a).times(100), new Big(b));
  const now = share(part.value, whole.value);
  const then = share(part.previous, whole.previous);
  const status = (value: Big | null, a: Status, b: Status) => worse(a, b, value === null ? 'M' : 'A');
  const here = status(now, part.status, whole.status);
  const there = status(then, part.previous_status, whole.previous_status);
  return {
    value: shown(now),
    previous: shown(then),
    change: shown(now && then ? now.minus(then) : null),
    change_pct: '',
    status: here,
    previous_status: there,
    change_status: worse(here, there),
    rows_held_back: part.rows_held_back,
  };
}
