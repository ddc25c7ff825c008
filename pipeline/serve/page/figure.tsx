/** A figure, as the audit page shows it, with what only the desk can ask for. */

import type { PageData } from '../../audit-page/data.js';
import { figureView } from '../../audit-page/page/figure.js';
import { figureOf } from '../../audit-page/page/model.js';
import type { Figure } from '../../figure.js';
import { shownAmount } from '../../publication/amounts.js';
import { chineseDate } from '../../publication/labels.js';
import type { ScreenProps } from './board.js';
import { Copy, Loading } from './parts.js';
import { usePublished, View } from './views.js';

export function FigureScreen({ place, shared, name }: ScreenProps & { readonly name: string }) {
  const page = usePublished({ place, shared });
  if (!page) return <Loading />;
  const figure = figureOf(name);
  if (!figure)
    return (
      <>
        <h1>没有这个指标</h1>
        <p>它可能改了名称，或不在这一期的成果里。</p>
      </>
    );
  return (
    <>
      <p class="deeds">
        <Copy text={sentenceOf(figure, page)} say={shared.say}>
          复制
        </Copy>{' '}
        <button type="button" onClick={() => print()}>
          打印
        </button>
      </p>
      <View of={[page, name]} make={() => figureView(figure)} />
    </>
  );
}

function sentenceOf({ label, group, value, previous, unit }: Figure, { township, asOf }: PageData): string {
  const amount = (of: string | null) => `${shownAmount(of, unit)}${of === null ? '' : unit}`;
  const name = group === '' ? label : `${label}（${group}）`;
  return `${township}截至${chineseDate(asOf)}：${name}${amount(value)}，上年同期${amount(previous)}。`;
}
