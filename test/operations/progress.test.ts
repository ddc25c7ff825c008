/** What a person sees of a long run. */
import { describe, expect, it, vi } from 'vitest';
import { untilInterrupted } from '../../pipeline/commands/interrupt.js';
import { openProgress } from '../../pipeline/operations/progress.js';
import { township, twoYears } from '../helpers/township.js';

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

describe('progress', () => {
  it('tells files, rows and time left in one line on a terminal, and takes it away at the end', () => {
    const screen = terminal(true);
    let now = 0;
    const progress = openProgress(screen, 'zh', () => now);
    progress.files(4);
    now = 5000;
    progress.rows(1200);
    progress.fileDone();
    now = 10_000;
    progress.rows(800);
    for (let file = 1; file < 4; file++) {
      now += 5000;
      progress.fileDone();
    }
    progress.end();
    expect(screen.written).toEqual([
      '\r\x1b[K读取 0/4 个文件，1200 行',
      '\r\x1b[K读取 1/4 个文件，2000 行，约剩 30秒',
      '\r\x1b[K读取 2/4 个文件，2000 行，约剩 15秒',
      '\r\x1b[K读取 3/4 个文件，2000 行，约剩 7秒',
      '\r\x1b[K读完 4 个文件，2000 行，正在计算和发布',
      '\r\x1b[K',
    ]);
  });

  it('is silent for a run that is over at once, and where nobody watches', () => {
    for (const [screen, wait] of [
      [terminal(true), 500],
      [terminal(false), 60_000],
    ] as const) {
      let now = 0;
      const progress = openProgress(screen, 'en', () => now);
      progress.files(2);
      now += wait;
      progress.fileDone();
      progress.rows(10);
      progress.end();
      expect(screen.written).toEqual([]);
    }
  });

  it('leaves nothing on a pipe', async () => {
    const { call } = township(twoYears);
    const { stderr } = await call('run');
    expect(stderr).not.toContain('\x1b');
    for (const line of stderr.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('event');
  });
});

describe('Ctrl-C', () => {
  it.each([
    ['zh', '已发布的成果都是完整的'],
    ['en', 'What is published is whole'],
  ] as const)('says what is safe before the process ends: %s', async (lang, words) => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    let ended = 0;
    const listeners = process.listenerCount('SIGINT');
    await untilInterrupted(
      { lang },
      async () => process.emit('SIGINT'),
      () => ended++,
    );
    expect([ended, process.listenerCount('SIGINT')]).toEqual([1, listeners]);
    expect(write.mock.calls.flat().join('')).toContain(words);
    write.mockRestore();
    expect(
      await untilInterrupted(
        { lang },
        async () => 'done',
        () => ended++,
      ),
    ).toBe('done');
    expect(ended).toBe(1);
  });
});
