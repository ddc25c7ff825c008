/** The filters of the overview. */
import { isShortFor } from '../../text/short-name.js';
import { cellsNamed } from './cells.js';
import { byId, h } from './dom.js';

interface Entry {
  readonly row: HTMLTableRowElement;
  readonly section: string;
  readonly department: string;
  readonly status: string;
  readonly search: string;
  readonly label: string;
}

export function readyOverview(): void {
  const root = byId('figures');
  const form = root.querySelector('form');
  const count = root.querySelector('.filters .count');
  if (!form || !count) throw new Error('the page has no filters');
  const entries = [...root.querySelectorAll<HTMLTableRowElement>('tr[data-name]')].map((row): Entry => {
    const { section = '', department = '', status = '', search = '' } = row.dataset;
    return { row, section, department, status, search, label: row.cells[0]?.textContent ?? '' };
  });

  function filter(): void {
    const given = new FormData(form ?? undefined);
    const value = (name: string) => String(given.get(name) ?? '');
    const words = value('search').toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, section, department, status, search, label } of entries) {
      const fits =
        (value('section') === '' || section === value('section')) &&
        (value('department') === '' || department === value('department')) &&
        (value('status') === '' || status === value('status')) &&
        words.every((word) => search.includes(word) || isShortFor(word, label));
      row.hidden = !fits;
      if (fits) shown++;
    }
    for (const table of root.querySelectorAll<HTMLElement>('table.figures, section.section')) {
      table.hidden = table.querySelector('tr[data-name]:not([hidden])') === null;
    }
    const cells = cellsNamed(value('search').trim());
    byId('cells').hidden = cells === null;
    byId('cells').replaceChildren(...(cells ? [cells] : []));
    byId('none').hidden = shown > 0 || cells !== null;
    count?.replaceChildren(h('b', {}, String(shown)), ` / ${entries.length} 项`);
  }

  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  filter();
}
