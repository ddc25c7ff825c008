/** Which part of the page is shown: the hash names a figure (`#enterprises.total.count`) or a view. */
import { byId, h } from './dom.js';
import { arriving, figureView } from './figure.js';
import { drawLines, showSeal, sinceLast } from './history.js';
import { checksView, findingsView, submissionsView } from './lists.js';
import { figureOf, showData } from './model.js';
import { readyOverview } from './overview.js';
import { unitsView } from './units.js';

const views = new Map(
  Object.entries<readonly [title: string, make: () => HTMLElement]>({
    submissions: ['报送与对账', submissionsView],
    units: ['各单位', unitsView],
    checks: ['勾稽核对', checksView],
    findings: ['问题', () => arriving(findingsView())],
    since: ['与上次相比', () => arriving(sinceLast())],
  }),
);

const title = document.title;
let overviewScroll = 0;
let shown = '';

function route(): void {
  const name = nameInHash();
  // The link that skips to the text is no view.
  if (name === 'main') return;
  if (shown === '') overviewScroll = window.scrollY;
  shown = name;
  const overview = name === '';
  byId('figures').hidden = !overview;
  byId('view').hidden = overview;
  byId('view').replaceChildren(...(overview ? [] : [viewOf(name)]));
  const heading = document.querySelector<HTMLElement>('#view h1');
  document.title = overview ? title : `${heading?.textContent ?? ''} · ${title}`;
  markTab(overview || figureOf(name) ? 'figures' : name);
  window.scrollTo(0, overview ? overviewScroll : viewTop());
  heading?.focus({ preventScroll: true });
}

function nameInHash(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return location.hash.slice(1);
  }
}

function viewOf(name: string): HTMLElement {
  const figure = figureOf(name);
  if (figure) return figureView(figure);
  const view = views.get(name);
  if (view) return h('article', {}, h('h1', { tabindex: -1 }, view[0]), view[1]());
  return h(
    'article',
    {},
    h('h1', { tabindex: -1 }, '没有这一项'),
    h('p', {}, `本页没有“${name}”。它可能改了名称，或不在这一期的成果里。`),
    h('p', {}, h('a', { href: '#' }, '看全部指标')),
  );
}

/** The title of the township is left above, out of sight, so that the view begins at the top. */
function viewTop(): number {
  const tabs = document.querySelector('.tabs');
  return tabs ? tabs.getBoundingClientRect().top + window.scrollY : 0;
}

function markTab(view: string): void {
  for (const tab of document.querySelectorAll<HTMLElement>('.tabs a')) {
    if (tab.dataset.view === view) tab.setAttribute('aria-current', 'page');
    else tab.removeAttribute('aria-current');
  }
}

showData(JSON.parse(byId('data').textContent ?? ''));
readyOverview();
route();
window.addEventListener('hashchange', route);
// Without it the page only lacks its history.
showSeal()
  .then(drawLines)
  .catch(() => undefined);
