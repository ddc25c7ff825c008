/** `check-templates`: every mark of the township's templates, with the value that it would get. */
import { join } from 'node:path';
import { describe } from '../findings/words.js';
import { publicationAskedFor } from '../history/vintages.js';
import { fillReport } from '../report/fill.js';
import { reportTemplates } from '../report/index.js';
import { allMarks, type FilledMark } from '../report/marks.js';
import { fillWorkbook } from '../templates/fill.js';
import { resolverOf, workbookTemplates } from '../templates/index.js';
import { openPublishedFacts } from './published-facts.js';
import { say, sayJson } from './text/say.js';
import type { Usage } from './usage.js';

/** @returns 0; 2 where a template cannot be filled. */
export async function checkTemplatesCommand({ options, flags }: Usage): Promise<number> {
  const { unit, name } = publicationAskedFor(options);
  const home = join(options.inputs, unit);
  const templates = workbookTemplates(home);
  const { facts, close } = await openPublishedFacts(options, unit, name);
  try {
    if (flags.marks === true) {
      const marks = allMarks(facts);
      if (options.json) sayJson(marks);
      else say(marksText(marks));
      return 0;
    }
    const resolver = resolverOf(facts);
    const filled = [
      ...templates.map(({ name: file, bytes }) => ({ file, ...fillWorkbook(bytes, resolver) })),
      ...reportTemplates(home).map(({ name: file, bytes }) => ({
        file,
        ...fillReport(facts, bytes, 'signed'),
      })),
    ];
    const checked = filled.map(({ file, marks, findings }) => {
      const worded = findings.map((found) => {
        const { message, fix } = describe(found, options.lang);
        return { severity: found.severity, rule: found.rule, message: message + fix };
      });
      return { file, marks, findings: worded };
    });
    if (options.json) sayJson(checked);
    else say(text(checked));
    return checked.some(({ findings }) => findings.some(({ severity }) => severity === 'error')) ? 2 : 0;
  } finally {
    close();
  }
}

/** A line each: the mark, what it is of, what it reads now. */
function marksText(marks: readonly FilledMark[]): string {
  return marks.map(({ mark, label, text: shown }) => `${[mark, label, shown].join('\t')}\n`).join('');
}

interface Checked {
  readonly file: string;
  readonly marks: ReturnType<typeof fillWorkbook>['marks'];
  readonly findings: readonly { readonly severity: string; readonly message: string }[];
}

function text(checked: readonly Checked[]): string {
  const lines = checked.flatMap(({ file, marks, findings }) => [
    file,
    ...marks.map(({ sheet, cell, part, mark, group, text: shown }) => {
      const place = sheet && cell ? `${sheet} › ${cell}` : part;
      return `  ${place}  ${mark}${group ? ` (${group})` : ''}  → ${shown}`;
    }),
    ...findings.map(({ severity, message }) => `  ${severity === 'error' ? '✗' : '!'} ${message}`),
  ]);
  return `${lines.join('\n')}\n`;
}
