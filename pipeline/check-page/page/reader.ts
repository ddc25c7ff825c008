/** The page's worker: reads a dropped file as `inspect` does. */
import './stand-ins/globals.js';
import './stand-ins/methods.js';
import { type Finding, finding } from '../../findings/finding.js';
import { describe } from '../../findings/words.js';
import { formById, formsAndLists } from '../../forms/index.js';
import { defaultLimits } from '../../intake/limits.js';
import { openSource } from '../../intake/open-source.js';
import { bytesSource } from '../../intake/source.js';
import { Unreadable } from '../../intake/unreadable.js';
import { type Inspection, inspectOpened, inspectRefused } from '../../read/inspection.js';
import { type Answer, type Contradiction, contextOf, type Question } from './messages.js';
import { createHash } from './stand-ins/crypto.js';

const language = 'zh';

self.onmessage = ({ data }: MessageEvent<Question>) => {
  void answer(data).then((answered) => self.postMessage(answered));
};

async function answer(question: Question): Promise<Answer> {
  const contradictions: Finding[] = [];
  const inspection = await inspected(question, (found) => contradictions.push(found));
  const titles = inspection.sheets.map(({ form }) =>
    form === null ? null : (formById(form)?.title ?? form),
  );
  return {
    inspection,
    titles,
    contradictions: contradictions.map(contradiction),
  };
}

/** Said of the check, where a finding speaks of the folder that a file lies in. */
function contradiction(found: Finding): Contradiction {
  const { rule, severity, params } = found;
  const isError = severity === 'error';
  const { stated, year, unit } = params;
  if (rule === 'sheet.other_year') {
    return { of: 'period', isError, words: `表里写的是${stated}年，这里查的是${year}年。` };
  }
  if (rule === 'sheet.other_unit') {
    return { of: 'township', isError, words: `表里写的是“${stated}”，这里查的是${unit}。` };
  }
  return { of: 'other', isError, words: describe(found, language).message };
}

async function inspected(
  { name, bytes, context, tookSeconds }: Question,
  onContradiction: (found: Finding) => void,
): Promise<Inspection> {
  const file = { file: name, sha256: createHash('sha256').update(bytes).digest().toString('hex') };
  if (tookSeconds !== null) {
    return inspectRefused(
      file,
      finding('file.takes_too_long', 'error', {}, { seconds: tookSeconds }),
      language,
    );
  }
  const options = { forms: formsAndLists, context: contextOf(context), inFolder: false, language } as const;
  try {
    const workbook = await openSource(bytesSource(bytes), defaultLimits);
    return await inspectOpened(workbook, file, options, onContradiction);
  } catch (error) {
    if (error instanceof Unreadable) return inspectRefused(file, error.finding, language);
    console.error(error);
    return inspectRefused(file, finding('file.reader_failed', 'error'), language);
  }
}
