/** Edits tried on submissions: what the figures are beside those of the submissions as they were. */
import type { Edit } from './edits.js';
import { fault, type Published, publish } from './figures.js';
import { type Submission, submissions } from './forms.js';
import type { Book } from './sheet.js';

const perRun = 40;

const sent = ({ previous }: Submission, book: Book) => ({ '2020-11-30': [previous], '2021-11-30': [book] });
let asTheyAre: Promise<Published[]> | undefined;

/** What is published of every submission as it is. */
export function unedited(): Promise<Published[]> {
  asTheyAre ??= publish(submissions.map((submission) => sent(submission, submission.book)));
  return asTheyAre;
}

export interface Trial {
  readonly submission: Submission;
  readonly edits: readonly Edit[];
}

/** What is wrong with each trial, by its name. */
export async function faultsOf(trials: readonly Trial[]): Promise<string[]> {
  const before = await unedited();
  const faults: string[] = [];
  for (let at = 0; at < trials.length; at += perRun) {
    const batch = trials.slice(at, at + perRun);
    const published: Published[] = await publish(
      batch.map(({ submission, edits }) =>
        sent(
          submission,
          edits.reduce((book, edit) => edit.apply(book, submission), submission.book),
        ),
      ),
    );
    batch.forEach(({ submission, edits }, of) => {
      const [own, then] = [published[of], before[submissions.indexOf(submission)]];
      if (!own || !then) throw new Error('not published');
      const isHarmless = edits.length === 1 && edits.every(({ harmless }) => harmless);
      const wrong = fault(then, own, isHarmless);
      if (wrong !== '')
        faults.push(`${submission.name}, ${edits.map(({ name }) => name).join(' + ')}: ${wrong}`);
    });
  }
  return faults;
}
