/** What the machine does to a run, in a sentence that says what to do: full disk, no permission, a bad database. */

import SqliteDatabase from 'better-sqlite3';
import { type Lang, UsageError } from '../options.js';
import { runLine } from '../program/program.js';
import { EngineError } from '../store/engine.js';
import { StoreError } from '../store/store-error.js';
import { when } from '../text/when.js';
import { LockedError } from './lock.js';
import { serverFaultText } from './server-faults.js';
import { isTooManyOpen, tooManyOpenText } from './too-many-open.js';

type Words = (path: string) => Readonly<Record<Lang, string>>;

const at = (path: string) => (path === '' ? { zh: '', en: '' } : { zh: `：${path}`, en: `: ${path}` });

const diskFull: Words = (path) => ({
  zh: `磁盘已满${at(path).zh}。请腾出空间后重新运行；已发布的成果没有变动。`,
  en: `The disk is full${at(path).en}. Free some space and run again; what is published has not changed.`,
});
const notPermitted: Words = (path) => ({
  zh: `没有读写权限，或所在的盘是只读的${at(path).zh}。请检查它属于谁、权限如何（运行的用户须能读写），再重新运行；已发布的成果没有变动。`,
  en: `No permission, or a read-only disk${at(path).en}. Check who owns it and its permissions (the user who runs this must read and write it), and run again; what is published has not changed.`,
});
const noFolder: Words = (path) => ({
  zh: `这里需要一个文件夹，却是一个文件${at(path).zh}。请核对路径（--outputs），或把那个文件移走。`,
  en: `A folder is needed where a file is${at(path).en}. Check the path (--outputs), or move that file away.`,
});
const noFile: Words = (path) => ({
  zh: `这里需要一个文件，却是一个文件夹${at(path).zh}。请把那个文件夹移走，再重新运行。`,
  en: `A file is needed where a folder is${at(path).en}. Move that folder away and run again.`,
});
const inUse: Words = (path) => ({
  zh: `文件或文件夹正被别的程序打开${at(path).zh}。请关闭它后重新运行；做好的成果届时会换上。`,
  en: `A file or folder is held open by another program${at(path).en}. Close it and run again; what was made is put in place then.`,
});
const inputOutput: Words = (path) => ({
  zh: `读写磁盘出错${at(path).zh}。请检查磁盘或网络盘的连接，再重新运行；已发布的成果没有变动。`,
  en: `The disk gave an error${at(path).en}. Check the disk or the connection to it, and run again; what is published has not changed.`,
});
const corrupt: Words = () => ({
  zh: '数据库已损坏。把 township.sqlite 移走再运行一次，会从报表重建。',
  en: 'The database is damaged. Move township.sqlite away and run again: it is rebuilt from the inputs.',
});

const byCode: Readonly<Record<string, Words>> = {
  ENOSPC: diskFull,
  EDQUOT: diskFull,
  SQLITE_FULL: diskFull,
  // The shared memory beside the database has no room.
  SQLITE_IOERR_SHMSIZE: diskFull,
  EROFS: notPermitted,
  EACCES: notPermitted,
  EPERM: notPermitted,
  SQLITE_READONLY: notPermitted,
  SQLITE_READONLY_DBMOVED: notPermitted,
  SQLITE_READONLY_DIRECTORY: notPermitted,
  SQLITE_CANTOPEN: notPermitted,
  ENOTDIR: noFolder,
  EEXIST: noFolder,
  EISDIR: noFile,
  ENOTEMPTY: noFile,
  EBUSY: inUse,
  ETXTBSY: inUse,
  EIO: inputOutput,
  SQLITE_CORRUPT: corrupt,
  SQLITE_NOTADB: corrupt,
};

const storeWords: Readonly<Record<StoreError['rule'], Readonly<Record<Lang, string>>>> = {
  'store.no_wal': {
    zh: '成果文件夹所在的盘（例如网络盘）不能可靠地存放数据库。请用 --outputs 指到本机磁盘上的文件夹。',
    en: 'The disk of the outputs (a network drive, perhaps) cannot keep a database safely. Give a folder on a local disk with --outputs.',
  },
  'store.no_database': {
    zh: 'township.sqlite 不是数据库文件。',
    en: 'township.sqlite is no database.',
  },
  'store.folder': {
    zh: '{path} 是一个文件夹，数据库要用这个名称。请把它移走，再重新运行。',
    en: '{path} is a folder, and the database needs this name. Move it away and run again.',
  },
  'store.newer': {
    zh: '数据库由更新版本的程序建立，本程序不能使用，也没有改动它。请改用新版本的程序，或用 --outputs 指到另一个文件夹。',
    en: 'The database was made by a newer version of the program and has been left as it is. Use that version, or another folder with --outputs.',
  },
  'store.other_version': {
    zh: `数据库由另一版本的程序建立。请先运行一次 ${runLine}：数据库会从报表重建，发布历史保留；然后再用这个命令。`,
    en: `The database was made by another version of the program. Run ${runLine} once: it is made anew from the inputs and keeps its history; then use this command.`,
  },
  'store.incomplete': {
    zh: `数据库缺少“{missing}”。请先运行一次 ${runLine}：数据库会从报表重建，发布历史保留；然后再用这个命令。`,
    en: `The database lacks "{missing}". Run ${runLine} once: it is made anew from the inputs and keeps its history; then use this command.`,
  },
  'store.altered': {
    zh: '数据库里 {unit} 的数据（{file} › {sheet}，{form}）与读入时不同。',
    en: 'The database holds other data of {unit} ({file} › {sheet}, {form}) than were read.',
  },
  'store.damaged_text': {
    zh: `数据库里的一段内容已损坏，读不出来。再运行一次 ${runLine}，数据库会从报表重建，发布历史保留。`,
    en: `A part of the database is damaged and cannot be read. Run ${runLine} again: it is made anew from the inputs and keeps its history.`,
  },
  'store.old_server': {
    zh: '数据库服务器 {path} 是 PostgreSQL {found}，需要 {oldest} 或更新的版本。',
    en: 'The database server {path} is PostgreSQL {found}; version {oldest} or newer is needed.',
  },
  'store.shards_outdated': {
    zh: '部门的表变了，数据库 {path} 的分片还是旧的。请重新运行 database init --shards，再运行一次。',
    en: 'The forms have changed, and the shards of the database {path} are of the old ones. Run database init --shards again, then run.',
  },
  'store.foreign_schema': {
    zh: '{path} 里已有模式 township，其中的表（例如 {found}）不是本程序为此建立的，没有改动。请换一个数据库，或由管理员把那个模式改名、移走。',
    en: '{path} already has a schema township whose tables ({found}, for one) this program did not make for this use; nothing was changed. Take another database, or have that schema renamed or removed.',
  },
  'store.other_home': {
    zh: '数据库 {path} 属于另外的文件夹（{found}），这次给的是 {given}；同名的乡镇会互相覆盖，所以没有读取。请核对 --inputs、--outputs，或另建一个数据库；文件夹确实换了地方的，先运行 database init --take-over。',
    en: 'The database {path} belongs to other folders ({found}) than the ones given ({given}); townships of one name would overwrite each other, so nothing was read. Check --inputs and --outputs, or take another database; if the folders have moved, run database init --take-over first.',
  },
  'store.evidence_lost': {
    zh: '指标 {id} 由 {rows} 行得出，数据库给出的依据却有 {found} 行；没有发布，上一次的成果没有变动。请检查数据库服务器的设置（分布式引擎的优化选项），再重新运行。',
    en: 'The figure {id} was added up of {rows} rows, but the database gives {found} as its evidence; nothing was published, the last publication stays. Check the settings of the database server (optimiser options of a distributed engine), and run again.',
  },
  'store.shard_twice': {
    zh: '--shards 里 {path} 与 {other} 是同一个数据库；每个分片要有自己的数据库。什么也没有改动。',
    en: 'In --shards, {path} and {other} are the same database; each shard needs its own. Nothing was changed.',
  },
  'store.shard_is_main': {
    zh: '--shards 里的 {path} 就是主库；分片要放在别的数据库上。什么也没有改动。',
    en: 'In --shards, {path} is the main database itself; shards are other databases. Nothing was changed.',
  },
  'store.at_work': {
    zh: '另一次运行正在使用数据库 {path}，请稍后再试。',
    en: 'Another run is at work on the database {path}; try again later.',
  },
};

function filledIn(words: string, params: StoreError['params']): string {
  return words.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
}

/**
 * What is to be said of an error; null where it is a mistake of the program.
 * @param place what the run writes to, named where the error does not say which file it is about.
 */
export function faultText(error: unknown, lang: Lang, place = ''): string | null {
  if (error instanceof UsageError) return error[lang];
  if (error instanceof LockedError) return lockedText(error, lang);
  if (error instanceof StoreError) return filledIn(storeWords[error.rule][lang], error.params);
  if (isTooManyOpen(error)) return tooManyOpenText[lang];
  if (error instanceof EngineError) return serverFaultText(error, lang);
  if (!(error instanceof Error) || !('code' in error)) return null;
  const code = String(error.code);
  if (code.startsWith('SQLITE_BUSY')) {
    return lang === 'zh'
      ? '数据库 township.sqlite 正被另一个程序占用。请关闭它（例如打开着数据库的工具）后重试。'
      : 'The database township.sqlite is locked by another program. Close it (a database tool, perhaps) and try again.';
  }
  const words = byCode[code] ?? (code.startsWith('SQLITE_IOERR') ? inputOutput : undefined);
  return words ? words(String((error as NodeJS.ErrnoException).path ?? place))[lang] : null;
}

/** Whether another process is in the way, and trying again later helps: exit code 75. */
export function isInTheWay(error: unknown): boolean {
  return (
    error instanceof LockedError ||
    (error instanceof StoreError && error.rule === 'store.at_work') ||
    (error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY'))
  );
}

function lockedText({ holder }: LockedError, lang: Lang): string {
  if (!holder) {
    return lang === 'zh'
      ? '另一次运行正在使用成果文件夹，请稍后再试。'
      : 'Another run is at work on these outputs; try again later.';
  }
  const { command, host, pid } = holder;
  const since = when(holder.since);
  return lang === 'zh'
    ? `另一次运行（${command}，主机 ${host}，进程 ${pid}）自 ${since} 起正在使用成果文件夹，请稍后再试。`
    : `Another run (${command}, host ${host}, process ${pid}) has been at work on these outputs since ${since}; try again later.`;
}
