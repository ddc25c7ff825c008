/** The line on top of every screen, and whether `inputs/` has changed since what is published was published. */
import { hashOfFile } from '../files/hashed-file.js';
import { fileVersion } from '../files/stamp.js';
import type { Unit } from '../inputs/discover.js';
import { periodDate } from '../inputs/period.js';
import { readSettings } from '../inputs/settings.js';
import { settingsFiles } from '../inputs/settings-files.js';
import { sealOf } from '../publication/seal.js';
import { signedOff } from '../publication/signatures.js';
import { compareText } from '../text/fold.js';
import type { Changed, Head } from './api/protocol.js';
import { currentRecord, type Recorded } from './recorded.js';

interface Folders {
  readonly inputs: string;
  readonly outputs: string;
}

export async function headOf(unit: Unit, period: string, { inputs, outputs }: Folders): Promise<Head> {
  const record = currentRecord(outputs, { unit: unit.unit, period });
  const seal = sealOf(inputs, unit.unit, period);
  const { township } = await readSettings(unit.path);
  return {
    unit: unit.unit,
    period,
    name: township.name,
    asOf: record?.run.as_of ?? periodDate(period),
    sealed: seal ? signedOff(seal, true) : '',
    publishedAt: record?.run.published_at ?? null,
    // A county's files are its townships', each of which says what has changed.
    changed: record && !record.run.units ? await changedSince(record, unit, period) : null,
    periods: unit.periods.map((own) => own.period).reverse(),
  };
}

/** Files of the period and of those before it, and of the settings. */
async function changedSince({ run }: Recorded, unit: Unit, period: string): Promise<Changed | null> {
  const was = new Map([...run.inputs, ...run.settings].map(({ file, sha256 }) => [file, sha256]));
  const submissions = unit.periods
    .filter(({ date }) => date <= periodDate(period))
    .flatMap((own) => own.submissions);
  const present = [
    ...submissions,
    ...settingsFiles(unit.path).filter(({ file }) => !file.startsWith('seals/')),
  ];
  const added: string[] = [];
  const altered: string[] = [];
  for (const { file, path } of present) {
    const known = was.get(file);
    if (known === undefined) added.push(file);
    else if (known !== '' && known !== (await currentHash(path))) altered.push(file);
  }
  const files = new Set(present.map(({ file }) => file));
  const removed = [...was.keys()].filter((file) => !file.startsWith('seals/') && !files.has(file));
  if (added.length + altered.length + removed.length === 0) return null;
  return {
    added: added.sort(compareText),
    altered: altered.sort(compareText),
    removed: removed.sort(compareText),
    words: changedWords(added.length, altered.length, removed.length),
  };
}

function changedWords(added: number, altered: number, removed: number): string {
  const parts = [
    added > 0 ? `新增 ${added} 个文件` : '',
    altered > 0 ? `改动 ${altered} 个` : '',
    removed > 0 ? `移走 ${removed} 个` : '',
  ].filter(Boolean);
  return `${parts.join('，')}。`;
}

const hashes = new Map<string, { readonly version: string; readonly sha256: string }>();

/** The hash of a file's bytes, made anew only where its version is another; '' where it cannot be read. */
export async function currentHash(path: string): Promise<string> {
  const version = await fileVersion(path);
  if (!version) return '';
  const known = hashes.get(path);
  if (known !== undefined && known.version === version.text) return known.sha256;
  const sha256 = await hashOfFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === undefined) throw error;
    return '';
  });
  hashes.set(path, { version: version.text, sha256 });
  return sha256;
}
