/**
 * Numbers of persons in places and notations where nobody expects them: none is found whole in what is published, but
 * in the corrections, or in what a command says.
 */
import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { numberCount, type PersonalTownship, personalTownship } from '../helpers/personal-township.js';

let published: PersonalTownship;

beforeAll(async () => {
  published = await personalTownship();
}, 240_000);

describe('numbers of persons in odd places', () => {
  it('stand nowhere in what is published, or said', () => {
    expect(numberCount()).toBeGreaterThan(60);
    expect(published.leaks).toEqual([]);
  });

  it('leave the rest as it is: nothing differs from what is archived, and files keep their waivers', () => {
    const { place, said } = published;
    const verified = said.find(([asked]) => asked === 'verify --json')?.[1] ?? '';
    expect(JSON.parse(verified)).toMatchObject({ discrepancies: [] });
    const waived = place.table('findings.csv').filter((line) => line.waived_by !== '');
    expect(waived.map(({ cell }) => cell)).toEqual(['B4', 'E9']);
    const canteens = place.table('submissions.csv').filter((line) => line.file?.includes('食堂'));
    expect(new Set(canteens.map(({ file }) => file)).size).toBe(2);
    expect(readdirSync(place.folder())).toContainEqual(expect.stringMatching(/^季报370000＊{8}....\.xlsx$/));
  });
});
