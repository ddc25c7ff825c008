/**
 * Reading 200,000 rows × 13 cells of xlsx to cells: `unzip -p` of the sheet (inflating alone), our reader, and
 * exceljs' stream reader, in turn in one session.
 *
 *     npx esbuild test/bench/read-xlsx.ts --bundle --packages=external --platform=node --format=esm \
 *       --outfile=dist/bench/read-xlsx.js && node dist/bench/read-xlsx.js [rows] [rounds]
 *
 * Each contender runs in a process of its own; the time is that of its reading, without starting Node.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { fileSource } from '../../pipeline/intake/source.js';
import { openXlsx } from '../../pipeline/intake/xlsx/open.js';

const SHEET = 'xl/worksheets/sheet1.xml';

if (process.argv[2] === 'ours' || process.argv[2] === 'exceljs') {
  const from = performance.now();
  const cells = await (process.argv[2] === 'ours' ? readOurs : readExceljs)(process.argv[3] ?? '');
  const seconds = (performance.now() - from) / 1000;
  process.stdout.write(JSON.stringify({ cells, seconds, peak: process.resourceUsage().maxRSS / 1024 }));
} else {
  compare(Number(process.argv[2] ?? 200_000), Number(process.argv[3] ?? 5));
}

function compare(rows: number, rounds: number): void {
  const file = makeFile(rows);
  const names = ['unzip', 'ours', ...(rounds > 0 ? ['exceljs'] : [])];
  const times = new Map<string, number[]>(names.map((name) => [name, []]));
  const notes = new Map<string, string>();
  for (let round = 0; round < Math.max(rounds, 5); round++) {
    for (const name of names) {
      // exceljs takes ten times as long as all others together: three rounds show its median.
      if (name === 'exceljs' && round >= Math.min(rounds, 3)) continue;
      const { seconds, note } = name === 'unzip' ? unzip(file) : read(name, file);
      times.get(name)?.push(seconds);
      notes.set(name, note);
    }
  }
  const base = median(times.get('unzip') ?? []);
  for (const name of names) {
    const seconds = median(times.get(name) ?? []);
    console.log(
      `${name.padEnd(8)} ${seconds.toFixed(3)} s  ${(seconds / base).toFixed(2)} × unzip  ${notes.get(name)}`,
    );
  }
}

function unzip(file: string): { seconds: number; note: string } {
  const from = performance.now();
  const { status } = spawnSync('unzip', ['-p', file, SHEET], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`unzip ended with ${status}`);
  return { seconds: (performance.now() - from) / 1000, note: '' };
}

function read(name: string, file: string): { seconds: number; note: string } {
  const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), name, file], {
    encoding: 'utf8',
  });
  const { cells, seconds, peak } = JSON.parse(output) as { cells: number; seconds: number; peak: number };
  return { seconds, note: `${cells} cells, peak ${Math.round(peak)} MB` };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function readOurs(file: string): Promise<number> {
  const handle = await open(file);
  const workbook = await openXlsx(await fileSource(handle));
  let cells = 0;
  for (const sheet of workbook.sheets) {
    for await (const batch of sheet.rows()) {
      for (const row of batch) cells += row.texts.length;
    }
  }
  await handle.close();
  return cells;
}

async function readExceljs(file: string): Promise<number> {
  const { default: ExcelJS } = await import('exceljs');
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(file, {
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    worksheets: 'emit',
  });
  let cells = 0;
  for await (const worksheet of reader) {
    for await (const row of worksheet) {
      row.eachCell((cell) => {
        if (cell.value !== null) cells++;
      });
    }
  }
  return cells;
}

/** An enterprise registry as a spreadsheet program writes it, from a fixed seed; made once per size. */
function makeFile(rows: number): string {
  const folder = join(tmpdir(), 'township-metrics-bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `enterprises-${rows}.xlsx`);
  if (existsSync(file)) return file;

  let seed = 20_211_130;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const strings: string[] = [];
  const indexes = new Map<string, number>();
  const shared = (text: string) => {
    let index = indexes.get(text);
    if (index === undefined) {
      index = strings.push(`<si><t>${text}</t></si>`) - 1;
      indexes.set(text, index);
    }
    return index;
  };
  const parts: string[] = [];
  for (let row = 1; row <= rows; row++) {
    const cell = (column: string, attributes: string, value: number | string) =>
      `<c r="${column}${row}"${attributes}><v>${value}</v></c>`;
    const text = (column: string, value: string) => cell(column, ' s="1" t="s"', shared(value));
    const code = `91370000MA3${String(row).padStart(6, '0')}X`;
    parts.push(
      `<row r="${row}" spans="1:13" ht="18" customHeight="1">${text('A', code)}${text('B', `示例镇第${row}号企业有限公司`)}` +
        `${text('C', `第${random(60)}村`)}${text('D', ['企业', '个体工商户'][random(2)] ?? '')}` +
        `${text('E', String(1000 + random(8000)))}${text('F', `行业${random(90)}`)}` +
        `${cell('G', ' s="2"', 36_000 + random(8000))}${cell('H', ' s="1"', random(100_000) / 10)}` +
        `${cell('I', ' s="1"', random(900))}${cell('J', ' s="1"', written(random(100_000) * 0.1))}` +
        `${text('K', ['是', '否'][random(2)] ?? '')}${text('L', ['一般纳税人', '小规模纳税人'][random(2)] ?? '')}` +
        `${text('M', ['大型', '中型', '小型', '微型'][random(4)] ?? '')}</row>`,
    );
  }
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relationships = (list: readonly [string, string][]) =>
    strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
        .map(
          ([type, target], i) =>
            `<Relationship Id="rId${i + 1}" Type="${office}/${type}" Target="${target}"/>`,
        )
        .join('')}</Relationships>`,
    );
  const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  writeFileSync(
    file,
    zipSync({
      '[Content_Types].xml': strToU8(
        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/${SHEET}" ContentType="${sheetType}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${sheetType}.sharedStrings+xml"/></Types>`,
      ),
      '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
      'xl/workbook.xml': strToU8(
        `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="企业名录" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': relationships([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['styles', 'styles.xml'],
        ['sharedStrings', 'sharedStrings.xml'],
      ]),
      'xl/styles.xml': strToU8(
        `<styleSheet xmlns="${main}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
      ),
      'xl/sharedStrings.xml': strToU8(`<sst xmlns="${main}">${strings.join('')}</sst>`),
      [SHEET]: strToU8(
        `<worksheet xmlns="${main}"><dimension ref="A1:M${rows}"/><sheetData>${parts.join('')}</sheetData></worksheet>`,
      ),
    }),
  );
  return file;
}

/** A double as Excel writes it, with up to 17 digits. */
function written(value: number): string {
  return String(Number(value.toPrecision(15))) === String(value) ? String(value) : value.toPrecision(17);
}
