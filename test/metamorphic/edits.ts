/** What people in offices do to a sheet before they send it. */
import type { Submission } from './forms.js';
import {
  type Book,
  type Cell,
  cell,
  type Format,
  insert,
  row,
  widthOf,
  withCells,
  withRows,
} from './sheet.js';

export interface Edit {
  readonly name: string;
  /** Nothing that the sheet says is another: every figure stays what it was, with status A. */
  readonly harmless: boolean;
  readonly apply: (book: Book, submission: Submission) => Book;
}

const table = ['header', 'data', 'total'] as const;
const edits: Edit[] = [];
const harmless = (name: string, apply: Edit['apply']) => edits.push({ name, harmless: true, apply });
const careful = (name: string, apply: Edit['apply']) => edits.push({ name, harmless: false, apply });

/** A column more at a place, its cells by the number of the row among the data, from 0; -1: the header. */
function addColumn(book: Book, at: number, of: (line: number) => Cell['value']): Book {
  let line = -1;
  return withCells(book, table, (cells, { role }) => {
    const value = role === 'header' ? of(-1) : role === 'data' ? of(++line) : null;
    return [...cells.slice(0, at), cell(value), ...cells.slice(at)];
  });
}

/** The cells of some columns in the data rows, changed. */
function changed(book: Book, columns: readonly number[], change: (one: Cell) => Cell): Book {
  return withCells(book, ['data'], (cells) =>
    cells.map((one, at) => (columns.includes(at) ? change(one) : one)),
  );
}

const text = (of: (value: string) => string) => (one: Cell) =>
  typeof one.value === 'string' ? { ...one, value: of(one.value) } : one;
const number = (of: (value: number) => Cell['value']) => (one: Cell) =>
  typeof one.value === 'number' ? { ...one, value: of(one.value) } : one;
const date = (of: (year: number, month: number, day: number) => Cell['value']) => (one: Cell) =>
  one.value instanceof Date
    ? { ...one, value: of(one.value.getUTCFullYear(), one.value.getUTCMonth() + 1, one.value.getUTCDate()) }
    : one;

const below = (book: Book, ...lines: Parameters<typeof row>[]) =>
  withRows(book, (rows) => [...rows, ...lines.map((line) => row(...line))]);
const header = (book: Book, of: (value: string, at: number) => string) =>
  withCells(book, ['header'], (cells) => cells.map((one, at) => text((value) => of(value, at))(one)));
const sum = (book: Book, at: number) =>
  (book.sheets[0]?.rows ?? [])
    .filter(({ role }) => role === 'data')
    .reduce((total, { cells }) => total + Math.round(Number(cells[at]?.value ?? 0) * 1000), 0) / 1000;

/** A row of sums below the data, under the first number column. */
function total(book: Book, word: string, { numbers }: Submission): Book {
  const [at = 0] = numbers;
  const cells = Array.from({ length: widthOf(book) }, (_, x) =>
    x === 0 ? word : x === at ? sum(book, at) : null,
  );
  return withRows(book, (rows) => insert(rows, 'after', 'data', row('total', ...cells)));
}

// Columns and headers
harmless('a column of serial numbers', (book) =>
  addColumn(book, 0, (line) => (line < 0 ? '序号' : line + 1)),
);
harmless('a column of remarks', (book) =>
  addColumn(book, widthOf(book), (line) => (line < 0 ? '备注' : null)),
);
harmless('a column that no form knows', (book) =>
  addColumn(book, widthOf(book), (line) => (line < 0 ? '经办人' : '王某')),
);
harmless('an empty column between', (book) => addColumn(book, 2, () => null));
harmless('marks of fields to be filled', (book) => header(book, (value) => `${value}*`));
harmless('remarks in brackets behind the headers', (book) =>
  header(book, (value, at) => (at === 0 ? `${value}（必填）` : value)),
);
harmless('blanks and line breaks in the headers', (book) =>
  header(book, (value) => `${value.slice(0, 1)} ${value.slice(1, 2)}\n${value.slice(2)}`.trim()),
);
harmless('invisible characters in the headers', (book) =>
  header(book, (value) => `\u200b${value.slice(0, 1)}\u00ad${value.slice(1)}\ufeff`),
);
harmless('a row of column numbers', (book) =>
  withRows(book, (rows) =>
    insert(
      rows,
      'after',
      'header',
      row('line', ...Array.from({ length: widthOf(book) }, (_, at) => `（${at + 1}）`)),
    ),
  ),
);
careful('a group header over two columns', (book) =>
  withRows(book, (rows) => {
    const cells = Array.from(
      { length: widthOf(book) },
      (_, at): Cell =>
        at === 0 ? cell('基本情况') : at === 1 ? { value: null, merged: 'left' } : cell(null),
    );
    return insert(rows, 'before', 'header', { role: 'header', cells });
  }),
);
careful('last year beside', (book, { numbers: [at = 0] }) =>
  addColumn(book, at + 1, (line) => (line < 0 ? `上年${String(headerOf(book, at))}` : 77)),
);
careful('a plan beside', (book, { numbers: [at = 0] }) =>
  addColumn(book, at, (line) => (line < 0 ? `计划${String(headerOf(book, at))}` : 88)),
);
harmless('a hidden column that no form knows', (book) => {
  const wider = addColumn(book, widthOf(book), (line) => (line < 0 ? '内部编号' : line + 500));
  const [first, ...others] = wider.sheets;
  return first ? { ...wider, sheets: [{ ...first, hiddenColumns: [widthOf(wider) - 1] }, ...others] } : wider;
});

// Above and below the table
harmless('no title', (book) => withRows(book, (rows) => rows.filter(({ role }) => role !== 'title')));
harmless('a longer title', (book) =>
  withCells(book, ['title'], (cells) =>
    cells.map(text((value) => `附件2：${value}表（截至2021年11月30日）`)),
  ),
);
harmless('a title merged over the table', (book) =>
  withCells(book, ['title'], (cells) =>
    cells.map((one, at) => (at === 0 ? one : { value: null, merged: 'left' })),
  ),
);
harmless('an empty row above', (book) => withRows(book, (rows) => [row('blank'), ...rows]));
harmless('who filled it in', (book) =>
  below(book, ['below', '填表人：孙某', null, '审核人：李某'], ['below', '填报日期：2021年11月30日']),
);
harmless('the end of the table', (book) => below(book, ['below', '以下无内容']));
harmless('a note below', (book) => below(book, ['below', '注：本表由各村填报，镇汇总。']));
harmless('signatures with a seal', (book) =>
  below(book, ['blank'], ['below', '单位负责人（签章）：', null, '监督电话：', '0531-1234567']),
);
careful('working numbers far below', (book, { numbers: [at = 0] }) =>
  below(book, ['blank'], ['blank'], ['below', ...Array.from({ length: at }, () => null), 99]),
);

// Rows
harmless('a total', (book, form) => total(book, '合计', form));
harmless('a total of another name', (book, form) => total(book, '总计', form));
harmless('a total in English', (book, form) => total(book, 'Total', form));
careful('a total that is wrong', (book, { numbers: [at = 0] }) =>
  withRows(book, (rows) =>
    insert(
      rows,
      'after',
      'data',
      row(
        'total',
        '合计',
        ...Array.from({ length: widthOf(book) - 1 }, (_, x) => (x + 1 === at ? 12345678 : null)),
      ),
    ),
  ),
);
harmless('an empty row among the data', (book) =>
  withRows(book, (rows) => rows.flatMap((one, at) => (at === rows.length - 2 ? [row('blank'), one] : [one]))),
);
careful('the header again', (book) =>
  withRows(book, (rows) => {
    const again = rows.filter(({ role }) => role === 'header');
    return rows.flatMap((one, at) => (at === rows.length - 2 ? [...again, one] : [one]));
  }),
);
harmless('an example row', (book) =>
  withRows(book, (rows) => {
    const like = rows.find(({ role }) => role === 'data');
    if (!like) return rows;
    const cells = [cell('示例'), ...like.cells.slice(1)];
    return insert(rows, 'before', 'data', { role: 'line', cells });
  }),
);
careful('a row that is struck through', (book) =>
  withRows(book, (rows) =>
    rows.map((one, at) =>
      at === rows.length - 1 && one.role === 'data'
        ? { ...one, cells: one.cells.map((own): Cell => ({ ...own, struck: 'all' })) }
        : one,
    ),
  ),
);
careful('a number of which a digit is struck', (book, { numbers: [at = 0] }) =>
  withRows(book, (rows) =>
    rows.map((one, line) =>
      line === rows.length - 1 && one.role === 'data'
        ? {
            ...one,
            cells: one.cells.map(
              (own, x): Cell =>
                x === at && own.value !== null ? { value: String(own.value), struck: 'part' } : own,
            ),
          }
        : one,
    ),
  ),
);
careful('a row twice', (book) =>
  withRows(book, (rows) => {
    const last = rows.findLast(({ role }) => role === 'data');
    return last ? insert(rows, 'after', 'data', last) : rows;
  }),
);
harmless('rows hidden by a filter', (book) =>
  withRows(book, (rows) =>
    rows.map((one, at) => (one.role === 'data' && at % 2 === 0 ? { ...one, hidden: true } : one)),
  ),
);
careful('villages merged downward', (book, { village }) =>
  withRows(book, (rows) =>
    rows.map((one, at) => {
      const above = rows[at - 1];
      if (village === null || one.role !== 'data' || above?.role !== 'data') return one;
      if (one.cells[village]?.value !== above.cells[village]?.value) return one;
      return {
        ...one,
        cells: one.cells.map((own, x): Cell => (x === village ? { value: null, merged: 'up' } : own)),
      };
    }),
  ),
);

// Cells
harmless('separators and two decimals', (book, { numbers }) =>
  changed(book, numbers, (one) => ({ ...one, format: '#,##0.00' })),
);
harmless('negative numbers in brackets', (book, { numbers }) =>
  changed(book, numbers, (one) => ({ ...one, format: '0.00_);(0.00)' })),
);
harmless('a format that shows ten thousands, and the unit with it', (book, { numbers }) => {
  const line = book.sheets[0]?.rows.find(({ role }) => role === 'line')?.cells[0]?.value;
  if (line !== '单位：元') return book;
  const scaled = changed(book, numbers, (one) => ({ ...one, format: '0!.0,' }));
  return withCells(scaled, ['line'], (cells) => cells.map(text(() => '单位：万元')));
});
harmless('numbers as text', (book, { numbers }) => changed(book, numbers, number(String)));
harmless('numbers as text with separators', (book, { numbers }) =>
  changed(
    book,
    numbers,
    number((value) => value.toLocaleString('en-US', { maximumFractionDigits: 3 })),
  ),
);
harmless('numbers in full width', (book, { numbers }) =>
  changed(
    book,
    numbers,
    number((value) =>
      String(value).replace(/[0-9.]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
    ),
  ),
);
careful('blanks between digits', (book, { numbers }) =>
  changed(
    book,
    numbers,
    number((value) => String(value).replace(/^(\d)(\d)/, '$1 $2')),
  ),
);
harmless('formulas with their results', (book, { numbers }) =>
  changed(book, numbers, (one) => ({ ...one, formula: `${String(one.value)}+0` })),
);
harmless('dates with points', (book, { dates }) =>
  changed(
    book,
    dates,
    date((y, m, d) => `${y}.${m}.${d}`),
  ),
);
harmless('dates in Chinese', (book, { dates }) =>
  changed(
    book,
    dates,
    date((y, m, d) => `${y}年${m}月${d}日`),
  ),
);
harmless('dates as eight digits', (book, { dates }) =>
  changed(
    book,
    dates,
    date((y, m, d) => y * 10_000 + m * 100 + d),
  ),
);
careful('dates without a year', (book, { dates }) =>
  changed(
    book,
    dates,
    date((_, m, d) => `${m}月${d}日`),
  ),
);
harmless('blanks around every text', (book) =>
  withCells(book, ['data'], (cells) => cells.map(text((value) => ` ${value}　`))),
);
harmless('villages with their committee', (book, { village }) =>
  village === null
    ? book
    : changed(
        book,
        [village],
        text((value) => `${value.replace(/村$/, '')}村民委员会`),
      ),
);
harmless('colours and bold', (book) =>
  withCells(book, [...table], (cells) => cells.map((one) => ({ ...one, bold: true, colour: 'FFFFFF00' }))),
);

// Sheets and files
harmless('a sheet of instructions', (book) => ({
  ...book,
  sheets: [
    ...book.sheets,
    { name: '填写说明', rows: [row('below', '填写说明'), row('below', '1. 请按村填报。')] },
  ],
}));
harmless('an empty sheet', (book) => ({ ...book, sheets: [...book.sheets, { name: 'Sheet2', rows: [] }] }));
careful('the sheet again, hidden', (book) => copied(book, true));
careful('the sheet again', (book) => copied(book, false));
harmless('another name in a folder', (book) => ({ ...book, path: `财政/新建文件夹/${book.path}（终稿）` }));
const resaved: readonly (readonly [string, Format])[] = [
  ['as .xls', 'xls'],
  ['as .ods', 'ods'],
  ['as a web page', 'html'],
  ['as CSV', 'csv'],
  ['as CSV in GB18030', 'gb18030'],
];
for (const [name, format] of resaved) harmless(`saved ${name}`, (book) => ({ ...book, format }));

function copied(book: Book, hidden: boolean): Book {
  const [first] = book.sheets;
  return first
    ? { ...book, sheets: [...book.sheets, { ...first, name: `旧${book.sheets.length}`, hidden }] }
    : book;
}

function headerOf(book: Book, at: number): Cell['value'] {
  return book.sheets[0]?.rows.find(({ role }) => role === 'header')?.cells[at]?.value ?? '';
}

export const officeEdits: readonly Edit[] = edits;
