/** One figure: what it says, what it means, what it rests on, why it changed, what it said before. */

import { comparedUnits, figureName, isOverBoth } from '../../figure.js';
import { barLengths, shownAmount, shownChange } from '../../publication/amounts.js';
import { chineseDate, figureStatus, kindWords, statusMeaning } from '../../publication/labels.js';
import { type Figure, type FigureKind, type Reading, sections } from '../../publication/publication.js';
import { changeOf } from './change.js';
import { defined, h, section, svg } from './dom.js';
import { evidenceOf } from './evidence.js';
import { historyOf } from './history.js';
import { leftOutOf } from './left-out.js';
import { openErrors } from './lists.js';
import { figureOf, linkTo, neighboursOf, page } from './model.js';
import { trendOf } from './trend.js';
import { pageUnits } from './units.js';

const kindMeaning: Readonly<Record<FigureKind, string>> = {
  stock: '截至日的状态',
  flow: '当年1月1日至截至日累计',
  planned: '设计或合同的数值',
  ratio: '由两项指标相除，不逐项相加',
};

const aggregateWords: Readonly<Record<Reading['aggregate'], string>> = {
  count: '计行数，每行为一',
  sum: '各行数值相加',
  single: '取该行的数值',
};

export function figureView(figure: Figure): HTMLElement {
  const reading = page.readings[figure.id];
  const parts = figure.parts.length > 0 ? figure.parts : [figure.id];
  const title = h('h1', { tabindex: -1 }, figure.label);
  return h(
    'article',
    { class: 'figure' },
    paging(figure),
    h('p', { class: 'kicker' }, [sections[figure.section], figure.group].filter(Boolean).join(' · ')),
    title,
    values(figure),
    section('状态', ...statusWords(figure)),
    ...pending(figure, parts),
    section('定义', definition(figure, reading)),
    ...trendOf(figure),
    ...pageUnits(figure),
    ...parts.flatMap((id) => partOf(figure, id)),
    section('历次发布', arriving(historyOf(figure))),
  );
}

function paging(figure: Figure): HTMLElement {
  const [before, after] = neighboursOf(figure);
  const link = (to: Figure | undefined, words: string) =>
    to
      ? h('a', { href: linkTo(figureName(to)), title: to.label }, words)
      : h('span', { class: 'soft' }, words);
  return h(
    'nav',
    { class: 'paging', 'aria-label': '指标之间' },
    h('a', { href: linkTo('') }, '← 全部指标'),
    h('span', {}, link(before, '上一项'), link(after, '下一项')),
  );
}

function values(figure: Figure): HTMLElement {
  const { value, previous, unit } = figure;
  const change = shownChange(figure);
  const { now, earlier } = barLengths(figure);
  const line = (words: string, date: string, amount: string | null, length: number | null, kind: string) =>
    h(
      'div',
      { class: `value ${kind}` },
      h('dt', {}, words, h('small', {}, chineseDate(date))),
      h(
        'dd',
        { title: amount },
        h('b', {}, shownAmount(amount, unit)),
        amount === null ? null : h('span', { class: 'unit' }, ` ${unit}`),
        length === null
          ? null
          : svg(
              'svg',
              { viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
              svg('rect', {
                class: kind === 'now' ? 'bar-now' : 'bar-earlier',
                x: 0,
                y: 0,
                width: Math.max(length, 0.5),
                height: 6,
              }),
            ),
      ),
    );
  return h(
    'dl',
    { class: 'values' },
    line('本期', page.asOf, value, now, 'now'),
    line('上年同期', page.previousAsOf, previous, earlier, 'earlier'),
    h(
      'div',
      { class: 'value' },
      h('dt', {}, '增减', h('small', {}, '较上年同期')),
      h(
        'dd',
        { title: figure.change },
        h('span', { class: 'aloud' }, change.words),
        h('b', {}, change.amount),
        change.percent === '' ? null : h('span', { class: 'unit' }, ` ${change.percent}`),
      ),
    ),
  );
}

function statusWords(figure: Figure): HTMLElement[] {
  const { status, previousStatus, changeStatus, rowsHeldBack, rowsLeftOut, zeroClaim, value } = figure;
  const lines = [
    `本期：${statusMeaning[status]}`,
    previousStatus === 'A' ? '' : `上年同期：${statusMeaning[previousStatus]}`,
    changeStatus !== status && changeStatus !== 'A' && changeStatus !== previousStatus
      ? `增减：${statusMeaning[changeStatus]}`
      : '',
    ...coverageWords(figure),
    rowsHeldBack > 0 ? `所依据的报表有 ${rowsHeldBack} 行暂缓，改正后数值可能变动。` : '',
    rowsLeftOut > 0 ? `同一报表另有 ${rowsLeftOut} 行已采用，但按定义不计入本指标（见“没有计入的行”）。` : '',
    zeroClaim && status === 'A' && value === '0' ? '有报表或零报告为据，可以写“没有发生一起”。' : '',
  ].filter(Boolean);
  return [
    h('p', {}, h('span', { class: `status status-${status}` }, figureStatus(figure).replace(/^[A-Z] /, ''))),
    h('ul', { class: 'plain' }, ...lines.map((words) => h('li', {}, words))),
  ];
}

/** The rows for which a figure is provisional or missing, in their sheets. */
function pending({ status, previousStatus, rowsHeldBack }: Figure, parts: readonly string[]): HTMLElement[] {
  const isOpen = [status, previousStatus].some((one) => one === 'P' || one === 'O') || rowsHeldBack > 0;
  if (!isOpen) return [];
  const forms = new Set(parts.flatMap((id) => page.readings[id]?.form ?? []));
  const none = '没有列出的行；所依据的核对见“勾稽核对”。';
  const rows = openErrors(forms).then((found) => found ?? h('p', { class: 'empty' }, none));
  return [section('待核实的行', h('p', { class: 'hint' }, '点一行，看它在原表中的位置。'), arriving(rows))];
}

/** Of a roll-up: of how many units the figure is, and its change. */
function coverageWords(figure: Figure): string[] {
  const { coverage } = figure;
  if (!coverage) return [];
  const { units, missing, previousMissing } = coverage;
  const lacking = (side: string, of: readonly string[]) =>
    of.length === 0
      ? ''
      : `${side}：${units} 个单位中 ${of.length} 个没有数，是部分合计；缺${of.join('、')}。`;
  return [
    lacking('本期', missing),
    figure.previous === null ? '' : lacking('上年同期', previousMissing),
    isOverBoth(figure)
      ? `增减只按两期都有数的 ${comparedUnits(coverage)} 个单位计算，不等于两个合计之差。`
      : '',
  ];
}

function definition(figure: Figure, reading: Reading | undefined): HTMLElement {
  const facts: [string, string][] = [
    ['口径', figure.definition],
    ['类型', `${kindWords[figure.kind]}：${kindMeaning[figure.kind]}`],
    ['责任部门', figure.department],
    ['报表', reading?.formTitle ?? ''],
    ['汇总', figure.kind === 'ratio' || !reading ? '' : aggregateWords[reading.aggregate]],
    ['精确值', [figure.value, figure.previous].map((value) => value ?? '—').join('；上年同期 ')],
    ['编号', figureName(figure)],
  ];
  return defined(facts);
}

/** The evidence of the figure itself, or of one of the two parts of a ratio. */
function partOf(figure: Figure, id: string): HTMLElement[] {
  const reading = page.readings[id];
  const own = figure.id === id ? figure : figureOf(id);
  if (!reading || !own) return [];
  const of = own === figure ? '' : `（${figure.parts.indexOf(id) === 0 ? '分子' : '分母'}：${own.label}）`;
  return [
    section(
      `依据${of}`,
      h('p', { class: 'hint' }, '点一行，看它在原表中的位置。'),
      arriving(evidenceOf(own, reading)),
      h(
        'details',
        { class: 'query' },
        h('summary', {}, '取数语句 ', h('code', {}, `sql/indicators/${reading.file}`)),
        h('pre', { tabindex: 0 }, reading.sql),
      ),
    ),
    section(`增减的原因${of}`, changeOf(own, reading)),
    ...(own.rowsLeftOut > 0 ? [section(`没有计入的行${of}`, arriving(leftOutOf(own, reading)))] : []),
  ];
}

/** A place for what is still being loaded. */
export function arriving(content: Promise<Node>): HTMLElement {
  const place = h('div', { 'aria-busy': 'true' }, h('p', { class: 'empty' }, '正在读取…'));
  content
    .catch((error: unknown) =>
      h('p', { class: 'notice', role: 'alert' }, error instanceof Error ? error.message : String(error)),
    )
    .then((node) => {
      place.removeAttribute('aria-busy');
      place.replaceChildren(node);
    });
  return place;
}
