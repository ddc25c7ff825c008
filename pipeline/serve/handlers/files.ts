/** Files dropped, put, withdrawn, moved, restored; deeds taken back. */
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import pLimit from 'p-limit';
import { maskText } from '../../findings/mask.js';
import { forms } from '../../forms/index.js';
import { readSettings } from '../../inputs/settings.js';
import { appendLines, removeLines } from '../../inputs/settings-edit.js';
import { addAnswers } from '../../inputs/write-answers.js';
import { answersIn } from '../answers.js';
import type { DroppedFile, PutFile } from '../api/files.js';
import type { Place } from '../api/place.js';
import { formLines, periodFiles } from '../board/forms.js';
import { type Desk, placeOf, refuseRollUp, unitOf } from '../desk.js';
import type { DeedRecord } from '../files/deeds.js';
import { droppedFile } from '../files/drop.js';
import {
  formOf,
  moveFile,
  putFiles,
  restoreFiles,
  shownDeed,
  submissionOf,
  type ToPut,
  undoDeed,
  withdrawFiles,
  withdrawnFiles,
} from '../files/put.js';
import type { Upload } from '../files/uploads.js';
import { currentHash } from '../head.js';
import { publishedPage } from '../published.js';
import { currentRecord } from '../recorded.js';
import { Refused, typed } from '../refused.js';
import type { Handlers } from './handlers.js';

type Names =
  | 'inspect'
  | 'discard'
  | 'formColumns'
  | 'put'
  | 'files'
  | 'withdraw'
  | 'move'
  | 'withdrawn'
  | 'restore'
  | 'undo'
  | 'notOwed'
  | 'questions';

/** Files that are looked at side by side: each takes threads and memory of its own. */
const atOnce = pLimit(2);

/** What an upload was seen to be. */
const looked = new WeakMap<Upload, Pick<DroppedFile, 'state' | 'sheets'>>();

async function lookAt(desk: Desk, place: Place, upload: Upload): Promise<DroppedFile> {
  const { unit, period } = await placeOf(desk, place);
  const { id, ...file } = upload;
  const found = await atOnce(() => droppedFile(desk, unit, period, { ...file, upload: id }));
  looked.set(upload, found);
  return found;
}

async function toPut(desk: Desk, place: Place, asked: PutFile): Promise<ToPut> {
  const upload = desk.uploads.get(asked.upload);
  const { state, sheets } = looked.get(upload) ?? (await lookAt(desk, place, upload));
  if (state === 'blocked') throw new Refused('wrong', `“${upload.name}”不能放入，请先看它旁边的说明。`);
  if (!['put', 'replace', 'both'].includes(asked.deed)) throw new Refused('wrong', '请先选怎样放入。');
  const to = await placeOf(desk, asked.to ?? place);
  await refuseRollUp(desk, to.unit);
  return { asked, upload, form: formOf({ sheets }) || answeredForm(asked), ...to };
}

/** The form to which the columns of a sheet that nobody knew are said to belong. */
function answeredForm({ answers }: PutFile): string {
  return answers.find(({ file }) => file === 'columns.csv')?.cells[0] ?? '';
}

/** Logs a deed, and publishes where that is asked for. */
function finish(
  desk: Desk,
  { unit, period, by, publishes }: Place & { readonly by: string; readonly publishes: boolean },
  record: DeedRecord,
  what: string,
) {
  const deed = shownDeed(record);
  const files = [...deed.placed, ...deed.withdrawn].map((file) => basename(file));
  desk.log.add({ by, what, unit, period, detail: files.join('、') });
  if (publishes) desk.runs.request({ unit, period }, record.id);
  return deed;
}

export const fileHandlers: Handlers<Names> = {
  inspect: (desk, { upload, ...place }) => lookAt(desk, place, desk.uploads.get(upload)),
  formColumns: () =>
    forms.map(({ id, title, columns }) => ({
      form: id,
      title,
      columns: Object.entries(columns).map(([name, { spec }]) => ({ name, header: spec.header })),
    })),
  discard(desk, { upload }) {
    desk.uploads.drop(upload);
    return {};
  },
  async put(desk, asked) {
    const by = typed(asked.by, '放入人', 40);
    const { unit, period } = await placeOf(desk, asked);
    const files: ToPut[] = [];
    for (const file of asked.files) files.push(await toPut(desk, asked, file));
    if (files.length === 0) throw new Refused('wrong', '没有选中要放入的文件。');
    const place = { unit: unit.unit, period: period.period };
    const record = await putFiles(desk.options().inputs, unit, files);
    for (const { asked: file, unit: of } of files)
      await addAnswers(of.path, answersIn(file.answers), { by, reason: '放入时回答' });
    for (const { upload } of files) desk.uploads.drop(upload.id);
    for (const own of elsewhere(files, place)) if (asked.publishes) desk.runs.request(own, record.id);
    return finish(desk, { ...asked, by }, record, '放入');
  },
  async files(desk, place) {
    const { period } = await placeOf(desk, place);
    const { outputs, today } = desk.options();
    const lines = currentRecord(outputs, place) ? publishedPage(outputs, place).submissions : [];
    return periodFiles(formLines(lines, period, null, today), period);
  },
  async withdraw(desk, asked) {
    const by = typed(asked.by, '撤下人', 40);
    const { unit, period } = await placeOf(desk, asked);
    const record = await withdrawFiles(desk.options().inputs, unit, period, asked.files);
    return finish(desk, { ...asked, by }, record, '撤下');
  },
  async move(desk, asked) {
    const by = typed(asked.by, '姓名', 40);
    const { unit, period } = await placeOf(desk, asked);
    const to = await placeOf(desk, asked.to);
    await refuseRollUp(desk, to.unit);
    const target = { unit: to.unit.unit, period: to.period.period };
    const record = await moveFile(desk.options().inputs, unit, period, asked.file, to);
    if (asked.publishes) desk.runs.request(target, record.id);
    return finish(desk, { ...asked, by }, record, '改放');
  },
  async withdrawn(desk, asked) {
    const unit = await unitOf(desk, asked.unit);
    return withdrawnFiles(desk.options().inputs, unit);
  },
  async restore(desk, asked) {
    const by = typed(asked.by, '姓名', 40);
    const { unit } = await placeOf(desk, asked);
    const record = await restoreFiles(desk.options().inputs, unit, asked.withdrawn);
    return finish(desk, { ...asked, by }, record, '恢复');
  },
  async undo(desk, asked) {
    const by = typed(asked.by, '姓名', 40);
    const { unit } = await placeOf(desk, asked);
    const record = await undoDeed(desk.options().inputs, unit, asked.deed);
    return finish(desk, { ...asked, by }, record, '撤销');
  },
  async notOwed(desk, { form, by, ...place }) {
    const { unit } = await placeOf(desk, place);
    await leaveOut(unit.path, form);
    const title = forms.find(({ id }) => id === form)?.title ?? form;
    desk.log.add({
      by: typed(by, '姓名', 40),
      what: '不用报',
      unit: unit.unit,
      period: place.period,
      detail: title,
    });
    return {};
  },
  async questions(desk, { file, ...place }) {
    const { unit, period } = await placeOf(desk, place);
    const { path } = submissionOf(period, file);
    const name = maskText(basename(path));
    const looks = { upload: '', name, path, bytes: statSync(path).size, sha256: await currentHash(path) };
    return atOnce(() => droppedFile(desk, unit, period, looks, true));
  },
};

/** Other places into which files of a put went: they are published as well. */
function elsewhere(files: readonly ToPut[], at: Place): Place[] {
  const places = files.map(({ unit, period }) => ({ unit: unit.unit, period: period.period }));
  const others = places.filter(({ unit, period }) => unit !== at.unit || period !== at.period);
  return [...new Map(others.map((place) => [JSON.stringify(place), place])).values()];
}

/** Takes a form out of `owed.csv`; where there is none, all the others are owed without a deadline. */
async function leaveOut(folder: string, form: string): Promise<void> {
  const path = join(folder, 'owed.csv');
  const { owed, lines } = await readSettings(folder, forms);
  const columns = ['form', 'department', 'due_days'];
  if (owed === null) {
    const others = forms.filter(({ id, owedWhereNamed }) => id !== form && !owedWhereNamed);
    const all = others.map(({ id, departments }) => ({
      form: id,
      department: departments[0] ?? '',
      due_days: '',
    }));
    await appendLines(path, columns, all);
    return;
  }
  const title = forms.find(({ id }) => id === form)?.title;
  const own = lines.filter(
    ({ setting, text }) => setting === 'owed.csv' && [form, title].includes(text.split(',')[0]?.trim()),
  );
  if (own.length === 0) throw new Refused('changed', '设置里已经没有这张表，请刷新再看。');
  await removeLines(path, new Set(own.map(({ number }) => number)));
}
