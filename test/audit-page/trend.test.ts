/** The periods of a figure as the page holds them. */
import { expect, it } from 'vitest';
import { pageSeries } from '../../pipeline/audit-page/trend.js';
import type { SeriesLine } from '../../pipeline/publication/series-line.js';
import { publication } from '../helpers/publication.js';

const line = (period: string, basis: SeriesLine['basis'], value: string | null): SeriesLine => ({
  ...{ id: 'roads.built.length', group: '', label: '修建村级道路', unit: '公里', kind: 'flow', section: 4 },
  ...{ period, basis, value, status: value === null ? 'L' : 'A', sealed: '' },
});

it('gives every period its values and the height of its bar; what is missing has none', () => {
  const series = [
    line('2020-11-30', 'cumulative', '2.5'),
    line('2020-11-30', 'since_previous', '2.5'),
    line('2021-06-30', 'cumulative', null),
    line('2021-06-30', 'since_previous', null),
    line('2021-11-30', 'cumulative', '10'),
    line('2021-11-30', 'since_previous', null),
  ];
  expect(pageSeries(publication({ series }))).toEqual({
    'roads.built.length': [
      { period: '2020-11-30', value: '2.5', sincePrevious: '2.5', status: 'A', sealed: '', height: 25 },
      { period: '2021-06-30', value: null, sincePrevious: null, status: 'L', sealed: '', height: null },
      { period: '2021-11-30', value: '10', sincePrevious: null, status: 'A', sealed: '', height: 100 },
    ],
  });
  // One period is no trend.
  expect(pageSeries(publication({ series: series.slice(0, 2) }))).toEqual({});
});
