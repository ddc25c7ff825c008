/** A submitted workbook's package as corrections change it. */
import type { Package } from '../office/package.js';
import { PackageEditor } from '../office/package-editor.js';

/** A submitted package in which cells cannot be marked without risk; its sheets are then written anew. */
export class CannotMark extends Error {}

export class WorkbookPackage extends PackageEditor {
  /** Name of the part that lists the sheets. */
  readonly workbookPart: string;

  /** @throws CannotMark where the package holds no transitional workbook. */
  constructor(parts: Package) {
    super(parts);
    const part = this.mainPart();
    if (part === null) throw new CannotMark('no workbook');
    // The relationships of a strict package have other types, and all of them would have to be like that.
    if (this.text(part).includes('http://purl.oclc.org/ooxml')) throw new CannotMark('strict package');
    this.workbookPart = part;
  }

  /** The folder of the workbook's part, with its slash. */
  get folder(): string {
    return this.workbookPart.slice(0, this.workbookPart.lastIndexOf('/') + 1);
  }
}
