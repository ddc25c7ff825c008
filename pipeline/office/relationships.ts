/**
 * Relationships between the parts of a package (ECMA-376 part 2, 6.5): how they are read and resolved. Attributes
 * come as a function, so that a part that is scanned and one that is held as a tree are read alike.
 */

export interface Relationship {
  readonly id: string;
  /** The last step of its type: `worksheet`, `styles`, `comments`; the same in strict and transitional. */
  readonly type: string;
  /** Name of the part that it leads to, which may not be there; null where it leads out of the package. */
  readonly part: string | null;
}

/** Name of the part that holds a part's relationships; those of '' are the package's own. */
export function relationshipsPart(part: string): string {
  const slash = part.lastIndexOf('/') + 1;
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
}

/** @param from the part that the relationship belongs to. @param attribute those of its element. */
export function readRelationship(from: string, attribute: (name: string) => string | null): Relationship {
  const isInside = attribute('TargetMode') !== 'External';
  return {
    id: attribute('Id') ?? '',
    type: attribute('Type')?.split('/').at(-1) ?? '',
    part: isInside ? resolveTarget(from, attribute('Target') ?? '') : null,
  };
}

/** A target as seen from a part -> the name of a part: absolute ones, `..`, and backslashes of odd writers resolved. */
export function resolveTarget(from: string, target: string): string {
  const path = target.replaceAll('\\', '/');
  const steps: string[] = [];
  for (const step of (path.startsWith('/') ? path : from.slice(0, from.lastIndexOf('/') + 1) + path).split(
    '/',
  )) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** A part's name as a target seen from another part: some programs know relative ones only. */
export function relativeTarget(from: string, part: string): string {
  const base = from.split('/').slice(0, -1);
  const steps = part.split('/');
  let common = 0;
  while (common < base.length && common < steps.length - 1 && base[common] === steps[common]) common++;
  return [...base.slice(common).map(() => '..'), ...steps.slice(common)].join('/');
}

/**
 * Finds parts by name. Names are the same in either case (ECMA-376 part 2, 6.2.2.3), and some writers put the
 * percent signs of a target into the target only.
 * @returns undefined where there is none.
 */
export function partFinder<Part>(parts: Iterable<readonly [name: string, part: Part]>) {
  const byKey = new Map([...parts].map(([name, part]) => [name.toLowerCase(), part]));
  return (name: string): Part | undefined =>
    byKey.get(name.toLowerCase()) ?? byKey.get(percentDecoded(name).toLowerCase());
}

function percentDecoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // A stray percent sign is part of the name.
    return name;
  }
}
