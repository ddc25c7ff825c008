/** Which packages an installation needs for the ones that are imported. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/** @param folder that was installed. @returns its packages, by their path below it. */
export function lockedPackages(folder: string): LockedPackages {
  const lock = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8')) as {
    readonly packages: LockedPackages;
  };
  return lock.packages;
}

/** @returns the paths of these packages and of all that they depend on, sorted. */
export function closureOf(packages: LockedPackages, names: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string, from: string) => {
    const path = placeOf(packages, name, from);
    if (path === null || found.has(path)) return;
    found.add(path);
    const { dependencies = {}, optionalDependencies = {} } = packages[path] ?? {};
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) visit(next, path);
  };
  for (const name of names) visit(name, '');
  return [...found].sort();
}

/** Where Node would find a package that a module of `from` imports; null: it is not installed. */
function placeOf(packages: LockedPackages, name: string, from: string): string | null {
  const path = [from, 'node_modules', name].filter((part) => part !== '').join('/');
  if (Object.hasOwn(packages, path)) return path;
  if (from === '') return null;
  return placeOf(packages, name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))));
}
