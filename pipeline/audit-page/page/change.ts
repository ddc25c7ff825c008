/** The change of a figure explained: what entered, left and moved, adding up to it. */

import { figureName } from '../../figure.js';
import { shownAmount, shownChange } from '../../publication/amounts.js';
import { changeWords } from '../../publication/labels.js';
import type { ChangeRow, Figure, Reading } from '../../publication/publication.js';
import { sumText } from '../../text/decimal.js';
import type { ChangesData, ChangeTuple, PageReason, PageReasons } from '../data.js';
import { h, svg } from './dom.js';
import { type GridColumn, grid } from './grid.js';
import { dataOf } from './load.js';
import { page, placeWords } from './model.js';
import { neighbourhood } from './sheet.js';

const kinds: readonly ChangeRow['what'][] = ['entered', 'left', 'moved'];

/** @param figure one with a query of its own. */
export function changeOf(figure: Figure, reading: Reading): HTMLElement {
  if (figure.change === null) return h('p', { class: 'empty' }, '两侧缺一，不作比较。');
  const made = page.explained[figureName(figure)];
  const why = page.reasons[figureName(figure)];
  if (!made) return h('p', { class: 'empty' }, '没有进入、退出或数值变动的记录。');
  const most = Math.max(...kinds.map((what) => Math.abs(Number(made[what].sum))), 1e-12);
  const total = sumText(...kinds.map((what) => made[what].sum));
  const equal =
    Number(sumText(total, figure.change.startsWith('-') ? figure.change.slice(1) : `-${figure.change}`)) ===
    0;
  const lines = kinds.map((what) => {
    const { rows, sum } = made[what];
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, changeWords[what]),
      h('td', { class: 'num' }, `${rows} 行`),
      h('td', { class: 'num' }, signed(sum, figure.unit)),
      h('td', { class: 'bars' }, contributionBar(Number(sum) / most)),
    );
  });
  const list = h('div');
  const details = h('details', { class: 'rows' }, h('summary', {}, '逐行列出'), list);
  details.addEventListener('toggle', () => {
    if (!details.open || list.childNodes.length > 0) return;
    void changeRows(figure, reading).then(
      (made) => list.replaceChildren(made),
      (error: unknown) =>
        list.replaceChildren(
          h('p', { class: 'notice', role: 'alert' }, error instanceof Error ? error.message : ''),
        ),
    );
  });
  return h(
    'div',
    {},
    why ? h('p', { class: 'why' }, `为什么：${why.sentence}`) : null,
    h(
      'table',
      { class: 'explained', 'aria-label': '增减的构成' },
      h('tbody', {}, ...lines),
      h(
        'tfoot',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, '合计'),
          h('td', {}),
          h('td', { class: 'num' }, `${signed(total, figure.unit)} ${figure.unit}`),
          h('td', {}, equal ? `等于公布的增减（${shownChange(figure).amount}） ✓` : '与公布的增减不一致'),
        ),
      ),
    ),
    why ? breakdown(why, figure.unit) : null,
    details,
  );
}

/** The parts of the change by reason, village, category and month. */
function breakdown({ parts }: PageReasons, unit: string): HTMLElement {
  const headers = ['拆法', '部分', '上年同期', '本期', `影响（${unit}）`, '行数'];
  const amounts = new Set([2, 3, 4, 5]);
  const line = (cells: PageReason) =>
    h('tr', {}, ...cells.map((cell, at) => h('td', amounts.has(at) ? { class: 'num' } : {}, `${cell}`)));
  return h(
    'details',
    { class: 'breakdown' },
    h('summary', {}, '按原因、村、类别、月份拆开'),
    h(
      'table',
      { 'aria-label': '增减原因' },
      h('thead', {}, h('tr', {}, ...headers.map((header) => h('th', { scope: 'col' }, header)))),
      h('tbody', {}, ...parts.map(line)),
    ),
  );
}

/** From the middle to the right what adds, to the left what takes away. */
function contributionBar(share: number): SVGElement {
  const width = Math.abs(share) * 50;
  return svg(
    'svg',
    { viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { class: 'axis', x: 49.8, y: 0, width: 0.4, height: 10 }),
    svg('rect', {
      class: share < 0 ? 'bar-less' : 'bar-now',
      x: share < 0 ? 50 - width : 50,
      y: 2,
      width,
      height: 6,
    }),
  );
}

function signed(amount: string, unit: string): string {
  const shown = shownAmount(amount, unit);
  return Number(amount) > 0 ? `+${shown}` : shown;
}

async function changeRows(figure: Figure, reading: Reading): Promise<HTMLElement> {
  const { rows, sources } = await dataOf<ChangesData>(`changes/${figure.id}`);
  const amount = (text: string | null) => (text === null ? '' : shownAmount(text, figure.unit));
  const placeOf = (source: number, row: number | null) => {
    const found = sources[source];
    return found ? placeWords(found[0], found[2], row === null ? '' : `第${row}行`) : '';
  };
  const columns: GridColumn<ChangeTuple>[] = [
    { header: '变动', text: (row) => row[11] },
    { header: '名称', text: (row) => row[10] },
    { header: '识别码', text: ([, , key]) => key },
    { header: '决定的栏', text: (row) => row[12] },
    {
      header: '上年同期',
      text: ([, , , before]) => amount(before),
      number: ([, , , before]) => Number(before ?? 0),
    },
    { header: '本期', text: ([, , , , now]) => amount(now), number: ([, , , , now]) => Number(now ?? 0) },
    {
      header: `影响（${figure.unit}）`,
      text: ([, , , , , contribution]) => signed(contribution, figure.unit),
      number: ([, , , , , contribution]) => Number(contribution),
    },
    {
      header: '所在',
      text: ([, , , , , , now, row, earlier, earlierRow]) =>
        now >= 0 ? placeOf(now, row) : placeOf(earlier, earlierRow),
    },
  ];
  return grid<ChangeTuple>({
    label: `${figure.label}：增减逐行`,
    rows: rows.filter(([, group]) => group === figure.group),
    columns,
    open: async ([, , , , , , now, row, earlier, earlierRow]) => {
      const sides = [
        ['本期', sources[now], row],
        ['上年同期', sources[earlier], earlierRow],
      ] as const;
      const shown = await Promise.all(
        sides.map(async ([words, source, at]) =>
          source && at !== null
            ? h('div', {}, h('h4', {}, words), await neighbourhood(source, at, reading.field))
            : null,
        ),
      );
      return h('div', {}, ...shown);
    },
  });
}
