/** Files as one zip: the same bytes for the same files. */
import { type ZipOptions, zipSync } from 'fflate';

export interface PackedFile {
  /** Below the folder where it is unpacked, with slashes; a folder's ends with one. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly isExecutable?: boolean;
}

const unix = 3;
const when = new Date(2000, 0, 1);

/** @returns the bytes of the zip, its entries by path; names that are not ASCII carry the mark of UTF-8. */
export function packZip(files: readonly PackedFile[]): Uint8Array {
  const entries = [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((file) => [file.path, entryOf(file)]);
  return zipSync(Object.fromEntries(entries));
}

function entryOf({ path, bytes, isExecutable = false }: PackedFile): [Uint8Array, ZipOptions] {
  const isFolder = path.endsWith('/');
  const mode = isFolder ? 0o40755 : isExecutable ? 0o100755 : 0o100644;
  // The upper half is what Unix reads, the lower what Windows does.
  const attrs = ((mode << 16) | (isFolder ? 0x10 : 0)) >>> 0;
  return [bytes, { level: isFolder ? 0 : 6, mtime: when, os: unix, attrs }];
}
