/** That a period is sealed, by whom and since when, under what is said of its publication. */
import type { Options } from '../../options.js';
import { sealOf } from '../../publication/seal.js';
import { signedOff } from '../../publication/signatures.js';

/** @returns one line; none where the folder is not sealed. */
export function sealLines(
  { inputs, lang }: Pick<Options, 'inputs' | 'lang'>,
  unit: string,
  folder: string,
): string[] {
  const seal = sealOf(inputs, unit, folder);
  return seal ? [signedOff(seal, lang === 'zh')] : [];
}
