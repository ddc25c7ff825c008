/** All townships, worst first; the first start; a new township and a new period. */
import { useEffect, useState } from 'preact/hooks';
import type { TownshipLine } from '../api/board.js';
import { linkTo } from './address.js';
import { Copy, Deed, done, Loading, NameField, type Shared, shownTime, useAnswer, useName } from './parts.js';

export function TownshipsScreen({ shared }: { readonly shared: Shared }) {
  const [boot] = useAnswer('boot', {}, shared);
  const [all] = useAnswer('townships', {}, shared);
  const [only, another] = boot?.units ?? [];
  // Of one township the board is the first page; the table is a link away.
  useEffect(() => {
    const [period] = only?.periods ?? [];
    if (location.hash === '' && only && period !== undefined && !another)
      location.replace(linkTo('board', { unit: only.unit, period }));
  }, [boot]);
  if (!boot || !all) return <Loading />;
  return (
    <>
      <h1>各乡镇（{boot.units.length}）</h1>
      {boot.findings.map(({ file, words }) => (
        <p key={file} class="warn">
          {file}：{words}
        </p>
      ))}
      {all.townships.length > 0 && <TownshipTable lines={all.townships} />}
      {boot.units
        .filter(({ periods }) => periods.length === 0)
        .map(({ unit }) => (
          <p key={unit}>{unit}：还没有期。</p>
        ))}
      {all.reminders !== '' && (
        <Copy text={all.reminders} say={shared.say}>
          复制全部催报的话
        </Copy>
      )}
      {boot.units.length === 0 && <p>还没有乡镇。新建一个，或先看一看示例。</p>}
      <NewPlace shared={shared} units={boot.units.map(({ unit }) => unit)} hasExample={boot.hasExample} />
    </>
  );
}

export function TownshipTable({ lines }: { readonly lines: readonly TownshipLine[] }) {
  return (
    <table>
      <caption>没有发布、逾期和暂缓多的在前</caption>
      <thead>
        <tr>
          {['乡镇', '期', '上次发布', '收到/应报', '逾期', '暂缓', '待核实', '缺', '定稿'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.unit}>
            <th scope="row">
              <a href={linkTo('board', line)}>{line.name}</a>
              {line.isRollUp && '（汇总）'}
            </th>
            <td>{line.period}</td>
            <td>
              {line.problem !== '' ? `！${line.problem}` : shownTime(line.publishedAt)}
              {line.hasChanged && '（报表又有变动）'}
            </td>
            <td>
              {line.received}/{line.owed}
            </td>
            <td>{line.late}</td>
            <td>{line.rowsHeldBack}</td>
            <td>{line.provisional}</td>
            <td>{line.missing}</td>
            <td>{line.sealed || '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NewPlace({
  shared,
  units,
  hasExample,
}: {
  readonly shared: Shared;
  readonly units: readonly string[];
  readonly hasExample: boolean;
}) {
  const [by, setBy] = useName();
  const [name, setName] = useState('');
  const [county, setCounty] = useState('');
  const [period, setPeriod] = useState('');
  const [unit, setUnit] = useState(units[0] ?? '');
  const make = async () =>
    location.assign(linkTo('board', await done(shared, 'newTownship', { by, name, county, period })));
  const next = async () =>
    location.assign(
      linkTo('forms', await done(shared, 'newPeriod', { by, unit: unit || (units[0] ?? ''), period })),
    );
  const look = async () => location.assign(linkTo('board', await done(shared, 'example', { by })));
  return (
    <section aria-label="新建">
      <h2>新建乡镇，或新的一期</h2>
      <NameField label="姓名" name={by} onName={setBy} />
      <label class="field">
        截止日期{' '}
        <input
          value={period}
          placeholder="2021-11-30"
          onInput={({ currentTarget }) => setPeriod(currentTarget.value)}
        />
      </label>
      <p>
        <label class="field">
          名称 <input value={name} onInput={({ currentTarget }) => setName(currentTarget.value)} />
        </label>
        <label class="field">
          上级县 <input value={county} onInput={({ currentTarget }) => setCounty(currentTarget.value)} />
        </label>
        <Deed does={make} failed={shared.failed}>
          新建乡镇
        </Deed>
      </p>
      {units.length > 0 && (
        <p>
          <label class="field">
            乡镇{' '}
            <select value={unit} onChange={({ currentTarget }) => setUnit(currentTarget.value)}>
              {units.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
          <Deed does={next} failed={shared.failed}>
            新的一期
          </Deed>
        </p>
      )}
      {hasExample && (
        <Deed does={look} failed={shared.failed}>
          看一看示例
        </Deed>
      )}
    </section>
  );
}
