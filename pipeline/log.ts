/** The log: pino's lines on standard error, quiet on a terminal. */
import pino, { type Logger } from 'pino';

export type Log = Logger;

/** @param quiet only what fails. */
export function openLog(quiet: boolean): Log {
  const level = quiet ? 'error' : process.stderr.isTTY ? 'warn' : 'info';
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}
