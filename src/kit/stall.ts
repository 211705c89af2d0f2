/** How long this process itself was kept from working: a request that we sent too late is not the program's fault. */
const tickMs = 20;
/** Shorter ones are normal on a busy machine. */
const worthCountingMs = 200;

export type Stall = {
  /** The longest so far, milliseconds. */
  readonly longestMs: number;
  /** The sum of those longer than 200 ms. */
  readonly totalMs: number;
  stop(): void;
};

export function watchStalls(): Stall {
  let longest = 0;
  let total = 0;
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    const lost = now - last - tickMs;
    longest = Math.max(longest, lost);
    if (lost > worthCountingMs) total += lost;
    last = now;
  };
  const timer = setInterval(look, tickMs);
  return {
    get longestMs() {
      look();
      return longest;
    },
    get totalMs() {
      look();
      return total;
    },
    stop: () => clearInterval(timer),
  };
}
