/** A condition variable: who waits is woken by the next notification. */
export interface Signal {
  /** How often it has been notified. */
  readonly count: number;
  notify(): void;
  /**
   * Waits until it has been notified more often than `count`: one that came while the condition was looked at is not
   * missed.
   * @param milliseconds at most; without it, for ever.
   */
  wait(count?: number, milliseconds?: number): Promise<void>;
}

export function signal(): Signal {
  let notified = 0;
  const waiting = new Set<() => void>();
  return {
    get count() {
      return notified;
    },
    notify() {
      notified++;
      for (const wake of waiting) wake();
    },
    wait(count = notified, milliseconds) {
      if (notified > count) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        };
        const timer = milliseconds === undefined ? undefined : setTimeout(wake, milliseconds);
        waiting.add(wake);
      });
    },
  };
}
