/** `status`: when the last good run was, what is due, what is wrong; its exit code serves a monitor. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forms } from '../forms/index.js';
import { outdatedUnits, renewal } from '../history/outdated-units.js';
import { readPublished } from '../history/read.js';
import { damagedRecords } from '../history/vintages.js';
import { readSettings } from '../inputs/settings.js';
import { lastRuns, type Outcome, type UnitOutcome } from '../operations/last-runs.js';
import { holderOf } from '../operations/lock.js';
import { publishedFolders } from '../operations/rebuild.js';
import { type Options, UsageError } from '../options.js';
import { type RunRecord, readRunRecord } from '../publication/run-record.js';
import { sealOf } from '../publication/seal.js';
import { type Signatures, signatures, signedOff } from '../publication/signatures.js';
import { dueDate, isLate } from '../publication/submissions.js';
import { alteredFiles } from '../publish/current.js';
import { readRevisions } from '../tables/revisions.js';
import { when } from '../text/when.js';
import { metWordsCommand } from './met-words.js';
import { namedFiles } from './text/files.js';
import { say, sayJson } from './text/say.js';
import type { Usage } from './usage.js';

interface Due {
  readonly unit: string;
  readonly folder: string;
  readonly form: string;
  readonly title: string;
  readonly department: string;
  /** ISO date; null: it has no deadline. */
  readonly due: string | null;
  readonly status: 'owed' | 'late';
}

interface Status {
  readonly ok: boolean;
  readonly at_work: { readonly command: string; readonly since: string } | null;
  readonly last_run: Outcome | null;
  readonly last_good_run: string | null;
  readonly published: readonly {
    readonly unit: string;
    readonly folder: string;
    readonly published_at: string;
    /** Who signed it off; null: it is not sealed. */
    readonly sealed: Signatures | null;
  }[];
  readonly due: readonly Due[];
  /** How many figures of a publication's comparison have been revised since they were published; no problem. */
  readonly revised: readonly { readonly unit: string; readonly folder: string; readonly figures: number }[];
  readonly problems: readonly string[];
}

/** Hours after which a nightly run is missed: a day, and some for a long one. */
const nightlyHours = 26;

/** @returns 0; 1 where something is wrong. */
export async function statusCommand({ options, flags }: Usage): Promise<number> {
  if (flags.headers === true) return metWordsCommand(options);
  const status = await statusOf(options, maximumAge(flags['max-age']), new Date());
  if (options.json) sayJson(status);
  else if (!options.quiet || !status.ok) say(text(status, options.lang === 'zh'));
  return status.ok ? 0 : 1;
}

function maximumAge(hours: string | boolean | undefined): number | null {
  if (hours === undefined) return null;
  if (typeof hours === 'string' && /^\d+(\.\d+)?$/.test(hours) && Number(hours) > 0) return Number(hours);
  throw new UsageError(
    `--max-age 需要小时数，例如 26，给出的是“${hours}”。`,
    `--max-age takes hours, e.g. 26, found "${hours}".`,
  );
}

async function statusOf(options: Options, maxAge: number | null, now: Date): Promise<Status> {
  const { inputs, outputs, unit, lang } = options;
  const runs = lastRuns(outputs);
  const lock = holderOf(outputs);
  const asked = publishedFolders(outputs).filter((found) => unit === null || found.unit === unit);
  const damaged = asked.flatMap((found) => damagedRecords(outputs, found.unit, found.folder));
  const current = asked.flatMap(({ unit: of, folder: name }) => {
    const folder = join(outputs, of, name);
    const path = join(folder, 'run.json');
    const run = existsSync(path) ? readRunRecord(readFileSync(path, 'utf8')) : null;
    return run ? [{ unit: of, name, folder, run }] : [];
  });
  const latest = current.filter(
    ({ unit: of, run: { as_of } }) => !current.some((other) => other.unit === of && other.run.as_of > as_of),
  );
  const say = (zh: string, en: string) => (lang === 'zh' ? zh : en);
  const problems: string[] = [];
  for (const path of damaged) {
    problems.push(
      say(
        `${path} 已损坏，读不出来；是现在的成果，再运行一次会重新发布，是旧的，请从备份恢复或移走它所在的文件夹`,
        `${path} is damaged and cannot be read; of the current publication, run again to publish it anew; of an earlier one, bring it back from a backup or move its folder away`,
      ),
    );
  }
  if (current.length + damaged.length === 0) problems.push(say('还没有发布过', 'nothing has been published'));
  if (lock && !lock.atWork) {
    const since = when(lock.holder.since);
    problems.push(
      say(
        `${since} 开始的运行中断了；下次运行会接着做`,
        `the run begun ${since} broke off; the next run goes on from there`,
      ),
    );
  }
  if (runs?.last.error)
    problems.push(say(`上次运行失败：${runs.last.error}`, `the last run failed: ${runs.last.error}`));
  for (const own of runs?.last.units ?? []) {
    if (unit === null || own.unit === unit) problems.push(...problemsOf(own, say));
  }
  const limit = maxAge ?? (runs?.nightly ? nightlyHours : null);
  const good = runs?.good?.ended_at ?? null;
  if (limit !== null && (good === null || now.getTime() - Date.parse(good) > limit * 3_600_000)) {
    problems.push(say(`已超过 ${limit} 小时没有成功运行`, `no good run in the last ${limit} hours`));
  }
  for (const { unit: of, name, folder, run } of current) {
    const altered = await alteredFiles(folder, run);
    if (altered.length === 0) continue;
    const names = namedFiles(altered, lang === 'zh');
    problems.push(
      say(
        `${of} ${name} 的成果里有文件丢失，或在发布之后被改动：${names}；再运行一次会重新发布`,
        `of what was published for ${of} ${name}, files are missing or were altered since: ${names}; run again to publish them anew`,
      ),
    );
  }
  for (const { unit: of, name, run } of latest) {
    const units = outdatedUnits(outputs, run);
    if (units.length === 0) continue;
    problems.push(
      say(
        `${of} ${name} 的数字已过时：${units.join('、')} 之后重新发布过；运行 ${renewal(of)} 更新`,
        `the figures of ${of} ${name} are out of date: ${units.join(', ')} published anew since; ${renewal(of)} renews them`,
      ),
    );
  }
  return {
    ok: problems.length === 0,
    at_work: lock?.atWork ? { command: lock.holder.command, since: lock.holder.since } : null,
    last_run: runs?.last ?? null,
    last_good_run: good,
    published: current.map(({ unit: of, name, run }) => {
      const seal = sealOf(inputs, of, name);
      return {
        unit: of,
        folder: name,
        published_at: run.published_at,
        sealed: seal ? signatures(seal) : null,
      };
    }),
    revised: current.flatMap(({ unit: of, name, folder }) => {
      const figures = readRevisions(folder).length;
      return figures === 0 ? [] : [{ unit: of, folder: name, figures }];
    }),
    due: (await Promise.all(latest.map((own) => dueOf(own, options)))).flat(),
    problems,
  };
}

/** The forms that a publication lacks, by whom and until when: as the settings are now. */
async function dueOf(
  { unit, name, folder, run }: { unit: string; name: string; folder: string; run: RunRecord },
  { inputs, today }: Options,
): Promise<Due[]> {
  // What a roll-up still waits for is what its units do.
  if (run.units) return [];
  const home = join(inputs, unit);
  const owed = existsSync(home) ? (await readSettings(home, forms)).owed : null;
  const path = join(folder, 'submissions.csv');
  return (existsSync(path) ? readPublished(path) : []).flatMap(({ status, form: id = '' }): Due[] => {
    if (status !== 'owed' && status !== 'late') return [];
    const form = forms.find((known) => known.id === id);
    const department = form?.departments[0] ?? '';
    const own = owed?.find((entry) => entry.form === id) ?? { form: id, department, dueDays: null };
    return [
      {
        unit,
        folder: name,
        form: id,
        title: form?.title ?? id,
        department: own.department,
        due: dueDate(own, run.period),
        status: isLate(own, run.period, today) ? 'late' : 'owed',
      },
    ];
  });
}

function problemsOf(
  { unit, outcome, reason, deferred, differences }: UnitOutcome,
  say: (zh: string, en: string) => string,
): string[] {
  if (outcome === 'failed')
    return [say(`${unit} 没有发布：${reason}`, `${unit} was not published: ${reason}`)];
  if (deferred) {
    const files = deferred.map(({ file }) => file);
    return [
      outcome === 'published'
        ? say(
            `${unit} 已发布，但这些文件当时还在变动，没有读入：${files.join('、')}`,
            `${unit} is published without files that were in motion: ${files.join(', ')}`,
          )
        : say(
            `${unit} 没有发布，这些文件还在变动：${files.join('、')}`,
            `${unit} waits for files in motion: ${files.join(', ')}`,
          ),
    ];
  }
  if (differences) {
    return [
      say(
        `${unit} 的报表与定稿有 ${differences} 个数字不同`,
        `${unit} differs from its seal (figures: ${differences})`,
      ),
    ];
  }
  return [];
}

function text(status: Status, zh: boolean): string {
  const never = zh ? '从未' : 'never';
  const due = status.due.map(({ unit, folder, title, department, due: until, status: how }) => {
    const by = until === null ? '' : zh ? `（${until} 前）` : ` (by ${until})`;
    const late = how === 'late' ? (zh ? '，已逾期' : ', late') : '';
    return `    ${unit} ${folder}  ${department}${zh ? '：' : ': '}${title}${by}${late}`;
  });
  const lines = [
    status.ok ? (zh ? '正常' : 'All is well') : zh ? '有问题：' : 'Something is wrong:',
    ...status.problems.map((problem) => `  ✗ ${problem}`),
    `${zh ? '上次成功运行：' : 'Last good run: '}${status.last_good_run === null ? never : when(status.last_good_run)}`,
    ...(status.at_work
      ? [
          zh
            ? `正在运行：${status.at_work.command}，自 ${when(status.at_work.since)}`
            : `At work: ${status.at_work.command}, since ${when(status.at_work.since)}`,
        ]
      : []),
    ...status.published.map(({ unit, folder, published_at, sealed }) => {
      const signed = sealed ? `${zh ? '；' : '; '}${signedOff(sealed, zh)}` : '';
      return zh
        ? `  ${unit} ${folder}：${when(published_at)} 发布${signed}`
        : `  ${unit} ${folder}: published ${when(published_at)}${signed}`;
    }),
    ...status.revised.map(({ unit, folder, figures }) =>
      zh
        ? `  ${unit} ${folder}：有 ${figures} 个数与原先发布的不同（修订），见 revisions.csv`
        : `  ${unit} ${folder}: figures that differ from what was published (${figures}), see revisions.csv`,
    ),
    ...(due.length > 0 ? [zh ? `尚缺 ${due.length} 张表：` : `Still due (${due.length}):`, ...due] : []),
  ];
  return `${lines.join('\n')}\n`;
}
