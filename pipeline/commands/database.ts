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
      `用法：${commandLine} database init --database postgres://…（或环境变量 TOWNSHIP_DATABASE） [--reader 只读用户] [--shards 地址,地址…]`,
      `Usage: ${commandLine} database init --database postgres://… (or the variable TOWNSHIP_DATABASE) [--reader NAME] [--shards URL,URL…]`,
    );
  }
  const reader = typeof flags.reader === 'string' ? flags.reader : null;
  const shards = typeof flags.shards === 'string' ? flags.shards.split(',') : null;
  for (const shard of shards ?? []) serverOf(shard);
  const { readerMade } = await initDatabase(options.database, schemaFolder, formsAndLists, {
    reader,
    shards,
  });
  if (options.quiet) return 0;
  const zh = options.lang === 'zh';
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
