/** The parts of an Office package (ECMA-376 part 2): by name, by relationship and by content type. */
import {
  partFinder,
  type Relationship,
  readRelationship,
  relationshipsPart,
  resolveTarget,
} from '../../office/relationships.js';
import type { Limits } from '../limits.js';
import type { ByteSource } from '../source.js';
import { Unreadable } from '../unreadable.js';
import { asUtf8 } from '../xml/encoding.js';
import { eachToken, Token, XmlScanner } from '../xml/scanner.js';
import { inflate, readDirectory, type ZipEntry } from '../zip.js';

/** One that stays inside the package. */
type InnerRelationship = Relationship & { readonly part: string };

export interface XlsxPackage {
  /** Names of the parts as the package writes them, without a leading slash, with `/` between folders. */
  readonly parts: readonly string[];
  has(part: string): boolean;
  /**
   * A part's content in UTF-8, in chunks; throws Unreadable where it is damaged, or the package inflates to more
   * than its limit.
   */
  read(part: string): AsyncGenerator<Uint8Array, void, undefined>;
  /** The same of a part that is small in every real workbook. */
  readSmall(part: string): AsyncGenerator<Uint8Array, void, undefined>;
  /** The same of a part that has been read to its end: not checked, nor counted, a second time. */
  readAgain(part: string): AsyncGenerator<Uint8Array, void, undefined>;
  /** Inside relationships of a part; '' is the package itself. Links to the outside are left out, nothing follows them. */
  relationships(part: string): Promise<readonly InnerRelationship[]>;
  /** Content types by part; parts that go by their extension are left out. */
  contentTypes(): Promise<ReadonlyMap<string, string>>;
}

export async function openPackage(source: ByteSource, limits: Limits): Promise<XlsxPackage> {
  const entries = (await readDirectory(source, limits)).map((entry) => ({
    ...entry,
    name: entry.name.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, ''),
  }));
  const find = partFinder(entries.map((entry) => [entry.name, entry]));
  const names = entries.map(({ name }) => name.toLowerCase());
  const known = new Set<string>();
  const twice = new Set(names.filter((name) => known.size === known.add(name).size));

  let inflated = 0;
  async function* content(entry: ZipEntry, own: Limits, again: boolean) {
    for await (const chunk of inflate(source, entry, own, again)) {
      if (!again) inflated += chunk.length;
      if (inflated > limits.inflatedBytes) {
        throw new Unreadable('file.too_large', { limit: limits.inflatedBytes / 2 ** 20 });
      }
      yield chunk;
    }
  }
  function open(part: string, own: Limits, again: boolean) {
    const entry = find(part);
    if (entry === undefined) throw new Unreadable('file.damaged', { part });
    if (twice.has(entry.name.toLowerCase())) throw new Unreadable('file.part_twice', { part });
    return asUtf8(content(entry, own, again), part);
  }
  const readSmall = (part: string) =>
    open(part, { ...limits, inflatedBytes: Math.min(limits.inflatedBytes, limits.partBytes) }, false);

  return {
    parts: entries.map(({ name }) => name),
    has: (part) => find(part) !== undefined,
    read: (part) => open(part, limits, false),
    readSmall,
    readAgain: (part) => open(part, limits, true),

    async relationships(part) {
      const name = relationshipsPart(part);
      if (find(name) === undefined) return [];
      const found: Relationship[] = [];
      const xml = new XmlScanner(name, limits);
      await eachToken(readSmall(name), xml, (token) => {
        if (token === Token.close || token === Token.text || xml.name !== 'Relationship') return;
        found.push(readRelationship(part, (attribute) => xml.attribute(attribute)));
      });
      return found.filter((one): one is InnerRelationship => one.part !== null);
    },

    async contentTypes() {
      const name = '[Content_Types].xml';
      const types = new Map<string, string>();
      if (find(name) === undefined) return types;
      const xml = new XmlScanner(name, limits);
      await eachToken(readSmall(name), xml, (token) => {
        if (token === Token.close || token === Token.text || xml.name !== 'Override') return;
        const part = xml.attribute('PartName');
        if (part !== null) types.set(resolveTarget('', part), xml.attribute('ContentType') ?? '');
      });
      return types;
    },
  };
}
