/** Files that were dropped: what each is, what is like it, and what to do with it. */
import { useEffect, useState } from 'preact/hooks';
import type { AnswerLine, Choice, DroppedFile, DroppedSheet, FormColumns, Question } from '../api/files.js';
import type { Place } from '../api/place.js';
import { linkTo } from './address.js';
import { DropArea, type ScreenProps } from './board.js';
import { ask, upload } from './client.js';
import type { NamedFile } from './dropped-files.js';
import { Deed, done, NameField, shownNumber, useAnswer, useName, wordsOf } from './parts.js';

/** On their way from the board to this screen. */
let dropped: readonly NamedFile[] = [];

export function takeDropped(files: readonly NamedFile[]): void {
  dropped = files;
}

/** A file, and what is chosen for it. */
interface Seen {
  readonly file: DroppedFile;
  readonly isTaken: boolean;
  readonly choice: Choice;
  readonly to: Place | null;
  readonly answers: Readonly<Record<string, AnswerLine>>;
}

export function DropScreen({ place, shared }: ScreenProps) {
  const [seen, setSeen] = useState<readonly Seen[]>([]);
  const [waiting, setWaiting] = useState(0);
  const [failures, setFailures] = useState<readonly string[]>([]);
  const [by, setBy] = useName();
  const [known] = useAnswer('formColumns', {}, shared);
  const look = async ({ file, name }: NamedFile) => {
    try {
      const sent = await upload(file, name);
      const found = await done(shared, 'inspect', { ...place, upload: sent.upload });
      setSeen((all) => [...all, firstChoice(found)]);
    } catch (error) {
      setFailures((all) => [...all, `${name}：${wordsOf(error)}`]);
    } finally {
      setWaiting((count) => count - 1);
    }
  };
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const moved = () => setHash(location.hash);
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  useEffect(() => {
    const files = dropped;
    dropped = [];
    setWaiting((count) => count + files.length);
    for (const file of files) void look(file);
  }, [hash]);

  const taken = seen.filter(({ isTaken, choice }) => isTaken && choice.deed !== 'leave');
  const put = async () => {
    const files = taken.map(({ file, choice, to, answers }) => ({
      upload: file.upload,
      deed: choice.deed as 'put' | 'replace' | 'both',
      replaces: choice.replaces,
      answers: Object.values(answers),
      ...(to ? { to } : {}),
    }));
    await done(shared, 'put', { ...place, by, files, publishes: true });
    location.assign(linkTo('board', place));
  };
  const cancel = async () => {
    for (const { file } of seen) await ask('discard', { upload: file.upload });
    location.assign(linkTo('board', place));
  };
  const change = (at: number, next: Seen) =>
    setSeen((all) => all.map((one, own) => (own === at ? next : one)));
  return (
    <>
      <h1>
        放入 {seen.length} 个文件 → {place.unit} {place.period}
      </h1>
      <DropArea place={place} shared={shared} />
      {waiting > 0 && <p role="status">正在看 {waiting} 个文件…</p>}
      {failures.map((words) => (
        <p key={words} class="warn">
          {words}
        </p>
      ))}
      {seen.map((one, at) => (
        <DroppedPart
          key={one.file.upload}
          seen={one}
          known={known ?? []}
          onChange={(next) => change(at, next)}
        />
      ))}
      {seen.length > 0 && (
        <p>
          <NameField label="放入人" name={by} onName={setBy} />
          <Deed does={cancel} failed={shared.failed}>
            取消
          </Deed>{' '}
          <Deed isMain does={put} failed={shared.failed} disabled={taken.length === 0 || waiting > 0}>
            放入 {taken.length} 个文件并发布
          </Deed>
        </p>
      )}
    </>
  );
}

const leave: Choice = { deed: 'leave', replaces: [], words: '先不放入' };

function firstChoice(file: DroppedFile): Seen {
  const choice = file.choices[0] ?? leave;
  const proposed = file.questions.flatMap(({ id, options: [first] }) =>
    first ? [[id, first.line] as const] : [],
  );
  return { file, isTaken: file.isProposed, choice, to: null, answers: Object.fromEntries(proposed) };
}

function DroppedPart({
  seen,
  known,
  onChange,
}: {
  readonly seen: Seen;
  readonly known: readonly FormColumns[];
  readonly onChange: (next: Seen) => void;
}) {
  const { file, isTaken, choice, to } = seen;
  const take = (isNow: boolean) => {
    const other = file.choices.find(({ deed }) => deed !== 'leave') ?? leave;
    onChange({ ...seen, isTaken: isNow, choice: isNow && choice.deed === 'leave' ? other : choice });
  };
  return (
    <fieldset class="dropped">
      <legend>
        <label>
          <input
            type="checkbox"
            checked={isTaken}
            disabled={file.state === 'blocked'}
            onChange={({ currentTarget }) => take(currentTarget.checked)}
          />{' '}
          {file.name}
        </label>
      </legend>
      <p>
        <strong>{file.title}</strong>
      </p>
      {file.lines.map((words) => (
        <p key={words}>{words}</p>
      ))}
      {file.sheets.map((sheet, at) => (
        <SheetPart
          key={`${sheet.name} ${at}`}
          sheet={sheet}
          known={known}
          answers={seen.answers}
          onAnswer={(id, line) => onChange({ ...seen, answers: withAnswer(seen.answers, id, line) })}
        />
      ))}
      {file.questions.map((question) => (
        <QuestionPart
          key={question.id}
          question={question}
          answer={seen.answers[question.id] ?? null}
          onAnswer={(line) => onChange({ ...seen, answers: withAnswer(seen.answers, question.id, line) })}
        />
      ))}
      {file.compared.map(({ file: other, words }) => (
        <p key={other}>{words}</p>
      ))}
      {file.belongs && (
        <p>
          {file.belongs.words}{' '}
          {file.belongs.unit !== '' && file.belongs.period !== '' && (
            <label>
              <input
                type="checkbox"
                checked={to !== null}
                onChange={({ currentTarget }) =>
                  onChange({
                    ...seen,
                    isTaken: currentTarget.checked,
                    to: currentTarget.checked ? file.belongs : null,
                    choice: currentTarget.checked ? { deed: 'put', replaces: [], words: '' } : leave,
                  })
                }
              />{' '}
              改放到 {file.belongs.unit} {file.belongs.period}
            </label>
          )}
        </p>
      )}
      {file.state !== 'blocked' && to === null && (
        <div role="radiogroup" aria-label={`怎样放入 ${file.name}`}>
          {file.choices.map((one) => (
            <label key={one.words} class="choice">
              <input
                type="radio"
                name={`deed-${file.upload}`}
                checked={one === choice}
                onChange={() => onChange({ ...seen, choice: one, isTaken: one.deed !== 'leave' })}
              />{' '}
              {one.words}
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}

interface SheetProps {
  readonly sheet: DroppedSheet;
  readonly known: readonly FormColumns[];
  readonly answers: Seen['answers'];
  readonly onAnswer: (id: string, line: AnswerLine | null) => void;
}

function SheetPart({ sheet, ...answering }: SheetProps) {
  const { name, title, headerRows, dataRows, sums, rowsHeldBack, findings, missing } = sheet;
  return (
    <div>
      <p>
        {name && `${name}：`}
        {title}，{headerRows ? `表头第 ${headerRows[1]} 行，` : ''}数据 {dataRows} 行
        {sums.map(({ header, unit, sum }) => `；“${header}”合计 ${shownNumber(sum)}（${unit}）`).join('')}
        {rowsHeldBack > 0 ? `；${rowsHeldBack} 行会暂缓` : ''}
        {missing.length > 0 ? `；缺“${missing.join('、')}”` : ''}
      </p>
      <HowRead sheet={sheet} {...answering} />
      {findings.length > 0 && (
        <details>
          <summary>问题 {findings.length} 处</summary>
          <ul>
            {findings.map(({ rule, cell, row, message }) => (
              <li key={`${rule} ${cell} ${row}`}>
                {cell || (row === null ? '' : `第${row}行`)} {message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** Its columns and the rows that are no data; a header that is not known can be said to be one of the form's columns. */
function HowRead({ sheet, known, answers, onAnswer }: SheetProps) {
  const [chosen, setChosen] = useState(sheet.form);
  const form = known.find((one) => one.form === chosen);
  const asked = new Set(sheet.form === '' ? sheet.columns.map(({ header }) => header) : sheet.unknown);
  return (
    <details>
      <summary>看它怎样读{asked.size > 0 ? '，指明各列' : ''}</summary>
      {sheet.form === '' && (
        <label class="field">
          这是{' '}
          <select
            aria-label="这是哪张表"
            value={chosen}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          >
            <option value="">（请选）</option>
            {known.map(({ form: id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      <div class="wide">
        <table>
          <thead>
            <tr>
              {['列', '表头', '单位', '读作'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sheet.columns.map(({ column, header, unit }) => (
              <tr key={column}>
                <td>{column}</td>
                <th scope="row">{header}</th>
                <td>{unit || '—'}</td>
                <td>
                  {asked.has(header) && form ? (
                    <ColumnChoice header={header} form={form} answers={answers} onAnswer={onAnswer} />
                  ) : asked.has(header) ? (
                    '不认得，不用'
                  ) : (
                    '认得'
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sheet.notData.length > 0 && (
        <ul>
          {sheet.notData.map(({ row, text }) => (
            <li key={row}>
              第{row}行不是数据：{text}
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

function ColumnChoice({
  header,
  form: { form, columns },
  answers,
  onAnswer,
}: {
  readonly header: string;
  readonly form: FormColumns;
} & Pick<SheetProps, 'answers' | 'onAnswer'>) {
  const id = JSON.stringify(['columns.csv', form, header]);
  const choose = (name: string) =>
    onAnswer(id, name === '' ? null : { file: 'columns.csv', cells: [form, header, name, ''] });
  return (
    <select
      aria-label={`“${header}”是哪一栏`}
      value={answers[id]?.cells[2] ?? ''}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    >
      <option value="">不用这一栏</option>
      {columns.map((one) => (
        <option key={one.name} value={one.name}>
          {one.header}
        </option>
      ))}
    </select>
  );
}

/** @param line null: not sure, its rows are held back. */
function withAnswer(answers: Seen['answers'], id: string, line: AnswerLine | null): Seen['answers'] {
  const others = Object.entries(answers).filter(([own]) => own !== id);
  return Object.fromEntries(line ? [...others, [id, line]] : others);
}

export function QuestionPart({
  question: { id, words, options },
  answer,
  onAnswer,
}: {
  readonly question: Question;
  readonly answer: AnswerLine | null;
  readonly onAnswer: (line: AnswerLine | null) => void;
}) {
  return (
    <div role="radiogroup" aria-label={words}>
      ？ {words}{' '}
      {options.map(({ label, line }) => (
        <label key={label} class="choice">
          <input
            type="radio"
            name={id}
            checked={JSON.stringify(line) === JSON.stringify(answer)}
            onChange={() => onAnswer(line)}
          />{' '}
          {label}
        </label>
      ))}
      <label class="choice">
        <input type="radio" name={id} checked={answer === null} onChange={() => onAnswer(null)} />{' '}
        不确定，先暂缓
      </label>
    </div>
  );
}
