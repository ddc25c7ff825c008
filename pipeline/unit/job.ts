/** One publication of a unit: what it is made from, and where it goes. */
import { join } from 'node:path';
import type { Unit } from '../inputs/discover.js';
import type { Settings } from '../inputs/settings.js';
import { isPublished, lastPublication } from '../publish/record.js';
import { type Recovery, recoverSwaps } from '../publish/swap.js';
import type { RunContext } from './context.js';
import { type Target, target } from './target.js';

export interface UnitJob extends RunContext {
  readonly unit: Unit;
  readonly settings: Settings;
  readonly period: string;
  readonly asOf: string;
  /** Below outputs/<unit>/. */
  readonly folder: string;
  /** Path of the publication's folder. */
  readonly place: string;
  readonly archive: string;
  readonly recovered: Recovery;
  /** Whether anything of the unit is published, to be kept while files are still being written. */
  readonly keeps: boolean;
}

/** The job of a unit whose period and date the options name. @throws UsageError where it has no such period. */
export function jobOf(context: RunContext, unit: Unit, settings: Settings): UnitJob {
  return jobAt(context, unit, settings, target(unit, context.options));
}

/** The job of a unit at a date; what an interrupted run left behind is completed or taken away. */
export function jobAt(
  context: RunContext,
  unit: Unit,
  settings: Settings,
  { period, asOf, folder }: Target,
): UnitJob {
  const { store, options } = context;
  const taken = (name: string) => lastPublication(store, unit.unit, name)?.run_json ?? null;
  return {
    ...context,
    unit,
    settings,
    period,
    asOf,
    folder,
    place: join(options.outputs, unit.unit, folder),
    archive: join(options.outputs, 'archive'),
    recovered: recoverSwaps(options.outputs, unit.unit, taken),
    keeps: isPublished(store, unit.unit, options.outputs),
  };
}
