/**
 * No personal data in what is published or logged: every personal value of a small example's inputs is looked for in
 * every file that is written but the corrections, the database and the archive, which hold it in full.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { forms } from '../../pipeline/forms/index.js';
import { example } from '../example/example.js';
import { type CliResult, cli } from '../helpers/cli.js';
import { call } from '../helpers/run.js';
import { temporary } from '../helpers/temporary.js';

const township = '示例镇';
let outputs: string;
let result: CliResult;
/** What the commands said, by what was asked. */
const said: [string, string][] = [];

beforeAll(async () => {
  const root = temporary('privacy');
  const inputs = join(root, 'inputs');
  for (const [path, bytes] of await example({ seed: 7, scale: 0.1, unit: township })) {
    mkdirSync(dirname(join(inputs, path)), { recursive: true });
    writeFileSync(join(inputs, path), bytes);
  }
  outputs = join(root, 'outputs');
  const shared = ['--inputs', inputs, '--outputs', outputs, '--today', '2021-12-05', '--unit', township];
  const told = join(root, 'told.json');
  result = await cli(['nightly', ...shared, '--notify', `cat > "${told}"`]);
  said.push(['nightly', result.stdout], ['nightly stderr', result.stderr]);
  said.push(['word of the night', readFileSync(told, 'utf8')]);
  // What else is told of rows, figures and files.
  rmSync(join(outputs, township), { recursive: true });
  for (const args of [
    ['run', '--json'],
    ['status', '--json'],
    ['verify', '--json'],
    ['trace', 'insurance.paid.amount', '--json', '--compare', '--left-out'],
    ['trace', 'petitions.resolved.count', '--compare', '--left-out'],
    ['trace', 'insurance.pension.amount', '--csv'],
    ['history', 'insurance.paid.amount', '--json'],
    ['check-templates', '--json'],
    ['inspect', submissionOf(inputs, '养老'), '--json'],
    ['inspect', submissionOf(inputs, '信访')],
    ['forms', '--period', '2022-11-30'],
  ]) {
    const { code, stdout, stderr } = await call(...args, ...shared.slice(0, args[0] === 'inspect' ? 6 : 8));
    expect([args, code, stderr]).toEqual([
      args,
      expect.any(Number),
      expect.not.stringMatching(/ at .*\.js:\d+/),
    ]);
    said.push([args.join(' '), stdout], [`${args.join(' ')} stderr`, stderr]);
  }
}, 240_000);

/** The first file below a folder whose name has the word. */
function submissionOf(folder: string, word: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return join(folder, names.find((name) => basename(name).includes(word)) ?? word);
}

const words = (text: string) => text.match(/[\p{Script=Han}·]+/gu) ?? [];

/** Who filled in, checked and signed the forms: their names are published, and the example's people share a few names. */
function signatories(): Set<string> {
  const database = new SqliteDatabase(join(outputs, 'township.sqlite'), { readonly: true });
  const rows = database
    .prepare<[], { a: string | null; b: string | null }>(
      'SELECT reported_by AS a, reviewed_by AS b FROM source_table',
    )
    .all();
  const footers = database
    .prepare<[], string>("SELECT text FROM not_data WHERE kind = 'footer'")
    .pluck()
    .all();
  database.close();
  return new Set([...rows.flatMap(({ a, b }) => [a ?? '', b ?? '']), ...footers.flatMap(words)]);
}

/** Every personal value as submitted, by its kind. */
function personalValues(): { readonly kind: string; readonly value: string }[] {
  const database = new SqliteDatabase(join(outputs, 'township.sqlite'), { readonly: true });
  const found = new Map<string, { kind: string; value: string }>();
  for (const form of forms) {
    const columns = Object.values(form.columns);
    for (const { texts } of database
      .prepare<[], { texts: string }>(`SELECT texts FROM ${form.id}_row`)
      .iterate()) {
      const values: (string | null)[] = JSON.parse(texts);
      columns.forEach(({ spec }, i) => {
        const value = (values[i] ?? '').trim();
        if (spec.personal && value.length > 1) found.set(value, { kind: spec.personal, value });
      });
    }
  }
  database.close();
  return [...found.values()];
}

/** The texts of everything that is shared: files as they are, the parts of packages inflated. */
function* sharedTexts(folder: string): Generator<{ path: string; text: string }> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'corrections' && path !== join(outputs, 'archive')) yield* sharedTexts(path);
    } else if (/\.(xlsx|docx)$/.test(entry.name)) {
      for (const [part, bytes] of Object.entries(unzipSync(readFileSync(path)))) {
        yield { path: `${path}!${part}`, text: Buffer.from(bytes).toString('utf8') };
      }
    } else if (!entry.name.startsWith('township.sqlite')) {
      yield { path, text: readFileSync(path, 'utf8') };
    }
  }
}

/** Finds the values anywhere in a text: plain numbers by sliding over its runs of digits, others one by one. */
function finder(values: readonly string[]): (text: string) => string[] {
  const plain = new Set(values.filter((value) => /^[\dXx]+$/.test(value)));
  const lengths = [...new Set([...plain].map((value) => value.length))];
  const others = values.filter((value) => !plain.has(value));
  return (text) => {
    const found = others.filter((value) => text.includes(value));
    for (const [run] of text.matchAll(/[\dXx]{7,}/g)) {
      for (const length of lengths) {
        for (let at = 0; at + length <= run.length; at++) {
          const part = run.slice(at, at + length);
          if (plain.has(part)) found.push(part);
        }
      }
    }
    return found;
  };
}

describe('everything that is published and logged', () => {
  it('holds no identity number and no phone anywhere, and no name as a whole cell or word', () => {
    expect(result.code).toBe(0);
    const values = personalValues();
    const kinds = (kind: string) => values.filter((value) => value.kind === kind).map(({ value }) => value);
    const numbers = [...kinds('identity'), ...kinds('phone')].filter((value) => /\d{7}/.test(value));
    const known = signatories();
    const names = new Set(kinds('name').filter((name) => !known.has(name)));
    expect(numbers.length).toBeGreaterThan(20);
    expect(names.size).toBeGreaterThan(20);
    const numbersIn = finder(numbers);
    const found: string[] = [];
    let files = 0;
    const kindsOfFile = new Set<string>();
    for (const { path, text } of [...said.map(([path, text]) => ({ path, text })), ...sharedTexts(outputs)]) {
      files++;
      kindsOfFile.add(/[^.]*$/.exec(path)?.[0] ?? '');
      for (const value of numbersIn(text)) found.push(`${path}: ${value}`);
      for (const word of words(text)) if (names.has(word)) found.push(`${path}: ${word}`);
    }
    expect(files).toBeGreaterThan(50);
    expect([...kindsOfFile]).toEqual(
      expect.arrayContaining(['csv', 'html', 'js', 'json', 'md', 'ndjson', 'rels', 'txt', 'xml']),
    );
    expect(found).toEqual([]);
  });

  it('is looked through by a scan that would find it', () => {
    const [value] = personalValues().filter(({ kind }) => kind === 'identity');
    const planted = join(outputs, 'logs', 'planted.ndjson');
    writeFileSync(planted, `{"msg":"${value?.value}"}`);
    const hits = [...sharedTexts(outputs)].filter(({ text }) => text.includes(value?.value ?? '-'));
    expect(hits.map(({ path }) => path)).toEqual([planted]);
  });
});
