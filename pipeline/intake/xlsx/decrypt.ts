/**
 * Workbooks that are encrypted with the password by which spreadsheet programs protect them against changes
 * ([MS-OFFCRYPTO] 2.3.4, standard and agile encryption): everyone opens them without being asked for one.
 */
import { createDecipheriv, createHash } from 'node:crypto';
import { defaultPassword } from '../default-password.js';
import type { ByteSource } from '../source.js';

/** Decrypts what begins at a block's or segment's place. */
interface Decryption {
  /** Bytes that are decrypted at a time. */
  readonly step: number;
  decrypt(bytes: Buffer, index: number): Buffer;
}

const BLOCK = 16;
const SEGMENT = 4096;
/** Bytes before the content that say how long it is. */
const LENGTH = 8;
/** Bytes of the standard encryption that are decrypted at a time; any number of blocks will do. */
const STANDARD_STEP = 4096;
/** Excel takes 100,000; far more would only cost time. */
const MOST_ROUNDS = 1_000_000;
const STANDARD_ROUNDS = 50_000;

/**
 * The package inside an encrypted one.
 * @param info content of the stream EncryptionInfo. @param content the stream EncryptedPackage.
 * @returns null where it has a password of its own, or an encryption that is not known.
 */
export async function decryptedPackage(info: Buffer, content: ByteSource): Promise<ByteSource | null> {
  if (info.length < 8) return null;
  const isAgile = info.readUInt16LE(0) === 4 && info.readUInt16LE(2) === 4;
  const decryption = isAgile ? agile(info.toString('utf8', 8)) : standard(info.subarray(8));
  if (decryption === null) return null;
  const length = Buffer.from(await content.read(0, LENGTH)).readUInt32LE(0);
  return decryptedSource(content, Math.min(length, content.size - LENGTH), decryption);
}

function decryptedSource(content: ByteSource, size: number, { step, decrypt }: Decryption): ByteSource {
  return {
    size,
    async read(offset, length) {
      const end = Math.min(offset + length, size);
      const pieces: Buffer[] = [];
      for (let index = Math.floor(offset / step); index * step < end; index++) {
        const bytes = Buffer.from(await content.read(LENGTH + index * step, step));
        pieces.push(decrypt(bytes, index));
      }
      const from = offset - Math.floor(offset / step) * step;
      return Buffer.concat(pieces).subarray(from, from + Math.max(0, end - offset));
    },
  };
}

/** Standard encryption (2.3.4.5 to 2.3.4.9): AES, each block by itself. */
function standard(info: Buffer): Decryption | null {
  if (info.length < 24) return null;
  const headerSize = info.readUInt32LE(0);
  const keyBytes = info.readUInt32LE(4 + 16) / 8;
  const verifier = info.subarray(4 + headerSize);
  if (![16, 24, 32].includes(keyBytes) || verifier.length < 72) return null;
  const key = standardKey(verifier.subarray(4, 20), keyBytes);
  const decrypt = (bytes: Buffer) => decrypted(`aes-${keyBytes * 8}-ecb`, key, null, bytes);
  const hash = createHash('sha1')
    .update(decrypt(verifier.subarray(20, 36)))
    .digest();
  const isRight = decrypt(verifier.subarray(40, 72)).subarray(0, hash.length).equals(hash);
  return isRight ? { step: STANDARD_STEP, decrypt } : null;
}

function standardKey(salt: Buffer, bytes: number): Buffer {
  const base = passwordHash('sha1', salt, STANDARD_ROUNDS);
  const last = createHash('sha1').update(base).update(int32(0)).digest();
  const derived = [0x36, 0x5c].map((fill) => {
    const pad = Buffer.alloc(64, fill);
    for (const [i, byte] of last.entries()) pad[i] = (pad[i] as number) ^ byte;
    return createHash('sha1').update(pad).digest();
  });
  return Buffer.concat(derived).subarray(0, bytes);
}

interface AgileKey {
  readonly hash: string;
  readonly salt: Buffer;
  readonly blockSize: number;
  readonly bits: number;
}

/** What a key is made for (2.3.4.11). */
const forInput = Buffer.from('fea7d2763b4b9e79', 'hex');
const forHash = Buffer.from('d7aa0f6d3061344e', 'hex');
const forKey = Buffer.from('146e0be7abacd0d6', 'hex');

/** Agile encryption (2.3.4.10 to 2.3.4.15): AES in segments, by a key that the password encrypts. */
function agile(xml: string): Decryption | null {
  const data = agileKey(element(xml, 'keyData'));
  const encryptor = element(xml, 'encryptedKey');
  const own = agileKey(encryptor);
  const rounds = Number(encryptor('spinCount'));
  if (!data || !own || !(rounds <= MOST_ROUNDS)) return null;
  const base = passwordHash(own.hash, own.salt, rounds);
  const opened = (attribute: string, purpose: Buffer) => {
    const key = fitted(createHash(own.hash).update(base).update(purpose).digest(), own.bits / 8);
    const iv = fitted(own.salt, own.blockSize);
    return decrypted(`aes-${own.bits}-cbc`, key, iv, Buffer.from(encryptor(attribute) ?? '', 'base64'));
  };
  const hash = createHash(own.hash).update(opened('encryptedVerifierHashInput', forInput)).digest();
  if (!opened('encryptedVerifierHashValue', forHash).subarray(0, hash.length).equals(hash)) return null;
  const secret = opened('encryptedKeyValue', forKey).subarray(0, data.bits / 8);
  if (secret.length * 8 < data.bits) return null;
  return {
    step: SEGMENT,
    decrypt(bytes, index) {
      const iv = createHash(data.hash).update(data.salt).update(int32(index)).digest();
      return decrypted(`aes-${data.bits}-cbc`, secret, fitted(iv, data.blockSize), bytes);
    },
  };
}

/** The attributes of an element of the description, which programs write without further ado. */
function element(xml: string, name: string): (attribute: string) => string | null {
  const [, attributes = ''] = new RegExp(`<(?:\\w+:)?${name}\\s([^>]*)>`).exec(xml) ?? [];
  return (attribute) => new RegExp(`(?:^|\\s)${attribute}="([^"]*)"`).exec(attributes)?.[1] ?? null;
}

const hashes: Readonly<Record<string, string>> = {
  SHA1: 'sha1',
  SHA256: 'sha256',
  SHA384: 'sha384',
  SHA512: 'sha512',
};

function agileKey(attribute: (name: string) => string | null): AgileKey | null {
  const hash = hashes[(attribute('hashAlgorithm') ?? '').replace('-', '')];
  const bits = Number(attribute('keyBits'));
  const isKnown = attribute('cipherAlgorithm') === 'AES' && attribute('cipherChaining') === 'ChainingModeCBC';
  if (hash === undefined || !isKnown || ![128, 192, 256].includes(bits)) return null;
  return { hash, bits, salt: Buffer.from(attribute('saltValue') ?? '', 'base64'), blockSize: BLOCK };
}

function passwordHash(algorithm: string, salt: Buffer, rounds: number): Buffer {
  let hash = createHash(algorithm).update(salt).update(defaultPassword).digest();
  for (let i = 0; i < rounds; i++) hash = createHash(algorithm).update(int32(i)).update(hash).digest();
  return hash;
}

/** Bytes cut, or filled up, to a length. */
function fitted(bytes: Buffer, length: number): Buffer {
  return bytes.length >= length
    ? bytes.subarray(0, length)
    : Buffer.concat([bytes, Buffer.alloc(length - bytes.length, 0x36)]);
}

/** Whole blocks decrypted; what is left of a file that was cut off is dropped. */
function decrypted(cipher: string, key: Buffer, iv: Buffer | null, bytes: Buffer): Buffer {
  const decipher = createDecipheriv(cipher, key, iv).setAutoPadding(false);
  const blocks = bytes.subarray(0, bytes.length - (bytes.length % BLOCK));
  return Buffer.concat([decipher.update(blocks), decipher.final()]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
