/** Runs, and which figures they changed. */
import type { Place } from './place.js';

export interface RunState {
  /** `waiting`: another run holds the lock; it goes on by itself. */
  readonly state: 'idle' | 'running' | 'waiting';
  /** What is published. */
  readonly place: Place | null;
  /** Since when the run, or the other one that is waited for, is at work. */
  readonly since: string | null;
  /** 正在发布：读取 12/16 个文件… ; 别处正在发布（今天 2:00 开始），办完自动接着做。 */
  readonly words: string;
  readonly files: { readonly done: number; readonly all: number } | null;
  /** One further run follows. */
  readonly isQueued: boolean;
  /** Number of the last run that ended, from 1; `runResult` has what came of it. 0: none. */
  readonly ended: number;
}

export interface RunResult {
  readonly number: number;
  readonly place: Place;
  readonly startedAt: string;
  readonly endedAt: string;
  /** `failed` keeps the last publication. */
  readonly outcome: 'published' | 'unchanged' | 'sealed' | 'deferred' | 'failed' | 'stopped';
  /** 已发布，今天 17:48。3 个数变了： ; 没有发布：… */
  readonly words: string;
  /** What to do where nothing was published, for whoever looks after the machine; '' else. */
  readonly detail: string;
  readonly changed: readonly FigureChange[];
  /** Figures that stayed as they were. */
  readonly unchanged: number;
  /** The puts that it was for; `undo` takes them back. */
  readonly puts: readonly string[];
}

export interface FigureValue {
  readonly value: string | null;
  readonly status: string;
}

export interface FigureChange {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly unit: string;
  /** null: there is no such line. */
  readonly was: FigureValue | null;
  readonly now: FigureValue | null;
  /** now − was, exact; null where one is missing. */
  readonly difference: string | null;
  /** Rows that made it, the first of them: 新增 / 退出 / 变动, and where they lie. */
  readonly rows: readonly {
    readonly what: 'entered' | 'left' | 'moved';
    readonly place: string;
    readonly words: string;
  }[];
  readonly rowCount: number;
}
