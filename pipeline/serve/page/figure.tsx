/** A figure: what it is, why it changed, the rows that it is of, and its history. */
import { useState } from 'preact/hooks';
import type { LeftOut } from '../api/records.js';
import type { ScreenProps } from './board.js';
import { Copy, Deed, done, Loading, shownNumber, shownTime, useAnswer } from './parts.js';

/** What this screen reads of the published data (`audit-page/data.ts`). */
interface Page {
  readonly figures: readonly {
    readonly id: string;
    readonly group: string;
    readonly label: string;
    readonly unit: string;
    readonly definition: string;
    readonly value: string | null;
    readonly previous: string | null;
    readonly change: string | null;
    readonly status: string;
    readonly department: string;
    readonly rows: number;
    readonly rowsHeldBack: number;
    readonly rowsLeftOut: number;
    readonly parts: readonly string[];
  }[];
  readonly readings: Readonly<
    Record<string, { readonly sql: string; readonly formTitle: string; readonly header: string }>
  >;
}

interface Evidence {
  readonly sources: readonly (readonly [file: string, sha256: string, sheet: string, table: number])[];
  readonly rows: Readonly<Record<'current' | 'previous', readonly EvidenceTuple[]>>;
}

type EvidenceTuple = readonly [
  source: number,
  group: string,
  key: string,
  row: number | null,
  cell: string,
  text: string,
  value: string,
  label: string,
];

interface Changes {
  readonly rows: readonly (readonly [
    what: 'entered' | 'left' | 'moved',
    group: string,
    key: string,
    previousValue: string | null,
    value: string | null,
    contribution: string,
  ])[];
}

/** Rows that are shown. */
const mostRows = 500;

export function FigureScreen({ place, shared, name }: ScreenProps & { readonly name: string }) {
  const [page] = useAnswer('data', { ...place, name: 'page' }, shared) as [Page | null, () => void];
  const [history] = useAnswer('history', { ...place, figure: name }, shared);
  const [leftOut, setLeftOut] = useState<LeftOut | null>(null);
  if (!page) return <Loading />;
  const figure = page.figures.find(({ id, group }) => (group ? `${id}[${group}]` : id) === name);
  if (!figure) return <p>没有这个指标。</p>;
  const {
    label,
    group,
    unit,
    value,
    previous,
    change,
    definition,
    department,
    rows,
    rowsHeldBack,
    rowsLeftOut,
  } = figure;
  const amount = `${shownNumber(value)} ${unit}`;
  const words = `${label}${group}：${amount}，上年同期 ${shownNumber(previous)} ${unit}`;
  return (
    <>
      <h1>
        {label}
        {group && `（${group}）`}
      </h1>
      <p class="figure">
        <strong>{amount}</strong> 上年同期 {shownNumber(previous)} {unit}，增减 {shownNumber(change)}
        {rowsHeldBack > 0 && `；待核实：${rowsHeldBack} 行暂缓`}
      </p>
      <p>
        <Copy text={words} say={shared.say}>
          复制
        </Copy>{' '}
        <button type="button" onClick={() => print()}>
          打印
        </button>
      </p>
      <p>口径：{definition}</p>
      <p>
        责任部门：{department || '—'}；依据 {rows} 行，没有计入 {rowsLeftOut} 行{' '}
        {rowsLeftOut > 0 && (
          <Deed
            does={async () => setLeftOut(await done(shared, 'leftOut', { ...place, figure: name }))}
            failed={shared.failed}
          >
            逐行看没有计入的
          </Deed>
        )}
      </p>
      {leftOut && (
        <ul>
          {leftOut.listed.map(({ place: where, label: of }) => (
            <li key={where}>
              {of} <span class="quiet">{where}</span>
            </li>
          ))}
        </ul>
      )}
      {figure.parts.length === 0 && change !== null && Number(change) !== 0 && (
        <WhyPart id={figure.id} group={group} unit={unit} place={place} shared={shared} />
      )}
      {figure.parts.length === 0 && (
        <EvidencePart id={figure.id} group={group} unit={unit} place={place} shared={shared} />
      )}
      <h2>历次发布</h2>
      {history && (
        <table>
          <tbody>
            {history.values.map(({ number, publishedAt, value: was, status }) => (
              <tr key={number}>
                <th scope="row">第 {number} 次</th>
                <td>{shownTime(publishedAt)}</td>
                <td class="number">{shownNumber(was)}</td>
                <td>{status}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <details>
        <summary>取数语句</summary>
        <pre>{page.readings[figure.id]?.sql ?? ''}</pre>
      </details>
    </>
  );
}

/** Why it changed: the contributions, which add up to the change. */
function WhyPart({
  id,
  group,
  unit,
  place,
  shared,
}: ScreenProps & { readonly id: string; readonly group: string; readonly unit: string }) {
  const [changes] = useAnswer('data', { ...place, name: `changes/${id}` }, shared) as [
    Changes | null,
    () => void,
  ];
  const rows = changes?.rows.filter(([, of]) => of === group) ?? [];
  if (rows.length === 0) return null;
  const named = { entered: '新增', left: '退出', moved: '变动' } as const;
  const count = (what: keyof typeof named) => rows.filter(([one]) => one === what).length;
  const kinds = (['entered', 'left', 'moved'] as const).filter((what) => count(what) > 0);
  return (
    <details>
      <summary>为什么：{kinds.map((what) => `${named[what]} ${count(what)} 行`).join('，')}</summary>
      <ul>
        {rows.slice(0, mostRows).map(([what, , key, was, now, contribution]) => (
          <li key={`${what} ${key}`}>
            {named[what]} {key}：{shownNumber(was)} → {shownNumber(now)}，对增减的贡献{' '}
            {shownNumber(contribution)} {unit}
          </li>
        ))}
      </ul>
    </details>
  );
}

function EvidencePart({
  id,
  group,
  unit,
  place,
  shared,
}: ScreenProps & { readonly id: string; readonly group: string; readonly unit: string }) {
  const [evidence] = useAnswer('data', { ...place, name: `evidence/${id}` }, shared) as [
    Evidence | null,
    () => void,
  ];
  if (!evidence) return null;
  const rows = evidence.rows.current.filter(([, of]) => of === group);
  return (
    <div class="wide">
      <table>
        <caption>
          依据 {rows.length} 行（{unit}）{rows.length > mostRows ? `，这里列出前 ${mostRows} 行` : ''}
        </caption>
        <thead>
          <tr>
            {['名称', '识别码', '原文', '计入', '出处'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map(([source, , key, row, cell, text, value, label]) => {
            const [file = '', , sheet = ''] = evidence.sources[source] ?? [];
            const where = [file, sheet, cell].filter(Boolean).join(' › ');
            return (
              <tr key={`${where} ${row}`}>
                <th scope="row">{label || key}</th>
                <td>{key}</td>
                <td>{text}</td>
                <td class="number">{shownNumber(value)}</td>
                <td>{where}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
