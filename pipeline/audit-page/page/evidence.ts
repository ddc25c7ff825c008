/** The evidence of a figure: every source row, this year and last, adding up to what is published. */

import { shownAmount } from '../../publication/amounts.js';
import { sideWords, unitFromWords } from '../../publication/labels.js';
import type { Figure, Reading, Side } from '../../publication/publication.js';
import { sumText } from '../../text/decimal.js';
import type { EvidenceData, EvidenceTuple } from '../data.js';
import { button, h } from './dom.js';
import { type GridColumn, grid } from './grid.js';
import { dataOf } from './load.js';
import { placeWords } from './model.js';
import { neighbourhood } from './sheet.js';
import { unitOfFile } from './units.js';

/** @param figure one with a query of its own. */
export async function evidenceOf(figure: Figure, reading: Reading): Promise<HTMLElement> {
  const data = await dataOf<EvidenceData>(`evidence/${figure.id}`);
  const rowsOf = (side: Side) => data.rows[side].filter(([, group]) => group === figure.group);
  const place = h('div');
  const sides: readonly Side[] = ['current', 'previous'];
  const choices = sides.map((side) => {
    const words = data.totals ? sideWords[side] : `${sideWords[side]} ${rowsOf(side).length} 行`;
    return button(words, () => show(side), { 'aria-pressed': 'false' });
  });

  function show(side: Side): void {
    for (const [at, choice] of choices.entries()) {
      choice.setAttribute('aria-pressed', String(sides[at] === side));
    }
    place.replaceChildren(
      addedUp(figure, side, rowsOf(side)),
      grid<EvidenceTuple>({
        label: `${figure.label}：${sideWords[side]}依据`,
        rows: rowsOf(side),
        columns: columnsOf(figure, reading, data),
        open: ([source, , , row]) => {
          const found = data.sources[source];
          if (!found || row === null)
            return h('p', { class: 'empty' }, '这是一个文件的合计，逐行依据见 trace 命令。');
          return unitOfFile(found[0], figure) ?? neighbourhood(found, row, reading.field);
        },
      }),
    );
  }

  show(figure.rows === 0 && figure.previousRows > 0 ? 'previous' : 'current');
  return h(
    'div',
    { class: 'evidence' },
    h('div', { class: 'choices', role: 'group', 'aria-label': '看哪一期的依据' }, ...choices),
    data.totals
      ? h(
          'p',
          { class: 'notice' },
          `本期 ${figure.rows} 行、上年同期 ${figure.previousRows} 行太多，这里按文件列出合计；逐行依据用命令 trace ${figure.id} --csv 取得。`,
        )
      : null,
    place,
  );
}

function columnsOf(
  { unit }: Figure,
  { header, aggregate }: Reading,
  { sources }: EvidenceData,
): GridColumn<EvidenceTuple>[] {
  const sourceOf = ([source]: EvidenceTuple) => sources[source];
  return [
    {
      header: '单元格',
      text: ([, , , row, cell]) => cell || (row === null ? '合计' : `第${row}行`),
      order: ([, , , row]) => row ?? 0,
    },
    { header: '名称', text: ([, , , , , , , label]) => label },
    { header: '识别码', text: ([, , key]) => key },
    {
      header: `原文（${header}）`,
      text: ([, , , , , text, , , submittedUnit, unitFrom]) =>
        aggregate === 'count' || submittedUnit === '' || unitFrom === 'cell' || unitFrom === 'format'
          ? text
          : `${text} ${submittedUnit}`,
    },
    {
      header: '单位出处',
      text: ([, , , , , , , , , unitFrom]) => (unitFrom === '' ? '' : unitFromWords[unitFrom]),
    },
    {
      header: `计入（${unit}）`,
      text: ([, , , , , , value]) => shownAmount(value, unit),
      number: ([, , , , , , value]) => Number(value),
    },
    {
      header: '文件 › 工作表',
      text: (row) => {
        const [file, , sheet] = sourceOf(row) ?? ['', '', ''];
        return placeWords(file, sheet);
      },
    },
  ];
}

/** Adds the rows up before the reader's eyes. */
function addedUp({ value, previous, unit }: Figure, side: Side, rows: readonly EvidenceTuple[]): HTMLElement {
  const published = side === 'current' ? value : previous;
  if (published === null) return h('p', { class: 'sum' }, '这一侧没有公布数。');
  const sum = sumText(...rows.map((row) => row[6]));
  const equal = Number(sumText(sum, published.startsWith('-') ? published.slice(1) : `-${published}`)) === 0;
  return h(
    'p',
    { class: equal ? 'sum ok' : 'sum wrong' },
    `逐行相加 ${shownAmount(sum, unit)} ${unit}，`,
    equal ? '与公布数一致 ✓' : `与公布数 ${shownAmount(published, unit)} ${unit} 不一致`,
  );
}
