/** Workbooks that open everywhere without asking for a password are read; others say that they have one. */
import { utils, write } from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import { openWorkbook } from '../../pipeline/intake/open.js';
import { agileEncrypted, binaryEncrypted, standardEncrypted } from '../helpers/encrypted.js';
import { opened, textsOf } from '../helpers/opened.js';

const DEFAULT = 'VelvetSweatshop';
const table = [['村', '金额'], ...Array.from({ length: 300 }, (_, i) => [`第${i}村`, i + 0.5])];
const book = (bookType: 'xlsx' | 'biff8') => {
  const made = utils.book_new();
  utils.book_append_sheet(made, utils.aoa_to_sheet(table), '支出');
  return write(made, { type: 'buffer', bookType }) as Buffer;
};
const texts = table.map((row) => row.map(String));

describe.each([
  ['.xlsx, agile', agileEncrypted],
  ['.xlsx, standard', standardEncrypted],
] as const)('%s', (_, encrypted) => {
  test('is read with the default password', async () => {
    const workbook = await opened(encrypted(book('xlsx'), DEFAULT));
    expect(workbook.format).toBe('xlsx');
    expect(await textsOf(workbook)).toEqual(texts);
  });

  test('says that it has another', async () => {
    expect(await openWorkbook(encrypted(book('xlsx'), 'geheim'))).toMatchObject({
      unreadable: { rule: 'file.encrypted' },
    });
  });

  test('that is cut off, or was damaged, is refused', async () => {
    const bytes = encrypted(book('xlsx'), DEFAULT);
    for (const size of [600, 2000, 5000, bytes.length - 600]) {
      expect(await openWorkbook(bytes.subarray(0, size))).toHaveProperty('unreadable');
    }
  });
});

describe.each(['rc4', 'cryptoapi', 'xor'] as const)('.xls, %s', (way) => {
  test('is read with the default password', async () => {
    const workbook = await opened(binaryEncrypted(book('biff8'), DEFAULT, way));
    expect(workbook.format).toBe('xls');
    expect(workbook.sheets[0]?.name).toBe('支出');
    expect(await textsOf(workbook)).toEqual(texts);
  });

  test('says that it has another', async () => {
    expect(await openWorkbook(binaryEncrypted(book('biff8'), 'geheim', way))).toMatchObject({
      unreadable: { rule: 'file.encrypted' },
    });
  });
});

test('an encryption that would take for ever to try is not tried', async () => {
  const bytes = agileEncrypted(book('xlsx'), DEFAULT, 10, 9_999_999);
  expect(await openWorkbook(bytes)).toMatchObject({ unreadable: { rule: 'file.encrypted' } });
});
