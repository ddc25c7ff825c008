import { UsageError } from '../../options.js';

/** The environment variable for an address: unlike an argument, it is in no list of processes. */
export const addressVariable = 'TOWNSHIP_DATABASE';

/** An address taken apart; user and password are never shown. */
export interface ServerAddress {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/**
 * Takes an address apart.
 * @throws UsageError where it is none with a host. Characters that end a part of an address (`/ ? #`, a second `@`
 *   behind one of them) are refused where a password that was not escaped would be read as host, port or database.
 */
export function parseAddress(address: string): ServerAddress {
  const parts = /^postgres(?:ql)?:\/\/[^/?#]*(?:\/([^/?#@]*))?(?:\?[^#@]*)?$/i.exec(address);
  if (!parts) throw noAddress();
  try {
    // With a user, an address needs a host in its place, also where `?host=` names a socket.
    const url = new URL(address.replace('@/', '@-/'));
    const named = url.hostname === '-' ? '' : decodeURIComponent(url.hostname);
    const host = named || (url.searchParams.get('host') ?? '');
    if (host === '') throw noAddress();
    return {
      host,
      port: url.port || (url.searchParams.get('port') ?? '5432'),
      database: decodeURIComponent(parts[1] ?? ''),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    };
  } catch {
    throw noAddress();
  }
}

/**
 * The address in words that may be in a log: host, port and database, without user and password.
 * @throws UsageError where it is none.
 */
export function serverOf(address: string): string {
  const { host, port, database } = parseAddress(address);
  return `${host}:${port}/${database}`;
}

/** Without the text that was given: it may hold a password. */
function noAddress(): UsageError {
  return new UsageError(
    `--database（或环境变量 ${addressVariable}）、--shards 需要形如 postgres://用户:密码@主机:端口/数据库 的地址；用户名和密码里的 # / @ ? 要写成 %23 %2F %40 %3F。`,
    `--database (or the variable ${addressVariable}) and --shards take an address such as postgres://user:password@host:port/database; # / @ ? in user and password are written %23 %2F %40 %3F.`,
  );
}
