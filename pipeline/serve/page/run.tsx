/** The run that is at work, and what came of the last one, figure by figure. */
import type { RunResult, RunState } from '../api/runs.js';
import { linkTo } from './address.js';
import { rememberedName } from './client.js';
import { Deed, done, type Shared, shownNumber } from './parts.js';

export function RunStrip({
  run,
  result,
  shared,
  onClose,
}: {
  readonly run: RunState | null;
  readonly result: RunResult | null;
  readonly shared: Shared;
  readonly onClose: () => void;
}) {
  const by = rememberedName() || '—';
  if (run && run.state !== 'idle') {
    return (
      <section class="run" aria-label="发布">
        <p role="status">
          {run.words}
          {run.isQueued ? ' 之后再发布一次。' : ''}
        </p>
        {run.files && <progress max={run.files.all} value={run.files.done} aria-label="读取的文件" />}
        <Deed does={() => done(shared, 'stop', { by })} failed={shared.failed}>
          停止
        </Deed>
        <span class="quiet">停止后保持上次发布的样子</span>
      </section>
    );
  }
  if (!result) return null;
  const { place, puts, outcome } = result;
  const undo = async () => {
    for (const deed of [...puts].reverse())
      await done(shared, 'undo', { ...place, by, deed, publishes: true });
    onClose();
  };
  return (
    <section class={outcome === 'failed' ? 'run alert' : 'run'} aria-label="发布结果">
      <p role="status">{result.words}</p>
      <Changed result={result} />
      {result.detail !== '' && <pre>{result.detail}</pre>}
      {puts.length > 0 && (
        <Deed does={undo} failed={shared.failed}>
          撤销这次放入
        </Deed>
      )}
      {outcome !== 'published' && outcome !== 'unchanged' && (
        <Deed does={() => done(shared, 'run', { ...place, by })} failed={shared.failed}>
          再发布一次
        </Deed>
      )}
      <button type="button" onClick={onClose}>
        完成
      </button>
    </section>
  );
}

function Changed({ result: { changed, unchanged, place } }: { readonly result: RunResult }) {
  if (changed.length === 0) return null;
  return (
    <>
      <ul>
        {changed.slice(0, 30).map(({ id, group, label, unit, was, now, difference, rows, rowCount }) => (
          <li key={`${id} ${group}`}>
            <a href={linkTo('figure', place, group ? `${id}[${group}]` : id)}>
              {label}
              {group && `（${group}）`}
            </a>{' '}
            {shownNumber(was?.value ?? null)} → {shownNumber(now?.value ?? null)} {unit}
            {difference !== null &&
              difference !== '0' &&
              `（${difference.startsWith('-') ? '' : '+'}${shownNumber(difference)}）`}
            {rowCount > 0 && (
              <details>
                <summary>是哪些行（{rowCount}）</summary>
                <ul>
                  {rows.map(({ what, place: where, words }) => (
                    <li key={`${what} ${where} ${words}`}>
                      {{ entered: '新增', left: '退出', moved: '变动' }[what]} {words}{' '}
                      <span class="quiet">{where}</span>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
      <p class="quiet">其余 {unchanged} 个没有变。</p>
    </>
  );
}
