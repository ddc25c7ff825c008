/** Styles of an OpenDocument spreadsheet (OpenDocument 1.3 part 3, 16 and 17), by the elements of its parts. */
import { builtInFormat, formatByCode } from '../cells/number-format.js';
import { type CellStyle, type FontLook, plainFont } from '../cells/style.js';
import { Token, type XmlScanner } from '../xml/scanner.js';

interface StyleElement {
  readonly family: string;
  readonly parent: string | null;
  readonly format: string | null;
  struck: boolean | null;
  raised: boolean | null;
  hidden: boolean;
}

/** A number format while its elements come, as the code that spreadsheets use elsewhere. */
interface FormatElement {
  code: string;
  /** Codes of other formats, each for the numbers that its condition names. */
  readonly conditions: (readonly [condition: string, style: string])[];
}

const formatElements: ReadonlySet<string> = new Set([
  'number-style',
  'currency-style',
  'percentage-style',
  'date-style',
  'time-style',
  'boolean-style',
  'text-style',
]);
/** Dates and times are cells of a type of their own: which of their parts are shown does not matter. */
const dateParts: Readonly<Record<string, string>> = {
  year: 'y',
  month: 'm',
  day: 'd',
  'day-of-week': 'd',
  hours: 'h',
  minutes: 'm',
  seconds: 's',
};
const DEFAULT = 'Default';

export class OdsStyles {
  /** By family and name. */
  readonly #styles = new Map<string, StyleElement>();
  readonly #formats = new Map<string, FormatElement>();
  readonly #numbers = new Map<string, number>();
  readonly #cells: CellStyle[] = [];
  #style: StyleElement | null = null;
  #format: FormatElement | null = null;
  /** The text element that is being read, and what is written in it. */
  #text: string | null = null;
  /** Texts between the digits of a number, by how many digits are behind. */
  #embedded: { readonly behind: number; text: string }[] = [];
  #number = '';

  /** Takes an element, or text, of the styles of a part. */
  take(token: Token, xml: XmlScanner): void {
    if (token === Token.text) {
      if (this.#text !== null) this.#text += xml.text();
      return;
    }
    if (token !== Token.close) this.#open(xml);
    if (token !== Token.open) this.#close(xml.name);
  }

  /** The number of a cell style by its name, by which `cells` has it. */
  cellNumber(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#cells.length;
      this.#cells.push(this.#cellStyle(name));
      this.#numbers.set(name, number);
    }
    return number;
  }

  /** By number, those that were asked for. */
  get cells(): readonly CellStyle[] {
    return this.#cells;
  }

  /** How a style of texts shows them; null where it says nothing of it. */
  textLook(name: string): { readonly struck: boolean | null; readonly raised: boolean | null } {
    const chain = this.#chain('text', name);
    return {
      struck: chain.find(({ struck }) => struck !== null)?.struck ?? null,
      raised: chain.find(({ raised }) => raised !== null)?.raised ?? null,
    };
  }

  /** Whether a style of tables hides them. */
  hidesTable(name: string): boolean {
    return this.#chain('table', name)[0]?.hidden === true;
  }

  #cellStyle(name: string): CellStyle {
    const chain = this.#chain('table-cell', name);
    const font: FontLook = {
      struck: chain.find(({ struck }) => struck !== null)?.struck ?? plainFont.struck,
      raised: chain.find(({ raised }) => raised !== null)?.raised ?? plainFont.raised,
    };
    const format = chain.find((style) => style.format !== null)?.format ?? null;
    const code = format === null ? null : this.#code(format);
    return { format: code === null ? builtInFormat(0) : formatByCode(code), font };
  }

  /** A style and those from which it inherits. */
  #chain(family: string, name: string): StyleElement[] {
    const chain: StyleElement[] = [];
    let next: string | null = name;
    while (next !== null) {
      const style: StyleElement | undefined = this.#styles.get(`${family} ${next}`);
      if (style === undefined || chain.includes(style)) break;
      chain.push(style);
      next = style.parent;
    }
    return chain;
  }

  /** The code of a format; null: there is none of that name. */
  #code(name: string): string | null {
    const format = this.#formats.get(name);
    if (format === undefined) return null;
    const conditioned = format.conditions.map(([condition, style]) => {
      return `[${condition}]${this.#formats.get(style)?.code ?? 'General'}`;
    });
    return [...conditioned, format.code].join(';');
  }

  #open(xml: XmlScanner): void {
    const { name } = xml;
    if (formatElements.has(name)) {
      this.#format = { code: '', conditions: [] };
      this.#formats.set(xml.attribute('style:name') ?? '', this.#format);
    } else if (name === 'style' || name === 'default-style') {
      this.#openStyle(xml, name === 'default-style');
    } else if (this.#style) this.#property(xml);
    else if (this.#format) this.#formatPart(xml, this.#format);
  }

  #openStyle(xml: XmlScanner, isDefault: boolean): void {
    const family = xml.attribute('style:family') ?? '';
    const name = isDefault ? '' : (xml.attribute('style:name') ?? DEFAULT);
    // A named style inherits from its parent; the default of the family is behind all.
    const parent = xml.attribute('style:parent-style-name') ?? (isDefault ? null : '');
    const format = xml.attribute('style:data-style-name');
    this.#style = { family, parent, format, struck: null, raised: null, hidden: false };
    this.#styles.set(`${family} ${name}`, this.#style);
  }

  #property(xml: XmlScanner): void {
    const style = this.#style;
    if (!style) return;
    if (xml.name === 'table-properties') style.hidden = xml.attribute('table:display') === 'false';
    if (xml.name !== 'text-properties') return;
    const lines = ['style', 'type'].flatMap((of) => xml.attribute(`style:text-line-through-${of}`) ?? []);
    if (lines.length > 0) style.struck = !lines.includes('none');
    const position = xml.attribute('style:text-position');
    if (position !== null) style.raised = !/^\s*0(?:%|\s|$)/.test(position);
  }

  #formatPart(xml: XmlScanner, format: FormatElement): void {
    const { name } = xml;
    if (name === 'text' || name === 'currency-symbol') this.#text = '';
    else if (name === 'embedded-text') {
      this.#embedded.push({ behind: Number(xml.attribute('number:position') ?? 0), text: '' });
      this.#text = '';
    } else if (name === 'number') this.#number = numberCode(xml);
    else if (name === 'scientific-number') format.code += '0E+0';
    else if (name === 'fraction') format.code += '# ?/?';
    else if (name === 'text-content') format.code += '@';
    else if (name === 'map') {
      const condition =
        xml
          .attribute('style:condition')
          ?.replace(/value\(\)\s*/, '')
          .replace('!=', '<>') ?? '';
      format.conditions.push([condition, xml.attribute('style:apply-style-name') ?? '']);
    } else format.code += dateParts[name] ?? '';
  }

  #close(name: string): void {
    if (name === 'style' || name === 'default-style') this.#style = null;
    else if (formatElements.has(name)) {
      if (name === 'percentage-style' && this.#format && !this.#format.code.includes('%'))
        this.#format.code += '%';
      this.#format = null;
    } else if (this.#format) this.#closePart(name, this.#format);
  }

  #closePart(name: string, format: FormatElement): void {
    if (name === 'embedded-text') {
      const last = this.#embedded.at(-1);
      if (last) last.text = this.#text ?? '';
    } else if (name === 'text' || name === 'currency-symbol') {
      // The percent sign is a text of percentages.
      format.code += this.#text === '%' ? '%' : quoted(this.#text ?? '');
    } else if (name === 'number') {
      format.code += withEmbedded(this.#number, this.#embedded);
      this.#embedded = [];
    } else return;
    this.#text = null;
  }
}

/** `0.00,`: whole digits, decimals, and a comma for each thousand by which the number is divided. */
function numberCode(xml: XmlScanner): string {
  const count = (name: string) =>
    Math.min(30, Math.max(0, Number(xml.attribute(`number:${name}`) ?? 0) || 0));
  const factor = Number(xml.attribute('number:display-factor') ?? 1);
  const thousands = Math.max(0, Math.min(5, Math.round(Math.log10(factor) / 3) || 0));
  const decimals = count('decimal-places');
  const whole = '0'.repeat(Math.max(1, count('min-integer-digits')));
  return `${whole}${decimals > 0 ? `.${'0'.repeat(decimals)}` : ''}${','.repeat(thousands)}`;
}

/** A code with texts between its whole digits. */
function withEmbedded(
  code: string,
  embedded: readonly { readonly behind: number; readonly text: string }[],
): string {
  const [whole = ''] = /^0+/.exec(code) ?? [];
  const texts = embedded
    .filter(({ behind }) => behind >= 0 && behind <= 30)
    .sort((a, b) => b.behind - a.behind);
  const longest = texts[0]?.behind ?? 0;
  let digits = whole.padStart(longest + 1, '#');
  // From the left, so that what is put in does not move what is still to come: it is behind.
  let put = '';
  for (const { behind, text } of texts) {
    const at = digits.length - behind;
    put += digits.slice(0, at) + quoted(text);
    digits = digits.slice(at);
  }
  return texts.length === 0 ? code : put + digits + code.slice(whole.length);
}

function quoted(text: string): string {
  return text === '' ? '' : `"${text.replaceAll('"', '"\\""')}"`;
}
