/** The text of paragraphs, among which those of text boxes lie inside of others. */
import type { Element } from '../office/xml.js';

/** The text elements of a paragraph, without those of paragraphs inside it. */
export function ownTexts(paragraph: Element): Element[] {
  return paragraph.children.flatMap((below) =>
    below.name === 'p' ? [] : below.name === 't' ? [below] : ownTexts(below),
  );
}
