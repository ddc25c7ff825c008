/** Flags of V8 for the whole process, its threads included. One that this Node does not know would be reported. */
import { setFlagsFromString } from 'node:v8';

/** A flag, and the major versions of Node from the first to the last that know it. */
type Flag = readonly [flag: string, first: number, last: number];

const flags: readonly Flag[] = [
  // A function has to run six times as long as usual before it is optimised: most runs take a second or two, and would
  // spend a third of the processor's time on what is then hardly called again. Large files lose nothing by it.
  ['--interrupt-budget=400000', 20, 21],
  ['--invocation-count-for-maglev=2400', 22, 26],
  ['--invocation-count-for-turbofan=18000', 22, 26],
  // Else V8 learns from the first batches of rows, in three runs of ten, that they live long: they are collected in full
  // instead of in the young generation from then on, which takes a large file a quarter longer.
  ['--no-allocation-site-pretenuring', 20, 26],
];

/** Call before anything large is done, and before a thread is started. */
export function setV8Flags(): void {
  for (const flag of flagsOf(process.versions.node)) setFlagsFromString(flag);
}

/** @param version of Node, such as 22.11.0. @returns the flags that it knows. */
export function flagsOf(version: string): string[] {
  const major = Number.parseInt(version, 10);
  return flags.flatMap(([flag, first, last]) => (first <= major && major <= last ? [flag] : []));
}
