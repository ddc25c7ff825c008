/** Filling a report template: docxtemplater puts the texts in, and traces become comments. */
import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';
import { type Finding, finding } from '../../findings/finding.js';
import { canonicalPackage, type Package, readPackage } from '../package.js';
import { BadXml } from '../templates/xml.js';
import { type Answers, answersFrom, type ReportFacts, type Round } from './answers.js';
import { checkTemplate } from './check.js';
import { withComments } from './comments.js';
import { markdownOf } from './markdown.js';
import { startTraces } from './trace.js';

export interface FilledReport {
  /** The document's bytes; null where a finding stands against it. */
  readonly document: Uint8Array | null;
  /** The same text as markdown. */
  readonly markdown: string | null;
  /** Errors only, each naming the mark and its paragraph. */
  readonly findings: readonly Finding[];
}

/**
 * @param template a .docx.
 * @param options with `traces`, each number carries what stands behind it: a comment, and in markdown a footnote.
 */
export function fillReport(
  facts: ReportFacts,
  template: Uint8Array,
  { traces: withTraces }: { readonly traces: boolean },
): FilledReport {
  const refused = (findings: readonly Finding[]) => ({ document: null, markdown: null, findings });
  let parts: Package;
  try {
    parts = readPackage(template);
  } catch {
    return refused([finding('report.no_document', 'error')]);
  }
  const traces = startTraces(withTraces);
  const answers = answersFrom(facts, traces);
  try {
    const findings = checkTemplate(parts, answers);
    if (findings.length > 0) return refused(findings);
    const filled = readPackage(render(template, answers));
    const document = canonicalPackage(withComments(filled, traces.words, facts.asOf), { date: facts.asOf });
    return { document, markdown: markdownOf(filled, traces.words), findings: [] };
  } catch (error) {
    if (error instanceof BadXml) {
      return refused([finding('report.damaged', 'error', {}, { reason: error.message })]);
    }
    const reasons = templateErrors(error);
    if (reasons === null) throw error;
    return refused(reasons.map((reason) => finding('report.damaged', 'error', {}, { reason })));
  }
}

function render(template: Uint8Array, answers: Answers): Uint8Array {
  const document = new Docxtemplater(new PizZip(template), {
    delimiters: { start: '{{', end: '}}' },
    paragraphLoop: true,
    errorLogging: false,
    stripInvalidXMLChars: true,
    parser(tag) {
      const word = answers.read(tag);
      return {
        get(_scope, context) {
          const round = innermost(context.scopeList);
          // docxtemplater calls what encloses text a loop, conditions included.
          if (context.meta.part.module !== 'loop') return answers.text(word, round);
          return word.kind === 'family' && word.ask === 'loop'
            ? answers.rounds(word.family)
            : answers.holds(word, round);
        },
      };
    },
  });
  document.render({});
  return document.toUint8Array({ compression: 'STORE' });
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
