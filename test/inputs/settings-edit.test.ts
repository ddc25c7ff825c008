/** Settings changed line by line: all other bytes of the file stay, whatever its encoding, line ends and quotes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import { readSettings } from '../../pipeline/inputs/settings.js';
import { appendLines, removeLines } from '../../pipeline/inputs/settings-edit.js';
import { csvLine } from '../../pipeline/text/csv-line.js';
import { type Encoding, encode } from '../helpers/encode.js';

const folder = mkdtempSync(join(tmpdir(), 'settings-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'columns.csv');
const columns = ['form', 'header', 'column', 'unit', 'by', 'reason'];
const added = { form: 'roads', header: '里程，数', column: 'length', by: '王五', reason: '问过"李四"' };

const encodings: readonly Encoding[] = ['utf-8', 'utf-8 bom', 'gb18030', 'utf-16le bom', 'utf-16be bom'];
const cell = fc.constantFrom('roads', '里程数', '', 'a,b', '他说"对"', '两\n行', ' 空白 ', '；');

test('what is added and taken out again leaves every byte as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...encodings),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom(',', ';', '\t'),
      fc.array(fc.array(cell, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      async (encoding, lineEnd, delimiter, rows, isEnded) => {
        const lines = [columns, ...rows].map((cells) => csvLine(cells, delimiter));
        const before = encode(lines.join(lineEnd) + (isEnded ? lineEnd : ''), encoding);
        writeFileSync(path, before);
        await appendLines(path, columns, [added, added]);
        const after = readFileSync(path);
        expect(after.subarray(0, before.length).equals(before)).toBe(true);
        const text =
          csvLine(
            columns.map((name) => added[name as keyof typeof added] ?? ''),
            delimiter,
          ) + lineEnd;
        const plain = encoding.replace(' bom', '') as Encoding;
        const expected = encode((isEnded ? '' : lineEnd) + text + text, plain);
        expect(after.subarray(before.length).equals(expected)).toBe(true);
        await removeLines(path, new Set([lines.length + 1, lines.length + 2]));
        const rest = isEnded ? before : Buffer.concat([before, encode(lineEnd, plain)]);
        expect(readFileSync(path).equals(rest)).toBe(true);
      },
    ),
    { numRuns: 60, seed: 5 },
  );
});

test('a file that is not there is made, its columns may stand in another order, and it is read back', async () => {
  const home = mkdtempSync(join(folder, 'home-'));
  const own = join(home, 'columns.csv');
  await appendLines(own, columns, [{ form: 'roads', header: '里程数', column: 'length' }]);
  expect(readFileSync(own, 'utf8')).toBe(
    '\ufeffform,header,column,unit,by,reason\r\nroads,里程数,length,,,\r\n',
  );
  writeFileSync(own, 'Column;header;form\nlength;里程数;roads\n');
  await appendLines(own, columns, [{ form: 'roads', header: '途经', column: 'village', by: '王五' }]);
  expect(readFileSync(own, 'utf8')).toBe('Column;header;form\nlength;里程数;roads\nvillage;途经;roads\n');
  const { answers, findings } = await readSettings(home, forms);
  expect([answers.columns.map(({ field }) => field), findings]).toEqual([['length', 'village'], []]);
});

test('lines in the midst are taken out with the line breaks in their cells', async () => {
  writeFileSync(path, 'form,header\r\n"a\r\nb",1\r\n\r\nc,2\r\nd,3');
  await removeLines(path, new Set([2, 4]));
  expect(readFileSync(path, 'latin1')).toBe('form,header\r\n\r\nd,3');
});

test('a workbook is refused, and so is a character that its encoding has no place for', async () => {
  writeFileSync(path, Buffer.from('504b0304', 'hex'));
  await expect(appendLines(path, columns, [added])).rejects.toThrow(/workbook/);
  const before = encode('form,header,column\n道路,里程,length\n', 'gb18030');
  writeFileSync(path, before);
  await expect(appendLines(path, columns, [{ ...added, header: '😀' }])).rejects.toThrow(/GB18030/);
  expect(readFileSync(path).equals(before)).toBe(true);
});
