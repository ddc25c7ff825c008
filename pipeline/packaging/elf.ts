/** Which versions of the system's libraries a native file of Linux asks for. */

const sectionOfNeededVersions = 0x6ffffffe;

/**
 * Reads the section `.gnu.version_r` of a 64-bit little-endian ELF file.
 * @returns names such as GLIBC_2.28; null: the bytes are no such file.
 */
export function neededVersions(bytes: Uint8Array): string[] | null {
  const elf = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 64 || elf.getUint32(0) !== 0x7f454c46 || bytes[4] !== 2 || bytes[5] !== 1)
    return null;
  const start = Number(elf.getBigUint64(0x28, true));
  const size = elf.getUint16(0x3a, true);
  const sections = Array.from({ length: elf.getUint16(0x3c, true) }, (_, index) => {
    const at = start + index * size;
    return {
      type: elf.getUint32(at + 4, true),
      offset: Number(elf.getBigUint64(at + 24, true)),
      link: elf.getUint32(at + 40, true),
      entries: elf.getUint32(at + 44, true),
    };
  });
  const names: string[] = [];
  for (const { type, offset, link, entries } of sections) {
    if (type !== sectionOfNeededVersions) continue;
    const strings = sections[link]?.offset ?? 0;
    let library = offset;
    for (let left = entries; left > 0; left -= 1) {
      let version = library + elf.getUint32(library + 8, true);
      for (let more = elf.getUint16(library + 2, true); more > 0; more -= 1) {
        names.push(textAt(bytes, strings + elf.getUint32(version + 8, true)));
        version += elf.getUint32(version + 12, true);
      }
      library += elf.getUint32(library + 12, true);
    }
  }
  return names;
}

function textAt(bytes: Uint8Array, from: number): string {
  return Buffer.from(bytes.subarray(from, bytes.indexOf(0, from))).toString('latin1');
}

/** @returns those of these versions that a C library of this version (major.minor) does not have. */
export function newerThanGlibc(names: readonly string[], glibc: string): string[] {
  const [major, minor] = numbersIn(glibc);
  return names.filter((name) => {
    if (!name.startsWith('GLIBC_')) return false;
    const [needed, more] = numbersIn(name.slice('GLIBC_'.length));
    // Features without a number, such as GLIBC_ABI_DT_RELR, came later than the versions that we ask for.
    return Number.isNaN(needed) || needed > major || (needed === major && more > minor);
  });
}

function numbersIn(version: string): [major: number, minor: number] {
  const [major = Number.NaN, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}
