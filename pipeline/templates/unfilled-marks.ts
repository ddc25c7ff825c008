/** The last check of a package before it is published: no mark may be left unfilled, whatever the part. */
import { type Package, readPackage } from '../office/package.js';
import { BadXml, decodeXml, unescapeXml } from '../office/xml.js';
import { rootName } from './moved-parts.js';

/** What a mark of ours looks like among arbitrary bytes: a name or an id. */
const mark = /\{\{\s*[a-z_]\w*(?:\.\w+)*\s*(?:\[[^[\]{}]*\])?(?:\.\w+)?(?:@[\w.-]+)?\s*\}\}/i;
const anyMark = /(?:\{\{|｛｛)[^{}｛｝]*(?:\}\}|｝｝)/;

/** The first unfilled mark of each part that holds one. */
export function unfilledMarks(parts: ReadonlyMap<string, Uint8Array>): { part: string; mark: string }[] {
  return [...parts].flatMap(([part, bytes]) => {
    const found = firstUnfilled(bytes);
    return found === null ? [] : [{ part, mark: found }];
  });
}

function firstUnfilled(bytes: Uint8Array): string | null {
  if (rootName(bytes) !== '') {
    const text = words(bytes);
    if (!/[{｛]|&#|%7b/i.test(text)) return null;
    // Marks may run over several elements (runs of a text), or be in an attribute, a link's address too.
    const values = [...text.matchAll(/=\s*(?:"([^"]*)"|'([^']*)')/g)].map((m) => m[1] ?? m[2] ?? '');
    const inText = anyMark.exec(unescapeXml(text.replace(/<!\[CDATA\[([\s\S]*?)\]\]>|<[^>]*>/g, '$1')));
    const inValue =
      anyMark.exec(unescapeXml(values.join('\n'))) ??
      mark.exec(text.replace(/%7b/gi, '{').replace(/%7d/gi, '}'));
    return inText?.[0] ?? inValue?.[0] ?? null;
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    for (const { mark } of unfilledMarks(entries(bytes))) return mark;
    return null;
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!buffer.includes('{{') && !buffer.includes(Buffer.from('{{', 'utf16le'))) return null;
  return mark.exec(buffer.toString('latin1'))?.[0] ?? mark.exec(buffer.toString('utf16le'))?.[0] ?? null;
}

/** An embedded package; one that only looks like it has no parts. */
function entries(bytes: Uint8Array): Package {
  try {
    return readPackage(bytes);
  } catch {
    return new Map();
  }
}

/** A part in another encoding than it must be is still looked through: marks are ASCII. */
function words(bytes: Uint8Array): string {
  try {
    return decodeXml(bytes).text;
  } catch (error) {
    if (error instanceof BadXml) return Buffer.from(bytes).toString('latin1');
    throw error;
  }
}
