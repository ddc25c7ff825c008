/** Files put, withdrawn, moved, restored, and taken back: as the deeds that they come to. */
import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { filesBelow } from '../../files/files-below.js';
import { maskText } from '../../findings/mask.js';
import { forms } from '../../forms/index.js';
import type { Period, Submission, Unit } from '../../inputs/discover.js';
import { readSettings } from '../../inputs/settings.js';
import type { Deed, DroppedFile, PutFile, WithdrawnFile } from '../api/files.js';
import type { Place } from '../api/place.js';
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

export interface ToPut {
  readonly asked: PutFile;
  readonly upload: Upload;
  readonly unit: Unit;
  readonly period: Period;
  /** Its form; '' unknown. */
  readonly form: string;
}

/** Puts files, all or none. @param at whose folder keeps the record. */
export async function putFiles(inputs: string, at: Place, files: readonly ToPut[]): Promise<DeedRecord> {
  const id = newDeedId();
  const moves: Move[] = [];
  const copies: Copy[] = [];
  const taken = new Set<string>();
  for (const { asked, period, unit } of files) {
    for (const file of asked.deed === 'replace' ? asked.replaces : []) {
      const from = `${unit.unit}/${submissionOf(period, file).file}`;
      if (!moves.some((move) => move.from === from)) moves.push({ from, to: withdrawnPlace(id, from) });
    }
  }
  const leaving = new Set(moves.map(({ from }) => from));
  for (const { upload, unit, period, form } of files) {
    const folder = `${unit.unit}/${period.period}/${await folderFor(unit, form)}`;
    const to = freePlace(inputs, folder, upload.name, leaving, taken);
    taken.add(to);
    copies.push({ path: upload.path, to, sha256: upload.sha256 });
  }
  return perform(inputs, at.unit, { id, what: 'put', copies, moves });
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
  { unit }: Unit,
  period: Period,
  files: readonly string[],
): Promise<DeedRecord> {
  const id = newDeedId();
  const moves = files.map((file) => {
    const from = `${unit}/${submissionOf(period, file).file}`;
    return { from, to: withdrawnPlace(id, from) };
  });
  return perform(inputs, unit, { id, what: 'withdraw', copies: [], moves });
}

export function moveFile(
  inputs: string,
  unit: Unit,
  period: Period,
  file: string,
  to: Place,
): Promise<DeedRecord> {
  const own = submissionOf(period, file).file;
  const below = own.slice(period.period.length + 1);
  const folder = [to.unit, to.period, ...below.split('/').slice(0, -1)].join('/');
  const target = freePlace(inputs, folder, basename(own), new Set(), new Set());
  const moves = [{ from: `${unit.unit}/${own}`, to: target }];
  return perform(inputs, unit.unit, { id: newDeedId(), what: 'move', copies: [], moves });
}

/** The withdrawn files of a township, the newest first. */
export function withdrawnFiles(inputs: string, unit: string): WithdrawnFile[] {
  return deedsOf(inputs, unit)
    .reverse()
    .flatMap(({ id, at }) => {
      const folder = join(inputs, unit, withdrawnFolder, id);
      return filesBelow(folder)
        .filter(({ file }) => file !== 'deed.json')
        .map(({ file, path }) => ({
          id: `${id}/${file}`,
          file: maskText(file),
          at,
          bytes: statSync(path).size,
        }));
    });
}

/** Puts withdrawn files back where they lay, or beside what lies there now. */
export function restoreFiles(inputs: string, unit: string, ids: readonly string[]): Promise<DeedRecord> {
  const known = new Set(
    deedsOf(inputs, unit).flatMap(({ id }) =>
      filesBelow(join(inputs, unit, withdrawnFolder, id)).map(({ file }) => `${id}/${file}`),
    ),
  );
  const taken = new Set<string>();
  const moves = ids.map((one) => {
    if (!known.has(one)) throw new Refused('changed', '这个文件已经不在“已撤下”里了，请刷新再看。');
    const [, ...below] = one.split('/');
    const folder = [unit, ...below.slice(0, -1)].join('/');
    const to = freePlace(inputs, folder, below.at(-1) ?? '', new Set(), taken);
    taken.add(to);
    return { from: `${unit}/${withdrawnFolder}/${one}`, to };
  });
  return perform(inputs, unit, { id: newDeedId(), what: 'restore', copies: [], moves });
}

/** Takes a deed back: what it put is withdrawn, what it moved goes back. */
export function undoDeed(inputs: string, unit: string, deed: string): Promise<DeedRecord> {
  const record = deedsOf(inputs, unit).find(({ id }) => id === deed);
  if (!record) throw new Refused('changed', '这一次已经撤销过，或记录已不在了。');
  const id = newDeedId();
  const withdrawn = record.copies.map(({ to }) => ({ from: to, to: withdrawnPlace(id, to) }));
  const back = [...record.moves].reverse().map(({ from, to }) => ({ from: to, to: from }));
  return perform(inputs, unit, { id, what: 'undo', copies: [], moves: [...withdrawn, ...back] });
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
