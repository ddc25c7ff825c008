/** `check-templates`: every mark of the township's templates, with the value that it would get. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '../findings/words.js';
import { publicationAskedFor } from '../history/vintages.js';
import { readSettings } from '../intake/settings.js';
import type { RunRecord } from '../publish/record.js';
import { resolverOf, workbookTemplates } from '../publish/template-files.js';
import { fillWorkbook } from '../publish/templates/fill.js';
import { databasePath } from '../run.js';
import { openStoreReadOnly } from '../store/database.js';
import { publishedFigures } from '../store/figures.js';
import { type Usage, UsageError } from '../usage.js';

/** @returns 0; 2 where a template cannot be filled. */
export async function checkTemplatesCommand({ options }: Usage): Promise<number> {
  const { unit, name } = publicationAskedFor(options);
  const home = join(options.inputs, unit);
  const templates = existsSync(home) ? workbookTemplates(join(home, 'templates')) : [];
  if (templates.length === 0) {
    throw new UsageError(
      `${home}/templates/ 里没有 .xlsx 或 .xlsm 模板。`,
      `There is no .xlsx or .xlsm template in ${home}/templates/.`,
    );
  }
  const run: RunRecord = JSON.parse(readFileSync(join(options.outputs, unit, name, 'run.json'), 'utf8'));
  const { township } = await readSettings(home);
  const store = openStoreReadOnly(databasePath(options.outputs));
  try {
    const resolver = resolverOf({
      township: { unit, ...township },
      period: run.period,
      asOf: run.as_of,
      previousAsOf: run.previous_as_of,
      figures: publishedFigures(store, unit, run.as_of) ?? [],
      figuresOf: (period) => publishedFigures(store, unit, period),
    });
    const checked = templates.map(({ name: file, bytes }) => {
      const { marks, findings } = fillWorkbook(bytes, resolver);
      const worded = findings.map((found) => {
        const { message, fix } = describe(found, options.lang);
        return { severity: found.severity, rule: found.rule, message: message + fix };
      });
      return { file, marks, findings: worded };
    });
    process.stdout.write(options.json ? `${JSON.stringify(checked, null, 2)}\n` : text(checked));
    return checked.some(({ findings }) => findings.some(({ severity }) => severity === 'error')) ? 2 : 0;
  } finally {
    store.close();
  }
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
