/** The files of a period and those that were withdrawn; blank forms; settings. */
import { useState } from 'preact/hooks';
import type { AnswerLine, DroppedFile, PeriodFile } from '../api/files.js';
import type { Effect } from '../api/held.js';
import type { SettingsFile } from '../api/records.js';
import type { ScreenProps } from './board.js';
import { Refused, save } from './client.js';
import { QuestionPart } from './drop.js';
import { Deed, done, Loading, NameField, shownTime, useAnswer, useName } from './parts.js';

export function FilesScreen({ place, shared }: ScreenProps) {
  const [files, again] = useAnswer('files', place, shared);
  const [withdrawn, anew] = useAnswer('withdrawn', { unit: place.unit }, shared);
  const [by, setBy] = useName();
  if (!files) return <Loading />;
  const restore = (id: string) => async () => {
    await done(shared, 'restore', { ...place, by, withdrawn: [id], publishes: true });
    again();
    anew();
  };
  return (
    <>
      <h1>这一期的文件（{files.length}）</h1>
      <NameField label="姓名" name={by} onName={setBy} />
      <ul>
        {files.map((file) => (
          <FilePart
            key={file.file}
            file={file}
            by={by}
            place={place}
            shared={shared}
            onMoved={() => {
              again();
              anew();
            }}
          />
        ))}
      </ul>
      <h2>已撤下（{withdrawn?.length ?? 0}）</h2>
      <ul>
        {withdrawn?.map(({ id, file, at }) => (
          <li key={id}>
            {file} <span class="quiet">{shownTime(at)} 撤下</span>{' '}
            <Deed does={restore(id)} failed={shared.failed}>
              恢复
            </Deed>
          </li>
        ))}
      </ul>
    </>
  );
}

function FilePart({
  file: { file, words, receivedAt },
  by,
  place,
  shared,
  onMoved,
}: ScreenProps & { readonly file: PeriodFile; readonly by: string; readonly onMoved: () => void }) {
  const [asked, setAsked] = useState<DroppedFile | null>(null);
  const [period, setPeriod] = useState('');
  const withdraw = async () => {
    await done(shared, 'withdraw', { ...place, by, files: [file], publishes: true });
    onMoved();
  };
  const move = async () => {
    await done(shared, 'move', { ...place, by, file, to: { unit: place.unit, period }, publishes: true });
    onMoved();
  };
  return (
    <li>
      {file} <strong>{words}</strong> <span class="quiet">{shownTime(receivedAt)}</span>{' '}
      <Deed does={() => save({ ...place, what: 'submission', file })} failed={shared.failed}>
        下载原件
      </Deed>{' '}
      <Deed
        does={async () => setAsked(await done(shared, 'questions', { ...place, file }))}
        failed={shared.failed}
      >
        看问题
      </Deed>{' '}
      <Deed does={withdraw} failed={shared.failed}>
        撤下
      </Deed>{' '}
      <label>
        改放到{' '}
        <input
          size={10}
          value={period}
          placeholder="2020-11-30"
          onInput={({ currentTarget }) => setPeriod(currentTarget.value)}
        />
      </label>
      {period !== '' && (
        <Deed does={move} failed={shared.failed}>
          改放
        </Deed>
      )}
      {asked && <Answering asked={asked} by={by} place={place} shared={shared} />}
    </li>
  );
}

function Answering({
  asked: { title, questions },
  by,
  place,
  shared,
}: ScreenProps & { readonly asked: DroppedFile; readonly by: string }) {
  const [answers, setAnswers] = useState<Readonly<Record<string, AnswerLine | null>>>({});
  const [effect, setEffect] = useState<Effect | null>(null);
  const lines = Object.values(answers).flatMap((line) => (line ? [line] : []));
  return (
    <div class="dropped">
      <p>
        {title}：{questions.length === 0 ? '没有要回答的问题。' : `${questions.length} 个问题`}
      </p>
      {questions.map((question) => (
        <QuestionPart
          key={question.id}
          question={question}
          answer={answers[question.id] ?? null}
          onAnswer={(line) => setAnswers({ ...answers, [question.id]: line })}
        />
      ))}
      {lines.length > 0 && (
        <Deed
          does={async () => setEffect(await done(shared, 'previewAnswers', { ...place, by, answers: lines }))}
          failed={shared.failed}
        >
          先看后果
        </Deed>
      )}
      {effect && (
        <>
          <p role="status">{effect.words}</p>
          <Deed
            isMain
            does={() => done(shared, 'answer', { ...place, by, answers: lines, reason: '' })}
            failed={shared.failed}
          >
            回答
          </Deed>
        </>
      )}
    </div>
  );
}

export function FormsScreen({ place, shared }: ScreenProps) {
  const [forms] = useAnswer('blankForms', place, shared);
  return (
    <>
      <h1>空白表 {place.period}</h1>
      <p>
        名册按上期的内容填好，部门只要改动。{' '}
        <Deed does={() => done(shared, 'open', { ...place, what: 'forms' })} failed={shared.failed}>
          打开文件夹
        </Deed>
      </p>
      {!forms && <Loading />}
      <ul>
        {forms?.map(({ form, title, department, file, filledInFrom }) => (
          <li key={form}>
            {department}：{title}
            {filledInFrom && `（填入 ${filledInFrom} 的名册）`}{' '}
            <Deed does={() => save({ ...place, what: 'blank_form', file })} failed={shared.failed}>
              下载
            </Deed>
          </li>
        ))}
      </ul>
    </>
  );
}

export function SettingsScreen({ place, shared }: ScreenProps) {
  const [files, again] = useAnswer('settings', { unit: place.unit }, shared);
  const [by, setBy] = useName();
  if (!files) return <Loading />;
  return (
    <>
      <h1>设置</h1>
      <NameField label="姓名" name={by} onName={setBy} />
      {files.map((file) => (
        <SettingsPart key={file.name} file={file} by={by} place={place} shared={shared} again={again} />
      ))}
    </>
  );
}

function SettingsPart({
  file,
  by,
  place,
  shared,
  again,
}: ScreenProps & { readonly file: SettingsFile; readonly by: string; readonly again: () => void }) {
  const { name, title, columns, lines, version, refused } = file;
  const [line, setLine] = useState<Readonly<Record<string, string>>>({});
  const [isStale, setStale] = useState(false);
  const edit = async (remove: readonly number[], add: readonly Readonly<Record<string, string>>[]) => {
    try {
      await done(shared, 'editSettings', { unit: place.unit, by, edit: { name, version, remove, add } });
      setLine({});
      setStale(false);
    } catch (error) {
      if (!(error instanceof Refused) || error.kind !== 'changed') throw error;
      setStale(true);
    }
    again();
  };
  return (
    <section aria-label={name}>
      <h2>
        {title}（{name}）
      </h2>
      {refused !== '' && <p class="warn">{refused}</p>}
      {isStale && (
        <p class="warn" role="alert">
          设置刚在别处改过，没有覆盖。下面是现在的样子，您填的还在。{' '}
          {Object.values(line).some((text) => text !== '') && (
            <Deed does={() => edit([], [line])} failed={shared.failed}>
              用我的再存
            </Deed>
          )}
        </p>
      )}
      <div class="wide">
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              <th scope="col">改</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ number, cells }) => (
              <tr key={number}>
                {columns.map((column, at) => (
                  <td key={column}>{cells[at] ?? ''}</td>
                ))}
                <td>
                  <Deed does={() => edit([number], [])} failed={shared.failed}>
                    去掉
                  </Deed>
                </td>
              </tr>
            ))}
            {refused === '' && (
              <tr>
                {columns.map((column) => (
                  <td key={column}>
                    <input
                      aria-label={`${name} ${column}`}
                      value={line[column] ?? ''}
                      onInput={({ currentTarget }) => setLine({ ...line, [column]: currentTarget.value })}
                    />
                  </td>
                ))}
                <td>
                  <Deed does={() => edit([], [line])} failed={shared.failed}>
                    加上
                  </Deed>
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}
