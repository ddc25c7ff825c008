/**
 * Characters that XML cannot hold (XML 1.0, 2.2), or no encoding: control characters, U+FFFE and U+FFFF, half of a
 * pair as spreadsheets leave it where they cut a text inside an emoji. Every reader's texts pass here, so that all
 * databases and writers hold the same.
 */
import { type Finding, finding } from '../findings/finding.js';
import { Kind, type Row, type SourceSheet, type Workbook } from './workbook.js';

/** What a character that cannot be kept becomes. */
export const replacement = '\ufffd';

const UNFIT = /[^\P{Cc}\t\n\r\x7f-\x9f]|[\ufffe\uffff\p{Cs}]/u;
const EACH_UNFIT = new RegExp(UNFIT, 'gu');

/** The text with each such character replaced. */
export function fitText(text: string): string {
  return UNFIT.test(text) ? text.replace(EACH_UNFIT, replacement) : text;
}

/** The workbook with texts that everything can hold; a warning for each sheet in which one was not, once it was read. */
export function withFitTexts(workbook: Workbook): Workbook {
  const found = new Map<number, Finding>();
  const fit = (sheet: SourceSheet): SourceSheet => {
    const name = fitText(sheet.name);
    return { ...sheet, name, rows: () => fitRows(sheet, name, found) };
  };
  return {
    ...workbook,
    sheets: workbook.sheets.map(fit),
    get findings() {
      return [...workbook.findings, ...found.values()];
    },
  };
}

async function* fitRows(
  sheet: SourceSheet,
  name: string,
  found: Map<number, Finding>,
): AsyncGenerator<readonly Row[], void, undefined> {
  let count = 0;
  let place: { readonly sheet: string; readonly row: number; readonly column: number } | null = null;
  for await (const batch of sheet.rows()) {
    const rows = batch.map((row) => {
      const texts = fitTexts(row);
      for (const [column, text] of texts.entries()) {
        if (!text.includes(replacement)) continue;
        count++;
        place ??= { sheet: name, row: row.number, column };
      }
      return texts === row.texts ? row : { ...row, texts };
    });
    yield rows;
  }
  if (place !== null) found.set(sheet.index, finding('text.control_characters', 'warning', place, { count }));
}

/** The row's texts, the same list where all of them are fit. */
function fitTexts({ texts, kinds }: Row): readonly string[] {
  const isUnfit = (text: string, column: number) => holdsWords(kinds?.[column]) && UNFIT.test(text);
  return texts.some(isUnfit) ? texts.map(fitText) : texts;
}

/** Whether a cell holds what somebody wrote: a text, the name of an error, or a formula. */
function holdsWords(kind: Kind = Kind.text): boolean {
  return kind === Kind.text || kind === Kind.error || kind === Kind.unevaluated;
}
