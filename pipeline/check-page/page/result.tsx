/** What was read, and whether it may be sent. */
import { useState } from 'preact/hooks';
import { shownAmount } from '../../publication/amounts.js';
import { unitFromWords } from '../../publication/labels.js';
import type { InspectedSheet } from '../../read/inspection.js';
import type { Answer } from './messages.js';
import { type PlacedFinding, verdictOf } from './verdict.js';

/** More are counted: nobody reads them before the first are mended. */
const mostListed = 200;

interface ResultProps {
  readonly answer: Answer;
  /** Chinese date of the period. */
  readonly asOf: string;
  readonly json: string;
}

export function ResultPart({ answer, asOf, json }: ResultProps) {
  const { inspection, titles } = answer;
  const { canBeSent, words, reasons, errors, warnings } = verdictOf(answer, asOf);
  return (
    <>
      <section class={`verdict ${canBeSent ? 'ready' : 'not-ready'}`}>
        <p class="file-name">{inspection.file}</p>
        <h2>{words}</h2>
        {reasons.map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
      </section>
      <Findings title="要改的地方" explanation="不改的话，这些单元格所在的行会退回。" findings={errors} />
      <Findings title="提示" explanation="不影响报送，请看一眼是不是这个意思。" findings={warnings} />
      {inspection.sheets.map((sheet, at) => (
        <SheetPart key={`${at} ${sheet.name}`} sheet={sheet} title={titles[at] ?? null} />
      ))}
      <CopyButton json={json} />
    </>
  );
}

function Findings({
  title,
  explanation,
  findings,
}: {
  readonly title: string;
  readonly explanation: string;
  readonly findings: readonly PlacedFinding[];
}) {
  if (findings.length === 0) return null;
  const sheets = new Set(findings.map(({ sheet }) => sheet));
  const rest = findings.length - mostListed;
  return (
    <section class="part">
      <h2>
        {title}（{findings.length}）
      </h2>
      <p class="quiet">{explanation}</p>
      <div class="scroll">
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">位置</th>
              <th scope="col">表里写的</th>
              <th scope="col">问题和改法</th>
            </tr>
          </thead>
          <tbody>
            {findings.slice(0, mostListed).map(({ sheet, found: { cell, row, value, message } }, at) => (
              <tr key={at}>
                <th scope="row">
                  {sheets.size > 1 && sheet !== '' ? `${sheet} ` : ''}
                  {cell ?? (row === null ? (sheet === '' ? '整个文件' : '整张表') : `第${row}行`)}
                </th>
                <td>{value !== null && <mark>{value}</mark>}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rest > 0 && <p class="quiet">……另有 {rest} 处，改好这些再查一遍。</p>}
    </section>
  );
}

function SheetPart({ sheet, title }: { readonly sheet: InspectedSheet; readonly title: string | null }) {
  const { name, columns, header_rows: header, data_rows: rows, not_data: notData } = sheet;
  const place = header && (header[0] === header[1] ? `${header[1]}` : `${header[0]}–${header[1]}`);
  const span = rows > 0 ? `（第 ${sheet.first_data_row}–${sheet.last_data_row} 行）` : '';
  return (
    <section class="part">
      <h2>
        读作：{title === null ? '不是报表' : `《${title}》`}
        {name !== '' && (
          <small>
            {' '}
            工作表“{name}”{sheet.state === 'visible' ? '' : '（隐藏）'}
          </small>
        )}
      </h2>
      <p>
        {place === null ? '没有找到表头' : `表头在第 ${place} 行`}，数据 {rows} 行{span}
        {notData.length > 0 ? `，另有 ${notData.length} 行不算数据（标题、表头、合计、说明等）` : ''}。
      </p>
      {title !== null && columns.length > 0 && (
        <div class="scroll">
          <table class="plain">
            <thead>
              <tr>
                <th scope="col">列</th>
                <th scope="col">表头</th>
                <th scope="col">单位</th>
                <th scope="col" class="num">
                  合计
                </th>
              </tr>
            </thead>
            <tbody>
              {columns.map(({ column, header: words, unit, unit_from: from, sum }) => (
                <tr key={column}>
                  <th scope="row">{column}</th>
                  <td>{words}</td>
                  <td>
                    {unit ?? ''}
                    {unit !== null && from !== '' && <small> {unitFromWords[from]}</small>}
                  </td>
                  <td class="num">{shownSum(sum, unit)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** The sum of one cell may be masked: then it is no number. */
const shownSum = (sum: string | null, unit: string | null) =>
  sum !== null && /^-?\d+(\.\d+)?$/.test(sum) ? shownAmount(sum, unit ?? '') : (sum ?? '');

function CopyButton({ json }: { readonly json: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(json);
    setCopied(true);
  };
  return (
    <p class="copy">
      <button type="button" onClick={copy}>
        复制检查结果（JSON）
      </button>{' '}
      {isCopied && '已复制。'}
    </p>
  );
}
