/** Why each figure changed, in words and amounts that the page only shows. */
import { figureName } from '../figure.js';
import { shownAmount } from '../publication/amounts.js';
import { changeSentence, partWords } from '../publication/change-sentence.js';
import { explanationWords } from '../publication/labels.js';
import type { Explanation, Publication } from '../publication/publication.js';
import { groupBy } from '../text/group.js';
import type { PageReasons } from './data.js';

export function pageReasons({ figures, explanations }: Publication): Record<string, PageReasons> {
  const parts = groupBy(explanations(), figureName);
  return Object.fromEntries(
    figures.flatMap((figure) => {
      const own = parts.get(figureName(figure)) ?? [];
      const sentence = changeSentence(figure, own);
      const shown = (part: Explanation) => partOf(part, figure.unit);
      return sentence === '' ? [] : [[figureName(figure), { sentence, parts: own.map(shown) }]];
    }),
  );
}

function partOf(part: Explanation, unit: string): PageReasons['parts'][number] {
  const amount = (text: string) => shownAmount(text, unit);
  return [
    ...([explanationWords[part.by], partWords(part)] as const),
    ...([amount(part.previous), amount(part.value), amount(part.contribution)] as const),
    part.rows,
  ];
}
