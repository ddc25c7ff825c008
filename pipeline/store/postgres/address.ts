import { UsageError } from '../../options.js';

/** The environment variable for an address: unlike an argument, it is in no list of processes. */
export const addressVariable = 'TOWNSHIP_DATABASE';

/**
 * The address in words that may be in a log: host, port and database, without user and password.
 * @throws UsageError where it is none.
 */
export function serverOf(address: string): string {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw noAddress();
  }
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') throw noAddress();
  const host = url.hostname === '' ? (url.searchParams.get('host') ?? 'localhost') : url.hostname;
  return `${host}:${url.port || '5432'}${decodeURIComponent(url.pathname)}`;
}

/** Without the text that was given: it may hold a password. */
function noAddress(): UsageError {
  return new UsageError(
    `--database（或环境变量 ${addressVariable}）需要形如 postgres://用户@主机:端口/数据库 的地址。`,
    `--database (or the variable ${addressVariable}) takes an address such as postgres://user@host:port/database.`,
  );
}
