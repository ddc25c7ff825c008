/** A period as its folder is named: a year, meaning its last day, or a date. */

/** ISO date of a period: `2021` is 2021-12-31. Null where the name is neither a year nor a day that exists. */
export function parsePeriod(period: string): string | null {
  return existingDate(/^\d{4}$/.test(period) ? `${period}-12-31` : period);
}

/** The ISO date itself; null where there is no such day, or it is not written so. */
export function existingDate(date: string): string | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return null;
  const time = new Date(`${date}T00:00:00Z`);
  // A day that does not exist rolls over: 30 February is 2 March.
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date) ? date : null;
}

/** ISO date of a period's folder name: a year means its last day. */
export function periodDate(period: string): string {
  return period.length === 4 ? `${period}-12-31` : period;
}
