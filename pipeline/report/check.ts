/** Checks every mark of a report template before anything is filled: a template is filled whole or not at all. */

import { type Finding, finding } from '../findings/finding.js';
import type { RuleId } from '../findings/rules/index.js';
import type { Package } from '../office/package.js';
import {
  BadXml,
  decodeXml,
  descendants,
  type Patch,
  parseXml,
  patched,
  textOf,
  type Xml,
} from '../office/xml.js';
import type { Answers } from './answers.js';
import { ownTexts } from './own-texts.js';

/** Parts in which marks are filled, by the end of their content type, and their names for people. */
const fillable: readonly (readonly [RegExp, string])[] = [
  [/(?:wordprocessingml\.(?:document|template)|word\.\w+)\.main\+xml$/i, '正文'],
  [/wordprocessingml\.header\+xml$/, '页眉'],
  [/wordprocessingml\.footer\+xml$/, '页脚'],
  [/wordprocessingml\.footnotes\+xml$/, '脚注'],
  [/wordprocessingml\.comments\+xml$/, '批注'],
];

const someMark = /\{\{|\}\}|｛｛|｝｝/;

/** A loop or condition that is not closed yet. */
interface Opened {
  readonly inner: string;
  readonly raw: string;
  readonly family: string | null;
  readonly where: string;
}

/** What is wrong with a template's marks; nothing: it can be filled. Throws BadXml where a part is damaged. */
export function checkTemplate(parts: Package, answers: Answers): Finding[] {
  const findings: Finding[] = [];
  for (const [part, bytes] of parts) {
    if (!/\.(xml|rels)$/i.test(part)) continue;
    const name = partName(parts, part);
    if (name === null) findings.push(...elsewhere(part, decodeXml(bytes).text));
    else findings.push(...checkPart(name, part, parseXml(bytes), answers));
  }
  return findings;
}

function partName(parts: Package, part: string): string | null {
  const types = parts.get('[Content_Types].xml');
  if (!types) throw new BadXml('no [Content_Types].xml');
  for (const [tag] of decodeXml(types).text.matchAll(/<(?:\w+:)?Override\b[^>]*>/g)) {
    const value = (attribute: string) => new RegExp(`\\b${attribute}="([^"]*)"`).exec(tag)?.[1] ?? '';
    if (value('PartName') !== `/${part}`) continue;
    return fillable.find(([type]) => type.test(value('ContentType')))?.[1] ?? null;
  }
  return null;
}

function checkPart(name: string, part: string, xml: Xml, answers: Answers): Finding[] {
  const findings: Finding[] = [];
  const open: Opened[] = [];
  const report = (rule: RuleId, where: string, mark: string, params: Finding['params'] = {}) =>
    findings.push(finding(rule, 'error', {}, { where, mark, ...params }));

  paragraphsOf(xml).forEach((text, at) => {
    const where = `${name}第${at + 1}段“${excerpt(text)}”`;
    const rest = text.replace(/\{\{([^{}]*)\}\}/g, (raw: string, inner: string) => {
      checkMark(raw, inner.trim(), where);
      return '';
    });
    if (someMark.test(rest))
      report('report.malformed_mark', where, excerpt(rest.slice(rest.search(someMark))));
  });
  for (const { raw, where } of open) report('report.unclosed', where, raw);

  function checkMark(raw: string, inner: string, where: string): void {
    const sign = /^[#^/]/.exec(inner)?.[0] ?? '';
    const inside = inner.slice(sign.length).trim();
    if (sign === '/') {
      const opened = open.pop();
      if (!opened) report('report.unopened', where, raw);
      else if (inside !== '' && inside !== opened.inner) {
        report('report.crossed', where, raw, { opened: opened.raw });
      }
      return;
    }
    const word = answers.read(inside);
    const loop = open.findLast(({ family }) => family !== null)?.family ?? null;
    const fault = answers.fault(word, { as: sign === '' ? 'text' : 'condition', loop });
    if (fault) report(fault.rule, where, raw, fault.params);
    if (sign === '') return;
    const loops = sign === '#' && word.kind === 'family' && word.ask === 'loop';
    open.push({ inner: inside, raw, family: loops ? word.family : null, where });
  }

  const texts: Patch[] = [...descendants(xml.root)]
    .filter((element) => element.name === 't')
    .map(({ open: start, close: end }) => ({ start, end, text: '' }));
  return [...findings, ...elsewhere(part, patched(xml.text, texts))];
}

/** Marks where none is filled: in a field's code, an attribute, a chart, the properties. */
function elsewhere(part: string, text: string): Finding[] {
  return [...text.matchAll(/\{\{[^{}<>]*\}\}/g)].map(([mark]) =>
    finding('report.mark_elsewhere', 'error', {}, { where: part, mark }),
  );
}

/** The text of every paragraph, in the order of the part; a text box's follow the paragraph that holds it. */
function paragraphsOf(xml: Xml): string[] {
  const paragraphs: string[] = [];
  for (const element of descendants(xml.root)) {
    if (element.name === 'p')
      paragraphs.push(
        ownTexts(element)
          .map((t) => textOf(xml, t))
          .join(''),
      );
  }
  return paragraphs;
}

function excerpt(text: string): string {
  const characters = [...text.trim()];
  return characters.length <= 24 ? characters.join('') : `${characters.slice(0, 24).join('')}…`;
}
