/** Held-back rows, and what a person decides about them. */
import { basename } from 'node:path';
import type { Waiver } from '../../findings/waivers.js';
import { existingDate } from '../../inputs/period.js';
import { readSettings } from '../../inputs/settings.js';
import { addAnswers } from '../../inputs/write-answers.js';
import { addWaivers } from '../../inputs/write-waivers.js';
import { noAnswers } from '../../recognise/answers.js';
import { answersIn } from '../answers.js';
import type { WaiverAsked } from '../api/held.js';
import { type Desk, placeOf } from '../desk.js';
import { effectOf } from '../effect.js';
import { heldFiles, sheetRows } from '../held.js';
import { Refused, typed } from '../refused.js';
import type { Handlers } from './handlers.js';

type Names = 'held' | 'informed' | 'sheet' | 'previewWaiver' | 'waive' | 'previewAnswers' | 'answer';

export const heldHandlers: Handlers<Names> = {
  async held(desk, place) {
    const { unit } = await placeOf(desk, place);
    const { township } = await readSettings(unit.path);
    return heldFiles(desk.options().outputs, place, township.name);
  },
  async informed(desk, { file, by, ...place }) {
    const { unit, period } = await placeOf(desk, place);
    desk.log.add({
      by: typed(by, '姓名', 40),
      what: '已告知部门',
      unit: unit.unit,
      period: period.period,
      detail: basename(file),
    });
    return {};
  },
  async sheet(desk, { table, row, around, ...place }) {
    await placeOf(desk, place);
    return sheetRows(desk.options().outputs, place, table, row, around);
  },
  async previewWaiver(desk, asked) {
    const { unit, period } = await placeOf(desk, asked);
    const { waivers, by } = waiversIn(desk, asked);
    const place = { unit: unit.unit, period: period.period };
    return effectOf({ options: desk.options(), ...place, waivers, answers: noAnswers, by, beside: null });
  },
  async waive(desk, asked) {
    const { unit, period } = await placeOf(desk, asked);
    const { waivers, by } = waiversIn(desk, asked);
    await addWaivers(unit.path, waivers);
    const place = { unit: unit.unit, period: period.period };
    const cells = waivers.map(({ file, cell }) => `${basename(file)} ${cell}`);
    desk.log.add({
      by,
      what: '认可',
      ...place,
      detail: `${cells.join('、')}：${asked.reason}，到 ${asked.until}`,
    });
    desk.runs.request(place);
    return {};
  },
  async previewAnswers(desk, asked) {
    const { unit, period } = await placeOf(desk, asked);
    const beside = asked.upload === undefined ? null : desk.uploads.get(asked.upload);
    return effectOf({
      options: desk.options(),
      unit: unit.unit,
      period: period.period,
      waivers: [],
      answers: answersIn(asked.answers),
      by: asked.by,
      beside: beside && { path: beside.path, name: beside.name },
    });
  },
  async answer(desk, asked) {
    const { unit, period } = await placeOf(desk, asked);
    const by = typed(asked.by, '姓名', 40);
    await addAnswers(unit.path, answersIn(asked.answers), { by, reason: asked.reason });
    const place = { unit: unit.unit, period: period.period };
    const lines = asked.answers.map(({ cells }) => cells.slice(1).join(' '));
    desk.log.add({ by, what: '回答', ...place, detail: lines.join('；') });
    desk.runs.request(place);
    return {};
  },
};

/** @throws Refused where a reason, a name or the last day is lacking. */
function waiversIn(
  desk: Desk,
  asked: WaiverAsked,
): { readonly waivers: readonly Waiver[]; readonly by: string } {
  const by = typed(asked.by, '认可人', 40);
  const reason = typed(asked.reason, '理由');
  const until = existingDate(typed(asked.until, '有效期', 10));
  if (until === null) throw new Refused('wrong', '有效期请写成 2022-01-31 这样的日期。');
  if (until < desk.options().today) throw new Refused('wrong', '有效期已经过去，请改一个以后的日期。');
  if (asked.findings.length === 0) throw new Refused('wrong', '没有选中要认可的问题。');
  const waivers = asked.findings.map(({ rule, file, sheet, cell, text }) => ({
    rule,
    file,
    sheet,
    cell,
    text,
    reason,
    by,
    until,
  }));
  return { waivers, by };
}
