/** Everything that is in `inputs/`: units, periods, files, and the tree that the units form. */
import { describeWhole } from '../findings/words.js';
import { UsageError } from '../options.js';
import { type Discovered, discover, type PlacedFinding, type Unit } from './discover.js';
import { readUnits, type UnitTree } from './units.js';

export interface Inputs extends Discovered {
  /** null: the units are not rolled up. */
  readonly tree: UnitTree | null;
  /** sha256 of units.csv as it was read. */
  readonly treeHash: string | null;
}

/** @throws UsageError where there is no such folder. */
export async function findInputs(folder: string): Promise<Inputs> {
  try {
    const found = await discover(folder);
    const { tree, hash, findings } = await readUnits(folder, found.units);
    return { ...found, findings: [...found.findings, ...findings], tree, treeHash: hash };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw new UsageError(
      `没有“${folder}”这个文件夹。请核对 --inputs，或新建它并按“乡镇名/期/”放入报表。`,
      `There is no folder "${folder}". Check --inputs, or make it and put submissions into <township>/<period>/.`,
    );
  }
}

/**
 * Two folders for one date, or one that cannot be opened: what was submitted is not known.
 * @throws UsageError that names the folder.
 */
export function refuseUnclear({ unit }: Unit, findings: readonly PlacedFinding[]): void {
  const unclear = findings.find(
    ({ file, finding: { rule } }) =>
      ['folder.same_date', 'folder.unreadable'].includes(rule) && `${file}/`.startsWith(`${unit}/`),
  );
  if (!unclear) return;
  const { file, finding } = unclear;
  throw new UsageError(
    `${file}：${describeWhole(finding, 'zh')}`,
    `${file}: ${describeWhole(finding, 'en')}`,
  );
}
