/** Elements from values: text is always text, so nothing that a spreadsheet holds becomes markup. */

export type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** An element; true sets an empty attribute, false and null none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function svg(tag: string, attributes: Attributes, ...children: readonly Node[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** A button that does something on this page. */
export function button(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = h('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', act);
  return made;
}

/** A list of names with their texts; those without text are left out. */
export function defined(facts: readonly (readonly [name: string, text: string])[]): HTMLElement {
  const stated = facts.filter(([, text]) => text !== '');
  return h(
    'dl',
    { class: 'defined' },
    ...stated.map(([name, text]) => h('div', {}, h('dt', {}, name), h('dd', {}, text))),
  );
}

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** A section with its heading. */
export function section(title: string, ...children: readonly Child[]): HTMLElement {
  return h('section', { class: 'part' }, h('h2', {}, title), ...children);
}
