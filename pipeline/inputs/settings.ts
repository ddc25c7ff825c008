/** A township's own settings, in `inputs/<unit>/`: every file is optional, every bad line a finding. */

import { basename } from 'node:path';
import type { Finding } from '../findings/finding.js';
import { maskPath, maskText } from '../findings/mask.js';
import { type Waiver, waiverLine } from '../findings/waivers.js';
import type { Form, NameKind } from '../forms/define.js';
import { nameIn } from '../normalise/name.js';
import type { Context, NameAlias } from '../normalise/row.js';
import { aliasLine } from '../normalise/setting-counts.js';
import { type Answers, columnLine, valueLine } from '../recognise/answers.js';
import { compareText, fold } from '../text/fold.js';
import { hashOf } from '../text/hash.js';
import { columnsFile, readColumnAnswers, readValueAnswers, valuesFile } from './answers.js';
import { existingDate } from './period.js';
import { refusedSettings } from './settings-files.js';
import { readTable, type SettingsLine, type SettingsLog, type WrittenLine } from './settings-table.js';

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
  /** null: all forms are owed that need not be named there, without a deadline. */
  readonly owed: readonly Owed[] | null;
  readonly aliases: Context['aliases'];
  /** What columns.csv and values.csv say. */
  readonly answers: Answers;
  /** All lines of aliases and answers that change how files are read, ordered: equal where they say the same. */
  readonly readingLines: readonly string[];
  /** Every line of the settings, by file. */
  readonly lines: readonly WrittenLine[];
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

const unitKeys = ['name', 'short_name', 'county', 'province', 'division_code'] as const;
const aliasKinds = new Map<string, NameKind>([
  ['village', 'village'],
  ['村', 'village'],
  ['project', 'project'],
  ['项目', 'project'],
  ['community', 'community'],
  ['社区', 'community'],
  ['enterprise', 'enterprise'],
  ['企业', 'enterprise'],
]);

/**
 * Reads the settings in a township's folder.
 * @param forms where given, a setting may name a form by its title, and one that is not among them is a finding
 */
export async function readSettings(folder: string, forms: readonly Form[] = []): Promise<Settings> {
  const log: SettingsLog = { lines: [], findings: refusedSettings(folder) };
  const table = (file: string, columns: readonly string[], optional: readonly string[] = []) =>
    readTable(folder, file, columns, log, optional);
  const answered = ({ name, columns, optional }: typeof columnsFile | typeof valuesFile) => {
    const asked = columns.filter((column) => !(optional as readonly string[]).includes(column));
    return table(name, asked, optional);
  };

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
  const answers = {
    columns: readColumnAnswers(await answered(columnsFile), forms),
    values: readValueAnswers(await answered(valuesFile), forms),
  };
  const waivers = readWaivers(await table('waivers.csv', waiverColumns));

  const readingLines = [
    ...Object.entries(aliases).flatMap(([kind, names]) =>
      [...names].map(([from, to]) => aliasLine(kind, from, to)),
    ),
    ...answers.columns.map(columnLine),
    ...answers.values.map(valueLine),
  ].sort(compareText);
  const understood = [township, owed, readingLines, waivers];
  return {
    township,
    names: [...new Set([township.name, township.shortName])],
    owed,
    aliases,
    answers,
    readingLines,
    lines: log.lines,
    waivers,
    findings: log.findings,
    hash: hashOf(understood),
  };
}

function readUnit(lines: readonly SettingsLine[] | null): Map<string, string> {
  const unit = new Map<string, string>();
  for (const { cells, refuse, accept } of lines ?? []) {
    const { key = '', value = '' } = cells;
    const known = unitKeys.find((one) => one === key.toLowerCase());
    if (!known) refuse('settings.unknown_key', 'key', { allowed: unitKeys.join('、') });
    else if (unit.has(known)) refuse('settings.twice', 'key');
    else if (value !== '') {
      unit.set(known, maskText(value));
      accept(known);
    }
  }
  return unit;
}

function readOwed(lines: readonly SettingsLine[], forms: readonly Pick<Form, 'id' | 'title'>[]): Owed[] {
  const owed: Owed[] = [];
  for (const { cells, refuse, accept } of lines) {
    const { form: written = '', department = '', due_days: days = '' } = cells;
    const form = forms.find(({ id, title }) => id === written.toLowerCase() || title === written)?.id;
    if (written === '') refuse('settings.empty', 'form');
    else if (forms.length > 0 && form === undefined) refuse('settings.unknown_form', 'form');
    else if (!/^\d{0,3}$/.test(days)) refuse('settings.no_days', 'due_days');
    else if (owed.some((other) => other.form === (form ?? written))) refuse('settings.twice', 'form');
    else {
      const dueDays = days === '' ? null : Number(days);
      owed.push({ form: form ?? written, department: maskText(department), dueDays });
      accept(form ?? written);
    }
  }
  return owed;
}

function readAliases(lines: readonly SettingsLine[] | null): Record<NameKind, Map<string, NameAlias>> {
  const aliases: Record<NameKind, Map<string, NameAlias>> = {
    village: new Map(),
    project: new Map(),
    community: new Map(),
    enterprise: new Map(),
  };
  for (const { cells, refuse, accept } of lines ?? []) {
    const { name = '', canonical = '' } = cells;
    const kind = aliasKinds.get((cells.kind ?? '').toLowerCase());
    const [from, until] = [cells.from, cells.until].map((date) => (date ? isoDate(date) : undefined));
    if (!kind)
      refuse('settings.unknown_kind', 'kind', {
        allowed: 'village、project、community、enterprise',
      });
    else if (name === '') refuse('settings.empty', 'name');
    else if (canonical === '') refuse('settings.empty', 'canonical');
    else if (from === null) refuse('settings.no_date', 'from');
    else if (until === null) refuse('settings.no_date', 'until');
    else {
      const alias = { canonical: nameIn(kind, canonical), from: from ?? null, until: until ?? null };
      const known = aliases[kind].get(nameIn(kind, name));
      if (known && known.canonical !== alias.canonical) {
        refuse('settings.two_canonical_names', 'name', { other: known.canonical });
      } else {
        aliases[kind].set(nameIn(kind, name), alias);
        accept(aliasLine(kind, nameIn(kind, name), alias), alias.until);
      }
    }
  }
  return aliases;
}

export const waiverColumns = ['rule', 'file', 'sheet', 'cell', 'text', 'reason', 'by', 'until'] as const;

function readWaivers(lines: readonly SettingsLine[] | null): Waiver[] {
  const waivers: Waiver[] = [];
  for (const { cells, refuse, accept } of lines ?? []) {
    const { rule = '', file = '', sheet = '', cell = '', text = '', reason = '', by = '' } = cells;
    const until = isoDate(cells.until ?? '');
    const empty = (['rule', 'file', 'reason', 'by', 'until'] as const).find((column) => cells[column] === '');
    if (empty) refuse('settings.empty', empty);
    else if (until === null) refuse('settings.no_date', 'until');
    else if (!/^(?:\$?[a-z]{1,3}\$?[1-9]\d*)?$/i.test(cell)) refuse('settings.no_cell', 'cell');
    else {
      const path = maskPath(file.replaceAll('\\', '/').normalize('NFC'));
      const address = cell.replaceAll('$', '').toUpperCase();
      const words = { reason: maskText(reason), by: maskText(by) };
      // The text is compared with what is in the cell; it is masked where it is recorded.
      const waiver = { rule, file: path, sheet, cell: address, text, ...words, until };
      waivers.push(waiver);
      accept(waiverLine(waiver), until);
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
