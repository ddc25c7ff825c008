/** The licences of all parts of a package, in one text. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface LicensedPart {
  readonly name: string;
  /** Folder with its licence, and its `package.json` where it is a package. */
  readonly folder: string;
}

interface PackageFacts {
  readonly version?: string;
  readonly license?: string;
  readonly author?: string | { readonly name?: string };
  readonly homepage?: string;
}

interface LockedPackage {
  readonly dev?: boolean;
}

/** Only the build uses it. */
const buildOnly = /^node_modules\/(esbuild|@esbuild\/.*)$/;

/** @returns the packages of an installation that are inside the built program, or were installed for them. */
export function bundledParts(project: string): LicensedPart[] {
  const lock = readFileSync(join(project, 'node_modules/.package-lock.json'), 'utf8');
  const { packages }: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(lock);
  return Object.entries(packages)
    .filter(([path, { dev }]) => dev !== true && !buildOnly.test(path))
    .map(([path]) => ({ name: path.replace(/^.*node_modules\//, ''), folder: join(project, path) }));
}

/** @returns the text: each part with its version, the name of its licence, and the licence's own words. */
export function licenceText(parts: readonly LicensedPart[]): string {
  return parts.map(sectionOf).join(`\n${'='.repeat(80)}\n\n`);
}

function sectionOf({ name, folder }: LicensedPart): string {
  const files = readdirSync(folder).sort();
  const facts: PackageFacts = files.includes('package.json')
    ? JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    : {};
  const author = typeof facts.author === 'string' ? facts.author : facts.author?.name;
  const about = [facts.license, author, facts.homepage].filter((fact) => fact !== undefined && fact !== '');
  const texts = files.filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(basename(file)));
  return [
    [name, facts.version].filter((word) => word !== undefined).join(' '),
    about.join(' · '),
    ...texts.map((file) => `\n${readFileSync(join(folder, file), 'utf8').trim()}`),
    '',
  ].join('\n');
}
