/** SheetJS's tables of code pages (half a megabyte), by the decoders that every browser has. */

const labels: Readonly<Record<number, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  1201: 'utf-16be',
  10000: 'macintosh',
  20866: 'koi8-r',
  54936: 'gb18030',
  65001: 'utf-8',
};

function labelOf(codepage: number): string {
  const windows = codepage >= 1250 && codepage <= 1258 ? `windows-${codepage}` : 'windows-1252';
  return labels[codepage] ?? windows;
}

export const utils = {
  /** @param data bytes, or a text of a character for each byte. */
  decode(codepage: number | string, data: string | ArrayLike<number>): string {
    const bytes =
      typeof data === 'string' ? Uint8Array.from(data, (c) => c.charCodeAt(0)) : Uint8Array.from(data);
    return new TextDecoder(labelOf(Number(codepage)), { ignoreBOM: true }).decode(bytes);
  },
  hascp: () => true,
};
