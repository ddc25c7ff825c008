/** HTML as tags and text, leniently, from text that comes in chunks. Scripts, styles and comments are left out. */

export type HtmlToken =
  | OpenTag
  | { readonly is: 'close'; readonly name: string }
  /** Entities are resolved, white space is as written. */
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'comment'; readonly text: string };

export interface OpenTag {
  readonly is: 'open';
  /** In lower case. */
  readonly name: string;
  /** What stands behind the name, as written; see `attributeOf`. */
  readonly rest: string;
}

/** Elements whose content is no text of the page. */
const RAW = new Set(['script', 'style', 'title', 'textarea', 'noscript', 'object', 'xml']);

export interface HtmlScanner {
  /** The tokens that are complete with this text, which continues the text before; `last`: no more follows. */
  push(text: string, last: boolean): HtmlToken[];
  /** Characters that wait for the end of their token. */
  readonly pending: number;
}

export function htmlScanner(): HtmlScanner {
  let rest = '';
  let raw: string | null = null;

  function push(text: string, last: boolean): HtmlToken[] {
    const buffer = rest + text;
    const tokens: HtmlToken[] = [];
    let at = 0;
    while (at < buffer.length) {
      const next = raw === null ? token(buffer, at, last, tokens) : endOfRaw(buffer, at, raw);
      if (next === null) {
        if (last && raw === null) tokens.push({ is: 'text', text: unescapeHtml(buffer.slice(at)) });
        break;
      }
      at = next;
    }
    rest = last ? '' : buffer.slice(at);
    return tokens;
  }

  /** Reads the token at `at`; where the next one begins, null where its end has not come yet. */
  function token(buffer: string, at: number, last: boolean, tokens: HtmlToken[]): number | null {
    if (buffer[at] !== '<' || !isMarkup(buffer, at, last)) {
      const end = buffer.indexOf('<', at + 1);
      if (end < 0 && !last) return null;
      const text = buffer.slice(at, end < 0 ? buffer.length : end);
      tokens.push({ is: 'text', text: unescapeHtml(text) });
      return at + text.length;
    }
    if (buffer.startsWith('<!--', at)) {
      const end = buffer.indexOf('-->', at + 4);
      if (end < 0) return null;
      tokens.push({ is: 'comment', text: buffer.slice(at + 4, end) });
      return end + 3;
    }
    const end = tagEnd(buffer, at, last);
    if (end < 0) return null;
    TAG.lastIndex = at;
    const [written = '', slash = '', name = ''] = TAG.exec(buffer) ?? [];
    if (name === '') return end + 1;
    const known = name.toLowerCase();
    if (slash !== '') tokens.push({ is: 'close', name: known });
    else {
      const tag = buffer.slice(at + written.length, end);
      tokens.push({ is: 'open', name: known, rest: tag });
      if (RAW.has(known) && !tag.endsWith('/')) raw = known;
    }
    return end + 1;
  }

  function endOfRaw(buffer: string, at: number, name: string): number | null {
    const closing = new RegExp(`</${name}`, 'gi');
    closing.lastIndex = at;
    const end = closing.exec(buffer)?.index;
    if (end === undefined) return null;
    raw = null;
    return end;
  }

  return {
    push,
    get pending() {
      return rest.length;
    },
  };
}

const TAG = /<(\/?)([a-z][^\s/>]*)/iy;

/** Whether a tag, comment or declaration begins at a `<`, rather than a comparison. */
function isMarkup(buffer: string, at: number, last: boolean): boolean {
  const next = buffer[at + 1];
  return next === undefined ? !last : /[a-z/!?]/i.test(next);
}

/** A quotation mark that is open for longer encloses nothing. */
const longestQuoted = 32_767;

/** The `>` that ends the tag at `at`, those in quotation marks passed over; -1: not there yet. */
function tagEnd(buffer: string, at: number, last: boolean): number {
  const plain = buffer.indexOf('>', at);
  if (plain < 0) return -1;
  const tag = buffer.slice(at, plain);
  if (!tag.includes('"') && !tag.includes("'")) return plain;
  const quoted = /=\s*(?:"[^"]*("?)|'[^']*('?))|>/g;
  quoted.lastIndex = at;
  for (let match = quoted.exec(buffer); match !== null; match = quoted.exec(buffer)) {
    if (match[0] === '>') return match.index;
    // Never closed, or not in this chunk.
    if (!match[1] && !match[2]) break;
  }
  return last || buffer.length - at > longestQuoted ? plain : -1;
}

/** The value of an attribute; '' where it has none, null where the tag has no such attribute. */
export function attributeOf({ rest }: OpenTag, name: string): string | null {
  if (rest === '' || !rest.toLowerCase().includes(name)) return null;
  const each = /([^\s"'=/>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/g;
  for (const [, written = '', double, single, bare] of rest.matchAll(each)) {
    if (written.toLowerCase() === name) return unescapeHtml(double ?? single ?? bare ?? '');
  }
  return null;
}

/** Those that exports write; any other stays as written. */
const entities = new Map(
  Object.entries({
    nbsp: '\u00a0',
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    yen: '¥',
    cent: '¢',
    pound: '£',
    euro: '€',
    sect: '§',
    copy: '©',
    reg: '®',
    trade: '™',
    deg: '°',
    plusmn: '±',
    sup2: '²',
    sup3: '³',
    frac12: '½',
    frac14: '¼',
    frac34: '¾',
    times: '×',
    divide: '÷',
    minus: '−',
    middot: '·',
    bull: '•',
    hellip: '…',
    permil: '‰',
    ndash: '–',
    mdash: '—',
    lsquo: '‘',
    rsquo: '’',
    ldquo: '“',
    rdquo: '”',
    laquo: '«',
    raquo: '»',
    ensp: '\u2002',
    emsp: '\u2003',
    thinsp: '\u2009',
    zwnj: '\u200c',
    le: '≤',
    ge: '≥',
    ne: '≠',
    radic: '√',
    infin: '∞',
    larr: '←',
    uarr: '↑',
    rarr: '→',
    darr: '↓',
    alpha: 'α',
    beta: 'β',
    mu: 'μ',
    phi: 'φ',
    Phi: 'Φ',
    Delta: 'Δ',
    Sigma: 'Σ',
  }),
);

function unescapeHtml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z][a-z0-9]*));?/gi,
    (written, hex, decimal, name) => {
      if (name !== undefined) return entities.get(name) ?? entities.get(name.toLowerCase()) ?? written;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
        ? String.fromCodePoint(code)
        : '';
    },
  );
}
