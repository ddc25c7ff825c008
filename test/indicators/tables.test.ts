/**
 * The rows that count for each indicator, and their neighbours that just do not (`tables/`): this year's side, the
 * comparison's, and that of a later submission of last year, at several as-of dates.
 */
import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import type { Publication, Side } from '../../pipeline/publication/publication.js';
import { computed, indicators } from '../helpers/computed.js';
import { type FormTable, formTablesIn, sheetOf } from '../helpers/form-tables.js';
import type { Cells } from '../helpers/submissions.js';

const tables = formTablesIn('test/indicators/tables');
const ids = [...new Set(tables.flatMap(({ expecting }) => expecting))];

/** All tables as the files of a period, each by its place in the list. */
function submitted(folder: string, asOf: string): Record<string, Cells> {
  return Object.fromEntries(
    tables.map((table, i) => [`${folder}/${i} ${table.form.title}.csv`, sheetOf(table, asOf)]),
  );
}

const evidenceOf = ({ evidence }: Publication, id: string, side: Side) =>
  [...evidence(id)].filter((part) => part.side === side).flatMap((part) => [...part.rows(1000)]);

/** The rows of a table that count for an indicator on a side, by their case, with their values. */
function counted(publication: Publication, id: string, side: Side, table: FormTable) {
  const at = tables.indexOf(table);
  return Object.fromEntries(
    evidenceOf(publication, id, side)
      .filter(({ file }) => file.includes(`/${at} `))
      .map(({ row, value }) => [table.rows[row - 2]?.about, value]),
  );
}

const expectedOf = (table: FormTable, id: string) =>
  Object.fromEntries(
    table.rows.filter(({ expected }) => expected[id]).map(({ about, expected }) => [about, expected[id]]),
  );

/** What is expected, and what counts, of all tables. */
function compared(publication: Publication, side: Side) {
  const each = (rows: (table: FormTable, id: string) => unknown) =>
    Object.fromEntries(
      tables.flatMap((table, i) =>
        table.expecting.map((id) => [`${i} ${table.section}: ${id}`, rows(table, id)]),
      ),
    );
  return { expected: each(expectedOf), found: each((table, id) => counted(publication, id, side, table)) };
}

/** The sum of the evidence of a group. */
function totalOf(publication: Publication, id: string, group: string, side: Side): string {
  return evidenceOf(publication, id, side)
    .filter((row) => row.group === group)
    .reduce((sum, { value }) => sum.plus(value), new Big(0))
    .toFixed();
}

describe.each([
  // Folder and as-of date of this year, and of the submission that the comparison is read from.
  ['2021-11-30', '2020-11-30', '2020-11-30'],
  ['2021-11-30', '2020', '2020-11-30'],
  ['2021', '2020', '2020-12-31'],
  ['2024-02-29', '2023-02-28', '2023-02-28'],
  ['2025-02-28', '2024-02-29', '2024-02-29'],
])('the tables as of %s, compared with %s', (period, folder, before) => {
  const asOf = period.length === 4 ? `${period}-12-31` : period;
  const compute = once(() =>
    computed({ ...submitted(period, asOf), ...submitted(folder, before) }, { period }),
  );

  it.each(['current', 'previous'] as const)('count the rows that they say on the %s side', async (side) => {
    const { expected, found } = compared(await compute(), side);
    expect(found).toEqual(expected);
  });

  it('add up to the figures, and the comparison to the same', async () => {
    const publication = await compute();
    for (const figure of publication.figures.filter(({ id }) => ids.includes(id))) {
      const { id, group, value, previous } = figure;
      expect([value, previous], `${id}[${group}]`).toEqual([
        totalOf(publication, id, group, 'current'),
        totalOf(publication, id, group, 'previous'),
      ]);
    }
  });

  it('are estimates of states where the comparison is a later submission', async () => {
    const isLater = folder.length === 4 && period.length > 4;
    const { figures } = await compute();
    for (const { id, kind, previousStatus } of figures) {
      if (!ids.includes(id)) continue;
      const isEstimate = isLater && kind !== 'flow';
      expect(previousStatus === 'E', `${id}: ${previousStatus}`).toBe(isEstimate);
    }
  });
});

describe('the tables', () => {
  it('hold every indicator, with a row that counts and one that does not', () => {
    const known = indicators.filter(({ parts }) => parts === null).map(({ id }) => id);
    expect(ids.toSorted()).toEqual(known.toSorted());
    for (const id of ids) {
      const cells = tables.flatMap(({ rows }) => rows.flatMap(({ expected }) => expected[id] ?? []));
      expect(cells.some(Boolean) && cells.includes(''), id).toBe(true);
    }
  });

  it('are accepted to the last row', async () => {
    const { submissions } = await computed(submitted('2021-11-30', '2021-11-30'));
    const held = submissions.filter(({ rowsHeldBack }) => rowsHeldBack > 0);
    expect(held.map(({ file, rowsHeldBack }) => [file, rowsHeldBack])).toEqual([]);
  });
});

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
