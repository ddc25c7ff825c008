/** Reports and their templates for tests: figures of every indicator, small documents, and what a number says. */
import { join } from 'node:path';
import Big from 'big.js';
import type { Figure } from '../../pipeline/figure.js';
import { formById } from '../../pipeline/forms/index.js';
import { loadIndicators } from '../../pipeline/indicators/catalogue.js';
import { type Package, readPackage, writePackage } from '../../pipeline/office/package.js';
import { descendants, parseXml, textOf } from '../../pipeline/office/xml.js';
import { sqlFolder } from '../../pipeline/program/program.js';
import type { TemplateFacts } from '../../pipeline/templates/index.js';
import { figure, townshipFacts } from './publication.js';

export const indicators = loadIndicators(join(sqlFolder, 'indicators'));

const broken = (id: string) => /^projects\.(?!over_100m)|^communities\./.test(id);

/** A figure of every indicator; those that are broken down for the groups given. */
export function everyFigure(
  of: (id: string, group: string) => Partial<Figure>,
  groups: readonly string[] = ['食品产业园'],
): Figure[] {
  return indicators.flatMap(({ id, label, unit, kind, section, zeroClaim, parts }) =>
    (broken(id) ? groups : ['']).map((group) =>
      figure({
        id,
        group,
        label,
        unit: unit || '亿只',
        kind,
        section,
        zeroClaim,
        parts: parts ? [parts.numerator, parts.denominator] : [],
        department: `${label.slice(0, 2)}办`,
        ...of(id, group),
      }),
    ),
  );
}

export function facts(figures: readonly Figure[], given: Partial<TemplateFacts> = {}): TemplateFacts {
  return {
    township: { ...townshipFacts, divisionCode: null },
    period: '2021-11-30',
    asOf: '2021-11-30',
    previousAsOf: '2020-11-30',
    ids: indicators.map(({ id }) => id),
    figures,
    figuresOf: () => null,
    particulars: [],
    // Every project is over 100 million unless the test says otherwise.
    namesOf: (id) => (id === 'projects.over_100m.count' ? projectsIn(figures) : []),
    formOf: (id) => formById(indicators.find((one) => one.id === id)?.form ?? '')?.title ?? '',
    ...given,
  };
}

function projectsIn(figures: readonly Figure[]): string[] {
  const groups = figures
    .filter(({ id, value }) => id.startsWith('projects.') && value !== null)
    .map(({ group }) => group);
  return [...new Set(groups)].filter((group) => group !== '');
}

const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** A small document; each paragraph is its text, or the XML of its runs or of a table. */
export function documentOf(
  paragraphs: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Uint8Array {
  const body = paragraphs.map((text) =>
    text.startsWith('<w:tbl') ? text : `<w:p>${text.startsWith('<') ? text : run(text)}</w:p>`,
  );
  const types = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
  const overrides = ['document.main', ...Object.keys(more).map((name) => name.replace(/\d*\.xml$/, ''))];
  const names = ['document', ...Object.keys(more).map((name) => name.replace(/\.xml$/, ''))];
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${names
      .map(
        (name, at) => `<Override PartName="/word/${name}.xml" ContentType="${types}.${overrides[at]}+xml"/>`,
      )
      .join('')}</Types>`,
    '_rels/.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': `<w:document ${w}><w:body>${body.join('')}<w:sectPr/></w:body></w:document>`,
  };
  for (const [name, xml] of Object.entries(more)) parts[`word/${name}`] = xml;
  return writePackage(new Map(Object.entries(parts).map(([name, xml]) => [name, Buffer.from(xml)])));
}

export function run(text: string, looks = ''): string {
  return `<w:r>${looks}<w:t xml:space="preserve">${text}</w:t></w:r>`;
}

export function part(document: Uint8Array | Package, name: string): string {
  const parts = document instanceof Uint8Array ? readPackage(document) : document;
  return Buffer.from(parts.get(name) ?? []).toString();
}

/** The text of every paragraph of the document. */
export function paragraphs(document: Uint8Array | null): string[] {
  const xml = parseXml(Buffer.from(part(document ?? new Uint8Array(), 'word/document.xml')));
  return [...descendants(xml.root)]
    .filter(({ name }) => name === 'p')
    .map((p) =>
      [...descendants(p)]
        .filter(({ name }) => name === 't')
        .map((t) => textOf(xml, t))
        .join(''),
    );
}

export interface Cited {
  /** The text that a comment is about, and the comment's words. */
  readonly text: string;
  readonly words: string;
}

/** Every number with its comment, and the text with the numbers taken out. */
export function citations(document: Uint8Array | null): { readonly cited: Cited[]; readonly rest: string } {
  const xml = part(document ?? new Uint8Array(), 'word/document.xml');
  const comments = new Map(
    [
      ...part(document ?? new Uint8Array(), 'word/comments.xml').matchAll(
        /<w:comment w:id="(\d+)".*?<\/w:comment>/gs,
      ),
    ].map((match) => [match[1], plain(match[0])]),
  );
  const cited: Cited[] = [];
  const rest = xml.replace(
    /<w:commentRangeStart w:id="(\d+)"\/>(.*?)<w:commentRangeEnd w:id="\1"\/>/gs,
    (_, id: string, inner: string) => {
      cited.push({ text: plain(inner), words: comments.get(id) ?? '' });
      return '';
    },
  );
  return { cited, rest: plain(rest) };
}

function plain(xml: string): string {
  return [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((match) => match[1]).join('');
}

/** What a text marks as 待核实: one mark for all of a sentence. */
export function doubted(text: string | null): string {
  return [...(text ?? '').matchAll(/【[^】]*待核实：[^】]*】/g)].join('');
}

/** Which decimals a written amount may mean, in the unit given: from (included) to (not included). */
export function amountsOf(text: string, unit: string): { readonly from: Big; readonly to: Big } | null {
  const digits = { 一: 1, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10 };
  const numeral = /^([一两三四五六七八九十])个?$/.exec(text)?.[1];
  if (numeral) return exactly(new Big(digits[numeral as keyof typeof digits]));
  const shape = /^(-?[\d.]+)(亿?)(多|余)?(.*)$/.exec(text);
  if (!shape) return null;
  const [, number = '', hundredMillion, about, rest = ''] = shape;
  const written = new Big(number);
  const money: Record<string, string> = { 亿元: '10000', 万元: '1' };
  const own = money[unit];
  if (own !== undefined) {
    const shown = money[`${hundredMillion}${rest}`.replace(/^亿多?元/, '亿元')];
    if (shown === undefined) return null;
    const inOwn = (x: Big) => x.times(shown).div(own);
    if (about) return below(inOwn(written));
    return around(inOwn(written), inOwn(new Big('0.005')));
  }
  if (about) return below(written);
  if (unit === '公里' && rest === unit) return around(written, new Big('0.005'));
  if (unit === '人' && rest === '万人') return exactly(written.times(10000));
  if (unit === '%' && (rest === '%' || rest === '个百分点')) return around(written, new Big('0.05'));
  return `${hundredMillion}${rest}` === unit ? exactly(written) : null;
}

const least = new Big('1e-12');
const exactly = (x: Big) => ({ from: x, to: x.plus(least) });
const around = (x: Big, half: Big) => ({ from: x.minus(half), to: x.plus(half).plus(least) });

/** Rounded down to two leading digits, from 10 to 99 (of the figure's unit) to one. */
function below(x: Big) {
  const digits = x.toFixed(0).length;
  const step = new Big(10).pow(digits <= 2 ? 1 : digits - 2);
  return { from: x.plus(least), to: x.plus(step) };
}
