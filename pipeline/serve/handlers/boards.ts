/** Townships and boards. */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { maskText } from '../../findings/mask.js';
import { describeWhole } from '../../findings/words.js';
import { isOutputsOwn } from '../../inputs/discover.js';
import { parsePeriod } from '../../inputs/period.js';
import { readSettings } from '../../inputs/settings.js';
import { appendLines } from '../../inputs/settings-edit.js';
import { projectFolder, version } from '../../program/program.js';
import { boardOf } from '../board/board.js';
import { townshipLines } from '../board/townships.js';
import { type Desk, unitOf } from '../desk.js';
import { inputName } from '../files/names.js';
import { Refused, typed } from '../refused.js';
import type { Handlers } from './handlers.js';

type Names = 'boot' | 'townships' | 'newTownship' | 'example' | 'newPeriod' | 'board';

export const boardHandlers: Handlers<Names> = {
  async boot(desk) {
    const { units, findings } = await desk.inputs();
    const known = units.map(async ({ unit, path, periods }) => ({
      unit,
      name: (await readSettings(path)).township.name,
      periods: periods.map(({ period }) => period).reverse(),
    }));
    return {
      version,
      today: desk.options().today,
      units: await Promise.all(known),
      hasExample: existsSync(exampleFolder) && !units.some(({ unit }) => unit === exampleUnit),
      findings: findings.map(({ file, finding }) => ({
        file: maskText(file),
        words: describeWhole(finding, 'zh'),
      })),
    };
  },
  async townships(desk) {
    const townships = await townshipLines(desk, await desk.inputs(), null);
    const reminders = townships.flatMap(({ reminder }) => (reminder ? [reminder] : [])).join('\n\n');
    return { townships, reminders };
  },
  async newTownship(desk, { name, county, period, by }) {
    const given = typed(name, '乡镇名称', 40);
    const unit = inputName(given);
    if (unit !== given || isOutputsOwn(unit) || parsePeriod(unit) !== null)
      throw new Refused('wrong', `“${given}”不能作文件夹的名称，请换一个。`);
    const date = periodGiven(period);
    const { inputs } = desk.options();
    const home = join(inputs, unit);
    if (existsSync(home)) throw new Refused('wrong', `已有“${unit}”，不用再建。`);
    mkdirSync(join(home, date), { recursive: true });
    const lines = [
      { key: 'name', value: given },
      ...(county?.trim() ? [{ key: 'county', value: county.trim() }] : []),
    ];
    await appendLines(join(home, 'unit.csv'), ['key', 'value'], lines);
    desk.log.add({ by: typed(by, '姓名', 40), what: '新建乡镇', unit, period: date, detail: '' });
    return { unit, period: date };
  },
  example(desk, { by }) {
    const { inputs } = desk.options();
    const to = join(inputs, exampleUnit);
    if (!existsSync(exampleFolder) || existsSync(to))
      throw new Refused('wrong', '示例已经在了，或这里没有带示例。');
    cpSync(exampleFolder, to, { recursive: true });
    const place = { unit: exampleUnit, period: examplePeriod };
    desk.log.add({ by: by || '—', what: '放入示例', ...place, detail: '' });
    return place;
  },
  async newPeriod(desk, { unit, period, by }) {
    const { path, unit: name, periods } = await unitOf(desk, unit);
    const date = periodGiven(period);
    if (periods.some((own) => own.date === parsePeriod(date)))
      throw new Refused('wrong', `${name} 已有 ${date} 这一期。`);
    mkdirSync(join(path, date), { recursive: true });
    desk.log.add({ by: typed(by, '姓名', 40), what: '新的一期', unit: name, period: date, detail: '' });
    return { unit: name, period: date };
  },
  board: (desk: Desk, place) => boardOf(desk, place),
};

const exampleUnit = '示例镇';
const examplePeriod = '2021-11-30';
const exampleFolder = join(projectFolder, 'inputs', exampleUnit);

/** @throws Refused where it is no date. */
function periodGiven(period: unknown): string {
  const given = typed(period, '截止日期', 10);
  if (parsePeriod(given) === null) throw new Refused('wrong', `“${given}”不是日期，请写成 2021-11-30 这样。`);
  return given;
}
