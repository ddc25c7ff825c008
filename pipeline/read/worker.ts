/** Runs in a thread of its own: reads one file at a time. */
import { formsAndLists } from '../forms/index.js';
import { serve } from '../workers/serve.js';
import type { ReadRequest } from './pool.js';
import { readFile } from './read-file.js';

serve(({ path, context }: ReadRequest) => readFile(path, formsAndLists, context));
