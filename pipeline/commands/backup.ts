/** `backup` and `restore` of the database, the archive and what is published. */

import { backup, restore } from '../operations/backup.js';
import { UsageError } from '../options.js';
import { commandLine } from '../program/program.js';
import type { Usage } from './usage.js';

/** @returns 0 */
export async function backupCommand(usage: Usage): Promise<number> {
  refuseServer(usage);
  const to = folderNamed(usage, 'backup');
  const files = await backup(usage.options.outputs, to);
  say(usage, `已备份 ${files} 个文件到 ${to}。`, `Backed up ${files} files to ${to}.`);
  return 0;
}

/** @returns 0 */
export async function restoreCommand(usage: Usage): Promise<number> {
  refuseServer(usage);
  const from = folderNamed(usage, 'restore');
  const before = await restore(usage.options.outputs, from);
  say(
    usage,
    `已从 ${from} 恢复。${before ? `原有的内容移到 ${before}。` : ''}`,
    `Restored from ${from}.${before ? ` What was there before is in ${before}.` : ''}`,
  );
  return 0;
}

/** A server is backed up by its own means, as of one moment; a copy of the outputs alone would look like a backup. */
function refuseServer({ options: { database } }: Usage): void {
  if (!database) return;
  throw new UsageError(
    '数据库在服务器上：请用 pg_dump（或服务器自己的备份）备份数据库，并复制整个成果文件夹。',
    'The database is on a server: back it up with pg_dump or the server’s own means, and copy the outputs folder.',
  );
}

function folderNamed({ operands: [folder] }: Usage, command: string): string {
  if (folder !== undefined) return folder;
  throw new UsageError(
    `请写明文件夹，例如：${commandLine} ${command} /backup/2024-01-01`,
    `Name a folder, e.g. ${commandLine} ${command} /backup/2024-01-01`,
  );
}

function say({ options }: Usage, zh: string, en: string): void {
  if (!options.quiet) process.stdout.write(`${options.lang === 'zh' ? zh : en}\n`);
}
