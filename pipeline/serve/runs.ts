/**
 * Runs that the desk starts: one at a time, each a child process under the lock that every run takes. What is asked
 * for meanwhile makes one further run; where another run holds the lock, it waits for that and goes on by itself.
 */
import { faultText } from '../operations/faults.js';
import { holderOf } from '../operations/lock.js';
import type { Options } from '../options.js';
import type { Place } from './api/place.js';
import type { RunResult, RunState } from './api/runs.js';
import { type Child, type LogLine, startCommand } from './child.js';
import { currentRecord, type Recorded } from './recorded.js';
import { outcomeOf } from './run-outcome.js';
import { shortTime } from './words.js';

export interface Runs {
  /** Publishes a place, or once more where a run is at work. @param deed id of the put that it is for. */
  request(place: Place, deed?: string): void;
  /** As Ctrl-C; what is queued is dropped as well. */
  stop(): void;
  state(): RunState;
  result(number: number): RunResult | null;
  close(): Promise<void>;
}

interface Asked {
  readonly place: Place;
  readonly deeds: string[];
}

/** The run that is at work, or waits. */
interface Current extends Asked {
  child: Child | null;
  isStopped: boolean;
  since: string;
  state: 'running' | 'waiting';
  files: { done: number; all: number };
  phase: 'reading' | 'computing' | 'writing';
}

const waitMilliseconds = 1000;
/** Results that are kept for pages that come late. */
const mostResults = 50;

export function openRuns(options: () => Options): Runs {
  const queue: Asked[] = [];
  const results = new Map<number, RunResult>();
  let [ended, isClosed] = [0, false];
  let current: Current | null = null;
  let working: Promise<void> = Promise.resolve();

  async function work(): Promise<void> {
    for (let next = queue.shift(); next && !isClosed; next = queue.shift()) {
      const own: Current = {
        ...next,
        child: null,
        isStopped: false,
        since: new Date().toISOString(),
        state: 'running',
        files: { done: 0, all: 0 },
        phase: 'reading',
      };
      current = own;
      const startedAt = new Date().toISOString();
      const result = await publish(own, options, ended + 1).catch((error: unknown) =>
        failed(own, ended + 1, startedAt, error),
      );
      results.set(++ended, result);
      results.delete(ended - mostResults);
      current = null;
    }
  }

  return {
    request(place, deed) {
      const same = queue.find((one) => one.place.unit === place.unit && one.place.period === place.period);
      if (same && deed) same.deeds.push(deed);
      if (!same) queue.push({ place, deeds: deed ? [deed] : [] });
      if (current === null && queue.length === 1) working = working.then(work);
    },
    stop() {
      queue.length = 0;
      if (!current) return;
      current.isStopped = true;
      current.child?.process.kill('SIGINT');
    },
    state: () => stateOf(current, queue.length > 0, ended),
    result: (number) => results.get(number) ?? null,
    async close() {
      isClosed = true;
      this.stop();
      await working;
    },
  };
}

/** One run to its end, waited for where another one is at work. */
async function publish(own: Current, options: () => Options, number: number): Promise<RunResult> {
  const { unit, period } = own.place;
  const startedAt = new Date().toISOString();
  for (;;) {
    const { outputs } = options();
    const before: Recorded | null = currentRecord(outputs, own.place);
    const result = (end: Parameters<typeof outcomeOf>[2]) =>
      outcomeOf(own, before, end, { outputs, number, startedAt });
    if (own.isStopped) return result({ code: null, stdout: '', said: '' });
    own.state = 'running';
    own.since = new Date().toISOString();
    own.child = startCommand(['run', `--unit=${unit}`, `--period=${period}`], options(), (line) =>
      follow(own, line),
    );
    const end = await own.child.ended.catch((error: Error) => ({ code: 2, stdout: '', said: error.message }));
    if (end.code !== 75 || own.isStopped) return result(end);
    own.state = 'waiting';
    while (!own.isStopped) {
      const holder = holderOf(outputs);
      if (!holder?.atWork) break;
      own.since = holder.holder.since;
      await new Promise((resolve) => setTimeout(resolve, waitMilliseconds));
    }
  }
}

/** What came of it cannot be said: its record cannot be read, or it could not be started. The next run is not held up. */
function failed({ place, deeds }: Asked, number: number, startedAt: string, error: unknown): RunResult {
  const detail = faultText(error, 'zh') ?? (error instanceof Error ? error.message : String(error));
  return {
    number,
    place,
    startedAt,
    endedAt: new Date().toISOString(),
    outcome: 'failed',
    words: `没有发布：${detail}`,
    detail,
    changed: [],
    unchanged: 0,
    puts: deeds,
  };
}

function follow(own: Current, line: LogLine): void {
  if (line.event === 'run.progress') {
    const { files_done: done, files: all } = line;
    if (typeof done === 'number' && typeof all === 'number') own.files = { done, all };
    own.phase = own.files.done < own.files.all ? 'reading' : 'computing';
  }
  if (line.event === 'unit.computed') own.phase = 'writing';
}

function stateOf(current: Current | null, isQueued: boolean, ended: number): RunState {
  if (!current) return { state: 'idle', place: null, since: null, words: '', files: null, isQueued, ended };
  const { place, since, state, files } = current;
  return {
    state,
    place,
    since,
    words:
      state === 'waiting' ? `别处正在发布（${shortTime(since)}开始），办完自动接着做。` : phaseWords(current),
    files: files.all > 0 ? files : null,
    isQueued,
    ended,
  };
}

function phaseWords({ phase, files }: Current): string {
  if (phase === 'writing') return '正在发布：写工作簿…';
  if (phase === 'computing') return '正在发布：计算…';
  return files.all > 0 ? `正在发布：读取 ${files.done}/${files.all} 个文件…` : '正在发布：读取报表…';
}
