/** Pieces of files that no well-behaved program writes. */
import { type Parts, parts, zipped } from './xlsx-package.js';

interface Around {
  readonly head?: string;
  readonly tail?: string;
  /** Rows after the road's. */
  readonly rows?: string;
}

/** A cell with its text inline. */
export function cellIn(reference: string, text: string): string {
  return `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
}

/** Parts of a workbook that lists one road of one kilometre. */
export function roadsParts(name: string, { head = '', tail = '', rows = '' }: Around = {}): Parts {
  const row = (number: number, texts: readonly string[]) =>
    `<row r="${number}">${texts.map((text, i) => cellIn(`${String.fromCharCode(65 + i)}${number}`, text)).join('')}</row>`;
  const data = [
    row(1, ['泰平镇2021年村级道路修建情况表']),
    row(2, ['所属村', '道路名称', '长度（公里）', '建设性质', '完工日期']),
    row(3, ['东庄村', name, '1', '新建', '2021-5-1']),
  ].join('');
  return parts(data + rows, { head, tail });
}

export function roadsWorkbook(name: string, around: Around = {}): Uint8Array {
  return zipped(roadsParts(name, around));
}

/** A compound file with empty streams of these names: header, one sector of the allocation table, one of the directory. */
export function compoundFile(...names: string[]): Buffer {
  const bytes = Buffer.alloc(512 * 3);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
  bytes.writeUInt16LE(0x3e, 0x18);
  bytes.writeUInt16LE(3, 0x1a);
  bytes.writeUInt16LE(0xfffe, 0x1c);
  bytes.writeUInt16LE(9, 0x1e);
  bytes.writeUInt16LE(6, 0x20);
  bytes.writeUInt32LE(1, 0x2c);
  bytes.writeUInt32LE(1, 0x30);
  bytes.writeUInt32LE(4096, 0x38);
  bytes.writeUInt32LE(0xfffffffe, 0x3c);
  bytes.writeUInt32LE(0xfffffffe, 0x44);
  bytes.fill(0xff, 0x4c, 512);
  bytes.writeUInt32LE(0, 0x4c);
  bytes.fill(0xff, 512, 1024);
  bytes.writeUInt32LE(0xfffffffd, 512);
  bytes.writeUInt32LE(0xfffffffe, 516);
  for (const [i, name] of ['Root Entry', ...names].entries()) {
    const at = 1024 + 128 * i;
    bytes.write(name, at, 'utf16le');
    bytes.writeUInt16LE(2 * name.length + 2, at + 0x40);
    bytes[at + 0x42] = i === 0 ? 5 : 2;
    bytes.fill(0xff, at + 0x44, at + 0x50);
    bytes.writeUInt32LE(0xfffffffe, at + 0x74);
  }
  return bytes;
}
