/** Runs in a process of its own: reads binary workbooks. */
import { serve } from '../../workers/serve.js';
import { legacyEvents } from './events.js';

serve(async function* (bytes: Uint8Array) {
  yield* legacyEvents(bytes);
});
