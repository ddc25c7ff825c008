/** Characters that XML or no encoding can hold read U+FFFD, whatever the format, with one warning per sheet. */
import { utils, write } from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import { opened, rowsOf } from '../helpers/opened.js';
import { parts, zipped } from '../helpers/xlsx-package.js';

const unfit = ['\ud83d', '\udc00', '\ufffe', '\uffff', '\u0000', '\u0001', '\u000b', '\u001f'];
const escaped = (character: string) =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

async function read(bytes: Uint8Array) {
  const workbook = await opened(bytes);
  const rows = await rowsOf(workbook);
  return {
    texts: rows.flatMap(({ texts }) => texts),
    findings: workbook.findings.map(({ rule, row, column, params }) => [rule, row, column, params.count]),
  };
}

describe('a character that cannot be kept', () => {
  test('of .xlsx', async () => {
    const cells = unfit.map((character) => `<c t="inlineStr"><is><t>东${escaped(character)}庄</t></is></c>`);
    expect(await read(zipped(parts(`<row r="1"><c t="str"><v>村</v></c>${cells.join('')}</row>`)))).toEqual({
      texts: ['村', ...unfit.map(() => '东\ufffd庄')],
      findings: [['text.control_characters', 1, 1, unfit.length]],
    });
  });

  test('of .xls', async () => {
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet([['村', '东\ud83d庄', '西\u0001庄']]), '表');
    const { texts, findings } = await read(write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer);
    expect(texts).toEqual(['村', '东\ufffd庄', '西\ufffd庄']);
    expect(findings).toEqual([['text.control_characters', 1, 1, 2]]);
  });

  test('of a text table; one that ends in a line of its own is no row', async () => {
    expect(await read(Buffer.from('村,金额\n东\u000b庄,1\n西庄,2\n\u001a'))).toEqual({
      texts: ['村', '金额', '东\ufffd庄', '1', '西庄', '2'],
      findings: [['text.control_characters', 2, 0, 1]],
    });
  });

  test('of a page', async () => {
    const { texts, findings } = await read(Buffer.from('<table><tr><td>东&#xD83D;庄<td>1</table>'));
    expect(texts).toEqual(['东\ufffd庄', '1']);
    expect(findings).toEqual([['text.control_characters', 1, 0, 1]]);
  });
});

test('whole emojis, tabs, line ends and signs of other scripts are kept', async () => {
  const kept = '好\u{1f44d}\t\n乡\u0085é𠀀';
  const cell = `<c t="inlineStr"><is><t>${kept}</t></is></c>`;
  expect(await read(zipped(parts(`<row r="1">${cell}</row>`)))).toEqual({ texts: [kept], findings: [] });
});
