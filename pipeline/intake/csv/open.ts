/** Text tables (.csv, .tsv, .txt and whatever else they are called) as a workbook of one sheet. */
import { type Finding, finding } from '../../findings/finding.js';
import { fitText, replacement } from '../characters.js';
import { decode, detectEncoding, type TextEncoding } from '../encoding.js';
import type { Limits } from '../limits.js';
import type { ByteSource } from '../source.js';
import { Unreadable } from '../unreadable.js';
import type { Row, SourceSheet, Workbook } from '../workbook.js';
import { detectDialect } from './dialect.js';
import { type RecordReader, recordReader } from './records.js';

/** Characters of the beginning that the dialect is detected from. */
const SAMPLE = 64 * 1024;
/** Separates nothing, since it is replaced in the text. */
const NO_DELIMITER = '\0';

/**
 * The text as a workbook with one sheet; the sheet's name is '', since a file's name carries no meaning. Cells
 * keep their text as it stands. What is noticed within the text (quotation marks that enclose no cell) is among the findings once the rows have been read to their end.
 * Throws Unreadable where the bytes are in no known encoding; the rows do where they are over a limit.
 * @param known the encoding, where it has been found out already
 */
export async function openCsv(source: ByteSource, limits: Limits, known?: TextEncoding): Promise<Workbook> {
  const encoding = known ?? (await detectEncoding(source));
  const beginning = await sample(source, encoding);
  const dialect = detectDialect(beginning, beginning.length < SAMPLE);
  const findings: Finding[] = [];

  async function* rows(): AsyncGenerator<readonly Row[], void, undefined> {
    const reader = recordReader(dialect.delimiter ?? NO_DELIMITER);
    const batch = rowNumbering(reader, limits);
    let skip = dialect.declaration;
    for await (const chunk of decode(source, encoding)) {
      const found = batch(reader.push(fitText(chunk.slice(skip)), false));
      skip = 0;
      if (found.length > 0) yield found;
    }
    const found = batch(reader.push('', true));
    if (found.length > 0) yield found;
    findings.splice(0, findings.length, ...noticed(reader));
  }

  const sheet: SourceSheet = {
    name: '',
    index: 0,
    state: 'visible',
    merges: [],
    hiddenColumns: [],
    filtered: false,
    date1904: false,
    recalculates: false,
    separated: true,
    rows,
  };
  return { format: 'csv', encoding: encoding.encoding, sheets: [sheet], findings };
}

/** Makes rows of records: those that are not blank, numbered from 1 with the blank ones counted. */
function rowNumbering(reader: RecordReader, limits: Limits) {
  let number = 0;
  let cells = 0;
  return (records: readonly string[][]): Row[] => {
    const rows: Row[] = [];
    for (const texts of records) {
      number++;
      cells += texts.length;
      if (texts.length > limits.columns) {
        throw new Unreadable('text.too_many_columns', { record: number, limit: limits.columns });
      }
      if (!isBlank(texts)) rows.push({ number, texts, kinds: null, hidden: false });
    }
    if (cells > limits.cells) throw new Unreadable('text.too_many_cells', { limit: limits.cells });
    if (reader.pending > limits.textBytes) {
      throw new Unreadable('text.record_too_long', { record: number + 1, limit: limits.textBytes });
    }
    return rows;
  };
}

/** Some programs end a text with a control character in a line of its own. */
function isBlank(texts: readonly string[]): boolean {
  for (const text of texts) if (text !== '' && text.replaceAll(replacement, '').trim() !== '') return false;
  return true;
}

function noticed({ stray }: RecordReader): Finding[] {
  const findings: Finding[] = [];
  if (stray !== null) {
    const place = { sheet: '', row: stray.record + 1, column: stray.column };
    findings.push(finding('text.stray_quote', 'warning', place, { count: stray.count }));
  }
  return findings;
}

/** The first characters of the text, as the rows are read from it. */
async function sample(source: ByteSource, encoding: TextEncoding): Promise<string> {
  let text = '';
  for await (const chunk of decode(source, encoding)) {
    text += fitText(chunk);
    if (text.length >= SAMPLE) break;
  }
  return text.slice(0, SAMPLE);
}
