/**
 * Text with delimiters, cut into records and cells as a spreadsheet cuts it (RFC 4180), but so that a quotation
 * mark that encloses no cell (`"宏达"有限公司`, or one that is never closed) does not swallow the rows after it.
 *
 * Line ends of any kind (LF, CRLF, CR) end a record; inside quotation marks they become LF, as in a workbook.
 */

export interface RecordReader {
  /** The records that are complete with this text, which continues the text before; `last`: no more follows. */
  push(text: string, last: boolean): string[][];
  /** Quotation marks that enclose no cell: how many so far, and where the first one stands. */
  readonly stray: Stray | null;
  /** Characters that wait for the end of their record. */
  readonly pending: number;
}

export interface Stray {
  readonly count: number;
  /** Both from 0. */
  readonly record: number;
  readonly column: number;
}

/** As many characters as a cell of a spreadsheet holds; a quotation mark that is open for longer encloses nothing. */
const LONGEST_CELL = 32_767;
const QUOTE = '"';

/** Reads records from text that comes in chunks; a chunk may end anywhere. */
export function recordReader(delimiter: string): RecordReader {
  let rest = '';
  let heldBreak = '';
  let records = 0;
  let stray: Stray | null = null;

  function push(text: string, last: boolean): string[][] {
    let fresh = heldBreak + text;
    heldBreak = '';
    if (!last && fresh.endsWith('\r')) {
      // It may be half of a CRLF.
      heldBreak = '\r';
      fresh = fresh.slice(0, -1);
    }
    const buffer = rest + (fresh.includes('\r') ? fresh.replace(/\r\n?/g, '\n') : fresh);
    const found: string[][] = [];
    let at = 0;
    let quote = indexOf(buffer, QUOTE, 0);
    while (at < buffer.length) {
      let lineEnd = buffer.indexOf('\n', at);
      if (lineEnd < 0) {
        if (!last) break;
        lineEnd = buffer.length;
      }
      if (quote < at) quote = indexOf(buffer, QUOTE, at);
      if (quote > lineEnd) {
        found.push(buffer.slice(at, lineEnd).split(delimiter));
        at = lineEnd + 1;
      } else {
        const cells: string[] = [];
        const next = quotedRecord(buffer, at, last, cells);
        if (next === null) break;
        found.push(cells);
        at = next;
      }
      records++;
    }
    rest = buffer.slice(at);
    return found;
  }

  /** Reads the record at `at` into cells; where the next one begins, or null where its end has not come yet. */
  function quotedRecord(buffer: string, at: number, last: boolean, cells: string[]): number | null {
    const strayBefore = stray;
    let quote = -1;
    let lineEnd = -1;
    for (;;) {
      const enclosed = enclosedCell(buffer, at, last, delimiter);
      const from = typeof enclosed === 'object' && enclosed !== null ? enclosed.end : at;
      if (lineEnd < from) lineEnd = indexOf(buffer, '\n', from);
      if (enclosed === 'unfinished' || (lineEnd > buffer.length && !last)) {
        stray = strayBefore;
        return null;
      }
      const end = Math.min(indexOf(buffer, delimiter, from), lineEnd, buffer.length);
      if (enclosed === null) {
        const text = buffer.slice(at, end);
        if (text.startsWith(QUOTE)) noteStray(cells.length);
        cells.push(text);
      } else if (end === from) {
        cells.push(enclosed.text);
      } else {
        const after = buffer.slice(from, end);
        if (after.trim() !== '') noteStray(cells.length);
        cells.push(enclosed.text + after);
      }
      if (end >= lineEnd || end === buffer.length) return end + 1;
      at = end + delimiter.length;
      if (quote < at) quote = indexOf(buffer, QUOTE, at);
      if (quote > lineEnd) {
        // Most rows have few cells in quotation marks; the others need no look at each character.
        for (const text of buffer.slice(at, Math.min(lineEnd, buffer.length)).split(delimiter))
          cells.push(text);
        return lineEnd + 1;
      }
    }
  }

  function noteStray(column: number) {
    stray = { ...(stray ?? { record: records, column }), count: (stray?.count ?? 0) + 1 };
  }

  return {
    push,
    get stray() {
      return stray;
    },
    get pending() {
      return rest.length;
    },
  };
}

/**
 * The cell in quotation marks that begins at `at`: its text, and where its closing mark has been passed; null
 * where none begins there. `="00123"` is how exports keep a spreadsheet from eating zeros: the text is 00123.
 */
function enclosedCell(buffer: string, at: number, last: boolean, delimiter: string) {
  const open = buffer[at] === '=' ? at + 1 : at;
  if (open === buffer.length && !last) return 'unfinished';
  if (buffer[open] !== QUOTE) return null;
  let close = buffer.indexOf(QUOTE, open + 1);
  let doubled = false;
  while (close >= 0 && close - open <= LONGEST_CELL && buffer[close + 1] === QUOTE) {
    doubled = true;
    close = buffer.indexOf(QUOTE, close + 2);
  }
  const length = (close < 0 ? buffer.length : close) - open - 1;
  if (length > LONGEST_CELL) return null;
  if (close < 0) return last ? null : 'unfinished';
  if (close + 1 === buffer.length && !last) return 'unfinished';
  let text = buffer.slice(open + 1, close);
  const following = buffer[close + 1];
  const closed = following === undefined || following === delimiter || following === '\n';
  // Text after the closing mark belongs to the cell, but not when rows would be swallowed on the way.
  if (!closed && (open > at || text.includes('\n'))) return null;
  if (doubled) text = text.replaceAll('""', QUOTE);
  return { text: text.replace(/^="([^"]*)"$/, '$1'), end: close + 1 };
}

/** As String.indexOf, but past the end where there is none. */
function indexOf(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}
