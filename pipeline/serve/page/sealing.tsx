/** Signing a period off, and opening it again. */
import { useState } from 'preact/hooks';
import { chineseDate } from '../../publication/labels.js';
import type { Head } from '../api/protocol.js';
import type { ReportCheck } from '../api/records.js';
import type { Screen } from './address.js';
import { linkTo } from './address.js';
import type { ScreenProps } from './board.js';
import { upload } from './client.js';
import { Deed, done, Loading, NameField, shownNumber, useAnswer, useName } from './parts.js';

const screens: Readonly<Record<string, Screen>> = {
  held: 'held',
  checks: 'checks',
  templates: 'proofs',
  board: 'board',
};

export function SealingScreen({ place, shared, head }: ScreenProps & { readonly head: Head | null }) {
  const [sealing, again] = useAnswer('sealing', place, shared);
  if (!sealing) return <Loading />;
  return (
    <>
      <h1>
        定稿 {head?.name ?? place.unit} {place.period}
      </h1>
      {sealing.lines.map(({ isGood, words, screen }) => (
        <p key={words}>
          {isGood ? '✓' : '！'} {words}{' '}
          {!isGood && <a href={linkTo(screens[screen] ?? 'board', place)}>查看</a>}
        </p>
      ))}
      {sealing.refused && <p>{sealing.refused}</p>}
      {sealing.sealed ? (
        <Unseal place={place} shared={shared} again={again} />
      ) : (
        !sealing.refused && <Seal place={place} shared={shared} again={again} />
      )}
      <section class="slip" aria-label="签批单">
        <h2>
          {head?.name ?? place.unit}年度工作报告指标签批单（截至 {chineseDate(head?.asOf ?? place.period)}）
        </h2>
        <table>
          <thead>
            <tr>
              <th scope="col">指标</th>
              <th scope="col">本期</th>
              <th scope="col">状态</th>
            </tr>
          </thead>
          <tbody>
            {sealing.figures.map(({ label, value, unit, status }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td class="num">
                  {shownNumber(value)} {unit}
                </td>
                <td>{status}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {head?.sealed && <p>已登记：{head.sealed}</p>}
        <dl class="signatures">
          {['填报人（签字）', '审核人（签字）', '签发人（签字、盖章）', '日期'].map((title) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd />
            </div>
          ))}
        </dl>
        <button type="button" onClick={printSlip}>
          打印签批单
        </button>
      </section>
    </>
  );
}

/** The slip alone, without what stands around it on the screen. */
function printSlip(): void {
  document.body.classList.add('slip-only');
  print();
  document.body.classList.remove('slip-only');
}

function Seal({ place, shared, again }: ScreenProps & { readonly again: () => void }) {
  const [names, setNames] = useState({ preparedBy: '', reviewedBy: '', approvedBy: '', why: '' });
  const [report, setReport] = useState<{ readonly upload: string; readonly check: ReportCheck } | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const { upload: id } = await upload(file);
    setReport({ upload: id, check: await done(shared, 'checkReport', { ...place, upload: id }) });
  };
  const seal = async () => {
    const said = await done(shared, 'seal', {
      ...place,
      ...names,
      ...(report ? { report: report.upload } : {}),
    });
    shared.say(said.lines.join(' '));
    again();
  };
  const fields = [
    ['preparedBy', '填报人'],
    ['reviewedBy', '审核人'],
    ['approvedBy', '签发人'],
    ['why', '依据（会议或文号）'],
  ] as const;
  return (
    <section aria-label="登记签批">
      <p>
        报告：用这次生成的，或用改好的{' '}
        <label class="file">
          选择 .docx
          <input
            type="file"
            accept=".docx"
            onChange={({ currentTarget }) => take(currentTarget.files?.[0]).catch(shared.failed)}
          />
        </label>
      </p>
      {report && (
        <p role="status">
          {report.check.file}：{report.check.counts.equal + report.check.counts.rounded} 个数相同，
          {report.check.counts.different} 个不同，{report.check.counts.unknown} 个查不到
        </p>
      )}
      {fields.map(([name, label]) => (
        <label key={name} class="field">
          {label}{' '}
          <input
            value={names[name]}
            onInput={({ currentTarget }) => setNames({ ...names, [name]: currentTarget.value })}
          />
        </label>
      ))}
      <p>这里登记签批结果，不代替签字盖章。定稿以后，报表再变，这一期的数不变，只提示。</p>
      <Deed isMain does={seal} failed={shared.failed}>
        定稿
      </Deed>
    </section>
  );
}

function Unseal({ place, shared, again }: ScreenProps & { readonly again: () => void }) {
  const [by, setBy] = useName();
  const [why, setWhy] = useState('');
  const open = async () => {
    shared.say((await done(shared, 'unseal', { ...place, by, why })).lines.join(' '));
    again();
  };
  return (
    <details>
      <summary>解除定稿…</summary>
      <NameField label="姓名" name={by} onName={setBy} />
      <label class="field">
        理由 <input value={why} onInput={({ currentTarget }) => setWhy(currentTarget.value)} />
      </label>
      <Deed does={open} failed={shared.failed}>
        解除定稿
      </Deed>
    </details>
  );
}
