/** A bell: who waits for news is woken by it, and misses none that came while it was looking elsewhere. */
export interface Signal {
  /** How often it has rung. */
  readonly rings: number;
  ring(): void;
  /** Waits until it has rung more often than that, at most so many milliseconds. */
  after(rings: number, milliseconds: number): Promise<void>;
}

export function signal(): Signal {
  let rings = 0;
  const waiting = new Set<() => void>();
  return {
    get rings() {
      return rings;
    },
    ring() {
      rings++;
      for (const wake of waiting) wake();
    },
    after(seen, milliseconds) {
      if (rings > seen) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, milliseconds);
        waiting.add(wake);
      });
    },
  };
}
