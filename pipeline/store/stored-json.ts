/** Lists and records that the database holds as text. */
import { StoreError } from './store-error.js';

/** @throws StoreError where the text is none that was stored: the file of the database has been altered. */
export function storedJson<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new StoreError('store.damaged_text', {});
  }
}
