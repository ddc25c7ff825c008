/** A township's settings, line by line; a file that was changed since it was shown is not overwritten. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnsFile, valuesFile } from '../inputs/answers.js';
import { waiverColumns } from '../inputs/settings.js';
import { appendLines, readLines, removeLines } from '../inputs/settings-edit.js';
import { UsageError } from '../options.js';
import { sha256 } from '../text/hash.js';
import type { SettingsEdit, SettingsFile } from './api/records.js';
import { Refused } from './refused.js';

const known: readonly Pick<SettingsFile, 'name' | 'title' | 'columns'>[] = [
  { name: 'unit.csv', title: '乡镇的名称、上级和区划代码', columns: ['key', 'value'] },
  {
    name: 'owed.csv',
    title: '应报哪些表、由谁报、期末后几天内报',
    columns: ['form', 'department', 'due_days'],
  },
  {
    name: 'aliases.csv',
    title: '村、项目、社区、企业的别名',
    columns: ['kind', 'name', 'canonical', 'from', 'until'],
  },
  { name: columnsFile.name, title: '表头和单位是什么意思', columns: columnsFile.columns },
  { name: valuesFile.name, title: '词是什么意思', columns: valuesFile.columns },
  { name: 'waivers.csv', title: '认可的问题', columns: waiverColumns },
];

/** @param home the township's folder. */
export async function settingsFilesOf(home: string): Promise<SettingsFile[]> {
  return Promise.all(known.map((file) => settingsFile(home, file)));
}

async function settingsFile(
  home: string,
  { name, title, columns }: (typeof known)[number],
): Promise<SettingsFile> {
  const path = join(home, name);
  if (!existsSync(path)) return { name, title, columns, lines: [], version: '', refused: '' };
  const version = sha256(readFileSync(path));
  try {
    const { header, lines } = await readLines(path);
    return { name, title, columns: header, lines, version, refused: '' };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { name, title, columns, lines: [], version, refused: error.zh };
  }
}

/** @throws Refused where the file is another than the one that was shown. */
export async function editSettings(
  home: string,
  { name, version, remove, add }: SettingsEdit,
): Promise<SettingsFile> {
  const file = known.find((one) => one.name === name);
  if (!file) throw new Refused('wrong', '没有这个设置。');
  const path = join(home, file.name);
  const now = existsSync(path) ? sha256(readFileSync(path)) : '';
  if (now !== version) throw new Refused('changed', '设置刚在别处改过，没有覆盖。');
  await removeLines(path, new Set(remove.filter((number) => number > 1)));
  await appendLines(path, file.columns, add);
  return settingsFile(home, file);
}
