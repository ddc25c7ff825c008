/** As `leaks.run.test.ts`, on PostgreSQL; and what its readers may see there. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { foundIn, type PersonalTownship, personalTownship } from '../helpers/personal-township.js';
import { type Server, startServer } from '../helpers/postgres-server.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let server: Server;
let published: PersonalTownship;

beforeAll(async () => {
  server = await startServer();
  published = await personalTownship('--database', await server.url('leaks'));
});
afterAll(() => server.destroy());

it('numbers of persons stand nowhere in what is published, or said', () => {
  expect(published.leaks).toEqual([]);
  expect(published.place.table('figures.csv').length).toBeGreaterThan(25);
});

it('nor in the views for readers', async () => {
  const views = await server.query(
    "SELECT viewname AS name FROM pg_views WHERE schemaname = 'township_masked'",
    'leaks',
  );
  expect(views.length).toBeGreaterThan(15);
  const leaks: string[] = [];
  let rows = 0;
  for (const { name } of views) {
    const seen = await server.query(`SELECT * FROM township_masked.${name}`, 'leaks');
    rows += seen.length;
    const text = JSON.stringify(seen, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    leaks.push(...foundIn(text).map((number) => `${name}: ${number}`));
  }
  expect(rows).toBeGreaterThan(25);
  expect(leaks).toEqual([]);
});
