/** What a number format makes of every number; `other` where it depends on the number, or writes something around it. */
export const Shown = {
  number: 0,
  percent: 1,
  date: 2,
  /** A time of day: the serial's whole days are not shown. */
  time: 3,
  /** Hours that have passed, which may be more than 23 (`[h]:mm`). */
  elapsed: 4,
  other: 5,
} as const;
export type Shown = (typeof Shown)[keyof typeof Shown];
