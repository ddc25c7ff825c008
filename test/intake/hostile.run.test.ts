/** Files that mean harm, or are no spreadsheets, through the whole run: none hangs it, and none costs another. */
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, type Line, readCsv } from '../helpers/cli.js';
import { compoundFile, roadsParts, roadsWorkbook } from '../helpers/hostile.js';
import { period, township, twoYears } from '../helpers/township.js';
import { MAIN, relationships, workbook, worksheet, zipped } from '../helpers/xlsx-package.js';

/** What becomes of a file: the rule that refuses it, or how many rows of it count. */
type Outcome = string | number;

let server: Server;
let asked = 0;
let address = '';
beforeAll(async () => {
  server = createServer((_, response) => {
    asked++;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  address = `http://127.0.0.1:${typeof at === 'object' ? at?.port : ''}/book.xlsx`;
});
afterAll(() => server.close());

const entities =
  '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>';
const storm = Array.from(
  { length: 5000 },
  (_, i) =>
    `<row r="${i + 4}"><c r="H${i + 4}"><f t="shared" ref="A1:XFD1048576" si="${i}">A1</f><v>1</v></c></row>`,
).join('');
const long = '长'.repeat(40_000);

const files: Readonly<
  Record<string, { readonly bytes: () => Uint8Array | string; readonly outcome: Outcome }>
> = {
  '加密.xlsx': { bytes: () => compoundFile('EncryptionInfo', 'EncryptedPackage'), outcome: 'file.encrypted' },
  '截断.xlsx': {
    bytes: () => roadsWorkbook('甲路').subarray(0, 900),
    outcome: 'file.truncated',
  },
  '空.xlsx': { bytes: () => '', outcome: 'file.empty' },
  '扫描.xlsx': { bytes: () => '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', outcome: 'file.pdf' },
  '通知.xlsx': {
    bytes: () => zipped({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<a/>' }),
    outcome: 'file.document',
  },
  '照片.xlsx': { bytes: () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), outcome: 'file.image' },
  '炸弹.xlsx': {
    bytes: () =>
      zipped(roadsParts('乙路'), {
        'xl/worksheets/sheet1.xml': worksheet(
          `<row r="1"><c r="A1"><v>1</v></c>${' '.repeat(300_000_000)}</row>`,
        ),
      }),
    outcome: 'file.expands_too_much',
  },
  '有效性.xlsx': {
    bytes: () =>
      roadsWorkbook('丙路', {
        tail: '<dataValidations count="1"><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"新建,改建"</formula1></dataValidation></dataValidations>',
      }),
    outcome: 1,
  },
  '合并.xlsx': {
    bytes: () =>
      roadsWorkbook('丁路', { tail: '<mergeCells count="1"><mergeCell ref="H1:XFD1048576"/></mergeCells>' }),
    outcome: 1,
  },
  '合并到底.xlsx': {
    bytes: () =>
      roadsWorkbook('戊路', { tail: '<mergeCells count="1"><mergeCell ref="A3:A1048576"/></mergeCells>' }),
    outcome: 1,
  },
  '范围不实.xlsx': {
    bytes: () => roadsWorkbook('己路', { head: '<dimension ref="A1:XFD1048576"/>' }),
    outcome: 1,
  },
  '共享公式.xlsx': { bytes: () => roadsWorkbook('庚路', { rows: storm }), outcome: 1 },
  '一万个工作表.xlsx': {
    bytes: () =>
      zipped(roadsParts('辛路'), {
        'xl/workbook.xml': workbook('<sheet name="x" sheetId="1" r:id="r1"/>'.repeat(10_000)),
      }),
    outcome: 'file.too_many_sheets',
  },
  '爬出去.xlsx': {
    bytes: () => zipped(roadsParts('壬路'), { '../../x': 'x', '/etc/x': 'x', '..\\..\\x': 'x' }),
    outcome: 1,
  },
  '实体.xlsx': {
    bytes: () => {
      const base = roadsParts('癸路');
      return zipped(base, { 'xl/worksheets/sheet1.xml': entities + base['xl/worksheets/sheet1.xml'] });
    },
    outcome: 'file.doctype',
  },
  '外部链接.xlsx': {
    bytes: () =>
      zipped(roadsParts('子路'), {
        'xl/_rels/workbook.xml.rels': relationships({
          r1: ['worksheet', 'worksheets/sheet1.xml'],
          r2: ['externalLink', 'externalLinks/externalLink1.xml'],
        }),
        'xl/externalLinks/externalLink1.xml': `<externalLink xmlns="${MAIN}"/>`,
        'xl/externalLinks/_rels/externalLink1.xml.rels': relationships({
          r1: ['externalLinkPath', address, 'External'],
        }),
      }),
    outcome: 1,
  },
  '外部工作表.xlsx': {
    bytes: () =>
      zipped(roadsParts('丑路'), {
        'xl/_rels/workbook.xml.rels': relationships({ r1: ['worksheet', address, 'External'] }),
      }),
    outcome: 'file.no_worksheet',
  },
  '原型.csv': {
    bytes: () => csvOf('寅路', ['__proto__', 'constructor', 'toString'], ['1', '2', '3']),
    outcome: 1,
  },
  '公式.csv': {
    bytes: () => csvOf('"=HYPERLINK(""http://a"",""路"")"', ['@SUM(A1)', '=1+1'], ['+cmd|x', '-2+3']),
    outcome: 1,
  },
  '很长.csv': { bytes: () => csvOf(long, ['备注'], [long]), outcome: 1 },
  '很长.xlsx': { bytes: () => roadsWorkbook(`卯${long}`), outcome: 1 },
  '噪声.xls': {
    bytes: () => Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3)) % 251)),
    outcome: 'file.unknown',
  },
};

function csvOf(name: string, headers: readonly string[], values: readonly string[]): string {
  const rows = [
    ['所属村', '道路名称', '长度（公里）', '建设性质', '完工日期', ...headers],
    ['东庄村', name, '1', '新建', '2021-5-1', ...values],
  ];
  return `\ufeff${rows.map((row) => row.join(',')).join('\r\n')}\r\n`;
}

const town = township(twoYears);

describe('one run over all of them', () => {
  let submissions: Line[];
  let findings: Line[];
  let seconds: number;
  let peak: number;
  beforeAll(async () => {
    for (const [name, { bytes }] of Object.entries(files)) {
      writeFileSync(join(town.home, period, name), bytes());
    }
    writeFileSync(join(town.root, '外面.csv'), csvOf('外路', [], []));
    symlinkSync(join(town.root, '外面.csv'), join(town.home, period, '链接.csv'));
    const from = performance.now();
    const result = await cli(['run', '--json', ...town.args]);
    seconds = (performance.now() - from) / 1000;
    peak = result.peakMebibytes;
    expect(result).toMatchObject({ code: 0 });
    submissions = readCsv(join(town.folder(), 'submissions.csv'));
    findings = readCsv(join(town.folder(), 'findings.csv'));
    expect(result.stdout).toContain('file.leaves_inputs');
  }, 120_000);

  it.each(Object.entries(files))('%s', (name, { outcome }) => {
    const file = `${period}/${name}`;
    const lines = submissions.filter((line) => line.file === file);
    if (typeof outcome === 'string') {
      expect(lines.map(({ status }) => status)).toEqual(['unreadable']);
      expect(findings.filter((line) => line.file === file)).toMatchObject([
        { rule: outcome, severity: 'error' },
      ]);
    } else {
      expect(lines.map(({ form, rows_accepted }) => [form, rows_accepted])).toEqual([
        ['roads', String(outcome)],
      ]);
    }
  });

  it('publishes the files that are in order', () => {
    const extra = Object.values(files).filter(({ outcome }) => typeof outcome === 'number').length;
    expect(town.figure('roads.built.length')).toMatchObject({ value: String(5 + extra), previous: '1.5' });
    expect(town.figure('villages.total.count')).toMatchObject({ value: '2' });
  });

  it('takes its time and memory within bounds', () => {
    expect(seconds).toBeLessThan(60);
    expect(peak).toBeLessThan(1024);
  });

  it('writes nothing outside and asks no one', () => {
    expect(asked).toBe(0);
    expect(existsSync(join(town.root, 'x'))).toBe(false);
    expect(existsSync(join(town.outputs, 'x'))).toBe(false);
    expect(submissions.map(({ file }) => file)).not.toContain(`${period}/链接.csv`);
  });

  it('publishes no formula that a department wrote', () => {
    const published = filesBelow(town.folder());
    const tables = published.filter((file) => file.endsWith('.csv'));
    expect(tables.length).toBeGreaterThan(5);
    for (const file of tables) {
      for (const line of readCsv(join(town.folder(), file))) {
        for (const value of Object.values(line)) {
          expect(/^[=@\t\r]|^[+-](?!\d+(?:\.\d+)?$)/.test(value), `${file}: ${value.slice(0, 40)}`).toBe(
            false,
          );
        }
      }
    }
    const workbooks = published.filter((file) => file.endsWith('.xlsx'));
    expect(workbooks.length).toBeGreaterThan(1);
    for (const file of workbooks) {
      const entries = unzipSync(readFileSync(join(town.folder(), file)));
      for (const [name, bytes] of Object.entries(entries)) {
        if (!name.startsWith('xl/worksheets/') || name.includes('_rels')) continue;
        const formulas =
          Buffer.from(bytes)
            .toString()
            .match(/<f[ >].*?<\/f>/g) ?? [];
        expect(
          formulas.filter((f) => /HYPERLINK|cmd|SUM\(A1\)|>\s*1\+1/.test(f)),
          `${file} ${name}`,
        ).toEqual([]);
      }
    }
  });

  it('keeps texts within what a cell of a workbook holds', () => {
    const bytes = unzipSync(readFileSync(join(town.folder(), 'metrics.xlsx')));
    const texts = Object.entries(bytes).filter(([name]) => /sharedStrings|worksheets/.test(name));
    for (const [, part] of texts) {
      const longest = Math.max(
        0,
        ...[
          ...Buffer.from(part)
            .toString()
            .matchAll(/<t[^>]*>([^<]*)/g),
        ].map((m) => m[1]?.length ?? 0),
      );
      expect(longest).toBeLessThanOrEqual(32_767);
    }
  });

  it('has nothing to do the second time', async () => {
    expect(await town.run()).toMatchObject({ code: 0, stdout: expect.stringContaining('没有变化') });
  });
});

describe('inspect, each by itself', () => {
  it.each(Object.entries(files))('%s within 1 GiB', async (name, { outcome }) => {
    const result = await cli(['inspect', join(town.home, period, name), '--inputs', town.inputs, '--json']);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.peakMebibytes).toBeLessThan(1024);
    const inspection = JSON.parse(result.stdout);
    const rules = inspection.findings.map(({ rule }: { rule: string }) => rule);
    if (typeof outcome === 'string') expect(rules).toContain(outcome);
    else expect(inspection.sheets).toMatchObject([{ form: 'roads', data_rows: outcome }]);
  });
});

function filesBelow(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = below === '' ? name : `${below}/${name}`;
    return statSync(join(folder, path)).isDirectory() ? filesBelow(folder, path) : [path];
  });
}
