/** What the report says of a project or a community beside its figures: words of its form's accepted rows. */
import { maskText } from '../findings/mask.js';
import type { Store } from '../store/database.js';
import { preparedOnce } from '../store/engine.js';

/** The form's columns whose words may be cited; the first column of each form names the thing. */
export const particularColumns = {
  projects: ['project', 'investor', 'rank_list', 'product', 'status'],
  communities: ['community', 'status'],
} as const;

type Family = keyof typeof particularColumns;

/** Of one thing: by column, what its rows say, several words joined by 、; '' where they say nothing. */
export interface Particulars {
  readonly family: string;
  readonly group: string;
  readonly words: Readonly<Record<string, string>>;
}

export const familiesWithParticulars = Object.keys(particularColumns) as readonly Family[];

/** @param period the submission's folder. */
export function particularsOf(store: Pick<Store, 'engine'>, unit: string, period: string): Particulars[] {
  return familiesWithParticulars.flatMap((family) => ofFamily(store, family, unit, period));
}

function ofFamily(
  { engine }: Pick<Store, 'engine'>,
  family: Family,
  unit: string,
  period: string,
): Particulars[] {
  const [name, ...columns] = particularColumns[family];
  // The row of the whole says what the thing is; those of its phases are asked where it is silent.
  const wholeFirst = family === 'projects' ? `CASE WHEN phase = '整体' THEN 0 ELSE 1 END` : '0';
  const rows = preparedOnce<[object], Readonly<Record<string, string | number | null>>>(
    engine,
    `SELECT ${name}, ${columns.join(', ')}, ${wholeFirst} AS part FROM ${family}
       WHERE unit = :unit AND period = :period ORDER BY part, file, sheet_index, row`,
  ).all({ unit, period });
  const groups = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) groups.set(String(row[name]), [...(groups.get(String(row[name])) ?? []), row]);
  return [...groups].map(([group, own]) => ({
    family,
    group,
    words: Object.fromEntries(columns.map((column) => [column, wordsOf(own, column)])),
  }));
}

/** The distinct words of the first part that has any. */
function wordsOf(rows: readonly Readonly<Record<string, string | number | null>>[], column: string): string {
  const said = rows.filter((row) => row[column] !== null && row[column] !== '');
  const first = said.filter(({ part }) => part === said[0]?.part);
  return maskText([...new Set(first.map((row) => String(row[column])))].join('、'));
}
