/** Runs in a thread of its own: says what one file leaves open. */
import { formsAndLists } from '../forms/index.js';
import { openWorkbook } from '../intake/open.js';
import { Unreadable } from '../intake/unreadable.js';
import type { Context } from '../normalise/row.js';
import { serve } from '../workers/serve.js';
import { noSuggestions, type Suggestions, suggest } from './suggest.js';

/** To the thread: the file that is asked about. */
export interface SuggestRequest {
  readonly path: string;
  readonly context: Context;
}

serve(async function* ({ path, context }: SuggestRequest) {
  yield await suggestionsOf(path, context);
});

/** Of a file that cannot be read there is nothing to ask: `inspect` says why. */
async function suggestionsOf(path: string, context: Context): Promise<Suggestions> {
  const opened = await openWorkbook(path);
  if ('unreadable' in opened) return noSuggestions;
  try {
    return await suggest(opened.workbook, formsAndLists, context);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return noSuggestions;
  } finally {
    await opened.close();
  }
}
