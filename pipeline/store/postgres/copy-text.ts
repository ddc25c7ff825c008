/** Rows in the text format of COPY (PostgreSQL's manual, COPY, File Formats). */

const special = /[\\\t\n\r]/;
const names: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** One row, with its line break. */
export function copyLine(values: readonly unknown[]): string {
  let line = '';
  for (let i = 0; i < values.length; i++) {
    if (i > 0) line += '\t';
    const value = values[i];
    if (value === null || value === undefined) line += '\\N';
    else if (typeof value === 'string' && special.test(value)) {
      line += value.replace(/[\\\t\n\r]/g, (character) => names[character] ?? character);
    } else line += value;
  }
  return `${line}\n`;
}
