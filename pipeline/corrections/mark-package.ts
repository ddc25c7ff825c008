/** A workbook's package with its offending cells marked and explained, and the list of findings before its sheets. */

import type { Package } from '../office/package.js';
import { openStyles, type Styles } from '../office/styles.js';
import { listedSheets } from '../office/workbook.js';
import {
  attribute,
  child,
  documentRelationships,
  type Element,
  escapeXml,
  type Patch,
  valuePatch,
} from '../office/xml.js';
import { findingsSheet, markSheet } from '../recognise/correction-mark.js';
import { address } from '../text/address.js';
import { correctsPart, type FindingsList, listPart } from './list-sheet.js';
import { type ListLook, listLooks, markFills } from './looks.js';
import { type Note, noComments, noDrawing, withBoxes, withNotes, withoutOurNote } from './notes.js';
import { openSheetPart } from './sheet-part.js';
import { CannotMark, WorkbookPackage } from './workbook-package.js';

/** A cell to be marked. */
export interface MarkedCell {
  /** From 1, and from 0. */
  readonly row: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  /** Whether what is typed into it must stay text. */
  readonly asText: boolean;
  /** null: the colour only. */
  readonly note: string | null;
}

export interface Marks {
  readonly list: FindingsList;
  /** The line that says what the workbook corrects; null where it must not take the place of anything. */
  readonly corrects: string | null;
  readonly cells: ReadonlyMap<string, readonly MarkedCell[]>;
  /** Whether the workbook is a correction itself, whose marks are taken off. */
  readonly isCorrection: boolean;
}

const worksheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml';
const commentsType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml';
const drawingType = 'application/vnd.openxmlformats-officedocument.vmlDrawing';

interface MarkableSheet {
  readonly name: string;
  /** null: it has no cells. */
  readonly part: string | null;
}

/**
 * Marks a package, which is changed. Only the parts of marked sheets, the styles and the list of sheets change.
 * @throws CannotMark or BadXml where the package is not as programs write it; it is then of no use any more.
 */
export function markPackage(parts: Package, marks: Marks): void {
  const editor = new WorkbookPackage(parts);
  const { workbookPart } = editor;
  const related = editor.relationships(workbookPart);
  const stylesPart = related.find(({ type }) => type === 'styles')?.part;
  if (!stylesPart) throw new CannotMark('no styles');
  const styles = openStyles(editor.xml(stylesPart));
  if (marks.isCorrection) styles.removeFills(Object.values(markFills));

  const sheets = markableSheets(editor);
  for (const { name, part } of sheets) {
    if (part === null || isOurs(name)) continue;
    const own = sheets.filter((other) => other.name === name);
    if (own.length > 1) throw new CannotMark('two sheets of one name');
    markSheetPart(editor, part, marks.cells.get(name) ?? [], marks.isCorrection, styles);
  }
  for (const name of marks.cells.keys()) {
    if (!sheets.some((sheet) => sheet.name === name && sheet.part))
      throw new CannotMark('a sheet is not there');
  }

  const look = (look: ListLook) => styles.number(listLooks[look]);
  const list = listPart(marks.list, look);
  const hidden = marks.corrects === null ? null : correctsPart(marks.corrects, look);
  editor.put(stylesPart, styles.xml());
  putSheets(editor, sheets, list, hidden, marks.isCorrection);
}

const isOurs = (name: string) => name === findingsSheet || name === markSheet;

function markableSheets(editor: WorkbookPackage): MarkableSheet[] {
  return listedSheets(editor, editor.workbookPart).map(({ name, relationship }) => {
    if (relationship && !/^(work|chart|dialog)sheet$/.test(relationship.type)) {
      throw new CannotMark(`a sheet of type ${relationship.type}`);
    }
    return { name, part: relationship?.type === 'worksheet' ? relationship.part : null };
  });
}

function markSheetPart(
  editor: WorkbookPackage,
  part: string,
  cells: readonly MarkedCell[],
  isCorrection: boolean,
  styles: Styles,
): void {
  const sheet = openSheetPart(editor.bytes(part));
  const notes = cells.flatMap(({ row, column, note }): Note[] =>
    note === null ? [] : [{ row, column, text: note }],
  );
  const restyled = cells.map(({ row, column, severity, asText }) => ({
    row,
    column,
    style: (own: number) => styles.changed(own, { fill: markFills[severity], asText }),
  }));
  const drawing = putNotes(editor, part, sheet.drawing, notes, isCorrection);
  editor.put(part, sheet.restyled(restyled, drawing));
}

/**
 * @param drawing id of the relationship to the drawing for notes that the sheet has already.
 * @returns the id under which the sheet must name its new drawing; null where it needs none.
 */
function putNotes(
  editor: WorkbookPackage,
  part: string,
  drawing: string | null,
  notes: readonly Note[],
  isCorrection: boolean,
): string | null {
  const related = editor.relationships(part);
  const comments = related.find(({ type }) => type === 'comments')?.part ?? null;
  if (notes.length === 0 && (comments === null || !isCorrection)) return null;
  const {
    text: written,
    gone,
    boxed,
  } = withNotes(
    comments === null ? noComments : editor.text(comments),
    notes,
    isCorrection ? withoutOurNote : (text) => text,
  );
  if (comments !== null) editor.put(comments, written);
  else editor.relate(part, 'comments', editor.add(`${editor.folder}comments#.xml`, commentsType, written));

  const existing = related.find((one) => one.id === drawing)?.part ?? null;
  if (drawing !== null && existing === null) throw new CannotMark('a drawing is not there');
  const unboxed = notes.filter(({ row, column }) => existing === null || !boxed.has(address(row, column)));
  if (existing !== null) {
    editor.put(existing, withBoxes(editor.text(existing), unboxed, gone));
    return null;
  }
  const added = editor.add(
    `${editor.folder}drawings/vmlDrawing#.vml`,
    drawingType,
    withBoxes(noDrawing, unboxed, []),
  );
  return editor.relate(part, 'vmlDrawing', added);
}

/** Puts the list before all sheets, and the sheet that only names what is corrected behind them, hidden. */
function putSheets(
  editor: WorkbookPackage,
  sheets: readonly MarkableSheet[],
  list: string,
  hidden: string | null,
  isCorrection: boolean,
): void {
  const { workbookPart } = editor;
  const sheetNamed = (name: string) =>
    sheets.find((sheet) => sheet.name.toLowerCase() === name.toLowerCase());
  const added: { readonly name: string; readonly id: string }[] = [];
  for (const [name, content] of [
    [findingsSheet, list],
    [markSheet, hidden],
  ] as const) {
    const own = sheetNamed(name);
    if (own && (!isCorrection || own.part === null)) throw new CannotMark(`a sheet named ${name}`);
    if (content === null) continue;
    if (own?.part) {
      // Without the relationships of the one before.
      editor.remove(own.part);
      editor.put(own.part, content);
      editor.setContentType(own.part, worksheetType);
      continue;
    }
    const part = editor.add(`${editor.folder}worksheets/sheet#.xml`, worksheetType, content);
    added.push({ name, id: editor.relate(workbookPart, 'worksheet', part) });
  }
  editor.patch(workbookPart, workbookPatches(editor, added));
}

function workbookPatches(
  editor: WorkbookPackage,
  added: readonly { readonly name: string; readonly id: string }[],
): Patch[] {
  const xml = editor.xml(editor.workbookPart);
  const { root } = xml;
  const list = child(root, 'sheets');
  if (!list || list.close === list.end) throw new CannotMark('no list of sheets');
  let sheetId = Math.max(0, ...list.children.map((c) => Number(attribute(xml, c, 'sheetId')?.value ?? 0)));
  const patches: Patch[] = added.map(({ name, id }) => {
    const isList = name === findingsSheet;
    const place = isList ? (list.children[0]?.start ?? list.close) : list.close;
    const state = isList ? '' : ' state="hidden"';
    const sheet = `<${root.prefix}sheet name="${escapeXml(name)}" sheetId="${++sheetId}"${state} xmlns:r="${documentRelationships}" r:id="${id}"/>`;
    return { start: place, end: place, text: sheet };
  });
  const setTo = (element: Element, name: string, to: (value: number) => number) => {
    const found = attribute(xml, element, name);
    if (found) patches.push(valuePatch(found, String(to(Number(found.value)))));
  };
  for (const view of child(root, 'bookViews')?.children ?? []) {
    for (const name of ['activeTab', 'firstSheet']) setTo(view, name, () => 0);
  }
  if (added.some(({ name }) => name === findingsSheet)) {
    for (const name of child(root, 'definedNames')?.children ?? [])
      setTo(name, 'localSheetId', (at) => at + 1);
  }
  return patches;
}
