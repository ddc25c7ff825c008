/**
 * Characters that XML or no encoding can hold, in every place that a file or a setting has: no published file holds one,
 * and both databases publish the same bytes.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Server, startServer } from '../helpers/postgres-server.js';
import { published, township } from '../helpers/township.js';
import { parts, workbook, zipped } from '../helpers/xlsx-package.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.destroy());

/** As a text table or a setting can hold them, and as a workbook can. */
const inText = '\ufffe\uffff';
const inBook = '_xD83D__x0001__xFFFE_';
const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const row = (...cells: string[]) => `<row>${cells.join('')}</row>`;

const roads = zipped(
  parts(
    row(text(`泰平镇2021年道路${inBook}`)) +
      row(
        ...['所属村', '道路名称', '起止点', '长度（公里）', '建设性质', '完工日期', `备注${inBook}`].map(
          text,
        ),
      ) +
      row(
        ...[`东庄${inBook}村`, `一号路${inBook}`, '甲—乙'].map(text),
        '<c s="1"><v>1.2</v></c>',
        ...['新建', '2021-05-01', inBook].map(text),
      ) +
      row(
        ...['东庄村', `二号路${inBook}`, '甲—丙'].map(text),
        `<c t="e"><v>#N/A${inBook}</v></c>`,
        ...[`翻新${inBook}`, '2021-05-01'].map(text),
      ) +
      row(
        ...['东庄村', '三号路', '甲—丁'].map(text),
        `<c><f>SUM("${'&#x1;'}A&#xD83D;")</f></c>`,
        ...['新建', `五月${inBook}`].map(text),
      ) +
      row(text(`填表人：张${inBook}`)),
  ),
  {
    'xl/workbook.xml': workbook(`<sheet name="道路_xD83D_&#xD83D;&#xFFFE;" sheetId="1" r:id="r1"/>`),
    'xl/styles.xml': `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="164" formatCode="0.0&quot;公里&#xD83D;&#x1;&quot;"/></numFmts><fonts><font/></fonts><cellXfs><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  },
);

const files = {
  '2021-11-30/村.csv': `行政村,办公场所类型,备注${inText}\r\n东庄${inText}村,楼房,${inText}\r\n西庄\u0001村,平房${inText},x\r\n`,
  '2021-11-30/食堂.csv': `食堂${inText},座位\r\n甲${inText},20\r\n`,
  'unit.csv': `key,value\r\nshort_name,泰平${inText}\r\ncounty,某县${inText}\r\n`,
  'owed.csv': `form,department,due_days\r\nroads,村镇${inText}办,5\r\nschools,教育${inText}办,5\r\nvillages,组织${inText}办,5\r\n`,
  'aliases.csv': `kind,name,canonical\r\nvillage,东庄${inText}村,东庄村\r\n`,
  'columns.csv': `form,header,column,unit,by,reason\r\nroads,起止${inText},section,,王${inText},因${inText}\r\n`,
  'values.csv': `form,column,text,value,by,reason\r\nroads,nature,翻修${inText},改建,王${inText},因${inText}\r\n`,
  'waivers.csv': `rule,file,sheet,cell,text,reason,by,until\r\ncell.error,2021-11-30/道路.xlsx,道路,D4,#N/A,因${inText},王${inText},2022-12-31\r\n`,
};

async function publish(...more: string[]) {
  const place = township(files);
  const path = join(place.home, '2021-11-30/道路.xlsx');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, roads);
  const said = await place.call('run', '--json', ...more);
  expect(said.code).toBe(0);
  return { place, said };
}

const unfit = /[^\P{Cc}\t\n\r\x7f-\x9f]|[\ufffe\uffff\p{Cs}]/u;
/** The same, as JSON and XML write them. */
const unfitEscaped = /\\u(?:00(?:0[0-8be-f]|1[0-9a-f])|d[89a-f]..|fff[ef])|&#x?(?:d83d|fffe|1);/i;

function* texts(folder: string): Generator<readonly [string, string]> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* texts(path);
    else if (/\.(?:xlsx|docx)$/.test(entry.name)) {
      for (const [part, bytes] of Object.entries(unzipSync(readFileSync(path))))
        yield [`${path}!${part}`, Buffer.from(bytes).toString('utf8')];
    } else yield [path, readFileSync(path, 'utf8')];
  }
}

it('no published file holds one, and both databases publish the same', async () => {
  const onFile = await publish();
  const onServer = await publish('--database', await server.url('odd'));
  const odd = [...texts(onFile.place.folder()), ['stdout', onFile.said.stdout] as const].filter(
    ([, held]) => unfit.test(held) || unfitEscaped.test(held),
  );
  expect(odd.map(([where]) => where)).toEqual([]);
  expect(published(onServer.place.folder())).toEqual(published(onFile.place.folder()));
  const warned = onFile.place.table('findings.csv').filter(({ rule }) => rule === 'text.control_characters');
  expect(warned.map(({ file }) => file)).toEqual([
    '2021-11-30/村.csv',
    '2021-11-30/道路.xlsx',
    '2021-11-30/食堂.csv',
  ]);
});
