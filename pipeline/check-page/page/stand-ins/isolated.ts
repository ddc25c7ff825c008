/** Binary workbooks are read where the page reads everything: in its worker, which it ends when that takes too long. */
import { legacyEvents } from '../../../intake/legacy/events.js';
import type { LegacyEvent } from '../../../intake/legacy/message.js';

export async function* isolatedEvents(bytes: Uint8Array): AsyncGenerator<LegacyEvent, void, undefined> {
  yield* legacyEvents(bytes);
}
