/** A shell's job control: Ctrl+Z, `fg`, and a SIGSTOP from anywhere. */
import type { Lend } from './effects/world.ts';

export type JobControl = {
  lend: Lend;
  /** From now on the terminal is lent in this way. */
  lendBy(lend: Lend): void;
  /** Ctrl+Z: the shell gets its terminal as it was. */
  stop(): void;
  end(): void;
};

/** Where nothing can stop us (no shell with job control), the screen comes back after this time. */
const unstoppedMs = 200;

/** `given` suspends the UI while its argument runs, and afterwards draws the whole screen again. */
export function jobControl(given: Lend): JobControl {
  let lendNow = given;
  let lent = false;
  const lend: Lend = async (run) => {
    lent = true;
    try {
      await lendNow(run);
    } finally {
      lent = false;
    }
  };
  /** Whoever wrote to the terminal while we were stopped also left its own modes there. */
  const continued = () => {
    // The window may have changed meanwhile, and only the job in the foreground is told.
    process.kill(process.pid, 'SIGWINCH');
    if (!lent) void lend(async () => {});
  };
  if (process.platform !== 'win32') process.on('SIGCONT', continued);
  return {
    lend,
    lendBy(other) {
      lendNow = other;
    },
    stop() {
      if (process.platform !== 'win32' && !lent) void lend(stopJob);
    },
    end: () => process.off('SIGCONT', continued),
  };
}

/** The whole job, as the terminal itself would: npm and npx wait for us, and would keep the shell waiting too. */
const stopJob = (): Promise<void> =>
  new Promise((resolve) => {
    const back = () => {
      clearTimeout(unstopped);
      process.off('SIGCONT', back);
      resolve();
    };
    const unstopped = setTimeout(back, unstoppedMs);
    process.on('SIGCONT', back);
    process.kill(0, 'SIGTSTP');
  });
