/** The order of rows, columns, sheets and files changes nothing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { publish } from './figures.js';
import { submissions } from './forms.js';
import { type Book, withCells, withRows } from './sheet.js';

const times = Number(process.env.METAMORPHIC_ORDERS ?? 12);

/** A permutation of what has so many places. */
const order = (length: number) =>
  fc.shuffledSubarray(
    Array.from({ length }, (_, at) => at),
    { minLength: length, maxLength: length },
  );

const by = <T>(places: readonly number[], list: readonly T[]): T[] => places.map((at) => list[at] as T);

/** A book with its data rows and columns in another order. */
function reordered(book: Book): fc.Arbitrary<Book> {
  const rows = book.sheets[0]?.rows ?? [];
  const data = rows.filter(({ role }) => role === 'data');
  const width = data[0]?.cells.length ?? 0;
  return fc.record({ lines: order(data.length), columns: order(width) }).map(({ lines, columns }) => {
    const sorted = withRows(book, (all) => [
      ...all.filter(({ role }) => role !== 'data'),
      ...by(lines, data),
    ]);
    return withCells(sorted, ['header', 'data'], (cells) => by(columns, cells));
  });
}

test('rows, columns, sheets and files in another order', { timeout: 3_600_000 }, async () => {
  const trial = fc
    .tuple(order(submissions.length), fc.boolean(), ...submissions.map(({ book }) => reordered(book)))
    .map(([places, oneFile, ...books]) => {
      const named = by(places, books).map((book, at): Book => ({ ...book, path: `${at}-${book.path}` }));
      if (!oneFile) return named;
      // All of them as sheets of one workbook.
      const sheets = named.flatMap(({ path, sheets: own }) => own.map((sheet) => ({ ...sheet, name: path })));
      return [{ path: '全部报表', format: 'xlsx' as const, sheets }];
    });
  const previous = submissions.map((submission) => submission.previous);
  const books = [submissions.map(({ book }) => book), ...fc.sample(trial, times)];
  const published = await publish(books.map((own) => ({ '2020-11-30': previous, '2021-11-30': own })));
  const said = published.map(({ figures }) =>
    [...figures].map(([name, { value, previous: then, status }]) => `${name} ${value} ${then} ${status}`),
  );
  for (const figures of said) expect(figures).toEqual(said[0]);
  expect(said[0]?.length).toBeGreaterThanOrEqual(5);
});
