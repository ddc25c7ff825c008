/** The text of a date cell: its serial number, or its ISO 8601, as ISO text. */
import { Shown } from './shown.js';

const DAY = 86_400;
const FIRST_DAY_1904 = Date.UTC(1904, 0, 1);
/** In the 1900 system, from the day after 1900-02-29, a day that never was (ECMA-376 part 1, 18.17.4.1). */
const FIRST_DAY_1900 = Date.UTC(1899, 11, 30);
const LAST_SERIAL_1900 = 2_958_465;
const LAST_SERIAL_1904 = LAST_SERIAL_1900 - 1462;

/**
 * A serial as ISO text: `2021-11-30`, `2021-11-30 12:09:38`, `12:09:38` where it has no day; rounded to the
 * second. Elapsed time is hours, minutes and seconds, with as many hours as have passed.
 * null: no date can have this serial.
 */
export function serialText(serial: number, shown: Shown, date1904: boolean): string | null {
  const last = date1904 ? LAST_SERIAL_1904 : LAST_SERIAL_1900;
  if (!(serial >= 0 && serial < last + 1)) return null;
  const seconds = Math.round(serial * DAY);
  if (shown === Shown.elapsed) return clock(seconds);
  const day = Math.floor(seconds / DAY);
  if (day > last) return null;
  const rest = seconds % DAY;
  if (day === 0 && (shown === Shown.time || !date1904)) return clock(rest);
  const date = dayText(day, date1904);
  return rest === 0 ? date : `${date} ${clock(rest)}`;
}

/** A cell of type d (ISO 8601) in the same notation; null: it is none. */
export function isoText(written: string): string | null {
  const match =
    /^\s*(\d{4}-\d\d-\d\d)?(?:(?:^|T| )(\d\d:\d\d)(:\d\d)?(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?\s*$/.exec(
      written,
    );
  const [, date, minutes, seconds = ':00'] = match ?? [];
  if (minutes === undefined) return date ?? null;
  const time = minutes + seconds;
  if (date === undefined) return time;
  return time === '00:00:00' ? date : `${date} ${time}`;
}

/** Texts of days that have been asked for, by day, up to the year 2079: tables hold the same few thousand again and again. */
const DAYS_KEPT = 2 ** 16;
const days1900 = new Array<string | undefined>(DAYS_KEPT);
const days1904 = new Array<string | undefined>(DAYS_KEPT);

function dayText(day: number, date1904: boolean): string {
  const kept = date1904 ? days1904 : days1900;
  let text = day < DAYS_KEPT ? kept[day] : undefined;
  if (text === undefined) {
    text = date1904 ? isoDay(FIRST_DAY_1904, day) : dayText1900(day);
    if (day < DAYS_KEPT) kept[day] = text;
  }
  return text;
}

function dayText1900(day: number): string {
  if (day === 60) return '1900-02-29';
  return isoDay(FIRST_DAY_1900, day < 60 ? day + 1 : day);
}

function isoDay(first: number, day: number): string {
  return new Date(first + day * DAY * 1000).toISOString().slice(0, 10);
}

function clock(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
