/** The page to work in: the line on top, the run, and one screen below. */
import { render } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { checksView, findingsView, submissionsView } from '../../audit-page/page/lists.js';
import type { Envelope, Head } from '../api/protocol.js';
import type { RunResult, RunState } from '../api/runs.js';
import { type Address, addressIn, linkTo, type Screen } from './address.js';
import { BoardScreen } from './board.js';
import { ask, Refused } from './client.js';
import { DropScreen } from './drop.js';
import { FigureScreen } from './figure.js';
import { FilesScreen, FormsScreen, SettingsScreen } from './files.js';
import { HeldScreen } from './held.js';
import { HelpScreen } from './help.js';
import { type Shared, shownTime, wordsOf } from './parts.js';
import { ChangesScreen, ProofsScreen } from './records.js';
import { RunStrip } from './run.js';
import { SealingScreen } from './sealing.js';
import { TownshipsScreen } from './townships.js';
import { ListScreen } from './views.js';

const pollMilliseconds = 700;

function Desk() {
  const [address, setAddress] = useState<Address>(addressIn(location.hash));
  const [head, setHead] = useState<Head | null>(null);
  const [run, setRun] = useState<RunState | null>(null);
  const [result, setResult] = useState<RunResult | null>(null);
  const [message, setMessage] = useState('');
  const [isGone, setGone] = useState(false);
  const [version, setVersion] = useState(0);

  const took = useCallback((envelope: Envelope<unknown>) => {
    if (envelope.head) setHead(envelope.head);
    setRun(envelope.run);
  }, []);
  const failed = useCallback((error: unknown) => {
    if (error instanceof Refused && (error.kind === 'gone' || error.kind === 'session')) setGone(true);
    setMessage(wordsOf(error));
  }, []);
  const shared: Shared = useMemo(() => ({ took, failed, say: setMessage, version }), [took, failed, version]);

  useEffect(() => {
    const moved = () => {
      setAddress(addressIn(location.hash));
      setMessage('');
      document.getElementById('screen')?.focus();
    };
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
      const search = document.querySelector<HTMLInputElement>('main input[type=search]');
      if (!search) return;
      event.preventDefault();
      search.focus();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
  useEffect(() => {
    document.title = head && address.place ? `${head.name} ${head.period} · 工作台` : '工作台';
  }, [head, address]);
  const isBusy = run !== null && (run.state !== 'idle' || run.isQueued);
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(() => ask('runState', {}).then(took, failed), pollMilliseconds);
    return () => clearInterval(timer);
  }, [isBusy]);
  const ended = run?.ended ?? 0;
  useEffect(() => {
    if (ended === 0) return;
    ask('runResult', { number: ended }).then(({ answer }) => {
      setResult(answer);
      setVersion(ended);
    }, failed);
  }, [ended]);

  return (
    <>
      <Top address={address} head={address.place ? head : null} />
      {isGone && (
        <p class="alert" role="alert">
          程序已经停了，或这个窗口的地址失效了。请再双击“开始”。没有保存的：{' '}
          <button type="button" onClick={() => navigator.clipboard.writeText(typedText())}>
            复制我填的内容
          </button>
        </p>
      )}
      <RunStrip run={run} result={result} shared={shared} onClose={() => setResult(null)} />
      <p class="message" role="status">
        {message}
      </p>
      <main id="screen" tabIndex={-1}>
        <ScreenOf
          key={[address.screen, address.place?.unit, address.place?.period].join(' ')}
          address={address}
          head={head}
          shared={shared}
        />
      </main>
    </>
  );
}

/** What was typed into the screen and may be lost, a line for each field. */
function typedText(): string {
  const fields = document.querySelectorAll<HTMLInputElement>('main input:not([type])');
  return [...fields]
    .filter(({ value }) => value !== '')
    .map(({ labels, value }) => `${labels?.[0]?.textContent?.trim() ?? ''} ${value}`.trim())
    .join('\n');
}

const tabs: readonly (readonly [Screen, string])[] = [
  ['board', '总览'],
  ['drop', '放入报表'],
  ['held', '暂缓的行'],
  ['files', '文件'],
  ['submissions', '对账'],
  ['checks', '勾稽核对'],
  ['findings', '问题'],
  ['changes', '历次发布'],
  ['proofs', '核对'],
  ['forms', '空白表'],
  ['settings', '设置'],
  ['sealing', '定稿'],
  ['help', '帮助'],
];

function Top({
  address: { place, screen },
  head,
}: {
  readonly address: Address;
  readonly head: Head | null;
}) {
  return (
    <header class="top">
      <p class="where">
        <a href={linkTo('townships', null)}>各乡镇</a>
        {place && (
          <>
            <strong>{head?.name ?? place.unit}</strong>
            <label>
              截至{' '}
              <select
                value={place.period}
                onChange={({ currentTarget }) =>
                  location.assign(linkTo('board', { ...place, period: currentTarget.value }))
                }
              >
                {(head?.periods ?? [place.period]).map((period) => (
                  <option key={period}>{period}</option>
                ))}
              </select>
            </label>
            <span class="period">{place.period}</span>
            <span class="state">{head?.sealed ? `已定稿：${head.sealed}` : '未定稿'}</span>
            <span>{head?.publishedAt ? `${shownTime(head.publishedAt)} 发布` : '还没有发布'}</span>
            {head?.changed && <span class="warn">发布以后有变动：{head.changed.words}</span>}
          </>
        )}
      </p>
      {place && (
        <nav aria-label="页面">
          {tabs.map(([name, words]) => (
            <a key={name} href={linkTo(name, place)} aria-current={name === screen ? 'page' : undefined}>
              {words}
            </a>
          ))}
        </nav>
      )}
    </header>
  );
}

function ScreenOf({
  address: { screen, place, of },
  head,
  shared,
}: {
  readonly address: Address;
  readonly head: Head | null;
  readonly shared: Shared;
}) {
  if (screen === 'help') return <HelpScreen />;
  if (!place || screen === 'townships') return <TownshipsScreen shared={shared} />;
  const all = { place, shared };
  switch (screen) {
    case 'drop':
      return <DropScreen {...all} />;
    case 'held':
      return <HeldScreen {...all} />;
    case 'figure':
      return <FigureScreen {...all} name={of} />;
    case 'sealing':
      return <SealingScreen {...all} head={head} />;
    case 'files':
      return <FilesScreen {...all} />;
    case 'settings':
      return <SettingsScreen {...all} />;
    case 'changes':
      return <ChangesScreen {...all} />;
    case 'submissions':
      return <ListScreen {...all} title="报送与对账" make={submissionsView} />;
    case 'checks':
      return <ListScreen {...all} title="勾稽核对" make={checksView} />;
    case 'findings':
      return <ListScreen {...all} title="问题" make={findingsView} />;
    case 'proofs':
      return <ProofsScreen {...all} />;
    case 'forms':
      return <FormsScreen {...all} />;
    default:
      return <BoardScreen {...all} head={head} />;
  }
}

const root = document.getElementById('desk');
if (root) render(<Desk />, root);
