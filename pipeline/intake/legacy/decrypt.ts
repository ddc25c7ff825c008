/**
 * Binary workbooks that are encrypted with the password by which spreadsheet programs protect them against changes
 * ([MS-XLS] 2.2.10, [MS-OFFCRYPTO] 2.3.5 to 2.3.7): everyone opens them without being asked for one.
 */
import { createHash } from 'node:crypto';
import { defaultPassword } from '../default-password.js';
import { recordsOf } from './biff.js';

const FILE_PASS = 0x002f;
const BOUND_SHEET = 0x0085;
/** BOF, FilePass, UsrExcl, FileLock, InterfaceHdr, RRDInfo, RRDHead: as they are. */
const PLAIN: ReadonlySet<number> = new Set([0x0809, FILE_PASS, 0x0194, 0x0195, 0x00e1, 0x0196, 0x0138]);
/** Bytes after which RC4 takes another key. */
const BLOCK = 1024;
/** A record of a type that no reader knows. */
const IGNORED = 0x00ff;

/** Decrypts a record's bytes, which begin at a place in the stream, where they are. */
type Decrypt = (bytes: Buffer, at: number) => void;

/**
 * The stream of a workbook as it is without its encryption; itself where it has none.
 * @returns null where it has a password of its own.
 */
export function decryptedStream(stream: Buffer): Buffer | null {
  const filePass = [...recordsUntil(stream, FILE_PASS)].at(-1);
  if (filePass?.type !== FILE_PASS) return stream;
  const decrypt = decryptionOf(filePass.data);
  if (decrypt === null) return null;
  const plain = Buffer.from(stream);
  for (const { type, at } of recordsOf(stream)) {
    const length = stream.readUInt16LE(at + 2);
    const data = plain.subarray(at + 4, at + 4 + length);
    // Where the sheet's records begin stays readable.
    if (type === BOUND_SHEET) decryptFrom(4, data, at + 4, decrypt);
    else if (!PLAIN.has(type)) decrypt(data, at + 4);
  }
  plain.writeUInt16LE(IGNORED, filePass.at);
  return plain;
}

function decryptFrom(skip: number, data: Buffer, at: number, decrypt: Decrypt): void {
  const kept = Buffer.from(data.subarray(0, skip));
  decrypt(data, at);
  kept.copy(data);
}

/** It is among the first records, or not at all. */
const MOST_BEFORE = 64;

function* recordsUntil(stream: Buffer, type: number) {
  let count = 0;
  for (const record of recordsOf(stream)) {
    yield record;
    if (record.type === type || ++count === MOST_BEFORE) return;
  }
}

function decryptionOf(filePass: Buffer): Decrypt | null {
  const type = filePass.readUInt16LE(0);
  if (type === 0) return xorDecryption(filePass.subarray(2));
  const isOffice97 = filePass.readUInt16LE(2) === 1;
  return isOffice97 ? office97Decryption(filePass.subarray(6)) : cryptoApiDecryption(filePass.subarray(6));
}

/** What the default password gives, since it is always the same: the verifier, and the bytes to be combined with. */
const XOR_VERIFIER = 0x9a0a;
const XOR_BYTES = Buffer.from('876b9ae21ee305621e699660986e9404', 'hex');

function xorDecryption(info: Buffer): Decrypt | null {
  if (info.readUInt16LE(2) !== XOR_VERIFIER) return null;
  return (bytes, at) => {
    const end = at + bytes.length;
    for (let i = 0; i < bytes.length; i++) {
      const value = (bytes[i] as number) ^ (XOR_BYTES[(end + i) % XOR_BYTES.length] as number);
      bytes[i] = ((value >> 5) | (value << 3)) & 0xff;
    }
  };
}

const md5 = (...parts: Buffer[]) => createHash('md5').update(Buffer.concat(parts)).digest();
const sha1 = (...parts: Buffer[]) => createHash('sha1').update(Buffer.concat(parts)).digest();

function office97Decryption(info: Buffer): Decrypt | null {
  const salt = info.subarray(0, 16);
  const truncated = md5(defaultPassword).subarray(0, 5);
  const base = md5(...Array.from({ length: 16 }, () => Buffer.concat([truncated, salt]))).subarray(0, 5);
  const keyOf = (block: number) => md5(base, int32(block));
  const [verifier, hash] = verified(keyOf(0), info.subarray(16, 32), info.subarray(32, 48));
  return md5(verifier).equals(hash) ? rc4Decryption(keyOf) : null;
}

function cryptoApiDecryption(info: Buffer): Decrypt | null {
  const headerSize = info.readUInt32LE(4);
  const keyBits = info.readUInt32LE(8 + 16) || 40;
  const verifierAt = 8 + headerSize;
  const salt = info.subarray(verifierAt + 4, verifierAt + 20);
  const base = sha1(salt, defaultPassword);
  const keyOf = (block: number) => {
    const key = sha1(base, int32(block)).subarray(0, keyBits / 8);
    // A key of 40 bits is filled up to 128.
    return keyBits === 40 ? Buffer.concat([key, Buffer.alloc(11)]) : key;
  };
  const encrypted = info.subarray(verifierAt + 20, verifierAt + 36);
  const [verifier, hash] = verified(keyOf(0), encrypted, info.subarray(verifierAt + 40, verifierAt + 60));
  return sha1(verifier).equals(hash) ? rc4Decryption(keyOf) : null;
}

function verified(key: Buffer, verifier: Buffer, hash: Buffer): readonly [Buffer, Buffer] {
  const cipher = rc4(key);
  return [cipher(Buffer.from(verifier)), cipher(Buffer.from(hash))];
}

function rc4Decryption(keyOf: (block: number) => Buffer): Decrypt {
  let current = 0;
  let cipher = rc4(keyOf(current));
  let next = 0;
  return (bytes, at) => {
    let done = 0;
    while (done < bytes.length) {
      const position = at + done;
      const block = Math.floor(position / BLOCK);
      if (block !== current || next > position) {
        current = block;
        cipher = rc4(keyOf(block));
        next = block * BLOCK;
      }
      // The key runs on over what is not encrypted.
      if (next < position) cipher(Buffer.alloc(position - next));
      const piece = bytes.subarray(done, Math.min(bytes.length, done + BLOCK - (position % BLOCK)));
      cipher(piece);
      done += piece.length;
      next = position + piece.length;
    }
  };
}

/** RC4, which the libraries that Node is built with no longer have: changes bytes where they are. */
function rc4(key: Buffer): (bytes: Buffer) => Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const swap = (a: number, b: number) => {
    const kept = state[a] as number;
    state[a] = state[b] as number;
    state[b] = kept;
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (state[i] as number) + (key[i % key.length] as number)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return (bytes) => {
    for (let at = 0; at < bytes.length; at++) {
      i = (i + 1) & 255;
      j = (j + (state[i] as number)) & 255;
      swap(i, j);
      bytes[at] =
        (bytes[at] as number) ^ (state[((state[i] as number) + (state[j] as number)) & 255] as number);
    }
    return bytes;
  };
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
