/** Options of a run, for tests that call it in their own process. */
import type { Options } from '../../pipeline/options.js';

export function runOptions(inputs: string, outputs: string, given: Partial<Options> = {}): Options {
  return {
    inputs,
    outputs,
    unit: null,
    period: null,
    asOf: null,
    today: '2021-12-05',
    lang: 'zh',
    json: false,
    quiet: true,
    strict: false,
    ...given,
  };
}
