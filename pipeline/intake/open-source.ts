/** The reader of each kind of content: the bytes of a file, whatever it is, as a workbook. */
import { withFitTexts } from './characters.js';
import { openCsv } from './csv/open.js';
import { type Content, detectContent } from './detect.js';
import type { TextEncoding } from './encoding.js';
import { openHtml } from './html/open.js';
import { openLegacy } from './legacy/open.js';
import type { Limits } from './limits.js';
import { openOds } from './ods/open.js';
import type { ByteSource } from './source.js';
import type { Workbook } from './workbook.js';
import { openXlsx } from './xlsx/open.js';
import { openXml2003 } from './xml2003/open.js';

type Reader = (source: ByteSource, limits: Limits, encoding?: TextEncoding) => Promise<Workbook>;

const readers: Readonly<Record<Content, Reader>> = {
  xlsx: (source, limits) => openXlsx(source, limits),
  xls: (source, limits) => openLegacy(source, 'xls', limits),
  et: (source, limits) => openLegacy(source, 'et', limits),
  ods: (source, limits) => openOds(source, limits),
  xml: (source, limits) => openXml2003(source, limits),
  html: openHtml,
  text: openCsv,
};

/**
 * The workbook that the bytes are, by their content. Throws Unreadable where they are none; so may `rows()` while rows
 * are read.
 */
export async function openSource(file: ByteSource, limits: Limits): Promise<Workbook> {
  const { content, encoding, source } = await detectContent(file, limits);
  return withFitTexts(await readers[content](source, limits, encoding ?? undefined));
}
