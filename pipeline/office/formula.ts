/** References in formulas: found without a parse of the whole grammar, since everything else stays as it is. */
import { columnIndex, columnName } from '../text/address.js';

export interface Reference {
  /** Place of the sheet's name with its `!`, and of the A1 part. */
  readonly start: number;
  readonly at: number;
  readonly end: number;
  /** Sheet as named; null: the formula's own. */
  readonly sheet: string | null;
  /** Into another workbook, or through several sheets (`一月:三月!B5`). */
  readonly reach: 'sheet' | 'book' | 'sheets';
  readonly text: string;
  /** A single cell that is a whole argument of a function over ranges, such as SUM(B5). */
  readonly aggregated: boolean;
}

export interface FormulaParts {
  readonly references: readonly Reference[];
  /** Defined names and tables (`表1[金额]`), as written; '' a table that is not named, [@金额]. */
  readonly names: readonly string[];
  readonly functions: ReadonlySet<string>;
}

const token = new RegExp(
  [
    '(?<string>"(?:[^"]|"")*")',
    "(?<quoted>'(?:[^']|'')+'!)",
    '(?<plain>(?:\\[\\d+\\])?[\\p{L}_\\\\][\\p{L}\\p{N}_.?\\\\]*(?::[\\p{L}_\\\\][\\p{L}\\p{N}_.?\\\\]*)?!)',
    '(?<outside>\\[\\d+\\]!)',
    "(?<table>\\[(?:[^[\\]']|'[\\s\\S]|\\[(?:[^[\\]']|'[\\s\\S])*\\])*\\])",
    '(?<error>#[A-Z0-9/]+[!?]?)',
    '(?<area>(?:\\$?[A-Za-z]{1,3}\\$?\\d{1,7}(?::\\$?[A-Za-z]{1,3}\\$?\\d{1,7})?|\\$?[A-Za-z]{1,3}:\\$?[A-Za-z]{1,3}|\\$?\\d{1,7}:\\$?\\d{1,7})(?![\\p{L}\\p{N}_.(!\\[]))',
    '(?<word>[\\p{L}_\\\\][\\p{L}\\p{N}_.?\\\\]*)',
    '(?<number>\\d+(?:\\.\\d*)?(?:[eE][+-]?\\d+)?)',
    '(?<other>[\\s\\S])',
  ].join('|'),
  'gu',
);

/** Functions in which a single cell and a range of one cell mean the same. */
const overRanges = new Set(
  ['SUM', 'SUMPRODUCT', 'SUMSQ', 'SUBTOTAL', 'AGGREGATE', 'PRODUCT', 'COUNT', 'COUNTA', 'COUNTBLANK'].concat(
    ['AVERAGE', 'AVERAGEA', 'MAX', 'MAXA', 'MIN', 'MINA', 'MEDIAN', 'STDEV', 'STDEV.S', 'STDEV.P'],
    ['VAR', 'VAR.S', 'VAR.P', 'CONCAT', 'TEXTJOIN'],
  ),
);

export function readFormula(formula: string): FormulaParts {
  const references: Reference[] = [];
  const names: string[] = [];
  const functions = new Set<string>();
  const open: string[] = [];
  let prefix: { start: number; end: number; name: string } | null = null;
  for (const match of formula.matchAll(token)) {
    const { quoted, plain, area, word, other, outside, table } = match.groups ?? {};
    const at = match.index;
    const end = at + match[0].length;
    if (prefix && prefix.end !== at) prefix = null;
    const sheet = quoted?.slice(1, -2).replaceAll("''", "'") ?? plain?.slice(0, -1) ?? outside;
    if (sheet !== undefined) {
      prefix = { start: at, end, name: sheet };
    } else if (area !== undefined) {
      const start = prefix?.start ?? at;
      const name = prefix?.name ?? null;
      references.push({
        start,
        at,
        end,
        sheet: name,
        reach:
          name === null ? 'sheet' : name.includes('[') ? 'book' : name.includes(':') ? 'sheets' : 'sheet',
        text: area,
        aggregated:
          overRanges.has(open.at(-1) ?? '') &&
          !area.includes(':') &&
          /[(,]\s*$/.test(formula.slice(0, start)) &&
          /^\s*[,)]/.test(formula.slice(end)),
      });
    } else if (word !== undefined) {
      if (/^\s*\(/.test(formula.slice(end))) functions.add(word.toUpperCase().replace(/^_XL(FN|WS)\./, ''));
      else if (!prefix?.name.includes('[')) names.push(word);
    } else if (other === '(') {
      open.push(/([\p{L}_][\p{L}\p{N}_.]*)\s*$/u.exec(formula.slice(0, at))?.[1]?.toUpperCase() ?? '');
    } else if (other === ')') {
      open.pop();
    } else if (table !== undefined && !/[\p{L}\p{N}_.]/u.test(formula.charAt(at - 1))) {
      names.push('');
    }
  }
  return { references, names, functions };
}

/** The formula of a cell that shares it with another one `rows` above and `columns` to the left. */
export function translateFormula(formula: string, rows: number, columns: number): string {
  let text = '';
  let at = 0;
  for (const reference of readFormula(formula).references) {
    const moved = reference.text
      .split(':')
      .map((end) =>
        end.replace(/^(\$?)([A-Za-z]*)(\$?)(\d*)$/, (_, fixedColumn, column, fixedRow, row) => {
          // `$5` alone: the first sign is the row's.
          const rowSign = column === '' ? fixedColumn : fixedRow;
          const name =
            column === '' || fixedColumn === '$'
              ? column
              : columnName((columnIndex(column) + columns + 16_384) % 16_384);
          const number =
            row === '' || rowSign === '$' ? row : ((Number(row) + rows - 1 + 1_048_576) % 1_048_576) + 1;
          return `${fixedColumn}${name}${column === '' ? '' : fixedRow}${number}`;
        }),
      )
      .join(':');
    text += formula.slice(at, reference.at) + moved;
    at = reference.end;
  }
  return text + formula.slice(at);
}
