/** What a roll-up says of its units' figures, from the figures alone. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadIndicators } from '../../pipeline/indicators/catalogue.js';
import { rollUpFigures } from '../../pipeline/rollup/figures.js';
import { publication } from '../helpers/publication.js';

test('its rows are those of the units whose value is in it', () => {
  const id = 'roads.built.length';
  const indicators = loadIndicators(join(import.meta.dirname, '../../sql/indicators')).filter(
    (indicator) => indicator.id === id,
  );
  const figure = publication().figures.find((own) => own.id === id);
  if (!figure) throw new Error(`${id} is not among the figures`);
  const leaf = (unit: string, value: string | null) => ({
    unit,
    figures: new Map([[id, [{ ...figure, value, previous: '1', rows: 3, previousRows: 2 }]]]),
  });
  const [sum] = rollUpFigures(
    [leaf('甲镇', '4'), leaf('乙镇', null)],
    indicators,
    () => ({ rows: 0, value: '0' }),
    () => '',
  );
  expect(sum).toMatchObject({ value: '4', rows: 3, previous: '2', previousRows: 4 });
});
