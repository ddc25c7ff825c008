/**
 * What SheetJS leaves out of an OpenDocument spreadsheet: hidden sheets, rows and columns, and error values
 * (OpenDocument 1.3 part 3, 9.1 and 19.753; error values as LibreOffice marks them).
 */

import type { Limits } from '../limits.js';
import type { ByteSource } from '../source.js';
import { Kind, type Row } from '../workbook.js';
import { asUtf8 } from '../xlsx/encoding.js';
import { eachToken, Token, XmlScanner } from '../xlsx/xml.js';
import { inflate, readDirectory } from '../zip.js';
import type { SheetFacts } from './message.js';

export interface OdsFacts {
  readonly state: SheetFacts['state'];
  readonly hiddenColumns: readonly number[];
  /** First and last row, in ascending order. */
  readonly hiddenRows: readonly (readonly [number, number])[];
  /** By row the errors as written, by column. */
  readonly errors: ReadonlyMap<number, ReadonlyMap<number, string>>;
}

const PART = 'content.xml';
/** Rows or columns that one cell stands for; more are a sheet's blank rest. */
const MOST_REPEATED = 1000;
const isHidden = (visibility: string | null) => visibility === 'collapse' || visibility === 'filter';

/** The facts of each sheet, in their order; none where the file is one flat XML and no package. */
export async function readOdsFacts(source: ByteSource, limits: Limits): Promise<readonly OdsFacts[]> {
  if (Buffer.from(await source.read(0, 2)).toString('latin1') !== 'PK') return [];
  const entry = (await readDirectory(source, limits)).find(({ name }) => name === PART);
  if (!entry) return [];
  const xml = new XmlScanner(PART, limits);
  const reader = factsReader(xml);
  await eachToken(asUtf8(inflate(source, entry, limits), PART), xml, reader.take);
  return reader.facts;
}

interface Reading {
  state: SheetFacts['state'];
  readonly hiddenColumns: number[];
  readonly hiddenRows: [number, number][];
  readonly errors: Map<number, Map<number, string>>;
}

function factsReader(xml: XmlScanner): { take: (token: Token) => void; facts: readonly OdsFacts[] } {
  const facts: Reading[] = [];
  const hiddenStyles = new Set<string>();
  let style = '';
  /** Tables may stand in cells; only those outside are sheets. */
  let depth = 0;
  let row = 1;
  let rows = 1;
  let column = 0;
  let columns = 1;
  let error: string | null = null;

  const repeated = (name: string) => Math.max(1, Number(xml.attribute(name) ?? 1) || 1);

  function opens(sheet: Reading | undefined): void {
    switch (xml.name) {
      case 'style':
        style = xml.attribute('style:name') ?? '';
        return;
      case 'table-properties':
        if (xml.attribute('table:display') === 'false') hiddenStyles.add(style);
        return;
      case 'table-column': {
        const count = repeated('table:number-columns-repeated');
        if (isHidden(xml.attribute('table:visibility')) && count <= MOST_REPEATED) {
          for (let i = 0; i < count; i++) sheet?.hiddenColumns.push(column + i);
        }
        column += count;
        return;
      }
      case 'table-row':
        rows = repeated('table:number-rows-repeated');
        column = 0;
        if (isHidden(xml.attribute('table:visibility'))) sheet?.hiddenRows.push([row, row + rows - 1]);
        return;
      case 'table-cell':
      case 'covered-table-cell':
        columns = repeated('table:number-columns-repeated');
        error = xml.attribute('calcext:value-type') === 'error' ? '' : null;
    }
  }

  function closes(sheet: Reading | undefined): void {
    if (xml.name === 'table-row') row += rows;
    if (xml.name !== 'table-cell' && xml.name !== 'covered-table-cell') return;
    if (error && sheet && rows <= MOST_REPEATED && columns <= MOST_REPEATED) {
      for (let r = row; r < row + rows; r++) {
        const line = sheet.errors.get(r) ?? new Map<number, string>();
        sheet.errors.set(r, line);
        for (let c = column; c < column + columns; c++) line.set(c, error);
      }
    }
    error = null;
    column += columns;
  }

  function take(token: Token): void {
    if (token === Token.text) {
      if (error !== null && depth === 1) error += xml.text();
      return;
    }
    if (xml.name === 'table' && token !== Token.close) {
      if (token === Token.open) depth++;
      if (depth > 1) return;
      const state = hiddenStyles.has(xml.attribute('table:style-name') ?? '') ? 'hidden' : 'visible';
      facts.push({ state, hiddenColumns: [], hiddenRows: [], errors: new Map() });
      row = 1;
      column = 0;
      return;
    }
    if (xml.name === 'table' && token === Token.close) depth--;
    if (depth > 1) return;
    const sheet = depth === 1 ? facts.at(-1) : undefined;
    if (token !== Token.close) opens(sheet);
    if (token !== Token.open) closes(sheet);
  }

  return { take, facts };
}

/** Rows with what the facts say of them; a row of nothing but errors is put in where it stands. */
export async function* withFacts(
  batches: AsyncIterable<readonly Row[]>,
  { hiddenRows, errors }: OdsFacts,
): AsyncGenerator<readonly Row[], void, undefined> {
  const missing = [...errors.keys()].sort((a, b) => a - b);
  let next = 0;
  let range = 0;
  const told = (row: Row): Row => {
    while ((hiddenRows[range]?.[1] ?? Number.POSITIVE_INFINITY) < row.number) range++;
    const hidden = (hiddenRows[range]?.[0] ?? Number.POSITIVE_INFINITY) <= row.number;
    const found = errors.get(row.number);
    return found ? withErrors({ ...row, hidden }, found) : { ...row, hidden };
  };
  const upTo = (limit: number): Row[] => {
    const rows: Row[] = [];
    for (let at = missing[next]; at !== undefined && at < limit; at = missing[++next]) {
      rows.push(told({ number: at, texts: [], kinds: [], hidden: false }));
    }
    return rows;
  };
  for await (const batch of batches) {
    yield batch.flatMap((row) => {
      const before = upTo(row.number);
      if (missing[next] === row.number) next++;
      return [...before, told(row)];
    });
  }
  const rest = upTo(Number.POSITIVE_INFINITY);
  if (rest.length > 0) yield rest;
}

function withErrors(row: Row, errors: ReadonlyMap<number, string>): Row {
  const width = Math.max(row.texts.length, ...[...errors.keys()].map((column) => column + 1));
  const at = <T>(read: (column: number) => T) => Array.from({ length: width }, (_, column) => read(column));
  return {
    ...row,
    texts: at((c) => errors.get(c) ?? row.texts[c] ?? ''),
    kinds: at((c) => (errors.has(c) ? Kind.error : (row.kinds?.[c] ?? Kind.text))),
  };
}
