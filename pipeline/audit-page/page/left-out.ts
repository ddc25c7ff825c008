/** The accepted rows that a figure leaves out, and by which condition. */
import type { Figure, Reading } from '../../publication/publication.js';
import { type LeftOutData, type LeftOutTuple, mostLeftOut } from '../data.js';
import { h } from './dom.js';
import { type GridColumn, grid } from './grid.js';
import { dataOf } from './load.js';
import { page, placeWords } from './model.js';
import { neighbourhood } from './sheet.js';

/** @param figure one with a query of its own. */
export async function leftOutOf(figure: Figure, reading: Reading): Promise<HTMLElement> {
  const { id, label, rowsLeftOut } = figure;
  if (page.rollUp || rowsLeftOut > mostLeftOut) {
    const where = page.rollUp ? '见各单位自己的审计页' : '太多，这里不列；逐行用命令取得';
    return h('p', { class: 'notice' }, `${rowsLeftOut} 行${where}：trace ${id} --left-out`);
  }
  const { sources, rows } = await dataOf<LeftOutData>(`left-out/${id}`);
  const byReason = new Map<string, number>();
  for (const [, , , , reason] of rows) byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
  const columns: GridColumn<LeftOutTuple>[] = [
    { header: '行', text: ([, row]) => `第${row}行`, order: ([, row]) => row },
    { header: '名称', text: ([, , , name]) => name },
    { header: '识别码', text: ([, , key]) => key },
    { header: '不计入的原因', text: ([, , , , reason]) => reason },
    {
      header: '文件 › 工作表',
      text: ([source]) => {
        const [file, , sheet] = sources[source] ?? ['', '', ''];
        return placeWords(file, sheet);
      },
    },
  ];
  return h(
    'div',
    {},
    h('p', { class: 'sum' }, [...byReason].map(([reason, count]) => `${reason} ${count} 行`).join('；')),
    grid<LeftOutTuple>({
      label: `${label}：没有计入的行`,
      rows,
      columns,
      open: ([source, row]) => {
        const found = sources[source];
        return found ? neighbourhood(found, row, reading.field) : h('p', { class: 'empty' }, '');
      },
    }),
  );
}
