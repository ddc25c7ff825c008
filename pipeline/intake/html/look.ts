/** How a page shows its elements, as far as it changes what their text says: by tags, classes and styles of their own. */

export interface Look {
  /** Not shown, and without a place of its own (`display: none`). */
  readonly gone: boolean;
  /** Not shown, but its place is kept (`visibility: hidden`). */
  readonly invisible: boolean;
  readonly struck: boolean;
  /** Raised or lowered. */
  readonly raised: boolean;
  /** Number format of a cell, as Excel writes it into pages; null: none. */
  readonly format: string | null;
}

export type Attributes = Readonly<Record<string, string>>;
type Declarations = ReadonlyMap<string, string>;

export interface StyleSheet {
  /** Takes in the text of a `<style>` element. */
  add(css: string): void;
  look(tag: string, attributes: Attributes): Look;
}

const ofTags: Readonly<Record<string, string>> = {
  del: 'text-decoration:line-through',
  s: 'text-decoration:line-through',
  strike: 'text-decoration:line-through',
  sup: 'vertical-align:super',
  sub: 'vertical-align:sub',
};

/** A page has some hundred classes and styles; what is written for each cell anew need not be kept. */
const MOST_KNOWN = 10_000;

export function styleSheet(): StyleSheet {
  /** By selector: a tag, a class with its point, or both. */
  const rules = new Map<string, Map<string, string>>();
  const known = new Map<string, Look>();

  function declared(tag: string, classes: string, style: string): Declarations {
    const found = new Map(declarationsOf(ofTags[tag] ?? ''));
    const names = classes.split(/\s+/).filter((name) => name !== '');
    const selectors = [tag, ...names.map((name) => `.${name}`), ...names.map((name) => `${tag}.${name}`)];
    for (const selector of selectors) {
      for (const [name, value] of rules.get(selector) ?? []) found.set(name, value);
    }
    for (const [name, value] of declarationsOf(style)) found.set(name, value);
    return found;
  }

  return {
    add(css) {
      known.clear();
      for (const [, selectors = '', body = ''] of css.matchAll(/([^{}]+)\{([^}]*)\}/g)) {
        for (const selector of selectors.replace(/<!--|-->|\/\*.*?\*\//gs, '').split(',')) {
          const name = selector.trim().toLowerCase();
          const rule = rules.get(name) ?? new Map<string, string>();
          for (const [property, value] of declarationsOf(body)) rule.set(property, value);
          rules.set(name, rule);
        }
      }
    },
    look(tag, attributes) {
      const { class: classes = '', style = '', hidden } = attributes;
      const key = `${tag}\n${classes}\n${hidden === undefined ? '' : 'hidden'}\n${style}`;
      let look = known.get(key);
      if (look === undefined) {
        look = lookOf(declared(tag, classes.toLowerCase(), style), hidden !== undefined);
        if (known.size >= MOST_KNOWN) known.clear();
        known.set(key, look);
      }
      return look;
    },
  };
}

function lookOf(declared: Declarations, hidden: boolean): Look {
  const has = (property: string, value: RegExp) => value.test(declared.get(property) ?? '');
  return {
    gone: has('display', /^none\b/i) || (hidden && !declared.has('display')),
    invisible: has('visibility', /^(?:hidden|collapse)\b/i),
    struck: has('text-decoration', /line-through/i) || has('text-decoration-line', /line-through/i),
    raised: has('vertical-align', /^(?:super|sub)\b/i),
    format: formatOf(declared.get('mso-number-format')),
  };
}

function declarationsOf(style: string): (readonly [string, string])[] {
  if (style === '') return [];
  return [...style.matchAll(/([\w-]+)\s*:\s*((?:"[^"]*"|'[^']*'|[^;"'])*)/g)].map(
    ([, property = '', value = '']) => [property.toLowerCase(), value.trim()] as const,
  );
}

/** `"0\.0\,\0022万元\0022"`: a CSS string, in which a backslash escapes a character or gives its code. */
function formatOf(written: string | undefined): string | null {
  if (written === undefined) return null;
  return written
    .replace(/^(["'])(.*)\1$/s, '$2')
    .replace(/\\(?:([\da-f]{4,6})|(.))/gis, (_, code: string | undefined, character: string) =>
      code === undefined ? character : String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff)),
    );
}
