/** A township's own settings, in `inputs/<unit>/`: every file is optional, every bad line a finding. */

import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Finding, finding } from '../findings/finding.js';
import { maskText } from '../findings/mask.js';
import type { RuleId } from '../findings/rules/index.js';
import type { Waiver } from '../findings/waivers.js';
import { openWorkbook } from '../intake/open.js';
import { Unreadable } from '../intake/unreadable.js';
import type { Row } from '../intake/workbook.js';
import { nameIn } from '../normalise/name.js';
import type { Context, NameAlias, NameKind } from '../normalise/row.js';
import { compareText, fold } from '../text/fold.js';
import { hashOf } from '../text/hash.js';
import { existingDate } from './period.js';
import { refusedSettings } from './settings-files.js';

export interface Settings {
  readonly township: {
    /** Without `unit.csv` the folder's name. */
    readonly name: string;
    /** Without a line of its own the name without 镇, 乡 or 街道. */
    readonly shortName: string;
    readonly county: string | null;
    readonly province: string | null;
    readonly divisionCode: string | null;
  };
  /** Every name by which submissions may call the township, the folder's aside. */
  readonly names: readonly string[];
  /** null: all forms are owed, without a deadline. */
  readonly owed: readonly Owed[] | null;
  readonly aliases: Context['aliases'];
  /** The aliases as they were understood, one text each, ordered: equal where the aliases are equal. */
  readonly aliasLines: readonly string[];
  readonly waivers: readonly Waiver[];
  /** `file` is the settings file's name. */
  readonly findings: readonly { readonly file: string; readonly finding: Finding }[];
  /** sha256 of all settings as they were understood. */
  readonly hash: string;
}

/** A form that the township owes. */
export interface Owed {
  /** Form id, or as written where it is not known. */
  readonly form: string;
  readonly department: string;
  /** Days after the period's date; null: no deadline. */
  readonly dueDays: number | null;
}

/** Lines of a settings file: more than any township has of anything. */
const mostLines = 50_000;
/** Faults of a settings file that are named one by one. */
const mostFindings = 20;

const unitKeys = ['name', 'short_name', 'county', 'province', 'division_code'] as const;
const aliasKinds = new Map<string, NameKind>([
  ['village', 'village'],
  ['村', 'village'],
  ['project', 'project'],
  ['项目', 'project'],
  ['community', 'community'],
  ['社区', 'community'],
]);

/**
 * Reads the settings in a township's folder.
 * @param forms where given, owed.csv may name a form by its title, and a form that is not among them is a finding
 */
export async function readSettings(
  folder: string,
  forms: readonly { readonly id: string; readonly title: string }[] = [],
): Promise<Settings> {
  const findings: { file: string; finding: Finding }[] = refusedSettings(folder);
  const table = (file: string, columns: readonly string[], optional: readonly string[] = []) =>
    readTable(folder, file, columns, findings, optional);

  const unit = readUnit(await table('unit.csv', ['key', 'value']));
  const name = unit.get('name') ?? maskText(basename(folder).normalize('NFC'));
  const township = {
    name,
    shortName: unit.get('short_name') ?? name.replace(/(?<=..)(?:镇|乡|街道)$/, ''),
    county: unit.get('county') ?? null,
    province: unit.get('province') ?? null,
    divisionCode: unit.get('division_code') ?? null,
  };
  const owedLines = await table('owed.csv', ['form', 'department', 'due_days']);
  const owed = owedLines === null ? null : readOwed(owedLines, forms);
  const aliases = readAliases(await table('aliases.csv', ['kind', 'name', 'canonical'], ['from', 'until']));
  const waivers = readWaivers(await table('waivers.csv', waiverColumns));

  const aliasLines = Object.entries(aliases)
    .flatMap(([kind, names]) => [...names].map(([from, to]) => JSON.stringify([kind, from, to])))
    .sort(compareText);
  const understood = [township, owed, aliasLines, waivers];
  return {
    township,
    names: [...new Set([township.name, township.shortName])],
    owed,
    aliases,
    aliasLines,
    waivers,
    findings,
    hash: hashOf(understood),
  };
}

/** A line of a settings file: its cells by column, trimmed, and how to say what is wrong with it. */
export interface SettingsLine {
  /** As a spreadsheet numbers it. */
  readonly number: number;
  readonly cells: Readonly<Record<string, string>>;
  readonly refuse: (
    rule: RuleId,
    column: string,
    params?: Finding['params'],
    severity?: Finding['severity'],
  ) => void;
}

/** The lines below the header; null where there is no such file, or it cannot be used. */
export async function readTable(
  folder: string,
  file: string,
  columns: readonly string[],
  findings: { file: string; finding: Finding }[],
  optional: readonly string[] = [],
): Promise<SettingsLine[] | null> {
  const note = noteIn(file, findings);
  const rows = await readRows(join(folder, file), note);
  if (rows === null) return null;
  const [header, ...body] = rows;
  const written = header?.texts.map((text) => fold(text).toLowerCase().replaceAll('-', '_')) ?? [];
  const missing = columns.filter((column) => !written.includes(column));
  if (missing.length > 0) {
    const params = { missing: missing.join('、'), columns: columns.join(',') };
    note(finding('settings.missing_columns', 'error', { row: header?.number ?? 1 }, params));
    return null;
  }
  return body.map((row) => ({
    number: row.number,
    cells: Object.fromEntries(
      [...columns, ...optional].map((column) => [column, (row.texts[written.indexOf(column)] ?? '').trim()]),
    ),
    refuse: (rule, column, params = {}, severity = 'error') => {
      const at = written.indexOf(column);
      const place = { row: row.number, column: at, header: column, value: row.texts[at] ?? '' };
      note(finding(rule, severity, place, { line: row.number, ...params }));
    },
  }));
}

/** Notes what is wrong with a file: of many faults the first, then their number. */
function noteIn(file: string, findings: { file: string; finding: Finding }[]): (found: Finding) => void {
  let count = 0;
  let last = 0;
  return (found) => {
    count++;
    if (count <= mostFindings) findings.push({ file, finding: found });
    else {
      if (count === mostFindings + 1) last = findings.length;
      const more = finding('settings.more', 'error', {}, { count: count - mostFindings });
      findings[last] = { file, finding: more };
    }
  };
}

async function readRows(path: string, note: (found: Finding) => void): Promise<Row[] | null> {
  if (!existsSync(path) || !statSync(path).isFile()) return null;
  const opened = await openWorkbook(path);
  if ('unreadable' in opened) {
    if (opened.unreadable.rule === 'file.empty') return [];
    note(opened.unreadable);
    return null;
  }
  try {
    const rows: Row[] = [];
    for await (const batch of opened.workbook.sheets[0]?.rows() ?? []) {
      for (const row of batch) rows.push(row);
      if (rows.length > mostLines) {
        note(finding('settings.too_many_lines', 'error', {}, { most: mostLines }));
        return null;
      }
    }
    return rows;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    note(error.finding);
    return null;
  } finally {
    await opened.close();
  }
}

function readUnit(lines: readonly SettingsLine[] | null): Map<string, string> {
  const unit = new Map<string, string>();
  for (const { cells, refuse } of lines ?? []) {
    const { key = '', value = '' } = cells;
    const known = unitKeys.find((one) => one === key.toLowerCase());
    if (!known) refuse('settings.unknown_key', 'key', { allowed: unitKeys.join('、') });
    else if (unit.has(known)) refuse('settings.twice', 'key');
    else if (value !== '') unit.set(known, maskText(value));
  }
  return unit;
}

function readOwed(
  lines: readonly SettingsLine[],
  forms: readonly { readonly id: string; readonly title: string }[],
): Owed[] {
  const owed: Owed[] = [];
  for (const { cells, refuse } of lines) {
    const { form: written = '', department = '', due_days: days = '' } = cells;
    const form = forms.find(({ id, title }) => id === written.toLowerCase() || title === written)?.id;
    if (written === '') refuse('settings.empty', 'form');
    else if (forms.length > 0 && form === undefined) refuse('settings.unknown_form', 'form');
    else if (!/^\d{0,3}$/.test(days)) refuse('settings.no_days', 'due_days');
    else if (owed.some((other) => other.form === (form ?? written))) refuse('settings.twice', 'form');
    else {
      const dueDays = days === '' ? null : Number(days);
      owed.push({ form: form ?? written, department: maskText(department), dueDays });
    }
  }
  return owed;
}

function readAliases(lines: readonly SettingsLine[] | null): Record<NameKind, Map<string, NameAlias>> {
  const aliases: Record<NameKind, Map<string, NameAlias>> = {
    village: new Map(),
    project: new Map(),
    community: new Map(),
  };
  for (const { cells, refuse } of lines ?? []) {
    const { name = '', canonical = '' } = cells;
    const kind = aliasKinds.get((cells.kind ?? '').toLowerCase());
    const [from, until] = [cells.from, cells.until].map((date) => (date ? isoDate(date) : undefined));
    if (!kind) refuse('settings.unknown_kind', 'kind', { allowed: 'village、project、community' });
    else if (name === '') refuse('settings.empty', 'name');
    else if (canonical === '') refuse('settings.empty', 'canonical');
    else if (from === null) refuse('settings.no_date', 'from');
    else if (until === null) refuse('settings.no_date', 'until');
    else {
      const alias = { canonical: nameIn(kind, canonical), from: from ?? null, until: until ?? null };
      const known = aliases[kind].get(nameIn(kind, name));
      if (known && known.canonical !== alias.canonical) {
        refuse('settings.two_canonical_names', 'name', { other: known.canonical });
      } else aliases[kind].set(nameIn(kind, name), alias);
    }
  }
  return aliases;
}

const waiverColumns = ['rule', 'file', 'sheet', 'cell', 'text', 'reason', 'by', 'until'] as const;

function readWaivers(lines: readonly SettingsLine[] | null): Waiver[] {
  const waivers: Waiver[] = [];
  for (const { cells, refuse } of lines ?? []) {
    const { rule = '', file = '', sheet = '', cell = '', text = '', reason = '', by = '' } = cells;
    const until = isoDate(cells.until ?? '');
    const empty = (['rule', 'file', 'reason', 'by', 'until'] as const).find((column) => cells[column] === '');
    if (empty) refuse('settings.empty', empty);
    else if (until === null) refuse('settings.no_date', 'until');
    else if (!/^(?:\$?[a-z]{1,3}\$?[1-9]\d*)?$/i.test(cell)) refuse('settings.no_cell', 'cell');
    else {
      const path = file.replaceAll('\\', '/').normalize('NFC');
      const address = cell.replaceAll('$', '').toUpperCase();
      const words = { reason: maskText(reason), by: maskText(by) };
      // The text is compared with what stands in the cell; it is masked where it is recorded.
      waivers.push({ rule, file: path, sheet, cell: address, text, ...words, until });
    }
  }
  return waivers;
}

/** A date as people and spreadsheets write it into a settings file; null where there is no such day. */
function isoDate(written: string): string | null {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(fold(written));
  if (match === null) return null;
  const [, year = '', month = '', day = ''] = match;
  return existingDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}
