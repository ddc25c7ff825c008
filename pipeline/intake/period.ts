/** A period as its folder is named: a year, meaning its last day, or a date. */

/** ISO date of a period: `2021` is 2021-12-31. Null where the name is neither a year nor a date that exists. */
export function periodDate(period: string): string | null {
  const date = /^\d{4}$/.test(period) ? `${period}-12-31` : period;
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  if (match === null) return null;
  const time = new Date(`${date}T00:00:00Z`);
  // Rolls over (30 February is 2 March) or is invalid.
  return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 10) === date ? date : null;
}
