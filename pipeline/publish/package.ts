/**
 * Zip packages (workbooks, documents) as parts, and the one writer that every published package passes:
 * sorted entries, fixed times, deflate in JavaScript. Node's own zlib gives other bytes from build to build.
 */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { compareText } from '../text/fold.js';

/** The parts of a package by name (`xl/workbook.xml`), uncompressed. */
export type Package = Map<string, Uint8Array>;

/** The parts of a zip package; folder entries are no parts. Throws where the bytes are no zip. */
export function readPackage(bytes: Uint8Array): Package {
  return new Map(Object.entries(unzipSync(bytes)).filter(([name]) => !name.endsWith('/')));
}

/** The package as bytes, which depend on its parts alone: not on their order, the clock or the time zone. */
export function writePackage(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const names = [...parts.keys()].sort((a, b) => rank(a) - rank(b) || compareText(a, b));
  const entries: Record<string, Uint8Array> = {};
  for (const name of names) entries[name] = parts.get(name) ?? new Uint8Array();
  // The zip holds local time, so a local time is what is the same everywhere: the format's first noon.
  return zipSync(entries, { level: 6, mem: 8, mtime: new Date(1980, 0, 1, 12) });
}

/** [Content_Types].xml stands first, as OPC readers expect; then the relationships of the package. */
function rank(name: string): number {
  return name === '[Content_Types].xml' ? 0 : name === '_rels/.rels' ? 1 : 2;
}

/**
 * A package as a writing library left it, in bytes or in parts -> the same package, whose bytes tell nothing
 * of the library, the clock or the user. `date` (ISO) becomes its date of creation and of change; who
 * changed or printed it last is taken out.
 */
export function canonicalPackage(
  written: Uint8Array | ReadonlyMap<string, Uint8Array>,
  { date }: { readonly date: string },
): Uint8Array {
  const parts: Package = written instanceof Uint8Array ? readPackage(written) : new Map(written);
  const core = parts.get('docProps/core.xml');
  if (core) parts.set('docProps/core.xml', strToU8(datedProperties(strFromU8(core), date)));
  return writePackage(parts);
}

function datedProperties(xml: string, date: string): string {
  return xml
    .replace(/(<dcterms:(created|modified)\b[^>]*>)[^<]*(?=<\/dcterms:\2>)/g, `$1${date}T00:00:00Z`)
    .replace(/<cp:(lastModifiedBy|lastPrinted|revision)\b(?:[^>]*\/>|[^>]*>[^<]*<\/cp:\1>)/g, '');
}
