/** report.docx and report.md: the report text, filled from the figures. */
import { readFileSync } from 'node:fs';
import { templateFiles } from '../inputs/settings-files.js';
import type { PublishedFinding } from '../publication/publication.js';
import { type TemplateFacts, templateFinding } from '../templates/index.js';
import { defaultTemplate } from './default-template.js';
import { fillReport, type ReportCopy } from './fill.js';

const name = 'report.docx';

/** Bytes of the report's template: the township's own, `templates/report.docx`, else the one that ships. */
export function reportTemplate(unitFolder: string): Uint8Array {
  const own = templateFiles(unitFolder).find(({ file }) => file === name);
  return own ? readFileSync(own.path) : defaultTemplate();
}

/**
 * The report as files by their names, the same bytes from the same facts; one with a mark that cannot be filled
 * is not published, and findings say why.
 */
export function reportFiles(
  template: Uint8Array,
  facts: TemplateFacts,
  copy: ReportCopy,
): { readonly files: ReadonlyMap<string, Uint8Array>; readonly findings: readonly PublishedFinding[] } {
  const { document, markdown, findings } = fillReport(facts, template, copy);
  const files = new Map<string, Uint8Array>();
  if (document && markdown !== null) {
    files.set(name, document);
    files.set('report.md', new TextEncoder().encode(markdown));
  }
  return { files, findings: findings.map((found) => templateFinding(name, found)) };
}
