/** Held-back rows in their sheet, and what is decided about them. */
import { useState } from 'preact/hooks';
import { sourceOf } from '../../audit-page/page/model.js';
import { cellInSheet } from '../../audit-page/page/sheet.js';
import type { Effect, HeldFile, HeldPlace } from '../api/held.js';
import { linkTo } from './address.js';
import type { ScreenProps } from './board.js';
import { save } from './client.js';
import { Copy, Deed, done, Loading, NameField, useAnswer, useName } from './parts.js';
import { usePublished, View } from './views.js';

export function HeldScreen({ place, shared }: ScreenProps) {
  const [files] = useAnswer('held', place, shared);
  const page = usePublished({ place, shared });
  if (!files || !page) return <Loading />;
  return (
    <>
      <h1>暂缓的行和差错</h1>
      {files.length === 0 && <p>没有暂缓的行。</p>}
      {files.map((file) => (
        <HeldPart key={file.file} file={file} place={place} shared={shared} />
      ))}
    </>
  );
}

function HeldPart({ file, place, shared }: ScreenProps & { readonly file: HeldFile }) {
  const [at, setAt] = useState(0);
  const [by] = useName();
  const current = file.places[at];
  return (
    <section class="held" aria-label={file.file}>
      <h2>
        {file.department || '未识别部门'} › {file.file.split('/').slice(1).join('/')}（暂缓{' '}
        {file.rowsHeldBack} 行）
      </h2>
      {file.figures.length > 0 && (
        <p>
          影响：
          {file.figures.slice(0, 12).map(({ name, label }) => (
            <a key={name} href={linkTo('figure', place, name)}>
              {label}{' '}
            </a>
          ))}
        </p>
      )}
      <p>
        {file.correction !== '' && (
          <Deed
            does={() => save({ ...place, what: 'correction', file: file.correction })}
            failed={shared.failed}
          >
            更正表（含个人信息，只发原部门）
          </Deed>
        )}{' '}
        <Copy text={file.message} say={shared.say}>
          复制退回的话
        </Copy>{' '}
        <Deed does={() => done(shared, 'open', { ...place, what: 'corrections' })} failed={shared.failed}>
          打开更正表文件夹
        </Deed>{' '}
        <Deed
          does={async () => {
            await done(shared, 'informed', { ...place, by: by || '—', file: file.file });
            shared.say('已记下。');
          }}
          failed={shared.failed}
        >
          记为已告知部门
        </Deed>
      </p>
      <p>
        第 {at + 1} / {file.places.length} 处{file.leftOut > 0 ? `（另有 ${file.leftOut} 处，见更正表）` : ''}{' '}
        <button type="button" disabled={at === 0} onClick={() => setAt(at - 1)}>
          上一处
        </button>{' '}
        <button type="button" disabled={at + 1 >= file.places.length} onClick={() => setAt(at + 1)}>
          下一处
        </button>
      </p>
      {current && (
        <PlacePart key={at} found={current} alike={alikeIn(file, current)} place={place} shared={shared} />
      )}
    </section>
  );
}

const alikeIn = ({ places }: HeldFile, found: HeldPlace): HeldPlace[] =>
  places.filter(
    (one) =>
      one !== found &&
      one.rule === found.rule &&
      one.sheet === found.sheet &&
      columnOf(one) === columnOf(found),
  );

const columnOf = ({ cell }: HeldPlace) => cell.replace(/\d+$/, '');

function PlacePart({
  found,
  alike,
  place,
  shared,
}: ScreenProps & { readonly found: HeldPlace; readonly alike: readonly HeldPlace[] }) {
  const { file, sheet, row, cell, table } = found;
  return (
    <>
      {row !== null && table >= 0 && (
        <View of={[found]} make={() => cellInSheet(sourceOf(file, sheet, row), row, cell)} />
      )}
      <p>
        {found.cell || (found.row === null ? '' : `第${found.row}行`)}：{found.problem}
      </p>
      {found.whyNot === '' ? (
        <Waive found={found} alike={alike} place={place} shared={shared} />
      ) : (
        <p class="hint">{found.whyNot}</p>
      )}
    </>
  );
}

function Waive({
  found,
  alike,
  place,
  shared,
}: ScreenProps & { readonly found: HeldPlace; readonly alike: readonly HeldPlace[] }) {
  const [effect, setEffect] = useState<Effect | null>(null);
  const [by, setBy] = useName();
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const [isTogether, setTogether] = useState(false);
  const asked = { ...place, by, reason, until, findings: isTogether ? [found, ...alike] : [found] };
  return (
    <details>
      <summary>认可这一处</summary>
      <label class="field">
        理由 <input value={reason} onInput={({ currentTarget }) => setReason(currentTarget.value)} />
      </label>
      <NameField label="认可人" name={by} onName={setBy} />
      <label class="field">
        有效期到{' '}
        <input
          value={until}
          placeholder="2022-01-31"
          onInput={({ currentTarget }) => setUntil(currentTarget.value)}
        />
      </label>
      {alike.length > 0 && (
        <label>
          <input
            type="checkbox"
            checked={isTogether}
            onChange={({ currentTarget }) => setTogether(currentTarget.checked)}
          />{' '}
          同一问题另有 {alike.length} 处，一并认可
        </label>
      )}
      <Deed does={async () => setEffect(await done(shared, 'previewWaiver', asked))} failed={shared.failed}>
        先看后果
      </Deed>{' '}
      {effect && (
        <>
          <p role="status">{effect.words}</p>
          <Deed isMain does={() => done(shared, 'waive', asked)} failed={shared.failed}>
            认可
          </Deed>
        </>
      )}
    </details>
  );
}
