/** What came of a run, figure by figure against what was published before it. */
import { difference } from '../history/difference.js';
import { vintagesOf } from '../history/vintages.js';
import type { Place } from './api/place.js';
import type { RunResult } from './api/runs.js';
import type { Ended } from './child.js';
import { changeOf } from './figure-changes.js';
import type { Recorded } from './recorded.js';
import { shortTime } from './words.js';

interface About {
  readonly place: Place;
  readonly deeds: readonly string[];
  readonly isStopped: boolean;
}

type Outcome = RunResult['outcome'];

/** What `run --json` says of a unit. */
interface UnitSaid {
  readonly unit: string;
  readonly outcome: Exclude<Outcome, 'stopped'>;
  readonly error?: string;
  readonly files?: readonly { readonly file: string }[];
  readonly differences?: readonly unknown[];
}

/** @param before what was published when the run began. */
export function outcomeOf(
  { place, deeds, isStopped }: About,
  before: Recorded | null,
  end: Ended,
  {
    outputs,
    number,
    startedAt,
  }: { readonly outputs: string; readonly number: number; readonly startedAt: string },
): RunResult {
  const said = saidOf(end.stdout, place);
  const isCut = isStopped && said === null;
  const outcome: Outcome = isCut ? 'stopped' : (said?.outcome ?? 'failed');
  const { changed, unchanged } =
    outcome === 'published' ? changesSince(before, place, outputs) : { changed: [], unchanged: 0 };
  const endedAt = new Date().toISOString();
  const kept = before ? `上次（${shortTime(before.run.published_at)}）的成果没有动。` : '';
  const words: Readonly<Record<Outcome, string>> = {
    published: publishedWords(before, changed.length, endedAt),
    unchanged: '没有变化，成果已经是最新的。',
    sealed:
      (said?.differences?.length ?? 0) > 0
        ? `本期已定稿，数没有变；按现在的报表有 ${said?.differences?.length} 个数会不同。要改数，先解除定稿。`
        : '本期已定稿，数没有变。',
    deferred: `没有发布：${(said?.files ?? []).map(({ file }) => file).join('、')} 正在写入或被别的程序打开。请关掉它，再点“再发布一次”。${kept}`,
    failed: `没有发布：${said?.error ?? firstLine(end.said)}${kept}`,
    stopped: `已停止，没有发布。${kept}`,
  };
  return {
    number,
    place,
    startedAt,
    endedAt,
    outcome,
    words: words[outcome],
    detail: outcome === 'failed' ? end.said : '',
    changed,
    unchanged,
    puts: deeds,
  };
}

function publishedWords(before: Recorded | null, changed: number, endedAt: string): string {
  const at = `已发布，${shortTime(endedAt)}。`;
  if (!before) return `${at}这是这一期第一次发布。`;
  return changed === 0 ? `${at}没有数变。` : `${at}${changed} 个数变了：`;
}

const firstLine = (said: string) => said.split('\n')[0] || '程序意外停止。';

function saidOf(stdout: string, { unit }: Place): UnitSaid | null {
  try {
    const { units } = JSON.parse(stdout) as { readonly units: readonly UnitSaid[] };
    return units.find((own) => own.unit === unit) ?? null;
  } catch (error) {
    // It was stopped, or failed as a whole: then it says why in words.
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

function changesSince(
  before: Recorded | null,
  place: Place,
  outputs: string,
): Pick<RunResult, 'changed' | 'unchanged'> {
  const all = vintagesOf(outputs, place.unit, place.period);
  const now = all.at(-1);
  const was = before && all.find(({ hash }) => hash === before.hash);
  if (!now || !was) return { changed: [], unchanged: now?.run.counts.figures ?? 0 };
  const changed = difference(was, now).figures.map(changeOf);
  return { changed, unchanged: Math.max(0, now.run.counts.figures - changed.length) };
}
