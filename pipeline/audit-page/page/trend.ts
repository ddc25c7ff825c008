/** What every period says of a figure: bars, and the same as a table, which is what is read aloud. */
import { figureName } from '../../figure.js';
import { shownAmount } from '../../publication/amounts.js';
import { chineseDate, statusWords } from '../../publication/labels.js';
import type { Figure } from '../../publication/publication.js';
import type { PagePeriod } from '../data.js';
import { h, section, svg } from './dom.js';
import { page } from './model.js';

/** The section of a figure's periods; none where there is but one. */
export function trendOf(figure: Figure): HTMLElement[] {
  const periods = page.series[figureName(figure)];
  if (!periods) return [];
  return [section('趋势', h('div', { class: 'trend' }, bars(periods), table(figure, periods)))];
}

const [width, height] = [24, 100];

function bars(periods: readonly PagePeriod[]): SVGElement {
  const bar = ({ height: length, period }: PagePeriod, at: number) =>
    svg('rect', {
      class: period === page.asOf ? 'bar-now' : 'bar-earlier',
      x: at * width + 4,
      y: height - (length ?? 0),
      width: width - 8,
      height: length ?? 0,
    });
  return svg(
    'svg',
    { viewBox: `0 0 ${periods.length * width} ${height + 1}`, 'aria-hidden': 'true' },
    svg('line', { x1: 0, x2: periods.length * width, y1: height + 0.5, y2: height + 0.5 }),
    // A period without a value has no bar.
    ...periods.filter(({ height: length }) => length !== null).map((one) => bar(one, periods.indexOf(one))),
  );
}

function table(figure: Figure, periods: readonly PagePeriod[]): HTMLElement {
  const isFlow = figure.kind === 'flow';
  const heads = ['期', isFlow ? '累计' : '数值', ...(isFlow ? ['当期'] : []), '状态', '定稿'];
  const amount = (value: string | null) =>
    h('td', { class: 'number', title: value }, value === null ? '—' : shownAmount(value, figure.unit));
  const line = ({ period, value, sincePrevious = null, status, sealed }: PagePeriod) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, chineseDate(period)),
      amount(value),
      ...(isFlow ? [amount(sincePrevious)] : []),
      h('td', {}, statusWords[status]),
      h('td', {}, sealed),
    );
  return h(
    'table',
    {},
    h('caption', { class: 'aloud' }, `${figure.label}各期，单位：${figure.unit}`),
    h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
    h('tbody', {}, ...periods.map(line)),
  );
}
