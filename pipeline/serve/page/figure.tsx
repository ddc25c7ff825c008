/** A figure, as the audit page shows it, with what only the desk can ask for. */
import { useState } from 'preact/hooks';
import { shownAmount } from '../../audit-page/amounts.js';
import type { PageData } from '../../audit-page/data.js';
import { figureView } from '../../audit-page/page/figure.js';
import { figureOf } from '../../audit-page/page/model.js';
import type { Figure } from '../../figure.js';
import { chineseDate } from '../../publication/labels.js';
import type { LeftOut } from '../api/records.js';
import type { ScreenProps } from './board.js';
import { Copy, Deed, done, Loading } from './parts.js';
import { usePublished, View } from './views.js';

export function FigureScreen({ place, shared, name }: ScreenProps & { readonly name: string }) {
  const [leftOut, setLeftOut] = useState<LeftOut | null>(null);
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
        </button>{' '}
        {figure.rowsLeftOut > 0 && (
          <Deed
            does={async () => setLeftOut(await done(shared, 'leftOut', { ...place, figure: name }))}
            failed={shared.failed}
          >
            逐行看没有计入的 {figure.rowsLeftOut} 行
          </Deed>
        )}
      </p>
      {leftOut && <LeftOutRows of={leftOut} />}
      <View of={[page, name]} make={() => figureView(figure)} />
    </>
  );
}

function sentenceOf({ label, group, value, previous, unit }: Figure, { township, asOf }: PageData): string {
  const amount = (of: string | null) => `${shownAmount(of, unit)}${of === null ? '' : unit}`;
  const name = group === '' ? label : `${label}（${group}）`;
  return `${township}截至${chineseDate(asOf)}：${name}${amount(value)}，上年同期${amount(previous)}。`;
}

function LeftOutRows({ of: { rows, listed } }: { readonly of: LeftOut }) {
  return (
    <section class="part" aria-label="没有计入的行">
      <h2>没有计入 {rows} 行</h2>
      {listed.length < rows && <p class="hint">这里列出前 {listed.length} 行。</p>}
      <ul class="plain">
        {listed.map(({ place, label }) => (
          <li key={place}>
            {label} <span class="quiet">{place}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
