/** Foreign, odd and damaged files are read or refused with a reason, in time; the long version is test/corpus/run.ts. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BookType, utils, write } from '@e965/xlsx';
import { expect, it } from 'vitest';
import { roadsWorkbook } from '../helpers/hostile.js';
import { temporary } from '../helpers/temporary.js';
import { mutants } from './mutants.js';
import { outcomes } from './outcomes.js';

const header = ['所属村', '道路名称', '长度（公里）', '建设性质', '完工日期'];
const table = [
  ['泰平镇2021年村级道路修建情况表'],
  header,
  ...Array.from({ length: 30 }, (_, i) => [`东庄${i}村`, `路${i}`, i / 8, '新建', '2021-5-1']),
  ['合计', '', 54.375],
];

function written(bookType: BookType): Buffer {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(table), '道路');
  return write(book, { type: 'buffer', bookType }) as Buffer;
}

const text = table.map((row) => row.join(',')).join('\r\n');
const html = `<html><body><table>${table.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table></body></html>`;

it.each<[string, () => Uint8Array, number]>([
  ['道路.xlsx', () => roadsWorkbook('一号路'), 25],
  ['道路2.xlsx', () => written('xlsx'), 15],
  ['道路.xls', () => written('biff8'), 6],
  ['道路.ods', () => written('ods'), 6],
  ['道路.xml', () => written('xlml'), 3],
  ['道路.csv', () => Buffer.from(text), 20],
  ['道路16.csv', () => Buffer.from(`\ufeff${text}`, 'utf16le'), 10],
  ['道路.html', () => Buffer.from(html), 12],
])(
  '%s and its variants',
  async (name, make, variants) => {
    const folder = temporary('corpus');
    const bytes = make();
    function* files() {
      for (const [i, variant] of [bytes, ...mutants(bytes, variants, name)].entries()) {
        const path = join(folder, `${i}-${name}`);
        writeFileSync(path, variant);
        yield path;
        if (existsSync(path)) rmSync(path);
      }
    }
    let read = 0;
    for await (const outcome of outcomes(files())) {
      expect(outcome.wrong, outcome.file).toEqual([]);
      expect(outcome.milliseconds, outcome.file).toBeLessThan(60_000);
      if (outcome.digested === 'read') read++;
    }
    expect(read).toBeGreaterThan(0);
    rmSync(folder, { recursive: true });
  },
  120_000,
);
