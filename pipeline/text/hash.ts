/** sha256, as 64 hexadecimal digits: the name by which bytes, texts and data are compared and kept. */
import { createHash } from 'node:crypto';

/** Of bytes, or of a text as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Of plain data, by its JSON. */
export function hashOf(data: unknown): string {
  return sha256(JSON.stringify(data));
}
