/** Digests and AES at once, as Node gives them: the browser's own answer only later, which a stream of keys cannot wait for. */
import { cbc, ecb } from '@noble/ciphers/aes.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { Buffer } from 'buffer';

const digests = { md5, sha1, sha256, sha384, sha512 };

function isKnown(name: string): name is keyof typeof digests {
  return Object.keys(digests).includes(name);
}

/** @param algorithm as the readers call it: sha1, SHA512. @throws RangeError where it is another. */
export function createHash(algorithm: string) {
  const name = algorithm.toLowerCase();
  if (!isKnown(name)) throw new RangeError(`no digest ${algorithm}`);
  const state = digests[name].create();
  const hash = {
    update(bytes: Uint8Array) {
      state.update(bytes);
      return hash;
    },
    digest: () => Buffer.from(state.digest()),
  };
  return hash;
}

/** AES of whole blocks. @param cipher such as aes-256-cbc. @param iv null: each block by itself. */
export function createDecipheriv(_cipher: string, key: Uint8Array, iv: Uint8Array | null) {
  const options = { disablePadding: true };
  const decipher = {
    setAutoPadding: (_isPadded: false) => decipher,
    update(blocks: Uint8Array) {
      if (blocks.length === 0) return Buffer.alloc(0);
      const aes = iv === null ? ecb(key, options) : cbc(key, iv, options);
      return Buffer.from(aes.decrypt(blocks));
    },
    final: () => Buffer.alloc(0),
  };
  return decipher;
}
