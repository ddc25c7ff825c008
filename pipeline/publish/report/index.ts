/** report.docx and report.md: the filled report text. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../findings/finding.js';
import { describe, type Language } from '../../findings/words.js';
import type { Publication } from '../publication.js';
import type { PublishedFile } from '../tables.js';
import type { ReportFacts } from './answers.js';
import { defaultTemplate } from './default-template.js';
import { fillReport } from './fill.js';

export type { ReportFacts } from './answers.js';
export { defaultTemplate } from './default-template.js';
export { type FilledReport, fillReport } from './fill.js';

/** A report template with marks that cannot be filled; nothing of it is published. */
export class ReportTemplateError extends Error {
  readonly findings: readonly Finding[];
  readonly zh: string;
  readonly en: string;

  constructor(findings: readonly Finding[]) {
    const words = (language: Language) =>
      findings
        .map((found) => describe(found, language))
        .map(({ message, fix }) => message + fix)
        .join('\n');
    super(`templates/report.docx：${words('zh')}`);
    this.findings = findings;
    this.zh = this.message;
    this.en = `templates/report.docx: ${words('en')}`;
  }
}

export interface ReportOptions {
  /** Each number carries what stands behind it; without, it is the final copy. */
  readonly traces: boolean;
  /** The figures published for another period (`@2020`). */
  readonly figuresOf?: ReportFacts['figuresOf'];
}

/** The township's own template for the report; null where it has none. */
export function reportTemplate(templates: string): Uint8Array | null {
  const path = join(templates, 'report.docx');
  return existsSync(path) ? readFileSync(path) : null;
}

/**
 * Writes report.docx and report.md into the folder, from the template or the one that ships; the same
 * publication gives the same bytes.
 * @throws ReportTemplateError where a mark of the template cannot be filled.
 */
export async function publishReport(
  publication: Publication,
  template: Uint8Array | null,
  folder: string,
  { traces, figuresOf }: ReportOptions = { traces: true },
): Promise<PublishedFile[]> {
  const { township, period, asOf, previousAsOf, figures } = publication;
  const facts = { township, period, asOf, previousAsOf, figures, ...(figuresOf && { figuresOf }) };
  const filled = fillReport(facts, template ?? defaultTemplate(), { traces });
  if (!filled.document || filled.markdown === null) throw new ReportTemplateError(filled.findings);
  return [
    written(folder, 'report.docx', filled.document),
    written(folder, 'report.md', Buffer.from(filled.markdown)),
  ];
}

function written(folder: string, path: string, bytes: Uint8Array): PublishedFile {
  writeFileSync(join(folder, path), bytes);
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}
