/** Corrections: bad submission, correction workbook, cells fixed in it, put back, figures as for the clean one. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import * as SheetJS from '@e965/xlsx';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { strFromU8, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  type Correction,
  listedCorrection,
  patchedCorrection,
} from '../../pipeline/corrections/correction.js';
import { correctionNames } from '../../pipeline/corrections/names.js';
import { openCorrectionPool } from '../../pipeline/corrections/pool.js';
import { rewrittenPackage, sheetNames } from '../../pipeline/corrections/rewritten.js';
import { fitText } from '../../pipeline/intake/characters.js';
import { openWorkbook } from '../../pipeline/intake/open.js';
import { Kind, type Row, type SourceSheet } from '../../pipeline/intake/workbook.js';
import { readPackage, writePackage } from '../../pipeline/office/package.js';
import { type Line, readCsv } from '../helpers/cli.js';
import { run } from '../helpers/run.js';
import { writeFiles } from '../helpers/submissions.js';
import { temporary } from '../helpers/temporary.js';

const unit = '泰平镇';
const period = '2021-11-30';

interface Place {
  readonly root: string;
  /** inputs/<unit>/<period>/ */
  readonly inputs: string;
  readonly folder: string;
  publish(of?: string): Promise<void>;
  table(name: string): Line[];
  figures(): Line[];
  /** Of the roads or payments in a file. */
  status(file: string): string[];
  correction(path: string, of?: string): string;
  /** Puts a correction into the period's folder. */
  putBack(from: string, to: string): void;
}

function township(): Place {
  const root = temporary('corrections');
  const home = join(root, 'inputs', unit);
  const inputs = join(home, period);
  const outputs = join(root, 'outputs');
  const folder = join(outputs, unit, period);
  mkdirSync(inputs, { recursive: true });
  const table = (name: string) => readCsv(join(folder, name));
  const correction = (path: string, of = period) => join(outputs, unit, of, 'corrections', path);
  return {
    root,
    inputs,
    folder,
    async publish(of) {
      const period = of === undefined ? [] : ['--period', of];
      const args = ['--inputs', join(root, 'inputs'), '--outputs', outputs, '--today', '2021-12-05'];
      expect(await run(...args, ...period)).toMatchObject({ code: 0 });
    },
    table,
    figures: () =>
      table('figures.csv').map(({ id = '', group = '', value = '', status = '', rows = '' }) => ({
        id,
        group,
        value,
        status,
        rows,
      })),
    status: (file) =>
      table('submissions.csv')
        .filter((line) => line.file === `${period}/${file}` && /roads|insurance/.test(line.form ?? ''))
        .map(({ status = '' }) => status),
    correction,
    putBack(from, to) {
      mkdirSync(dirname(join(inputs, to)), { recursive: true });
      copyFileSync(correction(from), join(inputs, to));
    },
  };
}

const good = { length: 1.2, date: '2021年6月1日' };
const bad = { length: '若干', date: '2021.2.30' };

/** The roads as a department would send them: title, unit line, widths, colours, a total that is a formula. */
async function roads(
  path: string,
  { length, date } = good as { length: number | string; date: string },
  year = 2021,
) {
  const book = new ExcelJS.Workbook();
  const nil = book.addWorksheet('事故');
  nil.addRows([['安全生产事故统计表'], ['事故编号', '发生日期', '是否生产安全事故'], ['零报告']]);
  const sheet = book.addWorksheet('道路');
  sheet.mergeCells('A1:G1');
  sheet.getCell('A1').value = `泰平镇${year}年村级道路修建情况表`;
  sheet.getCell('A1').font = { name: '黑体', size: 18, bold: true };
  sheet.addRow(['填报单位：泰平镇', null, null, null, null, '单位：公里']);
  sheet.addRow(['序号', '所属村', '道路名称', '起止点', '长度', '建设性质', '完工日期']);
  sheet.getRow(3).eachCell((cell) => {
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFCCFFCC' } };
  });
  sheet.addRow([1, '东庄村', '一号路', '村口—桥头', 0.8, '新建', new Date(Date.UTC(year, 4, 1))]);
  sheet.addRow([2, '东庄村', '二号路', '桥头—学校', length, '硬化', date]);
  sheet.addRow([3, '西庄村', '三号路', '=村口', 2.5, '新建', `${year}-7-1`]);
  const total = typeof length === 'number' ? 3.3 + length : 3.3;
  sheet.addRow(['合计', null, null, null, { formula: 'SUM(E4:E6)', result: total }]);
  sheet.addRow(['填表人：王五', null, null, '审核人：李四']);
  sheet.getCell('E5').note = '估算的长度';
  sheet.getColumn(3).width = 31;
  sheet.getColumn(7).numFmt = 'yyyy/m/d';
  sheet.getCell('F4').dataValidation = { type: 'list', formulae: ['"新建,改建,硬化,养护"'] };
  mkdirSync(dirname(path), { recursive: true });
  await book.xlsx.writeFile(path);
}

const payments = (...ids: string[]) => [
  ['2021年城乡居民养老保险缴费明细'],
  ['姓名', '身份证号', '险种', '缴费日期', '缴费金额'],
  ...ids.map((id, i) => [`欧阳${'甲乙丙丁'.charAt(i)}`, id, '养老', `2021-03-0${i + 1}`, '300']),
];
const ids = ['370000198001010017', '370000197512310025', '37000019900615003X'] as const;
const wrongId = '370000197512310024';

async function load(path: string): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  return book;
}

function sheetOf(book: ExcelJS.Workbook, name: string): ExcelJS.Worksheet {
  const sheet = book.getWorksheet(name);
  if (!sheet) throw new Error(`no sheet ${name}: ${book.worksheets.map((s) => s.name)}`);
  return sheet;
}

/** Cells with the colour of a mark, and their notes. */
function marked(sheet: ExcelJS.Worksheet): Record<string, string> {
  const cells: Record<string, string> = {};
  sheet.eachRow({ includeEmpty: true }, (row) => {
    row.eachCell({ includeEmpty: true }, (cell) => {
      const { fill, note } = cell;
      const colour = fill?.type === 'pattern' ? fill.fgColor?.argb : undefined;
      if (colour !== 'FFFF8B80' && colour !== 'FFFFE183') return;
      const text = typeof note === 'object' ? (note.texts ?? []).map((run) => run.text).join('') : note;
      cells[cell.address] = text ?? '';
    });
  });
  return cells;
}

async function rowsOf(sheet: SourceSheet): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of sheet.rows()) rows.push(...batch);
  return rows;
}

async function contents(path: string | Uint8Array) {
  const opened = await openWorkbook(path);
  if ('unreadable' in opened) throw new Error(opened.unreadable.rule);
  const sheets = [];
  for (const sheet of opened.workbook.sheets) {
    const { name, state, merges, hiddenColumns } = sheet;
    sheets.push({ name, state, merges, hiddenColumns, rows: await rowsOf(sheet) });
  }
  await opened.close();
  return sheets;
}

async function cleanFigures(write: (inputs: string) => Promise<void> | void): Promise<Line[]> {
  const place = township();
  await write(place.inputs);
  await place.publish();
  return place.figures();
}

describe('a bad .xlsx', () => {
  it('comes back as it looked, marked and explained, and counts once it is fixed', async () => {
    const place = township();
    await roads(join(place.inputs, '村镇建设办/道路.xlsx'), bad);
    await place.publish();
    expect(place.figures()).toContainEqual(
      expect.objectContaining({ id: 'roads.built.length', value: '3.3', status: 'P' }),
    );
    const path = place.correction('村镇建设办/道路.xlsx');
    const book = await load(path);
    expect(book.worksheets.map(({ name, state }) => [name, state])).toEqual([
      ['问题清单', 'visible'],
      ['事故', 'visible'],
      ['道路', 'visible'],
      ['更正标识', 'hidden'],
    ]);
    const sheet = sheetOf(book, '道路');
    expect(marked(sheet)).toEqual({
      E5: expect.stringContaining('若干'),
      G5: expect.stringContaining('2021.2.30'),
    });
    expect(marked(sheet).E5).toContain('估算的长度');
    expect(sheet.getColumn(3).width).toBe(31);
    expect(sheet.getCell('A1').font).toMatchObject({ name: '黑体', size: 18 });
    expect(sheet.getCell('E7').formula).toBe('SUM(E4:E6)');
    expect(sheet.getCell('D6').value).toBe('=村口');
    expect(sheet.getCell('F4').dataValidation).toMatchObject({ type: 'list' });

    const list = sheetOf(book, '问题清单');
    const places = list.getColumn(3).values.slice(1);
    expect(places).toEqual(expect.arrayContaining(['位置', 'E5', 'G5']));
    // As high as its text is long: some office programs show no more than the height that is written.
    const found = list.getRow(places.indexOf('E5') + 1);
    const longest = Math.max(...[6, 7].map((column) => String(found.getCell(column).value).length));
    expect(longest).toBeGreaterThan(25);
    expect(found.height).toBeGreaterThanOrEqual(15 * Math.ceil(longest / 23));
    const xml = strFromU8(
      readPackage(readFileSync(path)).get('xl/worksheets/sheet3.xml') ?? new Uint8Array(),
    );
    expect(xml).toContain(`location="'道路'!E5"`);

    sheet.getCell('E5').value = good.length;
    sheet.getCell('G5').value = good.date;
    sheet.getCell('E7').value = { formula: 'SUM(E4:E6)', result: 4.5 };
    await book.xlsx.writeFile(join(place.inputs, '改好的道路表.xlsx'));
    await place.publish();
    const clean = await cleanFigures((inputs) => roads(join(inputs, '村镇建设办/道路.xlsx')));
    expect(place.figures()).toEqual(clean);
    expect(place.status('村镇建设办/道路.xlsx')).toEqual(['superseded']);
    expect(place.status('改好的道路表.xlsx')).toEqual(['accepted']);
    expect(place.table('findings.csv')).toEqual([
      expect.objectContaining({
        file: `${period}/村镇建设办/道路.xlsx`,
        rule: 'correction.superseded',
        message: expect.stringContaining('改好的道路表.xlsx'),
      }),
    ]);
    expect(existsSync(join(place.folder, 'corrections'))).toBe(false);
  });

  it('reads the same when it is put back as it is', async () => {
    const place = township();
    await roads(join(place.inputs, '道路.xlsx'), bad);
    await place.publish();
    const before = place.figures();
    const [, notes, table] = await contents(place.correction('道路.xlsx'));
    expect([notes, table]).toEqual(await contents(join(place.inputs, '道路.xlsx')));
    place.putBack('道路.xlsx', '任意/位置/x.xlsx');
    await place.publish();
    expect(place.figures()).toEqual(before);
    expect(place.status('道路.xlsx')).toEqual(['superseded']);
    expect(place.status('任意/位置/x.xlsx')).toEqual(['partly_held_back']);
  });

  it('counts again once its correction is taken out', async () => {
    const place = township();
    await roads(join(place.inputs, '道路.xlsx'), bad);
    await place.publish();
    place.putBack('道路.xlsx', 'x.xlsx');
    await place.publish();
    rmSync(join(place.inputs, 'x.xlsx'));
    await place.publish();
    expect(place.status('道路.xlsx')).toEqual(['partly_held_back']);
  });

  it('takes two rounds: what is fixed is no longer marked, and every version is superseded', async () => {
    const place = township();
    await roads(join(place.inputs, '道路.xlsx'), bad);
    await place.publish();
    const first = await load(place.correction('道路.xlsx'));
    sheetOf(first, '道路').getCell('E5').value = good.length;
    sheetOf(first, '道路').getCell('E7').value = { formula: 'SUM(E4:E6)', result: 4.5 };
    await first.xlsx.writeFile(join(place.inputs, '一改.xlsx'));
    await place.publish();
    const path = place.correction('一改.xlsx');
    const second = await load(path);
    expect(second.worksheets.map(({ name }) => name)).toEqual(['问题清单', '事故', '道路', '更正标识']);
    expect(Object.keys(marked(sheetOf(second, '道路')))).toEqual(['G5']);
    const kept = JSON.stringify(sheetOf(second, '道路').getCell('E5').note);
    expect(kept).toContain('估算的长度');
    expect(kept).not.toContain('若干');
    expect(existsSync(place.correction('道路.xlsx'))).toBe(false);
    sheetOf(second, '道路').getCell('G5').value = good.date;
    await second.xlsx.writeFile(join(place.inputs, '二改.xlsx'));
    // The second round often goes over the first, which is then no longer there to lead back to the original.
    for (const firstStays of [true, false]) {
      if (!firstStays) rmSync(join(place.inputs, '一改.xlsx'));
      await place.publish();
      expect(place.status('道路.xlsx')).toEqual(['superseded']);
      expect(place.status('二改.xlsx')).toEqual(['accepted']);
      expect(place.figures()).toContainEqual(
        expect.objectContaining({ id: 'roads.built.length', value: '4.5', status: 'A' }),
      );
    }
  });

  it('is known by its hidden sheet, too, when the list is deleted', async () => {
    const place = township();
    await roads(join(place.inputs, '道路.xlsx'), bad);
    await place.publish();
    const book = await load(place.correction('道路.xlsx'));
    book.removeWorksheet('问题清单');
    await book.xlsx.writeFile(join(place.inputs, 'x.xlsx'));
    await place.publish();
    expect(place.status('道路.xlsx')).toEqual(['superseded']);
  });
});

describe('other formats', () => {
  it('a CSV comes back as a workbook', async () => {
    const place = township();
    writeFiles(place.inputs, { '社保所/缴费.csv': payments(ids[0], wrongId, ids[2]) });
    await place.publish();
    const path = place.correction('社保所/缴费.xlsx');
    const book = await load(path);
    const sheet = sheetOf(book, 'Sheet1');
    expect(Object.keys(marked(sheet))).toEqual(['B4']);
    expect(sheet.getCell('B4').value).toBe(wrongId);
    expect(sheet.getCell('B4').numFmt).toBe('@');
    sheet.getCell('B4').value = ids[1];
    await book.xlsx.writeFile(join(place.inputs, '社保所/缴费.xlsx'));
    await place.publish();
    expect(place.figures()).toEqual(
      await cleanFigures((inputs) => writeFiles(inputs, { 'a.csv': payments(...ids) })),
    );
    expect(place.status('社保所/缴费.csv')).toEqual(['superseded']);
  });

  it('an .xls comes back as a workbook, dates as dates', async () => {
    const xls = (path: string, length: number | string) => {
      const sheet = SheetJS.utils.aoa_to_sheet(
        [
          ['泰平镇2021年村级道路修建情况表'],
          ['所属村', '道路名称', '起止点', '长度（公里）', '建设性质', '完工日期'],
          ['东庄村', '一号路', '村口—桥头', length, '新建', new Date(Date.UTC(2021, 4, 1))],
          ['', '二号路', '桥头—学校', 2.5, '新建', '2021-7-1'],
        ],
        { dateNF: 'yyyy-mm-dd', UTC: true },
      );
      sheet['!merges'] = [
        { s: { r: 0, c: 0 }, e: { r: 0, c: 5 } },
        { s: { r: 2, c: 0 }, e: { r: 3, c: 0 } },
      ];
      const book = SheetJS.utils.book_new(sheet, '道路');
      writeFileSync(path, SheetJS.write(book, { bookType: 'biff8', type: 'buffer' }));
    };
    const place = township();
    xls(join(place.inputs, '道路.xls'), '若干');
    await place.publish();
    const path = place.correction('道路.xlsx');
    const [, table] = await contents(path);
    expect([table]).toEqual(await contents(join(place.inputs, '道路.xls')));
    const book = await load(path);
    const sheet = sheetOf(book, '道路');
    expect(Object.keys(marked(sheet))).toEqual(['D3']);
    expect(sheet.getCell('F3').value).toEqual(new Date(Date.UTC(2021, 4, 1)));
    sheet.getCell('D3').value = 1.2;
    await book.xlsx.writeFile(join(place.inputs, 'x.xlsx'));
    await place.publish();
    expect(place.figures()).toEqual(await cleanFigures((inputs) => xls(join(inputs, 'a.xls'), 1.2)));
  });

  it('an .xlsm loses its macros, which a workbook named .xlsx must not hold', async () => {
    const place = township();
    const file = join(place.inputs, '道路.xlsm');
    await roads(file, bad);
    const parts = readPackage(readFileSync(file));
    const change = (part: string, from: string, to: string) =>
      parts.set(part, strToU8(strFromU8(parts.get(part) ?? new Uint8Array()).replace(from, to)));
    parts.set('xl/vbaProject.bin', strToU8('macros'));
    change(
      '[Content_Types].xml',
      'openxmlformats-officedocument.spreadsheetml.sheet.main',
      'ms-excel.sheet.macroEnabled.main',
    );
    change(
      'xl/_rels/workbook.xml.rels',
      '</Relationships>',
      '<Relationship Id="rIdV" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>',
    );
    writeFileSync(file, writePackage(parts));
    await place.publish();
    const written = readPackage(readFileSync(place.correction('道路.xlsx')));
    expect([...written.keys()].filter((name) => name.includes('vba'))).toEqual([]);
    expect(strFromU8(written.get('[Content_Types].xml') ?? new Uint8Array())).not.toContain('macroEnabled');
    expect(sheetOf(await load(place.correction('道路.xlsx')), '道路').getCell('E7').formula).toBe(
      'SUM(E4:E6)',
    );
  });

  it('a package of an odd writer is patched all the same', async () => {
    const place = township();
    const file = join(place.inputs, '道路.xlsx');
    await roads(file, bad);
    const parts = readPackage(readFileSync(file));
    for (const [name, bytes] of parts) {
      if (!/^xl\/(workbook|styles|worksheets\/sheet2|comments\d)\.xml$/.test(name)) continue;
      const prefixed = strFromU8(bytes)
        .replace(/<(\/?)(?=[A-Za-z])(?!\w+:)/g, '<$1x:')
        .replace(' xmlns="', ' xmlns:x="');
      // Places may be left to the order of rows and cells.
      const bare = name.includes('sheet2')
        ? prefixed.replace(/(<x:row) r="\d+"/g, '$1').replace(/(<x:c) r="[A-F]\d+"(?=[^>]*>)/g, '$1')
        : prefixed;
      parts.set(name, strToU8(bare));
    }
    writeFileSync(file, writePackage(parts));
    await place.publish();
    const written = readPackage(readFileSync(place.correction('道路.xlsx')));
    const sheet = strFromU8(written.get('xl/worksheets/sheet2.xml') ?? new Uint8Array());
    expect(sheet).toContain('<x:f>SUM(E4:E6)</x:f>');
    const [, , table] = await contents(place.correction('道路.xlsx'));
    expect(table).toEqual((await contents(file))[1]);
    const styled = [...sheet.matchAll(/ s="(\d+)"/g)].map(([, style]) => Number(style));
    const styles = strFromU8(written.get('xl/styles.xml') ?? new Uint8Array());
    const formats = styles.slice(styles.indexOf('<x:cellXfs')).split('<x:xf ').length - 1;
    expect(Math.max(...styled)).toBeLessThan(formats);
    const comments = strFromU8(written.get('xl/comments2.xml') ?? new Uint8Array());
    expect(comments.match(/<x:comment /g)).toHaveLength(2);
  });

  it('a package whose styles are not there has its sheets written anew', async () => {
    const place = township();
    const file = join(place.inputs, '道路.xlsx');
    await roads(file, bad);
    const parts = readPackage(readFileSync(file));
    const rels = strFromU8(parts.get('xl/_rels/workbook.xml.rels') ?? new Uint8Array());
    parts.set('xl/_rels/workbook.xml.rels', strToU8(rels.replace(/<Relationship [^>]*styles\.xml"\/>/, '')));
    writeFileSync(file, writePackage(parts));
    await place.publish();
    const book = await load(place.correction('道路.xlsx'));
    expect(Object.keys(marked(sheetOf(book, '道路')))).toContain('E5');
    expect(sheetOf(book, '道路').getCell('D6').value).toBe('=村口');
    expect(sheetOf(book, '道路').getCell('E7').formula).toBeUndefined();
  });
});

describe('hostile packages', () => {
  /** The roads with a change in one of the parts, as something to correct. */
  async function hostile(part: string, change: (xml: string) => string): Promise<Correction> {
    const path = join(temporary('hostile'), 'x.xlsx');
    await roads(path, bad);
    const parts = readPackage(readFileSync(path));
    parts.set(part, strToU8(change(strFromU8(parts.get(part) ?? new Uint8Array()))));
    writeFileSync(path, writePackage(parts));
    const place = { column: '长度', cell: 'E5', columnIndex: 4, headerRow: 3, rule: 'number.unreadable' };
    const words = { message: '不是数', problem: '不是数', advice: '', value: '若干' };
    const waiver = { waivedBy: '', waivedUntil: '', waivedReason: '' };
    return {
      path,
      file: '2021-11-30/x.xlsx',
      sha256: 'ab'.repeat(32),
      corrects: [],
      further: 0,
      findings: [
        {
          file: '2021-11-30/x.xlsx',
          sheet: '道路',
          row: 5,
          severity: 'error',
          ...place,
          ...words,
          ...waiver,
        },
      ],
      headers: [{ sheetIndex: 1, first: 3, last: 3 }],
      unit,
      period,
      asOf: period,
    };
  }

  it('that keep the reader busy for ever are stopped, and cost no other file', async () => {
    const busy = await hostile('xl/styles.xml', (xml) =>
      xml.replace('<fonts count', `<fonts${' '.repeat(400_000)}/count`),
    );
    const fine = await hostile('xl/styles.xml', (xml) => xml);
    const threads = openCorrectionPool(3);
    try {
      const made = await Promise.all([threads.make('patched', busy), threads.make('patched', fine)]);
      expect(made).toMatchObject([{ is: 'failed' }, { is: 'made' }]);
      expect(await threads.make('rewritten', busy)).toMatchObject({ is: 'made' });
    } finally {
      await threads.close();
    }
  });

  it.each([
    ['xl/workbook.xml', (xml: string) => xml.replace('<sheets>', '<!DOCTYPE x [<!ENTITY a "b">]><sheets>')],
    ['xl/worksheets/sheet2.xml', (xml: string) => xml.replace('<row ', '<!-- <row r="5"> --><row ')],
    ['xl/worksheets/sheet2.xml', (xml: string) => xml.replace(/<row r="5"/, '<row r="2"')],
    ['xl/styles.xml', (xml: string) => xml.replace(/<fills.*<\/fills>/s, '')],
    ['xl/styles.xml', () => ''],
    ['xl/comments2.xml', () => '<comments/>'],
  ])('whose %s is not as programs write it are not patched', async (part, change) => {
    expect(await patchedCorrection(await hostile(part, change))).toBeNull();
  });

  it('get the list alone where they are too large, and that takes the place of nothing', async () => {
    const bytes = await listedCorrection(await hostile('xl/styles.xml', (xml) => xml));
    const sheets = await contents(bytes);
    expect(sheets.map(({ name }) => name)).toEqual(['问题清单']);
    expect(JSON.stringify(sheets)).not.toContain('sha256:');
    expect(JSON.stringify(sheets)).toContain('若干');
  });
});

const office = (process.env.PATH ?? '').split(delimiter).some((dir) => existsSync(join(dir, 'soffice')));
if (!office) console.log('skipped: LibreOffice (soffice) is not installed, no correction is saved by it');

it.skipIf(!office)(
  'a correction is still one after LibreOffice has saved it',
  { timeout: 180_000 },
  async () => {
    const place = township();
    await roads(join(place.inputs, '道路.xlsx'), bad);
    writeFiles(place.inputs, { '缴费.csv': payments(ids[0], wrongId, ids[2]) });
    await place.publish();
    const before = place.figures();
    const aside = join(place.root, 'aside');
    for (const [name, filter] of [
      ['道路', 'xlsx:Calc MS Excel 2007 XML'],
      ['缴费', 'ods'],
    ] as const) {
      execFileSync(
        'soffice',
        [
          `-env:UserInstallation=file://${join(place.root, 'profile')}`,
          '--headless',
          '--convert-to',
          filter,
          '--outdir',
          aside,
          place.correction(`${name}.xlsx`),
        ],
        { stdio: 'ignore' },
      );
    }
    const saved = await load(join(aside, '道路.xlsx'));
    expect(Object.keys(marked(sheetOf(saved, '道路')))).toEqual(['E5', 'G5']);
    for (const name of readdirSync(aside)) copyFileSync(join(aside, name), join(place.inputs, `回_${name}`));
    await place.publish();
    expect(place.status('道路.xlsx')).toEqual(['superseded']);
    expect(place.status('缴费.csv')).toEqual(['superseded']);
    expect(place.figures()).toEqual(before);
  },
);

describe('which correction counts', () => {
  it('two of one file: the first, and the other is held back', async () => {
    const place = township();
    await roads(join(place.inputs, '道路.xlsx'), bad);
    await place.publish();
    for (const [name, length] of [
      ['b.xlsx', 7],
      ['a.xlsx', 5],
    ] as const) {
      const book = await load(place.correction('道路.xlsx'));
      sheetOf(book, '道路').getCell('E5').value = length;
      sheetOf(book, '道路').getCell('G5').value = good.date;
      await book.xlsx.writeFile(join(place.inputs, name));
    }
    await place.publish();
    expect(place.status('道路.xlsx')).toEqual(['superseded']);
    expect(place.status('a.xlsx')).not.toContain('superseded');
    expect(place.status('b.xlsx')).toEqual(['held_back']);
    expect(place.figures()).toContainEqual(
      expect.objectContaining({ id: 'roads.built.length', value: '8.3', status: 'P' }),
    );
    expect(place.table('findings.csv')).toContainEqual(
      expect.objectContaining({ file: `${period}/b.xlsx`, rule: 'correction.twice', severity: 'error' }),
    );
  });

  it('one whose original is not there counts like any file, with a warning', async () => {
    const place = township();
    await roads(join(place.inputs, '道路.xlsx'), bad);
    await place.publish();
    place.putBack('道路.xlsx', '道路.xlsx');
    await place.publish();
    expect(place.status('道路.xlsx')).toEqual(['partly_held_back']);
    expect(place.table('findings.csv')).toContainEqual(
      expect.objectContaining({ rule: 'correction.original_missing', severity: 'warning' }),
    );
  });

  it("last year's correction, filled in anew for this year, leaves last year's figures alone", async () => {
    const place = township();
    const lastYear = join(place.root, 'inputs', unit, '2020-11-30');
    await roads(join(lastYear, '道路.xlsx'), { length: '若干', date: '2020-6-1' }, 2020);
    await place.publish('2020-11-30');
    const correction = place.correction('道路.xlsx', '2020-11-30');
    copyFileSync(correction, join(place.inputs, '道路2021.xlsx'));
    await place.publish();
    const line = place
      .table('submissions.csv')
      .find(({ form, period: of }) => of === '2020-11-30' && form === 'roads');
    expect(line).toMatchObject({ file: '2020-11-30/道路.xlsx', status: 'partly_held_back' });
  });
});

describe('personal data', () => {
  it('stands in full in the correction alone, which only its owner may read', async () => {
    const place = township();
    writeFiles(place.inputs, { '社保所/缴费.csv': payments(ids[0], wrongId, ids[2]) });
    await place.publish();
    const files = (folder: string): string[] =>
      readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
      );
    const inside = (path: string) => {
      const bytes = readFileSync(path);
      if (!/\.(xlsx|docx)$/.test(path)) return bytes.toString('utf8');
      return [...readPackage(bytes).values()].map((part) => strFromU8(part)).join('\n');
    };
    const full = files(place.folder).filter(
      (path) => inside(path).includes(wrongId) || inside(path).includes('欧阳甲'),
    );
    expect(full).toEqual([place.correction('社保所/缴费.xlsx')]);
    expect(statSync(place.correction('社保所/缴费.xlsx')).mode & 0o777).toBe(0o600);
    for (const folder of ['', '社保所']) expect(statSync(place.correction(folder)).mode & 0o777).toBe(0o700);
    const book = await load(place.correction('社保所/缴费.xlsx'));
    const said = [
      JSON.stringify(sheetOf(book, '问题清单').getSheetValues()),
      JSON.stringify(marked(sheetOf(book, 'Sheet1'))),
    ].join();
    expect(said).toContain('370000********0024');
    expect(said).not.toContain(wrongId);
    const { files: listed } = JSON.parse(readFileSync(join(place.folder, 'run.json'), 'utf8'));
    expect(listed).toContainEqual(expect.objectContaining({ path: 'corrections/社保所/缴费.xlsx' }));
  });

  it('the same files give the same bytes', async () => {
    const made: Buffer[] = [];
    for (let i = 0; i < 2; i++) {
      const place = township();
      writeFiles(place.inputs, { 'a.csv': payments(ids[0], wrongId) });
      await place.publish();
      made.push(readFileSync(place.correction('a.xlsx')));
    }
    expect(made[0]?.equals(made[1] ?? Buffer.alloc(0))).toBe(true);
  });
});

describe('names', () => {
  it('are those of the originals, none twice, none that of another original', () => {
    const files = ['财政所/支出.csv', 'x.csv', 'x.xlsx', 'X.xls', 'y.csv', 'y.ods', '无扩展名', '.x/a.b.csv'];
    expect(Object.fromEntries(correctionNames(files))).toEqual({
      '财政所/支出.csv': '财政所/支出.xlsx',
      'x.xlsx': 'x.xlsx',
      'x.csv': 'x.csv.xlsx',
      'X.xls': 'X.xls.xlsx',
      'y.csv': 'y.xlsx',
      'y.ods': 'y.ods.xlsx',
      无扩展名: '无扩展名.xlsx',
      '.x/a.b.csv': '.x/a.b.xlsx',
    });
  });

  it('of sheets are such as spreadsheet programs take', () => {
    expect(sheetNames(['', '', 'a/b', '问题清单', '长'.repeat(40)])).toEqual([
      'Sheet1',
      'Sheet1_2',
      'a_b',
      '问题清单_2',
      '长'.repeat(28),
    ]);
  });
});

describe('sheets written anew', () => {
  const facts = { title: '表', date: period };
  const day = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2079-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }).map((text) => [text, Kind.text] as const),
    fc
      .constantFrom('=1+1', '_x000D_', ' 前后 ', '370000198001010017', '@SUM(A1)')
      .map((text) => [text, Kind.text] as const),
    fc.integer({ min: -1e14, max: 1e14 }).map((n) => [String(n), Kind.number] as const),
    fc.constantFrom('0.125', '37.8').map((text) => [text, Kind.percent] as const),
    day.map((iso) => [iso.slice(0, 10), Kind.date] as const),
    day.map((iso) => [`${iso.slice(0, 10)} 12:09:${iso.slice(17, 19)}`, Kind.date] as const),
    fc
      .constantFrom('12:09:38', '00:00:00', '37:00:01', '1900-02-29')
      .map((text) => [text, Kind.date] as const),
    fc.constantFrom('TRUE', 'FALSE').map((text) => [text, Kind.boolean] as const),
    fc.constantFrom('#REF!', '#N/A').map((text) => [text, Kind.error] as const),
  );

  const around = fc.record({
    before: fc.constantFrom('', '￥'),
    after: fc.constantFrom('', '万元', '个"半"'),
    mark: fc.constantFrom(null, 'struck' as const),
  });
  /** Only numbers have a number format; only a text that is there is struck. */
  const detailed = fc.tuple(cell, around).map(([[text, kind], { before, after, mark }]) => {
    const isNumber = kind === Kind.number && /^-?\d+(\.\d+)?$/.test(text);
    const detail = isNumber ? { before, after, mark } : { before: '', after: '', mark };
    const isPlain = text === '' || (detail.before === '' && detail.after === '' && mark === null);
    return [text, kind, isPlain ? undefined : { ...detail, formula: null }] as const;
  });

  it('read back to the same cells, whatever they hold and show', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(detailed, { minLength: 1, maxLength: 6 }), { maxLength: 6 }),
        async (table) => {
          const rows = table
            .map((cells, at): Row => {
              const kept = cells.map(([text]) => fitText(text));
              return {
                number: at * 2 + 1,
                texts: kept,
                kinds: cells.map(([, kind]) => kind),
                hidden: at === 1,
                details: cells.map(([, , detail]) => detail),
              };
            })
            .filter(({ texts }) => texts.some((text) => text !== ''));
          const sheet: SourceSheet = {
            name: '表',
            index: 0,
            state: 'visible',
            merges: [],
            hiddenColumns: [1],
            filtered: false,
            date1904: false,
            recalculates: false,
            separated: false,
            async *rows() {
              yield rows;
            },
          };
          const parts = await rewrittenPackage([{ sheet, name: '表', headers: [] }], 1000, facts);
          const [read] = await contents(writePackage(parts ?? new Map()));
          const shown = (found: readonly Row[]) =>
            found.map(({ number, texts, kinds, hidden, details }) => ({
              number,
              hidden,
              cells: texts.map((text, i) => (text === '' ? '' : [text, kinds?.[i] ?? Kind.text])).join(),
              details: texts.map((_, i) => details?.[i]),
            }));
          const trimmed = rows.map((row) => {
            const width = row.texts.findLastIndex((text) => text !== '') + 1;
            return { ...row, texts: row.texts.slice(0, width) };
          });
          expect(shown(read?.rows ?? [])).toEqual(shown(trimmed));
        },
      ),
    );
  });

  it('are not written where they are more than a workbook is worth', async () => {
    const opened = await openWorkbook(Buffer.from('a,b\n1,2\n3,4\n'));
    if ('unreadable' in opened) throw new Error('unreadable');
    const [sheet] = opened.workbook.sheets;
    if (!sheet) throw new Error('no sheet');
    expect(await rewrittenPackage([{ sheet, name: 'a', headers: [] }], 5, facts)).toBeNull();
    expect(await rewrittenPackage([{ sheet, name: 'a', headers: [] }], 6, facts)).not.toBeNull();
  });
});
