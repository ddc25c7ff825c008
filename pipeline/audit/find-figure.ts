import { figureName } from '../figure.js';
import { UsageError } from '../options.js';
import { compareDecimal, roundText } from '../text/decimal.js';
import { fold } from '../text/fold.js';
import { isShortFor } from '../text/short-name.js';

/** What a figure is called. */
export interface Named {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly value?: string | null;
}

/**
 * The figures that a name means: one, or all groups of one indicator. A value names its figure, and letters of a label
 * in their order do: 886.792, 规上.
 * @throws UsageError naming the nearest figures where there is none, or those that it could mean.
 */
export function findFigures<F extends Named>(figures: readonly F[], name: string): readonly F[] {
  const wanted = fold(name).toLowerCase();
  const matches = [
    (figure: F) => named(figure) === wanted,
    (figure: F) => fold(figure.id).toLowerCase() === wanted,
    (figure: F) => fold(figure.label).toLowerCase() === wanted,
    (figure: F) => fold(`${figure.label}${figure.group}`).toLowerCase().includes(wanted),
    (figure: F) => named(figure).includes(wanted),
    (figure: F) => isShownAs(name, figure.value),
    (figure: F) => isShortFor(wanted, fold(figure.label).toLowerCase()),
  ];
  for (const match of matches) {
    const found = figures.filter(match);
    const ids = [...new Set(found.map(({ id }) => id))];
    if (ids.length === 1) return found;
    if (ids.length > 1) {
      throw new UsageError(
        `“${name}”可能是这些指标中的一个，请写全编号：\n${list(found)}`,
        `"${name}" may be any of these figures; give the whole id:\n${list(found)}`,
      );
    }
  }
  const nearest = [...figures].sort((a, b) => likeness(b, wanted) - likeness(a, wanted)).slice(0, 5);
  throw new UsageError(
    `没有“${name}”这个指标。相近的有：\n${list(nearest)}`,
    `There is no figure "${name}". The nearest are:\n${list(nearest)}`,
  );
}

/** Whether a number is the value, in as many decimals as it is written with. */
function isShownAs(written: string, value: string | null | undefined): boolean {
  const text = written.trim().replaceAll(',', '');
  const number = /^-?\d+(?:\.(\d+))?$/.exec(text);
  if (number === null || value == null) return false;
  return compareDecimal(roundText(value, number[1]?.length ?? 0), text) === 0;
}

function named({ id, group }: Named): string {
  return fold(figureName({ id, group })).toLowerCase();
}

function list(figures: readonly Named[]): string {
  const lines = new Map(figures.map(({ id, label }) => [id, `  ${id}  ${label}`]));
  return [...lines.values()].join('\n');
}

/** Share of the pairs of neighbouring characters that two texts have in common (Dice). */
function likeness({ id, label }: Named, wanted: string): number {
  const pairs = (text: string) =>
    new Set([...text].map((character, i, all) => character + (all[i + 1] ?? '')));
  const mine = pairs(wanted);
  const share = (text: string) => {
    const theirs = pairs(fold(text).toLowerCase());
    const common = [...mine].filter((pair) => theirs.has(pair)).length;
    return (2 * common) / (mine.size + theirs.size || 1);
  };
  return Math.max(share(id), share(label));
}
