/** What a page shows is what its cells say (DOMAIN E): struck, raised and hidden parts, and number formats. */
import { describe, expect, test } from 'vitest';
import { openWorkbook } from '../../pipeline/intake/open.js';
import type { Row } from '../../pipeline/intake/workbook.js';

async function sheets(page: string) {
  const opened = await openWorkbook(Buffer.from(page));
  if ('unreadable' in opened) throw new Error(opened.unreadable.rule);
  return Promise.all(
    opened.workbook.sheets.map(async (sheet) => {
      const rows: Row[] = [];
      for await (const batch of sheet.rows()) rows.push(...batch);
      return { ...sheet, read: rows };
    }),
  );
}

/** The cells of a page's only row, with their marks in brackets. */
async function cells(row: string, head = ''): Promise<string[]> {
  const [sheet] = await sheets(`<html>${head}<table><tr><th>甲<th>乙</tr>${row}</table>`);
  const { texts = [], details } = sheet?.read[1] ?? {};
  return texts.map((text, i) => (details?.[i]?.mark ? `${text} [${details[i].mark}]` : text));
}

describe('struck, raised and lowered text', () => {
  test.each([
    ['<td><s>1200</s> 1500', '1200 1500 [partly]'],
    ['<td><del>1200</del>', '1200 [struck]'],
    ['<td><strike>1200</strike>', '1200 [struck]'],
    ['<td>1200<sup>1</sup>', '12001 [partly]'],
    ['<td>1200<sub>②</sub>', '1200② [partly]'],
    ['<td>12<sup>亩</sup>', '12亩'],
    ['<td>120m<sup>2</sup>', '120m²'],
    ['<td><b><font color=red>1200</font></b>', '1200'],
    ['<td>宏达<s>商贸</s>公司', '宏达商贸公司 [partly]'],
    ['<td style="text-decoration: line-through">8', '8 [struck]'],
    ['<td><span style="text-decoration:line-through">8</span>9', '89 [partly]'],
    ['<td><span style="vertical-align: super;font-size:8pt">8</span>9', '89 [partly]'],
    ['<td style="vertical-align: middle">8', '8'],
    ['<td><s style="text-decoration:none">8</s>', '8'],
    ['<td class=old>8', '8 [struck]'],
    ['<td class="xl5 old">8<u>9</u>', '89 [struck]'],
    ['<td><span class=up>8</span>9', '89 [partly]'],
  ])('%s → %s', async (row, expected) => {
    const head =
      '<style><!-- .old, td.gone {text-decoration:line-through} span.up{vertical-align:super} --></style>';
    expect(await cells(`<tr>${row}`, head)).toEqual([expected]);
  });

  test('a struck row strikes its cells, and no other', async () => {
    expect(await cells('<tr style="text-decoration:line-through"><td>a<td>1')).toEqual([
      'a [struck]',
      '1 [struck]',
    ]);
    const [sheet] = await sheets('<table><tr><td><s>1<td>2<tr><td>3</table>');
    expect(sheet?.read.map(({ details }) => details?.map((detail) => detail?.mark))).toEqual([
      ['struck'],
      undefined,
    ]);
  });
});

describe('what a page does not show', () => {
  test.each([
    ['<td>12<span style="display:none">00</span><td>3', ['12', '3']],
    ['<td>12<span style="visibility:hidden">00</span><td>3', ['12', '3']],
    ['<td>12<span hidden>00</span><td>3', ['12', '3']],
    ['<td>12<i class=off>00</i><td>3', ['12', '3']],
    ['<td style="display:none">17<td>12<td>3', ['12', '3']],
    ['<td style="visibility:hidden">17<td>3', ['', '3']],
    ['<td>12<script>document.write(5)</script><td>3<!-- 4 -->', ['12', '3']],
    ['<td>12<input type=hidden value=5><td>3<template>4</template>', ['12', '3']],
  ])('%s', async (row, expected) => {
    expect(await cells(`<tr>${row}`, '<style>.off{display:none}</style>')).toEqual(expected);
  });

  test('is no line either; a table of it is a hidden sheet', async () => {
    const read = await sheets(
      '<p>标题</p><p style="display:none">单位：元</p><table><tr><td>a</table><div style="display:none">x<table><tr><td>b</table></div>',
    );
    expect(read.map(({ state, read: rows }) => [state, ...rows.map(({ texts }) => texts[0])])).toEqual([
      ['visible', '标题', 'a'],
      ['hidden', 'b'],
    ]);
  });
});

describe('numbers that Excel shows by a format', () => {
  test.each([
    [`<td style='mso-number-format:"0\\\\\\.0\\,\\0022万元\\0022"' x:num="167200">16.7万元`, '16.72万元'],
    [`<td style='mso-number-format:"0\\.0\\,\\0022万元\\0022"' x:num="167200">16.7万元`, '16.7万元'],
    [`<td style='mso-number-format:"0_ \\;\\(0\\)"' x:num="-5">(5)`, '(5)'],
    [`<td class=wan x:num="167200">16.7`, '16.72'],
    [`<td class=wan x:num>16.7`, '16.7'],
    ['<td x:num="37.799999999999997">37.80', '37.8'],
    // No format says why another number is shown than is stored: the page shows this one.
    ['<td x:num="167200">16.7', '16.7'],
    ['<td sdval="167200" sdnum="2052;2052;0!.0,&quot;万元&quot;">16.7万元', '16.72万元'],
    ['<td sdval="8.25" sdnum="2052;">8.3', '8.25'],
    [`<td style='mso-number-format:"\\[=1\\]\\0022养老\\0022"' x:num="1">养老`, '养老'],
    [`<td style='mso-number-format:Percent' x:num="0.125">12.50%`, '12.50%'],
    [`<td style='mso-number-format:"Short Date"' x:num="44530">2021/11/30`, '2021/11/30'],
  ])('%s → %s', async (row, expected) => {
    const head = `<style>.wan\n\t{mso-style-parent:style0;\n\tmso-number-format:"0\\\\\\.0\\,";}</style>`;
    expect(await cells(`<tr>${row}`, head)).toEqual([expected]);
  });
});

test('a page that nests without end is refused', async () => {
  const opened = await openWorkbook(Buffer.from(`<table><tr><td>${'<b>'.repeat(100_000)}1</table>`));
  expect(opened).toMatchObject({ unreadable: { rule: 'file.damaged_document' } });
});
