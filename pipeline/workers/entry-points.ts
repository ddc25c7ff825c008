/**
 * Where the built program is: threads and processes run from there, also where whoever starts them runs from its
 * source, as tests do.
 */
import { fileURLToPath } from 'node:url';

const here = import.meta.url;

/** Folder of the built program. A bundled module may be anywhere in it. */
const dist = here.endsWith('.ts')
  ? new URL('../../dist/', here).href
  : here.slice(0, here.lastIndexOf('/dist/') + '/dist/'.length);

/** Folder of the modules that make the program: as built, or its sources where these run. */
export const programFolder = fileURLToPath(here.endsWith('.ts') ? new URL('..', here) : dist);

/** @param entry one of those that `build.mjs` lists, such as `workers/lifeline`. @returns its URL. */
export function builtUrl(entry: string): string {
  return new URL(`${entry}.js`, dist).href;
}

/** @param entry one of those that `build.mjs` lists. @returns the path of its module. */
export function builtPath(entry: string): string {
  return fileURLToPath(builtUrl(entry));
}
