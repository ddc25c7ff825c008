import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Big from 'big.js';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { cappedChanges } from '../../pipeline/publication/caps.js';
import { fanOutTo } from '../../pipeline/publication/fan-out.js';
import { type CsvColumn, writeCsv } from '../../pipeline/tables/csv.js';
import { publishTables, tablesWriter } from '../../pipeline/tables/tables.js';
import { changeRow, evidenceRow, figures, publication } from '../helpers/publication.js';

const folder = () => mkdtempSync(join(tmpdir(), 'publish-'));

function readCsv(path: string): string[][] {
  const text = readFileSync(path, 'utf8');
  expect(text.startsWith('\ufeff')).toBe(true);
  return Papa.parse<string[]>(text.slice(1), { newline: '\r\n', skipEmptyLines: true }).data;
}

const columns: readonly CsvColumn<readonly [string, string]>[] = [
  { name: 'text', type: 'text', of: ([text]) => text },
  { name: 'value', type: 'number', of: ([, value]) => value },
];

describe('writeCsv', () => {
  test('text that looks like a formula is told apart, negative numbers stay', () => {
    const path = join(folder(), 'a.csv');
    const rows = ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', ' =1', '＝1', '-5', '+3.5', '张三'].map(
      (text) => [text, '-12.50'] as const,
    );
    writeCsv(path, columns, rows);
    expect(readCsv(path).slice(1)).toEqual(
      ["'=1+1", "'+cmd", "'-2+3", "'@SUM(A1)", "'\t=1", "' =1", "'＝1", '-5', '+3.5', '张三'].map((text) => [
        text,
        '-12.50',
      ]),
    );
  });

  test('whatever the text, it is read back, and no field but a number starts as a formula would', () => {
    const dir = folder();
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.constant('1')), { minLength: 1 }), (rows) => {
        const path = join(dir, 'b.csv');
        writeCsv(path, columns, rows);
        const read = Papa.parse<string[]>(readFileSync(path, 'utf8').slice(1), { newline: '\r\n' }).data;
        rows.forEach(([text], at) => {
          const field = read[at + 1]?.[0] ?? '';
          expect([text, `'${text}`]).toContain(field);
          expect(/^[=+\-@\t\r]/.test(field) && !/^[+-]\d+(\.\d+)?$/.test(field)).toBe(false);
        });
      }),
    );
  });

  test('lines end in CR LF, quotes are doubled, hash and size are those of the file', () => {
    const path = join(folder(), 'c.csv');
    const written = writeCsv(path, columns, [['a "b", c\nd', '1']]);
    const bytes = readFileSync(path);
    expect(bytes.toString()).toBe('\ufefftext,value\r\n"a ""b"", c\nd",1\r\n');
    expect(written).toEqual({
      rows: 1,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      segments: [],
    });
  });

  test('a number column refuses what is no number', () => {
    expect(() => writeCsv(join(folder(), 'd.csv'), columns, [['a', '=1']])).toThrow(
      /column value holds no number/,
    );
  });

  test('files larger than a chunk are whole', () => {
    const path = join(folder(), 'e.csv');
    const rows = Array.from({ length: 20_000 }, (_, at) => [`东魏庄村第${at}行`, String(at)] as const);
    expect(writeCsv(path, columns, rows).rows).toBe(20_000);
    expect(readCsv(path).at(-1)).toEqual(['东魏庄村第19999行', '19999']);
  });
});

describe('publishTables', () => {
  const headers: Readonly<Record<string, string>> = {
    'figures.csv':
      'id,group,label,unit,kind,value,previous,change,change_pct,status,rows,previous_rows,department,previous_status,change_status,rows_held_back,rows_left_out,missing',
    'changes.csv':
      'id,group,what,key,previous_value,value,contribution,file,sheet,row,previous_file,previous_sheet,previous_row,label,reason,because',
    'explanations.csv': 'id,group,by,part,previous,value,contribution,rows,names',
    'checks.csv': 'id,side,label,severity,outcome,violations,waived,missing',
    'findings.csv':
      'file,sheet,row,column,cell,rule,severity,message,value,waived_by,waived_until,waived_reason',
    'submissions.csv':
      'file,sha256,form,unit,period,sheet,header_row,rows_total,rows_accepted,rows_not_data,rows_held_back,status,reported_on,reported_by,reviewed_by',
    'settings.csv': 'setting,line,text,by,reason,until,rows,state',
    'evidence/villages.total.count.csv':
      'side,group,key,file,sha256,sheet,row,cell,text,value,label,unit,unit_from,list',
  };

  test('writes the documented columns, and reports the bytes of each file', () => {
    const dir = folder();
    const files = publishTables(publication(), dir);
    for (const [path, header] of Object.entries(headers)) {
      expect(readCsv(join(dir, path))[0]?.join(','), path).toBe(header);
    }
    for (const { path, sha256, bytes } of files) {
      const content = readFileSync(join(dir, path));
      expect(createHash('sha256').update(content).digest('hex'), path).toBe(sha256);
      expect(content.length).toBe(bytes);
    }
  });

  test('missing is empty, zero is 0, decimals are whole', () => {
    const dir = folder();
    publishTables(publication(), dir);
    const lines = readCsv(join(dir, 'figures.csv')).slice(1);
    const values = Object.fromEntries(lines.map((line) => [`${line[0]}${line[1]}`, line.slice(5, 10)]));
    expect(lines).toHaveLength(figures.length);
    expect(values['roads.built.length']).toEqual(['', '3.25', '', '', 'L']);
    expect(values['accidents.production.count']).toEqual(['0', '0', '0', '', 'A']);
    expect(values['insurance.paid.amount']).toEqual(['-0.3', '0.1', '-0.4', '-400', 'A']);
    expect(values['villages.office_building.share']).toEqual([
      '66.666666666667',
      '50',
      '16.666666666667',
      '',
      'A',
    ]);
  });

  test('every indicator but a ratio has its evidence, none of it too', () => {
    const paths = publishTables(publication(), folder()).map(({ path }) => path);
    expect(paths).toContain('evidence/accidents.production.count.csv');
    expect(paths).not.toContain('evidence/villages.office_building.share.csv');
    expect(paths.filter((path) => path === 'evidence/projects.investment.total.csv')).toHaveLength(1);
  });
});

describe('caps', () => {
  const rows = Array.from({ length: 5 }, (_, at) =>
    evidenceRow('current', '0.1', { row: at, file: at < 3 ? '甲.xlsx' : '乙.xlsx' }),
  );
  const large = publication({
    evidence: { 'roads.built.length': [...rows, evidenceRow('previous', '3.25')] },
  });

  test('evidence beyond the cap is totals per file of both sides', () => {
    const listed = (most: number) => {
      const dir = folder();
      fanOutTo(large, tablesWriter(large, dir), most);
      return readCsv(join(dir, 'evidence', 'roads.built.length.csv')).slice(1);
    };
    expect(listed(5)).toHaveLength(6);
    expect(listed(4).map((line) => [line[0], line[3], line[6], line[8], line[9]])).toEqual([
      ['current', '甲.xlsx', '', '合计3行', '0.3'],
      ['current', '乙.xlsx', '', '合计2行', '0.2'],
      ['previous', '经发办/企业名录.xlsx', '', '合计1行', '3.25'],
    ]);
  });

  test('changes beyond the cap are totals that add up as the rows did, of that figure only', () => {
    const changes = [
      ...['0.1', '0.2', '0.3'].map((value) => changeRow('a', 'entered', null, value)),
      changeRow('a', 'left', '5', null),
      changeRow('b', 'moved', '1', '2'),
    ];
    expect([...cappedChanges(changes, 4)]).toEqual(changes);
    const capped = [...cappedChanges(changes, 3)];
    expect(capped.map(({ id, what, key, value, row }) => [id, what, key, value, row])).toEqual([
      ['a', 'entered', '合计3行', '0.6', null],
      ['a', 'left', '合计1行', null, null],
      ['b', 'moved', '91370000MA3AAAA153', '2', 5],
    ]);
    const sum = (all: typeof capped) =>
      all.reduce((total, { contribution }) => total.plus(contribution), new Big(0)).toFixed();
    expect(sum(capped)).toBe(sum(changes));
  });
});
