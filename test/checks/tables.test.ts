/**
 * The rows that violate each check, and their neighbours that just do not (`tables/`), on this year's side and, where the
 * check does not look at a year earlier, on the comparison's.
 */
import { describe, expect, it } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import type { Publication, Side } from '../../pipeline/publication/publication.js';
import { checks, computed } from '../helpers/computed.js';
import { type FormTable, formTablesIn, headerOf, sheetOf } from '../helpers/form-tables.js';
import type { Cells } from '../helpers/submissions.js';

const all = formTablesIn('test/checks/tables');
const sections = [...new Set(all.map(({ section }) => section))].map(
  (section) => [section, all.filter((table) => table.section === section)] as const,
);

const periods = { current: '2021-11-30', previous: '2020-11-30', 'before that': '2019-11-30' };

/** The tables of a section as submissions of a side, and of the year before it. */
function submitted(tables: readonly FormTable[], side: Side): Record<string, Cells> {
  const [own, before] =
    side === 'current' ? [periods.current, periods.previous] : [periods.previous, periods['before that']];
  return Object.fromEntries(
    tables.map((table, i) => {
      const period = table.isLastYears ? before : own;
      return [`${period}/${i} ${table.form.title}.csv`, sheetOf(table, period)];
    }),
  );
}

const checksOf = (tables: readonly FormTable[]) => [...new Set(tables.flatMap(({ expecting }) => expecting))];

/** What the tables say that a check finds: severity, case and header of the cell. */
function expected(tables: readonly FormTable[], id: string): string[] {
  return tables.flatMap((table) =>
    table.rows.flatMap(({ about, expected }) => {
      const [severity, column = ''] = (expected[id] ?? '').split(' ');
      return severity ? [`${severity} ${about} ${headerOf(table, column)}`] : [];
    }),
  );
}

function found(
  publication: Publication,
  tables: readonly FormTable[],
  id: string,
  side: Side | null,
): string[] {
  return [...publication.findings()].flatMap(({ rule, file, row, severity, column }) => {
    const isOther = side !== null && !file.startsWith(periods[side]);
    if (rule !== id || isOther) return [];
    const table = tables[Number(/\/(\d+) /.exec(file)?.[1])];
    const word = severity === 'error' ? '差错' : '警告';
    return [`${word} ${table?.rows[(row ?? 0) - 2]?.about} ${column}`];
  });
}

/** What `checks.csv` says of a check. */
const lineOf = ({ checks }: Publication, id: string, side: Side) =>
  checks.find((check) => check.id === id && check.side === side);

it.each(sections)('%s', async (_, tables) => {
  const looksBack = tables.some(({ isLastYears }) => isLastYears);
  const sides: readonly Side[] = looksBack ? ['current'] : ['current', 'previous'];
  const ids = checksOf(tables);
  // Each side by itself: rows of the other one must not be found in their place.
  for (const side of sides) {
    const publication = await computed(submitted(tables, side), { checks: ids });
    for (const id of ids) {
      const violations = expected(tables, id);
      expect(found(publication, tables, id, looksBack ? null : side), `${id}, ${side}`).toEqual(violations);
      const isError = violations.some((one) => one.startsWith('差错'));
      expect(lineOf(publication, id, side), `${id}, ${side}`).toMatchObject({
        outcome: violations.length > 0 ? 'fail' : 'pass',
        violations: violations.length,
        severity: isError ? 'error' : checks.find((check) => check.id === id)?.severity,
        waived: 0,
        missing: '',
      });
    }
  }
});

describe('checks', () => {
  it('are not evaluable without the forms that they need, which they name', async () => {
    const { checks: lines } = await computed({});
    const titles = new Map<string, string>(forms.map(({ id, title }) => [id, title]));
    for (const { id, needs } of checks.filter((check) => check.needs.length > 0)) {
      for (const side of ['current', 'previous'] as const) {
        const line = lines.find((one) => one.id === id && one.side === side);
        expect(line?.outcome, id).toBe('not_evaluable');
        for (const need of needs) expect(line?.missing, id).toContain(titles.get(need) ?? '上年同期');
      }
    }
  });

  it('have a table each, or a story in checks.test.ts', () => {
    const ofSheets = ['rosters.unchanged', 'totals.subtotal_mismatch', 'years.jump', 'years.same_submission'];
    const told = [...sections.flatMap(([, tables]) => checksOf(tables)), ...ofSheets];
    expect([...new Set(told)].toSorted()).toEqual(checks.map(({ id }) => id).toSorted());
    for (const id of new Set(told)) {
      if (ofSheets.includes(id)) continue;
      const cells = all.flatMap(({ rows }) => rows.flatMap((row) => row.expected[id] ?? []));
      expect(cells.some(Boolean) && cells.includes(''), id).toBe(true);
    }
  });
});
