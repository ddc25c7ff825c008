/** The board of a township: forms × state, what to do next, the headline figures. */
import type { FindingsData } from '../../audit-page/data.js';
import { forms } from '../../forms/index.js';
import { readSettings } from '../../inputs/settings.js';
import { childrenOf } from '../../inputs/units.js';
import type { Board } from '../api/board.js';
import type { Place } from '../api/place.js';
import { type Desk, placeOf } from '../desk.js';
import { headOf } from '../head.js';
import { publishedData, publishedPage } from '../published.js';
import { currentRecord } from '../recorded.js';
import { boardFigures, figuresText } from './figures.js';
import { formLines, formsWords } from './forms.js';
import { stepsOf } from './steps.js';
import { townshipLines } from './townships.js';

export async function boardOf(desk: Desk, place: Place): Promise<Board> {
  const { unit, period } = await placeOf(desk, place);
  const options = desk.options();
  const { outputs } = options;
  const record = currentRecord(outputs, place);
  const page = record ? publishedPage(outputs, place) : null;
  const head = await headOf(unit, period.period, options);
  const { owed } = await readSettings(unit.path, forms);
  const lines = formLines(page?.submissions ?? [], period, owed, options.today);
  const inputs = await desk.inputs();
  const below = inputs.tree ? childrenOf(inputs.tree, unit.unit).map((child) => child.unit) : [];
  const findings = record ? (publishedData(outputs, place, 'findings') as FindingsData) : [];
  return {
    steps: stepsOf({ head, forms: lines, published: record && page ? { record, page, findings } : null }),
    formsWords: formsWords(lines),
    forms: lines,
    figures: record && page ? boardFigures(page.figures, record.folder) : [],
    text: page ? figuresText(page.figures, head.name, head.asOf) : '',
    parts: below.length > 0 ? await townshipLines(desk, inputs, new Set(below)) : [],
  };
}
