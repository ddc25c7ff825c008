/** The packages for computers without Node, as `npm run package` makes them, and how a user unpacks one. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

const project = join(import.meta.dirname, '../..');

export interface ZipEntry {
  readonly name: string;
  readonly isMarkedUtf8: boolean;
  /** As Unix reads it. */
  readonly mode: number;
}

/** @throws Error where they cannot be made, as npm says. */
export function makePackages(into: string): void {
  const args = ['run', 'package', '--silent', '--', '--out', into];
  const { status, stderr } = spawnSync('npm', args, { cwd: project, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** The directory at the end of a zip, which unpackers go by. */
export function entriesOf(zip: Buffer): ZipEntry[] {
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = zip.readUInt32LE(end + 16);
  return Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    const lengths = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const [name = 0, extra = 0, comment = 0] = lengths;
    const entry = {
      name: zip.toString('utf8', at + 46, at + 46 + name),
      isMarkedUtf8: (zip.readUInt16LE(at + 8) & 0x800) !== 0,
      mode: zip.readUInt32LE(at + 38) >>> 16,
    };
    at += 46 + name + extra + comment;
    return entry;
  });
}

/** Unpacks over what is there, as `unzip` does. */
export function unpack(zip: string, into: string): void {
  const bytes = readFileSync(zip);
  const modes = new Map(entriesOf(bytes).map(({ name, mode }) => [name, mode & 0o777]));
  for (const [name, content] of Object.entries(unzipSync(bytes))) {
    const path = join(into, name);
    mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (name.endsWith('/')) continue;
    writeFileSync(path, content);
    chmodSync(path, modes.get(name) ?? 0o644);
  }
}

/** Puts the example, which lies in the package, where a clerk's files go. */
export function useExample(folder: string): void {
  cpSync(join(folder, 'program/example'), join(folder, 'inputs'), { recursive: true });
}
