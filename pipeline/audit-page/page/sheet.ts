/** The neighbourhood of a cell: the submitted sheet's header and the rows around it, with the cell marked. */

import type { SubmittedColumn, SubmittedRow } from '../../publication/publication.js';
import { columnName } from '../../text/address.js';
import type { PageTable, SheetChunk, Source } from '../data.js';
import { h } from './dom.js';
import { dataOf } from './load.js';
import { pageTable, placeWords } from './model.js';

/** Rows shown before and after the marked one. */
const around = 4;

const kindNames: Readonly<Record<Exclude<SubmittedRow['kind'], 'accepted'>, string>> = {
  held_back: '暂缓',
  title: '标题',
  unit: '表头说明',
  header: '表头',
  repeated_header: '重复的表头',
  column_numbers: '栏次',
  section: '分组行',
  subtotal: '小计',
  total: '合计',
  nil_return: '零报告',
  form_line: '空行次',
  example: '示例',
  note: '注',
  footer: '表尾',
};

/** The cell of `field` in `row` among its neighbours, or in words where the table is not shown. */
export function neighbourhood(source: Source, row: number, field: string): Promise<HTMLElement> {
  return sheetAround(source, row, ({ fields }) => fields.includes(field));
}

/** The same of a cell by its address; '' marks the row alone. */
export function cellInSheet(source: Source, row: number, cell: string): Promise<HTMLElement> {
  return sheetAround(source, row, ({ index }) => columnName(index) + row === cell);
}

async function sheetAround(
  [file, sha256, sheet, number]: Source,
  row: number,
  isMarked: (column: SubmittedColumn) => boolean,
): Promise<HTMLElement> {
  const table = pageTable(number);
  if (!table || table.chunks.length === 0) return inWords(file, sha256, sheet, row);
  const rows = await rowsAround(number, table, row);
  const marked = table.columns.find(isMarked);
  const cell = marked ? columnName(marked.index) + row : `第${row}行`;
  const scroll = h(
    'div',
    {
      class: 'scroll sheet-scroll',
      tabindex: 0,
      role: 'region',
      'aria-label': `原表 ${placeWords(file, sheet, cell)}`,
    },
    sheetTable(table, rows, row, marked),
  );
  requestAnimationFrame(() => {
    const at = scroll.querySelector<HTMLElement>('.marked');
    if (at) scroll.scrollLeft = at.offsetLeft - scroll.clientWidth / 2;
  });
  return h('figure', { class: 'sheet' }, caption(file, sha256, sheet, cell), scroll);
}

function caption(file: string, sha256: string, sheet: string, cell: string): HTMLElement {
  return h(
    'figcaption',
    {},
    h('span', {}, placeWords(file, sheet), ' › ', h('strong', {}, cell)),
    h('span', { class: 'hash', title: `存档：outputs/archive/${sha256}` }, `sha256 ${sha256.slice(0, 12)}…`),
  );
}

function inWords(file: string, sha256: string, sheet: string, row: number): HTMLElement {
  return h(
    'figure',
    { class: 'sheet' },
    caption(file, sha256, sheet, `第${row}行`),
    h(
      'p',
      { class: 'empty' },
      '这张表行数太多，本页不再列出原表；请打开报送文件，或按 sha256 到存档中查看这一行。',
    ),
  );
}

/** Rows of the table's front and those around a row. */
async function rowsAround(number: number, { chunks }: PageTable, row: number): Promise<SubmittedRow[]> {
  const wanted = chunks
    .map((first, chunk) => ({ chunk, first, next: chunks[chunk + 1] ?? Number.POSITIVE_INFINITY }))
    .filter(({ chunk, first, next }) => chunk === 0 || (first <= row + around && next > row - around));
  const loaded = await Promise.all(
    wanted.map(({ chunk }) => dataOf<SheetChunk>(`sheets/${number}-${chunk}`)),
  );
  return loaded
    .flatMap((chunk) => chunk.rows)
    .filter((found) => isFront(found) || Math.abs(found.row - row) <= around);
}

const isFront = ({ kind }: SubmittedRow) => kind === 'title' || kind === 'unit';

function sheetTable(
  { columns, header }: PageTable,
  rows: readonly SubmittedRow[],
  markedRow: number,
  marked: SubmittedColumn | undefined,
): HTMLTableElement {
  const width = columns.length;
  const front = rows.filter(isFront);
  const rest = rows.filter((row) => !isFront(row) && row.kind !== 'header');
  const last = header?.[1] ?? front[front.length - 1]?.row ?? 0;
  const first = rest[0]?.row ?? 0;
  const skipped =
    first > last + 1
      ? [
          h(
            'tr',
            { class: 'gap' },
            h('th', {}, '⋮'),
            h('td', { colspan: width }, `第 ${last + 1}–${first - 1} 行略`),
          ),
        ]
      : [];
  return h(
    'table',
    { class: 'cells' },
    h(
      'thead',
      {},
      h(
        'tr',
        { class: 'letters' },
        h('th', {}, h('span', { class: 'aloud' }, '行')),
        ...columns.map(({ index }) => h('th', { scope: 'col' }, columnName(index))),
      ),
      ...front.map((row) => textRow(row, width)),
      h(
        'tr',
        { class: 'header' },
        h(
          'th',
          {},
          header === null ? '' : header[0] === header[1] ? String(header[0]) : `${header[0]}–${header[1]}`,
        ),
        ...columns.map((column) =>
          h(
            'th',
            { scope: 'col', class: column === marked ? 'of-marked' : null },
            column.header,
            column.personal ? h('small', {}, '已脱敏') : null,
          ),
        ),
      ),
    ),
    h('tbody', {}, ...skipped, ...rest.map((row) => dataRow(row, columns, row.row === markedRow, marked))),
  );
}

function dataRow(
  row: SubmittedRow,
  columns: readonly SubmittedColumn[],
  isMarked: boolean,
  marked: SubmittedColumn | undefined,
): HTMLTableRowElement {
  if (row.kind !== 'accepted' && row.kind !== 'held_back') return textRow(row, columns.length);
  const held = row.kind === 'held_back';
  return h(
    'tr',
    { class: [held ? 'held' : '', isMarked ? 'row-marked' : ''].join(' ').trim() || null },
    h('th', { scope: 'row' }, String(row.row), held ? h('small', {}, kindNames.held_back) : null),
    ...columns.map((column, at) => {
      const text = row.cells[at] ?? '';
      return isMarked && column === marked
        ? h('td', { class: 'marked' }, h('mark', {}, text || '（空）'))
        : h('td', {}, text);
    }),
  );
}

function textRow(row: SubmittedRow, width: number): HTMLTableRowElement {
  const name = row.kind === 'accepted' ? '' : kindNames[row.kind];
  const text = 'text' in row ? row.text : '';
  return h(
    'tr',
    { class: 'not-data' },
    h('th', { scope: 'row' }, String(row.row)),
    h('td', { colspan: width }, h('small', {}, name), text),
  );
}
