/** The units of a made-up province, and how large each is. */
import { type Random, random } from '../example/random.js';

export type Level = 'county' | 'city' | 'province';

/** A unit of `units.csv`. */
export interface Unit {
  readonly unit: string;
  readonly parent: string;
  readonly level: Level | 'township';
  /** 统计用区划代码, 12 digits. */
  readonly code: string;
}

export interface Township extends Unit {
  readonly population: number;
}

/** Townships of a whole: about those of a county, a city and a province of the east. */
export const townshipsOf: Readonly<Record<Level, number>> = { county: 20, city: 200, province: 1800 };
const townshipsPerCounty = 20;
const countiesPerCity = 10;

/**
 * Townships are skewed: most are small, a few county towns are ten times as large. Log-normal, with a median of
 * 27,000 people and a mean of 36,000, as the census of 2020 has it (1.41 billion people in 38,700 units).
 */
const medianPopulation = 27_000;
const spread = Math.sqrt(2 * Math.log(36_000 / medianPopulation));

/** So many townships with the counties, cities and the province above them; the first ones of a larger whole. */
export function places(level: Level, townships: number): { townships: Township[]; above: Unit[] } {
  const r = random('scale/places');
  const made: Township[] = [];
  const above = new Map<string, Unit>();
  for (let i = 0; i < townships; i++) {
    const county = Math.floor(i / townshipsPerCounty);
    const city = Math.floor(county / countiesPerCity);
    const cityDigits = `${37}${pad(city + 1, 2)}`;
    const countyDigits = `${cityDigits}${pad((county % countiesPerCity) + 1, 2)}`;
    const [countyName, cityName] = [
      `模拟${city + 1}市第${(county % countiesPerCity) + 1}县`,
      `模拟${city + 1}市`,
    ];
    above.set(countyName, {
      unit: countyName,
      parent: level === 'county' ? '' : cityName,
      level: 'county',
      code: countyDigits.padEnd(12, '0'),
    });
    if (level !== 'county') {
      const parent = level === 'province' ? '模拟省' : '';
      above.set(cityName, { unit: cityName, parent, level: 'city', code: cityDigits.padEnd(12, '0') });
    }
    made.push({
      unit: `${countyName}第${(i % townshipsPerCounty) + 1}镇`,
      parent: countyName,
      level: 'township',
      code: `${countyDigits}${pad((i % townshipsPerCounty) + 100, 3)}000`,
      population: Math.round(medianPopulation * Math.exp(spread * normal(r))),
    });
  }
  if (level === 'province') above.set('模拟省', { unit: '模拟省', parent: '', level, code: '370000000000' });
  return { townships: made, above: [...above.values()] };
}

/** Box–Muller. */
function normal(r: Random): number {
  return Math.sqrt(-2 * Math.log(1 - r.next())) * Math.cos(2 * Math.PI * r.next());
}

const pad = (n: number, digits: number) => String(n).padStart(digits, '0');
