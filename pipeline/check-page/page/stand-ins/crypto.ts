/**
 * The digests and ciphers of encrypted workbooks, which a browser has none of that answer at once: such a workbook is
 * refused as one with a password, and its sender saves it without.
 */
import { Unreadable } from '../../../intake/unreadable.js';

export function createHash(): never {
  throw new Unreadable('file.encrypted');
}

export const createDecipheriv = createHash;
