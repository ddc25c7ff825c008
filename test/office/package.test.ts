import { crc32 } from 'node:zlib';
import { strFromU8, strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import {
  canonicalPackage,
  joinParts,
  packPart,
  readPackage,
  writePackage,
} from '../../pipeline/office/package.js';

const parts = new Map([
  ['xl/workbook.xml', strToU8('<workbook/>')],
  ['_rels/.rels', strToU8('<Relationships/>')],
  ['[Content_Types].xml', strToU8('<Types/>')],
  ['docProps/core.xml', strToU8(core('2024-05-06T07:08:09Z', '张三'))],
]);

function core(date: string, user: string): string {
  const time = (name: string) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${date}</dcterms:${name}>`;
  return `<cp:coreProperties><dc:creator>示例镇</dc:creator><cp:lastModifiedBy>${user}</cp:lastModifiedBy><cp:lastPrinted/>${time('created')}${time('modified')}</cp:coreProperties>`;
}

describe('writePackage', () => {
  test('keeps every part, the content types first and the others sorted', () => {
    const read = readPackage(writePackage(parts));
    expect([...read.keys()]).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'docProps/core.xml',
      'xl/workbook.xml',
    ]);
    expect(strFromU8(read.get('xl/workbook.xml') ?? new Uint8Array())).toBe('<workbook/>');
  });

  test('gives the same bytes whatever the order of the parts and the time zone', () => {
    const zone = process.env.TZ;
    const bytes = ['Asia/Shanghai', 'America/Los_Angeles', 'UTC'].map((TZ, at) => {
      process.env.TZ = TZ;
      const entries = [...parts];
      return writePackage(new Map(at === 1 ? entries.reverse() : entries));
    });
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    expect(bytes[1]).toEqual(bytes[0]);
    expect(bytes[2]).toEqual(bytes[0]);
  });

  test('gives what the library that deflates would have written', () => {
    const files = new Map([...parts, ['xl/工作表.xml', strToU8('<c/>'.repeat(50_000))]]);
    const sorted = [...readPackage(writePackage(files))];
    const mtime = new Date(1980, 0, 1, 12);
    expect(writePackage(files)).toEqual(zipSync(Object.fromEntries(sorted), { level: 5, mtime }));
  });

  test('a part that was compressed as it came reads as its text', () => {
    const part = packPart('xl/a.xml');
    const rows = Array.from({ length: 20_000 }, (_, at) => `<row r="${at + 1}">东魏庄村${at % 97}</row>`);
    for (const row of rows) part.write(row);
    const packed = part.end();
    expect(packed.deflated.length).toBeLessThan(packed.size / 5);
    const read = readPackage(joinParts([packed, packPart('empty.xml').end()]));
    expect(strFromU8(read.get('xl/a.xml') ?? new Uint8Array())).toBe(rows.join(''));
    expect(read.get('empty.xml')).toHaveLength(0);
  });

  test('a part whose last text was compressed as it came has the checksum of all of it', () => {
    const part = packPart('a.xml');
    const text = '<v/>'.repeat(50_000);
    part.write(text);
    expect(part.end()).toMatchObject({ size: text.length, crc: crc32(text) });
  });

  test('refuses bytes that are no package', () => {
    expect(() => readPackage(strToU8('姓名,金额\r\n'))).toThrow();
  });
});

describe('canonicalPackage', () => {
  test('forgets when, in which order and by whom a package was written', () => {
    const other = zipSync(
      {
        'docProps/core.xml': strToU8(core('2025-01-01T00:00:00Z', '李四')),
        'xl/': new Uint8Array(),
        'xl/workbook.xml': strToU8('<workbook/>'),
        '[Content_Types].xml': strToU8('<Types/>'),
        '_rels/.rels': strToU8('<Relationships/>'),
      },
      { level: 0, mtime: new Date(2024, 4, 5) },
    );
    const canonical = canonicalPackage(other, { date: '2021-11-30' });
    expect(canonical).toEqual(canonicalPackage(parts, { date: '2021-11-30' }));
    const properties = strFromU8(readPackage(canonical).get('docProps/core.xml') ?? new Uint8Array());
    expect(properties).toBe(
      '<cp:coreProperties><dc:creator>示例镇</dc:creator>' +
        '<dcterms:created xsi:type="dcterms:W3CDTF">2021-11-30T00:00:00Z</dcterms:created>' +
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2021-11-30T00:00:00Z</dcterms:modified></cp:coreProperties>',
    );
  });

  test('is its own canonical form', () => {
    const once = canonicalPackage(parts, { date: '2021-11-30' });
    expect(canonicalPackage(once, { date: '2021-11-30' })).toEqual(once);
  });
});
