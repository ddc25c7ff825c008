/** Ctrl-C during a run: it ends, and says that nothing is broken. */
import type { Options } from '../options.js';
import { complain } from './text/say.js';

const stopped = {
  zh: '\n已停止。已发布的成果都是完整的，没有写了一半的文件，也不用清理；再运行一次就接着做。\n',
  en: '\nStopped. What is published is whole, nothing is half written, and there is nothing to clean up; the next run goes on from there.\n',
};

/**
 * @param end ends the process as the signal would have.
 * @returns what the work returns.
 */
export async function untilInterrupted<T>(
  { lang }: Pick<Options, 'lang'>,
  work: () => Promise<T>,
  end: () => void = () => process.kill(process.pid, 'SIGINT'),
): Promise<T> {
  const onSignal = () => {
    complain(stopped[lang]);
    end();
  };
  process.once('SIGINT', onSignal);
  try {
    return await work();
  } finally {
    process.off('SIGINT', onSignal);
  }
}
