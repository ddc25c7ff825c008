/** The audit page: index.html and the script files beside it, which open from disk without a server. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { maskText } from '../findings/mask.js';
import { projectFolder } from '../program/program.js';
import { fanOutTo, type Writer } from '../publication/fan-out.js';
import { firstOf, type Publication, type PublishedFinding } from '../publication/publication.js';
import type { PublishedFile } from '../publication/published-file.js';
import { noPrevious } from '../reuse/reuse.js';
import { hashOf } from '../text/hash.js';
import { dataFolder, type PageData, type PageFinding } from './data.js';
import { changesSink, type Explaining, evidenceSink, explained, sourceLists } from './evidence-files.js';
import { pageHtml } from './html.js';
import { writeLeftOut } from './left-out-files.js';
import { pageReasons } from './reasons.js';
import { pageRollUp } from './roll-up.js';
import { writeScript, writeText } from './script-file.js';
import { writeSheets } from './sheets.js';
import { pageSeries } from './trend.js';

/** Findings that the page lists; findings.csv has all of them. */
const mostFindings = 10_000;

/** Writes the page into `folder`, which exists. */
export function publishAuditPage(publication: Publication, folder: string): PublishedFile[] {
  return fanOutTo(publication, pageWriter(publication, folder));
}

/** The page and the files beside it: the submitted sheets at once, the rest as rows come; unchanged files are reused. */
export function pageWriter(
  publication: Publication,
  folder: string,
  previous = noPrevious,
): Writer<PublishedFile[]> {
  const tables = hashOf(
    publication.tables.map(({ file, sha256, sheet, form, firstRow, lastRow }) => [
      file,
      sha256,
      sheet,
      form,
      firstRow,
      lastRow,
    ]),
  );
  const sheets = writeSheets(publication, folder, previous);
  const files = [...sheets.files];
  const explaining: Explaining = new Map();
  const sourcesOf = sourceLists(publication);
  return {
    changes: () => changesSink(sourcesOf, folder, files, explaining),
    evidence: (of) => evidenceSink(sourcesOf, folder, of, files, previous, tables),
    finish: () => [
      ...files,
      ...writeLeftOut(publication, folder, sourcesOf),
      ...writePage(publication, folder, explained(explaining), sheets.tables),
    ],
    complete: files,
  };
}

function writePage(
  publication: Publication,
  folder: string,
  changes: PageData['explained'],
  tables: PageData['tables'],
): PublishedFile[] {
  const listed = firstOf(publication.findings(), mostFindings).map(listedFinding);
  const { township, period, asOf, previousAsOf, figures, submissions, checks } = publication;
  const data: PageData = {
    township: township.name,
    period,
    asOf,
    previousAsOf,
    figures,
    readings: Object.fromEntries(publication.readings),
    explained: changes,
    series: pageSeries(publication),
    reasons: pageReasons(publication),
    tables,
    submissions: submissions.map((line) => ({
      ...line,
      file: maskText(line.file),
      sheet: maskText(line.sheet),
    })),
    checks,
    findings: { rows: publication.findingCount(), listed: listed.length },
    ...(publication.rollUp ? { rollUp: pageRollUp(publication, publication.rollUp) } : {}),
  };
  return [
    writeScript(folder, `${dataFolder}/findings.js`, 'findings', listed),
    writeText(folder, 'index.html', pageHtml(data, built('style.css'), built('main.js'))),
  ];
}

function listedFinding(found: PublishedFinding): PageFinding {
  const { file, sheet, row, cell, rule, severity, message, value, waivedBy, waivedUntil, waivedReason } =
    found;
  const place = { file: maskText(file), sheet: maskText(sheet), row, cell };
  return { ...place, rule, severity, message, value, waivedBy, waivedUntil, waivedReason };
}

/** What the build made of `page/`. */
function built(name: string): string {
  return readFileSync(join(projectFolder, 'dist', 'page', name), 'utf8');
}
