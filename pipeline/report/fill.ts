/** Filling a report template: docxtemplater puts the texts in, and traces become comments. */
import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';
import { type Finding, finding } from '../findings/finding.js';
import { canonicalPackage, type Package, readPackage } from '../office/package.js';
import { PackageEditor } from '../office/package-editor.js';
import { BadXml, child } from '../office/xml.js';
import type { MarkValue } from '../templates/answers.js';
import type { TemplateFacts } from '../templates/index.js';
import { type Answers, answersFrom } from './answers.js';
import { checkTemplate } from './check.js';
import { documentPart, withComments } from './comments.js';
import { shownDoubts, withDoubts } from './doubts.js';
import { markdownOf } from './markdown.js';
import { paragraphTexts } from './proof/paragraphs.js';
import type { Round } from './rounds.js';
import { type Citation, startTraces, traced } from './trace.js';

/**
 * traced: each number carries its source as a comment, in markdown as a footnote. review: the final copy before it is
 * signed off, with the word 送审稿 above it. signed: the same without the word.
 */
export type ReportCopy = 'traced' | 'review' | 'signed';

export interface FilledReport {
  /** The document's bytes; null where a finding keeps it from being published. */
  readonly document: Uint8Array | null;
  /** The same text as markdown. */
  readonly markdown: string | null;
  /** What was put in place of the marks, in their order. */
  readonly marks: readonly MarkValue[];
  /** Errors only, each naming the mark and its paragraph. */
  readonly findings: readonly Finding[];
}

/** @param template bytes of a .docx. */
export function fillReport(facts: TemplateFacts, template: Uint8Array, copy: ReportCopy): FilledReport {
  const refused = (findings: readonly Finding[]) => ({ document: null, markdown: null, marks: [], findings });
  const parts = packageIn(template);
  if (parts === null) return refused([finding('report.no_document', 'error')]);
  const traces = startTraces(copy === 'traced');
  const answers = answersFrom(facts, traces);
  try {
    const findings = checkTemplate(parts, answers);
    if (findings.length > 0) return refused(findings);
    const marks: MarkValue[] = [];
    const rendered = withDoubts(readPackage(render(template, answers, marks)));
    const filled = copy === 'review' ? withReviewWord(rendered) : rendered;
    const document = canonicalPackage(withComments(filled, traces.words, facts.asOf), { date: facts.asOf });
    return { document, markdown: markdownOf(filled, traces.words), marks, findings: [] };
  } catch (error) {
    if (error instanceof BadXml) {
      return refused([finding('report.damaged', 'error', {}, { reason: error.message })]);
    }
    const reasons = templateErrors(error);
    if (reasons === null) throw error;
    return refused(reasons.map((reason) => finding('report.damaged', 'error', {}, { reason })));
  }
}

/** A paragraph of the filled report, and where in its text which figure is cited. */
export interface CitedParagraph {
  readonly text: string;
  readonly citations: readonly (Citation & { readonly at: number; readonly end: number })[];
}

/** The paragraphs of the filled report; none where the template cannot be filled. @param template bytes of a .docx. */
export function citedParagraphs(facts: TemplateFacts, template: Uint8Array): CitedParagraph[] {
  const parts = packageIn(template);
  const traces = startTraces(true);
  const answers = answersFrom(facts, traces);
  if (parts === null || checkTemplate(parts, answers).length > 0) return [];
  return paragraphTexts(withDoubts(readPackage(render(template, answers, [])))).map((paragraph) => {
    let text = '';
    const citations: CitedParagraph['citations'][number][] = [];
    for (const { text: piece, trace } of traced(paragraph)) {
      const cited = trace === null ? undefined : traces.citations[trace];
      if (cited) citations.push({ ...cited, at: text.length, end: text.length + piece.length });
      text += piece;
    }
    return { text, citations };
  });
}

/** null: the bytes are no package. */
function packageIn(bytes: Uint8Array): Package | null {
  try {
    return readPackage(bytes);
  } catch {
    return null;
  }
}

/** The word that a text for review bears, above all else in it. */
function withReviewWord(filled: Package): Package {
  const editor = new PackageEditor(new Map(filled));
  const main = documentPart(editor);
  const { root } = editor.xml(main);
  const body = child(root, 'body');
  if (!body) return filled;
  const w = body.prefix;
  const text = `<${w}p><${w}r><${w}t>送审稿</${w}t></${w}r></${w}p>`;
  editor.patch(main, [{ start: body.open, end: body.open, text }]);
  return editor.parts;
}

/** @param marks gets what is put in place of the marks. @throws what docxtemplater has against the template. */
function render(template: Uint8Array, answers: Answers, marks: MarkValue[]): Uint8Array {
  const document = new Docxtemplater(new PizZip(template), {
    delimiters: { start: '{{', end: '}}' },
    paragraphLoop: true,
    errorLogging: false,
    stripInvalidXMLChars: true,
    parser(tag) {
      return {
        get(_scope, context) {
          const word = answers.read(tag);
          const round = innermost(context.scopeList);
          // docxtemplater calls what encloses text a loop, conditions included.
          if (context.meta.part.module !== 'loop') {
            const text = answers.text(word, round);
            marks.push(markValue(tag, round, text));
            return text;
          }
          return word.kind === 'family' && word.ask === 'loop'
            ? answers.rounds(word.family, word.part)
            : answers.holds(word, round);
        },
      };
    },
  });
  document.render({});
  return document.toUint8Array({ compression: 'STORE' });
}

function markValue(tag: string, round: Round | null, text: string): MarkValue {
  const shown = traced(shownDoubts(text))
    .map((part) => part.text)
    .join('');
  const place = { part: 'report.docx', sheet: null, cell: null };
  return { ...place, mark: `{{${tag}}}`, group: round?.group ?? null, value: shown, text: shown };
}

function innermost(scopes: readonly unknown[]): Round | null {
  return scopes.findLast(isRound) ?? null;
}

function isRound(scope: unknown): scope is Round {
  return typeof scope === 'object' && scope !== null && 'family' in scope && 'group' in scope;
}

/** What docxtemplater has against a template; null where the error is none of its own. */
function templateErrors(error: unknown): string[] | null {
  if (!(error instanceof Error) || !('properties' in error)) return null;
  const { properties } = error;
  if (typeof properties !== 'object' || properties === null) return null;
  if ('errors' in properties && Array.isArray(properties.errors)) {
    return properties.errors.map((one) => String(templateErrors(one)?.[0] ?? one));
  }
  return ['explanation' in properties ? String(properties.explanation) : error.message];
}
