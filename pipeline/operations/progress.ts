import type { Lang } from '../options.js';
import type { Log } from '../program/log.js';

export interface Progress {
  /** How many files are to be read, beside those announced before. */
  files(count: number): void;
  rows(count: number): void;
  fileDone(): void;
  /** Takes the line away. */
  end(): void;
}

/** Says nothing: where no person is watching. */
export const silent: Progress = { files() {}, rows() {}, fileDone() {}, end() {} };

/** For a program that follows the run: a line of the log for every file that is read. */
export function logProgress(log: Pick<Log, 'info'>): Progress {
  let [files, done] = [0, 0];
  const say = () => log.info({ event: 'run.progress', files_done: done, files });
  return {
    files(count) {
      files += count;
      say();
    },
    rows() {},
    fileDone() {
      done++;
      say();
    },
    end() {},
  };
}

interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const redrawMilliseconds = 200;
/** A run that is over before then needs no line. */
const patienceMilliseconds = 1000;

/** @param now milliseconds; a clock of the caller's. */
export function openProgress(terminal: Terminal, lang: Lang, now: () => number = Date.now): Progress {
  if (terminal.isTTY !== true) return silent;
  const begun = now();
  let [files, done, rows] = [0, 0, 0];
  let drawn = begun + patienceMilliseconds - redrawMilliseconds;
  let shown = false;
  const draw = () => {
    if (now() - drawn < redrawMilliseconds || files === 0) return;
    drawn = now();
    shown = true;
    terminal.write(`\r\x1b[K${line(lang, files, done, rows, now() - begun)}`);
  };
  return {
    files(count) {
      files += count;
      draw();
    },
    rows(count) {
      rows += count;
      draw();
    },
    fileDone() {
      done++;
      draw();
    },
    end() {
      if (shown) terminal.write('\r\x1b[K');
    },
  };
}

function line(lang: Lang, files: number, done: number, rows: number, elapsed: number): string {
  if (done === files) {
    return lang === 'zh'
      ? `读完 ${files} 个文件，${rows} 行，正在计算和发布`
      : `Read ${files} files, ${rows} rows; computing and publishing`;
  }
  const left = done === 0 ? null : Math.ceil((elapsed * (files - done)) / done / 1000);
  if (lang === 'zh') {
    const time = left === null ? '' : `，约剩 ${duration(left, '分', '秒')}`;
    return `读取 ${done}/${files} 个文件，${rows} 行${time}`;
  }
  const time = left === null ? '' : `, about ${duration(left, 'min ', 's')} left`;
  return `Reading ${done}/${files} files, ${rows} rows${time}`;
}

function duration(seconds: number, minute: string, second: string): string {
  const minutes = Math.floor(seconds / 60);
  return `${minutes > 0 ? `${minutes}${minute}` : ''}${seconds % 60}${second}`;
}
