/** Runs in a thread of its own: inspects one file. */
import { formsAndLists } from '../forms/index.js';
import { serve } from '../workers/serve.js';
import { inspect } from './inspect.js';
import type { InspectOptions } from './inspection.js';

/** To the thread: the file to inspect. */
export interface InspectRequest {
  readonly path: string;
  /** What it is called in the result. */
  readonly file: string;
  readonly options: Omit<InspectOptions, 'forms'>;
}

serve(async function* ({ path, file, options }: InspectRequest) {
  yield await inspect(path, file, { ...options, forms: formsAndLists });
});
