/** What a seal has to do with figures: those of the next year are compared with it, its own are held against it. */

import type { Figure } from '../figure.js';
import { finding } from '../findings/finding.js';
import type { RuleId } from '../findings/rules/index.js';
import { change, type Valued, worst } from '../indicators/compute.js';
import { subtractText } from '../text/decimal.js';
import type { ChangeRow, PublishedFinding } from './publication.js';
import { publishedFinding } from './published-finding.js';
import { type Seal, type SealedFigure, sealFile } from './seal.js';

/** A seal that a publication is compared with. */
export interface Comparison {
  readonly seal: Seal;
  /** Hash of each indicator's definition as it is now. */
  readonly definitions: Readonly<Record<string, string>>;
}

/** A figure whose sealed comparison is not what today's inputs give. */
interface Deviation {
  readonly figure: Figure;
  readonly sealed: string | null;
  readonly now: string | null;
}

export interface Compared {
  readonly figures: readonly Figure[];
  readonly findings: readonly PublishedFinding[];
  /** The difference between today's inputs and the seal, so that contributions still add up to the change. */
  changesOf(id: string): ChangeRow[];
}

/** What is said of a change that no row explains, but a seal. */
export const ofSeal = { label: '', reason: 'changed', word: '与封存数不同', because: '' } as const;

const keyOf = ({ id, group }: { readonly id: string; readonly group: string }) => JSON.stringify([id, group]);

/** The groups of an indicator that were sealed. */
export function sealedGroups(seal: Seal, id: string): string[] {
  return seal.figures.filter((figure) => figure.id === id && figure.group !== '').map(({ group }) => group);
}

/** The values with the sealed ones as their comparison; an indicator that was not sealed keeps its own. */
export function sealedValues(values: readonly Valued[], seal: Seal): Valued[] {
  const lookUp = sealedFigures(seal);
  return values.map((value) => {
    const sealed = lookUp(value);
    if (sealed === undefined) return value;
    const previous = sealed?.value ?? null;
    const comparable = sealed === null || sealed.unit === value.unit || value.value === null;
    const unit = value.value === null && sealed?.value ? sealed.unit : value.unit;
    return {
      ...value,
      unit,
      previous,
      ...change(value.value, comparable ? previous : null, value.inPercent),
    };
  });
}

/**
 * The figures with the statuses of their sealed comparison, and what is to be said of it.
 * @param recomputed the comparison as today's inputs give it.
 */
export function compareWithSeal(
  figures: readonly Figure[],
  recomputed: readonly Valued[],
  { seal, definitions }: Comparison,
): Compared {
  const lookUp = sealedFigures(seal);
  const today = new Map(recomputed.map((value) => [keyOf(value), value.previous]));
  const deviations: Deviation[] = [];
  const redefined: Figure[] = [];
  const marked = figures.map((figure) => {
    const sealed = lookUp(figure);
    if (sealed === undefined) return figure;
    const now = today.get(keyOf(figure)) ?? null;
    if (now !== figure.previous) deviations.push({ figure, sealed: figure.previous, now });
    const isRedefined = seal.definitions[figure.id] !== definitions[figure.id];
    if (isRedefined && figure.previous !== null) redefined.push(figure);
    const previousStatus = worst(sealed?.status ?? 'M', isRedefined ? 'B' : 'A');
    return { ...figure, previousStatus, changeStatus: worst(figure.status, previousStatus) };
  });
  const file = sealFile(seal.folder);
  return {
    figures: marked,
    findings: [
      ...deviations.map(({ figure, sealed, now }) =>
        published(file, 'seal.inputs_differ', {
          figure: named(figure),
          sealed: sealed ?? '—',
          now: now ?? '—',
        }),
      ),
      ...redefined.map((figure) => published(file, 'seal.definition_changed', { figure: named(figure) })),
    ],
    changesOf: (id) =>
      deviations
        .filter(({ figure }) => figure.id === id && figure.kind !== 'ratio' && figure.change !== null)
        .map(({ figure, sealed, now }) => ({
          id,
          group: figure.group,
          what: 'moved',
          key: '',
          previousValue: sealed,
          value: now,
          contribution: subtractText(now ?? '0', sealed ?? '0'),
          file: '',
          sheet: '',
          row: null,
          previousFile: file,
          previousSheet: '',
          previousRow: null,
          ...ofSeal,
        })),
  };
}

/** A figure of a sealed publication that would be published otherwise today. */
export interface SealDifference {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly sealed: string | null;
  readonly now: string | null;
}

/** Where today's inputs and definitions give other figures than were sealed. */
export function differencesFromSeal(figures: readonly Figure[], seal: Seal): SealDifference[] {
  const now = new Map(figures.map((figure) => [keyOf(figure), figure]));
  const then = new Map(seal.figures.map((figure) => [keyOf(figure), figure]));
  return [...new Set([...then.keys(), ...now.keys()])].flatMap((key) => {
    const [sealed, current] = [then.get(key), now.get(key)];
    if (sealed?.value === current?.value) return [];
    const { id = '', group = '', label = '' } = current ?? sealed ?? {};
    return [{ id, group, label, sealed: sealed?.value ?? null, now: current?.value ?? null }];
  });
}

/** undefined: the indicator was not sealed; null: it was, and the group was not there. */
function sealedFigures(seal: Seal): (of: { id: string; group: string }) => SealedFigure | null | undefined {
  const figures = new Map(seal.figures.map((figure) => [keyOf(figure), figure]));
  const ids = new Set(seal.figures.map(({ id }) => id));
  return (of) => figures.get(keyOf(of)) ?? (ids.has(of.id) ? null : undefined);
}

const named = ({ label, group }: Figure) => (group === '' ? label : `${label}（${group}）`);

function published(file: string, rule: RuleId, params: Record<string, string>): PublishedFinding {
  return publishedFinding(file, finding(rule, 'warning', {}, params));
}
