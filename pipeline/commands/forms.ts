/** `forms`: writes the blank forms for departments, and the check of what they send. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BlankForm, blankFormWorkbook } from '../blank-forms/index.js';
import { rosterOf, type Submitted, villagesOf } from '../blank-forms/roster.js';
import { type CheckPageOf, checkPageHtml } from '../check-page/index.js';
import { checkName, packetOf } from '../check-page/packet.js';
import type { Form } from '../forms/define.js';
import { forms } from '../forms/index.js';
import { coverageOf } from '../indicators/sides.js';
import { discover, type Unit } from '../inputs/discover.js';
import { parsePeriod } from '../inputs/period.js';
import { readingTerms } from '../inputs/reading-key.js';
import { readSettings, type Settings } from '../inputs/settings.js';
import { type Options, UsageError } from '../options.js';
import { departmentFile } from '../publication/department-file.js';
import { chineseDate } from '../publication/labels.js';
import { openReadOnlyOf } from '../store/open.js';
import { say, sayJson } from './text/say.js';
import type { Usage } from './usage.js';

interface Written {
  readonly unit: string;
  readonly form: string;
  readonly title: string;
  readonly department: string;
  readonly file: string;
  /** Date of the roster that it is filled in with; null: it is empty. */
  readonly filledInFrom: string | null;
  readonly rows: number;
}

/** @returns 0; the forms are in `outputs/<unit>/forms/`. */
export async function formsCommand({ options }: Usage): Promise<number> {
  const asOf = formsDate(options);
  const units = await unitsToWrite(options);
  const store = options.period === null ? null : await openReadOnlyOf(options);
  const written: Written[] = [];
  try {
    for (const unit of units) {
      const settings = await readSettings(unit.path, forms);
      const folder = join(options.outputs, unit.unit, 'forms');
      const blanks = new Map<string, Map<string, Uint8Array>>();
      const submitted = store ? { store, unit: unit.unit, coverage: coverageOf(store, unit.unit) } : null;
      for (const form of forms) {
        const blank = blankFormOf(form, settings, submitted, asOf);
        const bytes = await blankFormWorkbook(blank, options.period === null ? options.today : asOf);
        const name = `${form.title}.xlsx`;
        const file = put(folder, name, bytes);
        const own = blanks.get(blank.department) ?? new Map<string, Uint8Array>();
        blanks.set(blank.department, own.set(name, bytes));
        written.push({
          unit: unit.unit,
          form: form.id,
          title: form.title,
          department: blank.department,
          file,
          filledInFrom: blank.roster?.asOf ?? null,
          rows: blank.roster?.rows.length ?? 0,
        });
      }
      putCheck(folder, checkOf(unit, settings, options), blanks);
    }
  } finally {
    store?.close();
  }
  if (options.json) sayJson(written.map(jsonLine));
  else if (!options.quiet) say(text(written, asOf, options));
  return 0;
}

/** The check for the period that is asked for, else the latest that was begun, else this year. */
function checkOf(unit: Unit, settings: Settings, { period, today }: Options): CheckPageOf {
  const checked = period ?? unit.periods.at(-1)?.period ?? today.slice(0, 4);
  const { contextOf } = readingTerms(unit, settings, '');
  return { township: settings.township.name, period: checked, context: contextOf(checked) };
}

/** The check, and for each department a packet of it and of the department's blank forms. */
function putCheck(
  folder: string,
  check: CheckPageOf,
  blanks: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>,
): void {
  const page = checkPageHtml(check);
  put(folder, 'check.html', new TextEncoder().encode(page));
  for (const [department, own] of blanks) {
    put(folder, `${departmentFile(department)}.zip`, packetOf(own, page, chineseDate(check.context.asOf)));
  }
}

/** The period's date; without one the end of this year. */
function formsDate({ period, today }: Options): string {
  if (period === null) return `${today.slice(0, 4)}-12-31`;
  const date = parsePeriod(period);
  if (date === null) {
    throw new UsageError(
      `--period 写成年份或日期，例如 2021 或 2021-11-30，给出的是“${period}”。`,
      `--period is a year or a date such as 2021 or 2021-11-30, found "${period}".`,
    );
  }
  return date;
}

/** The unit that is named, else every one; a township that has not sent anything yet needs its forms most. */
async function unitsToWrite({ inputs, unit }: Options): Promise<readonly Unit[]> {
  const units = existsSync(inputs) ? (await discover(inputs)).units : [];
  const wanted = unit === null ? units : units.filter((found) => found.unit === unit);
  if (wanted.length > 0) return wanted;
  const known = units.map((found) => found.unit).join('、') || '无';
  const name = unit ?? '示例镇';
  throw new UsageError(
    `${inputs} 下没有${unit === null ? '乡镇' : `“${unit}”`}的文件夹（现有：${known}）。请先建立 ${inputs}/${name}/，名称等可写在其中的 unit.csv。`,
    `There is no folder of ${unit === null ? 'a township' : `"${unit}"`} in ${inputs}. Make ${inputs}/${name}/ first; its name and the like may stand in unit.csv there.`,
  );
}

function blankFormOf(
  form: Form,
  { township, owed }: Settings,
  submitted: Submitted | null,
  asOf: string,
): BlankForm {
  const owing = owed?.find((line) => line.form === form.id)?.department;
  return {
    form,
    township: township.name,
    department: owing || (form.departments[0] ?? ''),
    asOf,
    roster: submitted ? rosterOf(submitted, form, asOf) : null,
    villages: submitted ? villagesOf(submitted, asOf) : [],
  };
}

/** Replaces the file as a whole. @throws UsageError where a program holds it open. */
function put(folder: string, name: string, bytes: Uint8Array): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  const aside = join(folder, `.${name}.next`);
  writeFileSync(aside, bytes);
  try {
    renameSync(aside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EBUSY' && code !== 'EPERM' && code !== 'EACCES') throw error;
    throw new UsageError(
      `${path} 正被别的程序打开，请关闭后再试。`,
      `Another program holds ${path} open; close it and try again.`,
    );
  }
  return path;
}

const jsonLine = ({ filledInFrom, ...line }: Written) => ({ ...line, filled_in_from: filledInFrom });

function text(written: readonly Written[], asOf: string, { outputs, lang, period }: Options): string {
  const zh = lang === 'zh';
  const lines: string[] = [];
  for (const unit of new Set(written.map((line) => line.unit))) {
    const own = written.filter((line) => line.unit === unit);
    const folder = join(outputs, unit, 'forms');
    lines.push(
      zh
        ? `■ ${unit} ${asOf.slice(0, 4)}年空白报表 ${own.length} 张，在 ${folder}`
        : `■ ${unit}: ${own.length} blank forms for ${asOf.slice(0, 4)} in ${folder}`,
    );
    for (const { title, department, filledInFrom, rows } of own) {
      const filled =
        filledInFrom === null
          ? ''
          : zh
            ? `，已填入 ${filledInFrom} 名册的 ${rows} 行`
            : `, filled in with ${rows} rows of the roster of ${filledInFrom}`;
      lines.push(
        zh ? `  ${title}.xlsx（${department}）${filled}` : `  ${title}.xlsx (${department})${filled}`,
      );
    }
    lines.push(
      zh
        ? `  发给部门：每个部门一个压缩包（<部门>.zip），内有空白表和“${checkName}”；单独的自查页是 check.html`
        : `  For departments: one packet each (<department>.zip) with its blank forms and the check "${checkName}"; the check alone is check.html`,
    );
    if (period === null) {
      lines.push(
        zh
          ? '  加上 --period（例如 2021-11-30），名册类报表会填入上年的名册'
          : '  With --period (e.g. 2021-11-30) rosters come filled in with last year’s',
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
