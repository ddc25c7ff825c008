/** What can be said of a query without running it: the views it reads, its parameters, and what is not portable. */
import type { Complaints, SqlFile } from './sql-file.js';

interface Token {
  readonly text: string;
  readonly line: number;
}

const pattern =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|::|:[A-Za-z_]\w*|[A-Za-z_]\w*|\d[\d.]*|\n|\S/g;

/** A query as its words and signs with a blank between them: the same however it is laid out and commented. */
export function canonicalSql(sql: string): string {
  return textsOf(sql).join(' ');
}

function textsOf(sql: string): string[] {
  const texts = [...sql.matchAll(pattern)].map(([text]) => text);
  return texts.filter((text) => text !== '\n' && !/^(?:--|\/\*)/.test(text));
}

/** Words, parameters and signs, without comments and strings. */
function tokens(file: SqlFile): Token[] {
  const found: Token[] = [];
  let line = file.sqlLine;
  for (const [text] of file.sql.matchAll(pattern)) {
    const skipped = text.startsWith('--') || text.startsWith('/*') || text === '\n';
    if (!skipped) found.push({ text: text.startsWith("'") ? "''" : text, line });
    line += text.split('\n').length - 1;
  }
  return found;
}

/** Functions and words that only one of SQLite and PostgreSQL understands, or that change data. */
const refusedWords = new Set(
  `ATTACH DATE_TRUNC DATETIME DELETE DROP GLOB GROUP_CONCAT IFNULL IIF ILIKE INSERT JULIANDAY NVL PRAGMA PRINTF REGEXP
   ROWID STRFTIME STRING_AGG TO_CHAR TO_DATE UPDATE`.split(/\s+/),
);

/** Words of queries in which what becomes of a row may depend on other rows. */
const joiningWords = new Set(
  'DISTINCT EXCEPT FETCH GROUP HAVING INTERSECT JOIN LIMIT OFFSET OVER UNION WITH'.split(' '),
);

/** Whether a query selects rows of one view, each as it stands and for what it says itself. */
export function isRowByRow(file: SqlFile): boolean {
  const all = tokens(file);
  const words = all.map(({ text }) => text.toUpperCase());
  const [select, first, next = ''] = words;
  return (
    select === 'SELECT' &&
    first === 'ROW_ID' &&
    [',', 'FROM'].includes(next) &&
    words.filter((word) => word === 'SELECT').length === 1 &&
    tablesOf(all).length === 1 &&
    !words.some((word) => joiningWords.has(word))
  );
}

export interface QueryRules {
  /** Names of the views that it may read. */
  readonly views: ReadonlySet<string>;
  /** Parameters that it must use, and those that it may use, without the colon. */
  readonly needed: readonly string[];
  readonly allowed: readonly string[];
  readonly groupBy: boolean;
}

/** Give the elements of a list, and read no table. */
const listFunctions: ReadonlySet<string> = new Set(['json_each']);

/** Complains of everything in a query that its rules refuse. Returns the views that it reads. */
export function checkQuery(file: SqlFile, rules: QueryRules, wrong: Complaints): ReadonlySet<string> {
  const all = tokens(file);
  if (all.length === 0) {
    wrong.add(file, file.sqlLine, 'there is no query under the header');
    return new Set();
  }
  const word = (index: number) => all[index]?.text.toUpperCase() ?? '';
  if (word(0) !== 'SELECT' && word(0) !== 'WITH') {
    wrong.add(file, file.sqlLine, `a query begins with SELECT or WITH, not ${all[0]?.text}`);
  }
  for (const [index, { text, line }] of all.entries()) {
    if (text === ';') wrong.add(file, line, 'one query to a file, without a semicolon');
    if (text === '::') wrong.add(file, line, 'a cast is written CAST(… AS …), not ::');
    if (refusedWords.has(text.toUpperCase())) {
      wrong.add(
        file,
        line,
        `${text} is not portable, or no query; SQLite and PostgreSQL both have to run this`,
      );
    }
    if (!rules.groupBy && word(index) === 'GROUP' && word(index + 1) === 'BY') {
      wrong.add(file, line, 'GROUP BY: a query selects its evidence row by row, the program adds it up');
    }
  }
  checkParameters(file, all, rules, wrong);
  return checkViews(file, all, rules.views, wrong);
}

function checkParameters(file: SqlFile, all: readonly Token[], rules: QueryRules, wrong: Complaints): void {
  const used = all.filter(({ text }) => /^:\w/.test(text));
  for (const { text, line } of used) {
    if (!rules.allowed.includes(text.slice(1))) {
      const names = rules.allowed.map((name) => `:${name}`).join(', ');
      wrong.add(file, line, `${text} is no parameter here; there are ${names}`);
    }
  }
  for (const name of rules.needed) {
    if (!used.some(({ text }) => text === `:${name}`)) {
      wrong.add(file, file.sqlLine, `the query does not use :${name}, which it needs`);
    }
  }
}

function checkViews(
  file: SqlFile,
  all: readonly Token[],
  views: ReadonlySet<string>,
  wrong: Complaints,
): ReadonlySet<string> {
  // A common table expression: a name, AS, and a bracket; nothing else that a query may say looks like that.
  const own = new Set(
    all
      .filter((_, index) => all[index + 1]?.text.toUpperCase() === 'AS' && all[index + 2]?.text === '(')
      .map(({ text }) => text),
  );
  const read = new Set<string>();
  for (const { text, line } of tablesOf(all)) {
    if (own.has(text) || listFunctions.has(text)) continue;
    if (views.has(text)) {
      read.add(text);
    } else if (text.endsWith('_row')) {
      wrong.add(
        file,
        line,
        `${text} also holds rows that are held back; read ${text.slice(0, -'_row'.length)}`,
      );
    } else {
      wrong.add(file, line, `${text} is none of the views that it may read: ${[...views].join(', ')}`);
    }
  }
  return read;
}

/** The names after FROM and JOIN, also in a list with commas. */
function tablesOf(all: readonly Token[]): Token[] {
  const found: Token[] = [];
  const word = (index: number) => all[index]?.text.toUpperCase() ?? '';
  for (const index of all.keys()) {
    if (word(index) !== 'FROM' && word(index) !== 'JOIN') continue;
    if (word(index - 1) === 'DISTINCT') continue; // IS DISTINCT FROM
    for (let at = index + 1; ; at++) {
      const table = all[at];
      if (!table || table.text === '(') break;
      found.push(table);
      if (word(at + 1) === 'AS') at++;
      if (/^\w/.test(word(at + 1)) && word(at + 2) === ',') at++;
      if (word(at + 1) !== ',') break;
      at++;
    }
  }
  return found;
}

/** Those of the names that a query says, in their order: the columns that it reads. */
export function namesIn(file: SqlFile, names: readonly string[]): string[] {
  const said = new Set(tokens(file).map(({ text }) => text));
  return names.filter((name) => said.has(name));
}

/**
 * The conditions, joined by AND, of the first selection from a view in a query, without those on unit and period.
 * @returns none where it has no WHERE.
 */
export function conditionsOn(view: string, sql: string): string[] {
  const texts = textsOf(sql);
  const upper = texts.map((text) => text.toUpperCase());
  const from = upper.findIndex((text, at) => text === 'FROM' && texts[at + 1] === view);
  const where = from < 0 ? -1 : upper.indexOf('WHERE', from);
  if (where < 0) return [];
  const found: string[][] = [[]];
  let depth = 0;
  let between = 0;
  for (let at = where + 1; at < texts.length; at++) {
    const text = texts[at] ?? '';
    if (text === '(') depth++;
    if (text === ')' && --depth < 0) break;
    if (depth === 0 && upper[at] === 'BETWEEN') between++;
    if (depth === 0 && upper[at] === 'AND' && between-- <= 0) {
      between = 0;
      found.push([]);
    } else {
      found.at(-1)?.push(text);
    }
  }
  // Signs of two characters were taken apart: <= and ||.
  const all = found.map((texts) =>
    texts.reduce((sql, text) => (/[<>|]$/.test(sql) && /^[=>|]$/.test(text) ? sql + text : `${sql} ${text}`)),
  );
  return all.filter((condition) => !/^(?:unit = :unit|period = :period)$/.test(condition));
}
