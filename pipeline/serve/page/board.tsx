/** The board: what to do next, forms × state, headline figures. */
import { useState } from 'preact/hooks';
import type { Board, BoardFigure, FormLine, Step } from '../api/board.js';
import type { Place } from '../api/place.js';
import type { Head } from '../api/protocol.js';
import { linkTo, type Screen } from './address.js';
import { rememberedName, save } from './client.js';
import { takeDropped } from './drop.js';
import { chosenFiles, filesIn, type NamedFile } from './dropped-files.js';
import { Copy, Deed, done, Loading, type Shared, shownNumber, shownTime, useAnswer } from './parts.js';
import { TownshipTable } from './townships.js';

export interface ScreenProps {
  readonly place: Place;
  readonly shared: Shared;
}

export function BoardScreen({ place, shared, head }: ScreenProps & { readonly head: Head | null }) {
  const [board] = useAnswer('board', place, shared);
  if (!board) return <Loading />;
  return (
    <>
      {board.parts.length > 0 && <TownshipTable lines={board.parts} />}
      <Steps board={board} place={place} shared={shared} />
      {board.parts.length === 0 && <DropArea place={place} shared={shared} />}
      {board.forms.length > 0 && <Forms board={board} place={place} shared={shared} />}
      {head?.publishedAt && <Figures board={board} place={place} shared={shared} />}
    </>
  );
}

const screenOf: Readonly<Record<Step['kind'], Screen | null>> = {
  publish: null,
  answer: 'files',
  remind: null,
  correct: 'held',
  check: 'checks',
  template: 'proofs',
  seal: 'sealing',
};

function Steps({ board: { steps, forms }, place, shared }: ScreenProps & { readonly board: Board }) {
  const publish = () => done(shared, 'run', { ...place, by: rememberedName() || '—' });
  if (steps.length === 0 && forms.length === 0)
    return (
      <p>
        还没有报表。把部门发来的表格拖进来，或先发给部门<a href={linkTo('forms', place)}>空白表</a>。
      </p>
    );
  return (
    <section aria-label="接下来">
      <h1>接下来</h1>
      {steps.length === 0 && <p>都办完了。</p>}
      <ol class="steps">
        {steps.map(({ kind, title, detail, text }) => {
          const screen = screenOf[kind];
          return (
            <li key={kind}>
              <strong>{title}</strong> {detail}{' '}
              {kind === 'publish' && (
                <Deed isMain does={publish} failed={shared.failed}>
                  {title}
                </Deed>
              )}
              {screen && <a href={linkTo(screen, place)}>去办</a>}{' '}
              {text !== '' && (
                <Copy text={text} say={shared.say}>
                  {kind === 'remind' ? '复制催报的话' : '复制退回的话'}
                </Copy>
              )}
            </li>
          );
        })}
      </ol>
      <Deed does={publish} failed={shared.failed}>
        发布
      </Deed>
    </section>
  );
}

/** Files that are dropped here are looked at on the next screen. */
export function DropArea({ place, shared: { failed } }: ScreenProps) {
  const take = (files: readonly NamedFile[]) => {
    if (files.length === 0) return;
    takeDropped(files);
    location.assign(linkTo('drop', place, String(Date.now())));
  };
  return (
    <section
      class="drop"
      aria-label="放入报表"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (event.dataTransfer) filesIn(event.dataTransfer).then(take, failed);
      }}
    >
      把部门发来的表格拖到这里（可以一次多个），或
      <label class="file">
        选择文件
        <input
          type="file"
          multiple
          onChange={({ currentTarget }) => take(chosenFiles(currentTarget.files))}
        />
      </label>
      <label class="file">
        选择文件夹
        <input
          type="file"
          multiple
          ref={(input) => input?.setAttribute('webkitdirectory', '')}
          onChange={({ currentTarget }) => take(chosenFiles(currentTarget.files))}
        />
      </label>
    </section>
  );
}

function Forms({ board: { formsWords, forms }, place, shared }: ScreenProps & { readonly board: Board }) {
  return (
    <section aria-label="报送情况">
      <h2>报送情况</h2>
      <p>
        {formsWords} <a href={linkTo('forms', place)}>空白表</a>{' '}
        <Deed does={() => done(shared, 'open', { ...place, what: 'inputs' })} failed={shared.failed}>
          打开文件夹
        </Deed>{' '}
        <button type="button" onClick={() => print()}>
          打印
        </button>
      </p>
      <table>
        <thead>
          <tr>
            {['报表', '部门', '状态', '采用', '暂缓', '文件', '收到'].map((title) => (
              <th key={title} scope="col" class={title === '采用' || title === '暂缓' ? 'num' : ''}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {forms.map((line) => (
            <FormRow
              key={`${line.form} ${line.file} ${line.sheet}`}
              line={line}
              place={place}
              shared={shared}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function FormRow({ line, place, shared }: ScreenProps & { readonly line: FormLine }) {
  const { form, status, title, department, words, accepted, heldBack, file, sheet, receivedAt, due } = line;
  return (
    <tr>
      <th scope="row">{title || '认不出'}</th>
      <td>{department || '—'}</td>
      <td>
        <span class={`submission submission-${status}`}>{words}</span>{' '}
        {(status === 'owed' || status === 'late') && (
          <Deed
            does={() => done(shared, 'notOwed', { ...place, form, by: rememberedName() || '—' })}
            failed={shared.failed}
          >
            本镇不用报
          </Deed>
        )}
      </td>
      <td class="num">{file ? accepted : '—'}</td>
      <td class="num">{heldBack > 0 ? <a href={linkTo('held', place)}>{heldBack}</a> : '—'}</td>
      <td>
        {file ? <a href={linkTo('files', place)}>{file.split('/').slice(1).join('/')}</a> : '—'}
        {sheet && ` › ${sheet}`}
      </td>
      <td>{receivedAt ? shownTime(receivedAt) : due ? `应于 ${due} 前报` : '—'}</td>
    </tr>
  );
}

function Figures({ board: { figures, text }, place, shared }: ScreenProps & { readonly board: Board }) {
  const [wanted, setWanted] = useState('');
  const shown = figures.filter(({ label, section, words }) =>
    `${label} ${section} ${words}`.includes(wanted.trim()),
  );
  const hasTrend = figures.some(({ series }) => series.length > 0);
  const titles = ['指标', '本期', '增减', '状态', ...(hasTrend ? ['走势'] : [])];
  const open = (what: 'audit_page' | 'outputs') => () => done(shared, 'open', { ...place, what });
  return (
    <section aria-label="主要指标">
      <h2>主要指标</h2>
      <p>
        <Copy text={text} say={shared.say}>
          复制成文字
        </Copy>{' '}
        <Deed does={() => save({ ...place, what: 'workbook' })} failed={shared.failed}>
          工作簿
        </Deed>{' '}
        <Deed does={() => save({ ...place, what: 'report' })} failed={shared.failed}>
          报告
        </Deed>{' '}
        <Deed does={open('audit_page')} failed={shared.failed}>
          审计页
        </Deed>{' '}
        <Deed does={() => save({ ...place, what: 'audit_package' })} failed={shared.failed}>
          打包给审计
        </Deed>{' '}
        <a href={linkTo('changes', place)}>与上次相比</a>{' '}
        <label class="field">
          查找（/）{' '}
          <input
            type="search"
            value={wanted}
            onInput={({ currentTarget }) => setWanted(currentTarget.value)}
          />
        </label>
      </p>
      <table>
        <thead>
          <tr>
            {titles.map((title) => (
              <th key={title} scope="col" class={title === '本期' || title === '增减' ? 'num' : ''}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((figure) => (
            <tr key={figure.id}>
              <th scope="row">
                <a href={linkTo('figure', place, figure.id)}>{figure.label}</a>
              </th>
              <td class="num">
                <b>{shownNumber(figure.value, figure.unit)}</b>{' '}
                <span class="unit">{figure.value === null ? '' : figure.unit}</span>
              </td>
              <td class="num">{changeWords(figure)}</td>
              <td>
                <span class={`status status-${figure.status}`}>{figure.words}</span>
              </td>
              {hasTrend && (
                <td>
                  <Trend figure={figure} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function changeWords({ change, changePct, unit }: BoardFigure): string {
  if (change === null) return '—';
  if (Number(change) === 0) return '持平';
  const isUp = !change.startsWith('-');
  const percent =
    changePct === null ? '' : `（${isUp ? '+' : '−'}${Math.abs(Number(changePct)).toFixed(1)}%）`;
  return `${isUp ? '增加' : '减少'}${shownNumber(change.replace('-', ''))}${unit === '%' ? '个百分点' : ''}${percent}`;
}

/** A small line over the dates; a gap where nothing is known. */
function Trend({ figure: { series, label } }: { readonly figure: BoardFigure }) {
  const values = series.flatMap(({ value }) => (value === null ? [] : [Number(value)]));
  if (values.length < 2) return null;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const points = series.flatMap(({ value }, at) => {
    if (value === null) return [];
    const y = most === least ? 12 : 22 - (20 * (Number(value) - least)) / (most - least);
    return [`${(at * 76) / Math.max(1, series.length - 1) + 2},${y}`];
  });
  const words = series.map(({ date, value }) => `${date} ${shownNumber(value)}`).join('，');
  return (
    <svg width="80" height="24" role="img" aria-label={`${label}走势：${words}`}>
      <title>{words}</title>
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" stroke-width="2" />
    </svg>
  );
}
