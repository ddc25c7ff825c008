/**
 * How much of the time that a reader took it answers for. A machine that is busy with other things gives it less than
 * the clock says, and a good file must not be refused for that.
 */

/** A reader that does not work at all is waited for so many times as long as one that does. */
export const idleFactor = 5;

/**
 * @param passed on the clock.
 * @param worked of the processor, in the same unit; null where the system does not tell.
 */
export function charged(passed: number, worked: number | null): number {
  return worked === null ? passed : Math.min(passed, worked);
}
