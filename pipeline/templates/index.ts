/** The township's own workbooks (`templates/`), filled from the figures. */
import { readFileSync } from 'node:fs';
import { type Figure, figureName, isUnknown } from '../figure.js';
import { type Finding, finding } from '../findings/finding.js';
import { periodDate } from '../inputs/period.js';
import { templateFiles } from '../inputs/settings-files.js';
import type { Particulars } from '../publication/particulars.js';
import type { Publication, PublishedFinding, Township } from '../publication/publication.js';
import { publishedFinding } from '../publication/published-finding.js';
import { roundText } from '../text/decimal.js';
import { fillWorkbook } from './fill.js';
import type { FigureRef } from './mark.js';
import { nearest, type ResolvedValue, type Resolver } from './resolver.js';

/** What the marks of a template are filled from. */
export interface TemplateFacts {
  readonly township: Township;
  readonly period: string;
  readonly asOf: string;
  readonly previousAsOf: string;
  /** Every indicator, also one that has no figure: nothing of it was submitted. */
  readonly ids: readonly string[];
  readonly figures: readonly Figure[];
  /** The figures published for another period (`@2020`); null: none are. */
  readonly figuresOf: (period: string) => readonly Figure[] | null;
  /** What else is known of projects and communities. */
  readonly particulars: readonly Particulars[];
  /** The names behind an indicator's value, in the order of its evidence, at most `mostNames`. */
  readonly namesOf: (id: string) => readonly string[];
  /** Title of the form that an indicator is read from. */
  readonly formOf: (id: string) => string;
}

/** Names of an indicator that a text may list. */
export const mostNames = 1000;

/** A workbook template by its name in `templates/`. */
export interface TemplateFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Workbook templates of a township, by name. @param unitFolder `inputs/<unit>`. */
export function workbookTemplates(unitFolder: string): TemplateFile[] {
  return templateFiles(unitFolder)
    .filter(({ file }) => /\.(xlsx|xlsm)$/i.test(file))
    .map(({ file, path }) => ({ name: file, bytes: readFileSync(path) }));
}

/** Fills the templates; one with an error is not published, and a finding says why. */
export function fillTemplates(
  templates: readonly TemplateFile[],
  facts: TemplateFacts,
): { readonly files: ReadonlyMap<string, Uint8Array>; readonly findings: readonly PublishedFinding[] } {
  const files = new Map<string, Uint8Array>();
  const findings: PublishedFinding[] = [];
  const resolver = resolverOf(facts);
  for (const { name, bytes } of templates) {
    if (name.toLowerCase() === 'metrics.xlsx') {
      findings.push(templateFinding(name, finding('template.name_taken', 'error', {}, { name })));
      continue;
    }
    const filled = fillWorkbook(bytes, resolver);
    if (filled.bytes) files.set(name, filled.bytes);
    findings.push(...filled.findings.map((found) => templateFinding(name, found)));
  }
  return { files, findings };
}

/** A finding on a template, by its name in `templates/`. */
export function templateFinding(name: string, found: Finding): PublishedFinding {
  return publishedFinding(`templates/${name.normalize('NFC')}`, found);
}

/** Answers the marks of templates from the figures. */
export function resolverOf(facts: TemplateFacts): Resolver {
  const { township, figures, asOf } = facts;
  const { ids } = facts;
  const unknown = (word: string, candidates: Iterable<string>) => ({
    error: 'unknown' as const,
    nearest: nearest(word, candidates),
  });
  const grouped = (id: string) => figures.some((figure) => figure.id === id && figure.group !== '');
  return {
    groups: (id) =>
      ids.includes(id)
        ? figures.filter((figure) => figure.id === id && figure.group !== '').map(({ group }) => group)
        : unknown(id, ids),
    figure(ref) {
      if (!ids.includes(ref.id)) return unknown(ref.id, ids);
      const side = sideOf(ref.period, facts);
      if (side === null) return unknown(ref.period ?? '', [facts.period, facts.previousAsOf]);
      const own = side === 'current' || side === 'previous' ? figures : side;
      const group = ref.group ?? '';
      const figure = own.find((one) => one.id === ref.id && one.group === group);
      if (!figure) {
        const groups = own.filter((one) => one.id === ref.id).map((one) => one.group);
        const noneYet = !grouped(ref.id) && groups.length <= 1;
        return noneYet && group === ''
          ? { value: null, number: true, text: '—' }
          : unknown(
              figureName({ id: ref.id, group }),
              groups.map((one) => figureName({ id: ref.id, group: one })),
            );
      }
      return valueOfField(
        figure,
        side === 'previous' && ref.field === 'value' ? { ...ref, field: 'previous' } : ref,
      );
    },
    names: {
      unit: township.name,
      county: township.county,
      province: township.province,
      year: asOf.slice(0, 4),
      as_of: chineseDay(asOf),
    },
  };
}

/** Which figures a period means: this publication's, its comparison's, or those of another publication. */
function sideOf(
  period: string | null,
  facts: TemplateFacts,
): 'current' | 'previous' | readonly Figure[] | null {
  if (period === null) return 'current';
  const means = (date: string, name: string) =>
    period === name || period === date || (period.length === 4 && date.startsWith(period));
  if (means(facts.asOf, facts.period)) return 'current';
  const published = facts.figuresOf(period);
  if (published) return published;
  return means(facts.previousAsOf, facts.previousAsOf) || periodDate(period) === facts.previousAsOf
    ? 'previous'
    : null;
}

function valueOfField(figure: Figure, { field }: FigureRef): ResolvedValue {
  const unknown = (status: Figure['status']): ResolvedValue => {
    const what = status === 'O' ? '待更正' : '缺';
    return { value: null, number: true, text: `【${what}：${figure.department}，${figure.label}】` };
  };
  const none: ResolvedValue = { value: '—', number: false, text: '—' };
  const words = (text: string): ResolvedValue => ({ value: text, number: false, text });
  switch (field) {
    case 'value':
      if (figure.value === null) return isUnknown(figure.status) ? unknown(figure.status) : none;
      return {
        value: figure.value,
        number: true,
        text: shown(figure.value) + (figure.status === 'P' ? `【待核实：${figure.label}】` : ''),
      };
    case 'previous':
      if (figure.previous === null)
        return isUnknown(figure.previousStatus) ? unknown(figure.previousStatus) : none;
      return { value: figure.previous, number: true, text: shown(figure.previous) };
    case 'change':
    case 'change_pct': {
      const value = field === 'change' ? figure.change : figure.changePct;
      if (value !== null) return { value, number: true, text: shown(value) };
      return isUnknown(figure.changeStatus) ? unknown(figure.changeStatus) : none;
    }
    case 'status':
      return words(figure.status);
    case 'rows':
      return { value: String(figure.rows), number: true, text: String(figure.rows) };
    case 'unit':
      return words(figure.unit);
    case 'label':
      return words(figure.group === '' ? figure.label : `${figure.label}（${figure.group}）`);
  }
}

/** For reading in a sentence: at most four decimals, half away from zero. */
function shown(value: string): string {
  return roundText(value, 4);
}

function chineseDay(date: string): string {
  const [year, month, day] = date.split('-');
  return `${year}年${Number(month)}月${Number(day)}日`;
}

/** Facts for templates, from a publication. */
export function templateFacts(
  publication: Publication,
  particulars: readonly Particulars[],
  figuresOf: TemplateFacts['figuresOf'],
): TemplateFacts {
  const { township, period, asOf, previousAsOf, figures, readings } = publication;
  return {
    township,
    period,
    asOf,
    previousAsOf,
    ids: [...readings.keys()],
    figures,
    figuresOf,
    particulars,
    namesOf: (id) => evidenceNames(publication, id),
    formOf: (id) => readings.get(id)?.formTitle ?? '',
  };
}

function evidenceNames(publication: Publication, id: string): string[] {
  // A ratio has no query, and no evidence of its own.
  if ((publication.readings.get(id)?.sql ?? '') === '') return [];
  const names = new Set<string>();
  for (const part of publication.evidence(id)) {
    if (part.side !== 'current') continue;
    for (const { label } of part.rows(mostNames)) if (names.size < mostNames) names.add(label);
  }
  return [...names];
}
