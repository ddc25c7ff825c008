/** The queries of `sql/indicators/` as such; what they select stands in `tables/`. */
import { beforeEach, describe, expect, it } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import { loadIndicators } from '../../pipeline/indicators/catalogue.js';
import { type StandIn, standIn } from '../helpers/stand-in.js';

const indicators = loadIndicators('sql/indicators');

let db: StandIn;
beforeEach(() => {
  db = standIn(forms);
});

function indicator(id: string) {
  const found = indicators.find((known) => known.id === id);
  if (!found) throw new Error(`there is no indicator ${id}`);
  return found;
}

describe.each(indicators.filter(({ parts }) => parts === null).map((known) => [known.id, known] as const))(
  'indicator %s',
  (_, indicator) => {
    it('runs, also inside another query, and returns what its aggregate needs', () => {
      const columns = db.columns(`SELECT * FROM (${indicator.sql}) AS q`);
      expect(columns).toContain('row_id');
      expect(columns.includes('value')).toBe(indicator.aggregate !== 'count');
      expect(['row_id', 'value', 'grp', 'value_unit']).toEqual(expect.arrayContaining(columns));
      expect(db.run(indicator.sql)).toEqual([]);
    });
  },
);

describe('the catalogue of indicators', () => {
  it('say how many of the smallest unit a published one is', () => {
    const scale = (id: string) => indicator(id).scale;
    expect(scale('projects.investment.total')).toEqual([10_000_000_000, 1]);
    expect(scale('projects.tax.phase1')).toEqual([1_000_000, 1]);
    expect(scale('roads.built.length')).toEqual([1_000_000, 1]);
    expect(scale('projects.land_area.total')).toEqual([10_000, 1]);
    expect(scale('projects.capacity.full')).toEqual([10_000, 1]);
    expect(scale('communities.move_in.year')).toEqual([1, 1]);
    expect(scale('schools.squares.count')).toEqual([1, 1]);
    expect(scale('enterprises.total.count')).toEqual([1, 1]);
  });

  it('list the indicators in the order of the report', () => {
    const sections = indicators.map(({ section }) => section);
    expect(sections).toEqual(sections.toSorted((a, b) => a - b));
    expect(indicators[0]?.id).toBe('party.temp_branches.count');
    expect(indicators.at(-1)?.id).toBe('communities.move_in.year');
  });
});
