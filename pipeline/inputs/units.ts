/** `inputs/units.csv`: which units add up to which, as a tree. Every bad line is a finding; the others hold. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, finding } from '../findings/finding.js';
import type { RuleId } from '../findings/rules/index.js';
import { fold } from '../text/fold.js';
import { sha256 } from '../text/hash.js';
import { isOutputsOwn, type PlacedFinding, type Unit } from './discover.js';
import { whyNoSetting } from './settings-files.js';
import { readTable, type SettingsLine } from './settings-table.js';

export type Level = 'township' | 'county' | 'city' | 'province';

/** A unit of the tree. */
export interface TreeUnit {
  /** Its folder's name below `inputs/` and `outputs/`. */
  readonly unit: string;
  /** The unit that it adds up to; null: none. */
  readonly parent: string | null;
  /** null: not said, or not known. */
  readonly level: Level | null;
  /** The statistical division code, 12 digits; null: not said, or wrong. */
  readonly code: string | null;
}

/** The units by name, in the order of units.csv. */
export type UnitTree = ReadonlyMap<string, TreeUnit>;

const file = 'units.csv';

/** Levels that a tree may have: those of the country, with room for what a city puts between. */
const mostLevels = 10;

const childrenIndex = new WeakMap<UnitTree, ReadonlyMap<string, readonly TreeUnit[]>>();

/** Ways of writing a level, and how many digits of the division code tell its units apart. */
const levels: Readonly<Record<Level, { readonly words: readonly string[]; readonly digits: number }>> = {
  township: { words: ['township', 'town', '乡镇', '镇', '乡', '街道'], digits: 9 },
  county: { words: ['county', 'district', '县', '区', '县级市', '旗'], digits: 6 },
  city: { words: ['city', 'prefecture', '市', '地市', '地级市', '州', '盟'], digits: 4 },
  province: { words: ['province', '省', '自治区', '直辖市'], digits: 2 },
};

/** The units that a unit is made of, in the order of units.csv. */
export function childrenOf(tree: UnitTree, unit: string): readonly TreeUnit[] {
  let index = childrenIndex.get(tree);
  if (!index) {
    index = childrenByParent(tree);
    childrenIndex.set(tree, index);
  }
  return index.get(unit) ?? [];
}

function childrenByParent(tree: UnitTree): ReadonlyMap<string, readonly TreeUnit[]> {
  const index = new Map<string, TreeUnit[]>();
  for (const unit of tree.values()) {
    if (unit.parent === null) continue;
    const siblings = index.get(unit.parent);
    if (siblings) siblings.push(unit);
    else index.set(unit.parent, [unit]);
  }
  return index;
}

/** A unit and all below it, each before those below it, in the order of units.csv. */
export function branchOf(tree: UnitTree, unit: string): TreeUnit[] {
  const own = tree.get(unit);
  return own ? [own, ...childrenOf(tree, unit).flatMap((child) => branchOf(tree, child.unit))] : [];
}

/** The units without children that are below a unit; itself where it has none. */
export function leavesBelow(tree: UnitTree, unit: string): string[] {
  const branch = branchOf(tree, unit);
  const parents = new Set(branch.map(({ parent }) => parent));
  return branch.filter((below) => !parents.has(below.unit)).map((leaf) => leaf.unit);
}

/** The units that are made of others, each after those below it: all, or those of one branch. */
export function rollUps(tree: UnitTree, branch: string | null = null): string[] {
  const below = (unit: string): string[] => {
    const children = childrenOf(tree, unit);
    return children.length === 0 ? [] : [...children.flatMap((child) => below(child.unit)), unit];
  };
  const roots = [...tree.values()].filter(({ parent }) => parent === null);
  return branch === null ? roots.flatMap(({ unit }) => below(unit)) : below(branch);
}

/** The unit and everything above it, from below. */
export function lineageOf(tree: UnitTree, unit: string): TreeUnit[] {
  const own = tree.get(unit);
  if (!own) return [];
  return [own, ...(own.parent === null ? [] : lineageOf(tree, own.parent))];
}

/**
 * Reads `inputs/units.csv`.
 * @param units what is in `inputs/`.
 * @returns the tree; null without the file, or where it cannot be used. Of the findings about submissions, `file`
 * is the unit's folder.
 */
export async function readUnits(
  inputs: string,
  units: readonly Unit[],
): Promise<{
  readonly tree: UnitTree | null;
  /** sha256 of the file; null without it. */
  readonly hash: string | null;
  readonly findings: readonly PlacedFinding[];
}> {
  const path = join(inputs, file);
  const findings: { file: string; finding: Finding }[] = [];
  const refused = existsSync(path) ? whyNoSetting(path, inputs) : null;
  if (refused) return { tree: null, hash: null, findings: [{ file, finding: refused }] };
  const hash = existsSync(path) ? sha256(readFileSync(path)) : null;
  const lines = await readTable(inputs, file, ['unit', 'parent'], { lines: [], findings }, ['level', 'code']);
  if (lines === null) return { tree: null, hash, findings };
  const written = writtenUnits(lines);
  const tree = withoutFaultyParents(written);
  checkCodes(tree, written);
  return { tree, hash, findings: [...findings, ...besideTheTree(tree, units)] };
}

interface WrittenUnit extends TreeUnit {
  readonly line: SettingsLine;
}

function writtenUnits(lines: readonly SettingsLine[]): Map<string, WrittenUnit> {
  const found = new Map<string, WrittenUnit>();
  for (const line of lines) {
    const { cells, refuse } = line;
    const unit = (cells.unit ?? '').normalize('NFC');
    const parent = (cells.parent ?? '').normalize('NFC');
    if (unit === '') refuse('settings.empty', 'unit');
    else if (!isFolderName(unit)) refuse('units.no_folder_name', 'unit');
    else if (found.has(unit)) refuse('settings.twice', 'unit');
    else {
      const level = levelOf(line);
      found.set(unit, {
        unit,
        parent: parent === '' ? null : parent,
        level,
        code: codeOf(line, level),
        line,
      });
    }
  }
  return found;
}

/** Whether it can name a folder below `inputs/` and `outputs/`. */
function isFolderName(name: string): boolean {
  return !/[/\\:*?"<>|\p{Cc}]|^[.~]|[. ]$/u.test(name) && !isOutputsOwn(name);
}

function levelOf({ cells, refuse }: SettingsLine): Level | null {
  const written = fold(cells.level ?? '').toLowerCase();
  if (written === '') return null;
  const found = (Object.keys(levels) as Level[]).find((level) => levels[level].words.includes(written));
  if (found) return found;
  const allowed = Object.keys(levels).join('、');
  refuse('units.unknown_level', 'level', { allowed }, 'warning');
  return null;
}

function codeOf({ cells, refuse }: SettingsLine, level: Level | null): string | null {
  const code = fold(cells.code ?? '');
  if (code === '') return null;
  if (!/^\d{12}$/.test(code)) {
    refuse('units.bad_code', 'code');
    return null;
  }
  if (level !== null && /[1-9]/.test(code.slice(levels[level].digits))) {
    refuse('units.code_of_another_level', 'code', { digits: levels[level].digits });
    return null;
  }
  return code;
}

/** The tree without the parents that have no line of their own, lie on a circle or stand too deep. */
function withoutFaultyParents(written: ReadonlyMap<string, WrittenUnit>): Map<string, TreeUnit> {
  const tree = new Map<string, TreeUnit>();
  for (const { line, ...own } of written.values()) {
    const { circle, tooDeep } = wayUp(written, own.unit);
    const unknown = own.parent !== null && !written.has(own.parent);
    if (unknown) line.refuse('units.unknown_parent', 'parent');
    else if (circle) line.refuse('units.circle', 'parent', { circle: circle.join(' → ') });
    else if (tooDeep) line.refuse('units.too_deep', 'parent', { most: mostLevels });
    tree.set(own.unit, unknown || circle || tooDeep ? { ...own, parent: null } : own);
  }
  return tree;
}

/** Where the parents of a unit lead: back to itself (`circle`), further than a tree may reach, or to an end. */
function wayUp(
  units: ReadonlyMap<string, TreeUnit>,
  unit: string,
): { readonly circle: readonly string[] | null; readonly tooDeep: boolean } {
  const path = [unit];
  for (;;) {
    const parent = units.get(path.at(-1) ?? '')?.parent ?? null;
    if (parent === unit) return { circle: [...path, unit], tooDeep: false };
    // A circle further up is that of the units on it.
    if (parent === null || path.includes(parent)) return { circle: null, tooDeep: false };
    if (path.length === mostLevels) return { circle: null, tooDeep: true };
    path.push(parent);
  }
}

/** The codes against each other and against those of the parents, and the levels likewise. */
function checkCodes(tree: UnitTree, written: ReadonlyMap<string, WrittenUnit>): void {
  const taken = new Map<string, string>();
  const order = Object.keys(levels);
  for (const { unit, parent, level, code } of tree.values()) {
    const refuse = written.get(unit)?.line.refuse;
    const above = parent === null ? undefined : tree.get(parent);
    if (code !== null && taken.has(code)) {
      refuse?.('units.code_taken', 'code', { other: taken.get(code) ?? '' });
    } else if (code !== null) taken.set(code, unit);
    if (!above?.level) continue;
    const digits = levels[above.level].digits;
    if (code !== null && above.code !== null && code.slice(0, digits) !== above.code.slice(0, digits)) {
      refuse?.('units.code_elsewhere', 'code', { parent: above.unit, code: above.code }, 'warning');
    }
    if (level !== null && order.indexOf(level) >= order.indexOf(above.level)) {
      refuse?.('units.level_not_below', 'level', { parent: above.unit }, 'warning');
    }
  }
}

/** Submissions that the tree has no use for. */
function besideTheTree(tree: UnitTree, units: readonly Unit[]): PlacedFinding[] {
  return units.flatMap(({ unit, periods }): PlacedFinding[] => {
    const files = periods.reduce((sum, { submissions }) => sum + submissions.length, 0);
    if (periods.length === 0) return [];
    const at = (rule: RuleId, severity: Finding['severity']): PlacedFinding => ({
      file: unit,
      finding: finding(rule, severity, {}, { unit, files }),
    });
    if (!tree.has(unit)) return [at('units.not_in_tree', 'warning')];
    return childrenOf(tree, unit).length > 0 ? [at('units.own_submissions', 'error')] : [];
  });
}
