/** Columns of dates that an exporter shifted as a whole (DOMAIN E, Dates). */

/**
 * How the dates of a column are shifted: `seconds` where all end just before midnight, being 43 seconds or less than
 * one short of the next day (old Shanghai time); `utc` where all say 16:00:00, midnight in China by world time.
 */
export interface DateShift {
  readonly shift: 'seconds' | 'utc';
  /** One of its cells. */
  readonly example: string;
}

export interface ShiftFinder {
  /** The text of a cell that is not blank. */
  look(text: string): void;
  /** Whether all cells so far could be of a shifted column. */
  isOpen(): boolean;
  /** null: the dates stay as they are. */
  shift(): DateShift | null;
}

const clock = /[T\s](\d{1,2}):(\d{2}):(\d{2}(?:[.,]\d+)?)$/;

/** The shift that a single cell would show; null: none. */
function shiftOf(text: string): DateShift['shift'] | null {
  if (!text.includes(':')) return null;
  const [, hours, minutes, seconds = ''] = clock.exec(text.trim()) ?? [];
  if (hours === '16' && minutes === '00' && Number(seconds) === 0) return 'utc';
  if (hours !== '23' || minutes !== '59') return null;
  const second = Number(seconds.replace(',', '.'));
  return second === 17 || second > 59 ? 'seconds' : null;
}

export function shiftFinder(): ShiftFinder {
  let cells = 0;
  let found: DateShift['shift'] | null = null;
  let example = '';
  let mixed = false;
  return {
    look(text) {
      if (mixed) return;
      const shift = shiftOf(text);
      mixed = shift === null || (cells > 0 && shift !== found);
      found = shift;
      if (cells === 0) example = text;
      cells++;
    },
    isOpen: () => !mixed && cells > 0,
    shift: () => (mixed || cells < 2 || found === null ? null : { shift: found, example }),
  };
}
