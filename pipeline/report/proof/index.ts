/** `check-report`: an edited report, number by number, against the published figures. */
import { readPackage } from '../../office/package.js';
import type { TemplateFacts } from '../../templates/index.js';
import { defaultTemplate } from '../default-template.js';
import { citedParagraphs } from '../fill.js';
import { paragraphTexts } from './paragraphs.js';
import { type Proof, prove } from './proof.js';
import { type Cited, quotations } from './quotations.js';
import { numberReader } from './written-numbers.js';

export type { Outcome, Proof, ProvedNumber } from './proof.js';

/**
 * @param document bytes of the edited .docx.
 * @param template of the township's report, by whose sentences numbers are known.
 * @throws BadXml, or Error where the bytes are no document.
 */
export function checkReport(document: Uint8Array, facts: TemplateFacts, template: Uint8Array): Proof {
  const read = numberReader(facts.figures.map(({ unit }) => unit));
  const cited = [template, defaultTemplate()].flatMap((one) => citedNumbers(one, facts, read));
  return prove(paragraphTexts(readPackage(document)), read, facts.figures, cited);
}

/** The numbers of a report as it would be written now. */
function citedNumbers(
  template: Uint8Array,
  facts: TemplateFacts,
  read: ReturnType<typeof numberReader>,
): Cited[] {
  return citedParagraphs(facts, template).flatMap(({ text, citations }) =>
    quotations(text, read(text)).flatMap((quotation): Cited[] => {
      const { at, end } = quotation.number;
      const found = citations.find((citation) => citation.at < end && at < citation.end);
      return found ? [{ ...quotation, figure: found.figure, what: found.what }] : [];
    }),
  );
}
