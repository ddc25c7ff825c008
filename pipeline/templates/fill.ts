/**
 * Filling a workbook template (DESIGN, Filling templates): the marked cells are patched in their part, what
 * refers to moved rows follows, and every other part keeps its bytes.
 */
import type { Finding } from '../findings/finding.js';
import { type Package, readPackage, writePackage } from '../office/package.js';
import { PackageEditor } from '../office/package-editor.js';
import {
  attribute,
  BadXml,
  child,
  descendants,
  encodeXml,
  type Patch,
  patched,
  textOf,
} from '../office/xml.js';
import { contains, readArea } from './a1.js';
import { MarkAnswers, type MarkValue } from './answers.js';
import { NoWorkbook, openBook, sheetsNamed, type TemplateBook, textPieces } from './book.js';
import { cachedResults } from './cached-results.js';
import { chartCaches } from './chart-cache.js';
import type { MovesOf } from './formula.js';
import { hasMark } from './mark.js';
import { moveParts, rootName } from './moved-parts.js';
import { moveSheet } from './moved-sheet.js';
import { fillOtherTexts } from './other-texts.js';
import { planSheet, type SheetPlan } from './plan.js';
import type { Resolver } from './resolver.js';
import { rowPatches } from './sheet-data.js';
import { unfilledMarks } from './unfilled-marks.js';
import { recalculated } from './workbook-part.js';

export interface FilledWorkbook {
  /** The filled workbook; null where a finding is an error: a template is filled whole or not at all. */
  readonly bytes: Uint8Array | null;
  readonly marks: readonly MarkValue[];
  /** Errors, or else warnings; those of cells name the sheet, row and column of the template. */
  readonly findings: readonly Finding[];
}

/**
 * `bytes` is an .xlsx or .xlsm; the result is the same kind of file, and depends on template and figures alone.
 * Without any mark it is the very same bytes. What cannot be filled is a finding, whatever the bytes.
 */
export function fillWorkbook(bytes: Uint8Array, resolver: Resolver): FilledWorkbook {
  const answers = new MarkAnswers(resolver);
  const place = { part: '', sheet: null, row: null, column: null };
  let filled: Uint8Array | null = null;
  try {
    filled = fillPackage(bytes, answers);
  } catch (error) {
    if (error instanceof NoWorkbook) answers.report('template.no_workbook', 'error', place);
    else if (error instanceof BadXml) {
      answers.report('template.damaged', 'error', place, { reason: error.message });
    } else throw error;
  }
  const errors = answers.findings.filter((f) => f.severity === 'error');
  return {
    bytes: errors.length > 0 ? null : filled,
    marks: answers.marks,
    findings: errors.length > 0 ? errors : answers.findings,
  };
}

/** All marks of a template in their order, with the values that they would get. */
export function listMarks(bytes: Uint8Array, resolver: Resolver): readonly MarkValue[] {
  return fillWorkbook(bytes, resolver).marks;
}

function fillPackage(bytes: Uint8Array, answers: MarkAnswers): Uint8Array | null {
  const book = openBook(unpacked(bytes));
  const edits = new Map<string, Patch[]>();
  const replaced = new Map<string, Uint8Array>();
  const edit = (part: string, patches: readonly Patch[]) => {
    if (patches.length === 0) return;
    const list = edits.get(part) ?? [];
    edits.set(part, list);
    for (const patch of patches) list.push(patch);
  };
  const failed = () => answers.findings.some((f) => f.severity === 'error');

  const plans = book.sheets.map((sheet) => planSheet(book, sheet, answers));
  fillOtherTexts(book, answers, edit);
  refuseMarksInNames(book, answers);
  if (failed()) return null;

  writeSheets(book, plans, answers, edit, (part, content) => replaced.set(part, content));
  edit(book.strings?.part ?? '', emptiedStrings(book));
  warnOfPivots(book, plans, answers);
  const moved = plans.some(({ moves, formulas }) =>
    [...formulas.keys()].some((cell) => moves.some((m) => m.row <= cell.row)),
  );

  const parts: Package = new Map(book.parts);
  for (const [part, content] of replaced) parts.set(part, content);
  for (const [part, patches] of edits) {
    const { text, encoding } = book.xml(part);
    parts.set(part, encodeXml(patched(text, patches), encoding));
  }
  // The calculation chain lists formulas by their cells, and is made anew where it is not there.
  if (moved) new PackageEditor(parts).removeRelated(book.workbookPart, 'calcChain');
  for (const { part, mark } of unfilledMarks(parts)) {
    const place = { part, sheet: book.sheetOf.get(part) ?? null, row: null, column: null };
    answers.report('template.mark_elsewhere', 'error', place, { mark });
  }
  if (failed()) return null;
  return edits.size === 0 ? bytes : writePackage(parts);
}

function unpacked(bytes: Uint8Array): Package {
  try {
    return readPackage(bytes);
  } catch {
    // A zip that cannot be read, or an encrypted workbook, which is none.
    throw new NoWorkbook();
  }
}

function writeSheets(
  book: TemplateBook,
  plans: readonly SheetPlan[],
  answers: MarkAnswers,
  edit: (part: string, patches: readonly Patch[]) => void,
  replace: (part: string, bytes: Uint8Array) => void,
): void {
  const repeated = new Map(
    plans.filter((p) => p.moves.length > 0).map((p) => [p.sheet.name.toLowerCase(), p.moves]),
  );
  const movesOf: MovesOf = (sheets) =>
    sheetsNamed(book, sheets)
      .map((name) => repeated.get(name.toLowerCase()))
      .find((moves) => moves !== undefined);
  const stale = cachedResults(book, plans);
  for (const plan of plans) {
    edit(plan.sheet.part, rowPatches(plan, { answers, movesOf, isStale: (cell) => stale.has(cell) }));
    if (repeated.size > 0) edit(plan.sheet.part, moveSheet(plan, movesOf, answers));
  }
  if (repeated.size > 0) moveParts(book, movesOf, answers, edit, replace);
  if (plans.every((plan) => plan.fillings.size === 0)) return;
  for (const [part, bytes] of book.parts) {
    if (rootName(bytes) === 'chartSpace') {
      edit(part, chartCaches(book.xml(part), { book, plans, movesOf, stale }));
    }
  }
  edit(book.workbookPart, recalculated(book.workbook));
}

/** Marked cells carry their own text once filled; the shared one, used or not, would still be the mark. */
function emptiedStrings(book: TemplateBook): Patch[] {
  const { strings } = book;
  if (!strings) return [];
  return strings.items.flatMap((item) => {
    const text = textPieces(item)
      .map((piece) => textOf(strings.xml, piece))
      .join('');
    return hasMark(text) ? [{ start: item.open, end: item.close, text: `<${item.prefix}t/>` }] : [];
  });
}

/** Formulas, links and macros call sheets and names by their names, so these cannot change. */
function refuseMarksInNames(book: TemplateBook, answers: MarkAnswers): void {
  const place = { part: book.workbookPart, sheet: null, row: null, column: null };
  for (const element of child(book.workbook.root, 'sheets')?.children ?? []) {
    const name = attribute(book.workbook, element, 'name')?.value ?? '';
    if (hasMark(name)) answers.report('template.mark_in_sheet_name', 'error', place, { mark: name });
  }
  for (const { name, formula } of book.names) {
    if (hasMark(formula)) answers.report('template.mark_in_name', 'error', place, { name, mark: formula });
  }
}

/** A pivot keeps a copy of what it reads, which stays as it is until it is refreshed. */
function warnOfPivots(book: TemplateBook, plans: readonly SheetPlan[], answers: MarkAnswers): void {
  for (const [part, bytes] of book.parts) {
    if (rootName(bytes) !== 'pivotCacheDefinition') continue;
    const xml = book.xml(part);
    for (const source of descendants(xml.root)) {
      if (source.name !== 'worksheetSource') continue;
      const area = readArea(attribute(xml, source, 'ref')?.value ?? '');
      const sheet = attribute(xml, source, 'sheet')?.value.toLowerCase();
      const plan = plans.find((p) => p.sheet.name.toLowerCase() === sheet);
      if (area && plan && [...plan.fillings.keys()].some((cell) => contains(area, cell))) {
        const place = { part, sheet: plan.sheet.name, row: null, column: null };
        answers.report('template.pivot_reads_marks', 'warning', place);
      }
    }
  }
}
