/** 趋势 and its charts: series cell by cell, charts that show the cells. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import ExcelJS from 'exceljs';
import { strFromU8, strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { readPackage, writePackage } from '../../pipeline/office/package.js';
import { publishMetricsWorkbook } from '../../pipeline/workbook/index.js';
import { computed } from '../helpers/computed.js';
import { temporary } from '../helpers/temporary.js';
import { period, road, roads, unit, villages } from '../helpers/township.js';

/** Three years, the second without roads, and a month between. */
const years = {
  '2019-11-30/道路.csv': roads(2019, road('甲路', 1.5, '2019-5-1')),
  '2019-11-30/村.csv': villages('东庄村'),
  '2020-11-30/村.csv': villages('东庄村', '西庄村'),
  '2021-06-30/道路.csv': roads(2021, road('丙路', 2, '2021-5-1')),
  '2021-06-30/村.csv': villages('东庄村', '西庄村'),
  '2021-11-30/道路.csv': roads(2021, road('丙路', 2, '2021-5-1'), road('丁路', 3.25, '2021-11-1')),
  '2021-11-30/村.csv': villages('东庄村', '西庄村', '南庄村'),
};

async function written(files: typeof years | Readonly<Record<string, never>> = years) {
  const path = join(temporary('trends'), 'metrics.xlsx');
  publishMetricsWorkbook(await computed(files, { unit, period }), path);
  return path;
}

const partsOf = (path: string) =>
  new Map([...readPackage(readFileSync(path))].map(([name, bytes]) => [name, strFromU8(bytes)]));

const chartsIn = (parts: ReadonlyMap<string, string>) =>
  [...parts].filter(([name]) => name.startsWith('xl/charts/')).map(([, xml]) => xml);

test('shows this date of every year first, gaps as empty cells', async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(await written());
  const sheet = book.getWorksheet('趋势');
  const rows = (sheet?.getRows(1, sheet.rowCount) ?? []).map((row) =>
    Array.from((row.values as unknown[]).slice(1), (cell) => cell ?? null),
  );
  const of = (label: string, basis: string) => rows.find((row) => row[0] === label && row[2] === basis);
  expect(rows.find((row) => row[0] === '指标')).toEqual([
    ...['指标', '单位', '口径', '2019-11-30', '2020-11-30', '2021-11-30', '2021-06-30'],
  ]);
  expect(of('行政村', '时点')).toEqual(['行政村', '个', '时点', 1, 2, 3, 2]);
  expect(of('修建村级道路', '累计')).toEqual(['修建村级道路', '公里', '累计', 1.5, null, 5.25, 2]);
  expect(of('修建村级道路', '当期')).toEqual(['修建村级道路', '公里', '当期', 1.5, null, 3.25, 2]);
});

test('charts lines from three dates, each of its own colour, without ratios and groups', async () => {
  const charts = chartsIn(partsOf(await written()));
  const titles = charts.map((xml) => /<a:t>([^<]*)/.exec(xml)?.[1]);
  expect(titles).toEqual(['一、党建（个）', '四、民生（公里）']);
  const roadsChart = charts[1] ?? '';
  expect(roadsChart).toContain('<c:lineChart>');
  expect(roadsChart).toContain('<c:dispBlanksAs val="gap"/>');
  // The year without roads has no point.
  expect(roadsChart).toContain(
    '<c:ptCount val="3"/><c:pt idx="0"><c:v>1.5</c:v></c:pt><c:pt idx="2"><c:v>5.25</c:v></c:pt>',
  );
  const lines = [...(charts[0] ?? '').matchAll(/<c:spPr>(<a:ln w="\d+".*?)<\/c:spPr><c:marker>/g)].map(
    ([, line]) => line,
  );
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines.length).toBeGreaterThan(1);
  expect(charts.join('')).not.toContain('占比');
});

test('charts columns for two dates, and nothing for one', async () => {
  const { '2019-11-30/道路.csv': _roads, '2019-11-30/村.csv': _villages, ...two } = years;
  const charts = chartsIn(partsOf(await written(two as typeof years)));
  expect(charts.length).toBeGreaterThan(0);
  expect(charts.every((xml) => xml.includes('<c:barChart>') && !xml.includes('<c:lineChart>'))).toBe(true);
  const one = Object.fromEntries(Object.entries(years).filter(([path]) => path.startsWith('2021')));
  expect(chartsIn(partsOf(await written(one as typeof years)))).toEqual([]);
});

const office = (process.env.PATH ?? '').split(delimiter).some((dir) => existsSync(join(dir, 'soffice')));
if (!office)
  console.log('skipped: LibreOffice (soffice) is not installed, charts are not drawn from their cells');

test.skipIf(!office)(
  'LibreOffice shows the cells, whatever the cached values say',
  { timeout: 120_000 },
  async () => {
    const path = await written();
    const dir = temporary('trends-office');
    const parts = readPackage(readFileSync(path));
    for (const [name, bytes] of parts) {
      if (!name.startsWith('xl/charts/')) continue;
      const falsified = strFromU8(bytes).replace(/(<c:numCache>.*?<\/c:numCache>)/g, (cache) =>
        cache.replace(/<c:v>[^<]*/g, '<c:v>777'),
      );
      parts.set(name, strToU8(falsified));
    }
    writeFileSync(join(dir, 'falsified.xlsx'), writePackage(parts));
    const profile = `-env:UserInstallation=file://${join(dir, 'profile')}`;
    const convert = ['--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--outdir', join(dir, 'out')];
    execFileSync('soffice', [profile, '--headless', ...convert, join(dir, 'falsified.xlsx')], {
      stdio: 'ignore',
    });
    const drawn = chartsIn(partsOf(join(dir, 'out', 'falsified.xlsx')));
    expect(drawn).toHaveLength(2);
    const values = (xml: string) =>
      [...xml.matchAll(/<c:val>.*?<\/c:val>/g)].map(([val]) =>
        [...val.matchAll(/<c:v>([^<]*)/g)].map(([, v]) => Number(v)),
      );
    expect(drawn.flatMap(values)).toContainEqual([1.5, 5.25]);
    expect(drawn.flatMap(values)).toContainEqual([1, 2, 3]);
    expect(drawn.join('')).not.toContain('777');
  },
);
