/** Everything that is published of a unit, written aside; loaded when there is something to publish. */
import { publishCorrections } from '../corrections/index.js';
import { noticeFiles } from '../corrections/notices.js';
import { type Flushing, openFlushing } from '../files/flush.js';
import { particularsOf } from '../publication/particulars.js';
import { type Publication, withFindings } from '../publication/publication.js';
import type { PublishedFile } from '../publication/published-file.js';
import { publishInto } from '../publish/index.js';
import { lastFiles } from '../publish/record.js';
import { prepareAside } from '../publish/swap.js';
import { reportFiles, reportTemplates } from '../report/index.js';
import { previousFiles } from '../reuse/reuse.js';
import { keptSegments } from '../reuse/segments.js';
import { publishedFigures } from '../store/figures.js';
import { fillTemplates, templateFacts, workbookTemplates } from '../templates/index.js';
import { allSettled } from '../workers/all-settled.js';
import type { UnitJob } from './job.js';

/** What was written aside, and what it says. */
export interface Written {
  readonly aside: string;
  readonly publication: Publication;
  readonly files: readonly PublishedFile[];
  /** On its way to the disk. */
  readonly flushing: Flushing;
}

/** Fills the workbooks and the report, and writes every file into the folder beside the publication's place. */
export async function writeAside(job: UnitJob, computed: Publication): Promise<Written> {
  const { store, definitions, options, unit, folder, place } = job;
  const particulars = particularsOf(store, unit.unit, computed.period);
  const facts = templateFacts(computed, particulars, (of) => publishedFigures(store, unit.unit, of));
  const filled = fillTemplates(workbookTemplates(unit.path), facts);
  const report = reportFiles(reportTemplates(unit.path), facts, options.finalCopy ? 'review' : 'traced');
  const publication = withFindings(computed, [...filled.findings, ...report.findings]);
  const notices = publication.rollUp ? [] : noticeFiles(publication, job.settings.owed);
  const aside = prepareAside(options.outputs, unit.unit, folder);
  const flushing = openFlushing(aside);
  const previous = previousFiles(definitions.program, place, lastFiles(store, unit.unit, folder), {
    segmentsOf: keptSegments(store, unit.unit, folder),
    linked: flushing.flushed,
  });
  const corrected = async () => {
    const files = await publishCorrections(aside, publication, previous, job);
    flushing.begin(files.map(({ path }) => path));
    return files;
  };
  // Corrections are made in threads of their own.
  const written = await allSettled<readonly PublishedFile[]>([
    // The units of a roll-up send their own files back to their departments.
    publication.rollUp ? [] : corrected(),
    publishInto(
      aside,
      publication,
      previous,
      new Map([...filled.files, ...report.files, ...notices]),
      flushing,
    ),
  ]).finally(flushing.idle);
  return { aside, publication, files: written.flat(), flushing };
}
