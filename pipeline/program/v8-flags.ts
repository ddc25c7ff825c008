/** What V8 is told before anything large is done; it holds for the whole process, its threads included. */
import { setFlagsFromString } from 'node:v8';

/**
 * A function has to run six times as long as usual before it is optimised: most runs are over in a second or two, and
 * would spend a third of the processor's time on what is then hardly called again. Large files lose nothing by it.
 */
export function optimiseLater(): void {
  setFlagsFromString('--interrupt-budget=400000');
}

/**
 * Else V8 learns from the first batches, in three runs of ten, that rows live long: they are collected in full instead
 * of in passing from then on, which takes a large file a quarter longer.
 */
export function takeRowsForShortLived(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
