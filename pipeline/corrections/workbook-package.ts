/** A submitted workbook's package as corrections change it. */
import type { Package } from '../office/package.js';
import { openPackageEditor, type PackageEditor } from '../office/package-editor.js';

/** A submitted package in which cells cannot be marked without risk; its sheets are then written anew. */
export class CannotMark extends Error {}

export interface WorkbookPackage extends PackageEditor {
  /** Name of the part that lists the sheets. */
  readonly workbookPart: string;
}

/** @throws CannotMark where the package holds no transitional workbook. */
export function openWorkbookPackage(parts: Package): WorkbookPackage {
  const editor = openPackageEditor(parts);
  const workbookPart = editor.mainPart();
  if (workbookPart === null) throw new CannotMark('no workbook');
  // The relationships of a strict package have other types, and all of them would have to be like that.
  if (editor.text(workbookPart).includes('http://purl.oclc.org/ooxml'))
    throw new CannotMark('strict package');
  return { ...editor, workbookPart };
}
