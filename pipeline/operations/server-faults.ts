import type { Lang } from '../options.js';
import type { EngineError } from '../store/engine.js';

type Words = (server: string, message: string) => Readonly<Record<Lang, string>>;

const unreachable: Words = (server) => ({
  zh: `连不上数据库服务器 ${server}。请检查地址、网络和服务器是否在运行；已发布的成果没有变动。`,
  en: `The database server ${server} cannot be reached. Check the address, the network, and that it runs; what is published has not changed.`,
});
const lost: Words = (server) => ({
  zh: `与数据库服务器 ${server} 的连接中断了（可能重启过）。没有写完的都已撤销，已发布的成果没有变动；请重新运行。`,
  en: `The connection to the database server ${server} was lost (it may have been restarted). What was not finished is undone and what is published has not changed; run again.`,
});
const refused: Words = (server) => ({
  zh: `数据库服务器 ${server} 不接受这个用户名或密码。请核对 --database 或环境变量 TOWNSHIP_DATABASE。`,
  en: `The database server ${server} does not accept this user or password. Check --database or the variable TOWNSHIP_DATABASE.`,
});
const noDatabase: Words = (server) => ({
  zh: `服务器上没有这个数据库：${server}。请先由管理员用 CREATE DATABASE 建立。`,
  en: `There is no such database on the server: ${server}. Have it made with CREATE DATABASE first.`,
});
const notAllowed: Words = (server, message) => ({
  zh: `数据库用户没有所需的权限（${server}：${message}）。请由管理员授予，或改用流水线自己的用户。`,
  en: `The database user lacks a privilege (${server}: ${message}). Have it granted, or use the pipeline's own user.`,
});
const full: Words = (server) => ({
  zh: `数据库服务器 ${server} 的磁盘已满。请腾出空间后重新运行；没有写完的都已撤销，已发布的成果没有变动。`,
  en: `The disk of the database server ${server} is full. Free some space and run again; what was not finished is undone and what is published has not changed.`,
});
const crowded: Words = (server) => ({
  zh: `数据库服务器 ${server} 的连接数或内存已用尽，请稍后重试，或请管理员调高上限。`,
  en: `The database server ${server} is out of connections or memory; try again later, or have the limit raised.`,
});
const starting: Words = (server) => ({
  zh: `数据库服务器 ${server} 正在启动或恢复，请稍后重试。`,
  en: `The database server ${server} is starting up or recovering; try again later.`,
});
const noShard: Words = (server, message) => ({
  zh: `数据库的一个分片连不上（${server}：${message}）。它上面的乡镇没有发布，别的不受影响；修复后重新运行。`,
  en: `A shard of the database cannot be reached (${server}: ${message}). Its townships were not published, others were; run again once it is back.`,
});

const byCode: Readonly<Record<string, Words>> = {
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  ECONNRESET: lost,
  EPIPE: lost,
  '08000': lost,
  '08001': noShard,
  '08003': lost,
  '08006': lost,
  '57P01': lost,
  '57P02': lost,
  '57P03': starting,
  '28P01': refused,
  '28000': refused,
  '3D000': noDatabase,
  '42501': notAllowed,
  '25006': notAllowed,
  '53000': crowded,
  '53100': full,
  '53200': crowded,
  '53300': crowded,
};

/** What is to be said of a server's error; null where it is a mistake of the program. */
export function serverFaultText({ code, server, message }: EngineError, lang: Lang): string | null {
  return byCode[code]?.(server, message)[lang] ?? null;
}
