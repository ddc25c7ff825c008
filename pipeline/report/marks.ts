/** Every mark of a report template that can be filled now, with what it would read. */
import { figureName } from '../figure.js';
import type { TemplateFacts } from '../templates/index.js';
import { answersFrom } from './answers.js';
import { shownDoubts } from './doubts.js';
import { type ReportField, reportNames } from './mark.js';
import { startTraces } from './trace.js';

export interface FilledMark {
  readonly mark: string;
  /** What it is of: the figure's label, with its group; '' for names and dates. */
  readonly label: string;
  readonly text: string;
}

/** The fields that a sentence is written with, the bare number first. */
const fields: readonly ReportField[] = [
  'value',
  'text',
  'rounded',
  'wan',
  'yi',
  'numeral',
  'comparison',
  'change_text',
  'direction',
  'change_size',
  'growth',
  'previous_text',
  'names',
];
/** Fields that make sense of some units only. */
const unitsOf: Readonly<Partial<Record<ReportField, RegExp>>> = {
  wan: /元$|^人$/,
  yi: /元$|^人$/,
  numeral: /^个$/,
  names: /^[个家名座处起]$/,
};
const claimFields: readonly ReportField[] = ['claim'];
const shareFields: readonly ReportField[] = ['coverage'];

export function allMarks(facts: TemplateFacts): FilledMark[] {
  const read = (inner: string) => {
    // What has been said before must not matter here.
    const answers = answersFrom(facts, startTraces(false));
    return shownDoubts(answers.text(answers.read(inner), null));
  };
  const names = reportNames.map((name) => ({ mark: `{{${name}}}`, label: '', text: read(name) }));
  const figures = facts.figures.flatMap((figure) => {
    const { group, label, zeroClaim, parts, unit } = figure;
    const own = [
      ...fields.filter((field) => unitsOf[field]?.test(unit) ?? true),
      ...(zeroClaim ? claimFields : []),
      ...(parts.length > 0 ? shareFields : []),
    ];
    return own.flatMap((field) => {
      const inner = field === 'value' ? figureName(figure) : inField(figure, field);
      const text = read(inner);
      return text === ''
        ? []
        : [{ mark: `{{${inner}}}`, label: group === '' ? label : `${label} · ${group}`, text }];
    });
  });
  return [...names, ...figures];
}

function inField({ id, group }: { readonly id: string; readonly group: string }, field: ReportField): string {
  return figureName({ id: `${id}.${field}`, group });
}
