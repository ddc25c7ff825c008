/**
 * The files of `sql/`: strict `-- key: value` header lines, then one query. A file's path is its id:
 * `enterprises/total.count.sql` is `enterprises.total.count`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compareText } from './fold.js';
import { sha256 } from './hash.js';

/** Definitions in `sql/` that do not keep their rules; nothing is published. The message names file and line. */
export class DefinitionError extends Error {}

export interface HeaderField {
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

export interface SqlFile {
  readonly id: string;
  /** With the folder as given to `readSqlFolder`; for messages. */
  readonly file: string;
  /** Path below the folder. */
  readonly below: string;
  readonly header: ReadonlyMap<string, HeaderField>;
  /** The query without the header; '' where there is none. Ends with a line break, so that it can be embedded. */
  readonly sql: string;
  /** Line of the file on which `sql` begins. */
  readonly sqlLine: number;
  /** sha256 of the file's bytes. */
  readonly hash: string;
}

/** Collects what is wrong, so that one look shows all of it. */
export interface Complaints {
  add(file: SqlFile | string, line: number, message: string): void;
  /** @throws DefinitionError with every complaint on a line of its own, if there is any. */
  raise(): void;
}

export function complaints(): Complaints {
  const messages: string[] = [];
  return {
    add(file, line, message) {
      messages.push(`${typeof file === 'string' ? file : file.file}:${line}: ${message}`);
    },
    raise() {
      if (messages.length > 0) throw new DefinitionError(messages.join('\n'));
    },
  };
}

/** Every `.sql` file below a folder, in code-point order of its path. Lines of a header that are no field are complaints. */
export function readSqlFolder(dir: string, wrong: Complaints): SqlFile[] {
  return listSqlFiles(dir, '').map((below) => {
    const bytes = readFileSync(path.join(dir, below));
    return parse(path.posix.join(dir.split(path.sep).join('/'), below), below, bytes, wrong);
  });
}

function listSqlFiles(dir: string, below: string): string[] {
  return readdirSync(path.join(dir, below), { withFileTypes: true })
    .sort((a, b) => compareText(a.name, b.name))
    .flatMap((entry) => {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return listSqlFiles(dir, name);
      return entry.name.endsWith('.sql') ? [name] : [];
    });
}

function parse(file: string, below: string, bytes: Buffer, wrong: Complaints): SqlFile {
  const lines = bytes.toString('utf8').replaceAll('\r\n', '\n').split('\n');
  const header = new Map<string, HeaderField>();
  const end = lines.findIndex((line) => !line.startsWith('--'));
  const headerLines = end < 0 ? lines : lines.slice(0, end);
  for (const [index, text] of headerLines.entries()) {
    const line = index + 1;
    const field = /^-- ([a-z_]+):(?: (.*))?$/.exec(text);
    if (!field?.[1]) {
      wrong.add(
        file,
        line,
        `a header line reads "-- key: value", not "${text}"; leave a blank line after the header`,
      );
    } else if (header.has(field[1])) {
      wrong.add(file, line, `the header says ${field[1]} twice`);
    } else {
      header.set(field[1], { value: (field[2] ?? '').trim(), line });
    }
  }
  const query = lines.slice(headerLines.length).join('\n').trim();
  const blankLines = lines.slice(headerLines.length).findIndex((line) => line.trim() !== '');
  return {
    id: below.slice(0, -'.sql'.length).replaceAll('/', '.'),
    file,
    below,
    header,
    sql: query === '' ? '' : `${query}\n`,
    sqlLine: headerLines.length + 1 + Math.max(blankLines, 0),
    hash: sha256(bytes),
  };
}

/** Which fields a header must and may have. */
export interface HeaderRules {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Required fields that may be left empty. */
  readonly mayBeEmpty?: readonly string[];
}

/** Complains of fields that are unknown, lacking or empty. */
export function checkHeader(file: SqlFile, rules: HeaderRules, wrong: Complaints): void {
  const known = [...rules.required, ...rules.optional];
  for (const [key, { line, value }] of file.header) {
    if (!known.includes(key)) {
      wrong.add(file, line, `there is no header field ${key} here; the fields are ${known.join(', ')}`);
    } else if (value === '' && !rules.mayBeEmpty?.includes(key)) {
      wrong.add(file, line, `${key} is empty`);
    }
  }
  for (const key of rules.required) {
    if (!file.header.has(key)) wrong.add(file, 1, `the header lacks ${key}`);
  }
}

/** A field that takes one of a few words; the first of them where it does not, after a complaint. */
export function oneOf<const W extends string>(
  file: SqlFile,
  key: string,
  words: readonly [W, ...W[]],
  wrong: Complaints,
): W {
  const field = file.header.get(key);
  const found = words.find((word) => word === field?.value);
  if (found === undefined && field) {
    wrong.add(file, field.line, `${key} is one of ${words.join(', ')}, not ${field.value}`);
  }
  return found ?? words[0];
}

/** A comma list as a list, without blanks. */
export const listed = (value: string): string[] =>
  value
    .split(/[,，]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
