/** What a run is asked for, and what is said where it was asked wrongly. */

export type Lang = 'zh' | 'en';

/** Options that every command takes. */
export interface Options {
  readonly inputs: string;
  readonly outputs: string;
  /** Address of a PostgreSQL server, with its password: it is in no log; null: the file in the outputs. */
  readonly database?: string | null;
  readonly unit: string | null;
  readonly period: string | null;
  /** ISO date. */
  readonly asOf: string | null;
  /** ISO date; the system's where it is not given. */
  readonly today: string;
  readonly lang: Lang;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly strict: boolean;
  /** The report text without its traces, as it is signed. */
  readonly finalCopy?: boolean;
}

/** The command was wrong: explained to the person who gave it, exit code 2. */
export class UsageError extends Error {
  readonly zh: string;
  readonly en: string;

  constructor(zh: string, en: string) {
    super(en);
    this.zh = zh;
    this.en = en;
  }
}
