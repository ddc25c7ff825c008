/** A table that sorts, searches and pages, and whose rows open to something. */
import { button, type Child, h } from './dom.js';

export interface GridColumn<Row> {
  readonly header: string;
  /** What is shown, searched and sorted by. */
  readonly text: (row: Row) => string;
  /** Sorted by its number instead, and set as one. */
  readonly number?: (row: Row) => number;
  /** Sorted by it all the same, but set as text. */
  readonly order?: (row: Row) => number;
  /** Shown instead of the text. */
  readonly show?: (row: Row) => Child;
}

export interface Grid<Row> {
  /** Names the table for those who hear it. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly GridColumn<Row>[];
  /** What a row opens to; without it rows do not open. */
  readonly open?: (row: Row) => Promise<Node> | Node;
  readonly classOf?: (row: Row) => string;
}

const pageRows = 25;

/** The column that the rows are sorted by. */
interface Sorting {
  readonly column: number;
  readonly down: boolean;
}

export function grid<Row>({ label, rows, columns, open, classOf }: Grid<Row>): HTMLElement {
  if (rows.length === 0) return h('p', { class: 'empty' }, '没有记录。');
  let shown = rows;
  let sorted: Sorting | null = null;
  let at = 0;

  const heads = columns.map((column, place) => {
    const sort = button(column.header, () => {
      sorted = { column: place, down: sorted?.column === place && !sorted.down };
      update();
    });
    return h('th', { scope: 'col', class: column.number ? 'num' : null }, sort);
  });
  const body = h('tbody');
  const search = h('input', { type: 'search', 'aria-label': `在“${label}”中查找`, placeholder: '查找' });
  const count = h('output', { class: 'count', 'aria-live': 'polite' });
  const back = button('上一页', () => turn(-1));
  const forward = button('下一页', () => turn(1));
  const pager = h('div', { class: 'pager' }, back, count, forward);

  /** Shows the rows that are wanted now, from the first. */
  function update(): void {
    shown = sortedRows(matchingRows(rows, columns, search.value.trim().toLowerCase()), columns, sorted);
    for (const [place, head] of heads.entries()) {
      const direction = sorted?.column === place ? (sorted.down ? 'descending' : 'ascending') : 'none';
      head.setAttribute('aria-sort', direction);
    }
    at = 0;
    turn(0);
  }

  function turn(by: number): void {
    const pages = Math.max(1, Math.ceil(shown.length / pageRows));
    at = Math.min(Math.max(at + by, 0), pages - 1);
    const page = shown.slice(at * pageRows, (at + 1) * pageRows);
    body.replaceChildren(...page.map((row) => line(row, columns, classOf?.(row) ?? null, open)));
    back.disabled = at === 0;
    forward.disabled = at === pages - 1;
    const all = shown.length === rows.length;
    count.textContent = `${all ? `共 ${rows.length}` : `找到 ${shown.length} / ${rows.length}`} 行，第 ${at + 1} / ${pages} 页`;
    back.hidden = forward.hidden = pages === 1;
  }

  search.addEventListener('input', update);
  update();
  return h(
    'div',
    { class: 'grid' },
    h('div', { class: 'grid-head' }, rows.length > 8 ? search : null, pager),
    h(
      'div',
      { class: 'scroll' },
      h('table', { 'aria-label': label }, h('thead', {}, h('tr', {}, ...heads)), body),
    ),
  );
}

function matchingRows<Row>(
  rows: readonly Row[],
  columns: readonly GridColumn<Row>[],
  wanted: string,
): readonly Row[] {
  if (wanted === '') return rows;
  return rows.filter((row) => columns.some((column) => column.text(row).toLowerCase().includes(wanted)));
}

function sortedRows<Row>(
  rows: readonly Row[],
  columns: readonly GridColumn<Row>[],
  sorted: Sorting | null,
): readonly Row[] {
  const column = sorted && columns[sorted.column];
  if (!sorted || !column) return rows;
  const sign = sorted.down ? -1 : 1;
  const { text, number = column.order } = column;
  return [...rows].sort((a, b) =>
    number ? sign * (number(a) - number(b)) : sign * text(a).localeCompare(text(b), 'zh'),
  );
}

function line<Row>(
  row: Row,
  columns: readonly GridColumn<Row>[],
  style: string | null,
  open: Grid<Row>['open'],
): HTMLTableRowElement {
  const cells = columns.map((column) =>
    h(
      'td',
      { class: column.number ? 'num' : null, 'data-header': column.header },
      column.show?.(row) ?? column.text(row),
    ),
  );
  const made = h('tr', { class: style }, ...cells);
  if (open) openable(made, () => open(row));
  return made;
}

/** Makes a row open below itself: by a click anywhere on it, and by the button in its first cell. */
function openable(row: HTMLTableRowElement, content: () => Promise<Node> | Node): void {
  const first = row.cells[0];
  if (!first) return;
  let opened: HTMLTableRowElement | null = null;
  const toggle = h(
    'button',
    { type: 'button', class: 'open', 'aria-expanded': 'false' },
    ...first.childNodes,
  );
  first.replaceChildren(toggle);
  row.classList.add('opens');

  async function change(): Promise<void> {
    if (opened) {
      opened.remove();
      opened = null;
    } else {
      const cell = h('td', { colspan: row.cells.length });
      opened = h('tr', { class: 'opened' }, cell);
      row.after(opened);
      try {
        cell.append(await content());
      } catch (error) {
        cell.append(
          h('p', { class: 'notice', role: 'alert' }, error instanceof Error ? error.message : String(error)),
        );
      }
    }
    toggle.setAttribute('aria-expanded', String(opened !== null));
    row.classList.toggle('is-open', opened !== null);
  }

  row.addEventListener('click', (event) => {
    const onLink = event.target instanceof Element && event.target.closest('a') !== null;
    const selecting = window.getSelection()?.toString() !== '';
    if (!onLink && !selecting) void change();
  });
  row.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || event.target !== toggle) return;
    const buttons = [
      ...(row.parentElement?.querySelectorAll<HTMLButtonElement>(':scope > tr > td:first-child > .open') ??
        []),
    ];
    buttons[buttons.indexOf(toggle) + step]?.focus();
    event.preventDefault();
  });
}
