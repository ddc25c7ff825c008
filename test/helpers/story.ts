/**
 * Golden runs: `test/cases/<story>/` holds `inputs/`, what they must publish (`expected/`), and `story.json`.
 * Published tables, workbooks and report texts are kept as text that shows well in a diff.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ExcelJS from 'exceljs';
import Papa from 'papaparse';
import { run } from './run.js';
import { temporary } from './temporary.js';

const cases = join(import.meta.dirname, '../cases');

export interface Story {
  readonly name: string;
  /** The question that the story asks, in one line. */
  readonly about: string;
  /** Arguments of `run` besides the folders. */
  readonly args: readonly string[];
  readonly exit: number;
}

/** Texts by path: `<unit>/<period>/figures.csv`, `…/metrics.xlsx.txt`. */
export type Texts = ReadonlyMap<string, string>;

export function stories(): Story[] {
  return readdirSync(cases)
    .sort()
    .map((name) => ({ name, ...JSON.parse(readFileSync(join(cases, name, 'story.json'), 'utf8')) }));
}

/** Runs the program on the story's inputs. */
export async function runStory({ name, args }: Story) {
  const root = temporary('story');
  const [inputs, outputs] = [join(root, 'inputs'), join(root, 'outputs')];
  cpSync(join(cases, name, 'inputs'), inputs, { recursive: true });
  const { code, stderr } = await run('--inputs', inputs, '--outputs', outputs, ...args);
  const published = existsSync(outputs) ? await publishedTexts(outputs) : new Map<string, string>();
  rmSync(root, { recursive: true });
  return { code, stderr, published };
}

/**
 * What differs from `expected/`, empty where nothing does. Where something does, all that was published is left in
 * `expected-changed/`; accepting it is `rm -rf expected; mv expected-changed expected`.
 */
export function compareStory({ name }: Story, published: Texts): string {
  const [expected, changed] = [join(cases, name, 'expected'), join(cases, name, 'expected-changed')];
  rmSync(changed, { recursive: true, force: true });
  const differences = differencesOf(textsBelow(expected), published);
  if (differences.length === 0) return '';
  for (const [path, text] of published) {
    mkdirSync(dirname(join(changed, path)), { recursive: true });
    writeFileSync(join(changed, path), text);
  }
  const folder = `test/cases/${name}`;
  return [
    ...differences,
    `Look at it: diff -r ${folder}/expected ${folder}/expected-changed`,
    `Accept it: rm -rf ${folder}/expected; mv ${folder}/expected-changed ${folder}/expected`,
  ].join('\n');
}

/** Tables, workbooks and report texts of every period; what only says when and how it ran is left out. */
async function publishedTexts(outputs: string): Promise<Texts> {
  const texts = new Map<string, string>();
  for (const path of filesBelow(outputs)) {
    const [unit, period = ''] = path.split('/');
    if (unit === 'archive' || !/^\d{4}(-\d\d-\d\d)?$/.test(period)) continue;
    const file = join(outputs, path);
    if (/\.xls[xm]$/.test(path)) texts.set(`${path}.txt`, await workbookText(file));
    else if (path.endsWith('.csv') || /\/(?:report\.md|notices\/[^/]+\.txt)$/.test(path))
      texts.set(path, readFileSync(file, 'utf8'));
  }
  return texts;
}

function textsBelow(folder: string): Texts {
  if (!existsSync(folder)) return new Map();
  return new Map(filesBelow(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

function filesBelow(folder: string): string[] {
  const below = (at: string): string[] =>
    readdirSync(at).flatMap((name) => {
      const path = join(at, name);
      return statSync(path).isDirectory() ? below(path) : [relative(folder, path)];
    });
  return below(folder).sort();
}

function differencesOf(expected: Texts, published: Texts): string[] {
  return [...new Set([...expected.keys(), ...published.keys()])].sort().flatMap((path) => {
    const [before, after] = [expected.get(path), published.get(path)];
    if (before === undefined) return [`${path}: not expected`];
    if (after === undefined) return [`${path}: not published`];
    return differingLines(path, linesOf(path, before), linesOf(path, after));
  });
}

/** The first lines that only one side has. */
function differingLines(path: string, before: readonly string[], after: readonly string[]): string[] {
  if (before.length === after.length && before.every((line, i) => line === after[i])) return [];
  const only = (mark: string, lines: readonly string[], others: readonly string[]) => {
    const known = new Set(others);
    const found = lines.filter((line) => !known.has(line)).map((line) => `  ${mark} ${line.slice(0, 400)}`);
    return found.length > 5 ? [...found.slice(0, 5), `  ${mark} … ${found.length - 5} more`] : found;
  };
  const lines = [...only('-', before, after), ...only('+', after, before)];
  return [`${path}:`, ...(lines.length > 0 ? lines : ['  the same lines in another order or number'])];
}

/** A table by its rows, so that quotes and line ends make no difference. */
function linesOf(path: string, text: string): string[] {
  return path.endsWith('.csv')
    ? Papa.parse<string[]>(text).data.map((row) => JSON.stringify(row))
    : text.split(/\r?\n/);
}

/** Each sheet's name, then a line per row: its number and its cells, separated by tabs. */
async function workbookText(file: string): Promise<string> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(file);
  const lines = book.worksheets.flatMap((sheet) => {
    const rows: string[] = [];
    sheet.eachRow((row, number) => {
      const cells = Array.from({ length: row.cellCount }, (_, i) => cellText(row.getCell(i + 1)));
      rows.push(`${number}\t${cells.join('\t')}`.trimEnd());
    });
    return [`# ${sheet.name}${sheet.state === 'visible' ? '' : ` (${sheet.state})`}`, ...rows, ''];
  });
  return lines.join('\n');
}

/** `text`, `=formula → cached value`, `text <link>`, with the cell's comment in brackets behind it. */
function cellText(cell: ExcelJS.Cell): string {
  if (cell.isMerged && cell.master !== cell) return '';
  const shown = valueText(cell.formula ? cell.result : cell.value);
  const value = cell.formula ? `=${cell.formula} → ${shown}` : shown;
  const link = cell.hyperlink ? ` <${cell.hyperlink}>` : '';
  const note = noteText(cell.note);
  return (value + link + (note === '' ? '' : ` [${note}]`))
    .replaceAll('\t', '\\t')
    .replaceAll(/\r?\n/g, '\\n');
}

function valueText(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '');
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('hyperlink' in value) return String(value.text);
  if ('error' in value) return value.error;
  return JSON.stringify(value);
}

function noteText(note: string | ExcelJS.Comment | undefined): string {
  if (note === undefined || typeof note === 'string') return note ?? '';
  return (note.texts ?? []).map(({ text }) => text).join('');
}
