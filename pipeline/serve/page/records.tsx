/** Publications and what changed between them; proofs, backups and who did what. */
import { useState } from 'preact/hooks';
import type { ReportCheck, Said } from '../api/records.js';
import { linkTo } from './address.js';
import type { ScreenProps } from './board.js';
import { upload } from './client.js';
import { Deed, done, Loading, NameField, shownNumber, shownTime, useAnswer, useName } from './parts.js';

export function ChangesScreen({ place, shared }: ScreenProps) {
  const [all] = useAnswer('publications', place, shared);
  if (!all) return <Loading />;
  return (
    <>
      <h1>历次发布（{all.length}）</h1>
      <table>
        <thead>
          <tr>
            {['次', '时间', '采用', '暂缓'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...all].reverse().map(({ number, publishedAt, rowsAccepted, rowsHeldBack }) => (
            <tr key={number}>
              <th scope="row">第 {number} 次</th>
              <td>{shownTime(publishedAt)}</td>
              <td class="num">{rowsAccepted}</td>
              <td class="num">{rowsHeldBack}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all.length > 1 ? (
        <LastDifference place={place} shared={shared} />
      ) : (
        <p>只发布过一次，没有可以比较的。</p>
      )}
    </>
  );
}

function LastDifference({ place, shared }: ScreenProps) {
  const [found] = useAnswer('diff', place, shared);
  if (!found) return <Loading />;
  const { from, to, reasons, figures, findings } = found;
  return (
    <>
      <h2>
        第 {from.number} 次 → 第 {to.number} 次
      </h2>
      {reasons.map((words) => (
        <p key={words}>{words}</p>
      ))}
      <ul>
        {figures.map(({ id, group, label, unit, was, now, rows }) => (
          <li key={`${id} ${group}`}>
            <a href={linkTo('figure', place, group ? `${id}[${group}]` : id)}>
              {label}
              {group && `（${group}）`}
            </a>{' '}
            {shownNumber(was?.value ?? null)} → {shownNumber(now?.value ?? null)} {unit}
            <ul>
              {rows.slice(0, 20).map(({ what, place: where, words }) => (
                <li key={`${what} ${where} ${words}`}>
                  {{ entered: '新增', left: '退出', moved: '变动' }[what]} {words}{' '}
                  <span class="quiet">{where}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <p>
        问题：新出现 {findings.new}，已解决 {findings.fixed}，仍存在 {findings.open}
      </p>
    </>
  );
}

export function ProofsScreen({ place, shared }: ScreenProps) {
  const [said, setSaid] = useState<Said | null>(null);
  const [check, setCheck] = useState<ReportCheck | null>(null);
  const [by, setBy] = useName();
  const [log] = useAnswer('log', { most: 100 }, shared);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const { upload: id } = await upload(file);
    setCheck(await done(shared, 'checkReport', { ...place, upload: id }));
  };
  return (
    <>
      <h1>核对</h1>
      <p>
        <Deed
          does={async () => setSaid(await done(shared, 'verify', { unit: place.unit }))}
          failed={shared.failed}
        >
          从原件全部重算
        </Deed>{' '}
        <Deed does={async () => setSaid(await done(shared, 'checkTemplates', place))} failed={shared.failed}>
          检查模板标记
        </Deed>{' '}
        <Deed does={async () => setSaid(await done(shared, 'status', {}))} failed={shared.failed}>
          运行状态
        </Deed>{' '}
        <label class="file">
          核对改过的报告
          <input
            type="file"
            accept=".docx"
            onChange={({ currentTarget }) => take(currentTarget.files?.[0]).catch(shared.failed)}
          />
        </label>
      </p>
      {said && (
        <section aria-label="结果">
          <p role="status">{said.isGood ? '✓ 没有问题' : '！有问题，或有核对不了的'}</p>
          <pre>{said.lines.join('\n')}</pre>
        </section>
      )}
      {check && <CheckedReport check={check} />}
      <h2>备份</h2>
      <NameField label="姓名" name={by} onName={setBy} />
      <Deed does={async () => setSaid(await done(shared, 'backup', { by }))} failed={shared.failed}>
        备份
      </Deed>
      <h2>谁做了什么</h2>
      <table>
        <tbody>
          {log?.map(({ at, by: who, what, unit, period, detail }) => (
            <tr key={`${at} ${what}`}>
              <td>{shownTime(at)}</td>
              <td>{who}</td>
              <th scope="row">{what}</th>
              <td>
                {unit} {period}
              </td>
              <td>{detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const outcomes = {
  equal: '相同',
  rounded: '相同（四舍五入）',
  different: '不同',
  unknown: '查不到',
} as const;

function CheckedReport({ check: { file, numbers, counts } }: { readonly check: ReportCheck }) {
  return (
    <section aria-label="核对报告">
      <p role="status">
        {file}：{counts.equal + counts.rounded} 个数相同，{counts.different} 个不同，{counts.unknown} 个查不到
      </p>
      <ul>
        {numbers
          .filter(({ outcome }) => outcome === 'different' || outcome === 'unknown')
          .map(({ text, sentence, outcome, published }) => (
            <li key={`${text} ${sentence}`}>
              {outcomes[outcome]}：{text}
              {published && `，发布的是 ${published}`} <span class="quiet">{sentence}</span>
            </li>
          ))}
      </ul>
    </section>
  );
}
