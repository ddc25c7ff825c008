/** What the page carries, and what it and its worker send each other: plain data. */
import { type Context, type NameAlias, noAliases } from '../../normalise/row.js';
import type { Inspection } from '../../read/inspection.js';

/** The context of a reading, its maps as lists. */
export interface PlainContext extends Omit<Context, 'aliases'> {
  readonly aliases: readonly (readonly [kind: string, names: readonly (readonly [string, NameAlias])[]])[];
}

/** In the page as JSON. */
export interface CheckData {
  readonly township: string;
  /** As it is asked for: 2021 or 2021-11-30. */
  readonly period: string;
  readonly context: PlainContext;
}

/** To the worker. */
export interface Question {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly context: PlainContext;
  /** Seconds after which another worker was ended over this file; null: none was. */
  readonly tookSeconds: number | null;
}

/** From the worker. */
export interface Answer {
  readonly inspection: Inspection;
  /** By sheet, the title of its form; null: it has none. */
  readonly titles: readonly (string | null)[];
  /** What the sheets say of themselves against the township and the period of the check. */
  readonly contradictions: readonly Contradiction[];
}

export interface Contradiction {
  /** Another township, another period, or another doubt, such as a list of a part. */
  readonly of: 'township' | 'period' | 'other';
  readonly isError: boolean;
  readonly words: string;
}

export function plainContext({ aliases, ...rest }: Context): PlainContext {
  return { ...rest, aliases: Object.entries(aliases).map(([kind, names]) => [kind, [...names]]) };
}

export function contextOf({ aliases, ...rest }: PlainContext): Context {
  const byKind = Object.fromEntries(aliases.map(([kind, names]) => [kind, new Map(names)]));
  return { ...rest, aliases: { ...noAliases, ...byKind } };
}
