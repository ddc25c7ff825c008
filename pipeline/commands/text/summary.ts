/** What a person wants to read after a run. */

import { isNotOwed } from '../../figure.js';
import { describeWhole } from '../../findings/words.js';
import { yearEarlier } from '../../indicators/sides.js';
import type { Lang } from '../../options.js';
import { commandLine } from '../../program/program.js';
import { type RollUp, sections } from '../../publication/publication.js';
import type { Revision } from '../../publication/revision.js';
import { signedOff } from '../../publication/signatures.js';
import type { Recovery } from '../../publish/swap.js';
import type { RunReport } from '../../run.js';
import { when } from '../../text/when.js';
import type { Deferred } from '../../unit/ingest.js';
import { mostProblems, type Problem, type UnitReport } from '../../unit/report.js';
import { figureLine } from './figure-line.js';
import { namedFiles } from './files.js';
import { revisionLine } from './revision-line.js';
import { idleSettings, questionLines } from './settings.js';

/** Of a sealed period, figures that are named. */
const mostDifferences = 12;

/** Revised figures that are named. */
const mostRevisions = 12;

/** The run's summary for the terminal. */
export function summaryText(report: RunReport, lang: Lang): string {
  const lines = report.units.flatMap((unit) => unfilledLines(unit, lang));
  if (report.interrupted) {
    const { since, command } = report.interrupted;
    lines.push(
      lang === 'zh'
        ? `! 上次运行（${command}，${when(since)} 开始）没有做完就中断了，这次接着做，不用处理。`
        : `! The last run (${command}, begun ${when(since)}) broke off; this one goes on from there, there is nothing to do.`,
    );
  }
  if (report.rebuilt) {
    lines.push(
      lang === 'zh'
        ? `! 数据库已损坏，移到 ${report.rebuilt}，并从报表重建；发布历史取自各次成果的 run.json。`
        : `! The database was damaged: moved to ${report.rebuilt} and rebuilt from the inputs; its history comes from the published run.json files.`,
    );
  }
  for (const { file, finding } of report.findings) {
    lines.push(`! ${file}${lang === 'zh' ? '：' : ': '}${describeWhole(finding, lang)}`);
  }
  for (const unit of report.units) lines.push(...unitLines(unit, lang), '');
  const text = lines.join('\n').trimEnd();
  return text === '' ? '' : `${text}\n`;
}

/** Before all else: a file that people wait for is not there. */
function unfilledLines(report: UnitReport, lang: Lang): string[] {
  if (report.outcome !== 'published') return [];
  return report.publication.unfilled.map(({ file, message, last }) => {
    if (lang === 'zh') {
      const kept = last === '' ? '还没有填成过' : `上一份完好的在 ${last}`;
      return `! ${report.unit}：${file} 没有填成，这次没有发布它；${kept}。${message}`;
    }
    const kept = last === '' ? 'it was never filled' : `its last good version is ${last}`;
    return `! ${report.unit}: ${file} could not be filled and is not published; ${kept}. ${message}`;
  });
}

/** Why a unit was not published. */
export function failureText(
  report: Extract<UnitReport, { outcome: 'failed' | 'deferred' }>,
  lang: Lang,
): string {
  const { unit } = report;
  if (report.outcome === 'deferred') {
    const head =
      lang === 'zh'
        ? `■ ${unit}：有文件还在变动，这次没有发布，保留上次的成果；下次运行再读取：`
        : `■ ${unit}: files are in motion, nothing was published and the last publication stays; the next run reads them:`;
    return `${[head, ...deferredFiles(report.files, lang)].join('\n')}\n`;
  }
  const { error } = report;
  return lang === 'zh'
    ? `■ ${unit}：没有发布，保留上次的成果。原因：${error}\n`
    : `■ ${unit}: not published, the last publication stays. Reason: ${error}\n`;
}

function deferredFiles(files: readonly Deferred[], lang: Lang): string[] {
  return files.map(({ file, finding }) => `    ${file}  ${describeWhole(finding, lang)}`);
}

function unitLines(unit: UnitReport, lang: Lang): string[] {
  const zh = lang === 'zh';
  if (unit.outcome === 'failed' || unit.outcome === 'deferred') return [];
  if (unit.outcome === 'sealed') return sealedLines(unit, zh);
  const head = zh ? `■ ${unit.township.name} 截至${unit.asOf}` : `■ ${unit.township.name} as of ${unit.asOf}`;
  const recovered = [...recoveredLines(unit.recovered, zh), ...alteredLines(unit.altered, zh)];
  if (unit.outcome === 'unchanged') {
    return [
      head,
      ...recovered,
      zh
        ? `  报表和口径都没有变化，没有重新发布。成果在 ${unit.folder}`
        : `  Nothing has changed, nothing was published anew. It is in ${unit.folder}`,
      ...revisionLines(unit, lang),
      ...staleLines(unit, zh),
    ];
  }
  const { publication } = unit;
  if (publication.rollUp) {
    return [
      head,
      ...recovered,
      ...rollUpLines(publication.rollUp, unit.notRenewed ?? [], zh),
      '',
      ...figureLines(publication, zh),
      '',
      zh ? `  汇总台账：${unit.folder}/metrics.xlsx` : `  Workbook: ${unit.folder}/metrics.xlsx`,
      ...staleLines(unit, zh),
    ];
  }
  return [
    head,
    ...recovered,
    ...readLines(unit, zh),
    ...deferredLines(unit, zh),
    ...heldBackLines(unit, zh),
    ...questionLines(unit.unit, publication.problems.asks, zh),
    ...owedLines(unit, zh),
    ...checkLines(unit, zh),
    ...idleSettings(publication.settings, zh),
    ...movedLines(unit, lang),
    ...revisionLines(unit, lang),
    '',
    ...figureLines(publication, zh),
    '',
    zh ? `  指标台账：${unit.folder}/metrics.xlsx` : `  Workbook: ${unit.folder}/metrics.xlsx`,
    ...staleLines(unit, zh),
  ];
}

/** Figures that moved since the publication before, with the rows that made them. */
function movedLines({ moved }: Published, lang: Lang): string[] {
  if (moved.length === 0) return [];
  const zh = lang === 'zh';
  const marks = { entered: '+', left: '-', moved: '~' } as const;
  const rest = moved.length - mostRevisions;
  const more = zh ? `    …另有 ${rest} 个，用 diff 查看` : `    … ${rest} more, see diff`;
  return [
    zh
      ? `  与上次发布相比，有 ${moved.length} 个数变了：`
      : `  Figures that moved since the publication before (${moved.length}):`,
    ...moved.slice(0, mostRevisions).flatMap((one) => [
      `    ${revisionLine(one, lang)}`,
      ...one.rows.map(({ what, file, sheet, row, label, was, value }) => {
        const place = [file, sheet, row && (zh ? `第${row}行` : `row ${row}`)].filter(Boolean).join(' › ');
        return `      ${marks[what]} ${label} ${[was, value].filter(Boolean).join(' → ')}  ${place}`;
      }),
    ]),
    ...(rest > 0 ? [more] : []),
  ];
}

/** Figures of the comparison and of earlier periods that are no longer what was published, and how to publish anew. */
function revisionLines({ unit, revisions, asOf }: Published | Unchanged, lang: Lang): string[] {
  const ofComparison = revisions.filter(({ side }) => side === 'previous');
  const periods = new Set(revisions.flatMap(({ side, period }) => (side === 'current' ? [period] : [])));
  return [
    ...revisedIn(unit, yearEarlier(asOf), '上年同期', ofComparison, lang),
    ...[...periods].flatMap((period) =>
      revisedIn(
        unit,
        period,
        '前期',
        revisions.filter((one) => one.side === 'current' && one.period === period),
        lang,
      ),
    ),
  ];
}

function revisedIn(
  unit: string,
  period: string,
  words: '上年同期' | '前期',
  revisions: readonly Revision[],
  lang: Lang,
): string[] {
  if (revisions.length === 0) return [];
  const zh = lang === 'zh';
  const named = revisions.slice(0, mostRevisions).map((revision) => `    ${revisionLine(revision, lang)}`);
  const rest = revisions.length - named.length;
  const more = zh ? `    …另有 ${rest} 个，见 revisions.csv` : `    … ${rest} more in revisions.csv`;
  const of = words === '上年同期' ? 'the comparison' : 'an earlier period';
  return [
    zh
      ? `  ${words}（${period}）有 ${revisions.length} 个数与原先发布的不同（修订）：`
      : `  Figures of ${of} (${period}) that differ from what was published (${revisions.length}):`,
    ...named,
    ...(rest > 0 ? [more] : []),
    zh
      ? `    需要时重新发布${words}：${commandLine} --unit ${unit} --period ${period}`
      : `    To publish that period anew: ${commandLine} --unit ${unit} --period ${period}`,
  ];
}

function staleLines({ unit, stale }: Published | Unchanged, zh: boolean): string[] {
  if (stale.length === 0) return [];
  const commands = stale.map((period) => `${commandLine} --unit ${unit} --period ${period}`);
  return [
    zh
      ? `  这些期的报表在发布之后有改动，需要时重新发布：${commands.join('；')}`
      : `  Inputs of these periods changed since they were published: ${commands.join('; ')}`,
  ];
}

/** Who is in the sums of a roll-up, and who is not. */
function rollUpLines({ parts }: RollUp, notRenewed: readonly string[], zh: boolean): string[] {
  const lacking = parts.filter(({ leaves, reported }) => reported < leaves.length);
  const names = lacking.map(({ name, leaves: { length: units }, reported }) =>
    units === 1
      ? name
      : zh
        ? `${name}（${units}个单位中${reported}个）`
        : `${name} (${reported} of ${units})`,
  );
  const count = (of: (part: RollUp['parts'][number]) => number) =>
    parts.reduce((sum, part) => sum + of(part), 0);
  const [units, reported] = [count((part) => part.leaves.length), count((part) => part.reported)];
  return [
    zh
      ? `  由 ${units} 个单位汇总，${reported} 个有这一期的报表${names.length > 0 ? `；缺：${names.join('、')}` : ''}`
      : `  The sum of ${units} units, of which ${reported} have submissions of the period${names.length > 0 ? `; missing: ${names.join(', ')}` : ''}`,
    ...(notRenewed.length === 0
      ? []
      : [
          zh
            ? `  这次没有发布、按上一次的成果汇总的单位：${notRenewed.join('、')}`
            : `  In the sum with their last publication, since they were not published this time: ${notRenewed.join(', ')}`,
        ]),
  ];
}

function sealedLines(
  { unit, period, differences, ...signed }: Extract<UnitReport, { outcome: 'sealed' }>,
  zh: boolean,
): string[] {
  const none = zh ? '缺' : 'missing';
  const shownDifferences = differences.slice(0, mostDifferences).map(({ label, group, sealed, now }) => {
    const name = group === '' ? label : `${label}（${group}）`;
    return zh
      ? `    ${name}：定稿 ${sealed ?? none}，现在会是 ${now ?? none}`
      : `    ${name}: sealed ${sealed ?? none}, would now be ${now ?? none}`;
  });
  const rest = differences.length - shownDifferences.length;
  return [
    zh
      ? `■ ${unit} ${period}：${signedOff(signed, true)}，没有重新发布`
      : `■ ${unit} ${period}: ${signedOff(signed, false)}, nothing was published`,
    ...(differences.length === 0
      ? [zh ? '  按现在的报表，数字与定稿相同' : '  Today’s inputs give the sealed figures']
      : [
          zh
            ? `  按现在的报表有 ${differences.length} 个数字不同：`
            : `  Figures that would differ (${differences.length}):`,
          ...shownDifferences,
          ...(rest > 0 ? [zh ? `    …另有 ${rest} 个` : `    … ${rest} more`] : []),
          zh
            ? `  需要重新发布时：${commandLine} unseal ${unit} ${period} --by 姓名 --why 理由`
            : `  To publish anew: ${commandLine} unseal ${unit} ${period} --by NAME --why TEXT`,
        ]),
  ];
}

function recoveredLines({ completed, undone }: Recovery, zh: boolean): string[] {
  return [
    ...(completed.length === 0
      ? []
      : [
          zh
            ? `  上次运行中断，已把当时完成的成果换上：${completed.join('、')}`
            : `  The last run was interrupted; what it had completed was put in place: ${completed.join(', ')}`,
        ]),
    ...(undone.length === 0
      ? []
      : [
          zh
            ? `  上次运行中断，未做完的已清除，这次重新做：${undone.join('、')}`
            : `  The last run was interrupted; what it had not completed was taken away and made anew: ${undone.join(', ')}`,
        ]),
  ];
}

function alteredLines(altered: readonly string[], zh: boolean): string[] {
  if (altered.length === 0) return [];
  const names = namedFiles(altered, zh);
  return [
    zh
      ? `  发布之后被改动或丢失的成果文件已重新发布：${names}。改动过的一份留在 outputs/archive/publications/；要改数字请改报表`
      : `  Published files that had been edited or were missing are published anew: ${names}. What was edited is kept in outputs/archive/publications/; to change a figure, change the submissions`,
  ];
}

type Published = Extract<UnitReport, { outcome: 'published' }>;
type Unchanged = Extract<UnitReport, { outcome: 'unchanged' }>;

function readLines({ publication, period }: Published, zh: boolean): string[] {
  const lines = publication.submissions.filter(
    (line) => line.file !== '' && line.period === period && line.status !== 'superseded',
  );
  const count = (of: (line: (typeof lines)[number]) => number) =>
    lines.reduce((sum, line) => sum + of(line), 0);
  const files = new Set(lines.map(({ file }) => file)).size;
  const [accepted, notData, held] = [
    count((line) => line.rowsAccepted),
    count((line) => line.rowsNotData),
    count((line) => line.rowsHeldBack),
  ];
  return [
    zh
      ? `  读入 ${files} 个文件：采用 ${accepted} 行，非数据 ${notData} 行，暂缓 ${held} 行`
      : `  Read ${files} files: ${accepted} rows accepted, ${notData} not data, ${held} held back`,
  ];
}

function deferredLines({ deferred }: Published, zh: boolean): string[] {
  if (deferred.length === 0) return [];
  return [
    zh
      ? `  还没有读入、留待下次运行的文件 ${deferred.length} 个（数字里没有它们）：`
      : `  Not read yet and left for the next run (${deferred.length}; no figure counts them):`,
    ...deferredFiles(deferred, zh ? 'zh' : 'en'),
  ];
}

function heldBackLines({ publication }: Published, zh: boolean): string[] {
  const { count, first, kinds } = publication.problems;
  if (count === 0) return [];
  const head = zh ? `  需要处理的问题 ${count} 项：` : `  To be dealt with (${count}):`;
  if (count <= mostProblems) return [head, ...first.map((one) => `    ${placeOf(one, zh)}  ${one.message}`)];
  // Where they are many, those of a kind are together: a column full of them hides no other.
  const rest = kinds.reduce((left, kind) => left - kind.count, count);
  return [
    head,
    ...kinds.map((kind) => {
      const alike =
        kind.count === 1 ? '' : zh ? `（同类共 ${kind.count} 处）` : ` (${kind.count} of the kind)`;
      return `    ${placeOf(kind.first, zh)}${alike}  ${kind.first.message}`;
    }),
    ...(rest > 0
      ? [zh ? `    …另有 ${rest} 项，见 findings.csv` : `    … ${rest} more in findings.csv`]
      : []),
  ];
}

function placeOf({ file, sheet, cell, row }: Problem, zh: boolean): string {
  const where = cell || (row === null ? '' : zh ? `第${row}行` : `row ${row}`);
  return [file, sheet, where].filter(Boolean).join(' › ');
}

function owedLines({ publication, period }: Published, zh: boolean): string[] {
  const owed = publication.submissions.filter(({ status }) => status === 'owed' || status === 'late');
  if (owed.length === 0) return [zh ? '  应报各表均已收到' : '  Every form that is owed has been received'];
  const held = new Set(
    publication.submissions
      .filter(({ status, period: of }) => status === 'held_back' && of === period)
      .map(({ form }) => form),
  );
  const whyOwed = (form: string) =>
    held.has(form) ? (zh ? '（报来的全部暂缓）' : ' (all that came is held back)') : '';
  return [
    zh ? `  尚缺 ${owed.length} 张表：` : `  Still owed (${owed.length}):`,
    ...owed.map(
      ({ department, form, formTitle, status }) =>
        `    ${department}：${formTitle}${status === 'late' ? (zh ? '（已逾期）' : ' (late)') : ''}${whyOwed(form)}`,
    ),
  ];
}

function checkLines({ publication }: Published, zh: boolean): string[] {
  const failed = publication.checks.filter(({ outcome, side }) => outcome === 'fail' && side === 'current');
  if (failed.length === 0) return [];
  return [
    zh ? `  核对不符 ${failed.length} 项：` : `  Checks that fail (${failed.length}):`,
    ...failed.map(({ label, severity, violations }) => {
      const mark = severity === 'error' ? (zh ? '错误' : 'error') : zh ? '提示' : 'warning';
      return zh ? `    [${mark}] ${label}：${violations} 处` : `    [${mark}] ${label}: ${violations}`;
    }),
  ];
}

/** The figures; those of a form that was not sent are left to the line that says so, or to nobody where it is not owed. */
function figureLines(
  { figures, submissions }: Pick<Published['publication'], 'figures' | 'submissions'>,
  zh: boolean,
): string[] {
  const notSent = new Set(
    submissions.flatMap(({ status, form }) => (status === 'owed' || status === 'late' ? [form] : [])),
  );
  const lines: string[] = [];
  let section = 0;
  for (const figure of figures) {
    if (figure.group !== '' || isNotOwed(figure)) continue;
    if (figure.status === 'L' && notSent.has(figure.missing)) continue;
    if (figure.section !== section) {
      section = figure.section;
      lines.push(`  ${sections[section] ?? section}`);
    }
    lines.push(`    ${figureLine(figure, zh)}`);
  }
  return lines;
}
