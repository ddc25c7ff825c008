/** Opens `.xlsx` and `.xlsm` (ECMA-376, transitional and strict); macros are never looked at. */
import { type Finding, finding } from '../../findings/finding.js';
import type { CellContext } from '../cells/row-builder.js';
import { defaultLimits, type Limits } from '../limits.js';
import type { ByteSource } from '../source.js';
import { Unreadable } from '../unreadable.js';
import type { Row, SourceSheet, Workbook } from '../workbook.js';
import { type Frame, readFrame } from './frame.js';
import { openPackage, type XlsxPackage } from './package.js';
import { isAscending, readDisordered, readRows } from './rows.js';
import { noStrings, readStrings } from './strings.js';
import { readStyles } from './styles.js';
import { findWorkbook, readWorkbook } from './workbook-part.js';

/** A sheet that will be read, with what is around its rows. */
interface Framed {
  readonly part: string;
  readonly frame: Frame;
  /** The part's content, of sheets small enough to keep; the others are inflated anew for their rows. */
  readonly bytes: Buffer | null;
}

/**
 * Opens a workbook: all but its rows is read here, and every part checked to its last byte, so that what is
 * truncated or over a limit is refused before the first row. The source must stay readable until the last
 * sheet's rows have been read. `Sheet.index` counts the worksheets; chart, dialog and macro sheets are left out.
 *
 * Throws Unreadable with the finding that says why the file cannot be read; `rows()` may throw it too.
 */
export async function openXlsx(source: ByteSource, limits: Limits = defaultLimits): Promise<Workbook> {
  const pkg = await openPackage(source, limits);
  const types = await pkg.contentTypes();
  const workbookPart = await findWorkbook(pkg, types);
  const { sheets: listed, date1904, recalculates } = await readWorkbook(pkg, workbookPart, limits);
  const relationships = await pkg.relationships(workbookPart);
  const byId = new Map(relationships.map((r) => [r.id, r]));
  const worksheets = relationships.filter((r) => r.type === 'worksheet');

  const findings: Finding[] = [];
  const readable: { name: string; state: SourceSheet['state']; part: string }[] = [];
  for (const [i, { name, state, relationship }] of listed.entries()) {
    const found = relationship === null ? worksheets[i] : byId.get(relationship);
    if (found !== undefined && found.type !== 'worksheet') continue;
    if (found !== undefined && pkg.has(found.part)) readable.push({ name, state, part: found.part });
    else findings.push(finding('file.sheet_missing', 'warning', { sheet: name }));
  }
  if (readable.length === 0) throw new Unreadable('file.no_worksheet');

  const partOf = (type: string) => relationships.find((r) => r.type === type && pkg.has(r.part))?.part;
  const stringsPart = partOf('sharedStrings');
  const stylesPart = partOf('styles');
  const stop = { now: false };
  const read = (part: string) => until(stop, pkg.read(part));
  const [strings, styles, framed] = await allOrStop(stop, [
    stringsPart === undefined ? noStrings : readStrings(read(stringsPart), stringsPart, limits),
    stylesPart === undefined ? [] : readStyles(until(stop, pkg.readSmall(stylesPart)), stylesPart, limits),
    readFrames(read, readable, limits),
  ]);

  const sheets = readable.map(({ name, state, part }, index): SourceSheet => {
    const { frame, bytes } = framed[index] as Framed;
    const context: CellContext = { part, sheet: name, strings, styles, date1904, recalculates };
    return {
      name,
      index,
      state,
      ...frame,
      date1904,
      recalculates,
      separated: false,
      rows: () => rowsOf(pkg, bytes, context, limits),
    };
  });
  const hasMacros =
    types.get(workbookPart)?.includes('macroEnabled') === true ||
    relationships.some((r) => r.type === 'vbaProject');
  return { format: hasMacros ? 'xlsm' : 'xlsx', encoding: null, sheets, findings };
}

/** Frames of all sheets, one after the other: each is inflated whole, and small ones are kept. */
async function readFrames(
  read: (part: string) => AsyncIterable<Uint8Array>,
  sheets: readonly { readonly name: string; readonly part: string }[],
  limits: Limits,
): Promise<Framed[]> {
  const framed: Framed[] = [];
  let room = limits.keptBytes;
  for (const { name, part } of sheets) {
    let kept: Uint8Array[] = [];
    let size = 0;
    const keeping = () => {
      kept = [];
      size = 0;
      return seen(read(part), (chunk) => {
        size += chunk.length;
        if (size <= room) kept.push(chunk);
        else kept = [];
      });
    };
    const frame = await readFrame(keeping, part, name, limits);
    const bytes = size <= room ? Buffer.concat(kept) : null;
    if (bytes !== null) room -= size;
    framed.push({ part, frame, bytes });
  }
  return framed;
}

async function* rowsOf(
  pkg: XlsxPackage,
  bytes: Buffer | null,
  context: CellContext,
  limits: Limits,
): AsyncGenerator<readonly Row[], void, undefined> {
  if (bytes === null) yield* readRows(pkg.readAgain(context.part), context, limits);
  else if (isAscending(bytes)) yield* readRows(slices(bytes), context, limits);
  else yield readDisordered(bytes, context, limits);
}

const SLICE = 256 * 1024;

async function* slices(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
}

async function* seen(
  chunks: AsyncIterable<Uint8Array>,
  see: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    see(chunk);
    yield chunk;
  }
}

async function* until(
  stop: { readonly now: boolean },
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    if (stop.now) return;
    yield chunk;
  }
}

/** All results; where one fails, the others are stopped and waited for, so that nothing reads on unseen. */
async function allOrStop<T extends readonly unknown[]>(
  stop: { now: boolean },
  work: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  try {
    return await Promise.all(work);
  } catch (error) {
    stop.now = true;
    await Promise.allSettled(work);
    throw error;
  }
}
