/** A department's own check of its sheet before it is sent: all of it happens in this page. */
import { render } from 'preact';
import { useState } from 'preact/hooks';
import { chineseDate } from '../../publication/labels.js';
import { byId } from './element.js';
import type { Answer, CheckData } from './messages.js';
import { read } from './reading.js';
import { ResultPart } from './result.js';

const data = JSON.parse(byId('check').textContent ?? '') as CheckData;

type State =
  | { readonly is: 'empty' }
  | { readonly is: 'reading'; readonly name: string }
  | { readonly is: 'read'; readonly answer: Answer }
  | { readonly is: 'failed'; readonly name: string };

function CheckPage() {
  const [state, setState] = useState<State>({ is: 'empty' });
  const take = async (file: File | undefined) => {
    if (!file) return;
    setState({ is: 'reading', name: file.name });
    keep('');
    try {
      const answer = await read(file, data);
      keep(jsonOf(answer));
      setState({ is: 'read', answer });
    } catch (error) {
      console.error(error);
      setState({ is: 'failed', name: file.name });
    }
  };
  const asOf = chineseDate(data.context.asOf);
  return (
    <>
      <header class="head">
        <p class="kicker">报表自查 · 报送之前</p>
        <h1>{data.township}</h1>
        <p class="dates">
          截至 <strong>{asOf}</strong>。表格只在这台电脑上读，不上传。
        </p>
      </header>
      <main>
        <DropArea onFile={take} />
        <div aria-live="polite">
          {state.is === 'reading' && <p class="notice">正在读 {state.name}…</p>}
          {state.is === 'failed' && (
            <p class="notice failed">
              读 {state.name} 时本页出错，没有查完。请换 Edge 或谷歌浏览器打开本页再试，或直接报送并说明。
            </p>
          )}
          {state.is === 'read' && (
            <ResultPart answer={state.answer} asOf={asOf} json={jsonOf(state.answer)} />
          )}
        </div>
        <NotChecked />
      </main>
    </>
  );
}

/** As `inspect --json` prints it. */
const jsonOf = ({ inspection }: Answer) => `${JSON.stringify(inspection, null, 2)}\n`;

/** Where others find the result. */
function keep(json: string): void {
  byId('inspection').textContent = json;
}

function DropArea({ onFile }: { readonly onFile: (file: File | undefined) => void }) {
  return (
    <section
      class="drop"
      aria-label="要查的表"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onFile(event.dataTransfer?.files[0]);
      }}
    >
      <p>把填好的表拖到这里（一次一张），或</p>
      <label class="file">
        选择文件
        <input
          type="file"
          accept=".xlsx,.xlsm,.xls,.et,.ods,.csv,.txt,.htm,.html,.xml"
          onChange={({ currentTarget }) => {
            onFile(currentTarget.files?.[0]);
            currentTarget.value = '';
          }}
        />
      </label>
    </section>
  );
}

function NotChecked() {
  return (
    <section class="part">
      <h2>这里没有查的</h2>
      <p>
        只看这一张表。与其他报表能否对上（例如参保与企业名录、支出与村名册）、与上年同期相比增减是否合理、有没有重复报送，要等汇总时再核对；届时有问题会另发通知。
      </p>
    </section>
  );
}

// A file that is dropped beside the area would replace the page.
for (const name of ['dragover', 'drop'] as const) {
  addEventListener(name, (event) => event.preventDefault());
}
render(<CheckPage />, byId('page'));
