/** The audit page: index.html and the script files beside it, which open from disk without a server. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../definitions.js';
import type { Publication, PublishedFinding } from '../publication.js';
import type { PublishedFile } from '../tables.js';
import { dataFolder, type ListedFinding, type PageData } from './data.js';
import { writeChanges, writeEvidence } from './evidence-files.js';
import { pageHtml } from './html.js';
import { writeScript, writeText } from './script-file.js';
import { writeSheets } from './sheets.js';

/** Findings that the page lists; all stand in findings.csv. */
const mostFindings = 10_000;

/** Writes the page into `folder`, which exists; the files in the order of their writing. */
export function publishAuditPage(publication: Publication, folder: string): PublishedFile[] {
  const sheets = writeSheets(publication, folder);
  const changes = writeChanges(publication, folder);
  const findings = [...publication.findings()];
  const listed = findings.slice(0, mostFindings).map(listedFinding);
  const { township, period, asOf, previousAsOf, figures, submissions, checks } = publication;
  const data: PageData = {
    township: township.name,
    period,
    asOf,
    previousAsOf,
    figures,
    readings: Object.fromEntries(publication.readings),
    explained: changes.explained,
    tables: sheets.tables,
    submissions,
    checks,
    findings: { rows: findings.length, listed: listed.length },
  };
  return [
    ...sheets.files,
    ...changes.files,
    ...writeEvidence(publication, folder),
    writeScript(folder, `${dataFolder}/findings.js`, 'findings', listed),
    writeText(folder, 'index.html', pageHtml(data, built('style.css'), built('main.js'))),
  ];
}

function listedFinding(found: PublishedFinding): ListedFinding {
  const { file, sheet, row, cell, rule, severity, message, value, waivedBy, waivedUntil, waivedReason } =
    found;
  return { file, sheet, row, cell, rule, severity, message, value, waivedBy, waivedUntil, waivedReason };
}

/** What the build made of `page/`. */
function built(name: string): string {
  return readFileSync(join(projectFolder, 'dist', 'page', name), 'utf8');
}
