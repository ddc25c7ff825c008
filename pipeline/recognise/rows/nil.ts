/** Nil returns (零报告): rows that say that there is nothing to report (DOMAIN B). */
import { type Finding, finding } from '../../findings/finding.js';
import type { Form } from '../../forms/define.js';
import { isSerialHeader } from '../header/match.js';
import { words } from '../header/text.js';
import type { Line } from '../lines.js';
import type { Table } from '../table.js';
import { isDash, saysNil, saysNothing, saysNothingDone } from '../vocabulary.js';
import type { DataColumns } from './columns.js';

/** A row that declares nil: for which part of the form ('' for all of it), and whether for one village only. */
export interface Nil {
  readonly part: string;
  readonly ofVillage: boolean;
  /** Whether it says 零报告 in as many words. */
  readonly plainly: boolean;
  /** A sentence that nothing was found or happened; null: a word. */
  readonly sentence: string | null;
}

/** What a row declares nil; null where it does not. */
export function nilOf(line: Line, known: Pick<DataColumns, 'at'>, form: Form | null): Nil | null {
  let nil = 0;
  let part = '';
  let ofVillage = false;
  let sentence: string | null = null;
  let dated = false;
  let mayBeName = false;
  for (const cell of line.cells) {
    const column = known.at.get(cell.column);
    const field = column?.field ? form?.columns[column.field]?.spec : undefined;
    const serial = column ? column.role === 'serial' || isSerialHeader(column.header) : false;
    if (form && isSentence(form, cell.words)) {
      sentence = cell.text.trim();
      mayBeName = field?.required === true && !saysNothingDone(cell.words) && !deniesMatter(form, cell.words);
    } else if (saysNil(cell.words) || isDash(cell.words)) nil++;
    else if (serial && /^\d{1,6}$/.test(cell.words)) continue;
    else if (form && column?.field && column.field === form.parts) part = partOf(form, cell.text);
    else if (field?.names === 'village') ofVillage = true;
    else if (field?.kind === 'date' && cell.holds === 'date') dated = true;
    else return null;
  }
  if (nil === 0 && sentence === null) return null;
  // With its date, what may be a name is a row of data.
  if (dated && (sentence === null || mayBeName)) return null;
  if (
    sentence === null &&
    ofVillage &&
    line.cells.some((cell) => isAnswer(cell.words, cell.column, known, form))
  )
    return null;
  if (!form && !line.cells.some((cell) => saysNil(cell.words))) return null;
  const plainly = line.cells.some((cell) => cell.words.includes('零报告'));
  return { part, ofVillage, plainly, sentence: plainly ? null : sentence };
}

/** 经排查，未发现散乱污企业; 辖区内无散乱污企业; and not the words of a nil return (本期无此类情况). */
function isSentence(form: Form, folded: string): boolean {
  if (deniesMatter(form, folded)) return true;
  return saysNothing(folded) && (!saysNil(folded) || /发现|发生|出现|接到|受理/.test(folded));
}

/** 辖区内没有散乱污企业. */
function deniesMatter(form: Form, folded: string): boolean {
  return gramsOf(form).some((gram) => new RegExp(`.{3}(?:无|没有)${gram}`).test(folded));
}

/** Only some of its things: 重大事故. */
const ONLY_SOME = /重大|较大|特大|死亡|进京|赴省|越级/;

/** Whether a sentence names what a form is about, by two characters of the form's title (散乱污企业, 安全生产事故). */
function namesMatter(form: Form, sentence: string): boolean {
  const folded = words(sentence);
  return !ONLY_SOME.test(folded) && gramsOf(form).some((gram) => folded.includes(gram));
}

const gramsOf = ({ title }: Form): readonly string[] => [...title].slice(1).map((c, i) => `${title[i]}${c}`);

/** Whether a sentence declares nil for the form. */
function says(form: Form, sentence: string): boolean {
  return namesMatter(form, sentence) || saysNil(words(sentence));
}

/** What is wrong with a table of a form that has no row of data and declares nothing nil. */
export function emptyFindings(
  { sheet, headerRows }: Table,
  form: Form,
  nils: readonly Nil[],
  hasExample: boolean,
): readonly Finding[] {
  const place = { sheet: sheet.name, row: headerRows?.[1] ?? null };
  const named = { form: form.title };
  // Sentences that nothing was found which do not say of what: nobody knows whether they are a nil return.
  const unclear = nils.flatMap(({ sentence }) =>
    sentence !== null && !says(form, sentence) ? [sentence] : [],
  );
  if (unclear.length > 0)
    return unclear.map((value) => finding('nil_return.unclear', 'error', { ...place, value }, named));
  return [
    hasExample
      ? finding('form.only_example', 'warning', place, named)
      : finding('form.empty', 'error', place, named),
  ];
}

/** 无 where the column allows 无 as a value. */
function isAnswer(folded: string, at: number, known: Pick<DataColumns, 'at'>, form: Form | null): boolean {
  const field = known.at.get(at)?.field;
  const spec = field ? form?.columns[field]?.spec : undefined;
  if (spec?.kind === 'yes_no') return true;
  return (
    spec?.choices != null &&
    Object.entries(spec.choices).some(([value, others]) => value === folded || others.includes(folded))
  );
}

/** The part of a form that a text names (居民养老保险 → 养老); '' where it names none or several. */
export function partOf(form: Form, text: string): string {
  const spec = form.parts ? form.columns[form.parts]?.spec : undefined;
  if (!spec?.choices) return '';
  const folded = words(text);
  const named = Object.entries(spec.choices)
    .filter(([value, others]) => [value, ...others].some((word) => folded.includes(word)))
    .map(([value]) => value);
  return named.length === 1 ? (named[0] ?? '') : '';
}

/**
 * What a table declares nil: a part of its form, '' for all of it, null for nothing. A village's own 无 and a
 * sentence that nothing was found declare nothing for the form where it has rows of data.
 */
export function declaredNil(
  nils: readonly Nil[],
  above: readonly Line[],
  form: Form | null,
  titles: readonly string[],
  hasData: boolean,
): string | null {
  const declares = ({ sentence, ofVillage }: Nil) =>
    sentence === null ? !(ofVillage && hasData) : !hasData && form !== null && says(form, sentence);
  const declared = nils.filter(declares);
  const inTitle = above.some((line) =>
    line.cells.some(
      (c) =>
        saysNil(c.words) ||
        c.words.includes('零报告') ||
        (form !== null && !hasData && saysNothing(c.words) && namesMatter(form, c.words)),
    ),
  );
  if (declared.length === 0 && !inTitle) return null;
  const titled = form ? partOf(form, titles.join(' ')) : '';
  const parts = new Set(declared.length > 0 ? declared.map((nil) => nil.part || titled) : [titled]);
  return parts.size === 1 ? ([...parts][0] ?? '') : '';
}
