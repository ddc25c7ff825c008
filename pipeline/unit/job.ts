/** What a unit's run works with, and what is to be done. */
import { join } from 'node:path';
import type { NamedFile } from '../files/files-below.js';
import type { Finding } from '../findings/finding.js';
import type { Unit } from '../inputs/discover.js';
import type { Settings } from '../inputs/settings.js';
import type { Progress } from '../operations/progress.js';
import type { Options } from '../options.js';
import type { Log } from '../program/log.js';
import type { Catalogues } from '../publication/compute.js';
import { isPublished, lastPublication } from '../publish/record.js';
import { type Recovery, recoverSwaps } from '../publish/swap.js';
import type { Readers } from '../readers/readers.js';
import type { Store } from '../store/database.js';
import { type Target, target } from './target.js';

/** The catalogues of `sql/`, and the hash of the program with them. */
export interface Definitions extends Catalogues {
  readonly program: string;
  /** The files of `sql/`, by their path below it. */
  readonly files: readonly NamedFile[];
}

/** Files that a run does not read, by their path, and why. */
export type UnreadFiles = ReadonlyMap<string, Finding>;

/** What a unit's run works with. */
export interface RunContext {
  readonly store: Store;
  readonly readers: Readers;
  readonly definitions: Definitions;
  readonly options: Options;
  readonly log: Log;
  readonly progress: Progress;
  /** Files that are taken as not readable, by their path below inputs/, and why: as they once were. */
  readonly unread: UnreadFiles;
}

/** What is to be done: the unit, its settings, and the period, date and place of its publication. */
export interface UnitJob extends RunContext {
  readonly unit: Unit;
  readonly settings: Settings;
  readonly period: string;
  readonly asOf: string;
  /** Below outputs/<unit>/. */
  readonly folder: string;
  /** Where the publication stands. */
  readonly place: string;
  readonly archive: string;
  readonly recovered: Recovery;
  /** Whether anything of the unit stands published, to be kept while files are in motion. */
  readonly keeps: boolean;
}

/** The job of a unit whose period and date the options name. @throws UsageError where it has no such period. */
export function jobOf(workshop: RunContext, unit: Unit, settings: Settings): UnitJob {
  return jobAt(workshop, unit, settings, target(unit, workshop.options));
}

/** The job of a unit at a date; what an interrupted run left behind is completed or taken away. */
export function jobAt(
  workshop: RunContext,
  unit: Unit,
  settings: Settings,
  { period, asOf, folder }: Target,
): UnitJob {
  const { store, options } = workshop;
  const taken = (name: string) => lastPublication(store, unit.unit, name)?.run_json ?? null;
  return {
    ...workshop,
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
