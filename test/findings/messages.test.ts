import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { finding } from '../../pipeline/findings/finding.js';
import { rules } from '../../pipeline/findings/rules/index.js';
import { describe as inWords, inWords as worded } from '../../pipeline/findings/words.js';

const place = { sheet: '表1', row: 7, column: 2, header: '身份证\n号码' };

describe('a finding in words', () => {
  test('says what was found and what to do, in Chinese and in English', () => {
    const found = finding(
      'date.day_missing',
      'warning',
      { ...place, header: '成立日期', value: '2021年11月' },
      { read: '2021-11-01' },
    );
    expect(inWords(found, 'zh')).toEqual({
      message: '“成立日期”里的“2021年11月”没有写日，按2021-11-01处理。',
      fix: '请写完整日期，如2021-11-30。',
    });
    expect(inWords(found, 'en')).toEqual({
      message: '"2021年11月" under "成立日期" names no day; it was read as 2021-11-01.',
      fix: 'Write the full date, such as 2021-11-30.',
    });
  });

  test('masks the value, by its column or by what it looks like', () => {
    const words = { zh: '{value}在{cell}', en: '{value} in {cell}', fix: { zh: '', en: '' } };
    const message = (value: string, personal: 'name' | null) =>
      worded(finding('cell.error', 'error', { ...place, value, personal }), words, 'en').message;
    expect(message('欧阳小明', 'name')).toBe('欧*** in C7.');
    expect(message('见370000198001010017', null)).toBe('见370000********0017 in C7.');
  });

  test('keeps to one line and shortens long values', () => {
    const found = finding(
      'number.not_understood',
      'error',
      { ...place, value: '很\n长'.repeat(50) },
      { example: '3' },
    );
    const { message } = inWords(found, 'zh');
    expect(message).not.toContain('\n');
    expect(message).toContain('…');
    expect(message.length).toBeLessThan(150);
  });

  test('a value cannot fill placeholders of its own', () => {
    const found = finding('date.not_understood', 'error', { ...place, value: '{header}{row}' });
    expect(inWords(found, 'en').message).toContain('"{header}{row}"');
  });
});

describe('the catalogue', () => {
  const folder = new URL('../../pipeline/normalise/', import.meta.url);
  const source = readdirSync(folder)
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  const areas = 'cell|value|number|unit|date|year|choice|yes_no|credit_code|identity_number|division_code';
  const reported = new Set(
    [...source.matchAll(new RegExp(`'((?:${areas})\\.[a-z_]+)'`, 'g'))].map((m) => m[1] ?? ''),
  );

  test('has words for every rule that normalising reports, and no others of its areas', () => {
    // A cell that stands twice is noticed where the file is opened.
    const worded = Object.keys(rules).filter(
      (rule) => new RegExp(`^(?:${areas})\\.`).test(rule) && rule !== 'cell.twice',
    );
    expect([...reported].sort()).toEqual(worded.sort());
  });

  test('says everything in both languages, and with the same parameters', () => {
    const ofPlace = /^(?:value|header|sheet|row|cell)$/;
    // A parameter that is a word has one for each language: {listed}, {listed_en}.
    const placeholders = (text: string) =>
      [...text.matchAll(/\{(\w+?)(?:_en)?\}/g)].flatMap((m) => (ofPlace.test(m[1] ?? '') ? [] : m[1])).sort();
    for (const [rule, { zh, en, fix }] of Object.entries(rules)) {
      expect([rule, zh === '' || en === '' || fix.zh === '' || fix.en === '']).toEqual([rule, false]);
      expect([rule, ...new Set(placeholders(en))]).toEqual([rule, ...new Set(placeholders(zh))]);
    }
  });
});
