/** Every line of a township's settings, and what it did: what is published in settings.csv. */
import { maskText } from '../findings/mask.js';
import { waiverLine } from '../findings/waivers.js';
import type { Settings } from '../inputs/settings.js';
import { settingsFileNames } from '../inputs/settings-files.js';
import type { WrittenLine } from '../inputs/settings-table.js';
import type { Store } from '../store/database.js';
import type { Findings } from './findings.js';
import type { SettingLine } from './publication.js';

/**
 * @param periods folders whose submissions are behind the figures.
 * @param asOf ISO date: an alias that ended before it has run out.
 * @param today ISO date: a waiver whose day has passed has run out.
 */
export function settingLines(
  store: Pick<Store, 'engine'>,
  unit: string,
  periods: readonly string[],
  settings: Settings,
  findings: Findings,
  asOf: string,
  today: string,
): SettingLine[] {
  const rows = rowsByLine(store, unit, periods);
  for (const [line, count] of waivedByLine(settings, findings)) rows.set(line, count);
  const lines = settings.lines.map((line) =>
    settingLine(line, rows, line.setting === 'waivers.csv' ? today : asOf),
  );
  const order: readonly string[] = settingsFileNames;
  const place = ({ setting }: SettingLine) => order.indexOf(setting);
  return lines.sort((a, b) => place(a) - place(b) || a.line - b.line);
}

function settingLine(
  { setting, number, text, by, reason, until, understood }: WrittenLine,
  rowsOf: ReadonlyMap<string, number>,
  date: string,
): SettingLine {
  const masked = { text: maskText(text), by: maskText(by), reason: maskText(reason) };
  const line = { setting, line: number, ...masked, until: until ?? '' };
  if (understood === null) return { ...line, rows: null, state: 'wrong' };
  // What the township is called, and what it owes, concerns no rows.
  if (setting === 'unit.csv' || setting === 'owed.csv') return { ...line, rows: null, state: 'used' };
  const rows = rowsOf.get(idOf(setting, understood)) ?? 0;
  const isOver = until !== null && until < date;
  return { ...line, rows, state: rows > 0 ? 'used' : isOver ? 'expired' : 'unused' };
}

const idOf = (setting: string, line: string): string => `${setting} ${line}`;

function rowsByLine(
  { engine }: Pick<Store, 'engine'>,
  unit: string,
  periods: readonly string[],
): Map<string, number> {
  const uses = engine
    .prepare<string[], { setting: string; line: string; rows: number }>(
      `SELECT u.setting, u.line, sum(u.rows) AS rows
        FROM setting_use u JOIN source_table t ON t.table_id = u.table_id
          JOIN submission s ON s.submission_id = t.submission_id
        WHERE s.unit = ? AND s.period IN (${periods.map(() => '?').join(', ')})
          AND s.superseded_by IS NULL AND t.superseded_by IS NULL
        GROUP BY u.setting, u.line`,
    )
    .all(unit, ...periods);
  return new Map(uses.map(({ setting, line, rows }) => [idOf(setting, line), Number(rows)]));
}

/** The findings that each waiver accepts. */
function waivedByLine({ waivers }: Settings, findings: Findings): Map<string, number> {
  const counts = new Map<string, number>();
  if (waivers.length === 0) return counts;
  for (const {
    rule,
    file,
    sheet,
    cell,
    waivedBy: by,
    waivedUntil: until,
    waivedReason: reason,
  } of findings.all()) {
    if (by === '') continue;
    const id = idOf('waivers.csv', waiverLine({ rule, file, sheet, cell, by, until, reason }));
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
