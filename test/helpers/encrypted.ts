/** Workbooks encrypted with a password, as [MS-OFFCRYPTO] says; written anew, so that it checks how they are read. */
import { createCipheriv, createHash } from 'node:crypto';
import { CFB } from '@e965/xlsx';

const salt = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const verifier = Buffer.from('0f1e2d3c4b5a69788796a5b4c3d2e1f0', 'hex');
const utf16 = (password: string) => Buffer.from(password, 'utf16le');
const hash = (algorithm: string, ...parts: Buffer[]) =>
  createHash(algorithm).update(Buffer.concat(parts)).digest();
const int = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const short = (value: number) => int(value).subarray(0, 2);
const padded = (bytes: Buffer, to: number, fill = 0) =>
  Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to, fill)]);
const aes = (bits: number, mode: 'ecb' | 'cbc', key: Buffer, iv: Buffer | null, bytes: Buffer) => {
  const cipher = createCipheriv(`aes-${bits}-${mode}`, key, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(padded(bytes, 16)), cipher.final()]);
};

function compound(streams: Readonly<Record<string, Buffer>>): Buffer {
  const file = CFB.utils.cfb_new();
  for (const [name, content] of Object.entries(streams)) CFB.utils.cfb_add(file, `/${name}`, content);
  return Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

function length8(bytes: Uint8Array): Buffer {
  return Buffer.concat([int(bytes.length), int(0)]);
}

/** A package in standard encryption: AES of 128 bits. */
export function standardEncrypted(bytes: Uint8Array, password: string): Buffer {
  let base = hash('sha1', salt, utf16(password));
  for (let i = 0; i < 50_000; i++) base = hash('sha1', int(i), base);
  const last = hash('sha1', base, int(0));
  const inner = Buffer.alloc(64, 0x36);
  for (let i = 0; i < last.length; i++) inner[i] = 0x36 ^ (last[i] as number);
  const key = hash('sha1', inner).subarray(0, 16);
  const name = Buffer.from('Microsoft Enhanced RSA and AES Cryptographic Provider\0', 'utf16le');
  const header = [0x24, 0, 0x660e, 0x8004, 128, 0x18, 0, 0].map(int);
  const info = Buffer.concat([
    short(3),
    short(2),
    int(0x24),
    int(32 + name.length),
    ...header,
    name,
    int(16),
    salt,
    aes(128, 'ecb', key, null, verifier),
    int(20),
    aes(128, 'ecb', key, null, padded(hash('sha1', verifier), 32)),
  ]);
  const content = Buffer.concat([length8(bytes), aes(128, 'ecb', key, null, Buffer.from(bytes))]);
  return compound({ EncryptionInfo: info, EncryptedPackage: content });
}

/** A package in agile encryption: AES of 256 bits, SHA-512. @param claimed rounds that its description names. */
export function agileEncrypted(bytes: Uint8Array, password: string, rounds = 1000, claimed = rounds): Buffer {
  const dataSalt = Buffer.from('ffeeddccbbaa99887766554433221100', 'hex');
  const secret = Buffer.alloc(32, 0x5a);
  let base = hash('sha512', salt, utf16(password));
  for (let i = 0; i < rounds; i++) base = hash('sha512', int(i), base);
  const locked = (purpose: string, content: Buffer) => {
    const key = hash('sha512', base, Buffer.from(purpose, 'hex')).subarray(0, 32);
    return aes(256, 'cbc', key, salt, content).toString('base64');
  };
  const common = (of: Buffer) =>
    `saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="${of.toString('base64')}"`;
  const key = [
    `<p:encryptedKey spinCount="${claimed}" ${common(salt)}`,
    `encryptedVerifierHashInput="${locked('fea7d2763b4b9e79', verifier)}"`,
    `encryptedVerifierHashValue="${locked('d7aa0f6d3061344e', hash('sha512', verifier))}"`,
    `encryptedKeyValue="${locked('146e0be7abacd0d6', secret)}"/>`,
  ].join(' ');
  const xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><keyData ${common(dataSalt)}/><keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">${key}</keyEncryptor></keyEncryptors></encryption>`;
  const segments: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 4096) {
    const iv = hash('sha512', dataSalt, int(segments.length)).subarray(0, 16);
    segments.push(aes(256, 'cbc', secret, iv, Buffer.from(bytes.subarray(at, at + 4096))));
  }
  const info = Buffer.concat([short(4), short(4), int(0x40), Buffer.from(xml)]);
  return compound({ EncryptionInfo: info, EncryptedPackage: Buffer.concat([length8(bytes), ...segments]) });
}

function rc4(key: Buffer): () => number {
  const s = [...Array(256).keys()];
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (s[i] as number) + (key[i % key.length] as number)) % 256;
    [s[i], s[j]] = [s[j] as number, s[i] as number];
  }
  let i = 0;
  let j = 0;
  return () => {
    i = (i + 1) % 256;
    j = (j + (s[i] as number)) % 256;
    [s[i], s[j]] = [s[j] as number, s[i] as number];
    return s[((s[i] as number) + (s[j] as number)) % 256] as number;
  };
}

/** A stream of RC4 bytes with a new key for each 1,024. */
function rc4Blocks(keyOf: (block: number) => Buffer, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let next = rc4(keyOf(0));
  for (let at = 0; at < length; at++) {
    if (at % 1024 === 0) next = rc4(keyOf(at / 1024));
    bytes[at] = next();
  }
  return bytes;
}

const combined = (a: Buffer, b: Buffer) => Buffer.from(a.map((byte, i) => byte ^ (b[i] as number)));

/** A binary workbook, as a compound file of one stream, encrypted in one of the ways of .xls. */
export function binaryEncrypted(file: Buffer, password: string, way: 'rc4' | 'cryptoapi' | 'xor'): Buffer {
  const workbook = CFB.find(CFB.read(file, { type: 'buffer' }), '/Workbook');
  const stream = Buffer.from(workbook?.content as Uint8Array);
  const { filePass, change } = ways[way](password);
  const header = Buffer.concat([short(0x2f), short(filePass.length), filePass]);
  const first = 4 + stream.readUInt16LE(2);
  const plain = Buffer.concat([stream.subarray(0, first), header, stream.subarray(first)]);
  const encrypted = Buffer.from(plain);
  for (let at = 0; at + 4 <= plain.length; at += 4 + plain.readUInt16LE(at + 2)) {
    const type = plain.readUInt16LE(at);
    const end = at + 4 + plain.readUInt16LE(at + 2);
    const from = type === 0x85 ? at + 8 : at + 4;
    // The sheets begin further behind by what was put in.
    if (type === 0x85) encrypted.writeUInt32LE(plain.readUInt32LE(at + 4) + header.length, at + 4);
    if (![0x0809, 0x2f, 0xe1].includes(type))
      change(encrypted.subarray(from, end), from, end, at + 4).copy(encrypted, from);
  }
  return compound({ Workbook: encrypted });
}

interface Way {
  readonly filePass: Buffer;
  /** The bytes from one place of the stream to the end of their record, encrypted. */
  change(bytes: Buffer, from: number, end: number, recordStart: number): Buffer;
}

const ways: Readonly<Record<'rc4' | 'cryptoapi' | 'xor', (password: string) => Way>> = {
  rc4(password) {
    const truncated = hash('md5', utf16(password)).subarray(0, 5);
    const base = hash('md5', ...Array(16).fill(Buffer.concat([truncated, salt]))).subarray(0, 5);
    const keyOf = (block: number) => hash('md5', base, int(block));
    const key = rc4Blocks(keyOf, 1 << 20);
    const checked = combined(Buffer.concat([verifier, hash('md5', verifier)]), rc4Blocks(keyOf, 32));
    return {
      filePass: Buffer.concat([short(1), short(1), short(1), salt, checked]),
      change: (bytes, from, end) => combined(bytes, key.subarray(from, end)),
    };
  },
  cryptoapi(password) {
    const base = hash('sha1', salt, utf16(password));
    const keyOf = (block: number) => hash('sha1', base, int(block)).subarray(0, 16);
    const key = rc4Blocks(keyOf, 1 << 20);
    const checked = combined(Buffer.concat([verifier, hash('sha1', verifier)]), rc4Blocks(keyOf, 36));
    const name = Buffer.from('Microsoft Enhanced Cryptographic Provider v1.0\0', 'utf16le');
    const header = Buffer.concat([...[4, 0, 0x6801, 0x8004, 128, 1, 0, 0].map(int), name]);
    return {
      filePass: Buffer.concat([
        short(1),
        short(2),
        short(2),
        int(4),
        int(header.length),
        header,
        int(16),
        salt,
        checked.subarray(0, 16),
        int(20),
        checked.subarray(16),
      ]),
      change: (bytes, from, end) => combined(bytes, key.subarray(from, end)),
    };
  },
  xor(password) {
    // What [MS-OFFCRYPTO] 2.3.7.2 makes of VelvetSweatshop.
    const bytes = Buffer.from('876b9ae21ee305621e699660986e9404', 'hex');
    const known = password === 'VelvetSweatshop' ? 0x9a0a : 0x1234;
    return {
      filePass: Buffer.concat([short(0), short(0xffff), short(known)]),
      change: (plain, from, end, recordStart) =>
        Buffer.from(
          plain.map((byte, i) => {
            const turned = ((byte << 5) | (byte >> 3)) & 0xff;
            return turned ^ (bytes[(end + from - recordStart + i) % 16] as number);
          }),
        ),
    };
  },
};
