/** What templates and reports are filled from, as it is published. */
import { join } from 'node:path';
import { currentVintage } from '../history/vintages.js';
import { loadIndicators } from '../indicators/catalogue.js';
import { readSettings } from '../inputs/settings.js';
import type { Options } from '../options.js';
import { sqlFolder } from '../program/program.js';
import { publishedFigures } from '../store/figures.js';
import { openReadOnlyOf } from '../store/open.js';
import type { TemplateFacts } from '../templates/index.js';

/**
 * The facts of a publication; figures of other periods are read while it is open.
 * @param folder below outputs/<unit>/.
 * @throws UsageError where its record is damaged.
 */
export async function openPublishedFacts(
  options: Options,
  unit: string,
  folder: string,
): Promise<{ readonly facts: TemplateFacts; readonly close: () => void }> {
  const run = currentVintage(options.outputs, unit, folder)?.run;
  if (!run) throw new Error(`${unit} ${folder} is not published`);
  const { township } = await readSettings(join(options.inputs, unit));
  const store = await openReadOnlyOf(options);
  if (!store) throw new Error('published, but not stored');
  const facts = {
    township: { unit, ...township },
    period: run.period,
    asOf: run.as_of,
    previousAsOf: run.previous_as_of,
    ids: loadIndicators(join(sqlFolder, 'indicators')).map(({ id }) => id),
    figures: publishedFigures(store, unit, run.as_of) ?? [],
    figuresOf: (period: string) => publishedFigures(store, unit, period),
  };
  return { facts, close: () => store.close() };
}
