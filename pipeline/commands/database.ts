/** `database init`: makes everything that the pipeline needs on a PostgreSQL server, and a role for readers. */

import { formsAndLists } from '../forms/index.js';
import { UsageError } from '../options.js';
import { commandLine } from '../program/program.js';
import { schemaFolder } from '../store/open.js';
import { serverOf } from '../store/postgres/address.js';
import { initDatabase } from '../store/postgres/open.js';
import type { Usage } from './usage.js';

/** @returns 0; what is there already stays. */
export async function databaseCommand({ operands, options, flags }: Usage): Promise<number> {
  if (operands[0] !== 'init' || !options.database) {
    throw new UsageError(
      `用法：${commandLine} database init --database postgres://…（或环境变量 TOWNSHIP_DATABASE） [--reader 只读用户] [--shards 地址,地址…] [--take-over]`,
      `Usage: ${commandLine} database init --database postgres://… (or the variable TOWNSHIP_DATABASE) [--reader NAME] [--shards URL,URL…] [--take-over]`,
    );
  }
  const reader = typeof flags.reader === 'string' ? flags.reader : null;
  const shards = typeof flags.shards === 'string' ? flags.shards.split(',') : null;
  for (const shard of shards ?? []) serverOf(shard);
  const zh = options.lang === 'zh';
  if (shards !== null && !options.quiet) {
    process.stdout.write(
      zh
        ? '库里各表的行将清空，重新分布；已发布的成果和发布历史不变。清空之后要完整运行一次，从报表重新读入全部文件。\n'
        : 'The rows of the forms will be emptied and spread anew; what is published and its history stay. A full run must follow, which reads all files anew from the inputs.\n',
    );
  }
  const { readerMade, cleared, left } = await initDatabase(options.database, schemaFolder, formsAndLists, {
    reader,
    shards,
    takesOver: flags['take-over'] === true,
  });
  // Rows with personal data that lie where nobody looks after them are said even with --quiet.
  for (const server of left) process.stderr.write(`${leftLine(server, zh)}\n`);
  if (options.quiet) return 0;
  const lines = [
    zh
      ? `数据库已就绪：${serverOf(options.database)}。`
      : `The database is ready: ${serverOf(options.database)}.`,
  ];
  if (shards !== null) {
    const servers = shards.map(serverOf).join(zh ? '、' : ', ');
    lines.push(
      zh
        ? `各表的行按乡镇分布在 ${servers}；下次运行从报表重新读入。`
        : `The rows of the forms are spread by unit over ${servers}; the next run reads them anew from the inputs.`,
    );
  }
  if (cleared.length > 0) {
    const servers = cleared.join(zh ? '、' : ', ');
    lines.push(
      zh
        ? `不再是分片的 ${servers} 上的行（含个人信息）已删除。`
        : `The rows (with personal data) on ${servers}, no shard any longer, are removed.`,
    );
  }
  if (reader !== null) {
    lines.push(
      zh
        ? `${reader} 只能读 township_masked 中的视图，个人信息在其中已遮盖。`
        : `${reader} may read the views in township_masked, where personal data is masked, and nothing else.`,
    );
    if (readerMade) {
      lines.push(
        zh
          ? `用户 ${reader} 是新建的，还没有密码；请管理员在 psql 中用 \\password 设置。`
          : `The role ${reader} is new and has no password yet: set it with \\password in psql.`,
      );
    }
  }
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

function leftLine(server: string, zh: boolean): string {
  return zh
    ? `不再是分片的 ${server} 现在连不上或不许删除：那里的模式 township 还有各乡镇的行（含完整个人信息）。请在那个库里执行 DROP SCHEMA township CASCADE。`
    : `${server}, no shard any longer, cannot be reached or refuses: its schema township still holds rows of townships (with full personal data). Run DROP SCHEMA township CASCADE in that database.`;
}
