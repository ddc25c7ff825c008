/** Files put, withdrawn, moved, restored, and taken back: as the deeds that they come to. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { filesBelow } from '../../files/files-below.js';
import { maskText } from '../../findings/mask.js';
import { forms } from '../../forms/index.js';
import type { Period, Submission, Unit } from '../../inputs/discover.js';
import { readSettings } from '../../inputs/settings.js';
import { sha256 } from '../../text/hash.js';
import type { Deed, DroppedFile, PutFile, WithdrawnFile } from '../api/files.js';
import { Refused } from '../refused.js';
import {
  type Copy,
  type DeedRecord,
  deedsOf,
  type Move,
  newDeedId,
  perform,
  withdrawnFolder,
  withdrawnPlace,
} from './deeds.js';
import { inputName, numberedName } from './names.js';
import type { Upload } from './uploads.js';

/** Where a file goes whose form nobody knows. */
const otherFolder = '其他';

/** A file of a period, by its path as it is shown. @throws Refused where it is gone. */
export function submissionOf({ submissions }: Period, file: unknown): Submission {
  const found = submissions.find((own) => own.file === file || maskText(own.file) === file);
  if (!found) throw new Refused('changed', '这个文件已经不在那里了，请刷新再看。');
  return found;
}

/** The folder of a period in which a file of a form belongs. */
export async function folderFor({ path }: Unit, form: string): Promise<string> {
  const { owed } = await readSettings(path, forms);
  const department =
    owed?.find((entry) => entry.form === form)?.department ??
    forms.find(({ id }) => id === form)?.departments[0];
  return department ? inputName(department) : otherFolder;
}

/** A file's path below `inputs/` as it is on the disk: what is shown of it may be masked or composed otherwise. */
function pathBelow(inputs: string, { path }: Submission): string {
  return relative(realpathSync(inputs), path).split(sep).join('/');
}

/** A township's folder as it is on the disk. */
const folderOf = ({ path }: Unit): string => basename(path);

export interface ToPut {
  readonly asked: PutFile;
  readonly upload: Upload;
  readonly unit: Unit;
  readonly period: Period;
  /** Its form; '' unknown. */
  readonly form: string;
}

/** Puts files, all or none. @param at whose folder keeps the record. */
export async function putFiles(inputs: string, at: Unit, files: readonly ToPut[]): Promise<DeedRecord> {
  const id = newDeedId();
  const moves: Move[] = [];
  const copies: Copy[] = [];
  const taken = new Set<string>();
  for (const { asked, period } of files) {
    for (const file of asked.deed === 'replace' ? asked.replaces : []) {
      const from = pathBelow(inputs, submissionOf(period, file));
      if (!moves.some((move) => move.from === from)) moves.push({ from, to: withdrawnPlace(id, from) });
    }
  }
  const leaving = new Set(moves.map(({ from }) => from));
  for (const { upload, unit, period, form } of files) {
    const folder = `${folderOf(unit)}/${period.period}/${await folderFor(unit, form)}`;
    const to = freePlace(inputs, folder, upload.name, leaving, taken);
    taken.add(to);
    copies.push({ path: upload.path, to, sha256: upload.sha256 });
  }
  return perform(inputs, folderOf(at), { id, what: 'put', copies, moves });
}

function freePlace(
  inputs: string,
  folder: string,
  name: string,
  leaving: ReadonlySet<string>,
  taken: ReadonlySet<string>,
): string {
  for (let number = 1; ; number++) {
    const place = `${folder}/${number === 1 ? name : numberedName(name, number)}`;
    if (!taken.has(place) && (leaving.has(place) || !existsSync(join(inputs, place)))) return place;
  }
}

export function withdrawFiles(
  inputs: string,
  unit: Unit,
  period: Period,
  files: readonly string[],
): Promise<DeedRecord> {
  const id = newDeedId();
  const moves = files.map((file) => {
    const from = pathBelow(inputs, submissionOf(period, file));
    return { from, to: withdrawnPlace(id, from) };
  });
  return perform(inputs, folderOf(unit), { id, what: 'withdraw', copies: [], moves });
}

/** Moves a file to another period or township, in the subfolders that it lies in. */
export function moveFile(
  inputs: string,
  unit: Unit,
  period: Period,
  file: string,
  to: { readonly unit: Unit; readonly period: Period },
): Promise<DeedRecord> {
  const from = pathBelow(inputs, submissionOf(period, file));
  const [, , ...below] = from.split('/');
  const folder = [folderOf(to.unit), to.period.period, ...below.slice(0, -1)].join('/');
  const moves = [{ from, to: freePlace(inputs, folder, basename(from), new Set(), new Set()) }];
  return perform(inputs, folderOf(unit), { id: newDeedId(), what: 'move', copies: [], moves });
}

/** A withdrawn file, with its path below the township's folder. */
interface Withdrawn extends WithdrawnFile {
  readonly place: string;
  /** Where it lay. */
  readonly below: string;
}

/** The withdrawn files of a township, the newest first. */
function withdrawnOf(inputs: string, unit: Unit): Withdrawn[] {
  const home = folderOf(unit);
  return deedsOf(inputs, home)
    .reverse()
    .flatMap(({ id, at }) =>
      filesBelow(join(inputs, home, withdrawnFolder, id))
        .filter(({ file }) => file !== 'deed.json')
        .map(({ file, path }) => ({
          // A name may hold what is personal.
          id: sha256(`${id}/${file}`),
          file: maskText(file),
          at,
          bytes: statSync(path).size,
          place: `${home}/${withdrawnFolder}/${id}/${file}`,
          below: file,
        })),
    );
}

export const withdrawnFiles = (inputs: string, unit: Unit): WithdrawnFile[] =>
  withdrawnOf(inputs, unit).map(({ id, file, at, bytes }) => ({ id, file, at, bytes }));

/** Puts withdrawn files back where they lay, or beside what lies there now. */
export function restoreFiles(inputs: string, unit: Unit, ids: readonly string[]): Promise<DeedRecord> {
  const known = withdrawnOf(inputs, unit);
  const taken = new Set<string>();
  const moves = ids.map((id) => {
    const found = known.find((own) => own.id === id);
    if (!found) throw new Refused('changed', '这个文件已经不在“已撤下”里了，请刷新再看。');
    const folder = [folderOf(unit), ...found.below.split('/').slice(0, -1)].join('/');
    const to = freePlace(inputs, folder, basename(found.below), new Set(), taken);
    taken.add(to);
    return { from: found.place, to };
  });
  return perform(inputs, folderOf(unit), { id: newDeedId(), what: 'restore', copies: [], moves });
}

/** Takes a deed back: what it put is withdrawn, what it moved goes back. */
export function undoDeed(inputs: string, unit: Unit, deed: string): Promise<DeedRecord> {
  const record = deedsOf(inputs, folderOf(unit)).find(({ id }) => id === deed);
  if (!record) throw new Refused('changed', '这一次已经撤销过，或记录已不在了。');
  const id = newDeedId();
  const withdrawn = record.copies.map(({ to }) => ({ from: to, to: withdrawnPlace(id, to) }));
  const back = [...record.moves].reverse().map(({ from, to }) => ({ from: to, to: from }));
  return perform(inputs, folderOf(unit), { id, what: 'undo', copies: [], moves: [...withdrawn, ...back] });
}

/** A deed as the page shows it. */
export function shownDeed({ id, at, what, copies, moves }: DeedRecord): Deed {
  const isWithdrawn = (path: string) => path.split('/')[1] === withdrawnFolder;
  return {
    id,
    at,
    what,
    placed: [...copies, ...moves].filter(({ to }) => !isWithdrawn(to)).map(({ to }) => maskText(to)),
    withdrawn: moves.filter(({ to }) => isWithdrawn(to)).map(({ from }) => maskText(from)),
  };
}

/** The form of a file as it was looked at; '' where it is unknown. */
export const formOf = ({ sheets }: Pick<DroppedFile, 'sheets'>): string =>
  sheets.find(({ form }) => form !== '')?.form ?? '';
