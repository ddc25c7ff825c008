/** index.html: the figures as plain HTML, which also prints and reads without a script, and what the script needs. */
import { figureName, isNotOwed } from '../figure.js';
import { barLengths, shownAmount, shownChange } from '../publication/amounts.js';
import { chineseDate, figureStatus, kindWords, statusMeaning, statusWords } from '../publication/labels.js';
import { type Figure, type Status, sections } from '../publication/publication.js';
import { escapeHtml, inertJson, inlineScript, scriptSource, tooOldWords } from '../text/html.js';
import type { PageData } from './data.js';

const e = escapeHtml;

/** Run by an Internet Explorer kernel alone, which reads no module. */
const unveil = "document.getElementById('old').style.display='block'";

/** The whole page. `style` and `script` are the program's own. */
export function pageHtml(data: PageData, style: string, script: string): string {
  const inline = inlineScript(script);
  const policy = [
    "default-src 'none'",
    `script-src ${scriptSource(inline)} ${scriptSource(unveil)} 'self' file:`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const title = `${data.township} · 指标核对 · 截至${chineseDate(data.asOf)}`;
  return `<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="renderer" content="webkit">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${e(title)}</title>
<style>
${style.replaceAll('</style', '<\\/style')}</style>
</head>
<body>
<p id="old" class="notice" style="display:none">${tooOldWords}</p>
<script nomodule>${unveil}</script>
<a class="skip" href="#main">跳到正文</a>
${header(data)}
<main id="main" tabindex="-1">
<div id="figures">
${filters(data)}
<div id="cells" hidden></div>
<p id="none" class="empty" hidden>没有符合条件的指标。请放宽筛选条件。</p>
${Object.entries(sections)
  .map(([number, name]) => section(Number(number), name, data))
  .join('')}
${legend()}
</div>
<div id="view" hidden></div>
</main>
<footer class="foot">
<p>本页由报送文件直接生成，全部数字都可点到原表的单元格；个人信息已脱敏。数据文件在旁边的 audit 文件夹，移动或转发时请连同本页一起带上。</p>
</footer>
<noscript><p class="notice">浏览器停用了脚本：可以阅读和打印各项指标，但不能查看依据。</p></noscript>
<script type="application/json" id="data">${inertJson(data)}</script>
<script>${inline}</script>
</body>
</html>
`;
}

function header(data: PageData) {
  const { township, asOf, previousAsOf, figures, submissions, checks, findings, period } = data;
  const current = submissions.filter((line) => line.file !== '' && line.period === period);
  const rows = (of: (line: (typeof current)[number]) => number) =>
    current.reduce((sum, line) => sum + of(line), 0);
  const failed = checks.filter(({ outcome }) => outcome === 'fail').length;
  const owed = submissions.filter(({ status }) => status === 'owed' || status === 'late').length;
  const count = (status: Status) =>
    figures.filter((figure) => figure.status === status && !isNotOwed(figure)).length;
  const facts: [name: string, value: string, note: string, link: string][] = [
    ['指标', String(figures.length), `待核实 ${count('P')} · 缺 ${count('L')} · 待更正 ${count('O')}`, '#'],
    [
      '报送文件',
      String(new Set(current.map(({ file }) => file)).size),
      owed === 0 ? '应报各表均已收到' : `尚有 ${owed} 张表未报`,
      '#submissions',
    ],
    [
      '数据行',
      shownAmount(String(rows((line) => line.rowsTotal)), ''),
      `采用 ${rows((line) => line.rowsAccepted)} · 非数据 ${rows((line) => line.rowsNotData)} · 暂缓 ${rows((line) => line.rowsHeldBack)}`,
      '#submissions',
    ],
    ['勾稽核对', String(checks.length), `不符 ${failed}`, '#checks'],
    ['问题', String(findings.rows), '错误与提示', '#findings'],
  ];
  return `<header class="head">
<p class="kicker">年度工作报告指标 · 审计页</p>
<h1><a href="#">${e(township)}</a></h1>
<p class="dates">截至 <strong>${chineseDate(asOf)}</strong>，与 ${chineseDate(previousAsOf)} 比较 <span id="sealed"></span></p>
<ul class="facts">${facts
    .map(
      ([name, value, note, link]) =>
        `<li><a href="${link}"><span class="fact-name">${name}</span> <span class="fact-value">${value}</span> <span class="fact-note">${note}</span></a></li>`,
    )
    .join('')}</ul>
<nav class="tabs" aria-label="页面">
<a href="#" data-view="figures">指标</a>
${data.rollUp ? '<a href="#units" data-view="units">各单位</a>\n' : ''}<a href="#submissions" data-view="submissions">报送与对账</a>
<a href="#checks" data-view="checks">勾稽核对</a>
<a href="#findings" data-view="findings">问题</a>
<a href="#since" data-view="since">与上次相比</a>
</nav>
</header>`;
}

function filters({ figures }: PageData): string {
  const departments = [...new Set(figures.map(({ department }) => department))].filter(Boolean);
  const statuses = (Object.keys(statusWords) as Status[]).filter((status) =>
    figures.some((figure) => figure.status === status),
  );
  const options = (all: string, values: readonly (readonly [value: string, text: string])[]) =>
    [['', all] as const, ...values]
      .map(([value, text]) => `<option value="${e(value)}">${e(text)}</option>`)
      .join('');
  return `<form class="filters" role="search" aria-label="筛选指标">
<label class="grow"><span>查找</span><input type="search" name="search" placeholder="名称（可简称）、数值、定义、编号或单元格" autocomplete="off"></label>
<label><span>章节</span><select name="section">${options(
    '全部章节',
    Object.entries(sections),
  )}</select></label>
<label><span>部门</span><select name="department">${options(
    '全部部门',
    departments.map((name) => [name, name]),
  )}</select></label>
<label><span>状态</span><select name="status">${options(
    '全部状态',
    statuses.map((status) => [status, `${statusWords[status]}（${status}）`]),
  )}</select></label>
<output class="count" aria-live="polite"></output>
</form>`;
}

function section(number: number, name: string, { figures, rollUp }: PageData): string {
  const own = figures.filter((figure) => figure.section === number);
  if (own.length === 0) return '';
  const tables = new Map<string, Figure[]>();
  // One figure for each of many groups reads better as one table than as many.
  const ids = new Set(own.map(({ id }) => id));
  const caption = ({ group, label }: Figure) => (ids.size === 1 && group !== '' ? label : group);
  for (const figure of own) tables.set(caption(figure), [...(tables.get(caption(figure)) ?? []), figure]);
  return `<section class="section" data-section="${number}" aria-labelledby="section-${number}">
<h2 id="section-${number}"><span class="number">${number}</span>${e(name)}</h2>
${[...tables].map(([name, list]) => table(name, list, rollUp?.whole ?? '全镇')).join('')}</section>
`;
}

function table(caption: string, figures: readonly Figure[], whole: string): string {
  return `<table class="figures">
${caption === '' ? `<caption class="aloud">${e(whole)}</caption>` : `<caption>${e(caption)}</caption>`}
<thead><tr><th scope="col">指标</th><th scope="col" class="num">本期</th><th scope="col" class="num">上年同期</th><th scope="col" class="num">增减</th><th scope="col" class="bars">本期与上年</th><th scope="col" class="trend">历次发布</th><th scope="col">状态</th></tr></thead>
<tbody>
${figures.map((figure) => row(figure, figure.label === caption ? figure.group : figure.label)).join('\n')}
</tbody>
</table>
`;
}

function row(figure: Figure, words: string): string {
  const { label, unit, value, previous, status, department, definition, section: number } = figure;
  const name = figureName(figure);
  const change = shownChange(figure);
  const amounts = [value, previous].flatMap((amount) =>
    amount === null ? [] : [amount, shownAmount(amount, unit)],
  );
  const search = [label, figure.group, name, definition, department, ...amounts].join(' ').toLowerCase();
  return `<tr data-name="${e(name)}" data-section="${number}" data-department="${e(department)}" data-status="${status}" data-search="${e(search)}"><th scope="row"><a href="#${e(encodeURI(name))}">${e(words)}</a></th><td class="num now" title="${e(value ?? '')}"><b>${shownAmount(value, unit)}</b>${value === null ? '' : ` <span class="unit">${e(unit)}</span>`}</td><td class="num earlier" title="${e(previous ?? '')}">${shownAmount(previous, unit)}</td><td class="num change ${change.direction}">${change.words === '' ? '' : `<span class="aloud">${change.words}</span>`}<span${change.direction === 'up' || change.direction === 'down' ? '' : ' class="soft"'}>${e(change.amount)}</span>${change.percent === '' ? '' : ` <span class="percent">${change.percent}</span>`}</td><td class="bars">${bars(figure)}</td><td class="trend"></td><td class="state"><span class="status status-${status}" title="${e(statusMeaning[status])}">${e(figureStatus(figure).replace(/^[A-Z] /, ''))}</span></td></tr>`;
}

/** Drawn, not coloured in, so that they print; the numbers beside them say the same. */
function bars(figure: Figure): string {
  const { now, earlier } = barLengths(figure);
  if (now === null && earlier === null) return '';
  const bar = (length: number | null, y: number, kind: string) =>
    length === null
      ? ''
      : `<rect class="${kind}" x="0" y="${y}" width="${Math.max(length, 0.8)}" height="5"/>`;
  return `<svg viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">${bar(now, 1, 'bar-now')}${bar(earlier, 8, 'bar-earlier')}</svg>`;
}

function legend(): string {
  return `<section class="legend" aria-labelledby="legend">
<h2 id="legend">怎样阅读</h2>
<p>点指标名称，看定义、取数语句、逐行依据和增减原因；再点一行依据，看它在原表中的位置。上条为本期，下条为上年同期；同一指标的两条按较大者画满。${Object.values(kindWords).join('、')}的含义见各指标。</p>
<dl class="defined">${(Object.keys(statusWords) as Status[])
    .map(
      (status) =>
        `<div><dt><span class="status status-${status}">${statusWords[status]}</span> <code>${status}</code></dt><dd>${statusMeaning[status]}</dd></div>`,
    )
    .join('')}</dl>
</section>`;
}
