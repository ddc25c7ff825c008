/** Series: each figure for every period of the inputs up to the published one, worked out by hand. */
import { expect, it } from 'vitest';
import type { Seal } from '../../pipeline/publication/seal.js';
import { computed } from '../helpers/computed.js';
import { period, road, roads, unit, villages } from '../helpers/township.js';

/** Three years; of this one three months, of which October lacks the roads. */
const months = {
  '2019-11-30/道路.csv': roads(2019, road('甲路', 1.5, '2019-5-1')),
  '2019-11-30/村.csv': villages('东庄村'),
  '2020-11-30/道路.csv': roads(2020, road('乙路', 2, '2020-5-1'), road('丙路', 0.5, '2020-6-1')),
  '2020-11-30/村.csv': villages('东庄村', '西庄村'),
  '2021-09-30/道路.csv': roads(2021, road('丁路', 3, '2021-5-1')),
  '2021-09-30/村.csv': villages('东庄村', '西庄村'),
  '2021-10-31/村.csv': villages('东庄村', '西庄村', '南庄村'),
  '2021-11-30/道路.csv': roads(2021, road('丁路', 3, '2021-5-1'), road('戊路', 4, '2021-11-1')),
  '2021-11-30/村.csv': villages('东庄村', '西庄村', '南庄村'),
  '2021-12-31/村.csv': villages('东庄村'),
};

const seal = {
  folder: '2020-11-30',
  as_of: '2020-11-30',
  sealed_at: '2021-01-05T02:00:00.000Z',
  figures: [
    {
      id: 'roads.built.length',
      group: '',
      label: '修建村级道路',
      unit: '公里',
      value: '2.4',
      status: 'A',
    },
  ],
  definitions: {},
} as unknown as Seal;

/** `period basis value status sealed`, of a figure without groups. */
const lines = (publication: Awaited<ReturnType<typeof computed>>, id: string, basis?: string) =>
  publication.series
    .filter((line) => line.id === id && (basis === undefined || line.basis === basis))
    .map(({ period, value, status, sealed }) => [period, value, status, sealed].filter(Boolean).join(' '));

it('keeps a stock for every period, and of a flow the year so far and what came since the period before', async () => {
  const publication = await computed(months, { unit, period });
  expect(lines(publication, 'villages.total.count', 'state')).toEqual([
    '2019-11-30 1 A',
    '2020-11-30 2 A',
    '2021-09-30 2 A',
    '2021-10-31 3 A',
    '2021-11-30 3 A',
  ]);
  expect(lines(publication, 'roads.built.length', 'cumulative')).toEqual([
    '2019-11-30 1.5 A',
    '2020-11-30 2.5 A',
    '2021-09-30 3 A',
    '2021-10-31 L',
    '2021-11-30 7 A',
  ]);
  expect(lines(publication, 'roads.built.length', 'since_previous')).toEqual([
    '2019-11-30 1.5 A',
    '2020-11-30 2.5 A',
    '2021-09-30 3 A',
    '2021-10-31 L',
    '2021-11-30 L',
  ]);
  const bases = new Set(
    publication.series.filter(({ id }) => id.startsWith('villages.t')).map((l) => l.basis),
  );
  expect([...bases]).toEqual(['state']);
});

it('holds what a sealed period sealed', async () => {
  const publication = await computed(months, { unit, period, seal });
  expect(lines(publication, 'roads.built.length', 'cumulative')).toContain('2020-11-30 2.4 A 2021-01-05');
  // What was not sealed is what the inputs give.
  expect(lines(publication, 'villages.total.count')).toContain('2020-11-30 2 A');
});

it('ends a publication of a date before its period with that date', async () => {
  const publication = await computed(months, { unit, period, asOf: '2021-10-15' });
  expect(lines(publication, 'roads.built.length', 'since_previous')).toEqual([
    '2019-11-30 1.5 A',
    '2020-11-30 2.5 A',
    '2021-09-30 3 A',
    '2021-10-15 0 A',
  ]);
});
