/** What a file is, detected from its bytes. */
import type { RuleId } from '../findings/rules/index.js';
import { type CompoundFile, readCompoundFile } from './compound.js';
import { decode, detectEncoding, type TextEncoding } from './encoding.js';
import type { Limits } from './limits.js';
import type { ByteSource } from './source.js';
import { Unreadable } from './unreadable.js';
import { decryptedPackage } from './xlsx/decrypt.js';
import { inflate, readDirectory, type ZipEntry } from './zip.js';

/** What there is a reader for; `xml` is the XML that Excel 2003 wrote. */
export type Content = 'xlsx' | 'xls' | 'et' | 'ods' | 'xml' | 'html' | 'text';

export interface Detected {
  readonly content: Content;
  /** null where the content is no text. */
  readonly encoding: TextEncoding | null;
  /** Where to read it: the file itself, or what it holds encrypted without a password of its own. */
  readonly source: ByteSource;
}

const HEAD = 4096;
/** How compound files begin. */
const COMPOUND = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
/** Characters within which something must stand. */
const MOST_BLANKS = 2 ** 20;
/** Control characters but tab, LF and CR. */
const CONTROL = /[^\P{Cc}\t\n\r]/gu;

/** Beginnings of files that are no spreadsheets, and the rule that says so. */
const signatures: readonly (readonly [bytes: string, rule: RuleId, type?: string])[] = [
  ['%PDF-', 'file.pdf'],
  ['\x89PNG', 'file.image'],
  ['\xff\xd8\xff', 'file.image'],
  ['GIF8', 'file.image'],
  ['II*\0', 'file.image'],
  ['MM\0*', 'file.image'],
  ['Rar!\x1a', 'file.archive', 'RAR'],
  ["7z\xbc\xaf'\x1c", 'file.archive', '7z'],
  ['\x1f\x8b', 'file.archive', 'gzip'],
  ['\xfd7zXZ', 'file.archive', 'xz'],
  ['{\\rtf', 'file.document', 'RTF'],
  ['L\0\0\0\x01\x14\x02\0', 'file.shortcut'],
  ['SQLite format 3\0', 'file.database', 'SQLite'],
  ['\0\x01\0\0Standard Jet DB', 'file.database', 'Access'],
  ['\0\x01\0\0Standard ACE DB', 'file.database', 'Access'],
  ['\x7fELF', 'file.program'],
  ['%TSD-Header-###%', 'file.encrypted_by_software'],
];

/** Streams of compound files that are no spreadsheets. */
const compoundStreams: readonly (readonly [name: string, rule: RuleId, type?: string])[] = [
  ['WordDocument', 'file.document', 'Word'],
  ['PowerPoint Document', 'file.presentation'],
  ['VisioDocument', 'file.document', 'Visio'],
  ['__properties_version1.0', 'file.mail'],
];

/** Parts of packages that are no spreadsheets. */
const packageParts: readonly (readonly [prefix: string, rule: RuleId, type?: string])[] = [
  ['xl/workbook.bin', 'file.binary_workbook'],
  ['word/', 'file.document', 'Word'],
  ['ppt/', 'file.presentation'],
  ['OFD.xml', 'file.document', 'OFD'],
];

/**
 * What a file is, by its content. Throws Unreadable where there is no reader for it, with the finding that says what
 * it is and what to do.
 */
export async function detectContent(source: ByteSource, limits: Limits): Promise<Detected> {
  if (source.size === 0) throw notRead('file.empty');
  const bytes = await source.read(0, HEAD);
  const head = latin1(bytes);
  if (head.startsWith(COMPOUND)) return compoundContent(source, limits);
  const content = await binaryContent(source, bytes, head, limits);
  if (content !== null) return { content, encoding: null, source };
  const encoding = await textEncoding(source, bytes);
  return { content: await textContent(source, encoding), encoding, source };
}

const latin1 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** null: it may be text. */
async function binaryContent(
  source: ByteSource,
  bytes: Uint8Array,
  head: string,
  limits: Limits,
): Promise<Content | null> {
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return packageContent(source, limits);
  for (const [signature, rule, type] of signatures) if (head.startsWith(signature)) throw notRead(rule, type);
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) throw notRead('file.image');
  if (head.startsWith('BM') && bytes[6] === 0 && bytes[7] === 0 && bytes[14] === 40)
    throw notRead('file.image');
  if (head.startsWith('BZh') && head.startsWith('1AY&SY', 4)) throw notRead('file.archive', 'bzip2');
  if (head.startsWith('MZ') && head.slice(0, 64).includes('\0\0')) throw notRead('file.program');
  if (head.slice(0, 64).includes('E-SafeNet')) throw notRead('file.encrypted_by_software');
  // A BIFF stream without the package around it: the record that begins a workbook, and its length.
  const isBiff =
    bytes[0] === 9 && [0, 2, 4, 8].includes(bytes[1] ?? -1) && [4, 6, 8, 16].includes(bytes[2] ?? 0);
  return isBiff ? 'xls' : null;
}

async function packageContent(source: ByteSource, limits: Limits): Promise<Content> {
  const entries = await readDirectory(source, limits);
  const names = entries.map(({ name }) => name.replaceAll('\\', '/'));
  const named = (name: string) => entries[names.indexOf(name)];
  const mimetype = named('mimetype');
  if (mimetype !== undefined || named('content.xml') !== undefined) {
    const type = mimetype === undefined ? '' : await beginning(source, mimetype, limits);
    if (type !== '' && !type.includes('opendocument.spreadsheet'))
      throw notRead('file.document', 'OpenDocument');
    const manifest = named('META-INF/manifest.xml');
    if (manifest !== undefined && (await beginning(source, manifest, limits)).includes('encryption-data')) {
      throw notRead('file.encrypted');
    }
    return 'ods';
  }
  for (const [prefix, rule, type] of packageParts) {
    if (names.some((name) => name.startsWith(prefix))) throw notRead(rule, type);
  }
  if (entries.some(({ encrypted }) => encrypted)) throw notRead('file.encrypted');
  if (named('[Content_Types].xml') !== undefined || names.some((name) => name.startsWith('xl/')))
    return 'xlsx';
  throw notRead('file.archive', 'zip');
}

/** Text of a part, as far as its first 64 KiB go. */
async function beginning(source: ByteSource, entry: ZipEntry, limits: Limits): Promise<string> {
  let text = '';
  for await (const chunk of inflate(source, entry, limits)) {
    text += chunk.toString('latin1');
    if (text.length >= 64 * 1024) break;
  }
  return text;
}

async function compoundContent(source: ByteSource, limits: Limits): Promise<Detected> {
  const file = await readCompoundFile(source);
  const { names, classId } = file;
  if (names.has('EncryptedPackage')) {
    const inside = await withoutEncryption(file);
    if (inside === null || latin1(await inside.read(0, 8)) === COMPOUND) throw notRead('file.encrypted');
    return detectContent(inside, limits);
  }
  for (const [name, rule, type] of compoundStreams) if (names.has(name)) throw notRead(rule, type);
  if (!names.has('Workbook') && !names.has('Book')) throw notRead('file.document', 'OLE');
  // The class of WPS' spreadsheets, {4554000x-5750-5300-4B49-4E47534F4655}, ends in these letters.
  return { content: classId.toString('latin1', 8) === 'KINGSOFU' ? 'et' : 'xls', encoding: null, source };
}

/** Descriptions of encryptions are a few hundred bytes long. */
const LONGEST_INFO = 64 * 1024;

/** null: it has a password of its own. */
async function withoutEncryption(file: CompoundFile): Promise<ByteSource | null> {
  const info = await file.stream('EncryptionInfo');
  const content = await file.stream('EncryptedPackage');
  if (info === null || content === null) return null;
  return decryptedPackage(Buffer.from(await info.read(0, LONGEST_INFO)), content);
}

async function textEncoding(source: ByteSource, head: Uint8Array): Promise<TextEncoding> {
  try {
    return await detectEncoding(source);
  } catch (error) {
    // Noise fits no encoding, but to say so would be beside the point.
    const controls = head.filter(
      (byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d,
    ).length;
    throw error instanceof Unreadable && isTooMany(controls, head.length) ? notRead('file.unknown') : error;
  }
}

async function textContent(source: ByteSource, encoding: TextEncoding): Promise<Content> {
  let start = '';
  for await (const chunk of decode(source, encoding)) {
    start += chunk;
    if (start.trimStart().length > HEAD || start.length > MOST_BLANKS) break;
  }
  const text = start.trimStart();
  if (text === '') throw notRead('file.empty');
  const beginning = text.slice(0, HEAD);
  if (isTooMany(beginning.match(CONTROL)?.length ?? 0, beginning.length)) throw notRead('file.unknown');
  if (/^MIME-Version:/i.test(text)) throw notRead('file.web_archive');
  if (!text.startsWith('<')) return 'text';
  if (text.includes('urn:schemas-microsoft-com:office:spreadsheet')) {
    // Excel declares the same names in the HTML that it writes.
    return /^(?:<\?xml[^>]*>|<\?mso[^>]*>|<!--.*?-->|\s)*<(?:\w+:)?Workbook/s.test(text) ? 'xml' : 'html';
  }
  if (/^(?:<\?[^>]*>|<!--.*?-->|\s)*<office:document\b/s.test(text)) return 'ods';
  if (/<(?:!doctype html|html|head|meta|style|table|body|div|tr|center|font|script)\b/i.test(text))
    return 'html';
  if (/^<\?xml/i.test(text)) throw notRead('file.other_xml');
  return 'text';
}

/** Control characters that stray into text are few; where more than one in twenty is one, it is no text. */
function isTooMany(controls: number, length: number): boolean {
  return controls > 3 && controls * 20 > length;
}

function notRead(rule: RuleId, type?: string): Unreadable {
  return new Unreadable(rule, type === undefined ? {} : { type });
}
