/** What has come in on a connection so far, for those who wait for more of it. */
import { aborted, deadline } from '../../kit/index.ts';

export class Reception {
  /** Nothing more will come. */
  over = false;
  readonly #waiting = new Set<() => void>();

  /** To be called whenever something came in. */
  changed(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  end(): void {
    this.over = true;
    this.changed();
  }

  /** True as soon as `holds` does; false once nothing more comes, or `ms` have passed. */
  async until(holds: () => boolean, ms: number): Promise<boolean> {
    const limit = deadline(ms);
    const timeUp = aborted(limit.signal);
    try {
      while (!holds()) {
        if (this.over || limit.signal.aborted) return false;
        await Promise.race([timeUp, new Promise<void>((resolve) => this.#waiting.add(resolve))]);
      }
      return true;
    } finally {
      limit.stop();
    }
  }
}
