/** What earlier runs published: from history.js, which is no part of the deterministic page. */

import { figureName } from '../../figure.js';
import { shownAmount } from '../../publication/amounts.js';
import { chineseDate, revisionWords, statusWords } from '../../publication/labels.js';
import type { Moved } from '../../publication/moved.js';
import type { Figure, Status } from '../../publication/publication.js';
import type { Revision } from '../../publication/revision.js';
import type { HistoryData, PageVintage } from '../data.js';
import { byId, h, svg } from './dom.js';
import { dataOf } from './load.js';
import { figureOf, linkTo, page, placeWords } from './model.js';

export function history(): Promise<HistoryData> {
  return dataOf<HistoryData>('history', 'history.js');
}

interface Point {
  readonly vintage: PageVintage | null;
  readonly asOf: string;
  readonly value: string | null;
  readonly status: string;
}

/** What was said of a figure, oldest first, this publication last; repetitions of the same left out. */
function pointsOf(figure: Figure, { vintages }: HistoryData): Point[] {
  const name = figureName(figure);
  const earlier = vintages
    .filter(({ asOf }) => asOf <= page.asOf)
    .flatMap((vintage): Point[] => {
      const found = vintage.figures.find(([named]) => named === name);
      return found ? [{ vintage, asOf: vintage.asOf, value: found[1], status: found[2] }] : [];
    });
  const now: Point = { vintage: null, asOf: page.asOf, value: figure.value, status: figure.status };
  const points = [...earlier, now].sort((a, b) => (a.asOf < b.asOf ? -1 : a.asOf > b.asOf ? 1 : 0));
  return points.filter((point, at) => {
    const before = points[at - 1];
    return !before || point.vintage === null || before.asOf !== point.asOf || before.value !== point.value;
  });
}

/** A small line over the publications; null where there is only one value. */
export function historyLine(figure: Figure, data: HistoryData): SVGElement | null {
  const values = pointsOf(figure, data).flatMap(({ value }) => (value === null ? [] : [Number(value)]));
  if (values.length < 2) return null;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const spread = most - least;
  const places = values.map((value, at) => {
    const x = 3 + (at / (values.length - 1)) * 74;
    return [x, spread === 0 ? 10 : 17 - ((value - least) / spread) * 14] as const;
  });
  const [lastX, lastY] = places[places.length - 1] ?? [0, 0];
  return svg(
    'svg',
    { viewBox: '0 0 80 20', class: 'line', role: 'img', 'aria-label': `历次发布：${values.join('、')}` },
    svg('polyline', { points: places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ') }),
    svg('circle', { cx: lastX.toFixed(1), cy: lastY.toFixed(1), r: 2 }),
  );
}

/** The values of a figure over the publications. */
export async function historyOf(figure: Figure): Promise<HTMLElement> {
  const data = await history();
  const points = pointsOf(figure, data).reverse();
  if (points.length === 1) return h('p', { class: 'empty' }, '这是第一次发布，还没有历次记录。');
  return h(
    'div',
    { class: 'history' },
    historyLine(figure, data),
    h(
      'div',
      { class: 'scroll' },
      h(
        'table',
        { 'aria-label': '历次发布' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ...['发布时间', '截至', '数值', '状态'].map((head) =>
              h('th', { scope: 'col', class: head === '数值' ? 'num' : null }, head),
            ),
          ),
        ),
        h(
          'tbody',
          {},
          ...points.map(({ vintage, asOf, value, status }) =>
            h(
              'tr',
              {},
              h('td', {}, vintage ? timeWords(vintage.publishedAt) : '本次'),
              h('td', {}, chineseDate(asOf)),
              h('td', { class: 'num' }, `${shownAmount(value, figure.unit)} ${figure.unit}`),
              h('td', {}, statusWords[status as Status] ?? status),
            ),
          ),
        ),
      ),
    ),
  );
}

/** 2021-12-01T02:03:04Z in the reader's own time. */
function timeWords(iso: string): string {
  return new Date(iso).toLocaleString('zh-CN', { dateStyle: 'medium', timeStyle: 'short' });
}

/** Says above all views that the period is sealed, and by whom. */
export async function showSeal(): Promise<void> {
  const { sealed } = await history();
  if (sealed !== '') byId('sealed').replaceChildren('· ', h('strong', {}, sealed));
}

/** What changed since the last publication of the same date. */
export async function sinceLast(): Promise<HTMLElement> {
  const { vintages, revisions, moved } = await history();
  const [last] = vintages.filter(({ asOf }) => asOf === page.asOf).reverse();
  const revised = revisedFigures(revisions);
  if (!last) {
    const none = `截至${chineseDate(page.asOf)}的数据是第一次发布，没有可比的上一次。`;
    return h('div', {}, ...revised, h('p', { class: 'empty' }, none));
  }
  return h(
    'div',
    {},
    ...revised,
    h('p', {}, `上一次发布于 ${timeWords(last.publishedAt)}。`),
    h('h3', {}, '变了的指标'),
    changedFigures(last),
    ...movedFigures(moved),
    h('h3', {}, '变了的报送文件'),
    changedInputs(last),
    h('h3', {}, '行数与问题'),
    changedCounts(last),
  );
}

/** Figures that are no longer what was published of them; nothing where there are none. */
function revisedFigures(revisions: readonly Revision[]): HTMLElement[] {
  if (revisions.length === 0) return [];
  const lines = revisions.map((revision) => {
    const { group, label, unit, period, side, was, value, reason, files, since } = revision;
    const isOther = side === 'current' && period !== page.period;
    const words = (amount: string | null) =>
      amount === null ? statusWords.L : `${shownAmount(amount, unit)} ${unit}`;
    return h(
      'li',
      {},
      h('a', { href: linkTo(figureName(revision)) }, [group, label].filter(Boolean).join(' · ')),
      `${side === 'previous' ? '（上年同期）' : isOther ? `（${period}）` : ''}：${words(was)} → ${words(value)}，`,
      `${[revisionWords[reason], ...files].join(' ')}，自${chineseDate(since)}`,
    );
  });
  return [h('h3', {}, '修订：与原先发布的不同'), h('ul', { class: 'plain' }, ...lines)];
}

/** Why figures moved since the last publication: the reason, the files, and the rows. */
function movedFigures(moved: readonly Moved[]): HTMLElement[] {
  if (moved.length === 0) return [];
  const marks = { entered: '新增', left: '移出', moved: '变动' } as const;
  const rowWords = ({ what, file, sheet, row, label, was, value }: Moved['rows'][number]) =>
    `${marks[what]} ${label} ${[was, value].filter(Boolean).join(' → ')}（${placeWords(file, sheet, row && `第${row}行`)}）`;
  const lines = moved.map((one) =>
    h(
      'li',
      {},
      h('a', { href: linkTo(figureName(one)) }, [one.group, one.label].filter(Boolean).join(' · ')),
      `：${[revisionWords[one.reason], ...one.files].join(' ')}`,
      h('ul', {}, ...one.rows.map((row) => h('li', {}, rowWords(row)))),
      one.moreRows > 0 ? `另有 ${one.moreRows} 行，用命令 diff 查看。` : '',
    ),
  );
  return [h('h3', {}, '为什么变'), h('ul', { class: 'plain' }, ...lines)];
}

function changedFigures(last: PageVintage): HTMLElement {
  const before = new Map(last.figures.map(([name, value, status]) => [name, { value, status }]));
  const lines = page.figures.flatMap((figure) => {
    const name = figureName(figure);
    const then = before.get(name);
    before.delete(name);
    if (then && then.value === figure.value && then.status === figure.status) return [];
    const words = (value: string | null, status: string) =>
      `${shownAmount(value, figure.unit)} ${status === 'A' ? '' : (statusWords[status as Status] ?? status)}`.trim();
    return [
      h(
        'tr',
        {},
        h(
          'th',
          { scope: 'row' },
          h('a', { href: linkTo(name) }, [figure.group, figure.label].filter(Boolean).join(' · ')),
        ),
        h('td', { class: 'num' }, then ? words(then.value, then.status) : '没有'),
        h('td', { class: 'num' }, words(figure.value, figure.status)),
        h('td', {}, figure.unit),
      ),
    ];
  });
  const gone = [...before.keys()].map((name) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, name),
      h('td', { class: 'num' }, '有'),
      h('td', { class: 'num' }, '没有'),
      h('td'),
    ),
  );
  if (lines.length + gone.length === 0) return h('p', { class: 'empty' }, '没有一个指标变动。');
  return h(
    'div',
    { class: 'scroll' },
    h(
      'table',
      { 'aria-label': '变了的指标' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ...['指标', '上一次', '本次', '单位'].map((head) =>
            h('th', { scope: 'col', class: head.endsWith('次') ? 'num' : null }, head),
          ),
        ),
      ),
      h('tbody', {}, ...lines, ...gone),
    ),
  );
}

function changedInputs({ inputs }: PageVintage): HTMLElement {
  if (inputs === null) return h('p', { class: 'empty' }, '上一次没有记下文件。');
  const then = new Map(inputs);
  const now = new Map(
    page.submissions.filter(({ file }) => file !== '').map(({ file, sha256 }) => [file, sha256]),
  );
  const lines = [...new Set([...then.keys(), ...now.keys()])].sort().flatMap((file) => {
    const [before, after] = [then.get(file), now.get(file)];
    if (before === after) return [];
    const what = before === undefined ? '新报' : after === undefined ? '撤下' : '内容改动';
    return [h('li', {}, h('strong', {}, what), ` ${file}`)];
  });
  return lines.length === 0
    ? h('p', { class: 'empty' }, '报送文件都没有变。')
    : h('ul', { class: 'plain' }, ...lines);
}

function changedCounts({ counts }: PageVintage): HTMLElement {
  const current = page.submissions.filter((line) => line.file !== '' && line.period === page.period);
  const rows = (of: (line: (typeof current)[number]) => number) =>
    current.reduce((sum, line) => sum + of(line), 0);
  const lines: [string, number, number][] = [
    ['采用的行', counts.accepted, rows((line) => line.rowsAccepted)],
    ['暂缓的行', counts.heldBack, rows((line) => line.rowsHeldBack)],
    ['问题', counts.findings, page.findings.rows],
  ];
  return h(
    'ul',
    { class: 'plain' },
    ...lines.map(([name, then, now]) =>
      h('li', {}, `${name}：${then === now ? `${now}，没有变` : `${then} → ${now}`}`),
    ),
  );
}

/** Puts the lines into the overview, once there is something to show. */
export async function drawLines(): Promise<void> {
  const data = await history();
  for (const row of document.querySelectorAll<HTMLTableRowElement>('#figures tr[data-name]')) {
    const figure = figureOf(row.dataset.name ?? '');
    const line = figure && historyLine(figure, data);
    if (!line) continue;
    row.querySelector('.trend')?.replaceChildren(line);
    document.body.classList.add('has-history');
  }
}
