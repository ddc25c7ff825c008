/** `status`: when the last good run was, what is due, what is wrong; its exit code serves a monitor. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { forms } from '../forms/index.js';
import { readPublished } from '../history/read.js';
import { vintagesOf } from '../history/vintages.js';
import { lastRuns, type Outcome, type UnitOutcome } from '../operations/execute.js';
import { holderOf } from '../operations/lock.js';
import { publishedFolders } from '../operations/rebuild.js';
import { type Lang, type Usage, UsageError } from '../usage.js';

interface Due {
  readonly unit: string;
  readonly folder: string;
  readonly form: string;
  readonly title: string;
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
  }[];
  readonly due: readonly Due[];
  readonly problems: readonly string[];
}

/** Hours after which a nightly run is missed: a day, and some for a long one. */
const nightlyHours = 26;

/** @returns 0; 1 where something is wrong. */
export async function statusCommand({ options, flags }: Usage): Promise<number> {
  const status = statusOf(
    options.outputs,
    options.unit,
    maximumAge(flags['max-age']),
    options.lang,
    new Date(),
  );
  if (options.json) process.stdout.write(`${JSON.stringify(status, null, 2)}\n`);
  else if (!options.quiet || !status.ok) process.stdout.write(text(status, options.lang === 'zh'));
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

function statusOf(
  outputs: string,
  unit: string | null,
  maxAge: number | null,
  lang: Lang,
  now: Date,
): Status {
  const runs = lastRuns(outputs);
  const lock = holderOf(outputs);
  const standing = publishedFolders(outputs)
    .filter((found) => unit === null || found.unit === unit)
    .flatMap((found) => {
      const place = join(outputs, found.unit, found.folder);
      const vintage = vintagesOf(outputs, found.unit, found.folder).find(({ folder }) => folder === place);
      return vintage ? [vintage] : [];
    });
  const latest = standing.filter(
    ({ unit: of, name }) => !standing.some((other) => other.unit === of && other.name > name),
  );
  const say = (zh: string, en: string) => (lang === 'zh' ? zh : en);
  const problems: string[] = [];
  if (standing.length === 0) problems.push(say('还没有发布过', 'nothing has been published'));
  if (lock && !lock.atWork) {
    const { since } = lock.holder;
    problems.push(say(`${since} 开始的运行中断了`, `the run begun ${since} broke off`));
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
  for (const { unit: of, name, folder, run } of standing) {
    const lost = run.files.filter(({ path, bytes }) => !isWhole(join(folder, path), bytes));
    if (lost.length === 0) continue;
    problems.push(
      say(
        `${of} ${name} 的成果缺少或改动了 ${lost.length} 个文件`,
        `${lost.length} files published for ${of} ${name} are missing or altered`,
      ),
    );
  }
  return {
    ok: problems.length === 0,
    at_work: lock?.atWork ? { command: lock.holder.command, since: lock.holder.since } : null,
    last_run: runs?.last ?? null,
    last_good_run: good,
    published: standing.map(({ unit: of, name, run }) => ({
      unit: of,
      folder: name,
      published_at: run.published_at,
    })),
    // What a roll-up still waits for is what its units do.
    due: latest
      .filter(({ run }) => !run.units)
      .flatMap(({ unit: of, name, folder }) =>
        readPublished(join(folder, 'submissions.csv')).flatMap(({ status, form = '' }): Due[] =>
          status === 'owed' || status === 'late'
            ? [{ unit: of, folder: name, form, title: titleOf(form), status }]
            : [],
        ),
      ),
    problems,
  };
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
        `${unit} differs from its seal in ${differences} figures`,
      ),
    ];
  }
  return [];
}

const titleOf = (id: string) => forms.find((form) => form.id === id)?.title ?? id;

const isWhole = (path: string, bytes: number) => existsSync(path) && statSync(path).size === bytes;

function text(status: Status, zh: boolean): string {
  const never = zh ? '从未' : 'never';
  const due = status.due.map(({ unit, folder, title, status: how }) => {
    const word = how === 'late' ? (zh ? '已逾期' : 'late') : zh ? '未报' : 'owed';
    return `    ${unit} ${folder}  ${title}  ${word}`;
  });
  const lines = [
    status.ok ? (zh ? '正常' : 'All is well') : zh ? '有问题：' : 'Something is wrong:',
    ...status.problems.map((problem) => `  ✗ ${problem}`),
    `${zh ? '上次成功运行' : 'Last good run'}：${status.last_good_run ?? never}`,
    ...(status.at_work
      ? [
          zh
            ? `正在运行：${status.at_work.command}，自 ${status.at_work.since}`
            : `At work: ${status.at_work.command}, since ${status.at_work.since}`,
        ]
      : []),
    ...status.published.map(({ unit, folder, published_at }) =>
      zh ? `  ${unit} ${folder}：${published_at} 发布` : `  ${unit} ${folder}: published ${published_at}`,
    ),
    ...(due.length > 0 ? [zh ? `尚缺 ${due.length} 张表：` : `Still due (${due.length}):`, ...due] : []),
  ];
  return `${lines.join('\n')}\n`;
}
