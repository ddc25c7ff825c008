import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workbookRules } from '../../pipeline/findings/rules/workbooks.js';
import { defaultLimits } from '../../pipeline/intake/limits.js';
import { Unreadable } from '../../pipeline/intake/unreadable.js';
import {
  cells,
  MAIN,
  outcome,
  type Parts,
  parts,
  read,
  rowsOf,
  workbook,
  worksheet,
  zipped,
} from '../helpers/xlsx-package.js';

/** Processor time, which other programs on the machine do not stretch. */
const milliseconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000;

const row = '<row r="1"><c r="A1"><v>1</v></c></row>';
const good = zipped(parts(row));

/** Offset of an entry's record in the directory. */
function directoryEntry(bytes: Buffer, name: string): number {
  return bytes.lastIndexOf(name) - 46;
}

describe('limits', () => {
  it('reads a merge over a million rows as the one range that it is', async () => {
    const tail = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>';
    const { sheets } = await read(zipped(parts(row, { tail })));
    expect(sheets[0]?.merges).toEqual([
      { firstRow: 1, lastRow: 1_048_576, firstColumn: 0, lastColumn: 16_383 },
    ]);
  });

  it('does not believe a dimension', async () => {
    for (const ref of ['A1:XFD1048576', 'A1', 'x', 'Z9:A1']) {
      const { sheets } = await read(zipped(parts(row, { head: `<dimension ref="${ref}"/>` })));
      expect(cells(await rowsOf(sheets[0]))).toEqual(['A1 number 1']);
    }
  });

  it('refuses ten thousand sheets', async () => {
    const sheets = '<sheet name="x" r:id="r1"/>'.repeat(10_000);
    expect(await outcome(zipped(parts(row), { 'xl/workbook.xml': workbook(sheets) }))).toBe(
      'file.too_many_sheets',
    );
  });

  it('refuses twenty thousand parts', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_001 }, (_, i) => [`x/${i}`, '']));
    expect(await outcome(zipped(parts(row), many))).toBe('file.too_many_parts');
  });

  it('refuses a small file that expands to hundreds of megabytes, in time', async () => {
    const blank = '<row r="1"><c r="A1"><v>1</v></c>'.padEnd(300_000_000, ' ');
    const bomb = zipped(parts(''), { 'xl/worksheets/sheet1.xml': worksheet(`${blank}</row>`) });
    expect(bomb.length).toBeLessThan(500_000);
    const from = process.cpuUsage();
    expect(await outcome(bomb)).toBe('file.expands_too_much');
    expect(milliseconds(process.cpuUsage(from))).toBeLessThan(50_000);
  });

  it('counts what is inflated, not what the directory claims', async () => {
    const sheet = worksheet(row.repeat(1) + ' '.repeat(2_000_000));
    const bytes = Buffer.from(zipped(parts(''), { 'xl/worksheets/sheet1.xml': sheet }));
    bytes.writeUInt32LE(10, directoryEntry(bytes, 'xl/worksheets/sheet1.xml') + 24);
    expect(await outcome(bytes)).toBe('read');
    expect(await outcome(bytes, { ...defaultLimits, inflatedBytes: 1_000_000 })).toBe('file.too_large');
  });

  it('refuses merged ranges, strings, texts and cells over their limits', async () => {
    const merges = parts(row, { tail: `<mergeCells>${'<mergeCell ref="A1:B1"/>'.repeat(3)}</mergeCells>` });
    expect(await outcome(zipped(merges), { ...defaultLimits, merges: 2 })).toBe('file.too_many_merges');
    const strings = zipped(parts(row), {
      'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${'<si><t>abc</t></si>'.repeat(3)}</sst>`,
    });
    expect(await outcome(strings, { ...defaultLimits, sharedStrings: 2 })).toBe('file.too_many_strings');
    expect(await outcome(strings, { ...defaultLimits, sharedStringBytes: 8 })).toBe('file.too_large');
    const cellText = zipped(
      parts(`<row><c t="inlineStr"><is><t>${'x'.repeat(3_000_000)}</t></is></c></row>`),
      {},
      0,
    );
    expect(await outcome(cellText, { ...defaultLimits, textBytes: 100_000 })).toBe('file.text_too_long');
    const wide = parts('<row r="1"><c r="XFD1"><v>1</v></c></row><row r="2"><c r="XFD2"><v>1</v></c></row>');
    expect(await outcome(zipped(wide), { ...defaultLimits, cells: 20_000 })).toBe('file.too_many_cells');
  });

  it.each([
    ['XFE1', '<row r="1"><c r="XFE1"><v>1</v></c></row>'],
    ['A1048577', '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'],
    ['XFE1', `<row r="1">${'<c r="XFD1"/><c><v>1</v></c>'}</row>`],
  ])('refuses cell %s, which lies outside the grid', async (cell, data) => {
    const { sheets } = await read(zipped(parts(data)));
    const failure = await rowsOf(sheets[0]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Unreadable);
    expect(failure).toMatchObject({ finding: { rule: 'file.outside_grid', sheet: '表', params: { cell } } });
  });

  it('holds a storm of shared formulas to the cells that are there', async () => {
    const storm = Array.from(
      { length: 1000 },
      (_, i) => `<row><c><f t="shared" ref="A1:XFD1048576" si="${i}">A1</f></c></row>`,
    );
    expect(await outcome(zipped(parts(storm.join(''))))).toBe('read');
  });

  it('takes headers such as __proto__ for what they are', async () => {
    const data =
      '<row><c t="inlineStr"><is><t>__proto__</t></is></c><c t="__proto__"><v>constructor</v></c></row>';
    const { sheets } = await read(zipped(parts(data)));
    expect(cells(await rowsOf(sheets[0]))).toEqual(['A1 text __proto__', 'B1 text constructor']);
  });
});

/** Parts written to make a careless reader go over the same bytes again and again. */
describe('time', () => {
  const long = 1_000_000;
  const row1 = (content: string) => `<row r="1">${content}</row>`;
  it.each([
    [
      'a number of a million digits',
      parts(row1(`<c><v>${'1'.repeat(long)}x</v></c><c ><v>${' '.repeat(long)}x</v></c>`)),
    ],
    ['an address of a million letters', parts(row1(`<c r="${'Z'.repeat(long)}1"><v>1</v></c>`))],
    ['a tag of a million attributes', parts(row1(`<c ${'a="" '.repeat(long / 5)}><v>1</v></c>`))],
    ['rows that do not end', parts(row1('').replace('>', `/>${'<row'.repeat(long)}`))],
    ['false ends of the rows', parts(row1(`<c><v>${':sheetData'.repeat(long / 2)}</v></c>`))],
    [
      'columns over each other',
      parts(row1(''), { head: `<cols>${'<col min="1" max="16383" hidden="1"/>'.repeat(long / 10)}</cols>` }),
    ],
    [
      'a text in a million pieces',
      parts(row1(`<c t="inlineStr"><is><t>${'a<!---->'.repeat(long / 4)}</t></is></c>`)),
    ],
    ['a million empty comments', parts('<!---->'.repeat(long) + row1('<c><v>1</v></c>'))],
    [
      'wide rows in no order',
      parts(
        '<row r="2"><c r="XFD2"><v>1</v></c></row><row r="1"><c r="XFD1"><v>1</v></c></row>'.repeat(2000),
      ),
    ],
  ])('is not lost on %s', async (_, base) => {
    const from = process.cpuUsage();
    const result = await outcome(zipped(base, {}, 0));
    expect([
      'read',
      'file.damaged',
      'file.outside_grid',
      'file.text_too_long',
      'file.too_many_cells',
    ]).toContain(result);
    expect(milliseconds(process.cpuUsage(from))).toBeLessThan(40_000);
  });

  it('is not lost on a number format of a million brackets', async () => {
    const styles = `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="200" formatCode="${'['.repeat(long)}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>`;
    const from = process.cpuUsage();
    expect(await outcome(zipped(parts(row), { 'xl/styles.xml': styles }))).toBe('read');
    expect(milliseconds(process.cpuUsage(from))).toBeLessThan(40_000);
  });
});

describe('refusals', () => {
  const entities = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>';
  it.each(['xl/worksheets/sheet1.xml', 'xl/workbook.xml', '_rels/.rels', 'xl/_rels/workbook.xml.rels'])(
    'refuses a document type in %s',
    async (name) => {
      const base = parts(row);
      expect(await outcome(zipped(base, { [name]: entities + base[name] }))).toBe('file.doctype');
    },
  );

  it('refuses a document type in strings and styles', async () => {
    for (const name of ['sharedStrings', 'styles']) {
      expect(await outcome(zipped(parts(row), { [`xl/${name}.xml`]: `${entities}<x/>` }))).toBe(
        'file.doctype',
      );
    }
  });

  it('refuses encrypted parts, unknown compression and a wrong checksum', async () => {
    const change = (offset: number, value: number) => {
      const bytes = Buffer.from(good);
      bytes.writeUInt16LE(value, directoryEntry(bytes, 'xl/worksheets/sheet1.xml') + offset);
      return bytes;
    };
    expect(await outcome(change(8, 1))).toBe('file.encrypted');
    expect(await outcome(change(10, 12))).toBe('file.unknown_compression');
    expect(await outcome(change(16, 0xabcd))).toBe('file.damaged');
  });

  it('refuses what is no workbook', async () => {
    expect(await outcome(new Uint8Array())).toBe('file.not_a_workbook');
    expect(await outcome(Buffer.from('序号,企业名称\r\n'))).toBe('file.not_a_workbook');
    expect(await outcome(zipped({ 'a.txt': 'x' }))).toBe('file.not_a_workbook');
    expect(await outcome(zipped(parts(row), { 'xl/workbook.xml': '<w:document xmlns:w="x"/>' }))).toBe(
      'file.not_a_workbook',
    );
    expect(await outcome(zipped(parts(row), { 'xl/workbook.xml': workbook('') }))).toBe('file.no_worksheet');
    const binary = {
      'xl/workbook.bin': 'x',
      '_rels/.rels': (parts(row)['_rels/.rels'] as string).replace('.xml"', '.bin"'),
    };
    expect(await outcome(zipped(parts(row), binary))).toBe('file.binary_workbook');
  });

  it('refuses a sheet that breaks off or is nested wrongly', async () => {
    const sheet = worksheet(row);
    const replaced = (content: string) => outcome(zipped(parts(''), { 'xl/worksheets/sheet1.xml': content }));
    for (const end of ['</worksheet>', '</sheetData>', '</row>', '</v>', '<v>', 'A1"']) {
      expect(await replaced(sheet.slice(0, sheet.indexOf(end)))).toBe('file.damaged');
    }
    expect(await replaced('')).toBe('file.damaged');
    expect(await replaced('<html><body>x</body></html>')).toBe('file.damaged');
    for (const data of [
      '<row><row/></row>',
      '<row><c><c/></c></row>',
      '<row><c></row>',
      '<row><c r=1/></row>',
      '<row r="x"/>',
    ]) {
      expect(await replaced(worksheet(data))).toBe('file.damaged');
    }
  });

  it('refuses a text that is lost instead of reading an empty cell', async () => {
    expect(await outcome(zipped(parts('<row><c t="s"><v>0</v></c></row>')))).toBe('file.damaged');
    expect(await outcome(zipped(parts('<row><c t="s" ><v>-1</v></c></row>')))).toBe('file.damaged');
  });

  it('refuses a large sheet whose rows stand in no order', async () => {
    const data = '<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>';
    expect(await outcome(zipped(parts(data)))).toBe('read');
    expect(await outcome(zipped(parts(data)), { ...defaultLimits, keptBytes: 0 })).toBe(
      'file.rows_out_of_order',
    );
  });
});

describe('damage', () => {
  const rules = new Set<string>(Object.keys(workbookRules));
  const data = Array.from(
    { length: 50 },
    (_, i) =>
      `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>0</v></c><c r="B${i + 1}"><v>${i * 7.25}</v></c></row>`,
  ).join('');
  const strings = { 'xl/sharedStrings.xml': `<sst xmlns="${MAIN}"><si><t>甲</t></si></sst>` };

  it('is a finding wherever the file is cut off', async () => {
    const bytes = zipped(parts(data), strings);
    for (let length = 0; length < bytes.length; length += 7) {
      expect(['file.truncated', 'file.not_a_workbook']).toContain(await outcome(bytes.subarray(0, length)));
    }
  });

  it.each([0, 6] as const)(
    'is read or a finding, never a crash, whatever byte is changed (level %i)',
    async (level) => {
      const bytes = zipped(parts(data), strings, level);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
          async (changes) => {
            const changed = Uint8Array.from(bytes);
            for (const [at, value] of changes) changed[at] = value;
            const result = await outcome(changed);
            expect(result === 'read' || rules.has(result)).toBe(true);
          },
        ),
        { numRuns: 400 },
      );
    },
  );

  it('is read or a finding whatever stands in a part', async () => {
    const names = [
      'xl/worksheets/sheet1.xml',
      'xl/workbook.xml',
      'xl/sharedStrings.xml',
      'xl/_rels/workbook.xml.rels',
      '[Content_Types].xml',
    ];
    const base: Parts = { ...parts(data), ...strings };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.nat(),
        fc.nat(),
        fc.string({ unit: fc.constantFrom(...'<>/!?-[]"\'= &;#xrctv'), maxLength: 6 }),
        async (name, at, length, inserted) => {
          const text = base[name] as string;
          const from = at % text.length;
          const changed = text.slice(0, from) + inserted + text.slice(from + (length % 8));
          const result = await outcome(zipped(base, { [name]: changed }, 0));
          expect(result === 'read' || rules.has(result)).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });
});
