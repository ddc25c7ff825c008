/** The runs of a rich text (ECMA-376 part 1, 18.4.4), shared or inline, by the tokens of its part. */
import { joinRuns } from '../cells/runs.js';
import { type FontLook, type MarkIn, plainFont } from '../cells/style.js';
import { isFalse, unescapeXstring, type XmlScanner } from '../xml/scanner.js';

/** Its properties are null where it has none of its own and is shown in the cell's font. */
interface RichRun {
  text: string;
  struck: boolean | null;
  raised: boolean | null;
}

/** Collects the runs of one text. */
export class RunCollector {
  #runs: RichRun[] = [];

  clear(): void {
    if (this.#runs.length > 0) this.#runs = [];
  }

  /** What an element says that opens inside of the text; those that are no run and no property mean nothing. */
  open(name: string, xml: XmlScanner): void {
    if (name === 'r') this.#runs.push({ text: '', struck: null, raised: null });
    const run = this.#runs.at(-1);
    if (run === undefined) return;
    if (name === 'rPr') Object.assign(run, plainFont);
    else if (name === 'strike') run.struck = isStruck(xml);
    else if (name === 'vertAlign') run.raised = isRaised(xml);
  }

  /** Adds the content of a text element, as written. */
  addText(written: string): void {
    if (this.#runs.length === 0) this.#runs.push({ text: '', struck: null, raised: null });
    (this.#runs.at(-1) as RichRun).text += unescapeXstring(written);
  }

  /** The text of all runs; null where there is none. */
  joined(): string | null {
    const [first, second] = this.#runs;
    if (first === undefined) return null;
    return second === undefined ? first.text : inFont(this.#runs, plainFont).text;
  }

  /** null where no run is struck through, raised or lowered by itself. */
  markIn(): MarkIn | null {
    const runs = this.#runs;
    const isMarked = runs.some(({ struck, raised }) => struck === true || raised === true);
    return isMarked ? (font) => inFont(runs, font).mark : null;
  }
}

function inFont(runs: readonly RichRun[], font: FontLook): ReturnType<typeof joinRuns> {
  return joinRuns(
    runs.map(({ text, struck, raised }) => ({
      text,
      struck: struck ?? font.struck,
      raised: raised ?? font.raised,
    })),
  );
}

export function isStruck(xml: XmlScanner): boolean {
  return !isFalse(xml.attribute('val'));
}

export function isRaised(xml: XmlScanner): boolean {
  return xml.attribute('val') !== 'baseline';
}
