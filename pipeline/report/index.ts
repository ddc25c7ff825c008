/** report.docx and report.md: the report text, filled from the figures. */
import { readFileSync } from 'node:fs';
import { templateFiles } from '../inputs/settings-files.js';
import type { PublishedFinding } from '../publication/publication.js';
import { type TemplateFacts, type TemplateFile, templateFinding } from '../templates/index.js';
import { defaultTemplate } from './default-template.js';
import { fillReport, type ReportCopy } from './fill.js';

const name = 'report.docx';

/** Bytes of the report's template: the township's own, `templates/report.docx`, else the one that ships. */
export function reportTemplate(unitFolder: string): Uint8Array {
  const own = templateFiles(unitFolder).find(({ file }) => file === name);
  return own ? readFileSync(own.path) : defaultTemplate();
}

/** The report's template and every other document of `templates/`, each filled under its own name. */
export function reportTemplates(unitFolder: string): TemplateFile[] {
  const others = templateFiles(unitFolder).filter(({ file }) => /\.docx$/i.test(file) && file !== name);
  return [
    { name, bytes: reportTemplate(unitFolder) },
    ...others.map(({ file, path }) => ({ name: file, bytes: readFileSync(path) })),
  ];
}

/**
 * The documents by their names, and the report's text beside it, the same bytes from the same facts; one with a mark
 * that cannot be filled is not published, and findings say why.
 */
export function reportFiles(
  templates: readonly TemplateFile[],
  facts: TemplateFacts,
  copy: ReportCopy,
): { readonly files: ReadonlyMap<string, Uint8Array>; readonly findings: readonly PublishedFinding[] } {
  const files = new Map<string, Uint8Array>();
  const findings: PublishedFinding[] = [];
  for (const { name: file, bytes } of templates) {
    const filled = fillReport(facts, bytes, copy);
    findings.push(...filled.findings.map((found) => templateFinding(file, found)));
    if (!filled.document) continue;
    files.set(file, filled.document);
    if (file === name) files.set('report.md', new TextEncoder().encode(filled.markdown ?? ''));
  }
  return { files, findings };
}
