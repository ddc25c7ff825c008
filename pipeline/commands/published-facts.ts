/** What templates and reports are filled from, as it is published. */
import { join } from 'node:path';
import { formById } from '../forms/index.js';
import { readPublished } from '../history/read.js';
import { currentVintage } from '../history/vintages.js';
import { loadIndicators } from '../indicators/catalogue.js';
import { readSettings } from '../inputs/settings.js';
import type { Options } from '../options.js';
import { sqlFolder } from '../program/program.js';
import { particularsOf } from '../publication/particulars.js';
import { publishedFigures } from '../store/figures.js';
import { openReadOnlyOf } from '../store/open.js';
import { mostNames, type TemplateFacts } from '../templates/index.js';

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
  const indicators = loadIndicators(join(sqlFolder, 'indicators'));
  const facts: TemplateFacts = {
    township: { unit, ...township },
    period: run.period,
    asOf: run.as_of,
    previousAsOf: run.previous_as_of,
    ids: indicators.map(({ id }) => id),
    figures: publishedFigures(store, unit, run.as_of) ?? [],
    figuresOf: (period) => publishedFigures(store, unit, period),
    particulars: particularsOf(store, unit, run.period),
    namesOf: (id) => publishedNames(join(options.outputs, unit, folder, 'evidence', `${id}.csv`)),
    formOf: (id) => formById(indicators.find((one) => one.id === id)?.form ?? '')?.title ?? '',
  };
  return { facts, close: () => store.close() };
}

/** @param evidence path of a published evidence file. */
function publishedNames(evidence: string): string[] {
  const current = readPublished(evidence).filter(({ side, label }) => side === 'current' && label !== '');
  return [...new Set(current.map(({ label = '' }) => label))].slice(0, mostNames);
}
