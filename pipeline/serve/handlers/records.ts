/** Figures and publications; proofs; signing off; forms, settings, backups. */
import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { BlankForm, ReportCheck } from '../api/records.js';
import { openWithSystem } from '../browser.js';
import { askCommand, sayCommand } from '../command.js';
import { placeOf, unitOf } from '../desk.js';
import { headOf } from '../head.js';
import { publishedData, publishedPage } from '../published.js';
import { Refused, typed } from '../refused.js';
import { sealingOf } from '../sealing.js';
import { editSettings, settingsFilesOf } from '../settings.js';
import { differenceOf, historyOf, publicationsOf } from '../vintages.js';
import type { Handlers } from './handlers.js';

type Names =
  | 'data'
  | 'history'
  | 'publications'
  | 'diff'
  | 'verify'
  | 'status'
  | 'checkTemplates'
  | 'checkReport'
  | 'sealing'
  | 'seal'
  | 'unseal'
  | 'backup'
  | 'blankForms'
  | 'settings'
  | 'editSettings'
  | 'open'
  | 'log';

const mostEntries = 2000;

const at = (unit: string, period: string) => [`--unit=${unit}`, `--period=${period}`];

export const recordHandlers: Handlers<Names> = {
  async data(desk, { name, ...place }) {
    const { outputs } = desk.options();
    await placeOf(desk, place);
    return name === 'page' ? publishedPage(outputs, place) : publishedData(outputs, place, name);
  },
  async history(desk, { figure, ...place }) {
    await placeOf(desk, place);
    return historyOf(desk.options().outputs, place, figure);
  },
  async publications(desk, place) {
    await placeOf(desk, place);
    return publicationsOf(desk.options().outputs, place);
  },
  async diff(desk, { from, to, ...place }) {
    await placeOf(desk, place);
    return differenceOf(desk.options().outputs, place, from, to);
  },
  async verify(desk, { unit }) {
    return sayCommand(desk, ['verify', `--unit=${(await unitOf(desk, unit)).unit}`]);
  },
  status: (desk) => sayCommand(desk, ['status']),
  async checkTemplates(desk, { unit, period }) {
    await placeOf(desk, { unit, period });
    return sayCommand(desk, ['check-templates', ...at(unit, period)], 2);
  },
  async checkReport(desk, { upload, unit, period }): Promise<ReportCheck> {
    await placeOf(desk, { unit, period });
    const path = desk.uploads.named(desk.uploads.get(upload));
    const found = (await askCommand(desk, ['check-report', ...at(unit, period), '--', path])) as Omit<
      ReportCheck,
      'counts'
    >;
    const count = (outcome: string) => found.numbers.filter((one) => one.outcome === outcome).length;
    const counts = {
      equal: count('equal'),
      rounded: count('rounded'),
      different: count('different'),
      unknown: count('unknown'),
    };
    return { file: basename(path), counts, numbers: found.numbers };
  },
  async sealing(desk, place) {
    const { unit, period } = await placeOf(desk, place);
    const options = desk.options();
    return sealingOf(await headOf(unit, period.period, options), place, options);
  },
  async seal(desk, { unit, period, preparedBy, reviewedBy, approvedBy, why, report }) {
    await placeOf(desk, { unit, period });
    const names = [
      typed(preparedBy, '填报人', 40),
      typed(reviewedBy, '审核人', 40),
      typed(approvedBy, '签发人', 40),
    ];
    const said = await sayCommand(desk, [
      'seal',
      ...at(unit, period),
      ...['prepared-by', 'reviewed-by', 'approved-by'].map((flag, one) => `--${flag}=${names[one]}`),
      `--why=${typed(why, '依据')}`,
      ...(report === undefined ? [] : [`--report=${desk.uploads.named(desk.uploads.get(report))}`]),
    ]);
    desk.log.add({ by: names.join('、'), what: '定稿', unit, period, detail: why });
    return said;
  },
  async unseal(desk, { unit, period, by, why }) {
    await placeOf(desk, { unit, period });
    const said = await sayCommand(desk, [
      'unseal',
      ...at(unit, period),
      `--by=${typed(by, '姓名', 40)}`,
      `--why=${typed(why, '理由')}`,
    ]);
    desk.log.add({ by, what: '解除定稿', unit, period, detail: why });
    return said;
  },
  async backup(desk, { by, folder }) {
    const { outputs } = desk.options();
    const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
    const to = folder?.trim() || join(dirname(outputs), '备份', time);
    const who = typed(by, '姓名', 40);
    desk.log.add({ by: who, what: '备份', unit: '', period: '', detail: to });
    return sayCommand(desk, ['backup', '--', to]);
  },
  async blankForms(desk, { unit, period }) {
    await placeOf(desk, { unit, period });
    const written = (await askCommand(desk, ['forms', ...at(unit, period)])) as readonly WrittenForm[];
    return written.map(
      ({ form, title, department, file, filled_in_from }): BlankForm => ({
        form,
        title,
        department,
        file: basename(file),
        filledInFrom: filled_in_from,
      }),
    );
  },
  async settings(desk, { unit }) {
    return settingsFilesOf((await unitOf(desk, unit)).path);
  },
  async editSettings(desk, { unit, edit, by }) {
    const { path, unit: name } = await unitOf(desk, unit);
    const who = typed(by, '姓名', 40);
    const file = await editSettings(path, edit);
    const detail = `${edit.name}：去掉 ${edit.remove.length} 行，加上 ${edit.add.length} 行`;
    desk.log.add({ by: who, what: '改设置', unit: name, period: '', detail });
    return file;
  },
  async open(desk, { what, ...place }) {
    const { unit, period } = await placeOf(desk, place);
    const { outputs } = desk.options();
    const published = join(outputs, unit.unit, period.period);
    const targets = {
      inputs: join(unit.path, period.period),
      outputs: published,
      corrections: join(published, 'corrections'),
      forms: join(outputs, unit.unit, 'forms'),
      audit_page: join(published, 'index.html'),
    } as const;
    if (!Object.hasOwn(targets, what)) throw new Refused('wrong', '没有这个文件夹。');
    if (what !== 'audit_page') mkdirSync(targets[what], { recursive: true });
    if (!(await openWithSystem(targets[what])))
      throw new Refused('wrong', `打不开，请到这里看：${targets[what]}`);
    return {};
  },
  log: (desk, { most }) => desk.log.last(Math.min(Math.max(1, Number(most) || 100), mostEntries)),
};

/** What `forms --json` says. */
interface WrittenForm {
  readonly form: string;
  readonly title: string;
  readonly department: string;
  readonly file: string;
  readonly filled_in_from: string | null;
}
