/** A file of settings as lines with named cells; what is wrong with it becomes findings. */

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, finding } from '../findings/finding.js';
import type { RuleId } from '../findings/rules/index.js';
import { openWorkbook } from '../intake/open.js';
import { Unreadable } from '../intake/unreadable.js';
import type { Row } from '../intake/workbook.js';
import { fold } from '../text/fold.js';

/** Lines of a settings file: more than any township has of anything. */
const mostLines = 50_000;
/** Faults of a settings file that are named one by one. */
const mostFindings = 20;

/** A line of a settings file: its cells by column, trimmed, and how to say what is wrong with it. */
export interface SettingsLine {
  /** As a spreadsheet numbers it. */
  readonly number: number;
  readonly cells: Readonly<Record<string, string>>;
  /** Says what of it will hold. */
  readonly accept: (understood: string, until?: string | null) => void;
  readonly refuse: (
    rule: RuleId,
    column: string,
    params?: Finding['params'],
    severity?: Finding['severity'],
  ) => void;
}

/** What became of a line of the settings. */
export interface WrittenLine {
  /** Name of its file. */
  readonly setting: string;
  /** As a spreadsheet numbers it. */
  readonly number: number;
  readonly text: string;
  readonly by: string;
  readonly reason: string;
  /** ISO date of the last day on which it holds; null: without end. */
  until: string | null;
  /** As it was understood; null: it has no effect. */
  understood: string | null;
}

/** What is read of a township's settings, and what is wrong with them. */
export interface SettingsLog {
  readonly lines: WrittenLine[];
  readonly findings: { file: string; finding: Finding }[];
}

/** The lines below the header; null where there is no such file, or it cannot be used. */
export async function readTable(
  folder: string,
  file: string,
  columns: readonly string[],
  { lines, findings }: SettingsLog,
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
  return body.map((row) => {
    const cells = Object.fromEntries(
      [...columns, ...optional].map((column) => [column, (row.texts[written.indexOf(column)] ?? '').trim()]),
    );
    const { by = '', reason = '' } = cells;
    const text = row.texts.join(',');
    const own: WrittenLine = {
      setting: file,
      number: row.number,
      text,
      by,
      reason,
      until: null,
      understood: null,
    };
    lines.push(own);
    return {
      number: row.number,
      cells,
      accept: (understood, until = null) => {
        own.understood = understood;
        own.until = until;
      },
      refuse: (rule, column, params = {}, severity = 'error') => {
        const at = written.indexOf(column);
        const place = { row: row.number, column: at, header: column, value: row.texts[at] ?? '' };
        note(finding(rule, severity, place, { line: row.number, ...params }));
      },
    };
  });
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
